"""Messages to a person: a telephone number kept sealed for as long as it is needed, and an outbox that survives.

A message is claimed by moving its next try ahead, sent outside any transaction, and noted afterwards. Whatever dies in
between is tried again with the same identity, which a gateway sends once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update

from kiosk.city.bookings.rulebook import hall_name, item_name
from kiosk.city.bookings.tables import booking, contact, message
from kiosk.city.field_keys import FieldKeys, Place
from kiosk.city.rows import add_row, put_row
from kiosk.domain.booking import BookingRules, clock_text
from kiosk.ports.messages import Message, SendFailure

REMINDER, CALLED_OFF = "reminder", "called_off"
WAITING, SENT, GIVEN_UP, DROPPED = "waiting", "sent", "given_up", "dropped"
CLAIMED_MS = 300_000  # longer than a gateway may take for a whole part
MOST_TRIES = 12
_FIRST_PAUSE_MS, _LONGEST_PAUSE_MS = 30_000, 3_600_000
_DAY_MS = 86_400_000
PART = 20


@dataclass(frozen=True, slots=True)
class Claimed:
    booking_id: str
    template: str
    tries: int
    message: Message


def contact_place(booking_id: str) -> Place:
    return Place("booking_contact", booking_id, "phone")


def keep_contact(
    connection: Connection, row: dict[str, Any], phone: str, keys: FieldKeys | None, rules: BookingRules
) -> None:
    if not phone or keys is None:
        return
    sealed = keys.seal(phone, contact_place(row["booking_id"]))
    until = row["ends_ms"] + rules.contact_days * _DAY_MS
    put_row(connection, contact, {"booking_id": row["booking_id"]}, {"phone": sealed, "keep_until_ms": until})


def phone_of(connection: Connection, booking_id: str, keys: FieldKeys) -> str | None:
    asked = select(contact.c.phone).where(contact.c.booking_id == booking_id)
    sealed = connection.execute(asked).scalar_one_or_none()
    return None if sealed is None else keys.open(sealed, contact_place(booking_id))


def forget_contact(connection: Connection, booking_id: str) -> None:
    connection.execute(delete(contact).where(contact.c.booking_id == booking_id))


def plan_reminder(connection: Connection, row: dict[str, Any], rules: BookingRules, now_ms: int) -> None:
    """At once when the slot is nearer than the reminder's time."""
    plan(connection, row["booking_id"], REMINDER, max(now_ms, row["starts_ms"] - rules.remind_minutes * 60_000))


def plan(connection: Connection, booking_id: str, template: str, due_ms: int) -> None:
    key = {"booking_id": booking_id, "template": template}
    add_row(connection, message, {**key, "due_ms": due_ms, "state": WAITING, "tries": 0, "reason": ""})


def drop(connection: Connection, booking_id: str, template: str) -> None:
    _note(connection, booking_id, template, {"state": DROPPED}, only=WAITING)


def claim(connection: Connection, keys: FieldKeys | None, now_ms: int) -> list[Claimed]:
    """Messages that are due, each for this caller alone for five minutes."""
    c = message.c
    due = select(message).where(c.state == WAITING, c.due_ms <= now_ms).order_by(c.due_ms).limit(PART)
    claimed = []
    for row in connection.execute(due).mappings().all():
        mine = (c.booking_id == row["booking_id"], c.template == row["template"], c.due_ms == row["due_ms"])
        ours = update(message).where(*mine, c.state == WAITING).values(due_ms=now_ms + CLAIMED_MS, tries=c.tries + 1)
        if connection.execute(ours).rowcount == 1:
            made = _made(connection, row, keys, now_ms)
            if made is not None:
                claimed.append(made)
    return claimed


def note_sent(connection: Connection, one: Claimed, failure: SendFailure | None, now_ms: int) -> None:
    if failure is None:
        _note(connection, one.booking_id, one.template, {"state": SENT, "reason": ""})
    elif failure.final or one.tries >= MOST_TRIES:
        _note(connection, one.booking_id, one.template, {"state": GIVEN_UP, "reason": failure.value}, only=WAITING)
    else:
        pause = min(_FIRST_PAUSE_MS * 2 ** (one.tries - 1), _LONGEST_PAUSE_MS)
        later = {"due_ms": now_ms + pause, "reason": failure.value}
        _note(connection, one.booking_id, one.template, later, only=WAITING)


def state_of(connection: Connection, booking_id: str, template: str) -> str:
    """`none` when no such message was ever planned."""
    c = message.c
    asked = select(c.state).where(c.booking_id == booking_id, c.template == template)
    return connection.execute(asked).scalar_one_or_none() or "none"


def _made(connection: Connection, row: Any, keys: FieldKeys | None, now_ms: int) -> Claimed | None:
    own = connection.execute(select(booking).where(booking.c.booking_id == row["booking_id"])).mappings().one()
    phone = None if keys is None else phone_of(connection, row["booking_id"], keys)
    wrong = "too_late" if now_ms >= own["starts_ms"] else "no_contact" if phone is None else ""
    if wrong or phone is None:
        _note(connection, row["booking_id"], row["template"], {"state": DROPPED, "reason": wrong})
        return None
    values = {
        "hall": hall_name(connection, own["hall"]).zh,
        "item": item_name(connection, own["hall"], own["item"]).zh,
        "day": own["day"],
        "time": f"{clock_text(own['start'])}–{clock_text(own['start'] + 30)}",
        "name": own["name"],
    }
    made = Message(f"{row['booking_id']}.{row['template']}", phone, row["template"], values)
    return Claimed(row["booking_id"], row["template"], row["tries"] + 1, made)


def _note(connection: Connection, booking_id: str, template: str, change: dict[str, Any], only: str = "") -> None:
    c = message.c
    mine = update(message).where(c.booking_id == booking_id, c.template == template)
    connection.execute((mine.where(c.state == only) if only else mine).values(**change))
