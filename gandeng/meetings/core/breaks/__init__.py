"""Least breaks with proof, where who meets whom is settled: the published problem and its kin.

Source of the problem: Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret, "Constraint
Solving Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022) 263–301.
"""

from .prove import least_breaks

__all__ = ["least_breaks"]
