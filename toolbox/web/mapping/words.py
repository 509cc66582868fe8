"""Step 4: what the words in the file stand for — groups, schools, and the answers of each scale."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from toolbox.model import GROUPS, LOWEST_VALUE, AnswerScale, Question, Scale, State
from toolbox.reading.recipes.cautions import mixed_scales, numbers_in_answers
from toolbox.reading.recipes.persons import group_of
from toolbox.web.mapping import session
from toolbox.web.mapping.cells import short
from toolbox.web.mapping.deciding import (
    LONGEST_WORD,
    flipped,
    with_answer,
    with_reverse,
    with_scale,
    with_value,
    with_word,
)
from toolbox.web.mapping.draft import Draft, columns_of, framework_of, meanings, questions, spelled, words_in
from toolbox.web.mapping.hints import against
from toolbox.web.mapping.numbers import MOST, as_they_are, highest, up_to
from toolbox.web.plain import plain

STATES = {
    State.NOT_APPLICABLE: "Does not apply",
    State.UNKNOWN: "Does not know",
    State.DECLINED: "Prefers not to say",
    State.BLANK: "No answer",
    State.NOT_SHOWN: "Was not asked",
    State.OFF_SCALE: "Not an answer of this scale",
}
#: More different words than this are not written out one by one.
MOST_WORDS = 60


def show(draft: Draft) -> None:
    """The words of groups, the answers of each scale, and the words of schools."""
    _groups(draft)
    used = scales_in_use(draft)
    if used:
        st.subheader("What each answer is worth", anchor=False)
        st.markdown("One card for each set of answers. Further along is the higher number.")
        for sentence in (mixed_scales(used), *numbers_in_answers(_asked(draft, used))):
            if sentence:
                st.info(plain(sentence), icon=":material/info:")
    for scale, columns in used:
        _scale(draft, scale, columns)
    _turned_round(draft)
    if not used:
        st.info("No column is set to be a statement yet. Go back one step and choose the statements.")
    _schools(draft)


def _asked(draft: Draft, used: tuple[tuple[AnswerScale, tuple[str, ...]], ...]) -> list[Question]:
    chosen = {column for _, columns in used for column in columns}
    return [question for key, question in questions(draft).items() if key in chosen]


def scales_in_use(draft: Draft) -> tuple[tuple[AnswerScale, tuple[str, ...]], ...]:
    """Each answer scale that statements are answered on, with their columns; those with open words first."""
    areas = dict(draft.own.areas) if draft.own else None
    items = [
        each
        for each in meanings(draft).values()
        if each.meaning == "item" and (each.item if areas is None else areas.get(each.column))
    ]
    scales = draft.recipe.scales if draft.recipe else ()
    found = [(scale, tuple(each.column for each in items if each.scale == scale.id)) for scale in scales]
    return tuple(sorted((pair for pair in found if pair[1]), key=lambda pair: not open_words(pair[0])))


def open_words(scale: AnswerScale) -> tuple[str, ...]:
    """The words nobody has said anything about yet."""
    return tuple(word for word, value in scale.words if value == State.OFF_SCALE)


def _scale(draft: Draft, scale: AnswerScale, columns: tuple[str, ...]) -> None:
    places = {column: place for place, column in enumerate(questions(draft))}
    name, own = f"scale_{scale.id}", spelled(draft)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            ends = [
                own.get(word, word)
                for word, value in sorted(scale.words, key=lambda pair: pair[1])
                if value > LOWEST_VALUE
            ]
            heading = f"{ends[0]} → {ends[-1]}" if len(ends) > 1 else "No order yet"
            st.markdown(f"**{plain(heading)}**")
            st.button(
                "Flip",
                icon=":material/swap_vert:",
                help="Turn the order round: the highest becomes the lowest.",
                key=f"upload_{draft.key}_{name}_flip",
                on_click=lambda: session.keep(with_scale(session.drafts()[draft.key], flipped(scale))),
            )
        _statements(draft, columns, places)
        if left := open_words(scale):
            st.warning(
                f"{quoted(left)} {'is not on the scale yet. Where does it belong?' if len(left) == 1 else 'are not on the scale yet. Where do they belong?'}"
            )
        worth = _worth(draft, scale, columns)
        rows = st.container()
        if as_they_are(scale):
            st.markdown("The numbers in the file count as they are.")
            if draft.own is not None:
                _highest(draft, scale, columns)
            rows = st.expander("Change what a number stands for", icon=":material/edit:")
        for word, value in scale.words:
            _word(rows, draft, scale, word, value, worth, own.get(word, word))
        if not as_they_are(scale):
            _add_answer(draft, scale)


def _statements(draft: Draft, columns: tuple[str, ...], places: dict[str, int]) -> None:
    """The statements answered on a scale: the first by name, all of them on demand."""
    asked = [questions(draft)[column] for column in columns]
    if len(asked) == 1:
        st.caption(f"Answers to column {places[columns[0]] + 1}, {plain(short(asked[0], 110))}")
        return
    with st.expander(f"Answers to {len(asked)} statements, the first: {plain(short(asked[0], 80))}"):
        st.markdown("\n".join(f"- {plain(short(each, 160))}" for each in asked))


def _add_answer(draft: Draft, scale: AnswerScale) -> None:
    """An answer people could have chosen and nobody did: the next round may have it, and the scale is as long as it was."""
    key = f"upload_{draft.key}_add_{scale.id}"

    def add() -> None:
        if draft.key in session.drafts():
            session.keep(with_answer(session.drafts()[draft.key], scale.id, st.session_state[key] or ""))
            st.session_state[key] = ""

    with st.expander("An answer is missing, because nobody chose it", icon=":material/add:"):
        st.text_input(
            "Add an answer nobody chose",
            placeholder="Its words, as people could read them; then say what it stands for",
            max_chars=120,
            key=key,
            on_change=add,
        )


def _turned_round(draft: Draft) -> None:
    """Statements that go against the others of their area: a hint only, the person says."""
    found = against(draft)
    if not found:
        return
    with st.container(border=True):
        st.markdown(
            "**Are these turned round?** People who agree with the others of the area tend to disagree with them."
        )
        for column in found:
            words, button = st.columns([4, 1], vertical_alignment="center")
            words.markdown(plain(short(questions(draft)[column], 160)))
            with button:
                st.button(
                    "Turn round",
                    key=f"upload_{draft.key}_turn_{column}",
                    help="Agreeing then counts as being less far along.",
                    on_click=lambda column=column: session.keep(
                        with_reverse(
                            session.drafts()[draft.key], column, column not in session.drafts()[draft.key].own.reverse
                        )
                    ),
                )


def _highest(draft: Draft, scale: AnswerScale, columns: tuple[str, ...]) -> None:
    """How far a scale of bare numbers goes: the file only knows which of them somebody chose."""
    words = {word for column in columns for word in words_in(draft, column)}
    top, seen = highest(scale), max((int(word) for word in words if word.isdecimal()), default=0)
    others = max(highest(other) for other, _ in scales_in_use(draft) if as_they_are(other))
    if top < others:
        st.warning(
            f"Nobody chose more than {top} here, while other statements go up to {others}. If {others} could be chosen here "
            "too, say so: a statement that is turned round is counted from the highest number."
        )
    st.selectbox(
        "Highest number one could choose",
        sorted({*range(seen, MOST + 1), top}),
        **session.led(
            draft,
            f"top_{scale.id}",
            top,
            lambda old, chosen: with_scale(old, up_to(scale, chosen, words)),
        ),
    )


def _worth(draft: Draft, scale: AnswerScale, columns: tuple[str, ...]) -> dict[int, str]:
    """What a word may be worth: the numbers of the framework's scale with their words, then the states."""
    values = {value: str(value) for value in _numbers(draft, scale, columns)}
    of_framework = _scale_of(draft, columns)
    if of_framework is not None and draft.own is None:
        values |= {value: f"{value} · {label}" for value, label in of_framework.labels if value in values}
    return {**values, **{int(key): text for key, text in STATES.items()}}


def _numbers(draft: Draft, scale: AnswerScale, columns: tuple[str, ...]) -> range:
    of_framework = _scale_of(draft, columns)
    if of_framework is not None and draft.own is None:
        return range(of_framework.low, of_framework.high + 1)
    values = [value for _, value in scale.words if value > LOWEST_VALUE]
    return range(min([1, *values]), max([len(scale.words), *values]) + 1)


def _scale_of(draft: Draft, columns: tuple[str, ...]) -> Scale | None:
    framework, items = framework_of(draft), {meanings(draft)[column].item for column in columns}
    if framework is None:
        return None
    return next((framework.scale_of(item) for item in framework.items if item.id in items), None)


def _word(
    rows: DeltaGenerator, draft: Draft, scale: AnswerScale, word: str, value: int, worth: dict[int, str], shown: str
) -> None:
    left, right = rows.columns(2, vertical_alignment="center")
    left.markdown(plain(shown))
    with right:
        st.selectbox(
            f"What “{shown}” stands for",
            list(worth) if value in worth else [value, *worth],
            format_func=lambda each: worth.get(each, str(each)),
            label_visibility="collapsed",
            **session.led(
                draft,
                f"word_{scale.id}_{word}",
                int(value),
                lambda old, chosen: with_value(old, scale.id, word, chosen),
            ),
        )


def _groups(draft: Draft) -> None:
    """Which group each word of the group column stands for."""
    found = columns_of(draft, "group")
    if not found or draft.recipe is None:
        return
    known = dict(draft.recipe.groups)
    words = words_in(draft, found[0].column)
    st.subheader("Who each group is", anchor=False)
    if len(words) > MOST_WORDS:
        st.warning(
            f"The column of the group holds {len(words)} different words. Is it the right column? Go back one step to choose another."
        )
        return
    with st.container(border=True):
        for word in words:
            left, right = st.columns(2, vertical_alignment="center")
            left.markdown(plain(word))
            now = known[word] if word in known else group_of(word) or word
            with right:
                st.selectbox(
                    f"The group “{word}” stands for",
                    list(dict.fromkeys([*GROUPS, now, ""])),
                    format_func=lambda name: name or "Leave these answers out",
                    accept_new_options=True,
                    label_visibility="collapsed",
                    **session.led(
                        draft,
                        f"group_{word}",
                        now,
                        lambda old, name, word=word: with_word(old, "groups", word, name or ""),
                    ),
                )


def _schools(draft: Draft) -> None:
    """The names of the schools, where the words in the file should read differently."""
    found = columns_of(draft, "school")
    if not found or draft.recipe is None:
        return
    words, known = words_in(draft, found[0].column), dict(draft.recipe.schools)
    with st.expander(f"Names of the schools ({len(words)})", icon=":material/school:"):
        st.caption(
            "Two spellings of one school? Give both the same name. The name is also what later rounds are matched by."
        )
        if len(words) > MOST_WORDS:
            st.caption(f"The first {MOST_WORDS} of {len(words)} are shown; the others keep their name.")
        for word in words[:MOST_WORDS]:
            left, right = st.columns(2, vertical_alignment="center")
            left.markdown(plain(word))
            with right:
                st.text_input(
                    f"Name of the school “{word}”",
                    label_visibility="collapsed",
                    max_chars=LONGEST_WORD,
                    **session.led(
                        draft,
                        f"school_{word}",
                        known.get(word, word),
                        lambda old, name, word=word: with_word(old, "schools", word, name or word),
                    ),
                )


def quoted(words: tuple[str, ...]) -> str:
    """Up to four words in quotation marks, harmless as Markdown, and how many more."""
    shown = ", ".join(f"“{plain(word)}”" for word in words[:4])
    return shown if len(words) <= 4 else f"{shown} and {len(words) - 4} more"
