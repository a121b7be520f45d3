"""The plan of the house, checked: the linter knows every room, every action asks permission."""

import ast
import os
from configparser import ConfigParser
from pathlib import Path

import pytest

from gandeng.site import rooms

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "gandeng"

# These are called by an action that has asked already, or stand below permissions.
ASKED_BEFORE = {
    "audit/actions.py": "the room below permissions: its callers ask",
    "welcome_partner": "called by organisations.give_seat, which asks",
    "open_sign_in": "the person signs in: being who they are is the permission",
}
NOT_OURS = {(str(ROOT), "var"), (str(ROOT), "dist")}


def linter_layers() -> list[str]:
    plan = ConfigParser()
    plan.read(ROOT / ".importlinter")
    chain = plan["importlinter:contract:chain"]["layers"].split()
    trade = plan["importlinter:contract:trade"]["layers"].replace("|", " ").split()
    floors = [f"gandeng.{name}" for name in reversed(chain)]
    at = floors.index("gandeng.trade")
    return floors[:at] + [f"gandeng.trade.{name}" for name in reversed(trade)] + floors[at + 1 :]


def test_the_linter_and_rooms_py_know_the_same_rooms():
    assert set(linter_layers()) - {"gandeng.kernel", "gandeng.demo", "gandeng.site"} == set(
        rooms.ROOMS
    )


def test_every_folder_is_a_room_or_named_in_the_plan():
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    known = {name.split(".")[1] for name in rooms.INSTALLED} | {"kernel"}
    assert folders == known


@pytest.mark.parametrize("room", rooms.ROOMS)
def test_every_room_says_what_it_is(room):
    readme = ROOT / room.replace(".", "/") / "README.md"
    assert readme.exists()
    assert readme.read_text().startswith(f"# {room.removeprefix('gandeng.')}:")


def actions() -> list[tuple[str, ast.FunctionDef]]:
    """Public functions of every actions module that take ``by``."""
    found = []
    files = [*PACKAGE.rglob("actions.py"), *PACKAGE.rglob("actions/*.py")]
    for path in files:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                arguments = {argument.arg for argument in node.args.kwonlyargs + node.args.args}
                if "by" in arguments:
                    found.append((str(path.relative_to(PACKAGE)), node))
    return found


def test_there_are_actions_to_look_at():
    assert len(actions()) > 20


@pytest.mark.parametrize(("path", "node"), actions(), ids=lambda value: getattr(value, "name", ""))
def test_every_action_asks_permission(path, node):
    if path in ASKED_BEFORE or node.name in ASKED_BEFORE:
        return
    calls = {
        call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
    }
    assert calls & {"require", "may"}, f"{path}: {node.name} takes `by` but never asks"


def test_nothing_points_outside_the_project():
    strangers = ("/work/", "../shared", "/root/", "/" + "tmp/")
    texts = 0
    for folder, folders, names in os.walk(ROOT):
        # .venv, .git, what tools keep; the data, the packed release
        folders[:] = [
            name
            for name in folders
            if name == ".ci" or (name[0] not in "._" and (folder, name) not in NOT_OURS)
        ]
        for name in set(names) - {".git"}:
            path = Path(folder, name)
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:  # a picture, a workbook
                continue
            texts += 1
            assert path == Path(__file__) or not [word for word in strangers if word in text], path
    assert texts > 900
