"""What the staff's routes take and tell."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from kiosk.city.forms import Identity, OnWire, Told
from kiosk.city.staff.passwords import LONGEST, SHORTEST, PasswordProblem
from kiosk.city.staff.people import PeopleRefusal
from kiosk.city.staff.roles import Role
from kiosk.city.staff.sessions import SignInRefusal

AccountName = Annotated[
    str, Field(min_length=2, max_length=32, pattern=r"^[a-z][a-z0-9.-]*$", examples=["m.zhou"],
               description="What they sign in with: a job name, not a person's.")
]  # fmt: skip
Password = Annotated[str, Field(min_length=1, max_length=LONGEST, pattern=r"^[^\x00]*$", repr=False)]
Hall = Annotated[
    str, Field(max_length=64, pattern=r"^$|^[A-Za-z0-9][A-Za-z0-9_.-]*$", description="Empty: every hall.")
]


class SignIn(OnWire):
    name: AccountName
    password: Password = Field(examples=["correct-horse-battery"])


class OwnPassword(OnWire):
    password: Password = Field(description=f"The new one: {SHORTEST} characters or more.", examples=["qing-lan-2026"])


class SessionTold(Told):
    """`token` is told now and stored as its hash only. It can be renewed for 12 hours after the password."""

    token: str = Field(examples=["hR9…"])
    name: AccountName
    role: Role
    hall: Hall
    expires_ms: int = Field(description="UTC milliseconds.")
    must_change: bool = Field(description="After a one-time password nothing works before an own one is set.")


class Self(Told):
    name: str
    role: Role
    hall: Hall


class NewAccount(OnWire):
    name: AccountName
    role: Role = Field(examples=[Role.CLERK])
    hall: Hall = Field(default="", examples=["qinglan"])


class AccountChange(OnWire):
    """Only what is given changes. Whoever is changed has to sign in again."""

    role: Role | None = None
    hall: Hall | None = None
    disabled: bool | None = None


class OneTime(Told):
    """Told once: write it down or hand it over now."""

    name: str
    password: str = Field(examples=["k7rpm-x4dqa-9wnbe-h3tyc"])


class AccountRow(Told):
    name: str
    role: Role
    hall: Hall
    must_change: bool
    disabled: bool
    locked_until_ms: int
    made_ms: int
    made_by: str


class Accounts(Told):
    accounts: list[AccountRow]


class NewChannel(OnWire):
    """Something that books for people: the city's app, a telephone centre."""

    name: Identity = Field(examples=["city-app"])


class ChannelToken(Told):
    name: str
    token: str = Field(description="Told once; stored as its hash only.")


class ChannelRow(Told):
    name: str
    made_ms: int
    made_by: str
    revoked_ms: int | None


class Channels(Told):
    channels: list[ChannelRow]


class AuditRow(Told):
    audit_id: str
    at_ms: int
    who: str
    role: str
    act: str
    object: str
    hall: str
    outcome: str = Field(description="`done`, or the reason of the refusal.")
    detail: dict[str, Any]


class AuditPage(Told):
    """The newest first; `next` is the `after` of the page behind it, empty at the end."""

    rows: list[AuditRow]
    next: str


TOLD: Mapping[StrEnum, tuple[int, str]] = {
    SignInRefusal.WRONG: (401, "The name or the password is wrong."),
    SignInRefusal.LOCKED: (429, "Too many wrong passwords; this account rests for 15 minutes."),
    SignInRefusal.SESSION_OVER: (401, "Sign in again."),
    PasswordProblem.TOO_SHORT: (422, f"A password has {SHORTEST} characters or more."),
    PasswordProblem.TOO_LONG: (422, f"A password has {LONGEST} characters at most."),
    PasswordProblem.TOO_SIMPLE: (422, "The same few characters again and again are guessed first."),
    PasswordProblem.HOLDS_THE_NAME: (422, "A password does not hold the name it belongs to."),
    PeopleRefusal.NAME_TAKEN: (409, "This name is taken; a closed account keeps its name, for the audit's sake."),
    PeopleRefusal.UNKNOWN_NAME: (404, "There is no such name."),
    PeopleRefusal.UNKNOWN_HALL: (404, "This city has no such hall."),
    PeopleRefusal.NOT_YOURS: (403, "This account is kept by somebody else."),
    PeopleRefusal.HALL_WANTED: (422, "This role belongs to one hall; say which."),
    PeopleRefusal.CITY_WIDE: (422, "This role belongs to the whole city."),
    PeopleRefusal.YOURSELF: (409, "Nobody changes their own role or closes their own account."),
}
