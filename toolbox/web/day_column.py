"""Days that are filled in: a column of a table, and a field of a form."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

#: Bounds of a field for a day that is saved. A day beyond bounds the browser draws red and does not send: what was there before
#: would be saved in its place. So every day is sent, and the store refuses in words what cannot be meant.
ANY_DAY = {"min_value": date.min, "max_value": date.max}


def day_column(**known: Any) -> Any:
    """Without bounds of the toolbox's: a day beyond them the browser would drop without a word; the store refuses it in words.

    Years have four digits: of more the table can make no day.
    """
    return st.column_config.DateColumn(format="YYYY-MM-DD", max_value=date.max, **known)
