"""What two rounds say in up to three sentences: who answered, what moved, how sure and what it cannot show."""

from __future__ import annotations

import math

from toolbox.disclosure import ReleasedChange, ReleasedComparison, ReleasedFunnel
from toolbox.disclosure.words import hidden, points, signed
from toolbox.model import Policy
from toolbox.wording.templates import LEAST_FOR_PERCENT, say


def change_sentences(released: ReleasedComparison, group: str = "") -> tuple[str, ...]:
    """Up to three sentences about one group, or about all groups where none is named.

    A change is called clear where its interval leaves out zero, where it stays so after all areas were looked at
    (Holm), and where it is at least a quarter of a point.
    """
    rows = [row for row in released.areas if group in ("", row.group)]
    if released.framework.kind == "rubric":
        return _rubric(released, rows)
    shown = [row for row in rows if not row.hidden]
    who = _who(released, rows, group)
    if not shown:
        return (who, _nothing(released, rows))
    estimated = [row for row in shown if row.change.estimate is not None]
    clear = [row for row in estimated if is_clear(row)]
    if clear:
        most = max(clear, key=lambda row: abs(row.change.estimate))
        told = say("why_open") if most.change.ci_low is None else _sure(released, most)
        return who, _went(released, most), told
    with_range = [row for row in estimated if row.change.ci_low is not None]
    if with_range:
        return who, _unclear(released, with_range), say("why_open")
    if estimated and released.policy.audience == "public":
        return who, _unclear_publicly(released, estimated), say("why_open")
    if estimated:
        most = max(estimated, key=lambda row: abs(row.change.estimate))
        return who, _unsure(released, most), _these_only(most)
    most = max(shown, key=lambda row: abs((row.higher or 0) - (row.lower or 0)))
    if most.higher is None:
        return who, say("nothing")
    words = {"pairs": most.n_pairs, "group": most.group, "area": _name(released, most.area)}
    return who, say("counts", **words, higher=most.higher, same=most.same, lower=most.lower), _these_only(most)


def _nothing(released: ReleasedComparison, rows: list[ReleasedChange]) -> str:
    """Why no change is shown: too few persons, or all schools together are too few schools, and then what to do."""
    reasons = dict.fromkeys(row.hidden for row in rows if row.hidden in ("few_for_all", "large_school"))
    if not reasons:
        return say("nothing")
    said = "; ".join(hidden(reason, released.policy).removeprefix("hidden: ") for reason in reasons)
    return say("not_together", reasons=said)


def is_clear(row: ReleasedChange) -> bool:
    """Whether a change is worth a sentence; the gate decided it."""
    return row.clear


def _who(released: ReleasedComparison, rows: list[ReleasedChange], group: str) -> str:
    parts = [answered_both(row, rows, released.policy) for row in released.funnel if group in ("", row.group)]
    return say("change_who", parts="; ".join(parts))


def answered_both(count: ReleasedFunnel, rows: list[ReleasedChange], policy: Policy = Policy()) -> str:
    """How one group was compared, and how many that rests on."""
    mine = [row for row in rows if row.group == count.group and not row.hidden]
    known = {"group": count.group, "before": count.before, "after": count.after, "linked": count.linked}
    if count.before == 0 and count.after == 0:
        return say("change_none", group=count.group)
    if count.before is None or count.after is None:
        return say("change_few", group=count.group)
    if not mine:
        reasons = sorted({row.hidden for row in rows if row.group == count.group} - {"no_answers"})
        if reasons in ([], ["few"]):
            return say("change_few", group=count.group)
        return say("change_withheld", **known, reason="; ".join(hidden(reason, policy) for reason in reasons))
    if policy.audience == "public":
        return say("change_publicly", **known)
    paired = [row for row in mine if row.design == "paired"]
    if paired and count.linked:
        if count.before < LEAST_FOR_PERCENT:
            return say("change_both", **known)
        return say("change_both_rate", **known, percent=f"{count.linked / count.before:.0%}".rstrip("%"))
    return say(f"change_{mine[0].why}", **known)


def _went(released: ReleasedComparison, row: ReleasedChange) -> str:
    low_end, high_end = released.framework.span(row.area)
    words = {
        "area": _name(released, row.area), "group": row.group, "low_end": low_end, "high_end": high_end,
        "direction": "up" if row.change.estimate > 0 else "down", "points": points(abs(row.change.estimate)),
        "counts": "",
    }  # fmt: skip
    if row.higher is not None:
        words["counts"] = say("went_counts", higher=row.higher, same=row.same, lower=row.lower)
    if row.mean_before is None or row.mean_after is None:
        return say("went_alone", **words)
    before, after = points(row.mean_before), points(row.mean_after)
    adds_up = points(abs(round(row.mean_after, 1) - round(row.mean_before, 1))) == words["points"]
    return say("went" if adds_up else "went_rounded", **words, before=before, after=after)


def _sure(released: ReleasedComparison, row: ReleasedChange) -> str:
    words = {"low": _end(row.change.ci_low), "high": _end(row.change.ci_high)}
    if row.change.n_schools > 3:
        return say("range_schools", **words, schools=row.change.n_schools)
    if row.design == "paired":
        return say("range_these", **words, n=row.n_pairs, group=row.group)
    return say("range", **words)


def _end(value: float) -> str:
    """An end of a range that leaves out zero: never said as zero."""
    text = signed(value)
    if text != signed(0.0) or value == 0:
        return text
    return say("just_above" if value > 0 else "just_below")


def _unclear(released: ReleasedComparison, rows: list[ReleasedChange]) -> str:
    """No change worth a sentence: because the answers leave it open, or because it is known to be little."""
    if all(row.smaller_than is not None for row in rows):
        # Rounded up, so that what is said is true of the number that was tested.
        return say("smaller", points=points(math.ceil(max(row.smaller_than for row in rows) * 10) / 10))
    most = max(rows, key=lambda row: abs(row.change.estimate))
    words = {
        "group": most.group, "area": _name(released, most.area), "change": signed(most.change.estimate),
        "low": signed(most.change.ci_low), "high": signed(most.change.ci_high),
    }  # fmt: skip
    one_sided = [row for row in rows if row.direction in ("up", "down")]
    if any(row.p_adjusted is not None and row.p_adjusted < 0.05 for row in one_sided):
        return say("little", **words)
    if one_sided:
        words |= {"low": _end(most.change.ci_low), "high": _end(most.change.ci_high)}
        return say("unclear_looked", **words)
    return say("unclear", **words)


def _unclear_publicly(released: ReleasedComparison, rows: list[ReleasedChange]) -> str:
    """No change worth a sentence, where ranges stay inside: they would tell how many answered."""
    most = max(rows, key=lambda row: abs(row.change.estimate))
    words = {"group": most.group, "area": _name(released, most.area), "change": signed(most.change.estimate)}
    return say("unclear_publicly", **words)


def _unsure(released: ReleasedComparison, row: ReleasedChange) -> str:
    name = "unsure_averages" if row.why == "averages" else "unsure"
    return say(name, area=_name(released, row.area), group=row.group, change=signed(row.change.estimate))


def _these_only(row: ReleasedChange) -> str:
    if row.design == "paired":
        return say("these_only", n=row.n_pairs, group=row.group)
    return say("these_two", before=row.n_before, after=row.n_after, group=row.group)


def _rubric(released: ReleasedComparison, rows: list[ReleasedChange]) -> tuple[str, ...]:
    schools = len(released.schools)
    who = say("who_rubric_many", schools=schools) if schools > 1 else say("who_rubric", schools=released.schools[0])
    counted = [row for row in rows if not row.hidden and row.higher is not None and row.mean_before is None]
    if counted:
        most = max(counted, key=lambda row: row.higher + row.lower)
        words = {"area": _name(released, most.area), "of": most.n_pairs}
        return who, say("rubric_counts", **words, higher=most.higher, same=most.same, lower=most.lower)
    known = [row for row in rows if not row.hidden and row.mean_before is not None]
    if not known:
        return who, say("nothing")
    moved = [row for row in known if points(row.mean_before) != points(row.mean_after)]
    if not moved:
        return who, say("rubric_stayed")
    moved.sort(key=lambda row: -abs(row.mean_after - row.mean_before))
    low_end, high_end = released.framework.span()
    decimals = 1 if released.framework.averaged else 0  # a level is a whole number
    told = [
        say(
            "rubric_went",
            area=_name(released, row.area),
            before=points(row.mean_before, decimals),
            after=points(row.mean_after, decimals),
            low_end=low_end,
            high_end=high_end,
        )
        for row in moved[:2]
    ]
    return who, *told


def _name(released: ReleasedComparison, area: str) -> str:
    return next(each.name for each in released.framework.areas if each.id == area)
