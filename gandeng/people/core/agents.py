"""What a browser calls itself, as people would call it."""

from __future__ import annotations

# The first that is found wins: most browsers also claim to be those further down.
BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("OPR/", "Opera"),
    ("Edg", "Edge"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_of(agent: str) -> str:
    """``Chrome``, or nothing when it is none we know."""
    return next((name for sign, name in BROWSERS if sign in agent), "")


def system_of(agent: str) -> str:
    """``Android``, or nothing."""
    return next((name for sign, name in SYSTEMS if sign in agent), "")


def is_phone(agent: str) -> bool:
    return system_of(agent) in {"Android", "iPhone", "iPad"}
