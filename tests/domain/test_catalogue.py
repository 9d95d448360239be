"""The published catalogue and hall as values: what is understood, and how what does not fit is refused."""

from __future__ import annotations

import copy
from datetime import time
from typing import Any

import pytest

from kiosk.domain.catalogue import (
    Catalogue,
    HallSettings,
    Language,
    PublicationError,
    QueueKind,
    Text,
    catalogue_from,
    check_together,
    hall_settings_from,
)
from kiosk.domain.clerk_pin import pin_hash, pin_matches


def both(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def an_item(code: str, zh: str, initials: str, **changes: object) -> dict[str, Any]:
    item = {
        "code": code, "name": both(zh, f"English of {zh}"), "short": both(zh[:8], "Short"), "department": "RS",
        "theme": "insurance", "queue": "social", "anonymous": False, "minutes": 8,
        "materials": [both("身份证原件", "Original ID card")], "initials": initials, "hot": 0,
    }  # fmt: skip
    return item | changes


CATALOGUE: dict[str, Any] = {
    "format": 1,
    "version": "1",
    "schedules": {"office": [{"weekdays": [1, 2, 3, 4, 5], "opens": "09:00", "closes": "17:00"}]},
    "departments": [
        {"code": "RS", "name": both("人社局", "Social security"), "short": both("人社", "Social"), "icon": "shield",
         "hours": "office"}
    ],
    "themes": [{"code": "insurance", "name": both("社保医保", "Insurance"), "icon": "shield"}],
    "items": [
        an_item("RS-001", "社会保障卡申领", "shbzksl", hot=2),
        an_item("RS-002", "失业登记", "sydj"),
        an_item("RS-003", "灵活就业人员参保登记", "lhjyrycbdj", hot=1),
    ],
}  # fmt: skip

NUMBERS = {"digits": 3, "sequencer": [1, 499], "standby": [500, 799], "spare": [800, 999]}
HALL: dict[str, Any] = {
    "format": 1, "version": "1", "id": "hall", "name": both("大厅", "Hall"), "region": "990100",
    "floors": [{"number": 1, "name": both("一楼", "Floor 1")}, {"number": 2, "name": both("二楼", "Floor 2")}],
    "queues": [
        {"code": "social", "prefix": "A", "name": both("社保", "Insurance"), "kind": "item", "numbers": NUMBERS},
        {"code": "shared", "prefix": "S", "name": both("综合", "General"), "kind": "shared", "numbers": NUMBERS},
    ],
    "counters": [
        {"number": "1", "floor": 1, "name": both("综合", "General"), "queues": ["shared"]},
        {"number": "3", "floor": 2, "name": both("社保", "Insurance"), "queues": ["social", "shared"]},
        {"number": "5", "floor": 2, "name": both("社保", "Insurance"), "queues": ["social"]},
    ],
    "clerks": [{"number": "0312", "masked_name": "林*", "pin_hash": "scrypt$16384$8$1$" + "0" * 32 + "$" + "0" * 64}],
    "order": {"priority_turns": 2, "walk_in_turns": 1, "max_wait_minutes": 40, "booked_is_priority": True,
              "booked_early_minutes": 30, "booked_late_minutes": 10},
    "hours": [{"weekdays": [1], "opens": "09:00", "closes": "12:00"},
              {"weekdays": [6], "opens": "20:00", "closes": "00:00"}],
    "business_day_boundary": "04:00",
    "limits": {"recall_limit": 5, "restore_minutes": 30, "confirm_seconds": 30, "evaluation_seconds": 60,
               "elder_age": 60},
    "hotline": "12345",
    "board_notice": both("请直接签到", "Just check in"),
    "ticket_rules": [both("请留意大屏", "Watch the board"), both("当日有效", "Valid today")],
    "consent": {"version": "1", "title": both("请您知道", "Please note"), "lines": [
        {"key": key, "topic": both("话题", "Topic"), "text": both("内容", "Text")}
        for key in ("what", "why", "how_long", "who", "rights")]},
    "complaint_reasons": [{"code": "B01", "text": both("其他情况", "Something else")}],
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return catalogue_from(CATALOGUE)


@pytest.fixture(scope="module")
def hall() -> HallSettings:
    return hall_settings_from(HALL)


def changed(data: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The data with one place replaced; a path such as `items.0.queue`; `...` removes the place."""
    copied = copy.deepcopy(data)
    place: Any = copied
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return copied


def test_the_hot_list_begins_with_the_hottest(catalogue: Catalogue) -> None:
    assert [item.code for item in catalogue.hot()] == ["RS-003", "RS-001"]


def test_an_item_is_found_by_department_theme_and_code(catalogue: Catalogue) -> None:
    assert len(catalogue.items_of("RS")) == len(catalogue.items_about("insurance")) == 3
    assert catalogue.items_of("YB") == ()
    found = catalogue.item("RS-002")
    assert found is not None and found.name.zh == "失业登记"
    assert catalogue.item("RS-999") is None


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("shb", ["RS-001"]),
        ("SYDJ", ["RS-002"]),
        ("登记", ["RS-003", "RS-002"]),  # the hot one first
        ("失业", ["RS-002"]),
        ("english of 灵活", ["RS-003"]),
        ("   ", []),
        ("zzz", []),
    ],
)
def test_what_a_citizen_types_finds_the_item(catalogue: Catalogue, typed: str, codes: list[str]) -> None:
    assert [item.code for item in catalogue.found(typed)] == codes


def test_a_name_that_begins_with_the_words_comes_before_a_hotter_one_that_only_holds_them() -> None:
    data = changed(CATALOGUE, "items.0", an_item("RS-001", "登记咨询", "djzx"))
    assert [item.code for item in catalogue_from(data).found("登记")] == ["RS-001", "RS-003", "RS-002"]


def test_a_text_speaks_the_citizens_language_and_chinese_otherwise() -> None:
    text = Text("取号", "Take a number")
    assert text.in_language(Language.ENGLISH) == text.in_language("en") == "Take a number"
    assert text.in_language(Language.CHINESE) == text.in_language("fr") == "取号"


def test_the_label_of_a_ticket_has_the_queues_prefix_and_leading_zeros(hall: HallSettings) -> None:
    queue = hall.queue("social")
    assert queue is not None
    assert queue.label(17) == "A017"
    assert queue.kind is QueueKind.ITEM
    assert 499 in queue.numbers.sequencer and 500 not in queue.numbers.sequencer
    assert 500 in queue.numbers.standby and 999 in queue.numbers.spare and 1000 not in queue.numbers.spare


def test_a_queue_tells_where_to_wait_floor_by_floor(hall: HallSettings) -> None:
    assert hall.place_of("social") == Text("2 楼 3、5 号窗口", "Floor 2, Counters 3, 5")
    assert hall.place_of("shared") == Text("1 楼 1 号窗口；2 楼 3 号窗口", "Floor 1, Counter 1; Floor 2, Counter 3")


def test_one_counter_serves_many_queues_and_one_queue_many_counters(hall: HallSettings) -> None:
    assert [counter.number for counter in hall.counters_of("social")] == ["3", "5"]
    counter = hall.counter("3")
    assert counter is not None and counter.serves("social") and counter.serves("shared")
    assert hall.counter("99") is None


def test_the_business_day_changes_at_the_published_minute(hall: HallSettings) -> None:
    assert hall.boundary_minutes == 4 * 60


def test_a_hall_is_open_until_closing_time_and_not_at_it(hall: HallSettings) -> None:
    assert hall.hours.is_open(1, time(9)) and hall.hours.is_open(1, time(11, 59))
    assert not hall.hours.is_open(1, time(12)) and not hall.hours.is_open(2, time(10))
    assert hall.hours.is_open(6, time(23, 59)) and not hall.hours.is_open(7, time(0))


def test_a_catalogue_whose_item_has_no_queue_in_the_hall_is_refused(hall: HallSettings) -> None:
    check_together(catalogue_from(CATALOGUE), hall)
    lost = catalogue_from(changed(CATALOGUE, "items.1.queue", "nowhere"))
    with pytest.raises(PublicationError, match=r"items\[1\].queue: 'hall' has no queue 'nowhere'"):
        check_together(lost, hall)


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("format", 2, "format"),
        ("version", ..., ""),
        ("items.0.name.zh", "", "items[0].name.zh"),
        ("items.0.name.en", "   ", "items[0].name.en"),
        ("items.0.name", "社保", "items[0].name"),
        ("items.0.short.zh", "超过八个字的磁贴名称", "items[0].short.zh"),
        ("items.0.department", "YB", "items[0].department"),
        ("items.0.code", "YB-001", "items[0].code"),
        ("items.0.code", "RS-002", "items"),
        ("items.0.name.zh", "失业登记", "items"),
        ("items.0.hot", 1, "items"),
        ("items.0.theme", "none", "items[0].theme"),
        ("items.0.minutes", 0, "items[0].minutes"),
        ("items.0.minutes", "8", "items[0].minutes"),
        ("items.0.minutes", True, "items[0].minutes"),
        ("items.0.anonymous", "no", "items[0].anonymous"),
        ("items.0.anonymuos", True, "items[0]"),
        ("items.0.materials", [], "items[0].materials"),
        ("items.0.initials", "SH", "items[0].initials"),
        ("items", [], "items"),
        ("items", None, "items"),
        ("departments.0.icon", "dragon", "departments[0].icon"),
        ("departments.0.hours", "never", "departments[0].hours"),
        ("schedules.office.0.closes", "08:00", "schedules.office[0]"),
        ("schedules.office.0.opens", "25:00", "schedules.office[0].opens"),
        ("schedules.office.0.weekdays", [1, 8], "schedules.office[0].weekdays[1]"),
        ("schedules", [], "schedules"),
    ],
)
def test_a_catalogue_that_does_not_fit_is_refused_and_the_place_is_named(path: str, value: object, where: str) -> None:
    with pytest.raises(PublicationError) as refused:
        catalogue_from(changed(CATALOGUE, path, value))
    assert refused.value.path == where
    assert refused.value.sentence in str(refused.value)


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("counters.0.queues", ["nowhere"], "counters[0].queues"),
        ("counters.1.queues", ["shared", "shared"], "counters[1].queues"),
        ("counters.0.floor", 3, "counters[0].floor"),
        ("counters.1.number", "1", "counters"),
        ("counters.1.number", "03", "counters[1].number"),
        ("queues.1.code", "social", "queues"),
        ("queues.1.prefix", "A", "queues"),
        ("queues.1.prefix", "AB", "queues"),  # AB12 could be queue A, number B12
        ("queues.1.prefix", "a", "queues[1].prefix"),
        ("queues.1.kind", "vip", "queues[1].kind"),
        ("queues.0.numbers", NUMBERS | {"standby": [499, 799]}, "queues[0].numbers"),
        ("queues.0.numbers", NUMBERS | {"spare": [1, 1]}, "queues[0].numbers"),
        ("queues.0.numbers", NUMBERS | {"spare": [800, 1000]}, "queues[0].numbers.spare[1]"),
        ("queues.0.numbers", NUMBERS | {"spare": [900, 800]}, "queues[0].numbers.spare"),
        ("queues.0.numbers", NUMBERS | {"sequencer": [0, 499]}, "queues[0].numbers.sequencer[0]"),
        ("queues.0.numbers", NUMBERS | {"sequencer": [1, 2, 3]}, "queues[0].numbers.sequencer"),
        ("clerks.0.masked_name", "林青青", "clerks[0].masked_name"),
        ("clerks.0.pin_hash", "246810", "clerks[0].pin_hash"),
        ("business_day_boundary", "4:00", "business_day_boundary"),
        ("limits.elder_age", 5, "limits.elder_age"),
        ("limits.recall_limits", 5, "limits"),
        ("ticket_rules", [both("一行", "One line")], "ticket_rules"),
        ("consent.lines", [], "consent.lines"),
        ("complaint_reasons.0.code", "1", "complaint_reasons[0].code"),
        ("hotline", "abc", "hotline"),
    ],
)
def test_a_hall_that_does_not_fit_is_refused(path: str, value: object, where: str) -> None:
    with pytest.raises(PublicationError) as refused:
        hall_settings_from(changed(HALL, path, value))
    assert refused.value.path == where


def test_a_queue_that_no_counter_serves_is_refused() -> None:
    data = changed(HALL, "counters", HALL["counters"][:1])
    with pytest.raises(PublicationError, match=r"queues\[0\]: no counter serves 'social'"):
        hall_settings_from(data)


def test_a_clerks_pin_is_known_by_its_hash_only() -> None:
    stored = pin_hash("135246", b"sixteen bytes ok")
    assert "135246" not in stored
    assert pin_matches("135246", stored)
    assert not pin_matches("135247", stored)
    assert not pin_matches("", stored)


def test_a_pin_hash_that_would_eat_the_machine_is_refused() -> None:
    with pytest.raises(ValueError, match="limits"):
        pin_matches("1", "scrypt$1073741824$8$1$" + "0" * 32 + "$" + "0" * 64)


def test_neither_a_pin_hash_nor_the_hash_of_a_clerk_shows_in_a_repr(hall: HallSettings) -> None:
    assert "scrypt" not in repr(hall)
