"""A list of clusters out of a spreadsheet: how each works, and the schools in it, from one day to another.

A cluster may stand in one row with its schools between semicolons, or in a row for each school. What is said of the cluster
itself (hub, model, incentive, how many mentees it can take) is said once; its other rows may be blank there or say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from toolbox.model import ROLES, Cluster, Membership, Problem, ToolboxError
from toolbox.reading.list_tables import Days, Faults, ListTable, days, list_table, whole
from toolbox.reading.membership_lists import with_names as members_with_names
from toolbox.reading.school_names import SchoolNames
from toolbox.reading.words import match_form

#: The headings each column goes by.
HEADINGS: Mapping[str, frozenset[str]] = {
    "cluster": frozenset({"cluster", "clusters", "cluster name", "name of cluster", "name of the cluster"}),
    "hub": frozenset({"hub", "regional hub", "hub name"}),
    "model": frozenset({"model", "how it works", "way of working", "cluster model", "model of mentoring"}),
    "incentive": frozenset({"incentive", "incentives", "what mentors get", "what mentees get"}),
    "capacity": frozenset({"capacity", "mentees it can take", "mentee schools it can take", "can take"}),
    "mentor": frozenset({"mentor school", "mentor schools"}),
    "role": frozenset({"role", "roles"}),
    "school": frozenset({"school", "schools", "mentee school", "mentee schools", "school name", "name of the school"}),
    "from": frozenset({"from", "since", "starts", "start", "start date", "member from", "member since"}),
    "to": frozenset({"to", "until", "ends", "end", "end date", "member until", "last day"}),
}  # fmt: skip
#: One of these beside the cluster's name makes a list of clusters; one of ``ALSO`` where nothing else stands in it, for a log
#: of sessions may name clusters and schools, too.
TELLING = ("model", "incentive", "capacity")
ALSO = ("mentor", "school", "hub")
_TEXTS = ("hub", "model", "incentive")
#: More mentee schools than this is no capacity.
_MOST = 1000


@dataclass(frozen=True, kw_only=True)
class ClusterList:
    """What a file says about clusters. What it leaves blank says nothing, and changes nothing."""

    clusters: tuple[Cluster, ...]
    rows: tuple[Membership, ...] = ()
    """The schools in them, as the file writes their names."""
    problems: tuple[Problem, ...] = ()


def read_clusters(content: bytes, name: str = "The list") -> ClusterList:
    """The clusters of a CSV file or of a workbook's first sheet that has a column of clusters and one of what they are.

    Raises:
        ToolboxError: ``cluster_list_columns``, ``cluster_list_date``, ``cluster_list_empty``, and what
            :mod:`toolbox.reading.opening` refuses.

    Example:
        >>> found = read_clusters(b"Cluster,Model,Mentor school,Schools,From\\nNorth,virtual,Elm,Oak; Ash,2025-10-27\\n")
        >>> [(one.name, one.model) for one in found.clusters], [(row.role, row.school) for row in found.rows]
        ([('North', 'virtual')], [('mentor', 'Elm'), ('mentee', 'Oak'), ('mentee', 'Ash')])
    """
    table = list_table(content, name, HEADINGS, ["cluster"])
    if table is None or not any(column in table.cells for column in (*TELLING, *ALSO)):
        raise ToolboxError(
            "cluster_list_columns",
            f"{name} has no column “cluster” with what clusters are beside it. Write the headings cluster, hub, model, "
            "incentive, mentees it can take, role, school, from, to into its first row, one row for each school of a cluster "
            "below; the template has them.",
        )
    when = days(table, ("from", "to"), code="cluster_list_date")
    faults = Faults(table, _SAID, "cluster")
    known: dict[str, _Told] = {}
    for row in range(table.rows):
        if any(cells[row] for cells in table.cells.values()):
            _read(table, row, when, known, faults)
    if not known and not faults.problems:
        raise ToolboxError("cluster_list_empty", f"{name} has headings, but no rows below them.")
    return ClusterList(
        clusters=tuple(each.cluster for each in known.values()),
        rows=tuple(dict.fromkeys(row for each in known.values() for row in each.rows)),
        problems=faults.problems,
    )


@dataclass
class _Told:
    """What was said of one cluster so far."""

    cluster: Cluster
    members: list[Membership] = field(default_factory=list)
    mentors: dict[str, str] = field(default_factory=dict)
    """Mentor schools with a column of their own: of all the cluster's days."""
    whole: list[tuple[date | None, date | None]] = field(default_factory=list)

    @property
    def rows(self) -> list[Membership]:
        begun, ended = [day for day, _ in self.whole if day], [day for _, day in self.whole]
        for_ever = not ended or None in ended
        since, until = min(begun, default=None), None if for_ever else max(day for day in ended if day)
        mentors = [_member(self.cluster.name, "mentor", school, since, until) for school in self.mentors.values()]
        return mentors + self.members


def _read(table: ListTable, row: int, when: Days, known: dict[str, _Told], faults: Faults) -> None:
    name = table.cell("cluster", row)
    role = match_form(table.cell("role", row)) or "mentee"
    since, until = (when.of[column][row] if column in when.of else None for column in ("from", "to"))
    if not name:
        return faults.add("name", row)
    if role not in ROLES:
        return faults.add("role", row, table.cell("role", row))
    if row in when.bad:
        return faults.add("day", row, when.bad[row][1])
    if since and until and until < since:
        return faults.add("order", row, f"{since} to {until}")
    told = known.setdefault(match_form(name), _Told(cluster=Cluster(name=name)))
    _describe(told, table, row, faults)
    here = [_member(told.cluster.name, role, school, since, until) for school in _schools(table.cell("school", row))]
    told.members += here
    for school in _schools(table.cell("mentor", row)):
        told.mentors.setdefault(match_form(school), school)
    told.whole.append((since, until))


def _describe(told: _Told, table: ListTable, row: int, faults: Faults) -> None:
    """What a row says of the cluster itself: the first word counts, another one is told."""
    for part in _TEXTS:
        said, before = table.cell(part, row), getattr(told.cluster, part)
        if said and before and match_form(said) != match_form(before):
            faults.add("twice", row, f"{told.cluster.name}: {before}, and {said}")
        elif said and not before:
            told.cluster = replace(told.cluster, **{part: said})
    cell = table.cell("capacity", row)
    if not cell:
        return
    count, before = whole(cell), told.cluster.capacity
    if count is None or count > _MOST:
        faults.add("capacity", row, cell)
    elif before is not None and count != before:
        faults.add("twice", row, f"{told.cluster.name}: {before}, and {count}")
    else:
        told.cluster = replace(told.cluster, capacity=count)


def _schools(cell: str) -> list[str]:
    return [name for part in cell.split(";") if (name := part.strip())]


def _member(cluster: str, role: str, school: str, since: date | None, until: date | None) -> Membership:
    return Membership(kind="school", member=school, role=role, school=school, cluster=cluster, since=since, until=until)


_SAID = {
    "name": "{rows} without the name of a cluster {were} left out.",
    "role": f"{{rows}} with a role that is none of {', '.join(ROLES)} {{were}} left out.",
    "day": "{rows} with a day nobody can read {were} left out; write it as 2025-10-27.",
    "order": "{rows} that {end} before {they} {begin} {were} left out.",
    "capacity": f"{{rows}} with a number of mentees that is no whole number up to {_MOST:,}: the number was left out, the row is kept.",
    "twice": "{rows} that {say} something else of a cluster than a row before: what was said first is kept.",
}  # fmt: skip


def with_names(
    listed: ClusterList,
    clusters: Iterable[str],
    schools: Iterable[str] | SchoolNames,
    former: Mapping[str, str] | None = None,
) -> tuple[ClusterList, tuple[str, ...]]:
    """The list under the names clusters and schools have here, and the schools nobody knows; their rows stay as they are.

    Example:
        >>> listed = read_clusters(b"cluster,model,school\\nnorth,virtual,ELM\\nSouth,rural,Ash\\n")
        >>> found, unknown = with_names(listed, ["North"], ["Elm"])
        >>> [one.name for one in found.clusters], [(row.cluster, row.school) for row in found.rows], unknown
        (['North', 'South'], [('North', 'Elm'), ('South', 'Ash')], ('Ash',))
    """
    here = {match_form(name): name for name in clusters}
    rows, unknown = members_with_names(
        (replace(row, cluster=here.get(match_form(row.cluster), row.cluster)) for row in listed.rows), schools, former
    )
    named = tuple(replace(each, name=here.get(match_form(each.name), each.name)) for each in listed.clusters)
    return replace(listed, clusters=named, rows=rows), unknown


def described(listed: Iterable[Cluster], kept: Iterable[Cluster]) -> tuple[tuple[Cluster, Cluster], ...]:
    """Each cluster of which the list says something new: as it is kept (without an id where it is not), and as it would be.

    Example:
        >>> kept = [Cluster(id="1", name="North", model="virtual", capacity=3), Cluster(id="2", name="South")]
        >>> told = [Cluster(name="North", incentive="hours"), Cluster(name="South"), Cluster(name="West")]
        >>> [(before.id, now.name, now.model, now.incentive) for before, now in described(told, kept)]
        [('1', 'North', 'virtual', 'hours'), ('', 'West', '', '')]
    """
    there = {each.name: each for each in kept}
    changed = []
    for said in listed:
        before = there.get(said.name, Cluster(name=said.name))
        told = {part: getattr(said, part) for part in _TEXTS if getattr(said, part)}
        if said.capacity is not None:
            told["capacity"] = said.capacity
        now = replace(before, **told)
        if now != before or not before.id:
            changed.append((before, now))
    return tuple(changed)
