"""What is known about schools beside their answers: hub, the day mentoring began, hours."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "school_facts",
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("hours", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("school", name=op.f("pk_school_facts")),
    )


def downgrade() -> None:
    op.drop_table("school_facts")
