"""What can be done here: departments and items as the city publishes them, and how a citizen finds one.

One definition serves every screen. The names of hall settings are handed on, so that one import is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.hall_publication import hall_settings_from, hours_from
from kiosk.domain.hall_settings import (
    Clerk,
    ComplaintReason,
    Consent,
    ConsentLine,
    Counter,
    Floor,
    HallSettings,
    Hours,
    NumberRange,
    NumberSpace,
    OrderRules,
    Period,
    Queue,
    QueueKind,
)
from kiosk.domain.published import Language, Node, PublicationError, Text, publication, without_doubles

__all__ = [
    "Catalogue", "Clerk", "ComplaintReason", "Consent", "ConsentLine", "Counter", "Department", "Floor", "HallSettings",
    "Hours", "Icon", "Item", "Language", "NumberRange", "NumberSpace", "OrderRules", "Period", "PublicationError",
    "Queue", "QueueKind", "Text", "Theme", "catalogue_from", "check_together", "hall_settings_from",
]  # fmt: skip

SHORT_NAME = 8  # characters that a tile holds
SHORT_NAME_EN = 30


class Icon(StrEnum):
    """What screens can draw for a department or theme."""

    SHIELD = "shield"
    PERSON = "person"
    GLOBE = "globe"
    CAR = "car"
    CARD = "card"
    CROSS = "cross"
    HOUSE = "house"
    BUILDING = "building"
    YEN = "yen"
    HEART = "heart"
    BOOK = "book"
    BRIEFCASE = "briefcase"
    SCALE = "scale"
    LEAF = "leaf"
    BUS = "bus"
    LIST = "list"
    PEOPLE = "people"
    PLUG = "plug"
    MEDAL = "medal"
    ALERT = "alert"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Department:
    code: str
    name: Text
    short: Text
    icon: Icon
    hours: Hours


@dataclass(frozen=True, slots=True)
class Theme:
    """What a citizen would call it, across departments: 户籍居住, 社保医保."""

    code: str
    name: Text
    icon: Icon


@dataclass(frozen=True, slots=True)
class Item:
    """Something a citizen comes for."""

    code: str  # department code, hyphen, three digits; never reused, says nothing about order
    name: Text
    short: Text  # for tiles: at most 8 Chinese characters
    department: str
    theme: str
    queue: str
    anonymous: bool  # a number may be taken without saying who one is (consultation)
    minutes: int  # typical at the counter, 1–240
    materials: tuple[Text, ...]  # what to bring
    initials: str  # pinyin initials of the name, lower case: jzzsl
    hot: int  # 1 is the hottest; 0 is not on the hot list


@dataclass(frozen=True, slots=True)
class Catalogue:
    version: str
    departments: tuple[Department, ...]
    themes: tuple[Theme, ...]
    items: tuple[Item, ...]
    by_code: Mapping[str, Item] = field(repr=False, compare=False)

    def item(self, code: str) -> Item | None:
        return self.by_code.get(code)

    def department(self, code: str) -> Department | None:
        return next((department for department in self.departments if department.code == code), None)

    def items_of(self, department: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.department == department)

    def items_about(self, theme: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.theme == theme)

    def hot(self) -> tuple[Item, ...]:
        """The hot list, hottest first."""
        return tuple(sorted((item for item in self.items if item.hot), key=lambda item: item.hot))

    def found(self, typed: str) -> tuple[Item, ...]:
        """Items whose name holds what was typed, or whose pinyin initials do; beginnings first, then hot ones."""
        wanted = typed.strip().lower()
        hits = [item for item in self.items if wanted and _holds(item, wanted)]
        return tuple(sorted(hits, key=lambda item: (not _begins(item, wanted), item.hot or len(self.items) + 1)))


def _holds(item: Item, wanted: str) -> bool:
    return any(wanted in text for text in (item.name.zh, item.initials, item.name.en.lower()))


def _begins(item: Item, wanted: str) -> bool:
    return any(text.startswith(wanted) for text in (item.name.zh, item.initials, item.name.en.lower()))


def catalogue_from(data: Mapping[str, object]) -> Catalogue:
    """The published catalogue. Raises PublicationError for anything missing, doubled or unknown."""
    root = publication(data).only("format", "version", "note", "schedules", "departments", "themes", "items")
    schedules = _schedules(root.field("schedules"))
    departments = tuple(_department(row, schedules) for row in root.field("departments").rows())
    themes = tuple(_theme(row) for row in root.field("themes").rows())
    items = tuple(_item(row) for row in root.field("items").rows())
    catalogue = Catalogue(
        root.field("version").text(20),
        without_doubles(departments, lambda department: department.code, "departments"),
        without_doubles(themes, lambda theme: theme.code, "themes"),
        without_doubles(items, lambda item: item.code, "items"),
        {item.code: item for item in items},
    )
    _check_items(catalogue)
    return catalogue


def check_together(catalogue: Catalogue, hall: HallSettings) -> None:
    """Raises PublicationError unless every item has a queue in this hall (whose own check gives it a counter)."""
    for at, item in enumerate(catalogue.items):
        if hall.queue(item.queue) is None:
            raise PublicationError(f"items[{at}].queue", f"'{hall.id}' has no queue '{item.queue}'")


def _schedules(node: Node) -> dict[str, Hours]:
    if not isinstance(node.value, Mapping):
        raise node.wrong("an object of named opening hours was expected")
    return {str(name): hours_from(node.field(str(name))) for name in node.value}


def _department(node: Node, schedules: Mapping[str, Hours]) -> Department:
    node.only("code", "name", "short", "icon", "hours")
    schedule = node.field("hours")
    if schedule.text() not in schedules:
        raise schedule.wrong(f"there is no schedule '{schedule.value}'")
    return Department(
        node.field("code").text(4, r"[A-Z]{2,4}"),
        node.field("name").both(30, 80),
        node.field("short").both(SHORT_NAME, SHORT_NAME_EN),
        node.field("icon").choice(Icon),
        schedules[schedule.text()],
    )


def _theme(node: Node) -> Theme:
    node.only("code", "name", "icon")
    return Theme(
        node.field("code").text(20, r"[a-z][a-z-]*"), node.field("name").both(6, 24), node.field("icon").choice(Icon)
    )


def _item(node: Node) -> Item:
    node.only(
        "code", "name", "short", "department", "theme", "queue", "anonymous", "minutes", "materials", "initials", "hot"
    )
    materials = node.field("materials")
    return Item(
        node.field("code").text(8, r"[A-Z]{2,4}-\d{3}"),
        node.field("name").both(30, 90),
        node.field("short").both(SHORT_NAME, SHORT_NAME_EN),
        node.field("department").text(),
        node.field("theme").text(),
        node.field("queue").text(),
        node.field("anonymous").flag(),
        node.field("minutes").whole(1, 240),
        without_doubles((row.both(30, 90) for row in materials.rows()), lambda text: text.zh, materials.path),
        node.field("initials").text(30, r"[a-z0-9]+"),
        node.field("hot").whole(0, 999),
    )


def _check_items(catalogue: Catalogue) -> None:
    themes = {theme.code for theme in catalogue.themes}
    for at, item in enumerate(catalogue.items):
        if catalogue.department(item.department) is None:
            raise PublicationError(f"items[{at}].department", f"there is no department '{item.department}'")
        if not item.code.startswith(f"{item.department}-"):
            raise PublicationError(f"items[{at}].code", f"'{item.code}' does not begin with its department's code")
        if item.theme not in themes:
            raise PublicationError(f"items[{at}].theme", f"there is no theme '{item.theme}'")
    without_doubles((item.name.zh for item in catalogue.items), str, "items")
    without_doubles((item.hot for item in catalogue.items if item.hot), lambda hot: hot, "items")
