"""What shows a slip in a code beside the answers, and the pairs of codes a person accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("data_sets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("clues", sa.LargeBinary(), nullable=True))
    op.create_table(
        "accepted_pairs",
        sa.Column("before_id", sa.String(length=32), nullable=False),
        sa.Column("after_id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("before_person", sa.Text(), nullable=False),
        sa.Column("after_person", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["before_id"], ["rounds.id"], name=op.f("fk_accepted_pairs_before_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["after_id"], ["rounds.id"], name=op.f("fk_accepted_pairs_after_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "before_id",
            "after_id",
            "school",
            "group",
            "before_person",
            "after_person",
            name=op.f("pk_accepted_pairs"),
        ),
    )


def downgrade() -> None:
    op.drop_table("accepted_pairs")
    with op.batch_alter_table("data_sets", schema=None) as batch_op:
        batch_op.drop_column("clues")
