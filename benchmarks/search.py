"""Search over 10,000 invented products, beside rapidfuzz over all their names in the same run.

Run: `.venv/bin/python benchmarks/search.py`. Prints milliseconds and ratios; seeded, so repeatable.
"""

import random
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import quantiles

from rapidfuzz import process

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gandeng.catalogue.core import Document, Index

PRODUCTS = 10_000
QUERIES = 300
SHELF = Path(__file__).parents[1] / "gandeng/catalogue/tests/data/search-catalogue.txt"
EXTRA = ("Original", "Pedas", "Manis", "Keju", "Balado", "Spesial", "Premium", "Jumbo", "Mini")
MAKERS = ("Dapur", "Pawon", "Mekar", "Berkah", "Sari", "Raos", "Teteh", "Omah", "Karya", "Bumi")
SYLLABLES = ("ra", "ti", "mu", "la", "sen", "da", "ko", "wi", "pra", "jo", "ning", "tar", "be")


def make_products(chance: random.Random) -> list[Document]:
    """Names of real kinds, flavours, and a house name, so that the vocabulary is large too."""
    kinds = [
        (name, line.split(": ", 1)[0])
        for line in SHELF.read_text(encoding="utf-8").splitlines()
        if ": " in line and not line.startswith("#")
        for name in line.split(": ", 1)[1].split(", ")
    ]
    documents = []
    for number in range(1, PRODUCTS + 1):
        kind, category = chance.choice(kinds)
        house = "".join(chance.choices(SYLLABLES, k=3)).title()
        name = f"{kind.title()} {chance.choice(EXTRA)} {house} {chance.choice((100, 200, 250))}g"
        maker = f"{chance.choice(MAKERS)} {house}"
        documents.append(
            Document(number, name, maker, category, f"Buatan {maker}, Karawang.", "", number % 97)
        )
    return documents


def with_slip(text: str, chance: random.Random) -> str:
    """One letter lost, doubled, swapped or wrong in the longest word."""
    word = max(text.split(), key=len)
    at = chance.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + chance.choice("aiueonrst") + word[at + 1 :],
    )
    return text.replace(word, chance.choice(slips), 1)


def timed(ask: Callable[[str], object], questions: Iterable[str]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    took = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        took.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(took, n=100)
    return cuts[49], cuts[94]


def main() -> None:
    chance = random.Random(3215)
    documents = make_products(chance)
    names = [document.name for document in documents]
    start = time.perf_counter()
    index = Index(documents)
    build = time.perf_counter() - start
    tracemalloc.start()
    again = Index(documents)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(again) == PRODUCTS
    print(f"{PRODUCTS} products, vocabulary {len(index.vocabulary.counts)} words")
    print(f"build {build:.2f} s; holds {held / 2**20:.0f} MB, peak {peak / 2**20:.0f} MB")
    plain = [" ".join(d.name.lower().split()[:-2]) for d in chance.sample(documents, QUERIES)]
    kinds = {
        "exact": plain,
        "one typo": [with_slip(question, chance) for question in plain],
        "long": [
            f"{with_slip(question, chance)} enak murah buat oleh2 lebaran dari karawang 250gr"
            for question in plain
        ],
        "run together": [question.replace(" ", "") for question in plain],
    }
    print(f"{'':14}{'ours p50':>10}{'p95':>8}{'rapidfuzz p50':>16}{'p95':>8}{'p95 ratio':>11}")
    for kind, questions in kinds.items():
        ours = timed(lambda q: index.search(q, limit=24), questions)
        every = timed(lambda q: process.extract(q, names, limit=24), questions[:100])
        print(
            f"{kind:14}{ours[0]:10.2f}{ours[1]:8.2f}{every[0]:16.2f}{every[1]:8.2f}"
            f"{ours[1] / every[1]:11.2f}"
        )
    whole = timed(index.search, kinds["one typo"])
    print(f"one typo, every hit ranked (no limit): p50 {whole[0]:.2f}, p95 {whole[1]:.2f} ms")


if __name__ == "__main__":
    main()
