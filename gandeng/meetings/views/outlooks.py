"""The expected attendance in words, for the pages that show it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gandeng.meetings.core.attendance import Said
from gandeng.meetings.queries.attendance import Outlook
from gandeng.meetings.states import Side


def outlook_context(outlook: Outlook) -> dict[str, Any]:
    """What ``meetings/_outlook.html`` wants."""
    words = {
        Said.COMING: _("menjawab hadir"),
        Said.SILENT: _("belum menjawab"),
        Said.NOT_COMING: _("menjawab tidak hadir"),
        Said.CAME: _("sudah datang"),
        Said.STAYED_AWAY: _("dicatat tidak datang"),
    }
    groups = [
        {
            "side": Side(side).label,
            "said": words[group.said],
            "count": group.count,
            "percent": round(100 * group.belief.rate),
            "expected": f"{group.expected:.1f}".replace(".", ","),
        }
        for side, expectation in outlook.sides.items()
        for group in expectation.groups
    ]
    rows = [
        (
            Side(side).label,
            {
                "low": expectation.low,
                "high": expectation.high,
                "middle": round(expectation.expected),
            },
        )
        for side, expectation in outlook.sides.items()
        if expectation.groups
    ]
    return {"outlook": outlook, "outlook_rows": rows, "outlook_groups": groups}
