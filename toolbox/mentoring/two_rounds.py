"""Two rounds as both parts about mentoring look at them: compared over all schools, group by group, and put together for the gate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from toolbox.comparison import compare
from toolbox.comparison.cells import Sample
from toolbox.comparison.rounds import Scope, common_groups, of_group, scope
from toolbox.linking import link
from toolbox.model import Answers, Comparison, Evaluation, EvaluationRound, Framework, Line, Plan


@dataclass(frozen=True, kw_only=True, eq=False)
class TwoRounds:
    """Answers of two rounds, every school in view, and what the Change page shows of them."""

    before: EvaluationRound
    after: EvaluationRound
    framework: Framework
    comparison: Comparison
    view: Scope

    def groups(self) -> Iterator[Sample]:
        """The answers of each group both rounds have, with who of them is who.

        Raises:
            ToolboxError: ``no_common_group``.
        """
        rounds = (self.before.answers, self.after.answers)
        for group in common_groups(*rounds, self.view, (self.before.name, self.after.name)):
            first, last = (of_group(each, group) for each in rounds)
            yield Sample(first, last, link(first, last), self.view, self.framework, group)

    def evaluation(self, lines: Iterable[Line]) -> Evaluation:
        """The comparison with the sets of schools told apart in ``lines``, as the gate and its ledger take it."""
        return Evaluation(
            plan=Plan(rounds=(self.before.name, self.after.name)),
            framework=self.framework,
            rounds=tuple((each.name, each.collected_on, each.sha256) for each in (self.before, self.after)),
            schools=self.comparison.schools,
            of_schools=self.comparison.of_schools,
            lines=tuple(lines),
            comparison=self.comparison,
        )


def two_rounds(before: EvaluationRound, after: EvaluationRound, framework: Framework) -> TwoRounds | None:
    """Two rounds compared; None where schools are rated or a round holds averages only, so that nobody is in it.

    Raises:
        ToolboxError: those of :func:`toolbox.comparison.compare`.
    """
    if framework.kind == "rubric" or not all(isinstance(each.answers, Answers) for each in (before, after)):
        return None
    names, days = (before.name, after.name), (before.collected_on, after.collected_on)
    sha256 = before.sha256, after.sha256
    comparison = compare(
        before.answers, after.answers, framework, before_name=names[0], after_name=names[1], before_on=days[0],
        after_on=days[1], sha256=sha256,
    )  # fmt: skip
    view = scope(before.answers, after.answers, None, names, days, sha256)
    return TwoRounds(before=before, after=after, framework=framework, comparison=comparison, view=view)
