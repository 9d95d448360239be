"""How the published hall becomes its settings: every reference is followed, every range compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from itertools import pairwise

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
from kiosk.domain.published import Node, PublicationError, publication, without_doubles


def hall_settings_from(data: Mapping[str, object]) -> HallSettings:
    """The published hall. Raises PublicationError for anything missing, doubled, contradictory or unknown."""
    root = publication(data)
    settings = _settings(root)
    _check_prefixes(settings.queues)
    _check_counters(settings)
    return settings


def hours_from(node: Node) -> Hours:
    return Hours(tuple(_period(row) for row in node.rows()))


def _settings(root: Node) -> HallSettings:
    root.only(
        "format", "version", "note", "id", "name", "region", "floors", "queues", "counters", "clerks", "order", "hours",
        "business_day_boundary", "limits", "hotline", "board_notice", "ticket_rules", "consent", "complaint_reasons",
    )  # fmt: skip
    limits = root.field("limits").only(
        "recall_limit", "restore_minutes", "confirm_seconds", "evaluation_seconds", "elder_age"
    )
    reasons = (_complaint_reason(row) for row in root.field("complaint_reasons").rows())
    boundary = root.field("business_day_boundary").clock()
    return HallSettings(
        id=root.field("id").text(20, r"[a-z][a-z0-9-]*"),
        version=root.field("version").text(20),
        name=root.field("name").both(20),
        region=root.field("region").text(6, r"\d{6}"),
        floors=without_doubles((_floor(row) for row in root.field("floors").rows()), lambda f: f.number, "floors"),
        queues=without_doubles((_queue(row) for row in root.field("queues").rows()), lambda q: q.code, "queues"),
        counters=without_doubles(
            (_counter(row) for row in root.field("counters").rows()), lambda c: c.number, "counters"
        ),
        clerks=without_doubles((_clerk(row) for row in root.field("clerks").rows()), lambda c: c.number, "clerks"),
        order=_order(root.field("order")),
        hours=hours_from(root.field("hours")),
        boundary_minutes=boundary.hour * 60 + boundary.minute,
        recall_limit=limits.field("recall_limit").whole(1, 20),
        restore_minutes=limits.field("restore_minutes").whole(1, 480),
        confirm_seconds=limits.field("confirm_seconds").whole(5, 600),
        evaluation_seconds=limits.field("evaluation_seconds").whole(10, 600),
        elder_age=limits.field("elder_age").whole(50, 100),
        hotline=root.field("hotline").text(20, r"\d{3,20}"),
        board_notice=root.field("board_notice").both(60, 160),
        ticket_rules=tuple(row.both(40, 100) for row in root.field("ticket_rules").rows(2)),
        consent=_consent(root.field("consent")),
        complaint_reasons=without_doubles(reasons, lambda r: r.code, "complaint_reasons"),
    )


def _floor(node: Node) -> Floor:
    node.only("number", "name")
    return Floor(node.field("number").whole(-5, 200), node.field("name").both(20))


def _queue(node: Node) -> Queue:
    node.only("code", "prefix", "name", "kind", "numbers")
    return Queue(
        node.field("code").text(20, r"[a-z][a-z0-9-]*"),
        node.field("prefix").text(2, r"[A-Z]{1,2}"),
        node.field("name").both(8, 40),
        node.field("kind").choice(QueueKind),
        _number_space(node.field("numbers")),
    )


def _number_space(node: Node) -> NumberSpace:
    digits = node.only("digits", "sequencer", "standby", "spare").field("digits").whole(2, 7)
    parts = {name: _range(node.field(name), digits) for name in ("sequencer", "standby", "spare")}
    in_order = sorted(parts.items(), key=lambda part: part[1].first)
    for (name, part), (other, after) in pairwise(in_order):
        if after.first <= part.last:
            raise node.wrong(f"'{name}' and '{other}' overlap; no number may belong to two issuers")
    return NumberSpace(digits, **parts)


def _range(node: Node, digits: int) -> NumberRange:
    rows = node.rows(2)
    if len(rows) != 2:
        raise node.wrong("a first and a last number were expected")
    first, last = (row.whole(1, 10**digits - 1) for row in rows)
    if last < first:
        raise node.wrong(f"the last number, {last}, is before the first, {first}")
    return NumberRange(first, last)


def _counter(node: Node) -> Counter:
    node.only("number", "floor", "name", "queues")
    queues = node.field("queues")
    return Counter(
        node.field("number").text(4, r"[A-Z]?[1-9]\d{0,2}"),
        node.field("floor").whole(-5, 200),
        node.field("name").both(10, 40),
        without_doubles((row.text(20) for row in queues.rows()), str, queues.path),
    )


def _clerk(node: Node) -> Clerk:
    node.only("number", "masked_name", "pin_hash")
    return Clerk(
        node.field("number").text(8, r"\d{3,8}"),
        node.field("masked_name").text(8, r"\S?\*+\S?"),
        node.field("pin_hash").text(200, r"scrypt\$\d+\$\d+\$\d+\$[0-9a-f]{32}\$[0-9a-f]{64}"),
    )


def _order(node: Node) -> OrderRules:
    node.only(
        "priority_turns", "walk_in_turns", "max_wait_minutes", "booked_is_priority",
        "booked_early_minutes", "booked_late_minutes",
    )  # fmt: skip
    return OrderRules(
        node.field("priority_turns").whole(1, 20),
        node.field("walk_in_turns").whole(1, 20),
        node.field("max_wait_minutes").whole(5, 480),
        node.field("booked_is_priority").flag(),
        node.field("booked_early_minutes").whole(0, 240),
        node.field("booked_late_minutes").whole(0, 240),
    )


def _period(node: Node) -> Period:
    node.only("weekdays", "opens", "closes")
    days = node.field("weekdays")
    weekdays = without_doubles((row.whole(1, 7) for row in days.rows()), lambda day: day, days.path)
    opens, closes = node.field("opens").clock(), node.field("closes").clock()
    if closes <= opens and closes != time():
        raise node.wrong("it closes before it opens; a night is two periods")
    return Period(weekdays, opens, closes)


def _consent(node: Node) -> Consent:
    node.only("version", "title", "lines")
    lines = node.field("lines")
    return Consent(
        node.field("version").text(20),
        node.field("title").both(20, 60),
        without_doubles((_consent_line(row) for row in lines.rows(5)), lambda line: line.key, lines.path),
    )


def _consent_line(node: Node) -> ConsentLine:
    node.only("key", "topic", "text")
    return ConsentLine(node.field("key").text(20), node.field("topic").both(6, 20), node.field("text").both(60, 160))


def _complaint_reason(node: Node) -> ComplaintReason:
    node.only("code", "text")
    return ComplaintReason(node.field("code").text(8, r"[A-Z]\d{2}"), node.field("text").both(20, 80))


def _check_prefixes(queues: tuple[Queue, ...]) -> None:
    """A label must tell its queue, so no prefix may begin another."""
    ordered = sorted(queue.prefix for queue in queues)
    for prefix, following in pairwise(ordered):
        if following.startswith(prefix):
            raise PublicationError("queues", f"the prefixes '{prefix}' and '{following}' cannot be told apart")


def _check_counters(settings: HallSettings) -> None:
    floors = {floor.number for floor in settings.floors}
    for at, counter in enumerate(settings.counters):
        if counter.floor not in floors:
            raise PublicationError(f"counters[{at}].floor", f"there is no floor {counter.floor}")
        for code in counter.queues:
            if settings.queue(code) is None:
                raise PublicationError(f"counters[{at}].queues", f"there is no queue '{code}'")
    for at, queue in enumerate(settings.queues):
        if not settings.counters_of(queue.code):
            raise PublicationError(f"queues[{at}]", f"no counter serves '{queue.code}'")
