"""The PDF engine behind one function: a frozen paper goes in, bytes come out."""

from .paper import draw_paper

__all__ = ["draw_paper"]
