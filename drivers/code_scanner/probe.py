"""Reads one code: a technician's proof that scanner, line and driver work. Only its kind and length are told, unless
more is asked for.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping
from typing import TextIO

from drivers.binding.places import Binder
from drivers.code_scanner.codec import EngineName, Shape
from drivers.code_scanner.device import Care, ScannerDevice
from drivers.code_scanner.engines import ENGINES, SUFFIXES
from drivers.code_scanner.wish import Outcome, Wish
from drivers.probing import ProbeExit, add_wait, opened, tell, tell_unwell
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.code_scanner import ScanFailure

WORDS = "read one code through the real driver"
UNPROVED = (
    "The port is open and no code came in time; a plain line proves no more. Hold a code before it, and if none comes, "
    "look at its cable, at the speed (--baud), and whether it is set to its serial mode."
)
STEPS = {"flooding": "Take away the code it goes on reading, or look at the speed (--baud)."}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--baud", type=int, default=9600, help="the line's speed (default: %(default)s)")
    parser.add_argument("--engine", choices=[one.value for one in EngineName], default="line", help="whose commands")
    parser.add_argument("--suffix", choices=sorted(SUFFIXES), default="cr", help="what ends a code")
    parser.add_argument("--aim-id", action="store_true", help="codes begin with their kind, as ]Q1")
    parser.add_argument("--reveal", action="store_true", help="show what stands in the code")
    add_wait(parser, "how long to wait for a code (default: 10)")


def probe(given: argparse.Namespace, out: TextIO) -> int:
    care = Care(shape=Shape(SUFFIXES[given.suffix], aim=given.aim_id))
    engine = EngineName(given.engine)
    return probe_code_scanner(given.port, given.wait, given.json, given.reveal, out, engine, given.baud, care)


def probe_code_scanner(
    port: str,
    wait: float,
    as_json: bool,
    reveal: bool,
    out: TextIO,
    engine: EngineName = EngineName.LINE,
    baud: int = 9600,
    care: Care | None = None,
) -> int:
    """Reads one code from any pyserial URL or device path, waiting `wait` seconds for it."""
    outcomes: list[Outcome] = []
    wish = Wish()
    device = ScannerDevice(Binder().serial(port, baud), ENGINES[engine], wish, care or Care())
    try:
        status = opened(device)
        if status.device is DeviceState.ONLINE:
            wish.lay_down(outcomes.append)
            status = _wait_for_code(device, outcomes, wait)
            wish.take_back()
            _put_to_sleep(device, status)
    finally:
        device.close()
    if status.device is not DeviceState.ONLINE:
        return tell_unwell("scanner", port, status, as_json, out, STEPS)
    return _tell_outcome(outcomes[0], engine, as_json, reveal, out)


def _wait_for_code(device: ScannerDevice, outcomes: list[Outcome], wait: float) -> DeviceStatus:
    end = time.monotonic() + wait
    while True:
        status = device.beat()
        if outcomes or status.device is not DeviceState.ONLINE or time.monotonic() >= end:
            return status


def _put_to_sleep(device: ScannerDevice, status: DeviceStatus) -> None:
    if status.device is DeviceState.ONLINE:
        device.beat()


_SENTENCES: Mapping[ScanFailure, str] = {
    ScanFailure.CODE_CUT: "A code began and did not end: the suffix or the speed may be another (--suffix, --baud).",
    ScanFailure.CODE_TOO_LONG: "A code was longer than allowed: the suffix may be another (--suffix).",
    ScanFailure.CODE_SPOILT: "A code arrived damaged: look at the cable and at the speed (--baud).",
    ScanFailure.NOT_TEXT: "A code arrived whose bytes are no text: the speed may be another (--baud).",
}


def _tell_outcome(outcome: Outcome, engine: EngineName, as_json: bool, reveal: bool, out: TextIO) -> int:
    if outcome is ScanFailure.NO_CODE:
        sentence = UNPROVED if engine is EngineName.LINE else "The scanner works; no code was held before it in time."
        return tell(ProbeExit.NO_CARD, "no_code", sentence, as_json, out)
    if isinstance(outcome, ScanFailure):
        return tell(ProbeExit.REPORTS_ERROR, outcome.value, _SENTENCES[outcome], as_json, out)
    shown = {"symbology": outcome.symbology.value, "characters": len(outcome.text)}
    shown |= {"text": outcome.text} if reveal else {}
    if as_json:
        print(json.dumps(shown, ensure_ascii=False), file=out)
        return ProbeExit.WORKS
    print("One code was read.", file=out)
    for name, value in shown.items():
        print(f"  {name:15} {value}", file=out)
    return ProbeExit.WORKS
