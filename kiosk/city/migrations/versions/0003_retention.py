"""What was forgotten: which days, and how many bookings and cases there were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_retention"
down_revision = "0002_city_rooms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forgotten_day",
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("visits_gone", sa.Boolean(), nullable=False),
        sa.Column("evaluations_gone", sa.Boolean(), nullable=False),
        sa.Column("looked_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "day", name=op.f("pk_forgotten_day")),
    )
    op.create_table(
        "kept_count",
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "day", "kind", "state", name=op.f("pk_kept_count")),
    )
    op.create_index(op.f("ix_statistic_day_day"), "statistic_day", ["day"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_statistic_day_day"), table_name="statistic_day")
    op.drop_table("kept_count")
    op.drop_table("forgotten_day")
