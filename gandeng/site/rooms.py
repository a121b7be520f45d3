"""THE list of rooms, in the order of the chain. Settings, urls, api and the linter follow it."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

FOUNDATION = (
    "gandeng.ui",
    "gandeng.audit",
    "gandeng.people",
    "gandeng.programmes",
    "gandeng.parameters",
    "gandeng.intake",
)

CHAIN = (
    "gandeng.organisations",
    "gandeng.products",
    "gandeng.certificates",
    "gandeng.curation",
    "gandeng.catalogue",
    "gandeng.meetings",
    "gandeng.agreements",
    "gandeng.trade.ledger",
    "gandeng.trade.consignment",
    "gandeng.trade.orders",
    "gandeng.trade.settlement",
    "gandeng.insight",
)

ROOMS = (*FOUNDATION, *CHAIN)

# What Django installs: the rooms, the demo's world, and the front door itself.
INSTALLED = (*ROOMS, "gandeng.demo", "gandeng.site")


def door(name: str) -> list[ModuleType]:
    """The modules of that name (``rules``, ``urls``, ``api``, ``imports``) that rooms have."""
    return [import_module(f"{room}.{name}") for room in INSTALLED if find_spec(f"{room}.{name}")]
