"""What a queue says of itself (RFC 8011, printer-state and printer-state-reasons), in the words of this house.

Several reasons stand side by side. Their suffixes -error, -warning, -report grade them, none means -error (RFC 8011,
5.4.12, confidence A). CUPS grades by its own table: a printer without paper that it asks by SNMP is
`media-empty-warning`, an open door `door-open-report` (its snmp-supplies.c, confidence C). So only -report is taken for
a mere remark, and an open door and a jam count in any grade. What nobody told is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.ports.devices import Cover, DeviceState, DeviceStatus, Paper
from kiosk.ports.devices.document_printer import Toner

Attributes = Mapping[str, object]
IDLE, PROCESSING, STOPPED = 3, 4, 5  # printer-state, an enum of RFC 8011
MOST_REASONS = 64
REASONS = "printer-state-reasons"
_GRADES = ("-error", "-warning", "-report")
_EMPTY = ("media-empty", "media-needed", "input-tray-missing")
_LOW = ("media-low",)
_JAM = ("media-jam",)
_OPEN = ("cover-open", "door-open", "interlock-open")
_GONE = ("offline", "shutdown", "timed-out")
_AWAY = (*_GONE, "connecting-to-device")  # the last is said at the beginning of every job
_TONER_OUT = ("toner-empty", "marker-supply-empty", "developer-empty")
_TONER_LOW = ("toner-low", "marker-supply-low", "developer-low")
_FULL = ("output-area-full", "marker-waste-full", "output-tray-missing")
_NO_FILTER = ("cups-missing-filter", "cups-insecure-filter")  # CUPS cannot make the printer's own language of a PDF
_PAUSED = ("paused", "moving-to-paused", "stopping")


@dataclass(frozen=True, slots=True)
class Condition:
    """One look at the queue. `told`: it said something about the printer at all."""

    told: bool = False
    stopped: bool = False
    refuses: bool = False  # it accepts no jobs
    away: bool = False  # CUPS does not reach the printer
    paper_out: bool = False
    paper_low: bool = False
    jammed: bool = False
    cover_open: bool = False
    toner_out: bool = False
    toner_low: bool = False
    no_filter: bool = False
    other_error: bool = False
    blocked: bool = False  # something of it is graded so that no page can come

    @property
    def refusal(self) -> str:
        """Why the queue would not even try. What the printer itself said CUPS repeats until the next job corrects it,
        so an empty tray of yesterday refuses nobody: the page is tried."""
        return self.trouble if self.stopped or self.refuses or self.no_filter else ""

    @property
    def trouble(self) -> str:
        """The nearest cause first; empty when nothing is wrong."""
        causes = (
            (self.cover_open, "cover_open"),
            (self.jammed, "jammed"),
            (self.paper_out, "paper_out"),
            (self.toner_out, "toner_out"),
            (self.no_filter, "filter_missing"),
            (self.other_error, "printer_error"),
            (self.away, "printer_offline"),
            (self.stopped, "stopped"),
            (self.refuses, "not_accepting"),
        )
        return next((reason for holds, reason in causes if holds), "")


def condition(attributes: Attributes, disproved: frozenset[str] = frozenset()) -> Condition:
    """From the attributes as they came; whatever has another form than RFC 8011 gives it says nothing. `disproved`:
    reasons that are still told and no longer true."""
    reasons = reasons_in(attributes, REASONS)
    graded = [_split(reason) for reason in reasons if reason not in disproved] or ([("none", "")] if reasons else [])
    every = {word for word, _ in graded}
    serious = {word for word, grade in graded if grade != "-report"}
    errors = {word for word, grade in graded if grade == "-error"}
    state = attributes.get("printer-state")
    stopped = state == STOPPED or not serious.isdisjoint(_PAUSED)
    refuses = attributes.get("printer-is-accepting-jobs") is False
    jammed, opened = _any(_JAM, every), _any(_OPEN, every)
    other = _any(_FULL, serious) or bool(errors - _KNOWN)
    paper_out, no_filter = _any(_EMPTY, serious), _any(_NO_FILTER, serious)
    away = _any(_GONE, every)
    return Condition(
        told=type(state) is int and IDLE <= state <= STOPPED and bool(every),
        stopped=stopped,
        refuses=refuses,
        away=away or _any(_AWAY, every),
        paper_out=paper_out,
        paper_low=_any(_LOW, every) or _any(_EMPTY, every),
        jammed=jammed,
        cover_open=opened,
        toner_out=_any(_TONER_OUT, every),
        toner_low=_any(_TONER_LOW, every),
        no_filter=no_filter,
        other_error=other,
        blocked=any((stopped, refuses, away, jammed, opened, paper_out, no_filter, other, _any(_TONER_OUT, errors))),
    )


def reasons_in(attributes: Attributes, name: str) -> tuple[str, ...]:
    """A set of keywords, which comes as one word or as several."""
    value = attributes.get(name)
    words = value if isinstance(value, list | tuple) else (value,)
    return tuple(word for word in words[:MOST_REASONS] if isinstance(word, str) and word)


def disproved_by_a_page(before: Iterable[str], after: Iterable[str]) -> frozenset[str]:
    """CUPS repeats what a printer said until its backend takes it back, and not every backend does. A page that came
    out disproves what was told before it began and is told still: no paper, a jam, an open door, a printer away."""
    return frozenset(one for one in {*before} & {*after} if _split(one)[0] in _IN_THE_WAY)


def device_status(now: Condition) -> DeviceStatus:
    """In the words of XFS4IoT: what a hand at the printer puts right is a user's error, a tray a matter of supply."""
    paper = Paper.JAMMED if now.jammed else Paper.OUT if now.paper_out else Paper.LOW if now.paper_low else Paper.FULL
    toner = Toner.OUT if now.toner_out else Toner.LOW if now.toner_low else Toner.FULL
    cover = Cover.OPEN if now.cover_open else Cover.CLOSED
    reason = now.trouble if now.blocked else ""
    if not now.told:
        state = _state(now) if now.blocked else DeviceState.UNKNOWN
        return untold(state, reason or "untold")
    return DeviceStatus(_state(now), reason, paper=paper, cover=cover, details=(("toner", toner.value),))


def untold(state: DeviceState, reason: str) -> DeviceStatus:
    """Nobody knows how the printer is."""
    toner = (("toner", Toner.UNKNOWN.value),)
    return DeviceStatus(state, reason, paper=Paper.UNKNOWN, cover=Cover.UNKNOWN, details=toner)


def _state(now: Condition) -> DeviceState:
    if now.jammed or now.no_filter or now.other_error or (now.toner_out and now.blocked):
        return DeviceState.HARDWARE_ERROR
    by_hand = now.cover_open or (now.away and now.blocked) or ((now.stopped or now.refuses) and not now.paper_out)
    return DeviceState.USER_ERROR if by_hand else DeviceState.ONLINE


def _split(reason: str) -> tuple[str, str]:
    grade = next((grade for grade in _GRADES if reason.endswith(grade)), "")
    word = reason.removesuffix(grade)
    return word, grade or ("" if word == "none" or word.startswith("cups-") or word not in _KNOWN else "-error")


def _any(words: Iterable[str], among: Iterable[str]) -> bool:
    return not set(words).isdisjoint(among)


_IN_THE_WAY = frozenset((*_EMPTY, *_JAM, *_OPEN, *_GONE, *_FULL))
_KNOWN = frozenset((*_EMPTY, *_LOW, *_JAM, *_OPEN, *_AWAY, *_TONER_OUT, *_TONER_LOW, *_FULL, *_NO_FILTER, *_PAUSED))
