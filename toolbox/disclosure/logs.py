"""Logs of what people did, released as counts: how many events of each kind, where enough people stand behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.model import Policy, Reading


@dataclass(frozen=True, kw_only=True)
class ReleasedKind:
    """One kind of event; counts are None where they are not to be seen."""

    kind: str
    events: int | None
    people: int | None
    minutes: float | None
    """Minutes in all; None also where the file does not say how long."""


@dataclass(frozen=True, kw_only=True)
class ReleasedLog:
    """What may be seen of a log: no event and no person."""

    events: int
    people: int | None
    """None where there are fewer than the rule allows, or the file does not name who did it."""
    kinds: tuple[ReleasedKind, ...]


def release_log(reading: Reading, policy: Policy = Policy()) -> ReleasedLog:
    """The counts of a log.

    A kind of fewer than ``policy.min_n`` people is hidden. The sum of the hidden kinds can be worked out from the sum of
    all, so the smallest of the others are hidden too until there are two, with so many people behind them together:
    else what one teacher graded and made in a course full of pupils would stand there after a subtraction.

    Raises:
        ValueError: when the reading holds no events.

    Example:
        >>> from toolbox.reading import read
        >>> lines = ["Time,User full name,Event context,Component,Event name,Description,Origin,IP address"]
        >>> lines += [f'"2/03/26, 10:{n:02d}:00",P {n},Course: X,System,Course viewed,"The user with id \\'{n}\\' viewed.",web,' for n in range(1, 7)]
        >>> log = release_log(read("\\n".join(lines).encode()))
        >>> log.people, [(kind.kind, kind.events) for kind in log.kinds]
        (6, [('viewed', 6)])
    """
    events = reading.events
    if events is None:
        raise ValueError("This reading holds no events.")
    found, actors = [], {}
    for kind, rows in events.groupby("kind", observed=True):
        known = rows["actor"].astype(str)
        actors[str(kind)] = set(known[known != ""].unique())
        minutes = rows["minutes"].to_numpy(float)
        said = bool((~np.isnan(minutes)).any())
        total = float(np.nansum(minutes)) if said else None
        found.append((str(kind), int(rows["count"].sum()), len(actors[str(kind)]), total))
    found.sort(key=lambda each: -each[1])
    hidden = {kind for kind, _, people, _ in found if people < policy.min_n}
    shown = [kind for kind, *_ in found if kind not in hidden]
    while hidden and shown:
        behind = set().union(*(actors[kind] for kind in hidden))
        if len(hidden) > 1 and len(behind) >= policy.min_n:
            break
        hidden.add(shown.pop())
    people = reading.people if reading.people is not None and reading.people >= policy.min_n else None
    return ReleasedLog(
        events=sum(each[1] for each in found),
        people=people,
        kinds=tuple(
            ReleasedKind(kind=kind, events=None, people=None, minutes=None)
            if kind in hidden
            else ReleasedKind(kind=kind, events=count, people=persons, minutes=minutes)
            for kind, count, persons, minutes in found
        ),
    )
