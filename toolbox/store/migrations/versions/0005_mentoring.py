"""The roster widened; who belongs where, mentoring sessions, clusters, consent, kept logs, indicators."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("school_facts") as facts:
        for name in ("country", "region", "level", "wave"):
            facts.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name in ("teachers", "leaders", "pupils"):
            facts.add_column(sa.Column(name, sa.Integer(), nullable=True))
        facts.add_column(sa.Column("types", sa.JSON(), nullable=False, server_default="[]"))
    _table("former_names", _text("name"), _text("now"), keys=("name",), indexed=("now",))
    _table(
        "memberships", _short("id", 32), _short("key", 64), _short("kind", 16), _text("member"), _short("role", 32),
        _text("school"), _text("cluster"), _day("since"), _day("until"), _short("source", 64), _number("version"),
        unique="key", indexed=("member", "school"),
    )  # fmt: skip
    _table(
        "clusters", _short("id", 32), _text("name"), _text("hub"), _text("model"), _text("incentive"),
        sa.Column("capacity", sa.Integer(), nullable=True), _number("version"), unique="name",
    )  # fmt: skip
    _table(
        "mentoring_sessions", _short("id", 32), _short("key", 64), _day("on", nullable=False), _text("giver"),
        _text("receiver"), _json("mentors"), _json("persons"), sa.Column("hours", sa.Double(), nullable=True),
        _text("method"), _text("topic"), _text("phase"), sa.Column("delivered", sa.Boolean(), nullable=False),
        _text("note"), _short("source", 64), _number("version"), unique="key", indexed=("giver", "receiver"),
    )  # fmt: skip
    _table("taken_out", _short("key", 64), _moment("at"), keys=("key",))
    _table(
        "consents", _text("person"), _text("mentor"), _text("school"), _day("given_on", nullable=False), _text("how"),
        _day("withdrawn_on"), _number("version"), keys=("person", "mentor"),
    )  # fmt: skip
    _table(
        "event_files", _short("id", 64), _text("file"), _text("reader"), _number("events"), _number("there"),
        _moment("first", nullable=True), _moment("last", nullable=True), _moment("saved_at"),
        sa.Column("sample", sa.Boolean(), nullable=False),
    )  # fmt: skip
    _table("programmes", _text("id"), _json("programme"), _number("version"), _moment("saved_at"))
    _table(
        "hand_counts", _text("programme"), _text("indicator"), _day("on", nullable=False),
        sa.Column("value", sa.Double(), nullable=False), sa.Column("of", sa.Double(), nullable=True), _text("source"),
        _number("version"), keys=("programme", "indicator", "on"),
    )  # fmt: skip


def downgrade() -> None:
    for name in (
        "hand_counts", "programmes", "event_files", "consents", "taken_out", "mentoring_sessions", "clusters",
        "memberships", "former_names",
    ):  # fmt: skip
        op.drop_table(name)
    with op.batch_alter_table("school_facts") as facts:
        for name in ("country", "region", "level", "wave", "teachers", "leaders", "pupils", "types"):
            facts.drop_column(name)


def _table(name: str, *columns: sa.Column, keys: tuple[str, ...] = ("id",), unique: str = "", indexed=()) -> None:
    rules = [sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{name}"))]
    if unique:
        rules.append(sa.UniqueConstraint(unique, name=op.f(f"uq_{name}_{unique}")))
    op.create_table(name, *columns, *rules)
    for column in indexed:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _short(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=False)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _json(name: str) -> sa.Column:
    return sa.Column(name, sa.JSON(), nullable=False)


def _day(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(), nullable=nullable)
