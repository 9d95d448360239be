"""Signing in and out: a short-lived token that is stored as its hash, and a bound on guessing.

A try is counted before the password is looked at, so that a hundred guesses sent at once are a hundred tries.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from kiosk.city.refusals import Refused
from kiosk.city.staff.auditing import Deed, Visitor, note
from kiosk.city.staff.passwords import NOBODYS
from kiosk.city.staff.roles import Role
from kiosk.city.staff.tables import channel, staff, staff_session

TRIES = 5
LOCK_MS = 15 * 60_000
TOKEN_MS = 30 * 60_000
SESSION_MS = 12 * 3_600_000  # a token can be renewed until so long after the password


class SignInRefusal(StrEnum):
    WRONG = "wrong_name_or_password"
    LOCKED = "locked"  # too many wrong passwords
    SESSION_OVER = "session_over"  # the password is wanted again


@dataclass(frozen=True, slots=True)
class Try:
    """One counted try, to be compared with the given password."""

    name: str
    stored: str = field(repr=False)
    known: bool


@dataclass(frozen=True, slots=True)
class Session:
    token: str = field(repr=False)
    name: str
    role: Role
    hall: str
    expires_ms: int
    must_change: bool


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin_try(connection: Connection, name: str, now_ms: int) -> Try | Refused:
    """Counts the try. After `TRIES` without success an account rests for 15 minutes."""
    c = staff.c
    free = update(staff).where(c.name == name, c.disabled.is_(False), c.locked_until_ms <= now_ms)
    if connection.execute(free.values(tries=c.tries + 1)).rowcount == 0:
        own = connection.execute(select(staff).where(c.name == name, c.disabled.is_(False))).mappings().one_or_none()
        if own is None:
            return Try(name, NOBODYS, known=False)
        note(connection, Visitor(name, Role(own["role"]), own["hall"]), Deed("sign_in"), SignInRefusal.LOCKED, now_ms)
        return Refused(SignInRefusal.LOCKED)
    row = connection.execute(select(c.tries, c.password_hash).where(c.name == name)).one()
    if row.tries >= TRIES:
        connection.execute(update(staff).where(c.name == name).values(locked_until_ms=now_ms + LOCK_MS, tries=0))
    return Try(name, row.password_hash, known=True)


def end_try(connection: Connection, tried: Try, right: bool, now_ms: int) -> Session | Refused:
    """Opens a session for the right password; a password that was changed meanwhile is a wrong one."""
    c = staff.c
    mine = (c.name == tried.name, c.password_hash == tried.stored, c.disabled.is_(False))
    row = connection.execute(select(staff).where(*mine)).mappings().one_or_none() if tried.known else None
    if row is None or not right:
        who = Visitor(tried.name if tried.known else "unknown", Role.CLERK if row is None else Role(row["role"]))
        note(connection, who, Deed("sign_in"), SignInRefusal.WRONG, now_ms)
        return Refused(SignInRefusal.WRONG)
    connection.execute(update(staff).where(*mine).values(tries=0, locked_until_ms=0))
    note(connection, Visitor(tried.name, Role(row["role"]), row["hall"]), Deed("sign_in"), "done", now_ms)
    return _opened(connection, tried.name, now_ms, now_ms)


def renew(connection: Connection, who: Visitor, now_ms: int) -> Session | Refused:
    """A new token for an old one, which is good no longer."""
    c = staff_session.c
    began = connection.execute(select(c.began_ms).where(c.token_hash == who.token_hash)).scalar_one_or_none()
    gone = connection.execute(delete(staff_session).where(c.token_hash == who.token_hash)).rowcount == 0
    if began is None or gone or now_ms >= began + SESSION_MS:
        return Refused(SignInRefusal.SESSION_OVER)
    return _opened(connection, who.name, began, now_ms)


def sign_out(connection: Connection, who: Visitor) -> None:
    connection.execute(delete(staff_session).where(staff_session.c.token_hash == who.token_hash))


def end_sessions(connection: Connection, name: str, but: str = "") -> None:
    c = staff_session.c
    connection.execute(delete(staff_session).where(c.name == name, c.token_hash != but))


def forget_old_sessions(connection: Connection, now_ms: int) -> bool:
    connection.execute(delete(staff_session).where(staff_session.c.expires_ms < now_ms - SESSION_MS))
    return False


@dataclass(frozen=True, slots=True)
class Known:
    visitor: Visitor
    must_change: bool = False


def bearer(connection: Connection, token: str, now_ms: int) -> Known | None:
    """Whose token this is: of a signed-in member of the staff, or of a channel."""
    hashed = digest(token)
    s, p = staff_session.c, staff.c
    both = select(p.name, p.role, p.hall, p.must_change).join_from(staff_session, staff, s.name == p.name)
    good = both.where(s.token_hash == hashed, s.expires_ms > now_ms, p.disabled.is_(False))
    row = connection.execute(good).first()
    if row is not None:
        return Known(Visitor(row.name, Role(row.role), row.hall, hashed), row.must_change)
    live = select(channel.c.name).where(channel.c.token_hash == hashed, channel.c.revoked_ms.is_(None))
    name = connection.execute(live).scalar_one_or_none()
    return Known(Visitor(name, Role.CHANNEL)) if name is not None else None


def _opened(connection: Connection, name: str, began_ms: int, now_ms: int) -> Session:
    token = secrets.token_urlsafe(32)
    expires = min(now_ms + TOKEN_MS, began_ms + SESSION_MS)
    row = {"token_hash": digest(token), "name": name, "began_ms": began_ms, "expires_ms": expires}
    connection.execute(insert(staff_session).values(**row))
    own = connection.execute(select(staff).where(staff.c.name == name)).mappings().one()
    return Session(token, name, Role(own["role"]), own["hall"], expires, own["must_change"])
