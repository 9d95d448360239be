"""What the city does: staff and their audit, publications, bookings, the fleet, bad reviews, statistics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_city_rooms"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarm",
        sa.Column("alarm_id", sa.Text(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_ms", sa.BigInteger(), nullable=False),
        sa.Column("cleared_ms", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_ms", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("alarm_id", name=op.f("pk_alarm")),
    )
    op.create_index(op.f("ix_alarm_hall_cleared_ms"), "alarm", ["hall", "cleared_ms"], unique=False)
    op.create_index(op.f("ix_alarm_hall_node_reason"), "alarm", ["hall", "node", "reason"], unique=False)
    op.create_table(
        "booking",
        sa.Column("booking_id", sa.Text(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("starts_ms", sa.BigInteger(), nullable=False),
        sa.Column("ends_ms", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tail", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.Column("down", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booking")),
    )
    op.create_index(op.f("ix_booking_down_day"), "booking", ["down", "day"], unique=False)
    op.create_index(op.f("ix_booking_hall_day_booking_id"), "booking", ["hall", "day", "booking_id"], unique=False)
    op.create_index(op.f("ix_booking_hash_day"), "booking", ["hash", "day"], unique=False)
    op.create_table(
        "booking_contact",
        sa.Column("booking_id", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("keep_until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booking_contact")),
    )
    op.create_index(op.f("ix_booking_contact_keep_until_ms"), "booking_contact", ["keep_until_ms"], unique=False)
    op.create_table(
        "booking_message",
        sa.Column("booking_id", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("booking_id", "template", name=op.f("pk_booking_message")),
    )
    op.create_index(op.f("ix_booking_message_state_due_ms"), "booking_message", ["state", "due_ms"], unique=False)
    op.create_table(
        "booking_person",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_booking_person")),
    )
    op.create_table(
        "booking_slot",
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("set_by_hand", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "group", "day", "start", name=op.f("pk_booking_slot")),
    )
    op.create_index(op.f("ix_booking_slot_hall_day"), "booking_slot", ["hall", "day"], unique=False)
    op.create_table(
        "booking_suspension",
        sa.Column("suspension_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("begins", sa.Text(), nullable=False),
        sa.Column("ends", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("appeal_ms", sa.BigInteger(), nullable=False),
        sa.Column("appeal_reason", sa.Text(), nullable=False),
        sa.Column("judged_by", sa.Text(), nullable=False),
        sa.Column("judged_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("suspension_id", name=op.f("pk_booking_suspension")),
    )
    op.create_index(
        op.f("ix_booking_suspension_appeal_suspension_id"),
        "booking_suspension",
        ["appeal", "suspension_id"],
        unique=False,
    )
    op.create_index(op.f("ix_booking_suspension_hash"), "booking_suspension", ["hash"], unique=False)
    op.create_table(
        "channel",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_channel")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_channel_token_hash")),
    )
    op.create_table(
        "enrolment_code",
        sa.Column("code_id", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=True),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("code_id", name=op.f("pk_enrolment_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_enrolment_code_code_hash")),
    )
    op.create_index(op.f("ix_enrolment_code_hall_code_id"), "enrolment_code", ["hall", "code_id"], unique=False)
    op.create_table(
        "follower",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("arrival", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "hall", name=op.f("pk_follower")),
    )
    op.create_table(
        "hall_place",
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("address_zh", sa.Text(), nullable=False),
        sa.Column("address_en", sa.Text(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall", name=op.f("pk_hall_place")),
    )
    op.create_table(
        "node_state",
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("heard_ms", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("backlog", sa.BigInteger(), nullable=False),
        sa.Column("quarantine", sa.BigInteger(), nullable=False),
        sa.Column("clock_trusted", sa.Boolean(), nullable=False),
        sa.Column("devices", sa.JSON(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "node", name=op.f("pk_node_state")),
    )
    op.create_index(op.f("ix_node_state_heard_ms"), "node_state", ["heard_ms"], unique=False)
    op.create_table(
        "publication",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_ms", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "scope", "number", name=op.f("pk_publication")),
    )
    op.create_table(
        "publication_standing",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "scope", name=op.f("pk_publication_standing")),
    )
    op.create_table(
        "review_case",
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_review_case")),
    )
    op.create_index(op.f("ix_review_case_hall_state_due"), "review_case", ["hall", "state", "due"], unique=False)
    op.create_index(op.f("ix_review_case_hall_ticket_id"), "review_case", ["hall", "ticket_id"], unique=False)
    op.create_table(
        "review_step",
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", "number", name=op.f("pk_review_step")),
    )
    op.create_table(
        "staff",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("locked_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_staff")),
    )
    op.create_table(
        "staff_audit",
        sa.Column("audit_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_staff_audit")),
    )
    op.create_index(op.f("ix_staff_audit_hall_audit_id"), "staff_audit", ["hall", "audit_id"], unique=False)
    op.create_index(op.f("ix_staff_audit_who_audit_id"), "staff_audit", ["who", "audit_id"], unique=False)
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("began_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
    )
    op.create_index(op.f("ix_staff_session_name"), "staff_session", ["name"], unique=False)
    op.create_table(
        "statistic",
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "day", "queue", "hour", name=op.f("pk_statistic")),
    )
    op.create_table(
        "statistic_day",
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("counted_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "day", name=op.f("pk_statistic_day")),
    )
    op.create_index(op.f("ix_statistic_day_stale"), "statistic_day", ["stale"], unique=False)
    op.create_table(
        "terminal",
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("place_zh", sa.Text(), nullable=False),
        sa.Column("place_en", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("retired_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("hall", "terminal", name=op.f("pk_terminal")),
    )
    _keep_the_audit()


def downgrade() -> None:
    _let_the_audit_go()
    op.drop_table("terminal")
    op.drop_index(op.f("ix_statistic_day_stale"), table_name="statistic_day")
    op.drop_table("statistic_day")
    op.drop_table("statistic")
    op.drop_index(op.f("ix_staff_session_name"), table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_table("staff")
    op.drop_table("review_step")
    op.drop_index(op.f("ix_review_case_hall_ticket_id"), table_name="review_case")
    op.drop_index(op.f("ix_review_case_hall_state_due"), table_name="review_case")
    op.drop_table("review_case")
    op.drop_table("publication_standing")
    op.drop_table("publication")
    op.drop_index(op.f("ix_node_state_heard_ms"), table_name="node_state")
    op.drop_table("node_state")
    op.drop_table("hall_place")
    op.drop_table("follower")
    op.drop_index(op.f("ix_enrolment_code_hall_code_id"), table_name="enrolment_code")
    op.drop_table("enrolment_code")
    op.drop_table("channel")
    op.drop_index(op.f("ix_booking_suspension_hash"), table_name="booking_suspension")
    op.drop_index(op.f("ix_booking_suspension_appeal_suspension_id"), table_name="booking_suspension")
    op.drop_table("booking_suspension")
    op.drop_index(op.f("ix_booking_slot_hall_day"), table_name="booking_slot")
    op.drop_table("booking_slot")
    op.drop_table("booking_person")
    op.drop_index(op.f("ix_booking_message_state_due_ms"), table_name="booking_message")
    op.drop_table("booking_message")
    op.drop_index(op.f("ix_booking_contact_keep_until_ms"), table_name="booking_contact")
    op.drop_table("booking_contact")
    op.drop_index(op.f("ix_booking_hash_day"), table_name="booking")
    op.drop_index(op.f("ix_booking_hall_day_booking_id"), table_name="booking")
    op.drop_index(op.f("ix_booking_down_day"), table_name="booking")
    op.drop_table("booking")
    op.drop_index(op.f("ix_alarm_hall_node_reason"), table_name="alarm")
    op.drop_index(op.f("ix_alarm_hall_cleared_ms"), table_name="alarm")
    op.drop_table("alarm")


# The audit is written and never changed: the database itself refuses, whoever asks.
_SQLITE = (
    "create trigger staff_audit_no_{act} before {act} on staff_audit"
    " begin select raise(abort, 'the audit is never changed'); end"
)
_POSTGRESQL_FUNCTION = (
    "create function staff_audit_is_kept() returns trigger language plpgsql as"
    " $$ begin raise exception 'the audit is never changed'; end $$"
)
_POSTGRESQL = "create trigger staff_audit_no_{act} before {act} on staff_audit execute function staff_audit_is_kept()"


def _keep_the_audit() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(_SQLITE.format(act=act))
    else:
        op.execute(_POSTGRESQL_FUNCTION)
        for act in ("update", "delete", "truncate"):
            op.execute(_POSTGRESQL.format(act=act))


def _let_the_audit_go() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop table staff_audit cascade")
        op.execute("drop function staff_audit_is_kept()")
    else:
        op.drop_table("staff_audit")
