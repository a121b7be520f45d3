"""A maker's product is put down, one or a workbook full, and its label facts are changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import change, record, record_many
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Organisation
from gandeng.people.models import Person
from gandeng.products.core.barcodes import in_store_code, is_barcode
from gandeng.products.models import Product
from gandeng.programmes.models import Programme

# What may be said about a product; prices and capacity have verbs of their own.
DESCRIBABLE = frozenset(
    {
        "name",
        "category",
        "description",
        "composition",
        "size_amount",
        "size_unit",
        "weight_grams",
        "packaging",
        "storage",
        "shelf_life_days",
        "gtin",
    }
)
UNCHECKED = {"programme", "maker", "key"}


@transaction.atomic
def describe_product(
    maker: Organisation, name: str, *, by: Person, at: datetime, key: str = "", **values: Any
) -> Product:
    """Put a product of a maker down. ``values`` are fields of Product; a missing ``code`` is made,
    and an in-store code where there is no GTIN. The same ``key`` twice is once.

    Refuses: ``not_a_maker``, ``code_taken``, ``name_missing``, ``price_missing``,
    ``price_below_cost``, ``gtin_wrong``, ``gtin_taken``, ``field_wrong``.
    """
    require(by, "products.describe_product", maker)
    if key and (known := Product.objects.filter(programme=maker.programme_id, key=key).first()):
        return known
    product = Product(
        programme_id=maker.programme_id,
        maker=maker,
        name=name,
        key=key or None,
        created_at=at,
        **values,
    )
    _Desk(maker.programme_id, [product]).take(product)
    product.save()
    _give_in_store_codes([product])
    after = {"name": product.name, "code": product.code}
    record(product, "describe_product", by=by, at=at, after=after)
    return product


@transaction.atomic
def describe_many(
    programme: Programme, rows: Sequence[Mapping[str, Any]], *, by: Person, at: datetime
) -> list[Product | Refusal]:
    """A workbook's rows at once: the same checks and traces as one by one, in few queries. Each row
    holds ``maker``, ``name`` and other fields. In the rows' order, what was put down or why not."""
    for maker in {row["maker"].pk: row["maker"] for row in rows}.values():
        require(by, "products.describe_product", maker)
    products = [Product(programme=programme, created_at=at, **row) for row in rows]
    desk = _Desk(programme.pk, products)
    answers: list[Product | Refusal] = []
    for product in products:
        try:
            desk.take(product)
        except Refusal as refusal:
            answers.append(refusal)
        else:
            answers.append(product)
    good = [answer for answer in answers if isinstance(answer, Product)]
    Product.objects.bulk_create(good, batch_size=500)
    _give_in_store_codes(good)
    record_many(good, "describe_product", by=by, at=at)
    return answers


@transaction.atomic
def change_product(product: Product, *, by: Person, at: datetime, **values: Any) -> bool:
    """Change what stands on the label. False when nothing differed.

    Refuses as ``describe_product`` does. Raises TypeError on a field that is not for describing:
    prices are changed by ``reprice``, capacity by ``declare_capacity``.
    """
    require(by, "products.change_product", product)
    if strange := set(values) - DESCRIBABLE:
        raise TypeError(f"not for describing: {', '.join(sorted(strange))}")
    draft = copy(product)
    for name, value in values.items():
        setattr(draft, name, value)
    _tidy(draft)
    check(draft)
    if draft.gtin and draft.gtin != product.gtin:
        others = Product.objects.filter(programme=product.programme_id, gtin=draft.gtin)
        if others.exclude(pk=product.pk).exists():
            raise _gtin_taken()
    values |= {"name": draft.name, "gtin": draft.gtin}
    if not draft.gtin and not product.in_store_code:
        values["in_store_code"] = in_store_code(product.pk)
    return change(product, "change_product", by=by, at=at, **values)


def check(product: Product) -> None:
    """Raise Refusal unless the product can be what it is said to be."""
    if not product.name:
        raise Refusal("name_missing", _("Tulis nama produknya."), field="name")
    check_prices(product)
    if product.gtin and not is_barcode(product.gtin):
        raise Refusal(
            "gtin_wrong",
            _("Angka barcode tidak cocok. Pindai ulang dari kemasan, atau kosongkan."),
            field="gtin",
        )
    try:
        product.clean_fields(exclude=UNCHECKED)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refusal("field_wrong", messages[0], field=name) from error


def check_prices(product: Product) -> None:
    """Raise Refusal unless there are two prices and the shop does not sell below cost."""
    if product.consignment_price is None or product.consignment_price.rupiah <= 0:
        raise Refusal(
            "price_missing", _("Harga titip harus lebih dari nol."), field="consignment_price"
        )
    if product.shelf_price is None or product.shelf_price < product.consignment_price:
        raise Refusal(
            "price_below_cost",
            _("Harga jual tidak boleh di bawah harga titip."),
            field="shelf_price",
        )


class _Desk:
    """Where products are looked at before they go in: what codes are taken is read once."""

    def __init__(self, programme_id: int, products: Iterable[Product]) -> None:
        products = list(products)
        rows = Product.objects.filter(programme=programme_id)
        makers = {product.maker_id for product in products}
        codes = [product.code for product in products if product.code]
        gtins = [gtin for product in products if (gtin := _digits(product.gtin))]
        if len(products) > 1:
            taken = rows.values_list("code", "gtin", "maker_id")
            self.codes = {code for code, _gtin, _maker in taken}
            self.gtins = {gtin for _code, gtin, _maker in taken if gtin}
            self.counts = Counter(maker for _code, _gtin, maker in taken if maker in makers)
        else:
            near = rows.filter(maker__in=makers) | rows.filter(code__in=codes)
            self.codes = set(near.values_list("code", flat=True))
            self.gtins = (
                set(rows.filter(gtin__in=gtins).values_list("gtin", flat=True)) if gtins else set()
            )
            self.counts = Counter({pk: len(self.codes) for pk in makers})

    def take(self, product: Product) -> None:
        """Tidy and check one product and note its codes as taken. Raises Refusal."""
        if not product.maker.is_maker:
            raise Refusal("not_a_maker", _("Hanya UMKM yang punya produk."))
        _tidy(product)
        code = product.code or self._next_code(product.maker)
        if code in self.codes:
            raise Refusal("code_taken", _("Kode produk itu sudah dipakai."), field="code")
        product.code = code
        check(product)
        if product.gtin and product.gtin in self.gtins:
            raise _gtin_taken()
        self.codes.add(code)
        if product.gtin:
            self.gtins.add(product.gtin)
        self.counts[product.maker_id] += 1

    def _next_code(self, maker: Organisation) -> str:
        letters = "".join(word[:2] for word in maker.folded_name.split()[:2]).upper() or "PR"
        number = self.counts[maker.pk] + 1
        while (code := f"{letters}-{maker.pk}-{number:02d}") in self.codes:
            number += 1
        return code


def _tidy(product: Product) -> None:
    product.name = " ".join(product.name.split())
    product.code = product.code.strip()
    product.gtin = _digits(product.gtin)


def _digits(gtin: str) -> str:
    return gtin.replace(" ", "").replace("-", "")


def _gtin_taken() -> Refusal:
    return Refusal("gtin_taken", _("Barcode itu sudah dipakai produk lain."), field="gtin")


def _give_in_store_codes(products: Sequence[Product]) -> None:
    """The number inside the code is the product's own, so no two can be equal."""
    without = [product for product in products if not product.gtin]
    for product in without:
        product.in_store_code = in_store_code(product.pk)
    Product.objects.bulk_update(without, ["in_store_code"], batch_size=500)
