"""The change table as a Word document: scale by scale before, after, change, standardised change, p and adjusted p."""

from __future__ import annotations

from collections.abc import Iterable

from toolbox.disclosure import hidden
from toolbox.disclosure.released import ReleasedEvaluation, ReleasedLine
from toolbox.disclosure.words import group_name, of_whom
from toolbox.reports.printed_numbers import NOTHING, Letters, between, mean_sd, p_value, whole
from toolbox.reports.word_file import PrintedTable, document
from toolbox.tables.reasons import REFUSED, words

HEADINGS = ("Scale", "n", "Before\nM (SD)", "After\nM (SD)", "Change [{ci} CI]", "g [{ci} CI]", "p", "adj. p")

#: Why the change of a row is not the difference of its means.
MIXED = (
    "Change by the mixed model of everybody who answered in any round, because some did not answer again; n, M, SD and g are of those "
    "who answered both times"
)


def change_document(released: ReleasedEvaluation, number: int = 2) -> bytes:
    """The headline of every scale and group."""
    return document(change_printed(released, number))


def change_printed(released: ReleasedEvaluation, number: int = 2) -> PrintedTable:
    """The same as text in cells."""
    lines = [line for line in released.lines if line.block == "change" and line.part == "headline" and not line.item]
    letters = Letters()
    names = {area.id: area.name for area in released.framework.areas}
    ci = f"{released.plan.confidence * 100:g} %"
    rows: list[tuple[str, ...]] = []
    for group in dict.fromkeys(line.group for line in lines):
        rows.append((group_name(group),))
        rows += [_row(released, line, names, letters) for line in lines if line.group == group]
    if not lines:
        rows.append((_none(released),))
    first, last = _ends(released)
    return PrintedTable(
        number=number,
        title=f"Change Between {first} and {last}" if last else f"{first}: One Round, No Change",
        headings=(tuple((heading.format(ci=ci), 1) for heading in HEADINGS),),
        rows=tuple(rows),
        notes=(_general(released, lines), *letters.notes()),
    )


def described(released: ReleasedEvaluation, area: str, group: str) -> ReleasedLine | None:
    """The line that describes a scale and group: the same persons twice, else everybody as two groups of persons."""
    lines = [
        line
        for line in released.lines
        if line.block == "change" and (line.area, line.group, line.item, line.arm) == (area, group, "", "")
    ]
    paired = next((line for line in lines if line.contrast == "change" and not line.hidden), None)
    return paired or next((line for line in lines if line.contrast == "two_samples"), None)


def _row(released: ReleasedEvaluation, line: ReleasedLine, names: dict[str, str], letters: Letters) -> tuple[str, ...]:
    beside = described(released, line.area, line.group) if line.contrast == "mixed" else line
    if beside is None or beside.contrast == "two_samples" or beside.hidden:
        beside = line
    found, effect, values = line.found, beside.effect, beside.values
    name = names.get(line.area, line.area)
    if line.hidden:
        return (name + letters.mark(hidden(line.hidden, released.policy)), *[NOTHING] * (len(HEADINGS) - 1))
    said = [words((code,), REFUSED, released.policy) for code in (found.refused, effect.refused) if code]
    n = whole(line.n_pairs)
    if line.contrast == "mixed":
        said.append(MIXED)
    if line.contrast == "two_samples":
        said.append("Two groups of persons: nobody could be followed, or too few")
        n = f"{whole(values.get('n_before'))} / {whole(values.get('n_after'))}"
    said = [of_whom(each, released.framework) for each in said]
    return (
        name + "".join(sorted(letters.mark(each) for each in dict.fromkeys(said))),
        n,
        mean_sd(values.get("mean_before"), values.get("sd_before")),
        mean_sd(values.get("mean_after"), values.get("sd_after")),
        between(found),
        between(effect),
        p_value(found.p),
        p_value(line.p_adjusted),
    )


def _ends(released: ReleasedEvaluation) -> tuple[str, str]:
    names = [name for name, _, _ in released.rounds]
    return names[0], names[-1] if len(names) > 1 else ""


def _none(released: ReleasedEvaluation) -> str:
    reason = dict(released.left_out).get("change", "")
    return "Nothing to show" + (f": {words((reason,), REFUSED, released.policy)}" if reason else "")


def _general(released: ReleasedEvaluation, lines: Iterable[ReleasedLine]) -> str:
    """What one has to know to read the table: only what is in it."""
    shown = [line for line in lines if not line.hidden]
    schools = f"{len(released.schools)} school{'s' if len(released.schools) > 1 else ''}"
    whom = of_whom("n = persons who answered both times.", released.framework)
    said = [f"{schools}. {whom} Change = after − before; positive is growth."]
    if any(line.found.ci_low is not None for line in shown):
        said.append(f"CI = confidence interval{_methods(line.found.method for line in shown)}.")
    described_by = [described(released, line.area, line.group) or line for line in shown]
    effects = [line for line in described_by if not line.hidden and line.effect.estimate is not None]
    if effects:
        said.append(f"g = standardised change{_methods(line.effect.method for line in effects)}.")
    families = list(dict.fromkeys(line.family for line in shown if line.family))
    if families:
        said.append(f"adj. p = p adjusted within its family: {'; '.join(families)}.")
    said.append(
        "Schools were not drawn by lot." if not released.plan.at_random else "The mentored schools were drawn by lot."
    )
    if not released.plan.at_random:
        said.append("The table describes change; it does not show what brought it about.")
    return " ".join(said)


def _methods(methods: Iterable[str]) -> str:
    named = list(dict.fromkeys(method for method in methods if method))
    return f" ({'; '.join(named)})" if named else ""
