"""Tables as they were dragged about on the plan."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from gandeng.kernel.errors import Refusal
from gandeng.meetings.actions.floor_plan import TableMove
from gandeng.meetings.core.slot_plan import MOST_TABLES


def read_moves(body: bytes) -> list[TableMove]:
    """``{"moves": [{"table": 7, "seen": [0, 300], "to": [250, 300]}]}``. Refuses ``unreadable``."""
    try:
        sent = json.loads(body)["moves"]
        if not isinstance(sent, list) or len(sent) > MOST_TABLES:
            raise ValueError("no list of moves")
        return [
            TableMove(_whole(one["table"]), _place(one["seen"]), _place(one["to"])) for one in sent
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("unreadable", _("Kiriman tidak bisa dibaca.")) from error


def _place(pair: Any) -> tuple[int, int]:
    x, y = pair
    return _whole(x), _whole(y)


def _whole(number: Any) -> int:
    if type(number) is not int:
        raise TypeError(number)
    return number
