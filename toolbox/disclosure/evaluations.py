"""The gate for evaluation tables: every line follows the pages' own decisions, and rules 14 and 15 of the room."""

from __future__ import annotations

from dataclasses import replace

from toolbox.disclosure import rules
from toolbox.disclosure.behind import OVER_SCHOOLS, Ground, ground_of, pairs_of, small_schools, why_hidden
from toolbox.disclosure.closure import MEAN, SPREAD
from toolbox.disclosure.comparisons import narrows
from toolbox.disclosure.lines_by_school import line_by_school
from toolbox.disclosure.passed_on import remark
from toolbox.disclosure.profiles import reasons_by_school
from toolbox.disclosure.released import ReleasedEvaluation, ReleasedLine, gate
from toolbox.disclosure.sides import NOTHING, sides_seen
from toolbox.model import Estimate, Evaluation, Line, Policy, ToolboxError, Viewer

#: Columns that are numbers of persons: hidden one by one from 1 to ``min_n`` - 1 (rule 8).
SIZES = ("of", "lost", "n_before", "n_after", "n_leavers", "cluster_min", "cluster_max", "persons")

#: Counts that add up to the pairs.
MOVED = ("higher", "same", "lower")

#: Columns that only say what a line is about: they stay where its numbers go.
ABOUT = ("hub", "wave", "from_round", "to_round", "lost_reason", "covariates", "answer_before", "answer_after", "items")

#: Numbers of a distribution over schools.
QUARTERS = ("quarter_low", "quarter_high")

#: Columns told by what pairs answered in each round, and effect sizes told by their changes alone.
OF_EACH_ROUND = ("mean_before", "mean_after", "sd_before", "sd_after", "median_before", "median_after", "r")
OF_CHANGES = ("", "d_z", "rank_biserial", "cliffs_delta")


def release_evaluation(evaluation: Evaluation, policy: Policy, viewer: Viewer) -> ReleasedEvaluation:
    """An evaluation as this viewer may see it. The rules stand in :mod:`toolbox.disclosure`."""
    if policy.audience == "public":
        raise ToolboxError(
            "not_public",
            "Evaluation tables are made for research and for the hub: they hold standard errors and numbers of persons. "
            "For the public, take the School or the Change page's public version.",
        )
    view = rules.view_of(evaluation.schools, evaluation.of_schools, viewer)
    rubric = evaluation.framework.kind == "rubric"
    ground = ground_of(evaluation, policy, viewer, view)
    with gate():
        return ReleasedEvaluation(
            plan=evaluation.plan,
            framework=evaluation.framework,
            rounds=evaluation.rounds,
            schools=evaluation.schools,
            of_schools=evaluation.of_schools,
            lines=tuple(
                _stated(line) if rubric else _remarked(_released(line, ground), line, ground)
                for line in evaluation.lines
            ),
            left_out=evaluation.left_out,
            policy=policy,
        )


def _remarked(seen: ReleasedLine, line: Line, ground: Ground) -> ReleasedLine:
    """Rule 28 in tables: beside an average of all schools it is said that few, or mostly one, are behind it."""
    if seen.hidden or line.inside or line.about == "sizes" or ground.pairs_view != "all":
        return seen
    of_everybody = line.about == "everybody" or line.contrast == "two_samples"
    row = (ground.independent if of_everybody else ground.paired).get((line.area, line.group, line.item))
    why = "" if row is None or line.block == "profile" else remark(row, paired=not of_everybody)
    return replace(seen, found=replace(seen.found, flags=(*seen.found.flags, why))) if why else seen


def _released(line: Line, ground: Ground) -> ReleasedLine:
    if line.about == "sizes":
        return _sizes(line, ground.policy)
    if line.contrast == "change" and not line.arm and line.block in ("change", "items"):
        return _as_on_the_page(line, ground, "paired")
    if line.contrast == "two_samples" and line.block in ("change", "items"):
        return _two_samples(line, ground)
    if line.block == "profile":
        return _of_school(line, ground)
    reason = why_hidden(line, ground)
    if reason:
        return _withheld(line, reason)
    if line.about == "changes" and pairs_of(line, ground, changes_only=False):
        line = _changes_alone(line)
    if line.contrast in OVER_SCHOOLS:
        line = _blurred(line, ground)
    found = line_by_school(line, ground)
    if found is None:
        return _withheld(line, "protects_school")
    line = found
    row = ground.shown.get((line.area, line.group, line.item))
    if row is not None and row.design == "paired" and row.higher is None and "zeros" in line.values:
        line = replace(line, values={name: value for name, value in line.values.items() if name != "zeros"})
    return _shown(line, ground.policy)


def _changes_alone(line: Line) -> Line:
    """What follows from the differences of pairs stays; what each round's values are needed for goes."""
    values = {name: None if name in OF_EACH_ROUND else value for name, value in line.values.items()}
    gone = line.effect_name not in OF_CHANGES
    effect = Estimate(refused="protects_few") if gone else line.effect
    return replace(line, values=values, effect=effect, assumptions="" if gone else line.assumptions)


# ── one line ──


def _named(line: Line) -> dict[str, object]:
    names = ("block", "contrast", "part", "area", "item", "group", "arm", "round")
    return {name: getattr(line, name) for name in names}


def _shown(line: Line, policy: Policy, **instead: object) -> ReleasedLine:
    taken = (
        "found", "ci_method", "p_adjusted", "family", "effect_name", "effect", "n_pairs", "n_hubs", "icc",
        "design_effect", "assumptions", "values",
    )  # fmt: skip
    seen = {name: getattr(line, name) for name in taken} | instead
    if line.contrast == "reliable_change" and any(
        n is not None and not rules.none_or_enough(n, policy) for n in (line.values.get(name) for name in MOVED)
    ):
        # Two of the three give the third: a few who moved hide all.
        seen["values"] = {name: None if name in MOVED else value for name, value in seen["values"].items()}
    seen["values"] = {
        name: rules.size(value, policy) if name in SIZES and value is not None else value
        for name, value in seen["values"].items()
    }
    if seen["values"].get("n_leavers", 0) is None:
        seen["values"] |= {"missing_share": None}
    return ReleasedLine(**_named(line), **seen)


def _withheld(line: Line, reason: str) -> ReleasedLine:
    values = {name: value if name in ABOUT else None for name, value in line.values.items()}
    found = Estimate(flags=rules.harmless(line.found.flags))
    return ReleasedLine(**_named(line), effect_name=line.effect_name, found=found, values=values, hidden=reason)


def _stated(line: Line) -> ReleasedLine:
    """Rule 9: what schools state about themselves."""
    return _shown(line, Policy(), values={}) if line.about == "sizes" else ReleasedLine(
        **_named(line), found=line.found, ci_method=line.ci_method, p_adjusted=line.p_adjusted, family=line.family,
        effect_name=line.effect_name, effect=line.effect, n_pairs=line.n_pairs, values=line.values,
    )  # fmt: skip


def _sizes(line: Line, policy: Policy) -> ReleasedLine:
    """Rule 8: how many there are, never from 1 to k - 1; a share goes with the number it is made of."""
    n, pairs = (None if each is None else rules.size(each, policy) for each in (line.found.n, line.n_pairs))
    if n is None:
        return _withheld(line, "few")
    values = dict(line.values)
    lost = values.get("lost")
    if lost is not None and rules.size(lost, policy) is None:
        values |= {name: None for name in ("lost", "lost_share", "lost_reason") if name in values}
        line = replace(line, found=Estimate(n=n, n_schools=line.found.n_schools, refused="few_lost"), ci_method="")
    return _shown(replace(line, n_pairs=pairs), policy, values=values)


def _as_on_the_page(line: Line, ground: Ground, design: str) -> ReleasedLine:
    """The Change page's own row: what it shows, and what it does not."""
    row = ground.shown.get((line.area, line.group, line.item))
    line = line_by_school(line, ground) or line
    if row is None:
        return _withheld(line, "no_answers")
    if row.design != design:
        return _withheld(line, row.why if row.why in ("protects_few", "few_pairs") else "no_pairs")
    if row.hidden:
        return _withheld(line, row.hidden)
    values = {name: getattr(row, name) if hasattr(row, name) else None for name in line.values}
    flags = (*row.change.flags, *row.flags, *(line.found.flags if row.change.se is not None else ()))
    # The tree may refuse a p the page shows: model and robust interval disagree.
    change = replace(
        row.change,
        flags=tuple(dict.fromkeys(flags)),
        p=row.change.p if line.found.p is not None else None,
        refused=row.change.refused or line.found.refused,
    )
    # Those columns of a paired row that its pairs' spread is told by go where the page hides that spread.
    whole = design == "independent" or row.mean_before is not None
    return _shown(
        line,
        ground.policy,
        found=change,
        effect=row.effect if line.effect_name else Estimate(),
        p_adjusted=line.p_adjusted if change.p is not None else None,
        family=line.family if change.p is not None else "",
        ci_method=line.ci_method if row.change.ci_low is not None else "",
        n_pairs=row.n_pairs,
        icc=line.icc if whole and row.change.se is not None else None,
        design_effect=line.design_effect if whole and row.change.se is not None else None,
        assumptions=line.assumptions if whole and row.change.se is not None else "",
        values=values,
    )


def _two_samples(line: Line, ground: Ground) -> ReleasedLine:
    """Everybody, as two groups: the page's row where it chose so, else by the rules of each round alone."""
    key = line.area, line.group, line.item
    row = ground.shown.get(key)
    if row is not None and row.design == "independent":
        return _as_on_the_page(line, ground, "independent")
    everybody, sides = ground.independent[key], ground.sides.get(key[:2], NOTHING)
    # As the pages: the means as a whole, and their spread.
    reasons = (
        sides_seen(everybody, least, ground.policy, ground.pairs_view, sides)
        for least in (ground.policy.min_n, ground.least)
    )
    reason = next((each for each in reasons if each), "")
    if reason:
        return _withheld(line, reason)
    line = line_by_school(line, ground) or line
    if narrows(everybody, ground.policy, ground.pairs_view):
        values = {name: None if name in ("sd_before", "sd_after") else value for name, value in line.values.items()}
        found = replace(line.found, df=None)
        return _shown(line, ground.policy, found=found, effect=Estimate(refused="few"), values=values)
    return _shown(line, ground.policy)


# ── schools as a distribution ──


def _blurred(line: Line, ground: Ground) -> Line:
    """Rule 18: in full precision a small school's value tells its number of persons, and so which school it is."""
    if not small_schools(line, ground) or line.found.estimate is None:
        return line
    values = {
        name: round(value, 2) if name in QUARTERS and value is not None else value
        for name, value in line.values.items()
    }
    return replace(line, found=replace(line.found, estimate=round(line.found.estimate, 2)), values=values)


# ── a school in its profile ──


def _of_school(line: Line, ground: Ground) -> ReleasedLine:
    """Rule 15: what the School page shows of a school, and its shrunken mean where nobody hidden follows from it."""
    profile = ground.profiles.get(line.round)
    known = profile is not None and any((cell.area, cell.group) == (line.area, line.group) for cell in profile.areas)
    if not known or line.arm not in ground.places[line.round]:
        return _withheld(line, "no_answers")
    place, policy = ground.places[line.round][line.arm], ground.policy
    key = ("schools", line.round, line.area, line.group)
    if key not in ground.known:
        shown, in_detail = (
            reasons_by_school(profile, line.area, line.group, policy, level) for level in (MEAN, SPREAD)
        )
        # The mean all schools are drawn to is made of those with enough persons, how far, of their spread: where one of
        # them is hidden, or the spread of just one, the rest of a total follows.
        cell = next(cell for cell in profile.areas if (cell.area, cell.group) == (line.area, line.group))
        enough = [size >= policy.min_n for size in cell.siblings]
        away = any(there and why for there, why in zip(enough, shown, strict=True))
        narrow = sum(there and bool(why) for there, why in zip(enough, in_detail, strict=True))
        ground.known[key] = shown, in_detail, away or narrow == 1
    shown, in_detail, one_away = ground.known[key]
    if shown[place]:
        return _withheld(line, shown[place])
    values = dict(line.values)
    if in_detail[place]:
        values |= {"top_share": None}
    found = line.found
    if one_away:
        found = Estimate(n=found.n, method=found.method, refused="protects_school")
        values |= {name: None for name in ("reliability", "compare_low", "compare_high") if name in values}
    return _shown(
        line, ground.policy, found=found, ci_method=line.ci_method if found.ci_low is not None else "", values=values
    )
