"""The virtual document printer, worked as the private cupsd is: what the two answer to the same has to be the same."""

from __future__ import annotations

from pathlib import Path

from pyipp.enums import IppOperation

from drivers.document_printer.bench import DocumentUnit
from drivers.document_printer.virtual import REASONS, Operation
from drivers.far_end.faults import Silence
from drivers.virtual_devices.arguments import Arguments

NEVER_MS = 600_000


class VirtualServer:
    """`mode` and `order` as PrivateCups and an administrator have them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._folder, self._told = folder, list[str]()
        self._unit = DocumentUnit(folder, self._told.append)
        self._unit.line.plug()
        self.queue = str(folder / self._unit.name)
        self._taken: list[bytes] = []

    def mode(self, mode: str) -> None:
        word, _, reason = mode.partition(" ")
        for one in REASONS:
            self._do("document_says", reason=one, on=one == reason)
        self._do("document_pace", ms=NEVER_MS if word == "hang" else 50)
        self._do("document_fails", times=int(word in ("fail", "stop")), stops=word == "stop")

    def order(self, operation: IppOperation) -> None:
        match operation:
            case IppOperation.PAUSE_PRINTER | IppOperation.RESUME_PRINTER:
                self._do("document_stopped", on=operation is IppOperation.PAUSE_PRINTER)
            case IppOperation.CUPS_REJECT_JOBS | IppOperation.CUPS_ACCEPT_JOBS:
                self._do("document_refuses", on=operation is IppOperation.CUPS_REJECT_JOBS)

    def lock(self) -> None:
        self._do("document_locked")

    def freeze(self, still: bool) -> None:
        (self._unit.line.frozen.set if still else self._unit.line.frozen.clear)()

    def lose_answers(self, to: Operation, times: int) -> None:
        self._unit.faults.put(Silence(), frozenset((to.name.lower(),)), times)

    def pull_after(self, count: int) -> None:
        self._unit.line.unplug_after(count)

    def plug(self) -> None:
        self._unit.line.plug()

    def unplug(self) -> None:
        self._unit.line.unplug()

    def printed(self) -> list[bytes]:
        """All pages since the beginning: whoever looks takes them out."""
        while self._unit.state()["in_tray"]:
            path = self._folder / "page.pdf.taken"
            self._do("take_page", path=str(path))
            self._taken.append(path.read_bytes())
        return self._taken

    def spool(self) -> list[str]:
        """A name for each job that it still knows."""
        kept = self._unit.state()["jobs_kept"]
        assert isinstance(kept, int)
        return ["job"] * kept

    def close(self) -> None:
        self._unit.close()

    def _do(self, what: str, **arguments: object) -> None:
        given = Arguments(arguments)
        act = self._unit.commands()[what](given)
        given.done()
        act()
