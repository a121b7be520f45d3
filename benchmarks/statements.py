"""A million sale lines posted and stated, beside the same rows by plain SQL in the same database.

Run: `.venv/bin/python benchmarks/statements.py [SALE_LINES]`. Works in databases of its own: SQLite
in a temporary folder, and PostgreSQL at GANDENG_DATABASE_URL or 127.0.0.1 where one answers.
Prints ratios and the peak memory of each stage, which runs in a process of its own. Exits 1 when
a goal is missed: stating at most 3 × plain SQL, in at most 500 MB.

What is compared:
- posting: `ledger.actions.post_many` (idempotent, floored, digested, balances kept) against
  `executemany` of the same transfers into a table of the same columns and indexes;
- stating: `settlement.actions.draw_up_statement` for every agreement (permission, closing of the
  book, sums, lines, number, trace) against `SELECT … SUM … GROUP BY` over the same rows: once
  over the very transfers with the joins that say what was sold of what, once over the flat table
  without any join.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

AGREEMENTS = 50
PRODUCTS = 10
LOTS = 2
# one count of one agreement's goods: a sale line for each lot
MOVES = PRODUCTS * LOTS
ENTRIES_AT_ONCE = 500
DAYS = 14
MOST_RATIO = 3.0
MOST_MB = 500
STAGES = ("prepare", "post", "plain", "state", "check")


def main() -> int:
    """Run every stage on every database that answers, and print what came of it."""
    sale_lines = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000
    missed = False
    with tempfile.TemporaryDirectory(prefix="gandeng-benchmark-") as folder:
        urls = {"SQLite": f"sqlite:///{folder}/benchmark.sqlite3"}
        if server := postgres_server():
            urls["PostgreSQL"] = server
        else:
            print("PostgreSQL: none answers; left out")
        for name, url in urls.items():
            try:
                missed |= report(name, measure(url, Path(folder), sale_lines))
            finally:
                if name == "PostgreSQL":
                    drop(url)
    return int(missed)


def measure(url: str, folder: Path, sale_lines: int) -> dict[str, dict[str, Any]]:
    """What each stage says of itself."""
    env = os.environ | {"GANDENG_DATABASE_URL": url, "GANDENG_DATA": str(folder)}
    said = {}
    for stage in STAGES:
        done = subprocess.run(
            [sys.executable, __file__, "--stage", stage, str(sale_lines)],
            env=env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        said[stage] = json.loads(done.stdout.splitlines()[-1])
    return said


def report(name: str, said: dict[str, dict[str, Any]]) -> bool:
    """Print one database's figures; whether a goal was missed."""
    post, plain, state, check = (said[stage] for stage in STAGES[1:])
    lines = post["lines"]
    print(
        f"\n{name}: {lines:,} sale lines in {post['entries']:,} entries of {AGREEMENTS} agreements"
    )
    print(
        f"  posting  {post['seconds']:7.1f} s  {lines / post['seconds']:9,.0f} lines/s"
        f"  {post['mb']:5.0f} MB   {post['seconds'] / plain['insert']:5.1f} × plain INSERT"
        f" ({plain['insert']:.1f} s)"
    )
    joined, flat = (state["seconds"] / state[key] for key in ("joined", "flat"))
    print(
        f"  stating  {state['seconds']:7.2f} s  {lines / state['seconds']:9,.0f} lines/s"
        f"  {state['mb']:5.0f} MB   {joined:5.2f} × plain SQL with the joins"
        f" ({state['joined']:.2f} s), {flat:.2f} × without any ({state['flat']:.2f} s)"
    )
    print(
        f"  checking {check['seconds']:7.1f} s  {lines / check['seconds']:9,.0f} lines/s"
        f"  {check['mb']:5.0f} MB   {check['differences']} differences"
    )
    missed = joined > MOST_RATIO or state["mb"] > MOST_MB or check["differences"] > 0
    verdict = "MISSED" if missed else "met"
    print(f"  goal: stating at most {MOST_RATIO:.0f} × in {MOST_MB} MB: {verdict}")
    return missed


def postgres_server() -> str:
    """The URL of a new database on a server that answers; nothing where none does."""
    import psycopg

    url = os.environ.get("GANDENG_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
    if not url.startswith("postgres"):
        return ""
    name = f"gandeng_benchmark_{os.getpid()}"
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=3) as server:
            server.execute(f'CREATE DATABASE "{name}"')
    except psycopg.OperationalError:
        return ""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def drop(url: str) -> None:
    """Leave the server as it was."""
    import psycopg

    name = urlsplit(url).path.lstrip("/")
    admin = os.environ.get("GANDENG_DATABASE_URL") or urlunsplit(
        urlsplit(url)._replace(path="/postgres")
    )
    with psycopg.connect(admin, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# The stages, each in its own process -------------------------------------------------------------


def stage(name: str, sale_lines: int) -> None:
    """Do one stage and print what it took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandeng.site.settings")
    import django

    django.setup()
    figures = globals()[f"stage_{name}"](sale_lines)
    figures["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))


def stage_prepare(sale_lines: int) -> dict[str, Any]:
    """Fifty makers with ten products each, signed, two full lots of everything on one shelf."""
    from django.core.management import call_command

    from gandeng.agreements.samples import an_agreement
    from gandeng.organisations.samples import a_buyer, a_maker, an_outlet
    from gandeng.products.samples import a_product
    from gandeng.programmes.samples import a_programme
    from gandeng.trade.ledger.samples import on_shelf

    call_command("migrate", verbosity=0)
    programme = a_programme()
    buyer = a_buyer(programme)
    shop = an_outlet(buyer)
    for _ in range(AGREEMENTS):
        maker = a_maker(programme)
        goods = [a_product(maker) for _ in range(PRODUCTS)]
        agreement = an_agreement(maker, buyer, [shop], goods, at=now() - timedelta(days=60))
        for line in agreement.lines.select_related("agreement"):
            for _ in range(LOTS):
                on_shelf(line, shop, sale_lines, on=first_day(), at=now())
    return {}


def stage_post(sale_lines: int) -> dict[str, Any]:
    """Every sale line through the book."""
    from gandeng.trade.ledger.actions import post_many

    entries = 0
    started = time.perf_counter()
    for facts in batches(sale_lines):
        entries += len(post_many(facts, at=now()))
    return {
        "seconds": time.perf_counter() - started,
        "entries": entries,
        "lines": entries * MOVES,
    }


def stage_plain(sale_lines: int) -> dict[str, Any]:
    """The same transfers into a flat table with the same columns and indexes."""
    from django.db import connection, transaction

    from gandeng.trade.ledger.models import Kind, Transfer

    rows = Transfer.objects.filter(debit__kind=Kind.SOLD).order_by("pk")
    rows = rows.values_list("entry_id", "debit_id", "credit_id", "amount", "occurred_on")
    key = "bigserial" if connection.vendor == "postgresql" else "integer"
    insert = (
        "INSERT INTO plain_sale (entry, debit, credit, amount, occurred_on)"
        " VALUES (%s, %s, %s, %s, %s)"
    )
    seconds = 0.0
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE plain_sale (id {key} PRIMARY KEY, entry bigint, debit bigint,"
            " credit bigint, amount bigint, occurred_on date)"
        )
        columns = (
            "entry",
            "debit, occurred_on, credit, amount",
            "credit, occurred_on, debit, amount",
        )
        for number, column in enumerate(columns):
            cursor.execute(f"CREATE INDEX plain_sale_{number} ON plain_sale ({column})")
    waiting = rows.iterator(ENTRIES_AT_ONCE * MOVES)
    while part := list(islice(waiting, ENTRIES_AT_ONCE * MOVES)):
        started = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(insert, part)
        seconds += time.perf_counter() - started
    return {"insert": seconds}


def stage_state(sale_lines: int) -> dict[str, Any]:
    """Every agreement stated, and the sums alone by plain SQL before and after."""
    from django.db import connection

    from gandeng.agreements.models import Agreement
    from gandeng.programmes.samples import an_officer
    from gandeng.trade.settlement.actions import draw_up_statement

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    joined = (
        "SELECT here.agreement_id, here.line_id, there.kind, SUM(moved.amount)"
        " FROM ledger_transfer moved JOIN ledger_account here ON here.id = moved.credit_id"
        " JOIN ledger_account there ON there.id = moved.debit_id"
        " WHERE here.kind = 'shelf' AND moved.occurred_on >= %s AND moved.occurred_on < %s"
        " GROUP BY 1, 2, 3"
    )
    flat = (
        "SELECT credit, debit, SUM(amount) FROM plain_sale"
        " WHERE occurred_on >= %s AND occurred_on < %s GROUP BY 1, 2"
    )
    agreements = list(Agreement.objects.order_by("pk"))
    officer = an_officer(agreements[0].programme)
    took: dict[str, list[float]] = {"joined": [], "flat": []}
    ends_on = first_day() + timedelta(days=DAYS)

    def ask_plainly() -> None:
        for name, sql in (("joined", joined), ("flat", flat)):
            started = time.perf_counter()
            with connection.cursor() as cursor:
                cursor.execute(sql, [first_day(), ends_on])
                found = cursor.fetchall()
            took[name].append(time.perf_counter() - started)
            assert sum(row[-1] for row in found) == sale_lines // MOVES * MOVES

    ask_plainly()
    ask_plainly()
    started = time.perf_counter()
    statements = [
        draw_up_statement(agreement, ends_on=ends_on, by=officer, at=now())
        for agreement in agreements
    ]
    seconds = time.perf_counter() - started
    ask_plainly()
    stated = sum(line.sold for statement in statements for line in statement.lines.all())
    assert stated == sale_lines // MOVES * MOVES, f"stated {stated}"
    return {"seconds": seconds, **{name: median(times) for name, times in took.items()}}


def stage_check(_sale_lines: int) -> dict[str, Any]:
    """Everything recomputed, as `manage.py ledger_check` does."""
    from gandeng.trade.settlement.queries.checking import examine

    started = time.perf_counter()
    found = examine().differences
    return {"seconds": time.perf_counter() - started, "differences": len(found)}


def batches(sale_lines: int) -> Iterator[list[Any]]:
    """Counts of one agreement after another, one piece of each lot sold, over two weeks."""
    from gandeng.trade.ledger.actions import Fact, Move, Spot
    from gandeng.trade.ledger.models import Account, Kind

    moves: dict[int, list[Move]] = {}
    agreements = {}
    shelves = Account.objects.filter(kind=Kind.SHELF).order_by("pk")
    for shelf in shelves.select_related("agreement", "line", "lot", "outlet"):
        here, there = (
            Spot(kind, shelf.line, shelf.lot, shelf.outlet) for kind in (Kind.SHELF, Kind.SOLD)
        )
        moves.setdefault(shelf.agreement_id, []).append(Move(here, there, 1))
        agreements[shelf.agreement_id] = shelf.agreement
    keys = sorted(agreements)
    batch = []
    for number in range(sale_lines // MOVES):
        key = keys[number % len(keys)]
        on = first_day() + timedelta(days=number * DAYS // (sale_lines // MOVES))
        batch.append(Fact(agreements[key], f"sale/{number}", tuple(moves[key]), on))
        if len(batch) == ENTRIES_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def now() -> datetime:
    from gandeng.kernel import clock

    return clock.now()


def first_day() -> date:
    """Far enough back that the two weeks are over."""
    from gandeng.kernel import clock

    return clock.day_of(now()) - timedelta(days=30)


if __name__ == "__main__":
    if len(sys.argv) > 3 and sys.argv[1] == "--stage":
        stage(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main())
