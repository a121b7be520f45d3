"""Rules that hold over the whole matrix, whatever expected.tsv says.

The file is what was really answered (``test_matrix`` compares it exactly), so asking the file is
asking the site: a surprise cannot be written down and forgotten.
"""

from __future__ import annotations

import pytest

from . import table
from .addresses import BY_LINK, WHOSE

INSIDERS = [role for role in table.ROLES if role not in {"anonymous", "outsider"}]

# Pages anybody may open, signed in or not.
PUBLIC = {
    *BY_LINK,
    "home",
    "healthz",
    "readyz",
    "robots",
    "set_language",
    "people:sign-in",
    "people:sign-out",
    "people:forgotten",
    "people:forgotten-sent",
    "people:set-password",
    "catalogue:catalogue",
    "catalogue:maker",
    "catalogue:product",
    "catalogue:product-by-id",
    "catalogue:sitemap",
    "agreements:verify",
    "agreements:verify-form",
    "meetings:badge",
    "products:drawing",
    "products:photo",
    "api-1:api-root",
    "api-1:openapi-json",
    "api-1:product",
    "api-1:products",
}
# Of these, whoever has the address gets in, whatever programme they are of: a paper's hash, a
# password link, the pictures that stand in a public shop window.
BY_ADDRESS = {
    *BY_LINK,
    "agreements:verify",
    "people:set-password",
    "products:drawing",
    "products:photo",
}
# What somebody may send who only reads: about themselves, what anybody may, and taking out what
# they may read (which is written down).
OWN_ACCOUNT = {
    "people:account",
    "people:change-password",
    "people:end-other-sign-ins",
    "people:sign-out",
    "people:sign-in",
    "people:forgotten",
    "people:set-password",
    "set_language",
    "api-1:openapi-json",
}
EXPORTS = {"organisations:export", "programmes:export-traces"}
# A form that asks for a reason before it shows, or a list of agreements to choose from.
HARMLESS_FORMS = {"organisations:unmask", "consignment:new-delivery", "orders:new-order"}
REFUSED = {"400", "403", "404", "405", "422"}


def cells(*, role: str = "", method: str = "", whose: str = ""):
    """``(row, role, answer)`` of the part asked for."""
    for row, answers in table.read().items():
        if (not method or row[1] == method) and (not whose or row[2] == whose):
            for each in [role] if role else table.ROLES:
                yield row, each, answers[each]


def test_there_is_something_to_look_at():
    assert len(table.read()) > 500


def test_nothing_breaks():
    assert [found for found in cells() if found[2][0] == "5"] == []


def test_whoever_is_not_signed_in_is_sent_to_sign_in():
    surprises = [
        (row, answer)
        for row, _role, answer in cells(role="anonymous")
        if row[0] not in PUBLIC
        and answer != "302>"
        and not (row[0].startswith("api-1:") and answer in {"401", "405"})
    ]
    assert surprises == []


def test_the_list_of_public_pages_is_not_longer_than_needed():
    open_to_all = {row[0] for row, _role, answer in cells(role="anonymous") if answer != "302>"}
    programs = {name for name in open_to_all if name.startswith("api-1:")}
    assert open_to_all - programs == PUBLIC - programs


@pytest.mark.parametrize("role", INSIDERS)
def test_another_programmes_thing_is_not_there(role):
    """404; or 403 where the page is closed to the role altogether, about its own things too."""
    own = {row: answer for row, _role, answer in cells(role=role, whose="own")}
    surprises = [
        (row, answer)
        for row, _role, answer in cells(role=role, whose="foreign")
        if row[0] not in BY_ADDRESS
        and answer not in {"404", "405"}
        and not (answer == "403" == own[row[0], row[1], "own"])
    ]
    assert surprises == []


def test_the_stranger_finds_nothing_of_ours():
    surprises = [
        (row, answer)
        for whose in ("own", "next door")
        for row, _role, answer in cells(role="outsider", whose=whose)
        if row[0] not in BY_ADDRESS and answer not in {"404", "405"}
    ]
    assert surprises == []


@pytest.mark.parametrize("role", ["owner", "manager", "clerk", "mentor"])
def test_the_neighbours_thing_is_not_there_either(role):
    """Of another maker, buyer, shop or district of the same programme only the shop window."""
    surprises = [
        (row, answer)
        for row, _role, answer in cells(role=role, whose="next door")
        if row[0] not in PUBLIC
        and answer not in {"404", "405"}
        and not (answer == "403" == table.column(role)[row[0], row[1], "own"])
    ]
    assert surprises == []


def test_looking_never_writes():
    assert [found for found in cells(method="GET") if "+" in found[2]] == []


def test_nobody_writes_unless_signed_in():
    wrote = [found for found in cells(role="anonymous") if "+" in found[2]]
    assert [found for found in wrote if found[0][0] not in BY_LINK] == []


def test_the_auditor_only_reads():
    surprises = [
        (row, answer)
        for row, _role, answer in cells(role="auditor", method="POST")
        if row[0] not in OWN_ACCOUNT | EXPORTS | HARMLESS_FORMS | BY_LINK and answer not in REFUSED
    ]
    assert surprises == []
    wrote = {row[0] for row, _role, answer in cells(role="auditor") if "+" in answer}
    assert wrote <= EXPORTS | OWN_ACCOUNT | BY_LINK


# What those who are neither officer nor head may change of their programme with an empty form.
MAY_WRITE = {
    "curator": {"curation:decide", "curation:decide-round", "catalogue:unlist"},
    "mentor": {"consignment:send-delivery", "organisations:verify", "products:withdraw"},
    "clerk": {"consignment:withdraw-return"},
}


@pytest.mark.parametrize("role", MAY_WRITE)
def test_who_has_few_rights_writes_little(role):
    wrote = {row[0] for row, _role, answer in cells(role=role) if "+" in answer}
    assert wrote - OWN_ACCOUNT - BY_LINK <= MAY_WRITE[role]


def test_every_place_in_the_table_is_asked():
    asked = {row[0] for row in table.read()}
    assert set(WHOSE) <= asked
