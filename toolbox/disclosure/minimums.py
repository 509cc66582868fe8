"""The rules in force in a store: the least numbers, which its coordinator may raise and nobody may lower below the floor."""

from __future__ import annotations

from dataclasses import replace

from toolbox.model import Policy, ToolboxError, Viewer
from toolbox.store import Store

#: The setting that holds them.
SETTING = "policy"
_NAMES = ("min_n", "min_bands", "min_distribution")
#: More than this hides everything of every school.
MOST = 200


def policy_of(store: Store, viewer: Viewer) -> Policy:
    """The rules every page, file and shell job of this store goes by.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from toolbox.store import open_store
        >>> policy_of(open_store(folder=Path(tempfile.mkdtemp())), Viewer()).min_n
        5
    """
    kept = store.setting(viewer, SETTING)
    if not isinstance(kept, dict):
        return Policy()
    # A setting somebody wrote by hand may ask for more, never for less.
    return Policy(**{name: max(getattr(Policy(), name), int(kept.get(name, 0))) for name in _NAMES})


def stricter(one: Policy, other: Policy) -> Policy:
    """The larger of each least number: a recipe made under one rule, repeated under another.

    Example:
        >>> stricter(Policy(min_n=8), Policy(min_bands=12)).min_n
        8
    """
    return replace(one, **{name: max(getattr(one, name), getattr(other, name)) for name in _NAMES})


def set_minimums(store: Store, viewer: Viewer, min_n: int, min_bands: int, min_distribution: int) -> Policy:
    """Make these the least numbers of the store.

    Raises:
        ToolboxError: ``minimum_too_low``, ``minimum_too_high``, ``not_allowed``.
    """
    asked = (min_n, min_bands, min_distribution)
    if any(number < getattr(Policy(), name) for name, number in zip(_NAMES, asked, strict=True)):
        raise ToolboxError(
            "minimum_too_low",
            "The smallest group shown may be raised above 5 (in three bands 10, option by option 20), never lowered: those "
            "numbers protect the people who answered.",
        )
    if max(asked) > MOST:
        raise ToolboxError("minimum_too_high", f"With a minimum above {MOST} nothing of any school would be shown.")
    if not min_n <= min_bands <= min_distribution:
        raise ToolboxError(
            "minimum_too_low",
            "More detail needs at least as many persons as less detail: the average first, then three bands, then every option.",
        )
    store.set_setting(viewer, SETTING, dict(zip(_NAMES, asked, strict=True)))
    return policy_of(store, viewer)
