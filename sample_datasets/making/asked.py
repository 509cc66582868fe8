"""The columns of the short survey as a reader must give them, whatever a tool calls them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import questions as q
from .expecting import Column
from .persons import Person

#: What the short survey asks before the statements, and what each column is.
ABOUT = (q.SCHOOL, q.ROLE, q.CODE)
KINDS = ("choice", "choice", "key")
#: The options of what helped, as tools of codes call them.
OPTION_CODES = ("colleague", "training", "online", "mentor")


def about(person: Person) -> list[str]:
    """School, role and code."""
    return [person.school, person.role, person.code]


def about_columns(
    persons: Sequence[Person], keys: Sequence[str], codes: Sequence[str] = (), texts: Sequence[str | None] = ()
) -> list[Column]:
    """School, role and code of everybody."""
    return _columns(persons, keys, KINDS, about, codes, texts)


def answer_columns(
    persons: Sequence[Person],
    keys: Sequence[str],
    codes: Sequence[str] = (),
    texts: Sequence[str | None] = (),
    answers: Callable[[Person], Sequence[str]] = lambda person: person.words,
) -> list[Column]:
    """The statements, in words or as ``answers`` has them."""
    return _columns(persons, keys, ("scale",) * len(keys), answers, codes, texts)


def option_columns(
    persons: Sequence[Person],
    keys: Sequence[str],
    ticked: Callable[[int], str] = q.OPTIONS.__getitem__,
    blank: str = "",
    kind: str = "multi",
    codes: Sequence[str] = (),
    texts: Sequence[str | None] = (),
) -> list[Column]:
    """What helped, one column an option."""

    def cells(person: Person) -> list[str]:
        return [ticked(place) if place in person.helped else blank for place in range(len(q.OPTIONS))]

    return _columns(persons, keys, (kind,) * len(keys), cells, codes, texts)


def helped(person: Person, joiner: str) -> str:
    """What helped, in one cell."""
    return joiner.join(q.OPTIONS[place] for place in person.helped)


def number(value: int) -> str:
    """An answer as a code, "" where there is none."""
    return str(value) if value > 0 else ""


def codes_joined(person: Person) -> str:
    """What helped, as codes joined by blanks."""
    return " ".join(OPTION_CODES[place] for place in person.helped)


def own(
    persons: Sequence[Person], key: str, cell: Callable[[Person], str], kind: str = "metadata", /, **more
) -> Column:
    """One column a tool adds of itself, or any other."""
    return Column(key=key, kind=kind, cells=[cell(person) for person in persons], **more)


def _columns(persons, keys, kinds, cells, codes, texts) -> list[Column]:
    rows = [cells(person) for person in persons]
    return [
        Column(
            key=key,
            kind=kinds[place],
            cells=[row[place] for row in rows],
            code=codes[place] if codes else "",
            text=texts[place] if texts else None,
        )
        for place, key in enumerate(keys)
    ]
