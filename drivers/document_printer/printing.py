"""One page on its way through the print server: a job first, then its document, then its state until the end.

The job is made before the page is sent, so that an answer that got lost is no riddle: without a document nothing can
come, and afterwards the job is asked for by its number. Nothing is ever sent twice. PRINTED is said only when the
server calls the job completed; a page that is given up is taken back first, and FAILED is only said when the server
agrees. Whatever the end, the server is told to keep nothing of it. Job states: RFC 8011, 5.3.7 [A].
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from drivers.document_printer.condition import condition, reasons_in
from drivers.document_printer.errands import Answer, Errand, Fault
from kiosk.ports.devices.document_printer import PageOutcome, PageReport

Ask = Callable[..., Answer]
CANCELED, ABORTED, COMPLETED = 7, 8, 9  # job-state, an enum of RFC 8011, 5.3.7
_OVER = (CANCELED, ABORTED, COMPLETED)
CANCELED_THERE = "canceled_there"
TOO_SLOW, JOB_GONE = "too_slow", "job_gone"
_NO_DOCUMENT = "job-incoming"  # the server still waits for the page
_PASSING = (Fault.SILENT, Fault.CUT, Fault.SERVER_GONE, Fault.UNREACHABLE)  # a server that may come back


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `trouble`: how long a named trouble may last; `away`: how long the server may; `taking_back`: until a
    job that was taken back is over."""

    give_up: float = 60.0
    trouble: float = 12.0
    away: float = 8.0
    taking_back: float = 6.0
    poll: float = 0.4


@dataclass(frozen=True, slots=True)
class _Job:
    number: int
    name: str


class Printing:
    """Prints over one clerk. `left`: set when whoever wanted the page has left."""

    def __init__(self, ask: Ask, patience: Patience, left: threading.Event) -> None:
        self._ask, self._patience, self._left = ask, patience, left

    def send(self, pdf: bytes) -> PageReport:
        begun = time.monotonic()
        refused = self._refused()
        report = replace(_failed(refused), wiped=True) if refused else self._sent(pdf)
        return replace(report, pdf_bytes=len(pdf), print_ms=(time.monotonic() - begun) * 1000)

    def _refused(self) -> str:
        looked = self._ask(Errand.LOOK)
        if looked.fault is not None:
            return looked.fault.value
        return condition(looked.attributes).refusal

    def _sent(self, pdf: bytes) -> PageReport:
        if self._left.is_set():
            return PageReport(PageOutcome.CANCELED, wiped=True)
        name = f"hall-{secrets.token_hex(8)}"  # says nothing about anybody
        made = self._ask(Errand.CREATE, name=name)
        number = made.attributes.get("job-id")
        if made.fault is not None or type(number) is not int:
            return _failed(made.fault.value if made.fault is not None else Fault.NOT_IPP)
        job = _Job(number, name)
        sent = self._ask(Errand.SEND, pdf, job=number)
        if sent.fault is Fault.DIED:
            return PageReport(PageOutcome.UNKNOWN, Fault.DIED)
        if sent.fault in (None, *_PASSING):
            report = self._followed(job, arrived=sent.fault is None)
        else:
            report = self._taken_back(job, sent.fault)
        return replace(report, wiped=self._wiped(job)) if report.outcome is not PageOutcome.UNKNOWN else report

    def _followed(self, job: _Job, arrived: bool) -> PageReport:
        give_up = time.monotonic() + self._patience.give_up
        away, trouble = _Since(self._patience.away), _Since(self._patience.trouble)
        while True:
            now = self._ask(Errand.JOB, job=job.number)
            if now.fault is not None or not _is(job, now):
                lost = now.fault.value if now.fault is not None else JOB_GONE
                if now.fault not in _PASSING or away.lasts(lost):
                    return PageReport(PageOutcome.UNKNOWN, JOB_GONE if now.fault is Fault.NOT_FOUND else lost)
            elif now.attributes.get("job-state") in _OVER:
                return self._ended(now, trouble.reason)
            else:
                away.lasts("")
                if self._left.is_set():
                    return self._taken_back(job, "", PageOutcome.CANCELED)
                if not arrived and _NO_DOCUMENT in reasons_in(now.attributes, "job-state-reasons"):
                    return self._taken_back(job, Fault.CUT)
                if trouble.lasts(self._trouble()):
                    return self._taken_back(job, trouble.reason)
                if time.monotonic() >= give_up:
                    return self._taken_back(job, trouble.reason or TOO_SLOW)
            if self._left.wait(self._patience.poll):
                time.sleep(self._patience.poll)

    def _trouble(self) -> str:
        """Of the queue while the job is under way; a server that does not answer is the follower's business."""
        looked = self._ask(Errand.LOOK)
        now = condition(looked.attributes)
        return now.trouble if looked.fault is None and now.trouble != "not_accepting" else ""

    def _ended(self, now: Answer, trouble: str) -> PageReport:
        state = now.attributes.get("job-state")
        if state == COMPLETED:
            return PageReport(PageOutcome.PRINTED)
        return _failed(CANCELED_THERE if state == CANCELED else trouble or self._trouble() or "aborted")

    def _taken_back(self, job: _Job, reason: str, outcome: PageOutcome = PageOutcome.FAILED) -> PageReport:
        """The server may have been faster; and a page that was taken back too late may still be in the printer."""
        self._ask(Errand.CANCEL, job=job.number, forget=False)
        until = time.monotonic() + self._patience.taking_back
        while time.monotonic() < until:
            now = self._ask(Errand.JOB, job=job.number)
            if now.fault is Fault.NOT_FOUND:
                return PageReport(outcome, reason)
            if now.fault is None and _is(job, now) and now.attributes.get("job-state") in _OVER:
                done = now.attributes.get("job-state") == COMPLETED
                return PageReport(PageOutcome.PRINTED) if done else PageReport(outcome, reason)
            time.sleep(self._patience.poll)
        return PageReport(PageOutcome.UNKNOWN, reason or Fault.SILENT)

    def _wiped(self, job: _Job) -> bool:
        """Asked for until the job is gone: CUPS writes it down once more when its backend ends after that."""
        until = time.monotonic() + self._patience.taking_back
        while time.monotonic() < until:
            if self._ask(Errand.CANCEL, job=job.number, forget=True).fault not in (None, Fault.NOT_FOUND):
                return False
            if self._ask(Errand.JOB, job=job.number).fault is Fault.NOT_FOUND:
                return True
            time.sleep(self._patience.poll)
        return False


class _Since:
    """How long the same word has been said in a row."""

    def __init__(self, lasting_s: float) -> None:
        self._lasting_s, self._since_s = lasting_s, 0.0
        self.reason = ""

    def lasts(self, reason: str) -> bool:
        if reason != self.reason:
            self.reason, self._since_s = reason, time.monotonic()
        return bool(reason) and time.monotonic() - self._since_s >= self._lasting_s


def _is(job: _Job, now: Answer) -> bool:
    """A server whose spool was emptied counts from 1 again: a number alone may be somebody else's job. Some servers
    keep the name to themselves (CUPS's JobPrivateValues)."""
    told = now.attributes
    return told.get("job-id", job.number) == job.number and told.get("job-name", job.name) == job.name


def _failed(reason: str) -> PageReport:
    return PageReport(PageOutcome.FAILED, reason)
