"""The indicator sheet for a funder: every number with its rule, fraction and source, and what may be claimed of it.

One workbook, and one PDF with the same numbers. Both take what was released for beyond the hub.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from importlib.resources import files

import pandas as pd

from toolbox.disclosure.hubs import ReleasedHub, ReleasedIndicator
from toolbox.model import Table, ToolboxError
from toolbox.reports.workbook_file import workbook
from toolbox.tables import growth_table, indicators_table
from toolbox.wording.indicators import (
    against_target,
    card_lines,
    claim,
    claim_limits,
    hub_sentences,
    number_words,
    rule,
    unit,
    why_not,
)
from toolbox.wording.steps import day

#: Stands for a sign none of the typefaces has.
_UNKNOWN = "□"
_MISSING = re.compile(r'the text `"(.*)"` could not be displayed', re.DOTALL)


def indicator_workbook(found: ReleasedHub) -> bytes:
    """Indicators, growth, codebook and notes as XLSX."""
    made = [indicators(found)]
    if found.growth:
        made.append(growth_table(found))
    return workbook(made, notes(found), found.policy)


def indicators(found: ReleasedHub) -> Table:
    """The table of indicators with its sentences."""
    policy = found.policy
    return indicators_table(
        found,
        rule=lambda each: rule(each.indicator),
        unit=lambda each: unit(each.indicator),
        claim=lambda each: claim(each, policy),
        why=lambda each: why_not(each, policy),
    )


def notes(found: ReleasedHub) -> Table:
    """What the sheet is, what may be claimed, and what none of it says."""
    rows = [("Programme", found.programme), ("As of", day(found.as_of))]
    rows += [("In short", each) for each in hub_sentences(found)]
    rows += [
        ("What may be claimed", f"{each.indicator.name}: {claim(each, found.policy)}") for each in found.indicators
    ]
    rows += [("What it does not say", each) for each in claim_limits(found)]
    return Table(name="notes", title="Notes", frame=pd.DataFrame(rows, columns=["topic", "note"], dtype="str"))


def indicator_pdf(found: ReleasedHub) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1), as many pages as it takes; the same bytes for the same content.

    Raises:
        ToolboxError: ``not_set`` where the typesetter refuses (a bug).
    """
    told = {
        "title": "Indicator sheet",
        "programme": found.programme,
        "day": day(found.as_of),
        "sentences": list(hub_sentences(found)),
        "direct": [_row(each, found) for each in found.indicators if each.indicator.direct],
        "indirect": [_row(each, found) for each in found.indicators if not each.indicator.direct],
        "claims": [[each.indicator.name, claim(each, found.policy)] for each in found.indicators],
        "limits": list(claim_limits(found)),
    }
    return _set(json.dumps(told, ensure_ascii=False), found)


def _row(each: ReleasedIndicator, found: ReleasedHub) -> dict[str, object]:
    return {
        "name": each.indicator.name,
        "number": against_target(each, found.policy),
        "plain": number_words(each, found.policy),
        "definition": each.indicator.definition,
        "rule": rule(each.indicator),
        "lines": list(card_lines(each, found.policy)),
    }


def _set(data: str, found: ReleasedHub) -> bytes:
    """A sign no typeface has becomes a box."""
    import typst

    midnight = datetime(found.as_of.year, found.as_of.month, found.as_of.day, tzinfo=UTC)
    for _ in range(200):
        try:
            return typst.compile(
                files(__package__).joinpath("indicator_sheet.typ").read_bytes(), format="pdf", pdf_standards=["ua-1"],
                ignore_system_fonts=True, timestamp=midnight, sys_inputs={"data": data},
            )  # fmt: skip
        except typst.TypstError as refused:
            missing = _MISSING.search(str(refused))
            unknown = re.sub(r"\\u\{([0-9a-f]+)\}", lambda sign: chr(int(sign[1], 16)), missing[1]) if missing else ""
            if not unknown or unknown not in data or unknown == _UNKNOWN:
                raise
            data = data.replace(unknown, _UNKNOWN)
    raise ToolboxError("not_set", "This sheet has too many signs that the typefaces in use do not have.")
