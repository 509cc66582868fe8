"""Templates of the lists a hub keeps, to be filled in with a spreadsheet and dropped on the Upload page."""

from __future__ import annotations

import streamlit as st

from toolbox.model import PHASES, Viewer
from toolbox.web import navigation
from toolbox.web.log import kept

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def part(viewer: Viewer) -> None:
    """Four files, made when they are asked for."""
    with st.expander("Templates for lists", icon=":material/table_view:", key="templates"):
        st.markdown(
            "Excel files whose cells offer what is known here: schools, roles, clusters, methods, phases. The lists of schools "
            "and of clusters come filled in. Fill them in with any spreadsheet program and bring them back as they are."
        )
        with st.container(horizontal=True):
            _button("Schools", "schools", lambda: _schools(viewer))
            _button("Who belongs where", "members", lambda: _members(viewer))
            _button("Clusters", "clusters", lambda: _clusters(viewer))
            _button("Mentoring sessions", "sessions", lambda: _sessions(viewer))
        navigation.link("upload", "Bring a list")


def _button(label: str, name: str, made) -> None:
    st.download_button(
        label, data=made, file_name=f"{name}.xlsx", mime=_XLSX, on_click="ignore", icon=":material/download:",
        key=f"template_{name}",
    )  # fmt: skip


def _schools(viewer: Viewer) -> bytes:
    from toolbox.reports.templates_file import roster_template

    return roster_template(kept.roster(viewer))


def _members(viewer: Viewer) -> bytes:
    from toolbox.reports.templates_file import memberships_template
    from toolbox.web.schools import known

    return memberships_template(known(viewer), [each.name for each in kept.clusters(viewer)])


def _clusters(viewer: Viewer) -> bytes:
    from toolbox.reports.templates_file import clusters_template
    from toolbox.web.schools import known

    within = [
        (row.cluster, row.role, row.school, row.since, row.until)
        for row in kept.memberships(viewer)
        if row.kind == "school"
    ]
    return clusters_template(kept.clusters(viewer), within, known(viewer))


def _sessions(viewer: Viewer) -> bytes:
    from toolbox.reports.templates_file import sessions_template
    from toolbox.web.log.form import METHODS
    from toolbox.web.schools import known

    sessions = kept.sessions(viewer)
    methods = dict.fromkeys([*sorted({each.method for each in sessions if each.method}), *METHODS])
    others = sorted({each.phase for each in sessions if each.phase} - set(PHASES))
    return sessions_template(known(viewer), list(methods), [*PHASES, *others])
