"""A column of days in a table that is filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st


def day_column(**known: Any) -> Any:
    """Without bounds of the toolbox's: a day beyond them the browser would drop without a word; the store refuses it in words.

    Years have four digits: of more the table can make no day.
    """
    return st.column_config.DateColumn(format="YYYY-MM-DD", max_value=date.max, **known)
