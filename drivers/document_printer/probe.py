"""Asks a print server's queue how its printer is, and prints a page with what matters: hanzi, rare ones, lines."""

from __future__ import annotations

import argparse
import json
import threading
from typing import TextIO

from drivers.document_printer.clerk_line import ClerkLine
from drivers.document_printer.device import DocumentPrinterDevice, Work, reason_of
from drivers.document_printer.printing import Patience
from drivers.document_printer.settings import QUEUE_FORM, is_queue, is_socket
from drivers.document_printer.template import template_named
from drivers.probing import ProbeExit, is_virtual, tell
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.document_printer import Guide, PageOutcome, PageReport

WORDS = "ask the document printer's queue for its state"
PLACE = f"what [document_printer] queue takes: {QUEUE_FORM.removeprefix('none, ')}"
VIRTUAL_STEP = "virtual-devices has to run with the same state folder, and its plug to be in."
USER = "hall-probe"
LATE = ("retry-job", "retry-current-job", "stop-printer")  # CUPS prints such a job when nobody waits any more

STEPS = {
    "stopped": "Start it at the print server (cupsenable NAME) when its reason is gone.",
    "not_accepting": "Let it take jobs at the print server (cupsaccept NAME).",
    "paper_out": "Put in paper.",
    "jammed": "Take out the paper that sticks.",
    "cover_open": "Close the cover.",
    "toner_out": "Put in toner.",
    "printer_offline": "Look at the printer's power and cable.",
    "printer_error": "Look at the printer's own panel.",
    "filter_missing": "Set the queue up as a driverless one (lpadmin -m everywhere).",
    "takes_no_pdf": "Set the queue up as a driverless one (lpadmin -m everywhere).",
    "server_gone": "Nobody listens there: start the print server, and look at host and port.",
    "unreachable": "Look at the host's name, at the network and at the print server.",
    "silent": "Look at the print server: it takes the question and does not answer.",
    "line_cut": "Look at the print server: it hung up in the middle of its answer.",
    "no_such_queue": "Look at the queue's name (lpstat -h HOST -a).",
    "not_allowed": "Let this machine in at the print server; a password is never sent.",
    "wants_tls": "Write ipps:// where the server's certificate is trusted.",
    "not_ipp": "Somebody else answers there, or the line spoils it: look at host and port.",
    "too_slow": "Look at the printer: it took the page and did not finish it in time.",
    "aborted": "Look at the print server's error log.",
}
TEST_PAGE = Guide(
    title="打印机测试  Printer test",
    item="测试页 Test page",
    department="汉字 ABC abc 0123456789",
    facts=(("标点", "，。、；：？！（）《》【】￥·—…"), ("生僻字", "䶮 𬭩 㐂")),
    materials_title="四行应完整 Four whole lines",
    materials=("一", "二", "三", "四"),
    remarks=("此页不含任何个人信息。 This page is about nobody.",),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--test-page", action="store_true", help="print a test page and report what the server says")


def probe(given: argparse.Namespace, out: TextIO) -> int:
    return probe_document_printer(given.port, given.test_page, given.json, out)


def probe_document_printer(
    queue: str, test_page: bool, as_json: bool, out: TextIO, patience: Patience | None = None
) -> int:
    """`queue` as the configuration names one, or the place of a virtual printer's socket."""
    if not is_queue(queue) and not is_socket(queue):
        sentence = f"{queue} is not a queue; --port takes {QUEUE_FORM.removeprefix('none, ')}."
        return tell(ProbeExit.WRONG_PORT, "bad_queue", sentence, as_json, out)
    work = Work(template_named("guide"), patience or Patience())
    device = DocumentPrinterDevice(lambda: ClerkLine(queue, USER), work)
    try:
        status = device.open()
        well = status.device in (DeviceState.ONLINE, DeviceState.UNKNOWN)
        report = device.print(TEST_PAGE, threading.Event()) if test_page and well else None
    finally:
        device.interrupt()
        device.close()
    return _tell(queue, status, report, as_json, out)


def _tell(queue: str, status: DeviceStatus, report: PageReport | None, as_json: bool, out: TextIO) -> int:
    code, reason, sentence = _of_page(report) if report is not None else _of_queue(queue, status)
    policy = status.detail("errorPolicy")
    if policy in LATE:
        sentence += f" Its error policy is {policy}: set abort-job, or a failed page comes out when nobody waits."
    if not as_json:
        print(sentence, file=out)
        return code
    shown: dict[str, object] = {**status.fields(), "error": reason, "sentence": sentence}
    if report is not None:
        shown["test_page"] = {
            "outcome": report.outcome.value,
            "reason": report.reason,
            "wiped": report.wiped,
            "pdf_bytes": report.pdf_bytes,
            "render_ms": round(report.render_ms, 1),
            "print_ms": round(report.print_ms, 1),
        }
    print(json.dumps(shown, ensure_ascii=False), file=out)
    return code


def _step(reason: str) -> str:
    return f" {STEPS[reason]}" if reason in STEPS else ""


def _of_queue(queue: str, status: DeviceStatus) -> tuple[ProbeExit, str, str]:
    how = f"paper {status.paper.value}, cover {status.cover.value}, toner {status.detail('toner')}"
    reason, words = reason_of(status), status.reason.replace("_", " ")
    if is_virtual(queue) and status.reason == "server_gone":
        return ProbeExit.WRONG_PORT, reason, f"No virtual printer listens at {queue}: {VIRTUAL_STEP}"
    step = _step(status.reason)
    match status.device:
        case DeviceState.NO_DEVICE:
            return ProbeExit.WRONG_PORT, reason, f"{queue} is no queue that can be used: {words}.{step}"
        case DeviceState.OFFLINE:
            return ProbeExit.SILENT, reason, f"{queue} does not print: {words}.{step}"
        case DeviceState.ONLINE if not status.reason:
            return ProbeExit.WORKS, "", f"The queue answers and prints ({how})."
        case _:
            return ProbeExit.REPORTS_ERROR, reason, f"The queue reports {words} ({how}).{step}"


def _of_page(report: PageReport) -> tuple[ProbeExit, str, str]:
    kept = "" if report.wiped else " The server did not say that it keeps nothing of it."
    words, step = report.reason.replace("_", " "), _step(report.reason)
    match report.outcome:
        case PageOutcome.PRINTED:
            return ProbeExit.WORKS, "", f"The test page was printed, says the print server.{kept}"
        case PageOutcome.UNKNOWN:
            return (
                ProbeExit.SILENT,
                report.reason,
                f"Nobody knows what became of the test page: {words}.{step}",
            )
        case _:
            return ProbeExit.REPORTS_ERROR, report.reason, f"The test page failed: {words}.{step}{kept}"
