"""The PDF engine behind one function."""

from .minutes import draw_minutes

__all__ = ["draw_minutes"]
