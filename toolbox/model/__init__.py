"""The words of the house: frozen records every room speaks in, and the one error a visitor reads.

Nothing here computes. Records are frozen and keyword-only; those that hold arrays or frames compare
by identity (``eq=False``).
"""

from toolbox.model.evaluating import BLOCKS, Crowd, Evaluation, EvaluationRound, Line, Plan, SchoolFacts
from toolbox.model.exports import (
    EVENT_KINDS,
    EVENTS,
    AnswerScale,
    Choices,
    ColumnMeaning,
    DateOrder,
    Kind,
    Meaning,
    Question,
    Reading,
    Recipe,
    Repeats,
)
from toolbox.model.meaning import Area, Framework, Item, Level, Scale
from toolbox.model.results import (
    Baseline,
    Cell,
    Change,
    Comparison,
    Estimate,
    Followed,
    Funnel,
    GroupCount,
    NearPair,
    Profile,
    Scores,
    StartingLevels,
    StartingThird,
)
from toolbox.model.rounds import Answers, Average, Averages, Clues, Round, Source
from toolbox.model.seeing import Policy, Table, Viewer
from toolbox.model.speaking import LOWEST_VALUE, Problem, State, ToolboxError

__all__ = [
    "BLOCKS",
    "EVENTS",
    "EVENT_KINDS",
    "GROUPS",
    "LOWEST_VALUE",
    "AnswerScale",
    "Answers",
    "Area",
    "Average",
    "Averages",
    "Baseline",
    "Cell",
    "Change",
    "Choices",
    "Clues",
    "ColumnMeaning",
    "Comparison",
    "Crowd",
    "DateOrder",
    "Estimate",
    "Evaluation",
    "EvaluationRound",
    "Followed",
    "Framework",
    "Funnel",
    "GroupCount",
    "Item",
    "Kind",
    "Level",
    "Line",
    "Meaning",
    "NearPair",
    "Plan",
    "Policy",
    "Problem",
    "Profile",
    "Question",
    "Reading",
    "Recipe",
    "Repeats",
    "Round",
    "Scale",
    "SchoolFacts",
    "Scores",
    "Source",
    "StartingLevels",
    "StartingThird",
    "State",
    "Table",
    "ToolboxError",
    "Viewer",
]

#: The groups frameworks speak of; a hub may name others.
GROUPS = ("leaders", "teachers", "pupils", "parents", "staff")
