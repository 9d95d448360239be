"""A document printer under a supervisor of its own, before a real print server; pages are canned but where the page
itself is the question."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pyipp.enums import IppOperation

from drivers.document_printer.clerk_line import Clerk, ClerkLine
from drivers.document_printer.errands import Answer, Errand, Fault
from drivers.document_printer.press import Press
from drivers.document_printer.printer import PagePrinter, PageSettings
from drivers.document_printer.printing import Patience
from drivers.document_printer.probe import TEST_PAGE
from drivers.document_printer.template import template_named
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices.document_printer import PageReport
from tests.drivers.document_printer.private_cups import PrivateCups, running
from tests.drivers.document_printer.virtual_server import VirtualServer

PAGE = b"%PDF-1.4 a canned page\n" + bytes(20_000)
USER = "hall-test"
ANSWER_S = 1.0
PATIENCE = Patience(give_up=8.0, trouble=0.4, away=0.6, taking_back=4.0, poll=0.05)


class Told:
    """The answer to one page."""

    def __init__(self) -> None:
        self._came = threading.Event()
        self._report: PageReport | None = None

    def __call__(self, report: PageReport) -> None:
        assert self._report is None, "told twice"
        self._report = report
        self._came.set()

    @property
    def report(self) -> PageReport:
        assert self._came.wait(40), "no answer"
        assert self._report is not None
        return self._report


class CuttingClerk:
    """A real clerk whose answer to the sending of a page is lost; `arrives`: whether the page itself is not."""

    def __init__(self, queue: str, arrives: bool) -> None:
        self._clerk, self._arrives = ClerkLine(queue, USER), arrives

    def ask(self, errand: Errand, document: bytes = b"", **facts: object) -> Answer:
        if errand is not Errand.SEND:
            return self._clerk.ask(errand, document, **facts)
        if self._arrives:
            self._clerk.ask(errand, document, **facts)
        return Answer(Fault.CUT)

    def kill(self) -> None:
        self._clerk.kill()

    def close(self) -> None:
        self._clerk.close()


class Server(Protocol):
    """What every print server of the tests can be asked: a real cupsd, or the virtual printer."""

    @property
    def queue(self) -> str: ...

    def mode(self, mode: str) -> None: ...

    def order(self, operation: IppOperation) -> None: ...

    def freeze(self, still: bool) -> None: ...

    def printed(self) -> list[bytes]: ...

    def spool(self) -> list[str]: ...


S = TypeVar("S", bound=Server)


@dataclass
class Office(Generic[S]):
    cups: S
    supervisor: Supervisor
    folder: Path

    def printer(self, queue: str = "", clerk: Clerk | None = None) -> PagePrinter:
        self.folder.mkdir(exist_ok=True)
        canned = self.folder / "page.pdf"
        canned.write_bytes(PAGE)
        settings = PageSettings(
            queue or self.cups.queue, USER, template_named("guide"), poll_s=0.2, debounce_s=0.3, patience=PATIENCE
        )
        return PagePrinter(
            self.supervisor,
            settings,
            lambda: clerk or ClerkLine(settings.queue, USER, ANSWER_S),
            lambda: Press(command=("cat", str(canned))),
        )

    def laid(self, printer: PagePrinter) -> Told:
        told = Told()
        printer.print_guide(TEST_PAGE, told)
        return told

    def printed(self, printer: PagePrinter) -> PageReport:
        return self.laid(printer).report

    def order(self, operation: IppOperation) -> None:
        """As an administrator of the print server: pause it, resume it, refuse jobs."""
        self.cups.order(operation)


@contextmanager
def opened(folder: Path) -> Iterator[Office[PrivateCups]]:
    with running() as cups, _at(cups, folder) as office:
        yield office


@contextmanager
def opened_virtual(folder: Path) -> Iterator[Office[VirtualServer]]:
    server = VirtualServer(folder / "virtual")
    try:
        with _at(server, folder) as office:
            yield office
    finally:
        server.close()


@contextmanager
def _at(server: S, folder: Path) -> Iterator[Office[S]]:
    supervisor = Supervisor()
    try:
        yield Office(server, supervisor, folder)
    finally:
        assert supervisor.close() == ()


OPENED: Mapping[str, Callable[[Path], AbstractContextManager[Office[Any]]]] = {
    "cups": opened,
    "virtual": opened_virtual,
}
