"""What is said of one column, the formats its cells may have, and rules that many columns share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: ``label`` for a reader, ``format`` for a cell ("" is text), ``unit``, ``meaning``, ``rule``."""

    label: str
    meaning: str
    format: str = ""
    unit: str = ""
    rule: str = ""


#: Counts and hours in one column: whole where they are whole.
GENERAL = "General"
WHOLE, ONE, TWO, THREE = "0", "0.0", "0.00", "0.000"
#: Of a p-value, as spreadsheets read it: one that is tiny is not zero.
P_VALUE = '[<0.00005]"< 0.0001";0.0000'
POINTS = "points of the scale"
SHARE = "share, 0 to 1"
LEAST = "Hidden below {min_n} persons, or where it would reveal another group; see the column why hidden."
SPREAD = "Only from {min_bands} persons."
ONCE = "Only where the averages of the same persons are shown: from {min_bands} pairs, and nobody or at least {min_n} answered once."
