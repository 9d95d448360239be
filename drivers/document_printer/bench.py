"""The virtual document printer on the bench: what it says of itself, its queue, its tray, and what it can do wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from drivers.document_printer.http_line import HttpLine
from drivers.document_printer.virtual import REASONS, Operation, VirtualDocumentPrinter
from drivers.document_printer.virtual_jobs import PAGE_S
from drivers.far_end.faults import CutFrame, FaultBox, Noise
from drivers.virtual_devices.arguments import Arguments, WrongArgumentError
from drivers.virtual_devices.unit import Act, Handler, Reply, bent, nothing


class DocumentUnit:
    name = "document-printer"
    kinds = frozenset(operation.name.lower() for operation in Operation)
    untold = frozenset(
        ("document_says", "document_stopped", "document_refuses", "document_locked", "document_fails", "document_pace")
    )

    def __init__(self, folder: Path, changed: Callable[[str], None]) -> None:
        self._printer = VirtualDocumentPrinter(changed)
        self._printer.faults.told = changed
        self.line = HttpLine(folder / self.name, self._printer.answered, changed)

    @property
    def faults(self) -> FaultBox:
        return self._printer.faults

    def state(self) -> Reply:
        return {**self._printer.seen(), "locked": self.line.locked}

    def reset(self) -> None:
        for reason in REASONS:
            self._printer.say(reason, False)
        self._printer.stop(False)
        self._printer.refuse(False)
        self._printer.fail(0)
        self._printer.pace(PAGE_S)
        self._printer.restart()
        self.line.locked = False

    def close(self) -> None:
        self.line.unplug()

    def commands(self) -> Mapping[str, Handler]:
        return {
            "document_says": self._says,
            "document_stopped": lambda arguments: self._switch(self._printer.stop, arguments),
            "document_refuses": lambda arguments: self._switch(self._printer.refuse, arguments),
            "document_locked": lambda arguments: self._switch(self._lock, arguments),
            "document_fails": self._fails,
            "document_pace": self._pace,
            "document_cut": lambda arguments: bent(self, CutFrame(20), arguments),
            "document_noise": lambda arguments: bent(self, Noise(inside=True), arguments),
            "take_page": self._take,
        }

    def _says(self, arguments: Arguments) -> Act:
        """`reason`: as IPP has it, with its grade."""
        reason, on = arguments.word("reason", REASONS), arguments.flag("on", True)
        return nothing(lambda: self._printer.say(reason, on))

    def _switch(self, switch: Callable[[bool], None], arguments: Arguments) -> Act:
        on = arguments.flag("on", True)
        return nothing(lambda: switch(on))

    def _lock(self, on: bool) -> None:
        self.line.locked = on

    def _fails(self, arguments: Arguments) -> Act:
        """So many of the next pages are given up in the middle; `stops`: the queue stops with it."""
        jobs, stops = arguments.count("times", 0, 1000, 1) or 0, arguments.flag("stops", False)
        return nothing(lambda: self._printer.fail(jobs, stops))

    def _pace(self, arguments: Arguments) -> Act:
        """How many milliseconds a page takes."""
        page_ms = arguments.count("ms", 0, 600_000, int(PAGE_S * 1000)) or 0
        return nothing(lambda: self._printer.pace(page_ms / 1000))

    def _take(self, arguments: Arguments) -> Act:
        """The page that has lain longest in the tray, out of it and into `path`, as a PDF."""
        path = Path(arguments.text("path"))
        return lambda: self._taken(path)

    def _taken(self, path: Path) -> Reply:
        page = self._printer.oldest()
        if page is None:
            raise WrongArgumentError("no page lies there")
        try:
            path.write_bytes(page)
        except OSError as error:
            raise WrongArgumentError(f"path cannot be written: {error.strerror}") from error
        self._printer.take()
        return {"path": str(path), "bytes": len(page)}


def unit(folder: Path, changed: Callable[[str], None]) -> DocumentUnit:
    return DocumentUnit(folder, changed)
