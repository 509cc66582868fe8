"""Numbers as journals print them: two decimals, a minus sign, no zero before the point of a p-value. Takes released numbers."""

from __future__ import annotations

from string import ascii_lowercase

from toolbox.model import Estimate

#: What stands where there is no number.
NOTHING = "—"

_RAISED = dict(zip(ascii_lowercase, "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ", strict=False))


def decimals(value: float | None, places: int = 2) -> str:
    """A number, or the sign for none.

    Example:
        >>> decimals(-0.314), decimals(-0.001), decimals(None)
        ('−0.31', '0.00', '—')
    """
    if value is None:
        return NOTHING
    text = f"{value:.{places}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def whole(value: float | int | str | None) -> str:
    """A count.

    Example:
        >>> whole(1200), whole(None)
        ('1,200', '—')
    """
    return NOTHING if value is None else f"{int(value):,}"


def mean_sd(mean: float | None, sd: float | None) -> str:
    """A mean with its spread in brackets.

    Example:
        >>> mean_sd(3.014, 0.72), mean_sd(3.014, None), mean_sd(None, None)
        ('3.01 (0.72)', '3.01', '—')
    """
    return decimals(mean) if mean is None or sd is None else f"{decimals(mean)} ({decimals(sd)})"


def between(found: Estimate) -> str:
    """An estimate with its interval.

    Example:
        >>> between(Estimate(estimate=0.3, ci_low=-0.1, ci_high=0.7)), between(Estimate(estimate=0.3))
        ('0.30 [−0.10, 0.70]', '0.30')
    """
    if found.estimate is None or found.ci_low is None or found.ci_high is None:
        return decimals(found.estimate)
    return f"{decimals(found.estimate)} [{decimals(found.ci_low)}, {decimals(found.ci_high)}]"


def p_value(p: float | None) -> str:
    """A p-value.

    Example:
        >>> p_value(0.0321), p_value(0.00001), p_value(1.0), p_value(None)
        ('.032', '< .001', '> .999', '—')
    """
    if p is None:
        return NOTHING
    if p < 0.001:
        return "< .001"
    return "> .999" if p > 0.999 else f"{p:.3f}".removeprefix("0")


class Letters:
    """Letters for the notes below a table: one for each different note, in the order they come up.

    Example:
        >>> letters = Letters()
        >>> letters.mark("Hidden"), letters.mark("Few schools"), letters.mark("Hidden"), letters.notes()
        ('ᵃ', 'ᵇ', 'ᵃ', ('a Hidden.', 'b Few schools.'))
    """

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def mark(self, note: str) -> str:
        """The raised letter of a note."""
        note = note[:1].upper() + note[1:].rstrip(".")
        again, place = divmod(len(self._letters), len(_RAISED))
        letter = self._letters.setdefault(note, ascii_lowercase[place] * (again + 1))
        return "".join(_RAISED[sign] for sign in letter)

    def notes(self) -> tuple[str, ...]:
        """Every note behind its letter."""
        return tuple(f"{letter} {note}." for note, letter in self._letters.items())
