"""The PDF engine and the code reader behind a few functions."""

from .paper import Paper, draw_paper, draw_papers
from .scans import Page, UnreadableScan, read_pages

__all__ = ["Page", "Paper", "UnreadableScan", "draw_paper", "draw_papers", "read_pages"]
