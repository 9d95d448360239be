"""Which of a hall's nodes gives its numbers, as it says itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_serving"
down_revision = "0005_joining"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("node_state", sa.Column("serves", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("node_state", "serves")
