"""The evaluation tables: one tidy table a block, every row readable by a person, full precision in every cell."""

from __future__ import annotations

from collections import Counter

from toolbox.disclosure import ReleasedEvaluation, ReleasedLine, hidden
from toolbox.disclosure.words import of_whom, under
from toolbox.model import BLOCKS, Table
from toolbox.tables.contrasts import ABOUT, BOUNDARY, CONTRASTS, FLAGS, LEFT_OUT, PARTS, REFUSALS, STANDING
from toolbox.tables.frames import frame_of, names_of
from toolbox.tables.reasons import NOTES, REFUSED, words

#: What every block has, in its order; ``item`` columns only where a block has rows of items.
ROW = ("scale", "scale_name", "group", "arm", "round", "contrast", "contrast_name", "part")
ITEM = ("item", "item_code", "item_name")
TIDY = (
    "estimate", "se", "df", "ci_low", "ci_high", "ci_method", "p", "p_adj", "p_family", "es_name", "es", "es_low", "es_high",
    "n", "n_pairs", "n_schools", "n_hubs", "icc", "deff", "method", "assumptions", "flags", "refused_reason",
)  # fmt: skip

#: Columns only one block has, by their names in ``Line.values``.
OWN: dict[str, tuple[str, ...]] = {
    "flow": ("hub", "of", "lost", "lost_share", "lost_reason"),
    "attrition": ("lost", "lost_share", "boundary"),
    "baseline": ("n_mentored", "n_waiting", "mean_mentored", "mean_waiting", "sd_mentored", "sd_waiting", "variance_ratio", "standing"),
    "change": (
        "n_before", "n_after", "mean_before", "mean_after", "sd_before", "sd_after", "median_before", "median_after",
        "higher", "same", "lower", "r", "expected_change", "start_mean", "margin", "detectable", "smallest_p", "zeros",
        "cluster_min", "cluster_mean", "cluster_max", "probability", "probability_margin", "bayes_factor",
    ),
    "items": ("n_before", "n_after", "mean_before", "mean_after", "sd_before", "sd_after", "higher", "same", "lower", "answer_before", "answer_after", "persons"),
    "groups": (
        "mean_before", "mean_after", "n_mentored", "n_waiting", "schools_mentored", "schools_waiting", "smallest_p",
        "covariates", "r", "hours_mean",
    ),
    "waves": ("rounds_since", "wave", "from_round", "to_round", "n_wave", "n_compared", "schools_wave", "schools_compared"),
    "missing": ("missing_share", "n_leavers", "shift", "difference"),
    "reliability": ("items", "alpha", "omega", "item_rest", "alpha_without", "fit", "chi2", "cfi", "rmsea", "change_cfi", "change_rmsea", "f", "quarter_low", "quarter_high", "share_from_70"),
    "profile": ("mean", "top_share", "invited", "rate", "reliability", "compare_low", "compare_high"),
    "power": ("smallest_points", "schools_planned", "persons_planned", "r2_schools", "r2_persons", "power"),
}  # fmt: skip

TITLES = {
    "flow": "Flow of schools and persons",
    "attrition": "Who was lost between the rounds",
    "baseline": "How alike the groups were at the start",
    "change": "Change between the first and the last round",
    "items": "Change item by item",
    "groups": "Mentored schools beside waiting schools",
    "waves": "Waves of schools beside those not yet mentored",
    "missing": "What missing answers could change",
    "reliability": "How well the scales measure",
    "profile": "Where each school stands",
    "power": "The smallest change that can be seen",
}

#: One sentence a block: when a number is there.
RULES = {
    "flow": "Always shown; numbers of persons from 1 to {below} are hidden.",
    "attrition": "Shown with two rounds or more; leavers beside stayers from {min_bands} pairs, where nobody or at least {min_n} answered once.",
    "baseline": "Shown for two groups once the plan says who chose the mentored schools; from {min_bands} pairs in each group.",
    "change": "Intervals and effect sizes from {min_bands} pairs, p from 4 schools and 4 degrees of freedom; fewer pairs, from {min_n}: counts and "
    "medians.",
    "items": "As the change of areas, without effect sizes; an item that would give another or a few persons away is hidden. "
    "Answers before by answers after: the whole table where every cell is nobody or at least {min_n} persons, or none.",
    "groups": "A difference is tested from 4 schools in each group, once the plan says who chose the mentored schools.",
    "waves": "A wave of fewer than 4 schools gets no standard error; a wave needs schools that are not yet mentored.",
    "missing": "Shown where somebody did not answer again: the same change under other assumptions about who is missing.",
    "reliability": "From 30 persons; below 100 with a note. Invariance from 200 persons a round and 4 items. "
    "Agreement over {min_bands} schools or more of at least {min_n} persons each.",
    "profile": "Schools in alphabetical order, never ranked; a school is shown from {min_n} persons, as on its own page.",
    "power": "For planning: what the design could have seen, never the power of what was found.",
}


_REMARKS = NOTES | FLAGS
_REASONS = REFUSED | REFUSALS


def rule_of(name: str, released: ReleasedEvaluation) -> str:
    """When a block is shown, with the least numbers in force."""
    return of_whom(under(RULES[name], released.policy), released.framework)


def block_table(released: ReleasedEvaluation, name: str) -> Table:
    """One block as a table, every line a row; where the block was left out, no row and the reason in the notes.

    Raises:
        KeyError: for a name that is none of the eleven blocks.
    """
    lines = [line for line in released.lines if line.block == name]
    columns = (*ROW, *(ITEM if any(line.item for line in lines) else ()), *TIDY)
    columns += tuple(own for own in OWN[name] if own not in columns)
    frame = frame_of([_row(released, line, OWN[name]) for line in lines], columns)
    return Table(
        name=name,
        title=TITLES[name],
        frame=frame,
        notes=(rule_of(name, released), *_notes(released, name, lines)),
    )


def block_tables(released: ReleasedEvaluation) -> tuple[Table, ...]:
    """The eleven blocks in the order of a report."""
    return tuple(block_table(released, name) for name in BLOCKS)


def _contrast(released: ReleasedEvaluation, line: ReleasedLine) -> str:
    """What is estimated, in words; of a rubric the schools are who answers."""
    said = CONTRASTS.get(line.contrast, line.contrast.replace("_", " "))
    return of_whom(said, released.framework)


def _row(released: ReleasedEvaluation, line: ReleasedLine, own: tuple[str, ...]) -> dict[str, object]:
    found, effect = line.found, line.effect
    named = names_of(released.framework, line.area, line.item) if line.area else {}
    seen = not line.hidden
    refusals = (found.refused, effect.refused) if seen else ()
    return {
        **{name: line.values.get(name) for name in own},
        "lost_reason": FLAGS.get(line.values.get("lost_reason"), ""),
        "standing": STANDING.get(line.values.get("standing"), ""),
        "boundary": BOUNDARY.get(line.values.get("boundary"), ""),
        "scale": named.get("area", ""),
        "scale_name": named.get("area_name", ""),
        **{name: named.get(name) for name in ITEM},
        "group": line.group,
        "arm": ABOUT.get(line.arm, line.arm),
        "round": line.round,
        "contrast": line.contrast,
        "contrast_name": _contrast(released, line),
        "part": PARTS[line.part],
        **{name: getattr(found, name) for name in ("estimate", "se", "df", "ci_low", "ci_high", "p")},
        "ci_method": line.ci_method,
        "p_adj": line.p_adjusted,
        "p_family": line.family,
        "es_name": line.effect_name,
        "es": effect.estimate,
        "es_low": effect.ci_low,
        "es_high": effect.ci_high,
        "n": (found.n or effect.n or (0 if line.block == "flow" and not found.refused else None)) if seen else None,
        "n_pairs": line.n_pairs,
        "n_schools": (found.n_schools or effect.n_schools or None) if seen else None,
        "n_hubs": line.n_hubs,
        "icc": line.icc,
        "deff": line.design_effect,
        "method": "; ".join(dict.fromkeys(each.method for each in (found, effect) if each.method)) if seen else "",
        "assumptions": line.assumptions,
        "flags": words((*found.flags, *effect.flags), _REMARKS, released.policy),
        "refused_reason": hidden(line.hidden, released.policy)
        if line.hidden
        else words(refusals, _REASONS, released.policy),
    }


def _notes(released: ReleasedEvaluation, name: str, lines: list[ReleasedLine]) -> tuple[str, ...]:
    notes = [
        f"Left out: {LEFT_OUT.get(reason, reason.replace('_', ' '))}."
        for block, reason in released.left_out
        if block == name
    ]
    if name in ("baseline", "groups", "waves") and lines:
        notes.append(f"Assignment, as the plan states it: {released.plan.assignment.strip()}")
    counted = Counter(line.hidden for line in lines if line.hidden)
    notes += [
        f"{rows} row{'s' if rows > 1 else ''} without numbers, {hidden(reason, released.policy)}."
        for reason, rows in sorted(counted.items())
    ]
    return tuple(notes)
