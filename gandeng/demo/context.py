"""The people to be, for the sign-in page and the home page; nothing outside demo mode."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from .cast import PARTS


def people_to_be(request: HttpRequest) -> dict[str, Any]:
    """``demo_people``: who one can be with one click."""
    if not settings.GANDENG_DEMO:
        return {}
    return {
        "demo_people": [
            {
                "label": part.label,
                "role": part.does,
                "name": part.name,
                "icon": part.icon,
                "url": reverse("demo:become", kwargs={"key": part.key}),
            }
            for part in PARTS
        ]
    }
