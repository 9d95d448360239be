"""The virtual document printer: a queue of a print server that understands what a terminal asks of one.

It answers as CUPS does where the two are asked the same; `tests/drivers/document_printer/test_virtual.py` asks both.
Operations and status codes: RFC 8011, 5.4.15 and 4.1.6 [A]; `purge-job`: CUPS's own [B].
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import IntEnum

from drivers.document_printer.condition import IDLE, PROCESSING, STOPPED
from drivers.document_printer.ipp_message import Attribute, Group, Request, Tag, answer, request_in
from drivers.document_printer.virtual_jobs import OVER, Jobs, JobState, PrintJob
from drivers.far_end.faults import Answer, FaultBox

WORKING = "none"
# What the printer may say, as CUPS passes it on; those IN_THE_WAY hold a page back.
IN_THE_WAY = (
    *("media-empty-error", "media-needed-error", "media-jam-error", "cover-open-error", "door-open-report"),
    *("toner-empty-error", "timed-out-error", "offline-report"),
)
REMARKS = ("media-low-warning", "toner-low-warning")
REASONS = (*IN_THE_WAY, *REMARKS)


class Operation(IntEnum):
    CREATE_JOB = 0x05
    SEND_DOCUMENT = 0x06
    CANCEL_JOB = 0x08
    GET_JOB = 0x09
    GET_JOBS = 0x0A
    GET_PRINTER = 0x0B


class Status(IntEnum):
    OK = 0x0000
    BAD_REQUEST = 0x0400
    NOT_POSSIBLE = 0x0404
    NOT_FOUND = 0x0406
    NO_SUCH_FORMAT = 0x040A
    NOT_SUPPORTED = 0x0501
    NOT_ACCEPTING = 0x0506
    TOO_MANY_JOBS = 0x050B


class VirtualDocumentPrinter:
    """`told` hears what happens inside; answers go through `faults`. Safe from any thread."""

    def __init__(self, told: Callable[[str], None] = lambda what: None) -> None:
        self.faults = FaultBox()
        self._lock = threading.RLock()
        self._reasons: set[str] = set()
        self._stopped = self._refuses = self._stops_then = False
        self._told = told
        self._came = False
        self._jobs = Jobs(self._blocked, self._note, self._gave_up)

    def answered(self, data: bytes) -> bytes:
        """The bytes that go back; none when a fault swallowed them."""
        request = request_in(data)
        with self._lock:
            self._jobs.up_to_now()
            plain = answer(Status.BAD_REQUEST, 0) if request is None else self._answer(request)
            self._jobs.up_to_now()
            came, self._came = self._came, False
        if came:
            self._told("page_printed")
        kind = Operation(request.operation).name.lower() if request and request.operation in list(Operation) else "?"
        return self.faults.bend(Answer(kind, plain))

    def say(self, reason: str, on: bool) -> None:
        """One of REASONS is said from now on, or no longer."""
        self._change(lambda: self._reasons.add(reason) if on else self._reasons.discard(reason))

    def stop(self, on: bool) -> None:
        self._change(lambda: setattr(self, "_stopped", on))

    def refuse(self, on: bool) -> None:
        self._change(lambda: setattr(self, "_refuses", on))

    def fail(self, jobs: int, stops_then: bool = False) -> None:
        """So many of the next pages are given up; with `stops_then` the queue stops at each, as an error policy has
        it."""

        def fail() -> None:
            self._jobs.failing, self._stops_then = jobs, stops_then

        self._change(fail)

    def pace(self, page_s: float) -> None:
        self._change(lambda: setattr(self._jobs, "page_s", page_s))

    def oldest(self) -> bytes | None:
        """The page that has lain longest in the tray."""
        with self._lock:
            self._jobs.up_to_now()
            return self._jobs.tray[0] if self._jobs.tray else None

    def take(self) -> None:
        with self._lock:
            if self._jobs.tray:
                self._jobs.tray.popleft()

    def restart(self) -> None:
        """The mains were pulled: its jobs are gone, paper and queue are as they were."""
        self._change(self._jobs.clear)

    def seen(self) -> dict[str, object]:
        """What a person sees, and what the server keeps of anybody."""
        with self._lock:
            self._jobs.up_to_now()
            return {
                "says": sorted(self._reasons),
                "stopped": self._stopped,
                "refuses": self._refuses,
                "pages": self._jobs.pages,
                "in_tray": len(self._jobs.tray),
                "jobs_kept": len(self._jobs.of("")),
            }

    def _change(self, act: Callable[[], object]) -> None:
        with self._lock:
            self._jobs.up_to_now()
            act()
            self._jobs.up_to_now()

    def _note(self) -> None:
        self._came = True

    def _gave_up(self) -> None:
        self._stopped = self._stopped or self._stops_then

    def _blocked(self) -> bool:
        return self._stopped or not self._reasons.isdisjoint(IN_THE_WAY)

    def _answer(self, request: Request) -> bytes:
        number = request.number
        match request.operation:
            case Operation.GET_PRINTER:
                return answer(Status.OK, number, (Group.PRINTER, self._printer()))
            case Operation.CREATE_JOB:
                return self._made(request)
            case Operation.GET_JOBS:
                over = request.words("which-jobs") == "completed"
                user = request.words("requesting-user-name") if request.attributes.get("my-jobs") is True else ""
                found = [job for job in self._jobs.of(user) if (job.state in OVER) is over]
                return answer(Status.OK, number, *((Group.JOB, _job(job)) for job in found))
            case Operation.SEND_DOCUMENT | Operation.CANCEL_JOB | Operation.GET_JOB:
                job = self._jobs.get(request.whole("job-id"))
                return answer(Status.NOT_FOUND, number) if job is None else self._of_job(request, job)
            case _:
                return answer(Status.NOT_SUPPORTED, number)

    def _made(self, request: Request) -> bytes:
        if self._refuses:
            return answer(Status.NOT_ACCEPTING, request.number)
        job = self._jobs.make(request.words("job-name"), request.words("requesting-user-name"))
        if job is None:
            return answer(Status.TOO_MANY_JOBS, request.number)
        return answer(Status.OK, request.number, (Group.JOB, _job(job)))

    def _of_job(self, request: Request, job: PrintJob) -> bytes:
        match request.operation:
            case Operation.GET_JOB:
                return answer(Status.OK, request.number, (Group.JOB, _job(job)))
            case Operation.CANCEL_JOB:
                return answer(self._canceled(job, request.attributes.get("purge-job") is True), request.number)
            case _:
                status = self._sent(request, job)
                return answer(status, request.number, (Group.JOB, _job(job)))

    def _canceled(self, job: PrintJob, forget: bool) -> Status:
        if job.state not in OVER:
            self._jobs.cancel(job)
        elif not forget:
            return Status.NOT_POSSIBLE
        if forget:
            self._jobs.forget(job)
        return Status.OK

    def _sent(self, request: Request, job: PrintJob) -> Status:
        if job.state in OVER or job.document is not None:
            return Status.NOT_POSSIBLE
        if request.words("document-format") != "application/pdf":
            return Status.NO_SUCH_FORMAT
        if not request.document.startswith(b"%PDF-"):
            return Status.BAD_REQUEST
        job.document = request.document
        return Status.OK

    def _printer(self) -> tuple[Attribute, ...]:
        busy = any(job.state is JobState.PROCESSING for job in self._jobs.of(""))
        state = STOPPED if self._stopped else PROCESSING if busy else IDLE
        reasons = (*sorted(self._reasons), *(("paused",) if self._stopped else ()))
        return (
            Attribute("printer-state", Tag.ENUM, (state,)),
            Attribute("printer-state-reasons", Tag.KEYWORD, reasons or (WORKING,)),
            Attribute("printer-is-accepting-jobs", Tag.BOOLEAN, (not self._refuses,)),
            Attribute("document-format-supported", Tag.MIME, ("application/pdf",)),
            Attribute("printer-error-policy", Tag.NAME, ("abort-job",)),
        )


def _job(job: PrintJob) -> tuple[Attribute, ...]:
    reasons = "job-incoming" if job.document is None else WORKING
    return (
        Attribute("job-id", Tag.INTEGER, (job.number,)),
        Attribute("job-name", Tag.NAME, (job.name,)),
        Attribute("job-state", Tag.ENUM, (job.state,)),
        Attribute("job-state-reasons", Tag.KEYWORD, (reasons,)),
        Attribute("job-media-sheets-completed", Tag.INTEGER, (int(job.state is JobState.COMPLETED),)),
    )
