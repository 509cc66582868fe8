"""What a mentor leaves behind: one sheet with what was given; no note, no person, both files the same."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document

from tests.reports.pages import full, public
from toolbox.disclosure.examples import dose_of
from toolbox.disclosure.mentees import ReleasedCard, release_cards
from toolbox.mentoring.cards import cards
from toolbox.model import MentoringSession, Policy, Viewer
from toolbox.reports.leave_behind import leave_behind
from toolbox.reports.one_page import pdf, word

TODAY = date(2026, 2, 1)
NOTE, PERSON = "Only for those who mentor here", "P-0815"


def card(school: str = "Elm") -> ReleasedCard:
    everywhere = dose_of(Elm=(12, 20), Oak=(10, 20))
    held = [
        MentoringSession(
            on=date(2026, 1, 7),
            receiver=school,
            hours=1,
            phase="planning",
            note=NOTE,
            persons=(PERSON,),
            mentors=(PERSON,),
        )
    ]
    found = cards([school], everywhere[0], held, [], weeks={}, logs=None, actions={}, today=TODAY)
    return release_cards(found, everywhere, held, policy=Policy(), viewer=Viewer(), today=TODAY)[0]


def test_it_says_what_was_given_and_what_is_suggested_in_both_files() -> None:
    page = leave_behind(full(), card(), TODAY)
    content, settled = pdf(page)
    assert content.startswith(b"%PDF")
    paper = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(word(settled))).paragraphs)
    lines = settled.parts[0].lines
    assert settled.parts[0].heading == "Mentoring so far"
    assert "Teachers reached: about 10 of 20 (50 %). Never at a session: about 10." in lines
    assert any(line.startswith("Suggested next: ") for line in lines)
    for line in (*lines, settled.scope, "Next steps"):
        assert line in paper
    assert "1 February 2026" in settled.scope
    assert "does not show that mentoring moved it" in " ".join(settled.foot)


def test_no_note_and_no_person_is_in_it() -> None:
    page = leave_behind(full(), card(), TODAY)
    assert NOTE not in repr(page.parts)
    assert PERSON not in repr(page.parts)


def test_it_is_never_made_of_another_schools_page_nor_of_the_publics() -> None:
    for page, of in ((full(), "Oak"), (public(), "Elm")):
        with pytest.raises(ValueError, match="one school's own page"):
            leave_behind(page, card(of), TODAY)
