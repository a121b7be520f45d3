"""The PDF engine and the code reader behind a few functions."""

from .paper import Paper, draw_paper, draw_papers
from .scans import Page, UnreadableScan, count_pages, pages_in, read_pages

__all__ = [
    "Page",
    "Paper",
    "UnreadableScan",
    "count_pages",
    "draw_paper",
    "draw_papers",
    "pages_in",
    "read_pages",
]
