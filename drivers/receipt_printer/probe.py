"""Asks a ticket printer how it is, and prints a page that shows what matters: hanzi, rare hanzi, size, code, cut."""

from __future__ import annotations

import argparse
import json
from typing import TextIO

from drivers.binding.places import Binder
from drivers.probing import SILENT, ProbeExit, opened, tell_unwell
from drivers.receipt_printer.charset import Charset
from drivers.receipt_printer.codec import ROLLS, Paper, Qr
from drivers.receipt_printer.device import PrinterSettings, ReceiptPrinterDevice
from drivers.receipt_printer.printing import Fence, Habits
from kiosk.ports.devices import DeviceState, DeviceStatus, PrintOutcome, PrintReport, TicketSlip
from kiosk.ports.devices import Paper as PaperState

_SILENCE = "Look at what came out, at its cable, and on a serial line at the speed (--baud)."
WORDS = "ask the ticket printer for its state"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--baud", type=int, default=115200, help="the line's speed (default: %(default)s)")
    parser.add_argument("--paper", choices=ROLLS, default="80", help="width of the roll in mm (default: %(default)s)")
    parser.add_argument("--qr", choices=[one.value for one in Qr], default="native", help="who draws a code")
    parser.add_argument("--charset", choices=[one.value for one in Charset], default="gbk", help="what its font holds")
    parser.add_argument("--fence", choices=[one.value for one in Fence], default="auto", help="whose word counts")
    parser.add_argument("--loose-status", action="store_true", help="its answers lack the fixed bits")
    parser.add_argument("--test-page", action="store_true", help="print a test page and report what the printer says")


def probe(given: argparse.Namespace, out: TextIO) -> int:
    columns, dots = ROLLS[given.paper]
    paper = Paper(columns, dots, Charset(given.charset), Qr(given.qr))
    settings = PrinterSettings(given.baud, paper, Fence(given.fence), given.loose_status)
    return probe_receipt_printer(given.port, given.test_page, given.json, out, settings)


def probe_receipt_printer(
    port: str, test_page: bool, as_json: bool, out: TextIO, settings: PrinterSettings | None = None
) -> int:
    """Asks a printer how it is and, with `test_page`, prints one and waits for the printer's own word about it."""
    chosen = settings or PrinterSettings()
    device = ReceiptPrinterDevice(Binder().wired(port, chosen.baud), chosen, Habits(chosen.fence))
    try:
        status = opened(device)
        if status.device in (DeviceState.NO_DEVICE, DeviceState.OFFLINE):
            return tell_unwell("printer", port, status, as_json, out)
        name = device.name()
        report = device.print(TEST_PAGE) if test_page else None
        if report is not None and report.outcome is not PrintOutcome.PRINTED:
            status = _after(device, status)
    finally:
        device.close()
    return _tell_printer(status, report, name, as_json, out)


def _after(device: ReceiptPrinterDevice, before: DeviceStatus) -> DeviceStatus:
    now = device.beat()
    return before if now.device is DeviceState.NO_DEVICE else now


STEPS = {
    "paper_out": "Put in a new roll.",
    "cover_open": "Close the cover.",
    "cutter_error": "Take out what blocks the knife, then switch the printer off and on.",
    "head_hot": "Let the head cool down.",
    "presenter_jammed": "Take out what sticks behind the lips.",
    "offline": "Look at its lamps and press its feed key.",
    "unrecoverable_error": "Switch it off and on; if it says so again, whoever serves it has to look at it.",
    "printer_error": "Switch it off and on; if it says so again, whoever serves it has to look at it.",
}
TEST_PAGE = TicketSlip(
    hall="打印机测试  Printer test",
    label="T000",
    item="汉字 ABC abc 0123456789",
    department="标点：，。、；：？！（）《》【】￥·—…",
    holder="生僻字由点阵打印：䶮 𬭩 㐂",
    ahead="此页不是排队凭证。 This page is not a ticket.",
    rules=("末行应完整，随后切纸。", "The last line is whole, then the paper is cut."),
    code="TEST PAGE 测试页",
    code_caption="扫码应读出：TEST PAGE 测试页",
)


def _tell_printer(status: DeviceStatus, report: PrintReport | None, name: str, as_json: bool, out: TextIO) -> int:
    code, reason, sentence = _verdict(status, report)
    if not as_json:
        print(sentence + (f" It calls itself {name}." if name else ""), file=out)
        return code
    shown: dict[str, object] = {
        "device": status.device.value,
        "reason": status.reason,
        "paper": status.paper.value,
        "cover": status.cover.value,
        "calls_itself": name,
    }
    if report is not None:
        shown["test_page"] = {
            "outcome": report.outcome.value,
            "reason": report.reason,
            "confirmed_by": report.confirmed_by,
            "bytes_sent": report.bytes_sent,
            "render_ms": round(report.render_ms, 1),
            "wire_ms": round(report.wire_ms, 1),
            "confirm_ms": round(report.confirm_ms, 1),
        }
    print(json.dumps(shown | {"error": reason, "sentence": sentence}, ensure_ascii=False), file=out)
    return code


def _well(status: DeviceStatus, paper: str) -> tuple[ProbeExit, str, str]:
    """What nobody told is not called ready."""
    match status.paper:
        case PaperState.NOT_SUPPORTED:
            return ProbeExit.SILENT, "no_line_back", "The port is open; without a line back a printer proves no more."
        case PaperState.UNKNOWN:
            return ProbeExit.WORKS, "", f"The printer answers and does not tell its paper ({paper})."
        case _:
            return ProbeExit.WORKS, "", f"The printer answers and is ready ({paper})."


def _stepped(trouble: str, paper: str) -> str:
    step = STEPS.get(trouble, "")
    return f"{trouble.replace('_', ' ')} ({paper})." + (f" {step}" if step else "")


def _verdict(status: DeviceStatus, report: PrintReport | None) -> tuple[ProbeExit, str, str]:
    paper = f"paper {status.paper.value}, cover {status.cover.value}"
    trouble = status.reason or ("paper_out" if status.paper is PaperState.OUT else "")
    if report is None or report.reason == trouble != "":
        if trouble == SILENT:
            return ProbeExit.SILENT, trouble, f"The printer fell silent ({paper}). {_SILENCE}"
        if trouble:
            return ProbeExit.REPORTS_ERROR, trouble, f"The printer reports {_stepped(trouble, paper)}"
        return _well(status, paper)
    match report.outcome:
        case PrintOutcome.PRINTED:
            return (
                ProbeExit.WORKS,
                "",
                f"The test page was printed, says the printer by {report.confirmed_by} ({paper}).",
            )
        case PrintOutcome.FAILED if report.reason == "silent":
            return ProbeExit.SILENT, "silent", f"The printer fell silent before the test page was sent. {_SILENCE}"
        case PrintOutcome.FAILED:
            return ProbeExit.REPORTS_ERROR, report.reason, f"The test page failed: {_stepped(report.reason, paper)}"
        case PrintOutcome.UNKNOWN:
            return (
                ProbeExit.SILENT,
                report.reason,
                f"The test page was sent; the printer did not say how it went ({paper}). {_SILENCE}",
            )
