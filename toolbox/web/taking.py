"""What stands below a table of a page: each number explained, and the same released numbers as files, made anew on click."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st

from toolbox import reports, tables
from toolbox.model import Table
from toolbox.web import noting
from toolbox.web.plain import file_name, plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: Makes tables anew for whoever takes them; releasing is inside.
Make = Callable[[], tuple[Table, ...]]


def content(make: Callable[[], Table], file: str) -> bytes:
    """A table made anew and written down as a file of this name."""
    with noting.as_file(file):
        return reports.csv(make())


def workbook(make: Make, notes: Callable[[], Table] | None, file: str) -> bytes:
    """Tables made anew as one workbook with its codebook, written down as a file of this name."""
    with noting.as_file(file):
        made = make()
        return reports.workbook(made, notes() if notes else None, noting.policy())


def csvs(labels: Mapping[str, str], make: Callable[[str], Table], about: Sequence[str], *, key: str) -> None:
    """A button for each table, by its name; ``about`` goes into the file's name."""
    for name, label in labels.items():
        file = f"{file_name(name.replace('_', ' '), *about)}.csv"
        st.download_button(
            label, data=lambda name=name, file=file: content(lambda: make(name), file), file_name=file, mime="text/csv",
            on_click="ignore", icon=":material/download:", key=f"{key}_{name}_csv",
        )  # fmt: skip


def book(
    make: Make, about: Sequence[str], *, key: str, notes: Callable[[], Table] | None = None, label: str = "All tables (XLSX)"
) -> None:  # fmt: skip
    """A button for all of these tables as one workbook."""
    file = f"{file_name(*about)}.xlsx"
    st.download_button(
        label, data=lambda: workbook(make, notes, file), file_name=file, mime=XLSX, on_click="ignore",
        icon=":material/download:", key=f"{key}_xlsx",
    )  # fmt: skip


def explained(columns: Iterable[str], *, key: str) -> None:
    """Name, meaning, unit and counting rule of every number of a table, as its codebook has them, folded away."""
    wanted = list(columns)
    with st.expander("What each number means", icon=":material/menu_book:", key=key, on_change="rerun") as look:
        if look.open:
            of = Table(name="", title="", frame=pd.DataFrame(columns=wanted))
            rows = [
                {
                    "Number": plain(row.label),
                    "What it is": plain(row.meaning),
                    "Unit": plain(row.unit),
                    "How it is counted, when it is hidden": plain(row.rule),
                }
                for row in tables.codebook_table([of], noting.policy()).frame.itertuples()
            ]
            st.table(
                pd.DataFrame(rows),
                hide_index=True,
                border="horizontal",
                alt="Name, meaning, unit and rule of each number",
            )
