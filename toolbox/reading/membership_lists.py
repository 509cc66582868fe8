"""A list of who belongs where: one row a person or school in one role, from one day to another.

Persons stand there under the code or address they give in surveys, and become the same pseudonyms; nothing else of them is
read. A row that cannot be used is left out and told, with its number in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from toolbox.model import ROLES, Membership, Problem, ToolboxError
from toolbox.reading.list_tables import Faults, ListTable, days, list_table
from toolbox.reading.school_names import SchoolNames
from toolbox.reading.words import match_form

#: The headings each column goes by.
HEADINGS: Mapping[str, frozenset[str]] = {
    "member": frozenset({"member", "members", "person", "code", "personal code", "who", "e-mail", "email", "name"}),
    "kind": frozenset({"kind", "person or school", "kind of member"}),
    "role": frozenset({"role", "roles"}),
    "school": frozenset({"school", "school name", "name of school", "name of the school"}),
    "cluster": frozenset({"cluster", "cluster name"}),
    "from": frozenset({"from", "since", "starts", "start", "start date", "member from", "member since"}),
    "to": frozenset({"to", "until", "ends", "end", "end date", "member until", "last day"}),
}  # fmt: skip
_KINDS = {"person": "person", "school": "school", "": ""}


@dataclass(frozen=True, kw_only=True)
class MembershipList:
    """The rows of a file, persons as pseudonyms, schools as the file writes them."""

    rows: tuple[Membership, ...]
    problems: tuple[Problem, ...] = ()


def read_memberships(content: bytes, name: str = "The list", *, pseudonym: Callable[[str], str]) -> MembershipList:
    """The rows of a CSV file or of a workbook's first sheet that has the columns role and school.

    Args:
        content: the file's bytes.
        name: the file's name, for what is said of it.
        pseudonym: turns a person's code or address into the pseudonym they have in surveys and logs.

    Raises:
        ToolboxError: ``membership_list_columns``, ``membership_list_date``, ``membership_list_empty``, and what
            :mod:`toolbox.reading.opening` refuses.

    Example:
        >>> found = read_memberships(b"member,role,school,from\\nAB12,Mentee,Elm,2025-10-27\\nAB13,boss,Elm,\\n",
        ...     pseudonym=lambda code: "P-" + code)
        >>> one = found.rows[0]
        >>> one.member, one.kind, one.role, one.school, one.since
        ('P-AB12', 'person', 'mentee', 'Elm', datetime.date(2025, 10, 27))
        >>> found.problems[0].code, found.problems[0].rows
        ('membership_role', (3,))
    """
    table = list_table(content, name, HEADINGS, ["role", "school"])
    if table is None:
        raise ToolboxError(
            "membership_list_columns",
            f"{name} has no columns “role” and “school”. Write the headings member, kind, role, school, cluster, from, to into "
            "its first row, one row for each person or school in a role below; the template has them.",
        )
    when = days(table, ("from", "to"), code="membership_list_date")
    rows, faults = [], Faults(table, _SAID, "membership", silent=["member"])  # codes are never repeated
    for row in range(table.rows):
        if not any(cells[row] for cells in table.cells.values()):
            continue
        fault, cell = _fault(table, row)
        if row in when.bad:
            fault, cell = "day", when.bad[row][1]
        one = None if fault else _row(table, row, pseudonym)
        if one is not None and not one.member:
            fault, cell = "member", table.cell("member", row)
        if fault or one is None:
            faults.add(fault, row, cell)
            continue
        since, until = (when.of[column][row] if column in when.of else None for column in ("from", "to"))
        if since and until and until < since:
            faults.add("order", row, f"{since} to {until}")
            continue
        rows.append(replace(one, since=since, until=until))
    if not rows and not faults.problems:
        raise ToolboxError("membership_list_empty", f"{name} has headings, but no rows below them.")
    return MembershipList(rows=tuple(rows), problems=faults.problems)


def _fault(table: ListTable, row: int) -> tuple[str, str]:
    """What is wrong with a row, and the cell; ("", "") where nothing is."""
    if not table.cell("school", row):
        return "school", ""
    if match_form(table.cell("role", row)) not in ROLES:
        return "role", table.cell("role", row)
    if match_form(table.cell("kind", row)) not in _KINDS:
        return "kind", table.cell("kind", row)
    return "", ""


def _row(table: ListTable, row: int, pseudonym: Callable[[str], str]) -> Membership:
    """A row. Without a kind, a school is what names itself, or nobody."""
    school, member = table.cell("school", row), table.cell("member", row)
    named = not member or match_form(member) == match_form(school)
    kind = _KINDS[match_form(table.cell("kind", row))] or ("school" if named else "person")
    return Membership(
        kind=kind,
        member=school if kind == "school" else pseudonym(member),
        role=match_form(table.cell("role", row)),
        school=school,
        cluster=table.cell("cluster", row),
    )


_SAID = {
    "school": "{rows} without a school {were} left out.",
    "role": f"{{rows}} with a role that is none of {', '.join(ROLES)} {{were}} left out.",
    "kind": "{rows} with a kind that is neither person nor school {were} left out.",
    "member": "{rows} of a person without a code {were} left out.",
    "day": "{rows} with a day nobody can read {were} left out; write it as 2025-10-27.",
    "order": "{rows} that {end} before {they} {begin} {were} left out.",
}


def with_names(
    rows: Iterable[Membership], names: Iterable[str] | SchoolNames, former: Mapping[str, str] | None = None
) -> tuple[tuple[Membership, ...], tuple[str, ...]]:
    """The rows under the names schools have here, and the names nobody knows; their rows stay as they are.

    Example:
        >>> rows = [Membership(member="P-1", role="mentee", school="ELM"), Membership(member="P-2", role="mentee", school="Ash")]
        >>> found, unknown = with_names(rows, ["Elm"])
        >>> [each.school for each in found], unknown
        (['Elm', 'Ash'], ('Ash',))
    """
    rows = tuple(rows)
    known = names if isinstance(names, SchoolNames) else SchoolNames(names, former)

    def named(row: Membership) -> Membership:
        school = known.of(row.school) or row.school
        return replace(row, school=school, member=school if row.kind == "school" else row.member)

    return tuple(named(row) for row in rows), known.unknown(row.school for row in rows)
