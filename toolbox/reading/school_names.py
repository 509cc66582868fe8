"""Which school a name in a list or log means: the same letters, the same but for case and blanks, or a former name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from toolbox.reading.words import match_form

#: How much two names must share to be asked about: 1 is the same.
_NEAR = 0.8


class SchoolNames:
    """The schools that are known, to be asked for by any spelling.

    Example:
        >>> known = SchoolNames(["Elm School", "Oak"], {"Oakley": "Oak"})
        >>> known.of(" ELM school."), known.of("oakley"), known.of("Ash"), known.near("Elm Scool")
        ('Elm School', 'Oak', None, 'Elm School')
    """

    def __init__(self, names: Iterable[str], former: Mapping[str, str] | None = None) -> None:
        self._names = tuple(dict.fromkeys(names))
        self._exact = {name: name for name in self._names} | dict(former or {})
        # A name of now counts before the former name of another school.
        self._forms = {match_form(name): now for name, now in (former or {}).items()}
        self._forms |= {match_form(name): name for name in self._names}

    def of(self, said: str) -> str | None:
        """The school a name means; None where nobody knows it."""
        return self._exact.get(said) or self._forms.get(match_form(said))

    def near(self, said: str) -> str:
        """The school whose name looks most like this one; "" where none does. To be asked about, never taken."""
        forms = {match_form(name): name for name in self._names}
        found = difflib.get_close_matches(match_form(said), forms, n=1, cutoff=_NEAR)
        return forms[found[0]] if found else ""

    def unknown(self, said: Iterable[str]) -> tuple[str, ...]:
        """The names nobody knows, each once in one spelling, in the order they come."""
        found: dict[str, str] = {}
        for name in said:
            if name and self.of(name) is None:
                found.setdefault(match_form(name), name)
        return tuple(found.values())
