"""The methods text of an evaluation, in Markdown: what was asked, which estimators were used and refused, what it cannot show.

Written from the plan and from the released lines, so that it names what was computed and nothing else. For researchers:
it says what sentences for heads must not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from toolbox.disclosure import hidden
from toolbox.disclosure.released import ReleasedEvaluation, ReleasedLine
from toolbox.disclosure.words import many, of_whom, under
from toolbox.model import Estimate, Plan
from toolbox.wording.estimators import ESTIMATORS, Paragraph, estimators_of
from toolbox.wording.references import listed

DESIGNS = {
    "one_group": "One group before and after, without a comparison group",
    "two_groups": "Mentored schools and schools still waiting, before and after",
    "waves": "Schools that began in waves, compared with schools that had not yet begun",
}

#: The sentence every evaluation without assignment by lot ends with.
NOT_BY_LOT = "We did not choose schools by lottery, so other things that happened in this time may explain part or all of any difference."
BY_LOT = "The mentored schools were drawn by lot. What was lost on the way, and the checks beside each headline, still limit what can be said."
ONE_GROUP = (
    "Without a comparison group a change is a description: it cannot be told from what would have happened anyway."
)


_LEVELS = "Levels are counted, never averaged"


def methods(released: ReleasedEvaluation, reasons: Mapping[str, str]) -> str:
    """The text; ``reasons`` says codes of refusals and of blocks left out in words.

    The same evaluation gives the same text: it holds no date of writing and no version of software.
    """
    parts = [
        ["# Methods", "", _opening(released)],
        ["## What was asked", "", *_asked(released)],
        ["## Design, and what it cannot show", "", *_design(released.plan)],
        ["## How it was computed", "", *_computed(released, reasons)],
        ["## Several tests", "", _families(released)],
        ["## What is not there", "", *_not_there(released, reasons)],
        ["## Literature", "", *listed(_sources(released))],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _opening(released: ReleasedEvaluation) -> str:
    framework = released.framework
    if framework.kind == "rubric":
        scored = "A school's rating of an area is the mean of its indicators" if framework.averaged else _LEVELS
        return (
            f"{many(len(released.schools), 'school')} of {released.of_schools}, {many(len(released.rounds), 'round')} of "
            f"{plain(framework.name)} (version {plain(framework.version)}). Each school agreed on its ratings and states them "
            f"itself. {scored}; two rounds are compared over the indicators both rated in the same words. Software and "
            "versions stand in provenance.json."
        )
    return (
        f"{many(len(released.schools), 'school')} of {released.of_schools}, {many(len(released.rounds), 'round')} of "
        f"{plain(framework.name)} (version {plain(framework.version)}). A person's score on a scale is the mean of the items "
        "answered, if at least half of those asked were; two rounds are compared over the items both asked in the same words. "
        "Software and versions stand in provenance.json."
    )


def _asked(released: ReleasedEvaluation) -> Iterator[str]:
    plan = released.plan
    names = {area.id: area.name for area in released.framework.areas}
    rounds = "; ".join(f"{plain(name)} ({day:%Y-%m-%d})" for name, day, _ in released.rounds)
    yield f"- Rounds: {rounds}."
    yield f"- Groups: {_listed(plan.groups) or 'every group that answered the first and the last round'}."
    yield f"- Scales: {_listed(names.get(area, area) for area in plan.areas) or 'all of the framework'}."
    primary = _listed(names.get(area, area) for area in plan.primary) or "all scales"
    yield f"- Primary: {primary}; declared before looking."
    if plan.covariates:
        yield f"- Adjusted for: {_listed(plan.covariates)}."
    if plan.smallest_change is not None:
        yield f"- Least change that matters: {plan.smallest_change:g} standard deviations before."
    for area, value in plan.retest:
        yield f"- Retest reliability looked up for {plain(names.get(area, area))}: {value:g}."
    if plan.then_round:
        yield f"- Asked how it was then: {plain(plan.then_round)}."
    yield f"- Intervals: {plan.confidence * 100:g} %."
    if plan.resampling:
        yield f"- Resampling: {plan.draws:,} draws, seed {plan.seed}."
    else:
        yield "- Resampling was not asked for: rows that need it are not there."


def _design(plan: Plan) -> Iterator[str]:
    yield f"{DESIGNS[plan.comparison]}, {'assigned by lot' if plan.at_random else 'not assigned by lot'}."
    yield ""
    yield BY_LOT if plan.at_random else NOT_BY_LOT
    if plan.comparison == "one_group":
        yield ONE_GROUP
        return
    yield ""
    if plan.assignment.strip():
        yield "Assignment, as stated by those who carried it out:"
        yield ""
        yield from (f"> {plain(line)}" for line in plan.assignment.strip().splitlines())
    else:
        yield (
            "How the mentored schools were chosen is not stated. A comparison of groups is not printed without it: who chose, how, "
            "when, and who knew."
        )


def _computed(released: ReleasedEvaluation, reasons: Mapping[str, str]) -> Iterator[str]:
    known, unknown = _used(released)
    for key, lines in known.items():
        yield from _paragraph(ESTIMATORS[key], lines, reasons, released, key)
    for contrast, lines in unknown.items():
        yield from _paragraph(
            Paragraph(title=contrast.replace("_", " ").capitalize(), text="As named by the lines."),
            lines,
            reasons,
            released,
        )
    if not known and not unknown:
        yield "Nothing was computed."


def _used(released: ReleasedEvaluation) -> tuple[dict[str, list[ReleasedLine]], dict[str, list[ReleasedLine]]]:
    """Estimator → its lines, in the order of the house; and what no paragraph is written for."""
    found: dict[str, list[ReleasedLine]] = {}
    unknown: dict[str, list[ReleasedLine]] = {}
    for line in released.lines:
        keys = estimators_of(line.contrast, line.effect_name)
        if not keys:
            unknown.setdefault(line.contrast, []).append(line)
        for key in (*keys, *_beside(line)):
            found.setdefault(key, []).append(line)
    return {key: found[key] for key in ESTIMATORS if key in found}, unknown


def _beside(line: ReleasedLine) -> Iterator[str]:
    """Estimators whose numbers stand in columns of a row about something else."""
    if line.assumptions:
        yield "assumptions"
    if line.icc is not None:
        yield "intraclass"
    if line.values.get("bayes_factor") is not None:
        yield "bayes_factor"


def _paragraph(
    about: Paragraph, lines: list[ReleasedLine], reasons: Mapping[str, str], released: ReleasedEvaluation, key: str = ""
) -> Iterator[str]:
    framework, policy = released.framework, released.policy
    yield of_whom(f"### {about.title}", framework)
    yield ""
    yield of_whom(about.text, framework)
    if about.refused:
        rule = under(about.refused, policy)
        yield of_whom(f"Refused or hidden: {rule[:1].lower()}{rule[1:]}", framework)
    found = [each for line in lines if not line.hidden for each in _estimates(line, key)]
    as_named = dict.fromkeys(each.method for each in found if each.method)
    if as_named:
        yield f"As computed here: {plain('; '.join(as_named))}."
    refused = Counter(each.refused for each in found if each.refused)
    if refused:
        said = "; ".join(
            f"{of_whom(under(reasons.get(code, code.replace('_', ' ')), policy), framework)} ({many(rows, 'row')})"
            for code, rows in sorted(refused.items())
        )
        yield f"Not given here: {said}."
    yield ""


def _estimates(line: ReleasedLine, key: str) -> tuple[Estimate, ...]:
    """What of a line belongs to an estimator: its effect size, what it found, both, or neither (a column beside)."""
    if key in _beside(line) and key not in estimators_of(line.contrast, line.effect_name):
        return ()
    if key == line.effect_name and estimators_of(line.contrast) != (key,):
        return (line.effect,)
    if line.effect_name in ESTIMATORS and line.effect_name != key:
        return (line.found,)
    return line.found, line.effect


def _families(released: ReleasedEvaluation) -> str:
    members = Counter(line.family for line in released.lines if line.family)
    if not members:
        return "No p-value was adjusted: there were none, or each stood alone."
    said = "; ".join(f"{family}: {many(rows, 'test')}" for family, rows in members.items())
    return (
        f"Families, declared in the plan: {said}. A family is adjusted within one table and estimate, for the whole download, "
        "not for what is on a screen; the raw p stands beside."
    )


def _not_there(released: ReleasedEvaluation, reasons: Mapping[str, str]) -> Iterator[str]:
    for block, reason in released.left_out:
        yield f"- Table “{block}”: {reasons.get(reason, reason.replace('_', ' '))}."
    counted = Counter((line.block, line.hidden) for line in released.lines if line.hidden)
    for (block, reason), rows in sorted(counted.items()):
        yield f"- Table “{block}”, {many(rows, 'row')}: {hidden(reason, released.policy)}."
    policy = released.policy
    if released.framework.kind == "rubric":
        yield "- Ratings are what each school states about itself: no number is hidden for being of few."
        return
    yield (
        f"- Numbers of fewer than {policy.min_n} persons are hidden, and others where they would reveal them; spread and interval from "
        f"{policy.min_bands} persons."
    )


def _sources(released: ReleasedEvaluation) -> list[str]:
    known, _ = _used(released)
    families = {line.family for line in released.lines if line.family}
    more = [key for key, word in (("holm", "Holm"), ("bh", "BH")) if any(word in family for family in families)]
    return ["jars", *(source for key in known for source in ESTIMATORS[key].sources), *more]


def plain(text: str) -> str:
    """A person's words as one line of Markdown that shows them and does nothing else.

    Example:
        >>> plain("# *A* | [b](c)\\n<d>")
        '\\\\# \\\\*A\\\\* \\\\| \\\\[b\\\\](c) \\\\<d\\\\>'
    """
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", " ".join(text.split()))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(plain(name) for name in names)
