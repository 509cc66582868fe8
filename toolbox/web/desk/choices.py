"""What the researcher chooses: every choice has a default, so that the first look already shows the evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from toolbox.model import Framework, Plan, Round, SchoolFacts
from toolbox.web import assignment, choosing, evaluated, navigation, noting, schools, state
from toolbox.web.choosing import day
from toolbox.web.dose import asked
from toolbox.wording import group_name
from toolbox.wording.groups import too_few_schools

COMPARISONS = {
    "one_group": "All schools together",
    "two_groups": "Mentored beside waiting schools",
    "waves": "Waves beside schools not yet mentored",
}


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Rounds in order of time, and the plan made for them."""

    rounds: tuple[Round, ...]
    framework: Framework
    plan: Plan

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(each.id for each in self.rounds)


def choose(found: Sequence[Round]) -> Chosen:
    """The choices at the top of the desk; ends the page where no round is chosen."""
    among = choosing.of_one_framework(found, page="desk")
    framework = state.framework(among[0].framework)
    areas = {area.id: area.name for area in framework.areas}
    left, middle, right = st.columns([3, 1, 1])
    with left:
        rounds = _rounds(among)
    facts, hours = asked.facts(rounds)
    names = evaluated.names_apart([each.name for each in rounds])
    with middle:
        groups = dict.fromkeys(group for each in rounds for group in _shown_as(each))
        of_groups = _several("Groups", {group: group_name(group) for group in groups}, "All groups", key="desk_groups")
    with right:
        of_areas = _several("Scales", areas, "All scales", key="desk_areas")
    comparison = _comparison(rounds, facts) if len(rounds) > 1 and framework.kind != "rubric" else "one_group"
    how = assignment.assignment(rounds)
    if comparison != "one_group":
        how = assignment.ask(rounds, key="desk_assignment")
        _say_who(facts, rounds, comparison)
        if hours.per == "teacher":
            st.caption(asked.HOURS_ARE)
    more = _more(areas, rounds, comparison)
    return Chosen(
        rounds=rounds,
        framework=framework,
        plan=Plan(
            rounds=tuple(name for name in names if name != more["then_round"]),
            groups=of_groups,
            areas=of_areas,
            comparison=comparison,
            schools=facts,
            assignment=how.text,
            at_random=how.at_random,
            **more,
        ),
    )


def _rounds(among: Sequence[Round]) -> tuple[Round, ...]:
    by_id, named = {each.id: each for each in among}, choosing.labels(among)
    usual = choosing.usual_pair(choosing.own_first(among, least=2)) if len(among) > 1 else tuple(among)
    gone = not set(st.session_state.get("desk_rounds", by_id)) <= set(by_id)
    if gone:  # rounds of another framework: said to the browser too, which would go on showing them
        st.session_state["desk_rounds"] = [each.id for each in usual]
    chosen = st.multiselect(
        "Rounds", list(by_id), default=None if gone else [each.id for each in usual], format_func=named.__getitem__, key="desk_rounds",
        persist_state="session", placeholder="Choose at least one",
        help="The earliest is “before”, the latest “after”; rounds between them count in models over all rounds.",
    )  # fmt: skip
    if not chosen:
        st.info("Choose at least one round; two to see a change.", icon=":material/info:")
        st.stop()
    return tuple(sorted((by_id[id] for id in chosen), key=lambda each: each.collected_on))


def _shown_as(of: Round) -> tuple[str, ...]:
    """The groups of a round, those that are shown together by their one name."""
    names = noting.looked(state.viewer(), of.id).merged
    return tuple(names.get(group, group) for group in of.groups)


def _several(label: str, options: dict[str, str], all_of_them: str, *, key: str) -> tuple[str, ...]:
    """Some of the options, in their order; nothing chosen means all."""
    if not set(st.session_state.get(key, ())) <= set(options):
        st.session_state[key] = []  # said to the browser too, which would go on showing what it had
    chosen = st.multiselect(
        label, list(options), format_func=options.__getitem__, placeholder=all_of_them, key=key, persist_state="session"
    )
    return tuple(each for each in options if each in chosen)


def _comparison(rounds: Sequence[Round], facts: Sequence[SchoolFacts]) -> str:
    mentored, waiting, _ = schools.counted(facts, rounds)
    ready = not too_few_schools(mentored, waiting) and assignment.assignment(rounds).text
    first = "two_groups" if ready else "one_group"
    chosen = st.segmented_control(
        "Comparison", list(COMPARISONS), default=first, required=True, format_func=COMPARISONS.__getitem__,
        key="desk_comparison", bind="query-params", persist_state="session",
    )  # fmt: skip
    return chosen if chosen in COMPARISONS else first


def _say_who(facts: Sequence[SchoolFacts], rounds: Sequence[Round], comparison: str) -> None:
    """Which schools are compared, and where that is kept."""
    mentored, waiting, before = schools.counted(facts, rounds)
    also = (
        f" {before} {'was' if before == 1 else 'were'} mentored before the first round already and "
        f"{'belongs' if before == 1 else 'belong'} to neither."
        if before
        else ""
    )
    st.caption(
        f"Mentoring began between {day(rounds[0].collected_on)} and {day(rounds[-1].collected_on)} in {mentored} schools; "
        f"{waiting} were still waiting.{also} A school of which no first day is known counts as waiting."
    )
    if comparison == "waves" and mentored and len(rounds) < 3:
        st.caption(
            "With two rounds there is one wave; a third round shows whether schools moved alike before they began."
        )
    if not mentored or not waiting:
        st.warning(
            "There are no two groups to compare yet. Write down on the Data page when mentoring began in each school.",
            icon=":material/event_busy:",
        )
        navigation.link("data", "Keep the first day of mentoring")


def _more(areas: dict[str, str], rounds: Sequence[Round], comparison: str) -> dict[str, object]:
    """Choices with a sensible default, folded away."""
    with st.expander(
        "More choices: scales that lead, least change that matters, checks that take time", icon=":material/tune:"
    ):
        primary = _several(
            "Scales that lead (their p are adjusted together by Holm; those of the others by Benjamini and Hochberg)",
            areas, "All scales lead", key="desk_primary",
        )  # fmt: skip
        left, right = st.columns(2)
        smallest = left.number_input(
            "Least change that matters, in standard deviations before", min_value=0.0, max_value=2.0, value=0.2, step=0.05,
            key="desk_smallest", persist_state="session", help="0: say nothing about changes that are too little to matter.",
        )  # fmt: skip
        names = evaluated.names_apart([each.name for each in rounds])
        then = ""
        if len(rounds) > 2:
            asked_back = right.selectbox(
                "Round that asked “how was it then?”", ["", *names[1:]], format_func=lambda name: name or "None",
                key="desk_then",
            )  # fmt: skip
            then = asked_back if asked_back in names[1:] else ""
        hub = comparison != "one_group" and st.checkbox(
            "Allow for hubs (as a covariate)", key="desk_hub", persist_state="session"
        )
        resampling = st.toggle(
            "Resampling: school bootstrap, rearrangement checks, wild bootstrap (may take a minute)", key="desk_resampling",
            persist_state="session",
        )  # fmt: skip
        bayesian = st.toggle("Bayesian view beside the change", key="desk_bayesian", persist_state="session")
        return {
            "primary": primary,
            "smallest_change": smallest or None,
            "retest": _retest(areas),
            "then_round": then,
            "covariates": ("hub",) if hub else (),
            "resampling": resampling,
            "bayesian": bayesian,
        }


def _retest(areas: dict[str, str]) -> tuple[tuple[str, float], ...]:
    """Published retest reliabilities, where somebody looked one up."""
    if not st.checkbox("I have published retest reliabilities", key="desk_has_retest", persist_state="session"):
        return ()
    frame = pd.DataFrame(
        {"Scale": list(areas.values()), "Retest reliability": pd.Series([None] * len(areas), dtype="float64")}
    )
    filled = st.data_editor(
        frame, hide_index=True, num_rows="fixed", disabled=["Scale"], placeholder="", key="desk_retest",
        column_config={"Retest reliability": st.column_config.NumberColumn(min_value=0.0, max_value=1.0, format="%.2f")},
        alt="Published retest reliability of each scale; the last column can be filled in",
    )  # fmt: skip
    values = filled["Retest reliability"].tolist()
    return tuple(
        (area, float(value)) for area, value in zip(areas, values, strict=True) if pd.notna(value) and 0 < value <= 1
    )
