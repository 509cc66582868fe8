"""Which number is the headline: the decision tree, one function per question, every branch with its reason.

The cluster level is the level at which mentoring was given out (school by default). Source of the limits:
simulated type-I error at nominal 5 % (teacher-level t triples false positives at an intraclass correlation
of .10; CR2 and school means hold from 4 schools on). Two groups and waves join here when they are built.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Fewer persons than this: nothing is shown.
LEAST_PERSONS = 5
#: Fewer persons than this: no interval, no p, no effect size.
LEAST_FOR_INTERVAL = 10
#: Fewer schools than this: no sentence about other schools, no p.
LEAST_SCHOOLS = 4
#: From here the clustered interval is the headline on its own.
MANY_SCHOOLS = 10
#: Fewer degrees of freedom behind a standard error than this: no p.
LEAST_DF = 4.0


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One way through the tree: how the spread is taken, and what is refused for which reason."""

    name: Literal["suppress", "counts", "persons", "few_schools", "many_schools", "unclustered"]
    clustered: bool = False
    interval: bool = False
    p: bool = False
    refused: str = ""
    flags: tuple[str, ...] = ()


def one_group(n: int, n_schools: int | None, *, institutional: bool = False) -> Branch:
    """The branch for the change of one group.

    ``n`` pairs (or persons of the smaller round); ``n_schools`` None where nobody named schools: then the
    caller asked for the plain person-level statistic. ``institutional``: each answer is the agreed rating of
    a school, not a person, so small counts reveal nobody.

    >>> one_group(4, 1).name, one_group(8, 1).name, one_group(40, 2).name
    ('suppress', 'counts', 'persons')
    >>> one_group(40, 6).name, one_group(400, 60).name
    ('few_schools', 'many_schools')
    """
    if n < LEAST_PERSONS and not institutional and n_schools is not None:
        return Branch(name="suppress", refused="too_few_persons")
    if n < LEAST_FOR_INTERVAL and not institutional and n_schools is not None:
        return Branch(name="counts", refused="few_pairs")
    if n_schools is None:
        return Branch(name="unclustered", interval=True, p=True, flags=("no_school_clustering",))
    if n_schools < LEAST_SCHOOLS:
        return Branch(name="persons", interval=True, refused="few_schools", flags=("these_persons_only",))
    name = "few_schools" if n_schools < MANY_SCHOOLS else "many_schools"
    return Branch(name=name, clustered=True, interval=True, p=True)
