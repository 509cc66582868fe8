"""Step 6: name and date, a new round or an existing one, how many were invited; then the round is saved."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

import streamlit as st

from toolbox.model import Framework, Recipe, Round, Source, ToolboxError
from toolbox.reading.averages import READER_KEY
from toolbox.reading.recipes import to_json
from toolbox.store import to_parquet
from toolbox.web import state
from toolbox.web.choosing import day, labels
from toolbox.web.day_column import ANY_DAY
from toolbox.web.mapping import codes, session
from toolbox.web.mapping.draft import Draft
from toolbox.web.mapping.invited import ask, valid
from toolbox.web.mapping.preview import applied
from toolbox.web.mapping.results import Made, contradicts, people
from toolbox.web.plain import plain

_NEW = ""
EARLIEST, LATEST, LONGEST = date(1990, 1, 1), date(2100, 1, 1), 80


def prepared(draft: Draft) -> Draft:
    """The draft with a date guessed from its answers and a name made of it, where the person gave none."""
    on = draft.collected_on or (draft.reading.last.date() if draft.reading and draft.reading.last else None)
    return replace(draft, collected_on=on, name=draft.name or (f"{on:%B %Y}" if on else ""))


def show(draft: Draft) -> None:
    """Everything a round needs beside its answers, and the button that saves it."""
    draft = prepared(draft)
    session.keep(draft)
    framework, recipe, found = applied(draft)
    into = _into(draft, framework.id)
    if into is None:
        _name_and_date(draft)
    agreed = _warnings(draft, into, found, framework.id)
    invited = ask(draft, people(found.answers), into)
    recipe = replace(recipe, name=_recipe_name(draft, framework.name))
    with st.container(horizontal=True):
        pressed = st.button(
            "Save the round",
            type="primary",
            icon=":material/save:",
            disabled=not agreed,
            key=f"upload_{draft.key}_save",
        )
        st.download_button(
            "Download the recipe",
            to_json(recipe),
            file_name="recipe.json",
            mime="application/json",
            on_click="ignore",
            icon=":material/download:",
            key=f"upload_{draft.key}_recipe",
            help="How this export becomes answers. It holds no answers.",
        )
    if pressed:
        valid(invited, people(found.answers))
        with st.spinner("Saving …"):
            _save(draft, into, invited, framework, recipe, found)


def _into(draft: Draft, framework: str) -> Round | None:
    """The existing round the answers go into; None for a new one."""
    fitting = {
        each.id: each
        for each in state.rounds()
        # Answers cannot be added to a round of averages, so that is not offered.
        if each.framework == framework and not each.sample and all(of.reader != READER_KEY for of in each.sources)
    }
    if not fitting:
        return None
    named = labels(fitting.values())
    key = f"upload_{draft.key}_into"
    if st.session_state.get(key, _NEW) not in (_NEW, *fitting):
        del st.session_state[key]
    chosen = st.radio(
        "Save as",
        [_NEW, *fitting],
        format_func=lambda id: f"Add to “{plain(named[id])}”" if id else "A new round",
        key=key,
        help="Add, for example, the pupils’ answers to the round that already holds the teachers’.",
    )
    return fitting.get(chosen)


def _name_and_date(draft: Draft) -> None:
    left, right = st.columns(2)
    with left:
        st.text_input(
            "Name of the round",
            placeholder="For example: Autumn 2026",
            max_chars=LONGEST,
            **session.led(draft, "name", draft.name, lambda old, name: replace(old, name=" ".join(name.split()))),
        )
    with right:
        st.date_input(
            "Date the answers were collected",
            format="DD/MM/YYYY",
            help=_dates(draft),
            **ANY_DAY,
            **session.led(draft, "on", draft.collected_on, lambda old, on: replace(old, collected_on=on)),
        )


def _dates(draft: Draft) -> str | None:
    reading = draft.reading
    if reading is None or reading.first is None or reading.last is None:
        return "The file does not say when the answers were given."
    return f"The answers in the file were given from {day(reading.first.date())} to {day(reading.last.date())}."


def _warnings(draft: Draft, into: Round | None, found: Made, framework: str) -> bool:
    """Say what looks wrong; whether saving may go on."""
    others = [(each.name, each.collected_on) for each in state.rounds() if not each.sample]
    others += [
        (each.name, each.collected_on)
        for each in session.drafts().values()
        if each.key != draft.key and each.collected_on
    ]
    if into is None and draft.collected_on and (other := contradicts(draft.name, draft.collected_on, others)):
        st.warning(
            f"“{plain(draft.name)}” ({day(draft.collected_on)}) and “{plain(other[0])}” ({day(other[1])}) look swapped: "
            "the names say one order, the dates the other. Check which file is which before you save.",
            icon=":material/swap_horiz:",
        )
    same_survey = [each for each in state.rounds() if not each.sample and each.framework == framework]
    codes.show(draft, found, [each for each in same_survey if into is None or each.id != into.id])
    known = session.seen_before(draft)
    if not known:
        if into is None and (twin := _same_answers(draft, found)):
            st.warning(
                f"The same {twin.people} answers are already in “{plain(twin.name)}” ({day(twin.collected_on)}), from another "
                "file. Saving them again would count everybody twice.",
                icon=":material/content_copy:",
            )
        return True
    for file, there in known:
        this = f"“{plain(file)}”" if draft.files else "This very file"
        again = " It cannot be added to it again." if into is not None and into.id == there.id else ""
        st.warning(
            f"{this} is already in “{plain(there.name)}” ({day(there.collected_on)}).{again}",
            icon=":material/content_copy:",
        )
    if into is not None and any(into.id == there.id for _, there in known):
        if draft.files:
            st.caption("Take these files out of the round (step 1), then save the others.")
        return False
    return st.checkbox("Save it again all the same", key=f"upload_{draft.key}_again")


def _same_answers(draft: Draft, found: Made) -> Round | None:
    """A round that holds the very same answers; equal answers have equal fingerprints in the store."""
    key = f"upload_{draft.key}_fingerprint"
    if key not in st.session_state or st.session_state[key][0] is not found:
        st.session_state[key] = (found, hashlib.sha256(to_parquet(found.answers)).hexdigest())
    return next((each for each in state.rounds() if each.sha256 == st.session_state[key][1]), None)


def _recipe_name(draft: Draft, framework: str) -> str:
    """The name the recipe is kept under: this tool's exports for this framework."""
    before = (
        draft.earlier.name if draft.earlier else f"{draft.reading.title if draft.reading else 'Table'}, {framework}"
    )
    with st.expander("The recipe for next time", icon=":material/receipt_long:"):
        name = st.text_input("Name of the recipe", value=before, max_chars=120, key=f"upload_{draft.key}_recipe_name")
        st.caption(
            "The next export of this survey is read by it, and you are shown what differs. It holds no answers. The same name replaces the older one."
        )
    return " ".join(name.split()) or before


def _checked(draft: Draft) -> None:
    """Refuse a name or a date no round can have; limits on the screen hold for well-behaved browsers only."""
    if draft.collected_on is None:
        raise ToolboxError("no_date", "When were the answers collected? Choose a date, then save again.")
    if not EARLIEST <= draft.collected_on <= LATEST:
        raise ToolboxError("odd_date", f"The date must lie between {day(EARLIEST)} and {day(LATEST)}.")
    if len(draft.name) > LONGEST:
        raise ToolboxError("long_name", f"The name of the round is longer than {LONGEST} letters. Shorten it.")


def _save(
    draft: Draft,
    into: Round | None,
    invited: dict[tuple[str, str], int],
    framework: Framework,
    recipe: Recipe,
    found: Made,
) -> None:
    """Write the round: its own framework first, because a round needs it; the recipe last, because nothing does."""
    store, viewer = state.store(), state.viewer()
    if into is None:
        _checked(draft)
    now = datetime.now(UTC).replace(microsecond=0)
    sources = tuple(
        Source(
            file=each.draft.file,
            sha256=each.reading.sha256,
            reader=each.reading.reader,
            read_at=now,
            rows=part.rows,
            kept=part.kept,
            problems=(*each.reading.problems, *part.problems),
        )
        for each, part in found.parts
    )
    if found.problems:
        first, *others = sources
        sources = (replace(first, problems=(*first.problems, *found.problems)), *others)
    known = state.frameworks().get(framework.id)
    if known is None:
        store.save_framework(viewer, framework)
    elif known != framework:
        raise ToolboxError(
            "framework_changed",
            f'The framework "{framework.name}" was changed by somebody else since you chose it. Choose it again (step 2).',
        )
    if into is None:
        saved = store.save_round(
            viewer,
            name=draft.name,
            collected_on=draft.collected_on,
            framework=framework.id,
            answers=found.answers,
            sources=sources,
            recipe=recipe,
            invited=invited,
            clues=found.clues(),
        )
    else:
        saved = store.add_to_round(
            viewer,
            into.id,
            answers=found.answers,
            sources=sources,
            invited=invited,
            version=into.version,
            clues=found.clues(),
        )
    store.save_recipe(viewer, recipe)
    session.drop(draft.key)
    session.empty_drop_zone()
    session.remember_saved(saved, to_json(recipe))
    st.rerun()
