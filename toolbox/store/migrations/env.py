"""Alembic's entry: runs on the connection it is given; without one (a contributor's shell) on the default store.

A new migration: change ``schema.py``, bring a store of your own up to date (``upgrade head``), then
``alembic -c toolbox/store/migrations/alembic.ini revision --autogenerate --rev-id 0002 -m "what changes"``,
read the file it wrote, and raise ``schema.REVISION``.
"""

from alembic import context

from toolbox.store.schema import VERSION_TABLE, Table


def run(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        version_table=VERSION_TABLE,
        include_name=lambda name, kind, _parents: kind != "table" or name in Table.metadata.tables,
        render_as_batch=True,  # SQLite cannot alter most things in place
        transactional_ddl=True,  # all or nothing on SQLite too
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    from toolbox.store import open_store
    from toolbox.store.connection import prepare_file
    from toolbox.store.migrating import changing, file_of

    store = open_store()
    if path := file_of(store.engine):
        prepare_file(path)
    with changing(store.engine) as opened:
        run(opened)
