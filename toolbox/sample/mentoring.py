"""What the sample hub wrote down beside its surveys: put into the store, and taken out again.

What a visitor changed stays as they left it. What they entered about an invented school goes with the school.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from toolbox.model import School, Viewer
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.sample import files
from toolbox.store import Store


def load(store: Store, viewer: Viewer, pseudonym: Pseudonyms, folder: Path) -> None:
    """Roster, clusters, what was promised, members, sessions and the log of the course room; what is there already stays as it is."""
    _load_roster(store, viewer, folder)
    described = {each.name for each in store.memberships.clusters(viewer)}
    for cluster in files.clusters(folder):
        if cluster.name not in described:
            store.memberships.save_cluster(viewer, cluster)
    promised = files.programme(folder)
    if all(each.id != promised.id for each in store.indicators.programmes(viewer)):
        store.indicators.save(viewer, promised, new=True)
    members, held = files.memberships(pseudonym, folder), files.sessions(pseudonym, folder)
    store.memberships.add(viewer, members, source=files.checksum(folder, files.MEMBERS))
    store.sessions.add(viewer, held, source=files.checksum(folder, files.SESSIONS))
    store.events.add(viewer, files.activity(pseudonym, folder), sample=True)


def put_away(store: Store, viewer: Viewer, folder: Path, answered: Iterable[str]) -> None:
    """Take it out again. ``answered``: schools that are in a visitor's own rounds; what is known of them stays."""
    store.memberships.forget_source(viewer, files.checksum(folder, files.MEMBERS))
    store.sessions.forget_source(viewer, files.checksum(folder, files.SESSIONS))
    for log in store.events.files(viewer):
        if log.sample:
            store.events.delete(viewer, log.id)
    promised = files.programme(folder)
    for programme in store.indicators.programmes(viewer):
        if replace(programme, version=1) == promised:
            store.indicators.delete(viewer, programme.id, version=programme.version)
    shipped = {cluster.name: cluster for cluster in files.clusters(folder)}
    for cluster in store.memberships.clusters(viewer):
        if replace(cluster, id="", version=1) == shipped.get(cluster.name):
            store.memberships.delete_cluster(viewer, cluster.id, version=cluster.version)
    invented = _invented(store, viewer, folder, set(answered))
    names = {each.school for each in invented}
    for row in store.memberships.all(viewer):
        if row.school in names:
            store.memberships.take_out(viewer, row.id, version=row.version)
    for held in store.sessions.all(viewer):
        if held.receiver in names:
            store.sessions.take_out(viewer, held.id, version=held.version)
    store.roster.change(viewer, (), seen=invented)


def _load_roster(store: Store, viewer: Viewer, folder: Path) -> None:
    """Schools nobody described; and those an earlier version of the toolbox loaded with less."""
    known = {each.school: each for each in store.roster.all(viewer)}
    shipped = _shipped(store, viewer, folder)
    new = [each for each in shipped if known.get(each.school) in (None, _as_before(each))]
    store.roster.change(viewer, new, seen=[known[each.school] for each in new if each.school in known])


def _invented(store: Store, viewer: Viewer, folder: Path, answered: set[str]) -> tuple[School, ...]:
    """Rows of the roster that are the sample's, and as it brought them."""
    ours = {row for each in _shipped(store, viewer, folder) for row in (each, _as_before(each))}
    return tuple(each for each in store.roster.all(viewer) if each in ours and each.school not in answered)


def _shipped(store: Store, viewer: Viewer, folder: Path) -> tuple[School, ...]:
    """The roster of the sample, under the names its schools have here now."""
    former = store.roster.former_names(viewer)
    return tuple(replace(each, school=former.get(each.school, each.school)) for each in files.roster(folder))


def _as_before(row: School) -> School:
    """What earlier versions of the toolbox brought of a school."""
    return School(school=row.school, hub=row.hub, starts=row.starts)
