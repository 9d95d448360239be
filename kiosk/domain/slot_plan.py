"""号源: which half hours a hall offers for which items, and how many people each takes, as its staff publish it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.booking import SLOT_MINUTES, Slot
from kiosk.domain.published import Node, PublicationError, Text, publication, without_doubles
from kiosk.domain.working_days import WorkingDays

MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class Band:
    """The same quota for each half hour from `opens` to `closes` (minutes after midnight) on some weekdays."""

    weekdays: tuple[int, ...]
    opens: int
    closes: int
    quota: int


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Items that share a quota. An item belongs to one group at most."""

    code: str
    name: Text
    items: tuple[str, ...]
    bands: tuple[Band, ...]

    def slots_on(self, weekday: int, day: date) -> Iterator[tuple[Slot, int]]:
        """Slots with their quota."""
        for band in self.bands:
            if weekday in band.weekdays:
                for start in range(band.opens, band.closes, SLOT_MINUTES):
                    yield Slot(day, start), band.quota


@dataclass(frozen=True, slots=True)
class SlotPlan:
    version: str
    groups: tuple[ItemGroup, ...]

    def group_of(self, item: str) -> ItemGroup | None:
        return next((group for group in self.groups if item in group.items), None)

    def slots_on(self, day: date, calendar: WorkingDays) -> Iterator[tuple[ItemGroup, Slot, int]]:
        """Everything offered on a day; nothing on a holiday."""
        weekday = calendar.weekday(day)
        for group in self.groups if weekday is not None else ():
            for slot, quota in group.slots_on(weekday or 0, day):
                yield group, slot, quota


def slot_plan_from(data: Mapping[str, object]) -> SlotPlan:
    """The published plan. Raises PublicationError, also for two bands of a group that meet."""
    root = publication(data).only("format", "version", "note", "groups")
    groups = without_doubles((_group(row) for row in root.field("groups").rows()), lambda group: group.code, "groups")
    without_doubles((item for group in groups for item in group.items), str, "groups")
    return SlotPlan(root.field("version").text(20), groups)


def _group(node: Node) -> ItemGroup:
    node.only("code", "name", "items", "bands")
    items = node.field("items")
    group = ItemGroup(
        node.field("code").text(20, r"[a-z][a-z0-9-]*"),
        node.field("name").both(20, 60),
        without_doubles((row.text(8, r"[A-Z]{2,4}-\d{3}") for row in items.rows()), str, items.path),
        tuple(_band(row) for row in node.field("bands").rows()),
    )
    for weekday in range(1, 8):
        starts = [slot.start for slot, _ in group.slots_on(weekday, date.min)]
        if len(set(starts)) < len(starts):
            raise PublicationError(f"{node.path}.bands", f"two bands meet on weekday {weekday}")
    return group


def _band(node: Node) -> Band:
    node.only("weekdays", "opens", "closes", "quota")
    days = node.field("weekdays")
    weekdays = without_doubles((row.whole(1, 7) for row in days.rows()), lambda day: day, days.path)
    opens, closes = (_half_hour(node.field(name)) for name in ("opens", "closes"))
    band = Band(weekdays, opens, closes or MIDNIGHT, node.field("quota").whole(0, 10_000))
    if band.closes <= band.opens:
        raise node.wrong("it closes before it opens; a night is two bands")
    return band


def _half_hour(node: Node) -> int:
    moment = node.clock()
    minutes = moment.hour * 60 + moment.minute
    if minutes % SLOT_MINUTES:
        raise node.wrong("a slot begins on the full or the half hour")
    return minutes
