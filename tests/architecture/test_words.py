"""Every permission that is asked for is declared; every verb that is traced has words."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from gandeng.audit.models import _WORDS
from gandeng.kernel.permissions import declared
from gandeng.kernel.states import Flow

PACKAGE = Path(__file__).resolve().parent.parent.parent / "gandeng"
PERMISSION = re.compile(r"""\{%\s*may\s+["']([a-z_.]+)["']""")
TRACING = {"record": 1, "record_many": 1, "change": 1, "advance": 1}

# A verb that a room traces on a thing of an earlier room is said under that room's name.
ABOUT_ANOTHER = {
    ("organisations", "export_organisations"): {"programmes"},
    ("intake", "taken_in"): {"intake", "programmes"},
    ("insight", "raise_follow_up"): {"insight", "agreements"},
    ("insight", "close_follow_up"): {"insight", "agreements"},
}


def sources():
    return [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]


def calls_in(path, names):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def asked_in_code():
    for path in sources():
        for call in calls_in(path, {"require", "may"}):
            if len(call.args) < 2:
                continue
            for part in ast.walk(call.args[1]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield str(path.relative_to(PACKAGE)), part.value


def asked_in_templates():
    for path in PACKAGE.rglob("*.html"):
        for name in PERMISSION.findall(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(PACKAGE)), name


def test_every_permission_asked_for_is_declared():
    names = set(declared())
    asked = [*asked_in_code(), *asked_in_templates()]
    assert len(asked) > 100
    # an f-string is declared when something begins as it does
    unknown = [
        (path, name)
        for path, name in asked
        if name not in names and not (name.endswith((".", "_")) and known_start(name, names))
    ]
    assert unknown == []


def known_start(start, names):
    return any(name.startswith(start) for name in names)


def room_of(path):
    parts = path.relative_to(PACKAGE).parts
    return parts[1] if parts[0] == "trade" else parts[0]


def traced():
    """Each room and verb that its actions write as a literal, also one of two."""
    found = set()
    for path in [*PACKAGE.rglob("actions.py"), *PACKAGE.rglob("actions/*.py")]:
        if room_of(path) == "audit":
            continue
        for call in calls_in(path, TRACING):
            if len(call.args) < 2:
                continue
            verb = call.args[1]
            choices = [verb.body, verb.orelse] if isinstance(verb, ast.IfExp) else [verb]
            found |= {
                (room_of(path), choice.value)
                for choice in choices
                if isinstance(choice, ast.Constant)
            }
    return sorted(found)


def moves():
    """Each room and move of a table of states: an action may choose among them."""
    return sorted(
        {
            (model._meta.app_label, move)
            for model in apps.get_models()
            if isinstance(flow := getattr(model, "FLOW", None), Flow)
            for move in flow
        }
    )


def test_there_are_verbs_to_look_at():
    assert len(traced()) > 60
    assert len(moves()) > 30


@pytest.mark.parametrize(("room", "verb"), traced())
def test_every_verb_traced_has_words(room, verb):
    for thing in ABOUT_ANOTHER.get((room, verb), {room}):
        assert (thing, verb) in _WORDS, f"say({thing!r}, {{{verb!r}: _(...)}}) in its rules.py"


@pytest.mark.parametrize(("room", "move"), moves())
def test_every_move_has_words(room, move):
    assert (room, move) in _WORDS, f"say({room!r}, {{{move!r}: _(...)}}) in its rules.py"
