"""While large files are read apart: what is being done, how long it has taken, and Cancel. The page goes on meanwhile."""

from __future__ import annotations

import streamlit as st

from toolbox.web.mapping import arriving
from toolbox.web.mapping.apart import Job
from toolbox.web.plain import plain


def show() -> None:
    """A card for each drop that is being read; nothing where none is."""
    if arriving.jobs():
        _cards()


@st.fragment(run_every=0.7)
def _cards() -> None:
    for place, job in enumerate(arriving.jobs()):
        if job.done.is_set():
            # What was read becomes a draft when the whole page is drawn anew.
            st.rerun(scope="app")
        _card(job, place)


def _card(job: Job, place: int) -> None:
    with st.container(border=True, key=f"upload_reading_{place}"):
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.markdown(f":material/hourglass_top: {_said(job)}")
        with right:
            if st.button("Cancel", key=f"upload_cancel_{place}", icon=":material/close:", width="stretch"):
                arriving.cancel(job)
                st.rerun(scope="app")
        share = job.share
        if share is not None:
            st.progress(min(share, 1.0))
        st.caption(
            f"{job.seconds:,.0f} seconds so far. You can go on with other files, or look at other pages of the toolbox."
        )


def _said(job: Job) -> str:
    """What is being done, in words."""
    size = f"{sum(job.sizes) / 1e6:,.0f} MB"
    if job.pid is None and job.at < 0:
        return f"**Waiting to read {_what(job)}** ({size}): other files are being read on this machine."
    if job.at < 0:
        return f"**Getting ready to read {_what(job)}** ({size})"
    name = plain(job.names[job.at])
    if len(job.names) == 1:
        return f"**Reading “{name}”** ({size}): finding its tool, its columns, and names and addresses to replace"
    return f"**Reading “{name}”**, file {job.at + 1} of {len(job.names)} ({size} in all)"


def _what(job: Job) -> str:
    return f"“{plain(job.names[0])}”" if len(job.names) == 1 else f"{len(job.names)} files"
