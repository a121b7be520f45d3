"""The shop window over 10,000 products, beside a bare view of the same framework.

Run: `.venv/bin/python benchmarks/catalogue.py`. Every request goes through the whole middleware
stack, in process, without a network. The bare view answers a constant of the same size from the
same stack and asks the database nothing. Rows tell what is asked for the first time ("first"), what
was asked before ("again") and what a signed-in buyer sees, which is never kept. Prints requests per
second, milliseconds, CPU, queries and the ratio of CPU to the bare view; seeded, so repeatable.
"""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

HOUSE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOUSE), str(HOUSE / "benchmarks")]
PRODUCTS, MAKERS = 10_000, 2_500
REQUESTS, ROUNDS = 300, 2
DESTINATION = "kosong"


def build(chance: random.Random) -> tuple[Any, Any]:
    """A programme with 10,000 listed products, straight into the tables; and a buyer's manager."""
    from search import make_products

    from gandeng.catalogue.models import Listing
    from gandeng.certificates.models import Certificate
    from gandeng.certificates.states import Kind, State
    from gandeng.kernel import clock
    from gandeng.kernel.money import Money
    from gandeng.organisations.models import Organisation
    from gandeng.organisations.samples import a_buyer, a_seat
    from gandeng.products.models import Product
    from gandeng.products.states import Category
    from gandeng.programmes.queries import districts_of
    from gandeng.programmes.samples import a_programme

    programme, now = a_programme("karawang"), clock.now()
    districts = list(districts_of(programme))
    makers = Organisation.objects.bulk_create(
        [
            Organisation(
                programme=programme,
                kind="maker",
                name=f"Dapur {number}",
                folded_name=f"dapur{number}",
                district=chance.choice(districts),
                created_at=now,
            )
            for number in range(MAKERS)
        ]
    )
    labels = {str(label): value for value, label in Category.choices}
    products = Product.objects.bulk_create(
        [
            Product(
                programme=programme,
                maker=makers[document.id % MAKERS],
                code=f"P-{document.id}",
                name=document.name,
                description=document.description,
                category=labels.get(document.category, Category.SNACK),
                size_amount=chance.choice((100, 200, 250)),
                size_unit="g",
                packaging=2,
                shelf_life_days=chance.choice((30, 60, 90, 180, 365)),
                consignment_price=Money(price),
                shelf_price=Money(price + 3_000),
                created_at=now,
            )
            for document in make_products(chance)
            for price in [chance.randrange(5, 120) * 1000]
        ],
        batch_size=500,
    )
    until = date(clock.today().year + 4, 6, 30)
    common = {"programme": programme, "state": State.VERIFIED, "created_at": now}
    Certificate.objects.bulk_create(
        [
            certificate
            for number, product in enumerate(products)
            for certificate in (
                Certificate(
                    maker_id=product.maker_id,
                    product=product,
                    **_licence(product, number // MAKERS + 1, until),
                    expires_on=until,
                    **common,
                ),
                Certificate(
                    maker_id=product.maker_id,
                    product=product,
                    kind=Kind.HALAL,
                    number=f"ID3211{number:09d}{clock.today():%m%y}",
                    issued_on=clock.today() - timedelta(days=3),
                    **common,
                ),
            )
        ],
        batch_size=500,
    )
    Listing.objects.bulk_create(
        [
            Listing(programme=programme, product=product, grade=grade, listed_at=now)
            for product in products
            for grade in chance.choices("ABC")
        ],
        batch_size=500,
    )
    return programme, a_seat(a_buyer(programme), "manager")


def _licence(product: Any, nth: int, until: date) -> dict[str, str]:
    """What its kind needs to be sold: drinks that keep need BPOM's number, the rest P-IRT."""
    from gandeng.certificates.states import Kind
    from gandeng.products.states import Category

    if product.category == Category.DRINK:
        return {"kind": Kind.MD, "number": f"MD 8672{product.pk:08d}"}
    number = f"P-IRT 2153215{nth:02d}{product.maker_id % 9999:04d}-{until:%y}"
    return {"kind": Kind.PIRT, "number": number}


class Asker:
    """Calls the application as a server would, and keeps what it cost."""

    def __init__(self, application: Any) -> None:
        self.application = application

    def ask(self, path: str, cookie: str = "", encoding: str = "") -> tuple[int, int]:
        """One request: its status and the size of its answer."""
        path, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": cookie,
            "HTTP_ACCEPT_ENCODING": encoding,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        status = []
        body = self.application(environ, lambda line, _headers: status.append(int(line[:3])))
        size = sum(len(part) for part in body)
        body.close()
        return status[0], size


def measured(ask: Callable[[str], tuple[int, int]], paths: Iterable[str]) -> dict[str, float]:
    """Each path once: CPU per request in ms, p50 and p95 in ms, bytes, queries at the most."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    paths = list(paths)
    took, sizes = [], []
    cpu = time.process_time()
    for path in paths:
        start = time.perf_counter()
        status, size = ask(path)
        took.append((time.perf_counter() - start) * 1000)
        sizes.append(size)
        assert status == 200, (status, path)
    cpu = (time.process_time() - cpu) * 1000 / len(paths)
    with CaptureQueriesContext(connection) as queries:
        ask(paths[-1])
    cuts = quantiles(took, n=100)
    return {
        "cpu": cpu,
        "p50": cuts[49],
        "p95": cuts[94],
        "rate": 1000 * len(took) / sum(took),
        "bytes": sum(sizes) / len(sizes),
        "queries": len(queries),
    }


def cases(chance: random.Random) -> dict[str, tuple[list[str], bool]]:
    """What is asked: the addresses, and whether by a signed-in buyer."""
    from search import with_slip

    from gandeng.catalogue.queries import shelf_of
    from gandeng.kernel import clock
    from gandeng.programmes.models import Programme

    shelf = shelf_of(Programme.objects.get(), clock.today())
    cards = chance.sample(shelf.cards, REQUESTS)
    kinds = ["snack", "coffee_tea", "seasoning", "fish", "drink", "dry_cake"]
    orders = ("termurah", "nama", "")
    sieved = [
        f"/katalog/?kategori={kinds[n % 6]}&urut={orders[n % 3]}&halaman={n // 6 + 1}"
        for n in range(REQUESTS)
    ]
    names = [" ".join(card.name.lower().split()[:-2]) for card in cards]
    typed = [with_slip(name, chance).replace(" ", "+") for name in names]
    return {
        "grid, again": (["/katalog/"] * REQUESTS, False),
        "grid, first": (sieved, False),
        "product, again": ([cards[0].url] * REQUESTS, False),
        "product, first": ([card.url for card in cards], False),
        "grid, buyer": (["/katalog/"] * REQUESTS, True),
        "product, buyer": ([card.url for card in cards], True),
        "api typo, first": ([f"/api/v1/products?q={words}" for words in typed], False),
        "api typo, again": ([f"/api/v1/products?q={typed[0]}"] * REQUESTS, False),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GANDENG_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "gandeng.site.settings"
        os.environ["GANDENG_LOG_LEVEL"] = "ERROR"
        run()


def run() -> None:
    import django
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("prepare_assets", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.contrib.auth.decorators import login_not_required
    from django.http import HttpResponse
    from django.test import Client
    from django.urls import path

    from gandeng.catalogue.queries import forget_shelves, shelf_of
    from gandeng.kernel import clock
    from gandeng.site import urls

    @login_not_required
    def bare(request: Any, size: int) -> HttpResponse:
        return HttpResponse(constants.setdefault(size, b"x" * size))

    constants: dict[int, bytes] = {}
    urls.urlpatterns.append(path(f"{DESTINATION}/<int:size>/", bare))
    chance = random.Random(3215)
    start = time.perf_counter()
    programme, manager = build(chance)
    print(f"{PRODUCTS} products of {MAKERS} makers put down in {time.perf_counter() - start:.0f} s")
    start = time.perf_counter()
    shelf = shelf_of(programme, clock.today())
    print(f"{len(shelf)} on the shelf, read in {time.perf_counter() - start:.2f} s", end="; ")
    one_maker_changes(programme, shelf)
    client = Client()
    client.force_login(manager)
    client.get("/katalog/")
    session = f"gandeng_session={client.cookies['gandeng_session'].value}"
    asker = Asker(get_wsgi_application())
    print(
        f"{'':16}{'req/s':>8}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}{'bare ms':>9}"
        f"{'ratio':>7}{'queries':>9}{'KB':>6}"
    )
    for name, (paths, is_buyer) in cases(chance).items():
        best: dict[str, float] = {}
        for _round in range(ROUNDS):
            if name.endswith("first"):
                forget_shelves()
            warm = paths[0] if name.endswith("again") else "/katalog/?urut=terbaru"
            asker.ask(warm, session if is_buyer else "")
            cookie = session if is_buyer else ""
            got = measured(lambda p, c=cookie: asker.ask(p, c), paths)
            size = int(got["bytes"])
            plain = measured(asker.ask, [f"/{DESTINATION}/{size}/"] * REQUESTS)
            got |= {"bare": plain["cpu"], "ratio": got["cpu"] / plain["cpu"]}
            best = got if not best or got["ratio"] < best["ratio"] else best
        print(
            f"{name:16}{best['rate']:8.0f}{best['p50']:8.2f}{best['p95']:8.2f}{best['cpu']:8.2f}"
            f"{best['bare']:9.2f}{best['ratio']:7.2f}{best['queries']:9.0f}"
            f"{best['bytes'] / 1000:6.0f}"
        )


def one_maker_changes(programme: Any, shelf: Any) -> None:
    """How long the first page after a change waits."""
    from gandeng.catalogue.queries import shelf_of
    from gandeng.kernel import clock
    from gandeng.kernel.money import Money
    from gandeng.products import actions
    from gandeng.products.models import Product
    from gandeng.programmes.samples import an_officer

    by, at = an_officer(programme), clock.now()
    product = Product.objects.select_related("maker").get(pk=shelf.cards[0].id)
    prices = {"consignment_price": Money(5_000), "shelf_price": Money(9_000)}
    actions.reprice(product, **prices, by=by, at=at)
    start = time.perf_counter()
    shelf_of(programme, clock.today())
    price = time.perf_counter() - start
    actions.change_product(product, name="Keripik Baru", by=by, at=at)
    start = time.perf_counter()
    shelf_of(programme, clock.today())
    print(f"after a new price {price:.2f} s, a new name {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
