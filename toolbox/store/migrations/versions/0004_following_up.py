"""Next steps, notes beside ratings, stated positions, merged groups, benchmarks, and the ledger of what has left."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "actions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("framework", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("chosen_in", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    op.create_index(op.f("ix_actions_school"), "actions", ["school"])
    op.create_table(
        "rating_notes",
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("external", sa.Integer(), nullable=True),
        sa.Column("external_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_rating_notes_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "school", "item", name=op.f("pk_rating_notes")),
    )
    op.create_table(
        "positions",
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_positions_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "school", "area", name=op.f("pk_positions")),
    )
    op.create_table(
        "mergings",
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("into", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_mergings_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "group", name=op.f("pk_mergings")),
    )
    op.create_table(
        "benchmarks",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("framework", sa.Text(), nullable=False),
        sa.Column("benchmark", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmarks")),
    )
    op.create_index(op.f("ix_benchmarks_framework"), "benchmarks", ["framework"])
    op.create_table(
        "releases",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("release", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )
    op.create_index(op.f("ix_releases_signature"), "releases", ["signature"])
    op.create_table(
        "released_rounds",
        sa.Column("release_id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("data_set", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_released_rounds_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "round_id", "data_set", name=op.f("pk_released_rounds")),
    )
    op.create_index(op.f("ix_released_rounds_round_id"), "released_rounds", ["round_id"])
    op.create_table(
        "shown",
        sa.Column("order", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("order", name=op.f("pk_shown")),
    )
    op.create_index(op.f("ix_shown_about"), "shown", ["about"])


def downgrade() -> None:
    op.drop_table("shown")
    op.drop_table("released_rounds")
    for name in ("releases", "benchmarks", "mergings", "positions", "rating_notes", "actions"):
        op.drop_table(name)
