"""Looks through one camera: its size and pace, a snapshot or a page if asked for. Nothing is kept but the file that
is named.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from drivers.camera.device import CameraDevice, Care
from drivers.camera.looks import Looks
from drivers.camera.orders import Ask, Orders
from drivers.camera.places import source_of
from drivers.probing import SILENT, ProbeExit, add_wait, tell, tell_unwell
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.camera import CameraFailure, Frame, Lens, Picture
from kiosk.ports.devices.code_scanner import Scan, ScanFailure

WORDS = "look through one camera; --snapshot FILE keeps a picture"
LISTEN_S = 0.1
LOOK_S, STILL_S = 2.0, 1.2  # how long frames are counted, and after how long the same picture is no work of a camera
STEPS = {
    SILENT: "Look at its power and its cable, at the port (probe list), and whether another program has it.",
    "frozen": "It gives the same picture again and again: pull its plug and put it in again.",
    "spoilt": "What comes are no pictures: look at its cable, and try another port without a hub.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--width", type=int, default=1280, help="dots that the camera is asked for")
    parser.add_argument("--height", type=int, default=720, help="dots that the camera is asked for")
    parser.add_argument("--rotation", type=int, choices=(0, 90, 180, 270), default=0, help="degrees, clockwise")
    parser.add_argument("--lens", choices=[one.value for one in Lens], default="document", help="of a virtual camera")
    parser.add_argument("--snapshot", type=Path, metavar="FILE", help="write a picture there, as JPEG")
    parser.add_argument("--page", type=Path, metavar="FILE", help="find a sheet of paper, write it there, flattened")
    parser.add_argument("--code", action="store_true", help="wait for a QR code or Code 128")
    parser.add_argument("--reveal", action="store_true", help="show what stands in the code")
    add_wait(parser, "how long to look, or to wait for a code (default: 10)")


def probe(given: argparse.Namespace, out: TextIO) -> int:
    looks, orders = Looks(), Orders("", given.width, given.height, rotation=given.rotation)
    care = Care(orders, still_s=STILL_S, listen_s=LISTEN_S)
    device = CameraDevice(lambda: source_of(given.port, Lens(given.lens)), looks, care)
    looks.come()
    try:
        status = device.open()
        if status.device is not DeviceState.ONLINE:
            return tell_unwell("camera", given.port, status, given.json, out, STEPS)
        return _looked(device, looks, given, out)
    finally:
        device.close()


def _looked(device: CameraDevice, looks: Looks, given: argparse.Namespace, out: TextIO) -> int:
    for what, file in ((Ask.SNAPSHOT, given.snapshot), (Ask.PAGE, given.page)):
        code = 0 if file is None else _kept(device.picture(what), file, given.json, out)
        if code != ProbeExit.WORKS:
            return code
    if given.code:
        return _code(device, looks, given, out)
    frames, status = _frames(device, looks, min(given.wait, LOOK_S))
    if status.device is not DeviceState.ONLINE:
        return tell_unwell("camera", given.port, status, given.json, out, STEPS)
    if not frames:
        return tell(ProbeExit.SILENT, "silent", "The camera was opened and then gave no frames.", given.json, out)
    return _tell_frames(frames, given.json, out)


def _frames(device: CameraDevice, looks: Looks, seconds: float) -> tuple[list[tuple[Frame, int]], DeviceStatus]:
    """What is seen in so many seconds, with the age (nanoseconds) at which it was seen; and how the camera was last."""
    seen: list[tuple[Frame, int]] = []
    end, status = time.monotonic() + seconds, device.beat()
    while time.monotonic() < end and status.device is DeviceState.ONLINE:
        frame = looks.frame(seen[-1][0].sequence if seen else 0)
        if frame is not None:
            seen.append((frame, time.monotonic_ns() - frame.taken_ns))
        time.sleep(0.005)
        status = device.beat()
    return seen, status


def _tell_frames(seen: list[tuple[Frame, int]], as_json: bool, out: TextIO) -> int:
    first, last = seen[0][0], seen[-1][0]
    seconds = (last.taken_ns - first.taken_ns) / 1e9
    pace = round((last.sequence - first.sequence) / seconds, 1) if seconds else 0.0
    age = round(sorted(age for _, age in seen)[len(seen) // 2] / 1e6, 1)
    facts = {"width": last.width, "height": last.height, "frames_per_second": pace, "age_ms": age}
    return _tell("The camera works.", facts, as_json, out)


def _tell(sentence: str, facts: Mapping[str, object], as_json: bool, out: TextIO) -> int:
    if as_json:
        print(json.dumps(dict(facts), ensure_ascii=False), file=out)
        return ProbeExit.WORKS
    print(sentence, file=out)
    for name, value in facts.items():
        print(f"  {name:18} {value}", file=out)
    return ProbeExit.WORKS


_SENTENCES: Mapping[CameraFailure, str] = {
    CameraFailure.NO_PAGE: "There is a picture, and no sheet of paper in it that stands out from what it lies on: "
    "lay it on a dark mat.",
    CameraFailure.CAMERA_SILENT: "The camera gave no picture in time.",
}


def _kept(picture: Picture | CameraFailure, file: Path, as_json: bool, out: TextIO) -> int:
    if isinstance(picture, CameraFailure):
        sentence = _SENTENCES.get(picture, f"There is no picture: {picture.value.replace('_', ' ')}.")
        return tell(ProbeExit.REPORTS_ERROR, picture.value, sentence, as_json, out)
    try:
        file.write_bytes(picture.jpeg)
    except OSError as error:
        return tell(
            ProbeExit.REPORTS_ERROR, "not_written", f"{file} cannot be written: {error.strerror}.", as_json, out
        )
    warnings = [one.value for one in picture.warnings]
    _tell(f"Written to {file}.", {"width": picture.width, "height": picture.height, "warnings": warnings}, as_json, out)
    return ProbeExit.WORKS


def _code(device: CameraDevice, looks: Looks, given: argparse.Namespace, out: TextIO) -> int:
    outcomes: list[Scan | ScanFailure] = []
    looks.codes.lay_down(outcomes.append)
    end = time.monotonic() + given.wait
    while not outcomes and time.monotonic() < end and device.beat().device is DeviceState.ONLINE:
        pass
    looks.codes.take_back()
    if not isinstance(outcomes[0], Scan):
        sentence = "The camera works; no code was held before it in time."
        return tell(ProbeExit.NO_CARD, outcomes[0].value, sentence, given.json, out)
    facts = {"symbology": outcomes[0].symbology.value, "characters": len(outcomes[0].text)}
    return _tell("One code was read.", facts | ({"text": outcomes[0].text} if given.reveal else {}), given.json, out)
