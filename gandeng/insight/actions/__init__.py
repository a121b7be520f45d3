"""Somebody takes a task on, and says in the end what was done."""

from .following import DAYS_TO_ACT, close_follow_up, raise_follow_up, raise_follow_ups
from .tables import assign_table_task, close_table_task

__all__ = [
    "DAYS_TO_ACT",
    "assign_table_task",
    "close_follow_up",
    "close_table_task",
    "raise_follow_up",
    "raise_follow_ups",
]
