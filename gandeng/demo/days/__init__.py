"""The demo's meeting days: one followed to the money, one being prepared, one running now."""

from .coming import ComingDay
from .past import PastDay
from .today import TodaysDay

__all__ = ["ComingDay", "PastDay", "TodaysDay"]
