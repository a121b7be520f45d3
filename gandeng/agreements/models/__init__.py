"""Promises, their signatures, and the ceremony at which many are signed."""

from .agreements import Agreement, Line, Signature
from .ceremonies import Ceremony, CeremonyEntry, Scan
from .stacks import Stack

__all__ = ["Agreement", "Ceremony", "CeremonyEntry", "Line", "Scan", "Signature", "Stack"]
