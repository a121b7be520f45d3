"""Readers of cells, as people fill them. Each takes a cell and answers with a Value."""

from gandeng.intake.core.cells.choices import Choices, read_yes_or_no
from gandeng.intake.core.cells.days import read_day, read_duration_days, read_instant, read_year
from gandeng.intake.core.cells.digits import digits_reader
from gandeng.intake.core.cells.names import read_business_name, read_person_name
from gandeng.intake.core.cells.numbers import (
    Measure,
    read_measure,
    read_percentage,
    read_whole,
    whole_reader,
)
from gandeng.intake.core.cells.phones import read_phone
from gandeng.intake.core.cells.places import Place, PlaceNames
from gandeng.intake.core.cells.rupiah import read_rupiah
from gandeng.intake.core.cells.text import read_text, shown, text_reader

__all__ = [
    "Choices",
    "Measure",
    "Place",
    "PlaceNames",
    "digits_reader",
    "read_business_name",
    "read_day",
    "read_duration_days",
    "read_instant",
    "read_measure",
    "read_percentage",
    "read_person_name",
    "read_phone",
    "read_rupiah",
    "read_text",
    "read_whole",
    "read_year",
    "read_yes_or_no",
    "shown",
    "text_reader",
    "whole_reader",
]
