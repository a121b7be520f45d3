"""How facts get into the book: post, post many, open, close, reverse."""

from .books import close_book, open_book
from .facts import Fact, Move, Spot
from .posting import post, post_many
from .reversals import reverse

__all__ = [
    "Fact",
    "Move",
    "Spot",
    "close_book",
    "open_book",
    "post",
    "post_many",
    "reverse",
]
