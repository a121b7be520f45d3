"""A maker's product is described, changed, repriced, withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Organisation
from gandeng.people.models import Person

from .models import Product


@transaction.atomic
def describe_product(
    maker: Organisation, name: str, *, by: Person, at: datetime, **values: Any
) -> Product:
    """Put a product of a maker down. ``values`` are fields of Product; a missing ``code`` is made.

    Refuses: ``code_taken``.
    """
    require(by, "products.describe_product", maker)
    code = values.pop("code", "") or _next_code(maker)
    if Product.objects.filter(programme=maker.programme, code=code).exists():
        raise Refusal("code_taken", _("Kode produk itu sudah dipakai."), field="code")
    product = Product.objects.create(
        programme=maker.programme,
        maker=maker,
        name=name.strip(),
        code=code,
        created_at=at,
        **values,
    )
    record(product, "describe_product", by=by, at=at, after={"name": name, "code": code})
    return product


def _next_code(maker: Organisation) -> str:
    letters = "".join(word[:2] for word in maker.folded_name.split()[:2]).upper() or "PR"
    return f"{letters}-{maker.pk}-{maker.products.count() + 1:02d}"
