"""One ticket on its way: asked first whether it can print, written at the line's pace, then the printer's own word.

PRINTED is said only when the printer said that everything was processed. A trouble it names makes FAILED; silence
after the first byte makes UNKNOWN. Nothing is ever sent twice, and no buffer is cleared from here: what a printer still
holds when its paper ends comes out when the paper is back.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field, replace
from enum import StrEnum

from drivers.receipt_printer.codec import QUEUED_STATUS, SEVER, fence
from drivers.receipt_printer.inbox import Inbox
from drivers.receipt_printer.status import ONLY_PAPER, QUESTIONS, Condition, condition, pushed_condition, with_queued
from drivers.serial_link import Link, LinkFault, holds_back
from kiosk.ports.devices import PrintOutcome, PrintReport

SILENT = "silent"
GONE = "gone"
_LETTERS = b"@ABCDEFGHIJKLMNO"  # none of them looks like a status byte should an answer be torn apart


class Fence(StrEnum):
    """How this printer tells that it has processed a job."""

    AUTO = "auto"  # try the echo, fall back, and remember
    PROCESS_ID = "process_id"  # GS ( H
    QUEUED_STATUS = "queued_status"  # GS r 1
    NONE = "none"  # the line back is not wired: a ticket's end stays unknown


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `confirm` begins when the last byte has passed the line; `echo` is when a fall-back is tried."""

    answer: float = 0.3
    confirm: float = 8.0
    echo: float = 3.0
    poll: float = 0.25
    trouble: float = 1.0  # how long a named trouble must last before the ticket is given up
    chunk: int = 128  # bytes; the writer keeps at most two chunks ahead of the line


@dataclass
class Habits:
    """What was learned about one printer; kept while the program runs.

    `jobs` begins anywhere: the printer may still echo a job of a program that was killed, and that is not ours.
    """

    fence: Fence = Fence.AUTO
    jobs: int = field(default_factory=lambda: secrets.randbelow(1 << 16))
    torn: int | None = None  # bytes that may be lacking of jobs that did not end well; None when the last one did

    @property
    def severs(self) -> bool:
        """The next ticket begins with a cut."""
        return self.torn is not None

    def next_identity(self) -> bytes:
        self.jobs += 1
        return bytes(_LETTERS[self.jobs >> shift & 15] for shift in (12, 8, 4, 0))


class Printing:
    """Prints over an open link. Not for two threads."""

    def __init__(self, link: Link, inbox: Inbox, baud: int, habits: Habits, patience: Patience) -> None:
        self._link = link
        self._inbox = inbox
        self._byte_s = 0.0 if holds_back(link) else 10 / baud
        self._habits = habits
        self._patience = patience

    def look(self, idle: bool = False) -> Condition | str:
        """One round of questions; why there is no answer as a word: silent, gone, ...

        `idle`: nothing waits to be printed, so that questions which are answered in their turn are answered at once.
        """
        answers: dict[int, int] = {}
        for n in (1, 4):
            answer = self._inbox.ask(n, self._patience.answer)
            if answer is not None:
                answers[n] = answer
            elif self._inbox.fault is not None:
                return self._no_answer()
            elif n == 1:
                return self._look_otherwise() if idle else SILENT
        now = self._look_for_the_cause(answers) if answers[1] & 0x08 else condition(answers)
        return self._look_for_paper(now) if idle and now.paper_untold else now

    def _look_otherwise(self) -> Condition | str:
        """For a printer without DLE EOT: automatic status, or else GS r for the paper alone."""
        if not self._inbox.ask_otherwise(self._patience.answer):
            return self._no_answer()
        if self._inbox.pushed is not None:
            return pushed_condition(self._inbox.pushed)
        return with_queued(ONLY_PAPER, self._inbox.queued[0])

    def _look_for_paper(self, now: Condition) -> Condition:
        answered = self._inbox.ask_otherwise(self._patience.answer) and self._inbox.queue_answered()
        return with_queued(now, self._inbox.queued[0]) if answered else now

    def _look_for_the_cause(self, answers: dict[int, int]) -> Condition:
        for n in QUESTIONS[1:3]:
            answer = self._inbox.ask(n, self._patience.answer)
            if answer is not None:
                answers[n] = answer
        return condition(answers)

    def _no_answer(self) -> str:
        if self._inbox.fault is None:
            return SILENT
        return GONE if self._inbox.fault is not LinkFault.STUCK else LinkFault.STUCK.value

    def send(self, data: bytes) -> PrintReport:
        """`data` is a whole ticket without a fence."""
        refused = self._refused()
        if refused:
            return PrintReport(PrintOutcome.FAILED, refused)
        identity = self._habits.next_identity()
        echo = self._habits.fence in (Fence.AUTO, Fence.PROCESS_ID)
        job = self._tidy() + data + (fence(identity) if echo else b"")
        begun = time.monotonic()
        fault, sent = self._write(job, begun)
        wired = time.monotonic()
        report = self._cut_off(fault, sent) if fault else self._confirmed(identity if echo else None)
        self._habits.torn = None if self._ended(report, fault) else max(self._habits.torn or 0, len(data))
        return replace(
            report,
            bytes_sent=sent,
            wire_ms=(wired - begun) * 1000,
            confirm_ms=(time.monotonic() - wired) * 1000,
        )

    def _ended(self, report: PrintReport, fault: LinkFault | None) -> bool:
        """Without a line back nothing better is ever known than that all of it was sent."""
        in_the_dark = self._habits.fence is Fence.NONE and fault is None
        return in_the_dark or report.outcome is PrintOutcome.PRINTED

    def expect_remains(self, lacking: int) -> None:
        """A ticket that was not sent from here may not have ended; `lacking`: bytes its last piece may want at most."""
        self._habits.torn = max(self._habits.torn or 0, lacking)

    def _refused(self) -> str:
        if self._habits.fence is Fence.NONE:
            return ""
        self._inbox.clear()
        now = self.look(idle=True)
        if now == SILENT:  # one answer may get lost; two are a printer that is off
            now = self.look(idle=True)
        return now if isinstance(now, str) else now.trouble

    def _tidy(self) -> bytes:
        """Cuts off what may hang there of a ticket that did not end well, so that nobody gets a part of another's.

        The zeros end a picture or a code that the printer may still be waiting for. It never lacks more than a whole
        ticket; how much of one came out of the cable before it was pulled, nobody can tell.
        """
        return b"" if self._habits.torn is None else bytes(self._habits.torn) + SEVER

    def _write(self, job: bytes, begun: float) -> tuple[LinkFault | None, int]:
        """Returns when the last byte has had the time to pass the line."""
        chunk, per_byte = self._patience.chunk, self._byte_s
        for at in range(0, len(job), chunk):
            ahead = begun + (at - chunk) * per_byte - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)
            fault = self._link.write(job[at : at + chunk])
            if fault:
                return fault, at
        time.sleep(max(0.0, begun + len(job) * per_byte - time.monotonic()))
        return None, len(job)

    def _cut_off(self, fault: LinkFault, sent: int) -> PrintReport:
        """A port that failed at the first bytes has printed nothing; later, nobody knows."""
        reason = fault.value if fault in (LinkFault.STUCK, LinkFault.INTERRUPTED) else GONE
        outcome = PrintOutcome.UNKNOWN if sent or fault is LinkFault.STUCK else PrintOutcome.FAILED
        return PrintReport(outcome, reason)

    def _confirmed(self, identity: bytes | None) -> PrintReport:
        if self._habits.fence is Fence.NONE:
            return PrintReport(PrintOutcome.UNKNOWN, "no_line_back")
        end = time.monotonic() + self._patience.confirm
        if identity is not None:
            report = self._await_echo(identity, end)
            if report is not None:
                return report
        return self._await_queued(end)

    def _await_echo(self, identity: bytes, end: float) -> PrintReport | None:
        """None when the printer seems well and yet does not echo: it may not know how."""
        fall_back = time.monotonic() + self._patience.echo
        trouble = _Trouble(self._patience.trouble)
        while time.monotonic() < end:
            if self._inbox.wait(lambda: self._inbox.echoed(identity), self._patience.poll):
                self._learn(Fence.PROCESS_ID)
                return PrintReport(PrintOutcome.PRINTED, confirmed_by=Fence.PROCESS_ID.value)
            failed = trouble.after(self.look())
            if failed is not None:
                return failed
            if self._habits.fence is Fence.AUTO and time.monotonic() >= fall_back and not trouble.begun:
                return None
        return PrintReport(PrintOutcome.UNKNOWN, trouble.reason or SILENT)

    def _await_queued(self, end: float) -> PrintReport:
        """The queued question is alone on the line, so that no other answer can be taken for its own."""
        self._inbox.clear()
        self._inbox.fault = self._inbox.fault or self._link.write(QUEUED_STATUS)
        trouble = _Trouble(self._patience.trouble)
        while True:
            if self._inbox.wait(self._inbox.queue_answered, self._patience.poll * 4):
                self._learn(Fence.QUEUED_STATUS)
                return PrintReport(PrintOutcome.PRINTED, confirmed_by=Fence.QUEUED_STATUS.value)
            failed = trouble.after(self.look())
            if failed is not None:
                return failed
            if time.monotonic() >= end:
                return PrintReport(PrintOutcome.UNKNOWN, trouble.reason or SILENT)

    def _learn(self, fence: Fence) -> None:
        if self._habits.fence is Fence.AUTO:
            self._habits.fence = fence


class _Trouble:
    """A named trouble that lasts makes a ticket fail; a port that goes leaves it unknown."""

    def __init__(self, lasting_s: float) -> None:
        self._lasting_s = lasting_s
        self._since = 0.0
        self.reason = ""

    @property
    def begun(self) -> bool:
        return bool(self.reason)

    def after(self, now: Condition | str) -> PrintReport | None:
        if isinstance(now, str) and now != SILENT:
            return PrintReport(PrintOutcome.UNKNOWN, now)
        reason = SILENT if isinstance(now, str) else now.trouble
        if reason != self.reason:
            self.reason, self._since = reason, time.monotonic()
        lasts = time.monotonic() - self._since >= self._lasting_s
        if reason and reason != SILENT and lasts:
            return PrintReport(PrintOutcome.FAILED, reason)
        return None
