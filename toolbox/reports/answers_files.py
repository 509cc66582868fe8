"""Single answers as files for a statistics program: CSV, SPSS and Stata, with a codebook. One row a person and round.

The three files hold the same rows and variables. Answers without a value keep their reason: in CSV and SPSS as a code
below -100 (declared missing in SPSS), in Stata as .a to .f. Same input, same bytes: the time of writing is taken out.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from toolbox.disclosure import ReleasedAnswers
from toolbox.model import Framework, Item, Table
from toolbox.reports.csv_file import csv
from toolbox.reports.spreadsheet_text import readable
from toolbox.tables.profiles import STATES

#: Raised when the form of ``answers.json`` changes.
FORM = 1

#: ``ReleasedAnswers.code`` in words.
CODES = {0: "no code given", 1: "found again by this code", 2: "code is several persons'"}
LEADING = ("person", "code", "round", "collected_on", "school", "group")

#: Stata's own missing values, one for each reason.
STATA = {state: letter for state, letter in zip(STATES, "abcdef", strict=True)}

#: Longest texts the formats hold: bytes in SPSS, characters in Stata.
SPSS_LABEL, SPSS_VALUE, STATA_LABEL, LONGEST_NAME = 250, 115, 80, 32

#: Written for the time of writing, each as long as what it takes the place of.
_SPSS_TIME, _STATA_TIME = (92, b"01 Jan 0000:00:00"), b"01 Jan 2000 00:00"


def answers_files(found: ReleasedAnswers) -> dict[str, bytes]:
    """Name in the bundle → content."""
    names = variable_names(found.framework, found.items)
    frame = _frame(found, names)
    plain = csv(Table(name="answers", title="Answers", frame=frame))
    return {
        "answers/answers.csv": plain,
        "answers/answers.sav": _sav(found, frame, names),
        "answers/answers.dta": _dta(found, frame, names),
        "answers/codebook.csv": csv(_codebook(found, names)),
        "answers/answers.json": _about(found, names, plain),
    }


def variable_names(framework: Framework, items: Iterable[str]) -> dict[str, str]:
    """Item → a name SPSS and Stata accept: the printed code where that is clear, else the item's id.

    Example:
        >>> from toolbox.disclosure.examples import FRAMEWORK
        >>> variable_names(FRAMEWORK, ["example.A1", "1 of 2", "1-of-2"])
        {'example.A1': 'A1', '1 of 2': 'v1_of_2', '1-of-2': 'v1_of_2_2'}
    """
    codes = {item.id: item.code for item in framework.items}
    taken = {*LEADING, *_RESERVED}
    made = {}
    for item in items:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", codes.get(item) or item).strip("_")[: LONGEST_NAME - 4]
        plain = plain if plain[:1].isalpha() else f"v{plain}"
        name, count = plain, 1
        while name.lower() in taken:
            count += 1
            name = f"{plain}_{count}"
        taken.add(name.lower())
        made[item] = name
    return made


#: Words no variable of SPSS or Stata may be called.
_RESERVED = (
    "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with", "byte", "double", "float", "if", "in",
    "int", "long", "using",
)  # fmt: skip


def _frame(found: ReleasedAnswers, names: Mapping[str, str]) -> pd.DataFrame:
    said = [name for name, _, _ in found.rounds]
    days = [day.isoformat() for _, day, _ in found.rounds]
    made = {
        "person": found.person,
        "code": np.array([CODES[code] for code in found.code.tolist()], object),
        "round": np.array([said[number] for number in found.round.tolist()], object),
        "collected_on": np.array([days[number] for number in found.round.tolist()], object),
        "school": found.school,
        "group": found.group,
    }
    made |= {name: found.values[:, place].astype(np.int32) for place, name in enumerate(names.values())}
    return pd.DataFrame(made)


def _items(found: ReleasedAnswers) -> dict[str, Item]:
    return {item.id: item for item in found.framework.items if item.id in found.items}


def _labels(found: ReleasedAnswers, names: Mapping[str, str]) -> dict[str, str]:
    items = _items(found)
    made = {
        "person": "Pseudonym, drawn for this release only",
        "code": "Whether the person can be found in another round",
        "round": "Round",
        "collected_on": "Date of the round",
        "school": "School",
        "group": "Group",
    }
    for item, name in names.items():
        known = items.get(item)
        turned = " (reversed when scored)" if known and known.reverse else ""
        made[name] = readable(f"{known.code} {known.name}{turned}" if known else item)
    return made


def _values(found: ReleasedAnswers, item: str) -> dict[int, str]:
    """Value → words, of an item's scale; without the reasons for none."""
    known = _items(found).get(item)
    return {value: readable(words) for value, words in found.framework.scale_of(known).labels} if known else {}


def _sav(found: ReleasedAnswers, frame: pd.DataFrame, names: Mapping[str, str]) -> bytes:
    import pyreadstat

    reasons = {int(state): words for state, words in STATES.items()}
    missing = [{"lo": min(reasons), "hi": max(reasons)}]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.sav"
        pyreadstat.write_sav(
            _texts(frame),
            file,
            column_labels={name: _cut(words, SPSS_LABEL) for name, words in _labels(found, names).items()},
            variable_value_labels={
                name: {value: _cut(words, SPSS_VALUE) for value, words in (_values(found, item) | reasons).items()}
                for item, name in names.items()
            },
            missing_ranges={name: missing for name in names.values()},
            variable_measure=dict.fromkeys(names.values(), "ordinal") | dict.fromkeys(LEADING, "nominal"),
            variable_format=dict.fromkeys(names.values(), "F4.0"),
        )
        content = bytearray(file.read_bytes())
    place, instead = _SPSS_TIME
    content[place : place + len(instead)] = instead
    return bytes(content)


def _dta(found: ReleasedAnswers, frame: pd.DataFrame, names: Mapping[str, str]) -> bytes:
    import pyreadstat

    letters = {int(state): letter for state, letter in STATA.items()}
    reasons = {STATA[state]: words for state, words in STATES.items()}
    made = _texts(frame)
    for name in names.values():
        made[name] = pd.Series([letters.get(value, value) for value in frame[name].tolist()], dtype=object)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.dta"
        pyreadstat.write_dta(
            made,
            file,
            column_labels={name: words[:STATA_LABEL] for name, words in _labels(found, names).items()},
            variable_value_labels={name: _values(found, item) | reasons for item, name in names.items()},
            missing_user_values={name: [*letters.values()] for name in names.values()},
            version=14,
        )
        content = file.read_bytes()
    return re.sub(
        rb"(<timestamp>\x11).{17}(</timestamp>)", rb"\g<1>" + _STATA_TIME + rb"\g<2>", content, count=1, flags=re.S
    )


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    """The leading columns as text these formats can hold."""
    return frame.assign(**{name: [readable(str(value)) for value in frame[name]] for name in LEADING})


def _cut(words: str, most: int) -> str:
    """The words, cut at a whole character to so many bytes of UTF-8.

    Example:
        >>> _cut("ääää", 5)
        'ää'
    """
    return words.encode()[:most].decode(errors="ignore")


def _codebook(found: ReleasedAnswers, names: Mapping[str, str]) -> Table:
    items, areas = _items(found), {area.id: area.name for area in found.framework.areas}
    labels = _labels(found, names)
    rows = [{"variable": name, "label": labels[name]} for name in LEADING]
    for item, name in names.items():
        known = items.get(item)
        values = "; ".join(f"{value} = {words}" for value, words in _values(found, item).items())
        span = f"{found.framework.scale_of(known).low} to {found.framework.scale_of(known).high}" if known else ""
        rows.append(
            {
                "variable": name,
                "label": labels[name],
                "item": item,
                "area": areas.get(known.area, known.area) if known else "",
                "values": values or span,
                "missing": "; ".join(
                    f"{words}: {int(state)} (Stata .{STATA[state]})" for state, words in STATES.items()
                ),
            }
        )
    columns = ("variable", "label", "item", "area", "values", "missing")
    frame = pd.DataFrame([{name: row.get(name, "") for name in columns} for row in rows], columns=list(columns))
    return Table(name="codebook", title="Codebook of the answers", frame=frame)


def _about(found: ReleasedAnswers, names: Mapping[str, str], plain: bytes) -> bytes:
    """What a program needs to read ``answers.csv`` back as rounds."""
    told = {
        "answers": FORM,
        "sha256": hashlib.sha256(plain).hexdigest(),
        "framework": found.framework.id,
        "rounds": [
            {
                "name": name,
                "collected_on": day.isoformat(),
                "sha256": sha256,
                "items": list(items),
                "reworded": list(reworded),
                "invited": [list(one) for one in invited],
            }
            for (name, day, sha256), (items, reworded), invited in zip(
                found.rounds, found.asked, found.invited or [()] * len(found.rounds), strict=True
            )
        ],
        "schools": sorted(set(found.school.tolist())),
        "groups": list(found.groups),
        "variables": dict(names),
        "complete": found.complete,
        "schools_under_one_label": [
            {"group": group, "schools": schools, "rows": rows} for group, schools, rows in found.merged
        ],
        "left_out": [{"group": group, "rows": rows} for group, rows in found.left_out],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def missing_words() -> str:
    """The reasons for an answer without a value and their codes, in one line.

    Example:
        >>> missing_words().split("; ")[0]
        '-101 not applicable'
    """
    return "; ".join(f"{int(state)} {words}" for state, words in STATES.items())
