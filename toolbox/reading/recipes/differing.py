"""What changed in an export since a recipe was made."""

from __future__ import annotations

from dataclasses import dataclass

from toolbox.model import Reading, Recipe, State
from toolbox.reading.recipes.earlier import matches
from toolbox.reading.recipes.persons import column_of
from toolbox.reading.recipes.scales import lookup, value_of


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How an export differs from the recipe of an earlier round."""

    matched: tuple[tuple[str, str], ...]
    """(column in the recipe, column in the export)."""
    new: tuple[str, ...]
    """Columns of the export the recipe does not know."""
    missing: tuple[str, ...]
    """Columns the recipe uses and the export lacks."""
    renamed: tuple[tuple[str, str], ...]
    """(old, new) where the heading differs or the match rests on likeness."""
    reworded: tuple[str, ...]
    """Columns of the export whose question reads differently under the same code."""
    new_answers: tuple[tuple[str, tuple[str, ...]], ...]
    """(scale, answers it does not know yet)."""
    alike: tuple[tuple[str, str], ...] = ()
    """Of the renamed ones, those found by likeness of words only: a person confirms each."""
    statements: tuple[int, int, int] = (0, 0, 0)
    """Statements of the recipe that are missing, questions the file has beside them, statements in both unchanged."""

    @property
    def sentence(self) -> str:
        """The difference in one sentence.

        Example:
            >>> Difference(matched=(("a", "a"),), new=("b", "c"), missing=("d",), renamed=(), reworded=(), new_answers=()).sentence
            'Against the recipe: 2 new columns, 1 missing; 1 as before.'
        """
        answers = sum(len(words) for _, words in self.new_answers)
        counted = (
            (len(self.new), "new column", "new columns"),
            (len(self.missing), "missing", "missing"),
            (len(self.renamed), "renamed", "renamed"),
            (len(self.reworded), "reworded", "reworded"),
            (answers, "new answer option", "new answer options"),
        )
        parts = [f"{number} {one if number == 1 else many}" for number, one, many in counted if number]
        same = len(self.matched) - len({new for _, new in self.renamed} | set(self.reworded))
        if not parts:
            return f"Nothing changed: all {same} columns are as in the recipe."
        return f"Against the recipe: {', '.join(parts)}; {same} as before."

    @property
    def covers(self) -> str:
        """What comparisons with the earlier round can cover; "" where it is everything.

        Example:
            >>> Difference(matched=(), new=(), missing=(), renamed=(), reworded=(), new_answers=(), statements=(3, 1, 17)).covers
            'This round lacks 3 statements and has 1 new question. Comparisons cover the 17 statements in both.'
        """
        lacks, new, both = self.statements
        if not lacks and not new:
            return ""
        parts = [f"lacks {lacks} statement{'' if lacks == 1 else 's'}"] if lacks else []
        parts += [f"has {new} new question{'' if new == 1 else 's'}"] if new else []
        rest = f"the {both} statements" if both != 1 else "the 1 statement"
        return f"This round {' and '.join(parts)}. Comparisons cover {rest} in both."


def difference(recipe: Recipe, reading: Reading) -> Difference:
    """What changed between a recipe and an export it may be applied to.

    Example:
        >>> from toolbox.reading import read
        >>> from toolbox.reading.recipes import guess
        >>> first = guess(read(b"School,I like maths\\nTamme,Agree\\nTamme,Disagree\\n"), None)
        >>> difference(first, read(b"School,I like maths,Age\\nTamme,Agree,9\\nKase,Maybe,8\\n")).sentence
        'Against the recipe: 1 new column, 1 new answer option; 2 as before.'
    """
    found = matches(recipe, reading)
    old = {match.old.column for match in found}
    new = {match.new.key for match in found}
    scales = {scale.id: (scale, lookup(scale)) for scale in recipe.scales}
    unknown: dict[str, dict[str, None]] = {}
    for match in found:
        if match.old.meaning == "item" and match.old.scale in scales:
            scale, forms = scales[match.old.scale]
            for word in column_of(reading, match.new.key).words[1:]:
                if value_of(word, scale, forms, reading.reader) == State.OFF_SCALE:
                    unknown.setdefault(scale.id, {})[word] = None
    lacking = [each for each in recipe.columns if each.meaning == "item" and each.column not in old]
    asked = [each for each in reading.questions if each.key not in new and each.kind in ("scale", "choice")]
    kept = [match for match in found if match.old.meaning == "item" and not match.reworded and match.how != "alike"]
    return Difference(
        matched=tuple((match.old.column, match.new.key) for match in found),
        new=tuple(
            question.key
            for question in reading.questions
            if question.key not in new and question.kind not in ("metadata", "empty")
        ),
        missing=tuple(
            column.column for column in recipe.columns if column.column not in old and column.meaning != "unused"
        ),
        renamed=tuple(
            (match.old.column, match.new.key)
            for match in found
            if match.how == "alike" or (match.old.column != match.new.key and not match.reworded)
        ),
        reworded=tuple(
            match.new.key for match in found if match.reworded and match.how != "alike" and match.old.meaning == "item"
        ),
        new_answers=tuple((id, tuple(words)) for id, words in unknown.items()),
        alike=tuple((match.old.column, match.new.key) for match in found if match.how == "alike"),
        statements=(len(lacking), len(asked), len(kept)),
    )
