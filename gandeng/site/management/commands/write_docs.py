"""Write what is drawn from the code: state diagrams and the API's schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gandeng.kernel.states import Flow
from gandeng.site import rooms
from gandeng.site.api import api


class Command(BaseCommand):
    help = "Write docs/states and docs/api; with --check, fail when they differ from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        docs = settings.BASE_DIR / "docs"
        drawn = {docs / "states" / name: text for name, text in _diagrams().items()}
        schema = json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False, default=str)
        drawn[docs / "api" / "openapi.json"] = schema + "\n"
        if check:
            stale = [path for path, text in drawn.items() if not _is(path, text)]
            extra = set((docs / "states").glob("*.md")) - set(drawn)
            if stale or extra:
                names = ", ".join(str(path.relative_to(docs)) for path in [*stale, *extra])
                raise CommandError(f"docs differ from the code: {names}. Run bin/docs.")
            return
        for path, text in drawn.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _diagrams() -> dict[str, str]:
    """One file per room that has states: its flows as Mermaid."""
    found = {}
    for module in rooms.door("states"):
        flows = {name: value for name, value in vars(module).items() if isinstance(value, Flow)}
        if not flows:
            continue
        room = module.__name__.removeprefix("gandeng.").removesuffix(".states")
        lines = [f"# {room}", "", (module.__doc__ or "").splitlines()[0]]
        for name, flow in flows.items():
            title = name.removesuffix("FLOW").strip("_").lower().replace("_", " ") or room
            lines += ["", f"## {title}", "", "```mermaid", flow.as_mermaid().rstrip(), "```"]
        found[f"{room}.md"] = "\n".join(lines) + "\n"
    return found
