"""The store: rounds, their answers, recipes and own frameworks, kept in SQLite or PostgreSQL.

Every call names the acting :class:`~toolbox.model.Viewer`; rights are checked here, below the pages. A data set
(the answers of a round) is immutable: a change is a new one, known by the sha256 of its Parquet bytes.

    place       where the data folder and the database are
    connection  how the database is opened, and how a transaction begins and ends
    faults      a database's complaint -> a sentence a visitor can act on
    schema      the tables
    migrating   from any older version of the tables to this one
    keys        the key that turns person codes into pseudonyms
    rights      who may see and change what
    records     frozen records <-> plain JSON values
    parquet     answers <-> Parquet bytes
    joining     answers + more answers; the answers of some schools
    rounds      rounds and their data sets
    school_facts  hub, start and hours of mentoring of each school
    pairs       pairs of codes a person accepted for two rounds
    names       schools under their names of now
    roster      everything else known about schools, and their former names
    entries     rows brought again and again: each kept once
    memberships who belongs where, in which role; clusters
    sessions    mentoring sessions, and consent of single teachers
    events      logs that are kept, as Parquet files
    indicators  indicator files, and numbers counted by hand
    ledger      what has left the store, and which states of the rounds were shown
    mergings    groups of a round that are shown as one
    benchmarks  what others reported, and reference years frozen here
    actions     next steps of each school
    positions   what a head states about the school
    shelf       recipes, own frameworks, settings
    repository  the Store itself
"""

from toolbox.store.clues import together as clues_together
from toolbox.store.joining import joined_all
from toolbox.store.parquet import from_parquet, to_parquet
from toolbox.store.repository import Store, open_store

__all__ = ["Store", "clues_together", "from_parquet", "joined_all", "open_store", "to_parquet"]
