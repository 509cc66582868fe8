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
from toolbox.model.following_up import (
    Action,
    Benchmark,
    BenchmarkRow,
    CategoryOutcome,
    Position,
    RatingNote,
    Release,
    Shown,
    Together,
)
from toolbox.model.meaning import Area, Descent, Framework, Item, Level, Relation, Scale
from toolbox.model.results import (
    Baseline,
    Cell,
    Change,
    Comparison,
    Estimate,
    Followed,
    Funnel,
    Gap,
    GapMove,
    Grid,
    GroupCount,
    NearPair,
    Profile,
    Scores,
    StartingLevels,
    StartingThird,
    Unity,
)
from toolbox.model.rounds import Answers, Average, Averages, Clues, Round, Source
from toolbox.model.seeing import PUBLIC, Policy, Table, Viewer
from toolbox.model.speaking import LOWEST_VALUE, Problem, State, ToolboxError
from toolbox.model.trending import Band, Mark, SchoolMeans, Trend, TrendPoint, TrendRound

__all__ = [
    "BLOCKS",
    "EVENTS",
    "EVENT_KINDS",
    "GROUPS",
    "LOWEST_VALUE",
    "PUBLIC",
    "THE_SCHOOL",
    "Action",
    "AnswerScale",
    "Answers",
    "Area",
    "Average",
    "Averages",
    "Band",
    "Baseline",
    "Benchmark",
    "BenchmarkRow",
    "CategoryOutcome",
    "Cell",
    "Change",
    "Choices",
    "Clues",
    "ColumnMeaning",
    "Comparison",
    "Crowd",
    "DateOrder",
    "Descent",
    "Estimate",
    "Evaluation",
    "EvaluationRound",
    "Followed",
    "Framework",
    "Funnel",
    "Gap",
    "GapMove",
    "Grid",
    "GroupCount",
    "Item",
    "Kind",
    "Level",
    "Line",
    "Mark",
    "Meaning",
    "NearPair",
    "Plan",
    "Policy",
    "Position",
    "Problem",
    "Profile",
    "Question",
    "RatingNote",
    "Reading",
    "Recipe",
    "Relation",
    "Release",
    "Repeats",
    "Round",
    "Scale",
    "SchoolFacts",
    "SchoolMeans",
    "Scores",
    "Shown",
    "Source",
    "StartingLevels",
    "StartingThird",
    "State",
    "Table",
    "Together",
    "ToolboxError",
    "Trend",
    "TrendPoint",
    "TrendRound",
    "Unity",
    "Viewer",
]

#: The groups frameworks speak of; a hub may name others.
GROUPS = ("leaders", "teachers", "pupils", "parents", "staff")

#: Whose an agreed rating is: the school's own, no group's of persons.
THE_SCHOOL = "school"
