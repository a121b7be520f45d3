"""Every address × role × whose thing, against the answers written down in expected.tsv.

After a deliberate change: ``python -m tests.matrix --write``, and read the difference.
"""

from __future__ import annotations

import os

import pytest

from . import table
from .addresses import BY_LINK, is_known, patterns
from .sweep import cell, questions, shown

# Here everybody sees the products of the whole programme, and the parties of a paper they hold.
SHOP_WINDOW = {
    "home",
    "catalogue:catalogue",
    "catalogue:maker",
    "catalogue:product",
    "catalogue:product-by-id",
    "catalogue:sitemap",
    "agreements:verify",
    "products:drawing",
    "api-1:product",
    "api-1:products",
    *BY_LINK,
    # a buyer chooses whom to meet among all that is listed, a maker among those invited
    "meetings:own-wishes",
    # whoever drafts a promise chooses the other side among all of the programme
    "agreements:new-agreement",
}
WRITE = bool(os.environ.get("GANDENG_WRITE_MATRIX"))


def test_the_tables_know_every_address():
    unknown = [name for name, arguments in patterns().items() if not is_known(name, arguments)]
    assert unknown == [], "say in tests/matrix/addresses.py what these are about"


@pytest.mark.django_db
@pytest.mark.parametrize("role", table.ROLES)
def test_everybody_gets_the_answers_written_down_and_no_strangers_names(
    role, world, visitors, request
):
    answers, leaks = {}, []
    hidden = world.words_hidden_from(role)
    expected, asked = table.column(role), list(questions(world))
    if request.config.getoption("--only-database"):
        mine = table.share(role)
        asked = [question for question in asked if question.row in mine]
        expected = {row: expected[row] for row in mine}
    for question in asked:
        row = question.row
        response, written = visitors[role].ask(question.method, question.path)
        answers[row] = cell(response, written)
        if question.name not in SHOP_WINDOW:
            text = shown(response)
            leaks += [(row, word) for word in hidden if word in text]
    assert leaks == [], "names of other programmes, or of the neighbours, were shown"
    if WRITE:
        table.write_column(role, answers)
        return
    differences = [
        f"{' '.join(row)}: expected {expected.get(row, 'nothing')}, got {answers.get(row, 'gone')}"
        for row in sorted(expected.keys() | answers.keys())
        if expected.get(row) != answers.get(row)
    ]
    assert differences == [], f"{role}: {len(differences)} answers differ"
