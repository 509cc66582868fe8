"""Items: the change of every statement asked in both rounds in the same words, as a mean and on its answers' own steps."""

from __future__ import annotations

from collections.abc import Iterator

from toolbox.evaluation.change import followed, headline, two_samples
from toolbox.evaluation.steps import step_lines
from toolbox.evaluation.study import Study
from toolbox.model import Line


def item_lines(study: Study) -> Iterator[Line]:
    """The same persons where they can be followed, and beside them everybody as two groups of persons."""
    for pairs in study.of_items:
        paired = followed(pairs)
        if paired:
            yield headline(study, pairs)
        yield two_samples(pairs, "check" if paired else "headline")
        if paired and not study.institutional:
            yield from step_lines(study, pairs)
