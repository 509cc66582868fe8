"""The gate for evaluation tables: every line follows the pages' own decisions, and rules 14 and 15 of the room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolbox.disclosure import rules
from toolbox.disclosure.comparisons import release_comparison, why_not_paired
from toolbox.disclosure.pairs import pairs_apart, pairs_seen, protects, protects_means
from toolbox.disclosure.profiles import reasons_by_school
from toolbox.disclosure.released import ReleasedChange, ReleasedEvaluation, ReleasedLine, gate
from toolbox.disclosure.rules import View
from toolbox.disclosure.sides import NOTHING, Sides, round_apart, sides_of, sides_seen
from toolbox.model import Cell, Change, Crowd, Estimate, Evaluation, Line, Policy, Viewer

Key = tuple[str, str, str]
"""(area, group, item)"""

#: Columns that are numbers of persons: hidden one by one from 1 to ``min_n`` - 1 (rule 8).
SIZES = ("of", "lost", "n_before", "n_after", "n_leavers", "cluster_min", "cluster_max")

#: Counts that add up to the pairs.
MOVED = ("higher", "same", "lower")

#: Columns that only say what a line is about: they stay where its numbers go.
ABOUT = ("hub", "wave", "from_round", "to_round", "lost_reason", "covariates")


#: Columns told by what pairs answered in each round, and effect sizes told by their changes alone.
OF_EACH_ROUND = ("mean_before", "mean_after", "sd_before", "sd_after", "median_before", "median_after", "r")
OF_CHANGES = ("", "d_z", "rank_biserial")


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """What the pages show of the same rounds, looked up once."""

    policy: Policy
    view: View
    """Of the evaluation; ``pairs_view`` of its first and last round."""
    pairs_view: View = "only"
    schools: tuple[str, ...] = ()
    """Of the first and last round, as in ``Change.siblings``."""
    shown: Mapping[Key, ReleasedChange] = field(default_factory=dict)
    paired: Mapping[Key, Change] = field(default_factory=dict)
    independent: Mapping[Key, Change] = field(default_factory=dict)
    once: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Why the Change page hides those who answered once; "" where it does not."""
    sides: Mapping[tuple[str, str], Sides] = field(default_factory=dict)
    cells: Mapping[tuple[str, str, str], Cell] = field(default_factory=dict)
    """(round, area, group) of the profiles of all schools."""
    places: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Where a school stands among the schools of a round's profile."""
    known: dict[tuple, object] = field(default_factory=dict)
    """Decisions already taken."""

    @property
    def least(self) -> int:
        """From so many persons spread, interval and p."""
        return max(self.policy.min_n, self.policy.min_bands)


def release_evaluation(evaluation: Evaluation, policy: Policy, viewer: Viewer) -> ReleasedEvaluation:
    """An evaluation as this viewer may see it. The rules stand in :mod:`toolbox.disclosure`."""
    view = rules.view_of(evaluation.schools, evaluation.of_schools, viewer)
    rubric = evaluation.framework.kind == "rubric"
    ground = _ground(evaluation, policy, viewer, view)
    with gate():
        return ReleasedEvaluation(
            plan=evaluation.plan,
            framework=evaluation.framework,
            rounds=evaluation.rounds,
            schools=evaluation.schools,
            of_schools=evaluation.of_schools,
            lines=tuple(_stated(line) if rubric else _released(line, ground) for line in evaluation.lines),
            left_out=evaluation.left_out,
            policy=policy,
        )


def _ground(evaluation: Evaluation, policy: Policy, viewer: Viewer, view: View) -> _Ground:
    cells = {(each.round, cell.area, cell.group): cell for each in evaluation.profiles for cell in each.areas}
    places = {each.round: {school: place for place, school in enumerate(each.schools)} for each in evaluation.profiles}
    comparison = evaluation.comparison
    if comparison is None:
        return _Ground(policy=policy, view=view, cells=cells, places=places)
    released = release_comparison(comparison, policy, viewer)
    pairs_view = rules.view_of(comparison.schools, comparison.of_schools, viewer)
    return _Ground(
        policy=policy,
        view=view,
        pairs_view=pairs_view,
        schools=comparison.schools,
        shown={(row.area, row.group, row.item): row for row in (*released.areas, *released.items)},
        paired={(row.area, row.group, row.item): row for row in comparison.paired},
        independent={(row.area, row.group, row.item): row for row in comparison.independent},
        once={(row.area, row.group): row.hidden for row in released.baseline},
        sides={} if comparison.framework.kind == "rubric" else sides_of(comparison, policy, pairs_view),
        cells=cells,
        places=places,
    )


def _released(line: Line, ground: _Ground) -> ReleasedLine:
    if line.about == "sizes":
        return _sizes(line, ground.policy)
    if line.contrast == "change" and not line.arm and line.block in ("change", "items"):
        return _as_on_the_page(line, ground, "paired")
    if line.contrast == "two_samples" and line.block in ("change", "items"):
        return _two_samples(line, ground)
    if line.block == "profile":
        return _of_school(line, ground)
    reason = _why_hidden(line, ground)
    if reason:
        return _withheld(line, reason)
    if line.about == "changes" and _pairs_of(line, ground, changes_only=False):
        line = _changes_alone(line)
    row = ground.shown.get((line.area, line.group, line.item))
    if row is not None and row.design == "paired" and row.higher is None:
        # Rule 7: who rose, stayed or fell is not told of here where the page hides it.
        if line.contrast == "superiority":
            return _withheld(line, "alike")
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


def _as_on_the_page(line: Line, ground: _Ground, design: str) -> ReleasedLine:
    """The Change page's own row: what it shows, and what it does not."""
    row = ground.shown.get((line.area, line.group, line.item))
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


def _two_samples(line: Line, ground: _Ground) -> ReleasedLine:
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
    if not reason and line.item in ground.sides.get(key[:2], NOTHING).hidden:
        reason = "beside"
    return _withheld(line, reason) if reason else _shown(line, ground.policy)


# ── whose answers it tells of ──


def _why_hidden(line: Line, ground: _Ground) -> str:
    """The first rule a line breaks; "" where it may be seen."""
    if line.about != "everybody":
        reason = _pairs_of(line, ground, changes_only=line.about == "changes")
        if reason:
            return reason
    elif not all(_everybody_apart(line, schools, ground) for schools in line.inside):
        return "protects_few"
    if line.about == "once" and not line.inside:
        reason = ground.once.get((line.area, line.group), "no_answers")
        if reason:
            return reason
    return next((reason for each in line.crowds if (reason := _crowd(each, ground))), "")


def _pairs_of(line: Line, ground: _Ground, *, changes_only: bool) -> str:
    """Why the pairs behind a line may not be told of: in all schools together, or in sets of schools told apart."""
    key = line.area, line.group, line.item
    asked = (*key, line.inside, changes_only)
    if asked not in ground.known:
        row = ground.paired.get(key)
        together = not line.inside or ground.pairs_view == "only"
        if row is None or not row.n_pairs:
            ground.known[asked] = "no_pairs"
        elif together:
            ground.known[asked] = _together(row, changes_only, ground)
        else:
            sets = ([school in schools for school in ground.schools] for schools in line.inside)
            reasons = (_apart(row, inside, changes_only, ground) for inside in sets)
            ground.known[asked] = next((reason for reason in reasons if reason), "")
    return ground.known[asked]


def _together(row: Change, changes_only: bool, ground: _Ground) -> str:
    """Rules 2, 4 and 6, as the Change page decides."""
    seen = ground.shown.get((row.area, row.group, row.item))
    if seen is not None and seen.design == "paired" and seen.hidden:
        return seen.hidden
    sides = ground.sides.get((row.area, row.group), NOTHING)
    why = why_not_paired(row, ground.policy, ground.pairs_view, sides)
    if why:
        return why if why in ("protects_few", "few_pairs") else "no_pairs"
    if pairs_seen(row, ground.least, ground.policy, ground.pairs_view, sides):
        return "few_pairs"
    if changes_only:
        return ""
    whole = protects_means(row.n_before, row.n_after, row.n_pairs, ground.policy)
    if whole and not pairs_seen(row, ground.least, ground.policy, ground.pairs_view, sides, means=True):
        return ""
    return "protects_few"


def _apart(row: Change, inside: Sequence[bool], changes_only: bool, ground: _Ground) -> str:
    """Rule 14: the same for a set of schools, beside every school's own page."""
    policy, sides = ground.policy, ground.sides.get((row.area, row.group), NOTHING)
    sums = [sum(size[side] for size, here in zip(row.siblings, inside, strict=True) if here) for side in range(3)]
    if not any(sums):
        return ""
    if sums[2] < ground.least:
        return "few_pairs"
    if not protects(*sums, policy) or not (changes_only or protects_means(*sums, policy)):
        return "protects_few"
    levels = [(policy.min_n, False), (ground.least, False)] + ([] if changes_only else [(ground.least, True)])
    if all(pairs_apart(row, inside, least, policy, sides, means) for least, means in levels):
        return ""
    return "protects_few"


def _everybody_apart(line: Line, inside: tuple[str, ...], ground: _Ground) -> bool:
    """Rule 14 for everybody who answered in a set of schools: beside every school's own page, in each round."""
    key = line.area, line.group, line.item
    row, policy, sides = ground.independent.get(key), ground.policy, ground.sides.get(key[:2], NOTHING)
    if row is None:
        return False
    here = [school in inside for school in ground.schools]
    return all(
        round_apart(row, side, here, least, policy, sides) for side in (0, 1) for least in (policy.min_n, ground.least)
    )


def _crowd(crowd: Crowd, ground: _Ground) -> str:
    """Rule 14: nobody, or enough for an interval, here and in what is hidden of the schools."""
    if crowd.n == 0:
        return ""
    least = ground.policy.min_n if crowd.mean_only else ground.least
    if crowd.siblings:
        return _apart(Change(area="", group="", siblings=crowd.siblings), crowd.inside, True, ground)
    if not crowd.by_school:
        return "few" if crowd.n < least else ""
    return rules.seen(crowd.n, least, ground.view, crowd.by_school, [False] * len(crowd.by_school))


# ── a school in its profile ──


def _of_school(line: Line, ground: _Ground) -> ReleasedLine:
    """Rule 15: what the School page shows of a school, and its shrunken mean where nobody hidden follows from it."""
    cell = ground.cells.get((line.round, line.area, line.group))
    if cell is None or line.arm not in ground.places[line.round]:
        return _withheld(line, "no_answers")
    place, policy = ground.places[line.round][line.arm], ground.policy
    key = ("schools", line.round, line.area, line.group)
    if key not in ground.known:
        ground.known[key] = [reasons_by_school(cell, least, policy) for least in (policy.min_n, ground.least)]
    shown, in_detail = ground.known[key]
    if shown[place]:
        return _withheld(line, shown[place])
    values = dict(line.values)
    if in_detail[place]:
        values |= {"top_share": None}
    # The mean all schools are drawn to is made of those with enough persons, and how far of their spread: where one of
    # them is hidden, or the spread of just one, the rest of a total would follow from it.
    enough = [size >= policy.min_n for size in cell.siblings]
    away = any(there and reason for there, reason in zip(enough, shown, strict=True))
    narrow = sum(there and bool(reason) for there, reason in zip(enough, in_detail, strict=True))
    found = line.found
    if away or narrow == 1:
        found = Estimate(n=found.n, method=found.method, refused="protects_school")
        values |= {name: None for name in ("reliability", "compare_low", "compare_high") if name in values}
    return _shown(
        line, ground.policy, found=found, ci_method=line.ci_method if found.ci_low is not None else "", values=values
    )
