"""The pages on which promises are followed."""

from .following import close, follow_up, follow_up_all, follow_ups
from .promises import export, promise, promises
from .summary import curated, listed, summary

__all__ = [
    "close",
    "curated",
    "export",
    "follow_up",
    "follow_up_all",
    "follow_ups",
    "listed",
    "promise",
    "promises",
    "summary",
]
