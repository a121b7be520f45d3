"""Navigation: which doors a person finds, by what they may do. Filled by ``MENU`` below."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def menu(request: HttpRequest) -> dict[str, Any]:
    """Context for every page."""
    return {"menu": []}
