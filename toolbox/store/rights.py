"""Who may see and change what. A round a viewer may not see does not exist for that viewer."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from toolbox.model import ToolboxError, Viewer

#: More schools than these are no longer named in a question to the database.
_MOST_NAMED = 500


def sees_all(viewer: Viewer, schools: Iterable[str]) -> bool:
    """Whether a viewer may see every one of these schools.

    Example:
        >>> sees_all(Viewer(schools=frozenset({"Elm"})), ["Elm", "Oak"])
        False
    """
    return all(viewer.may_see(school) for school in schools)


def must_see_all(viewer: Viewer, schools: Iterable[str], what: str) -> None:
    """Refuse a change to something that also concerns schools the viewer may not see.

    Raises:
        ToolboxError: ``not_allowed``. Names no school.
    """
    if not sees_all(viewer, schools):
        raise ToolboxError(
            "not_allowed",
            f"{what} also concerns schools you may not see, so you cannot change it. Ask the hub's coordinator.",
        )


def must_see_everything(viewer: Viewer, what: str) -> None:
    """Refuse a change to what belongs to the whole store, unless the viewer may see every school.

    Raises:
        ToolboxError: ``not_allowed``.
    """
    if viewer.schools is not None:
        raise ToolboxError(
            "not_allowed", f"{what} belongs to the whole hub, so only its coordinator may change it. Ask them to."
        )


def worth_reading(viewer: Viewer, *schools: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Leaves in the database what a viewer of a few schools may not see anyway: no right, which is asked of every row read.

    ``schools``: the columns of which one at least must name a school of the viewer's.
    """
    if viewer.schools is None or len(viewer.schools) > _MOST_NAMED:
        return true()
    return or_(*(column.in_(sorted(viewer.schools)) for column in schools))
