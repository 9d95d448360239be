"""How far the places of a stream are forgotten one by one; its high-water mark stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_places"
down_revision = "0006_serving"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stream", sa.Column("forgotten", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("stream", "forgotten")
