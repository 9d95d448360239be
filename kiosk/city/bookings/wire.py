"""What the booking routes take and tell. A number and a name come in and never go out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from kiosk.city.bookings.persons import Person, Shown, from_node
from kiosk.city.bookings.suspending import AppealReason, SuspensionRefusal
from kiosk.city.forms import Both, Identity, IsoDay, OnWire, Remark, Told
from kiosk.domain.booking import SLOT_MINUTES, BookingState
from kiosk.domain.identity import LENGTH, is_number

BookingId = Annotated[
    str, Field(min_length=16, max_length=64, pattern=r"^[A-Za-z0-9-]+$",
               examples=["019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071"],
               description="Made by the client; the same again means the same booking.")
]  # fmt: skip
ItemCode = Annotated[str, Field(pattern=r"^[A-Z]{2,4}-[0-9]{3}$", examples=["GAHJ-001"])]
Start = Annotated[
    int, Field(ge=0, lt=1440, multiple_of=SLOT_MINUTES, examples=[540], description="Minutes after midnight.")
]
Phone = Annotated[str, Field(pattern=r"^\+?[0-9]{7,15}$", description="For reminders; kept sealed.")]


def _whole_number(text: str) -> str:
    if not is_number(text, date.max):
        raise ValueError("not a citizen number")
    return text


class Card(OnWire):
    """Who it is, from a channel that knows the person. Neither is stored."""

    number: Annotated[str, Field(min_length=LENGTH, max_length=LENGTH, repr=False), AfterValidator(_whole_number)]
    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f*]+$", repr=False)]


class Hashed(OnWire):
    """Who it is, from a terminal: hashes under the match key's versions, a masked name, the last four."""

    hashes: dict[Annotated[int, Field(ge=1, le=10_000)], Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]] = Field(
        min_length=1, max_length=4, examples=[{"1": "ab" * 32}]
    )
    name: Annotated[str, Field(max_length=60, pattern=r"^[^\x00-\x1f]?\*+[^\x00-\x1f]?$", examples=["张*三"])]
    tail: Annotated[str, Field(pattern=r"^[0-9]{3}[0-9X]$", examples=["2217"])]


class Whose(OnWire):
    """Exactly one of `card` and `hashed`."""

    card: Card | None = None
    hashed: Hashed | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Whose:
        if (self.card is None) is (self.hashed is None):
            raise ValueError("either a card or hashes")
        return self

    def person(self, phone: str = "") -> Person | Shown:
        if self.card is not None:
            return Shown(self.card.number, self.card.name, phone)
        assert self.hashed is not None  # noqa: S101  checked above
        return from_node(self.hashed.hashes, self.hashed.name, self.hashed.tail, phone)


class NewBooking(OnWire):
    booking_id: BookingId
    hall: Identity = Field(examples=["qinglan"])
    item: ItemCode
    day: IsoDay
    start: Start
    who: Whose
    phone: Phone | None = Field(default=None, repr=False)


class OfPerson(OnWire):
    who: Whose


class NewAppeal(OnWire):
    who: Whose
    reason: AppealReason


class BookingTold(Told):
    """A booking. Times in UTC milliseconds; the person masked."""

    booking_id: str
    hall: str
    hall_name: Both
    item: str
    item_name: Both
    group: str
    day: str
    start: int
    starts_ms: int
    ends_ms: int
    check_in_from_ms: int
    check_in_until_ms: int = Field(description="Check-in is the ticket; nobody takes a second number.")
    cancel_until_ms: int
    state: BookingState
    name: str
    tail: str
    reminder: str = Field(description="waiting, sent, given_up, dropped; none: nobody is reminded.")


class SuspensionTold(Told):
    """暂停预约服务: the reason, the days it holds (both included), and the word against it."""

    suspension_id: str
    reason: str
    begins: str
    ends: str
    appeal: str


class OwnBookings(Told):
    bookings: list[BookingTold]
    suspension: SuspensionTold | None


class BookingTrouble(Told):
    """Why there is no booking, in words for the person, and what to do instead."""

    reason: str
    sentence: str
    shown: Both
    other_way: Both | None = None
    until: str = Field(default="", description="The last day of a pause, ISO.")


class SlotTold(Told):
    day: str
    start: int
    minutes: int
    quota: int
    left: int


class SlotsTold(Told):
    """Days `first` to `last` may be booked now. `calendar_known` false: holidays of that time are not published yet."""

    hall: str
    group: str
    first: str
    last: str
    calendar_known: bool
    slots: list[SlotTold]


class Quota(OnWire):
    quota: int = Field(ge=0, le=10_000, description="0 closes the slot; bookings that stand keep standing.")


class StaffBooking(Told):
    booking_id: str
    group: str
    item: str
    day: str
    start: int
    state: BookingState
    name: str
    tail: str
    by: str
    ticket_id: str
    made_ms: int
    changed_ms: int


class StaffBookings(Told):
    rows: list[StaffBooking]
    next: str


class WhyContact(OnWire):
    why: Remark = Field(min_length=4, examples=["the counter is closed this morning"])


class ContactTold(Told):
    phone: str = Field(repr=False)


class AppealRow(SuspensionTold):
    state: str
    appeal_ms: int
    appeal_reason: AppealReason


class Appeals(Told):
    rows: list[AppealRow]
    next: str


class Verdict(OnWire):
    granted: bool


TOLD: Mapping[StrEnum, tuple[int, str]] = {
    SuspensionRefusal.UNKNOWN_SUSPENSION: (404, "There is no such pause."),
    SuspensionRefusal.ASKED_ALREADY: (409, "There was an appeal against this pause already."),
    SuspensionRefusal.NOT_ASKED: (409, "There is no appeal that waits."),
    SuspensionRefusal.OVER: (409, "This pause is over."),
}


def both(text: Any) -> Both:
    return Both.model_construct(zh=text.zh, en=text.en)
