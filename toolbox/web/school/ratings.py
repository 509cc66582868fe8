"""The ratings of a rubric: levels by indicator, what is furthest from where it has to be, what the school wrote beside them.

The school's own words (evidence, targets, ratings from outside) are asked of the store for this viewer at every run and kept
nowhere else; they are drawn for one school only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from toolbox import charts
from toolbox.disclosure import ReleasedCell, ReleasedProfile
from toolbox.disclosure.words import headed, middle, to_go
from toolbox.model import Framework, Item, RatingNote, Round
from toolbox.web import showing, state
from toolbox.web.glance import Row
from toolbox.web.plain import plain
from toolbox.web.school import rating_change, rating_notes
from toolbox.wording import indicator_words, levels_alt, matrix_alt
from toolbox.wording.ratings import area_words

#: So many rows stand in the list of what is furthest or lowest; the table below it has every one.
LISTED = 10
#: An area of more indicators is drawn when it is opened: what comes after it would be pages away.
DRAWN = 20


def part(found: ReleasedProfile, of: Round) -> None:
    """The part of the School page for a rubric: of one school its indicators, of several how many stand at each level."""
    if found.framework.kind != "rubric":
        return
    if len(found.schools) > 1:
        _schools(found)
        return
    school = found.schools[0]
    notes = {note.item: note for note in state.store().ratings.notes(state.viewer(), of.id, school)}
    _furthest(found, notes)
    _matrix(found, notes)
    rating_notes.part(found, of, school, tuple(notes.values()))
    rating_change.part(found, of, school)


def _furthest(found: ReleasedProfile, notes: Mapping[str, RatingNote]) -> None:
    """What is short of the required level, furthest first; without one, what stands lowest."""
    required = found.framework.required
    rated = [cell for cell in found.items if cell.median is not None]
    if required is None:
        st.header("Lowest first", anchor=False)
        listed = sorted(rated, key=lambda cell: cell.median)
        listed = [cell for cell in listed if cell.median < found.framework.span(cell.area)[1]]
    else:
        st.header(f"What is short of level {required}, furthest first", anchor=False)
        missing = [cell for cell in found.items if cell.median is None]
        listed = [*sorted((cell for cell in rated if cell.distance), key=lambda cell: -cell.distance), *missing]
    st.markdown(plain(_counted(found, notes)))
    if not listed:
        return
    rows = [_row(cell, found.framework, notes.get(cell.item)) for cell in listed]
    showing.table(rows[:LISTED], "Indicators in this order, with the level now and what the school aims at")
    if len(rows) > LISTED:
        showing.numbers(
            rows[LISTED:], "The further indicators", label=f"Show {len(rows) - LISTED} more", key="ratings_more"
        )


def _counted(found: ReleasedProfile, notes: Mapping[str, RatingNote]) -> str:
    """How many indicators there are, are rated, and have reached what the school aims at."""
    asked, rated = len(found.items), [cell for cell in found.items if cell.median is not None]
    parts = [f"{len(rated)} of {asked} indicators are rated"]
    aimed = [cell for cell in found.items if (note := notes.get(cell.item)) is not None and note.target is not None]
    if aimed:
        there = sum(cell.median is not None and cell.median >= notes[cell.item].target for cell in aimed)
        parts.append(f"{there} of the {len(aimed)} with a target have reached it")
    return "; ".join(parts) + "."


def _row(cell: ReleasedCell, framework: Framework, note: RatingNote | None) -> Row:
    item = next(each for each in framework.items if each.id == cell.item)
    level = "not rated" if cell.median is None else middle(cell.median)
    due = "" if note is None or note.due is None else f" by {note.due.day} {note.due:%B %Y}"
    return {
        "Indicator": plain(headed(item)),
        "Now": f"{level} ({to_go(cell.distance)})" if cell.distance else level,
        "Target": "" if note is None or note.target is None else f"{note.target}{due}",
        "Next level": plain(_next(item, cell)),
    }


def _next(item: Item, cell: ReleasedCell) -> str:
    """What a school at the next level does, where the framework says so."""
    after = [(level, text) for level, text in sorted(item.levels) if cell.median is None or level > cell.median]
    return f"{after[0][0]}: {after[0][1]}" if after else ""


def _matrix(found: ReleasedProfile, notes: Mapping[str, RatingNote]) -> None:
    """Level by indicator of one area, the first until another is chosen."""
    st.header("Indicator by indicator", anchor=False)
    areas = _rated_areas(found)
    area = _area(areas)
    many = sum(cell.area == area for cell in found.items)
    if many <= DRAWN:
        _drawn(found, notes, area, areas[area])
        return
    with st.expander(f"All {many} indicators of {plain(areas[area])}", icon=":material/grading:", key="ratings_matrix"):
        _drawn(found, notes, area, areas[area])


def _drawn(found: ReleasedProfile, notes: Mapping[str, RatingNote], area: str, name: str) -> None:
    part = f"{area} {hash(tuple(notes.values()))}"
    showing.chart(
        found,
        "matrix",
        part,
        lambda dark: charts.rating_matrix(found, area, dark, notes),
        matrix_alt(found, area, notes),
    )
    items = {item.id: item for item in found.framework.items}
    rows = [
        {"Indicator": plain(headed(items[cell.item])), "In words": _said(cell, found, notes.get(cell.item))}
        for cell in found.items
        if cell.area == area
    ]
    showing.numbers(rows, f"Level of each indicator of {name}", key="ratings_numbers")


def _rated_areas(found: ReleasedProfile) -> dict[str, str]:
    return {area.id: area.name for area in found.framework.areas if any(cell.area == area.id for cell in found.items)}


def _area(areas: Mapping[str, str]) -> str:
    """Which area is looked at. Chosen by its words: a browser goes on showing those of another framework's otherwise."""
    of_words = {words: id for id, words in areas.items()}
    if st.session_state.get("ratings_area") not in of_words:
        st.session_state["ratings_area"] = next(iter(of_words))
    return of_words[st.selectbox("Area", list(of_words), key="ratings_area", persist_state="session")]


def _said(cell: ReleasedCell, found: ReleasedProfile, note: RatingNote | None) -> str:
    """One indicator in words, with the evidence the school wrote; made harmless, for it is anybody's typing."""
    by = f" ({note.external_by})" if note is not None and note.external is not None and note.external_by else ""
    evidence = f" · {note.evidence}" if note is not None and note.evidence else ""
    return plain(" ".join(f"{indicator_words(cell, found.framework, note)}{by}{evidence}".split()))


def _schools(found: ReleasedProfile) -> None:
    """Several schools: how many stand at each level of each indicator of an area; nothing that one of them wrote."""
    st.header("Indicator by indicator", anchor=False)
    areas = _rated_areas(found)
    area = _area(areas)
    cells: Sequence[ReleasedCell] = [cell for cell in found.items if cell.area == area]
    showing.chart(
        found, "levels", area, lambda dark: charts.schools_at_levels(found, area, dark), levels_alt(found, area)
    )
    items = {item.id: item for item in found.framework.items}
    rows = [
        {"Indicator": plain(headed(items[cell.item])), "Schools at each level": area_words(cell, found)}
        for cell in cells
    ]
    showing.numbers(rows, f"Schools at each level of {areas[area]}", key="ratings_levels_numbers")
