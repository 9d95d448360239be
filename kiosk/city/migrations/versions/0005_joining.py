"""Halls that join by a code: codes stretched instead of hashed, with their tries, and the tokens of who joined.

A code lives half an hour, so none is carried over; that there were any stands in the audit.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_joining"
down_revision = "0004_heartbeats"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _drop_codes()
    _make_codes(
        sa.Column("plate", sa.Text(), nullable=False),
        sa.Column("stretched", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "joined_node",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("code_id", sa.Text(), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_joined_node")),
    )
    op.create_index(op.f("ix_joined_node_hall_role_node"), "joined_node", ["hall", "role", "node"], unique=False)


def downgrade() -> None:
    op.drop_table("joined_node")
    _drop_codes()
    _make_codes(
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.UniqueConstraint("code_hash", name=op.f("uq_enrolment_code_code_hash")),
    )


def _drop_codes() -> None:
    op.drop_index(op.f("ix_enrolment_code_hall_code_id"), table_name="enrolment_code")
    op.drop_table("enrolment_code")


def _make_codes(*special: sa.Column[object] | sa.UniqueConstraint) -> None:
    op.create_table(
        "enrolment_code",
        sa.Column("code_id", sa.Text(), nullable=False),
        *special,
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=True),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("code_id", name=op.f("pk_enrolment_code")),
    )
    op.create_index(op.f("ix_enrolment_code_hall_code_id"), "enrolment_code", ["hall", "code_id"], unique=False)
