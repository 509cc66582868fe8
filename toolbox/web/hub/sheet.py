"""The sheet for the funder as XLSX and PDF, with what may be claimed of every number; built on click, written down."""

from __future__ import annotations

from functools import partial

import streamlit as st

from toolbox.reports.indicator_sheet import indicator_pdf, indicator_workbook
from toolbox.web import noting
from toolbox.web.hub.asking import Asked, hub
from toolbox.web.offering import XLSX
from toolbox.web.plain import file_name, plain
from toolbox.wording.indicators import claim, claim_limits


def part(asked: Asked) -> None:
    """What may be claimed, and the two files."""
    st.header("For the funder", anchor=False)
    found = hub(asked, public=True)
    st.markdown(
        "The sheet leaves the hub, so teachers are counted in lots of ten and told to the five below, active members in steps "
        "of ten, and no school or cluster is named. Mentors and facilitators are offices of the hub and told as they are."
    )
    with st.expander("What may be claimed", icon=":material/format_quote:", key="hub_claims"):
        for each in found.indicators:
            st.markdown(f"**{plain(each.indicator.name)}**  \n{plain(claim(each, found.policy))}")
        st.markdown("\n".join(f"- {plain(each)}" for each in claim_limits(found)))
    name = file_name(asked.programme.id, "indicators", asked.as_of.isoformat())
    with st.container(horizontal=True):
        st.download_button(
            "Sheet as PDF", partial(_file, asked, f"{name}.pdf"), file_name=f"{name}.pdf", mime="application/pdf",
            icon=":material/picture_as_pdf:", on_click="ignore", key="hub_pdf",
        )  # fmt: skip
        st.download_button(
            "Sheet as workbook", partial(_file, asked, f"{name}.xlsx"), file_name=f"{name}.xlsx", mime=XLSX,
            icon=":material/table_chart:", on_click="ignore", key="hub_xlsx",
        )  # fmt: skip


def _file(asked: Asked, name: str) -> bytes:
    with noting.as_file(name):
        found = hub(asked, public=True)
    return indicator_pdf(found) if name.endswith(".pdf") else indicator_workbook(found)
