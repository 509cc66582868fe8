"""The pages, in the order a visitor needs them. A new page is one file in ``pages/`` and one line here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

PAGES = Path(__file__).resolve().parents[2] / "pages"

#: File, title in the navigation, icon.
LINES = (
    ("start.py", "Start", ":material/home:"),
    ("upload.py", "Upload", ":material/upload_file:"),
    ("school.py", "School", ":material/school:"),
    ("change.py", "Change", ":material/trending_up:"),
    ("mentees.py", "Mentees", ":material/groups:"),
    ("hub.py", "Hub", ":material/hub:"),
    ("tables.py", "Tables", ":material/table_chart:"),
    ("frameworks.py", "Frameworks", ":material/category:"),
    ("data.py", "Data", ":material/folder_open:"),
)

#: The language of the page for screen readers. A constant: nothing a visitor typed may ever reach this line.
LANGUAGE = "<script>document.documentElement.lang = 'en'</script>"

#: Streamlit empties the address of a page before it leaves it, may write the next page's choices into it, and makes each a step of
#: its own. Who went back came to an address where nothing is chosen, and lost the school. So only another page is a step, and a
#: page's address holds its own choices only, which begin with its name. A constant, as above.
ONE_STEP_A_PAGE = """<script>
if (!history.oneStepAPage) {
  history.oneStepAPage = true;
  const push = history.pushState.bind(history);
  history.pushState = (kept, title, address) => {
    const next = new URL(address, location.href);
    if (next.pathname !== location.pathname) return push(kept, title, address);
    const page = next.pathname.split("/").pop() + "_";
    if ([...next.searchParams.keys()].some((name) => name.startsWith(page))) history.replaceState(kept, title, address);
  };
}
</script>"""


def pages() -> list[Any]:
    """Every page, registered with Streamlit; the first is what the bare address shows."""
    return [
        st.Page(PAGES / file, title=title, icon=icon, url_path=Path(file).stem, default=file == LINES[0][0])
        for file, title, icon in LINES
    ]


def path(stem: str) -> str:
    """The page of this name as ``st.page_link`` and ``st.switch_page`` want it."""
    return str(PAGES / f"{stem}.py")


def link(stem: str, label: str, icon: str = ":material/arrow_forward:") -> None:
    """A link to another page."""
    st.page_link(path(stem), label=label, icon=icon)
