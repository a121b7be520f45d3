"""The verbs of curation: open, submit, assess, decide, reopen."""

from .assessing import assess, assess_many
from .deciding import decide, decide_many, reopen
from .offering import open_round, submit_many, submit_product

__all__ = [
    "assess",
    "assess_many",
    "decide",
    "decide_many",
    "open_round",
    "reopen",
    "submit_many",
    "submit_product",
]
