"""The pages on which promises are followed."""

from .days import (
    assign_table_task,
    close_table_task,
    day_panel,
    day_progress,
    fairness,
    minutes,
    table_tasks,
)
from .following import close, follow_up, follow_up_all, follow_ups
from .promises import export, promise, promises
from .summary import curated, listed, summary

__all__ = [
    "assign_table_task",
    "close",
    "close_table_task",
    "curated",
    "day_panel",
    "day_progress",
    "export",
    "fairness",
    "follow_up",
    "follow_up_all",
    "follow_ups",
    "listed",
    "minutes",
    "promise",
    "promises",
    "summary",
    "table_tasks",
]
