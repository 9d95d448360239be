"""The document printer's codecs, for whoever feeds them with anything."""

from __future__ import annotations

from pyipp.enums import IppTag
from pyipp.serializer import construct_attribute

from drivers.document_printer.condition import condition, device_status
from drivers.document_printer.errands import Answer, Errand, Fault, answer_in, told
from drivers.document_printer.ipp import read
from drivers.document_printer.ipp_frame import is_whole
from drivers.document_printer.virtual import VirtualDocumentPrinter
from drivers.fuzzing import FuzzTarget


def answer(group: int, *attributes: bytes, status: int = 0) -> bytes:
    """An IPP answer, as a print server writes it."""
    charset = construct_attribute("attributes-charset", "utf-8") + construct_attribute(
        "attributes-natural-language", "en"
    )
    head = b"\x02\x00" + status.to_bytes(2, "big") + bytes(4)
    return head + b"\x01" + charset + bytes([group]) + b"".join(attributes) + b"\x03"


def printer_answer(state: int = 3, *reasons: str, accepting: bool = True) -> bytes:
    return answer(
        IppTag.PRINTER,
        construct_attribute("printer-state", state),
        construct_attribute("printer-state-reasons", list(reasons or ("none",))),
        construct_attribute("printer-is-accepting-jobs", accepting),
    )


def job_answer(state: int, number: int = 7) -> bytes:
    return answer(
        IppTag.JOB,
        construct_attribute("job-id", number),
        construct_attribute("job-state", state),
        construct_attribute("job-state-reasons", "none"),
    )


def _eat_ipp(data: bytes) -> None:
    for errand in (Errand.LOOK, Errand.JOB, Errand.OURS):
        _judge(read(errand, data))


def _judge(found: Answer) -> None:
    device_status(condition(found.attributes))
    told(found)


_ANSWERS = [
    printer_answer(),
    printer_answer(5, "media-empty-error", "paused", "toner-low-report", accepting=False),
    job_answer(9),
    answer(IppTag.JOB, status=0x0406),
]
_LINES = [told(read(Errand.LOOK, printer_answer())), told(Answer(jobs=(1, 2))), told(Answer(Fault.SILENT))]


def _serve(data: bytes) -> None:
    """A terminal's bytes at the virtual printer; what it answers has to be an answer."""
    said = VirtualDocumentPrinter().answered(data)
    if not is_whole(said):
        raise ValueError("the virtual printer answered with what is no IPP")


def request(operation: int, *attributes: bytes, document: bytes = b"") -> bytes:
    """As a terminal asks."""
    return b"\x02\x00" + operation.to_bytes(2, "big") + answer(IppTag.JOB, *attributes)[4:] + document


_REQUESTS = [
    request(0x05, construct_attribute("job-name", "hall-0")),
    request(0x06, construct_attribute("job-id", 1), document=b"%PDF-1.4"),
    request(0x08, construct_attribute("job-id", 1), construct_attribute("purge-job", True)),
    request(0x0A, construct_attribute("my-jobs", True), construct_attribute("which-jobs", "completed")),
    request(0x0B),
]

TARGETS = (
    FuzzTarget("document-printer requests", _serve, _REQUESTS),
    FuzzTarget("document-printer ipp", _eat_ipp, _ANSWERS),
    FuzzTarget("document-printer lines", lambda data: _judge(answer_in(data)), _LINES),
)
