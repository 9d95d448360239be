"""What nodes tell of themselves: how long they run, their free disk, their last error, and that they end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_heartbeats"
down_revision = "0003_retention"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("uptime_s", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("disk_megabytes", sa.BigInteger(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False, server_default=""),
        sa.Column("last_error_ms", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("ended", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("node_state", column)


def downgrade() -> None:
    for name in ("ended", "last_error_ms", "last_error", "disk_megabytes", "uptime_s"):
        op.drop_column("node_state", name)
