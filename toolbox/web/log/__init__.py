"""What hubs and mentors write down themselves: sessions, who belongs where, the roster, and logs that are kept.

``form`` enters one session; ``sessions_table``, ``memberships_table`` and ``toolbox.web.schools`` correct what is there, all
through ``editing``, which saves row by row and never over somebody else's change; ``kept_logs`` lists logs and forgets them.
"""

from __future__ import annotations

import streamlit as st

from toolbox.model import Viewer


def parts(viewer: Viewer) -> None:
    """The parts of the Data page about mentoring: members, sessions, logs, and templates of their lists."""
    from toolbox.web.log import form, kept_logs, memberships_table, sessions_table, templates
    from toolbox.web.schools import known

    st.header("Who belongs where", anchor=False)
    memberships_table.part(viewer)
    st.header("Mentoring sessions", anchor=False)
    form.part(viewer, known(viewer))
    sessions_table.part(viewer)
    st.header("Lists and logs", anchor=False)
    templates.part(viewer)
    kept_logs.part(viewer)
