"""Recipes, own frameworks and settings, inside a session that is already open. Each call checks the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from toolbox.frameworks import changed
from toolbox.model import Framework, Recipe, ToolboxError, Viewer
from toolbox.store.connection import put
from toolbox.store.records import from_plain, to_plain
from toolbox.store.rights import must_see_all, must_see_everything, sees_all
from toolbox.store.rounds import _now, named
from toolbox.store.schema import FrameworkRow, RecipeRow, RoundRow, SettingRow, ShownRow


def save_recipe(session: Session, viewer: Viewer, recipe: Recipe) -> None:
    """Save a recipe under its name; an older one of that name is replaced.

    Raises:
        ToolboxError: ``no_name``; ``not_allowed`` when it, or the older one, names a school the viewer may not see.
    """
    name = named(recipe.name)
    older = session.get(RecipeRow, name)
    for one in (recipe, from_plain(Recipe, older.recipe) if older else None):
        if one is not None:
            must_see_all(viewer, _schools(one), "This recipe")
    put(session, RecipeRow, {"name": name}, {"recipe": to_plain(recipe), "saved_at": _now()})


def recipes(session: Session, viewer: Viewer) -> tuple[Recipe, ...]:
    """The saved recipes that name no school the viewer may not see, latest first."""
    rows = session.scalars(select(RecipeRow).order_by(RecipeRow.saved_at.desc(), RecipeRow.name))
    found = (from_plain(Recipe, row.recipe) for row in rows)
    return tuple(recipe for recipe in found if sees_all(viewer, _schools(recipe)))


def delete_recipe(session: Session, viewer: Viewer, name: str) -> None:
    """Forget a recipe; rounds keep their own copy."""
    row = session.get(RecipeRow, name)
    if row is not None:
        must_see_all(viewer, _schools(from_plain(Recipe, row.recipe)), "This recipe")
        session.delete(row)


def save_framework(session: Session, viewer: Viewer, framework: Framework, seen: Framework | None = None) -> None:
    """Save an own framework under its id; rounds that use it are scored by the new one from now on.

    Args:
        seen: what the change was made on; None where nobody looked at an older one.

    Raises:
        ToolboxError: ``not_allowed``; ``changed_meanwhile``; ``framework_in_use`` where a round would lose an item or
            its numbers; ``framework_shown`` where a round that was shown would get other averages of the same answers.
    """
    row = session.get(FrameworkRow, framework.id)
    older = from_plain(Framework, row.framework) if row is not None else None
    if seen is not None and older != seen:
        raise ToolboxError(
            "changed_meanwhile",
            "Someone else changed or deleted this framework since you opened it, so nothing of yours was saved over "
            "theirs. Download what you made as TOML, look at the framework as it is now, and make your change again.",
        )
    if older is not None:
        must_see_everything(viewer, "This framework")
        change = changed(older, framework)
        lost = change.lost
        names = _rounds_of(session, framework.id) if lost else ()
        if names:
            raise ToolboxError(
                "framework_in_use",
                f"This framework is needed by {_how_many(names)}, which would lose something: {' '.join(lost[:5])} "
                "Save it as a new version instead: rounds read so far keep theirs, and both are compared by what "
                "stayed the same.",
            )
        shown = _shown_of(session, framework.id) if change.averages and older.kind != "rubric" else ()
        if shown:
            raise ToolboxError(
                "framework_shown",
                f"Results of this framework have been shown, of {_how_many(shown)}, and would have other averages of the same "
                f"answers: {' '.join(change.averages[:5])} The old averages and the new ones together would tell what single "
                "people answered who left an item out. Save it as a new version instead, for the rounds to come; the rounds shown "
                "so far keep theirs.",
            )
    put(session, FrameworkRow, {"id": framework.id}, {"framework": to_plain(framework), "saved_at": _now()})


def frameworks(session: Session) -> tuple[Framework, ...]:
    """The hub's own frameworks, by name. They hold nothing about any school."""
    found = (from_plain(Framework, row.framework) for row in session.scalars(select(FrameworkRow)))
    return tuple(sorted(found, key=lambda framework: (framework.name, framework.id)))


def delete_framework(session: Session, viewer: Viewer, id: str) -> None:
    """Delete an own framework no round needs.

    Raises:
        ToolboxError: ``not_allowed``, ``framework_in_use``.
    """
    must_see_everything(viewer, "This framework")
    if names := _rounds_of(session, id):
        raise ToolboxError(
            "framework_in_use",
            f"This framework is needed by {_how_many(names)}. Delete those rounds first, or keep the framework.",
        )
    session.execute(delete(FrameworkRow).where(FrameworkRow.id == id))


def _rounds_of(session: Session, id: str) -> Sequence[str]:
    """Names of the rounds read with a framework."""
    return session.scalars(select(RoundRow.name).where(RoundRow.framework == id).order_by(RoundRow.name)).all()


def _shown_of(session: Session, id: str) -> Sequence[str]:
    """Names of the rounds read with a framework of which something was shown."""
    rows = session.execute(
        select(RoundRow.id, RoundRow.name).where(RoundRow.framework == id).order_by(RoundRow.name)
    ).all()
    known = set(session.scalars(select(ShownRow.about).where(ShownRow.about.in_([f"round:{id}" for id, _ in rows]))))
    return [name for id, name in rows if f"round:{id}" in known]


def _how_many(names: Sequence[str]) -> str:
    count = "1 round" if len(names) == 1 else f"{len(names)} rounds"
    return f"{count}: {', '.join(names[:5])}{' …' if names[5:] else ''}"


def setting(session: Session, key: str) -> Any:
    """A setting; None when it was never set. Settings hold nothing about any school."""
    row = session.get(SettingRow, key)
    return None if row is None else row.value


def set_setting(session: Session, viewer: Viewer, key: str, value: Any, *, once: bool = False) -> bool:
    """Set a setting of the whole store; with ``once`` only if it was never set. Whether it was set now.

    Raises:
        ToolboxError: ``not_allowed``.
    """
    must_see_everything(viewer, "This setting")
    return put(session, SettingRow, {"key": key}, {"value": value}, replace=not once)


def _schools(recipe: Recipe) -> set[str]:
    return {school for _, school in recipe.schools} | ({recipe.school} if recipe.school else set())
