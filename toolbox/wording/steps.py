"""What is said of a next step: what it is about, where that stood when it was chosen and stands now, and by when."""

from __future__ import annotations

from datetime import date

from toolbox.disclosure import ReleasedCell, StepBeside, StepValue, standing
from toolbox.disclosure.words import group_hidden, group_name, hidden, points
from toolbox.model import Framework, Policy
from toolbox.wording.templates import say

#: Why two values do not stand side by side (``toolbox.disclosure.steps.Apart``).
_APART = {
    "gone": "step_gone",
    "unseen": "step_unseen",
    "reworded": "step_reworded",
    "other_items": "step_other_items",
    "not_asked": "step_not_asked",
    "earlier": "step_earlier",
    "other_framework": "step_other_framework",
}


def day(when: date) -> str:
    """A date as people write it.

    Example:
        >>> day(date(2026, 3, 9))
        '9 March 2026'
    """
    return f"{when.day} {when:%B %Y}"


def step_about(step: StepBeside) -> str:
    """What the step is about, whose answers will show whether it went as hoped, and where the number is to be.

    Example:
        >>> from toolbox.disclosure.examples import FRAMEWORK
        >>> from toolbox.model import Action
        >>> meet = Action(school="Elm", framework="example", area="A", item="example.A1", step="Meet", group="teachers")
        >>> step_about(StepBeside(action=meet, framework=FRAMEWORK, area="A", item="example.A1"))
        'A1 Digital strategy, teachers'
    """
    named = f"{step.name}, {step.action.group}" if step.action.group else step.name
    return named + _aim(step)


def step_when(step: StepBeside, today: date) -> str:
    """By when, said the same way before and after that day; "" without a day.

    Example:
        >>> from toolbox.disclosure.examples import FRAMEWORK
        >>> from toolbox.model import Action
        >>> meet = Action(school="Elm", framework="example", area="A", step="Meet", due=date(2026, 3, 9))
        >>> step = StepBeside(action=meet, framework=FRAMEWORK, area="A", item="")
        >>> step_when(step, date(2026, 3, 1)), step_when(step, date(2026, 3, 10))
        ('By 9 March 2026.', 'Planned for 9 March 2026.')
    """
    due = step.action.due
    if due is None:
        return ""
    return say("step_by" if due >= today and step.action.state == "open" else "step_was_by", day=day(due))


def step_sentences(step: StepBeside, policy: Policy = Policy()) -> tuple[str, ...]:
    """One sentence a group: when chosen, now, how sure, the aim; then why two values do not stand side by side, if so.

    Example:
        >>> from toolbox.disclosure import release, step_beside
        >>> from toolbox.disclosure.examples import profile_of
        >>> from toolbox.model import Action
        >>> meet = Action(school="Northbank School", framework="example", area="A", step="Meet", target=4.0)
        >>> for said in step_sentences(step_beside(meet, release(profile_of(leaders=3, teachers=24)), None)): print(said)
        Leaders hidden: fewer than 5 answers.
        Teachers: 3.5 now (24 answered).
        The round this was chosen in is no longer here, so where it stood then cannot be shown.
    """
    rated = step.framework.kind == "rubric"
    said = [(_rated if rated else _value)(step, value, policy) for value in step.values]
    if step.apart:
        said.append(say(_APART[step.apart], name=step.framework.name))
    return tuple(said)


def number(value: float, *, rated: bool = False) -> str:
    """A value of the scale; an agreed rating is a whole level.

    Example:
        >>> number(2.0), number(2.0, rated=True), number(2.5, rated=True)
        ('2.0', '2', '2.5')
    """
    return f"{value:.0f}" if rated and value == round(value) else points(value)


def _value(step: StepBeside, value: StepValue, policy: Policy) -> str:
    then, now = value.then, value.now
    numbers = {
        when: points(at)
        for when, cell in (("then", then), ("now", now))
        if (at := standing(cell, step.framework)) is not None
    }
    words = {"Group": group_name(value.group), "sure": "", **numbers}
    told = now if "now" in numbers else then if now is None else None
    if told is not None and numbers:
        words["sure"] = _sure(told)
    if len(numbers) == 2:
        return say("step_went", **words)
    if "now" in numbers:
        return (
            say("step_now", **words) if then is None else say("step_then_hidden", **words, reason=_reason(then, policy))
        )
    if "then" in numbers:
        return (
            say("step_then", **words) if now is None else say("step_now_hidden", **words, reason=_reason(now, policy))
        )
    return say("step_hidden", reason=group_hidden(value.group, (now or then).hidden or "no_answers", policy))


def _reason(cell: ReleasedCell, policy: Policy) -> str:
    return hidden(cell.hidden or "no_answers", policy)


def _sure(cell: ReleasedCell) -> str:
    if cell.ci_low is not None and cell.ci_high is not None:
        return say("step_sure", low=points(cell.ci_low), high=points(cell.ci_high), n=cell.n)
    return say("step_unsure" if "mean_only" in cell.flags else "step_counted", n=cell.n)


def _rated(step: StepBeside, value: StepValue, policy: Policy) -> str:
    known = [cell for cell in (value.then, value.now) if cell is not None]
    told = [_level(cell, step.framework) for cell in known]
    if "" in told:
        return say("step_hidden", reason=group_hidden(value.group, "no_answers", policy))
    return say("step_rated", then=told[0], now=told[1]) if len(told) == 2 else say("step_rated_once", then=told[0])


def _level(cell: ReleasedCell, framework: Framework) -> str:
    """An agreed rating; of an area all of whose indicators must reach a level, how many do."""
    if not cell.item and framework.summary == "compliance" and cell.indicators:
        return say("step_met", met=cell.met, of=cell.indicators, required=framework.required)
    at = standing(cell, framework)
    return "" if at is None else number(at, rated=True)


def _aim(step: StepBeside) -> str:
    if step.action.target is None:
        return ""
    return say("step_aim", aim=number(step.action.target, rated=step.framework.kind == "rubric"))


def steps_alt(steps: tuple[StepBeside, ...], policy: Policy = Policy()) -> str:
    """What :func:`toolbox.charts.steps` shows, step by step."""
    low_end, high_end = steps[0].framework.span()
    rows = [
        say(
            "alt_row",
            name=step_about(step),
            values="; ".join(text.rstrip(".") for text in step_sentences(step, policy)),
        )
        for step in steps
    ]
    return say("alt_steps", low_end=low_end, high_end=high_end, rows=" ".join(rows))
