"""The one place where a refusal meets the visitor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from toolbox.model import ToolboxError


@contextmanager
def saying_what_went_wrong() -> Iterator[None]:
    """Show a :class:`ToolboxError` in its own words and go on after the block; let every fault of ours pass."""
    try:
        yield
    except ToolboxError as refusal:
        st.error(refusal.message, icon=":material/error:")
