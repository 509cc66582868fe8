"""Recipes: how the columns of an export become answers. Guessed, confirmed by a person, applied, compared, saved."""

from toolbox.reading.recipes.applying import Applied, Step, apply
from toolbox.reading.recipes.differing import Difference, difference
from toolbox.reading.recipes.guessing import guess, look
from toolbox.reading.recipes.rereading import AsBefore, read_as_before
from toolbox.reading.recipes.written import from_json, to_json

__all__ = [
    "Applied",
    "AsBefore",
    "Difference",
    "Step",
    "apply",
    "difference",
    "from_json",
    "guess",
    "look",
    "read_as_before",
    "to_json",
]
