"""Carries out what the journey asks: reads, takes, prints, speaks, records. Everything slow goes to one worker thread,
in order, and every question gets exactly one answer back, also when a bug of ours stands in the way.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from kiosk.domain.catalogue import Catalogue, HallSettings, Language
from kiosk.domain.events import Event, EventKind
from kiosk.domain.identity import CardRecord
from kiosk.domain.keyed_hash import MatchKey
from kiosk.domain.ticket import HallUnreachable, Holder, Refused, TakeRefusal, TakeRequest, TicketView
from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys.pages import Booked, Knowledge, ScanProblem
from kiosk.journeys.session import Session, is_free
from kiosk.operation.lean_start import trim
from kiosk.operation.terminal import holder
from kiosk.operation.terminal.guide import guide_of
from kiosk.operation.terminal.scanning import Scanning, Sources
from kiosk.operation.terminal.slip import announcement, slip_of
from kiosk.operation.terminal.stamp import Stamp
from kiosk.ports.devices import CardReader, PrintOutcome, PrintReport, ReadFailure, ReceiptPrinter, Speaker
from kiosk.ports.devices.code_scanner import CodeScanner
from kiosk.ports.devices.document_printer import DocumentPrinter, PageOutcome, PageReport
from kiosk.ports.ledger import KeptTicket, LedgerError, LedgerFailure, TerminalLedger
from kiosk.ports.log import Log

_PRINTS = {
    PrintOutcome.PRINTED: "ticket_print",
    PrintOutcome.FAILED: "ticket_not_printed",
    PrintOutcome.UNKNOWN: "ticket_paper_unsure",
}
_NOT_READY = PrintReport(PrintOutcome.FAILED, "not_ready")
NotTaken = Refused | HallUnreachable | LedgerFailure


class Desk(Protocol):
    """Where numbers come from: intent, reservation, one transaction (see `kiosk.journeys.ticket_life`)."""

    def take(self, request: TakeRequest) -> KeptTicket | NotTaken: ...

    def restore(self, ticket_id: str) -> TicketView | HallUnreachable | None: ...

    def printing(self, ticket_id: str) -> LedgerFailure | None: ...

    def printed(self, ticket: TicketView, report: PrintReport) -> LedgerFailure | None: ...

    def reprinting(self) -> LedgerFailure | None: ...

    def reprinted(self, ticket: TicketView, report: PrintReport) -> LedgerFailure | None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What the carrier works with. `match_keys` is empty until the city's key has come down."""

    reader: CardReader
    printer: ReceiptPrinter
    speaker: Speaker
    ledger: TerminalLedger
    desk: Desk
    stamp: Stamp
    match_keys: Callable[[], tuple[MatchKey, ...]]
    nudge: Callable[[], None]  # something is owed to the hall: send it now
    log: Log
    scanner: CodeScanner | None = None
    sources: Sources | None = None  # who is asked about a scanned code
    booked: Callable[[Holder], tuple[Booked, ...]] = lambda who: ()
    pages: DocumentPrinter | None = None  # gives an item's guide beside the ticket


class Carrying:
    """`tell` takes the answers, from any thread."""

    def __init__(self, parts: Parts, tell: Callable[[said.WorldInput], None]) -> None:
        self._parts = parts
        self._tell = tell
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="terminal-work")
        self._remains = False
        self._scanning = self._scanning_of(parts)
        self._visit = 0  # answers about a card belong to the read that asked for them, and to no later one

    def _scanning_of(self, parts: Parts) -> Scanning | None:
        if parts.scanner is None or parts.sources is None:
            return None
        return Scanning(parts.scanner, parts.sources, parts.log, self._work, self._tell)

    def expect_remains(self) -> None:
        """What an earlier run printed last may not have ended: the first ticket of this run must not hang on it."""
        self._remains = True

    def close(self) -> None:
        self._worker.shutdown(wait=True, cancel_futures=True)

    def carry_out(self, effect: do.Effect, session: Session, knowledge: Knowledge) -> None:
        match effect:
            case do.ReadCard():
                self._read(knowledge)
            case do.CancelRead():
                self._forget()
            case do.LookForCode() if self._scanning is not None:
                self._scanning.look()
            case do.LookForCode():
                self._tell(said.ScanFailed(ScanProblem.SCANNER))
            case do.Wipe():
                self._forget()
                self._work(trim)
                if is_free(session):
                    self._parts.speaker.begin_again()
            case do.IdentifyTyped(number=number):
                self._identify(number, knowledge)
            case do.Take(item=item, holder=who):
                request = TakeRequest(self._parts.stamp.new_id(), item, who)
                self._work(lambda: self._take(request))
            case do.Print(ticket=ticket, code=code, reprint=reprint):
                self._print(ticket, code, session, knowledge, reprint=reprint)
            case do.RestoreTicket(ticket_id=ticket_id):
                self._work(lambda: self._tell(said.RestoreTold(self._parts.desk.restore(ticket_id))))
            case do.StoreComplaint(reason=reason, item=item):
                self._work(lambda: self._complain(reason, item))
            case do.WantHelp():
                self._record(EventKind.HELP_WANTED)
            case do.ReportForgotten():
                self._parts.log.event("card_forgotten")
                self._record(EventKind.CARD_FORGOTTEN)
            case do.ReportCollected():
                self._parts.log.event("card_collected")
                self._record(EventKind.CARD_COLLECTED)
            case do.Say(prompt=prompt):
                self._parts.speaker.say(announcement(prompt, session.language, slow=session.elder))
            case do.Hush():
                self._parts.speaker.hush()

    # --- who stands here ---

    def _read(self, knowledge: Knowledge) -> None:
        visit = self._visit = self._visit + 1

        def done(found: CardRecord | ReadFailure) -> None:
            if visit != self._visit:
                return
            answer = self._answered(lambda: self._reduced(found, knowledge))
            if visit == self._visit:
                self._tell(answer)

        self._parts.reader.read(done)

    def _answered(self, ask: Callable[[], said.WorldInput]) -> said.WorldInput:
        """On the device's thread: a bug of ours is an answer too, or the page would wait for ever."""
        try:
            return ask()
        except Exception as bug:
            self._parts.log.bug("terminal_card", bug)
            return said.Stumbled()

    def _reduced(self, found: CardRecord | ReadFailure, knowledge: Knowledge) -> said.WorldInput:
        """The person ends here: what goes on is a hash and masked words."""
        if isinstance(found, ReadFailure):
            self._parts.log.event("card_not_read", reason=found.value)
            return said.CardFailed(found)
        keys, settings = self._match_keys(), knowledge.settings
        if not keys or settings is None:
            return said.IdentityFailed()
        return self._with_bookings(holder.from_card(found, keys, settings.elder_age, knowledge.today))

    def _identify(self, number: str, knowledge: Knowledge) -> None:
        keys, settings = self._match_keys(), knowledge.settings
        if not keys or settings is None:
            self._tell(said.IdentityFailed())
            return
        self._tell(self._with_bookings(holder.from_typed(number, keys)))

    def _with_bookings(self, person: said.Identified) -> said.Identified:
        """Somebody who booked is told before the number whether it is the check-in; a book that cannot be read tells
        nothing, and the number comes all the same."""
        try:
            return replace(person, booked=self._parts.booked(person.holder))
        except LedgerError as unreadable:
            self._noted(unreadable.failure)
            return person

    def _match_keys(self) -> tuple[MatchKey, ...]:
        try:
            return self._parts.match_keys()
        except LedgerError as unreadable:
            self._noted(unreadable.failure)
            return ()

    def _forget(self) -> None:
        self._visit += 1
        self._parts.reader.cancel()
        if self._scanning is not None:
            self._scanning.cancel()

    # --- number and paper ---

    def _take(self, request: TakeRequest) -> None:
        result = self._parts.desk.take(request)
        if isinstance(result, KeptTicket):
            self._tell(said.Took(result))
            self._parts.log.event("ticket_taken", label=result.view.label, queue=result.view.queue)
            if result.view.own:
                self._parts.log.event("ticket_own_number", label=result.view.label)
            return
        self._parts.nudge()
        why = result.reason.value if isinstance(result, Refused) else result.value
        there = isinstance(result, Refused) and result.reason is TakeRefusal.ALREADY_WAITING
        self._parts.log.event("ticket_there_already" if there else "ticket_not_taken", reason=why)
        self._noted(result if isinstance(result, LedgerFailure) else None)
        self._tell(said.NotTaken(result))

    def _print(self, ticket: TicketView, code: str, session: Session, knowledge: Knowledge, *, reprint: bool) -> None:
        if knowledge.settings is None or knowledge.catalogue is None:
            self._parts.nudge()
            self._tell(said.PaperTold(ticket.ticket_id, _NOT_READY))
            return
        facts, language = (knowledge.settings, knowledge.catalogue), session.language

        def act() -> None:
            signed = code or self._code_of(ticket.ticket_id)
            slip = slip_of(ticket, signed, *facts, language, reprint=reprint)
            desk = self._parts.desk
            failure = desk.reprinting() if reprint else desk.printing(ticket.ticket_id)
            remains, self._remains = self._remains, False
            self._parts.printer.print_ticket(replace(slip, after_remains=remains), done)
            if not reprint:
                self._give_guide(ticket, *facts, language)
            self._noted(failure)  # the hall hears of the ticket now: its line would have held up the paper

        def done(report: PrintReport) -> None:
            self._work(lambda: self._printed(ticket, report, reprint=reprint))

        self._work(act)

    def _give_guide(self, ticket: TicketView, settings: HallSettings, catalogue: Catalogue, language: Language) -> None:
        """A guide that did not come for the visitor before is taken back: it would be taken for this one's."""
        pages = self._parts.pages
        guide = guide_of(ticket.item, settings, catalogue, language, self._parts.stamp.wall_ms()) if pages else None
        if pages is not None and guide is not None:
            pages.cancel()
            self._tell(said.GuideTold(ticket.ticket_id))
            pages.print_guide(guide, lambda report: self._guide_given(ticket.ticket_id, report))

    def _guide_given(self, ticket_id: str, report: PageReport) -> None:
        self._tell(said.GuideTold(ticket_id, report.outcome))
        if report.outcome is PageOutcome.PRINTED:
            self._parts.log.event("guide_printed")
        else:
            reason = report.reason or "none"
            self._parts.log.event("guide_not_printed", outcome=report.outcome.value, reason=reason)

    def _code_of(self, ticket_id: str) -> str:
        """Empty for a ticket of another terminal, and when the book cannot be read: the number is what counts."""
        try:
            kept = self._parts.ledger.ticket(ticket_id)
        except LedgerError as unreadable:
            self._noted(unreadable.failure)
            return ""
        return kept.code if kept else ""

    def _printed(self, ticket: TicketView, report: PrintReport, *, reprint: bool) -> None:
        """The citizen hears first; then the book. A book that cannot be written changes nothing about the paper."""
        self._tell(said.PaperTold(ticket.ticket_id, report))
        reason = report.reason or "none"
        self._parts.log.event(_PRINTS[report.outcome], outcome=report.outcome.value, reason=reason, reprint=reprint)
        record = self._parts.desk.reprinted if reprint else self._parts.desk.printed
        self._noted(record(ticket, report))

    # --- what the staff and the city hear ---

    def _complain(self, reason: str, item: str) -> None:
        event = self._parts.stamp.event(EventKind.COMPLAINED, reason=reason, item=item)
        failure = self._parts.ledger.record_event(event)
        self._noted(failure)
        self._tell(said.ComplaintStored("" if failure else event.event_id[-6:].upper()))

    def _record(self, kind: EventKind) -> None:
        self.record(self._parts.stamp.event(kind))

    def record(self, event: Event) -> None:
        """Stores an event that changes no ticket, soon; from any thread."""
        self._work(lambda: self._noted(self._parts.ledger.record_event(event)))

    def _noted(self, failure: LedgerFailure | None) -> None:
        if failure:
            self._parts.log.event("ledger_failed", reason=failure.value)
        self._parts.nudge()

    def _work(self, task: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # closed meanwhile: what a device says now, the next start finds out
            self._worker.submit(self._guarded, task)

    def _guarded(self, task: Callable[[], None]) -> None:
        try:
            task()
        except Exception as bug:  # the citizen must not wait for an answer that a bug swallowed
            self._parts.log.bug("terminal_work", bug)
            self._tell(said.Stumbled())
