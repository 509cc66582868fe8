"""The page for the staff meeting, as a visitor chooses and takes it."""

from __future__ import annotations

import io
import zipfile

import pikepdf

from tests.web.conftest import Open, said
from toolbox.model import Action, Viewer
from toolbox.web import state
from toolbox.web.school import report

EIGHT_TEACHERS = "Žaibo ežero mokykla"


def words_of(at) -> str:
    """What a visitor reads, without the marks that keep it from being markup."""
    return said(at).replace("\\", "")


def made(of, school: str | None, *, public: bool = False, with_steps: bool = True):
    return report._page(of.id, school, public=public, with_steps=with_steps)


def test_the_two_files_are_offered_and_built_on_a_click(sample_store: Open) -> None:
    at = sample_store("school")
    assert not at.exception
    assert "A page for the staff meeting" in words_of(at)
    assert {"PDF", "Word"} <= {each.proto.label for each in at.get("download_button")}
    assert "The public version leaves out" not in words_of(at)
    of = state.rounds()[-1]
    page = made(of, EIGHT_TEACHERS)
    content, settled = report.pdf(page)
    with pikepdf.open(io.BytesIO(content)) as whole:
        assert len(whole.pages) == 1
        assert EIGHT_TEACHERS in str(whole.docinfo["/Title"])
    assert zipfile.ZipFile(io.BytesIO(report.word(settled))).testzip() is None
    assert page.scope.startswith("Invented sample")
    assert any(part.key == "since" for part in page.parts)


def test_the_public_version_says_what_it_leaves_out(sample_store: Open) -> None:
    at = sample_store("school", school_school=EIGHT_TEACHERS)
    at.segmented_control(key="school_report_audience").select("public").run()
    assert not at.exception
    words = words_of(at)
    assert "The public version leaves out" in words
    assert "Teachers in every area" in words
    assert "fewer than 10 answers" in words


def test_next_steps_go_public_only_when_ticked_and_without_who_does_them(sample_store: Open) -> None:
    sample_store("school")
    of = state.rounds()[-1]
    store, viewer = state.store(), Viewer()
    for step in store.actions.open_steps(viewer, EIGHT_TEACHERS):
        store.actions.delete(viewer, step.id, version=step.version)
    store.actions.add(
        viewer,
        Action(school=EIGHT_TEACHERS, framework=of.framework, area="A", step="Meet #once", owner="the *deputy*"),
    )
    at = sample_store("school", school_school=EIGHT_TEACHERS)
    at.segmented_control(key="school_report_audience").select("public").run()
    assert "“Next steps”." in words_of(at)
    at.checkbox(key="school_report_steps").check().run()
    assert "Who sees to the next steps." in words_of(at)
    inside, outside = made(of, EIGHT_TEACHERS), made(of, EIGHT_TEACHERS, public=True)
    steps = {
        page.audience: next(part.lines for part in page.parts if part.key == "steps") for page in (inside, outside)
    }
    assert steps["internal"][0].startswith("Meet #once (the *deputy*).")
    assert steps["public"][0].startswith("Meet #once. To be seen in")
    assert not any(part.key == "steps" for part in made(of, EIGHT_TEACHERS, public=True, with_steps=False).parts)


def test_all_schools_together_have_a_page_of_their_own(sample_store: Open) -> None:
    sample_store("school")
    page = made(state.rounds()[-1], None)
    assert "15 schools" in f"{page.title} {page.scope}"
    assert len(pikepdf.open(io.BytesIO(report.pdf(page)[0])).pages) == 1
    assert not any(part.key == "steps" for part in page.parts)
