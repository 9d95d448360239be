"""How a probe ends: exit codes, sentences for ports and devices that do not answer, plain or as JSON.

Exit codes: 0 it works, 2 the port cannot be right, 3 the device is silent, 4 it reports an error, 5 nothing was laid,
held before it or pressed within the wait.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from drivers.serial_link import LinkFault
from kiosk.operation.device_orders import Supervised
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.devices import DeviceState, DeviceStatus

SILENT = "silent"
VIRTUAL_DEVICES = StateFolder(Path()).virtual_devices.name


class ProbeExit(IntEnum):
    WORKS = 0
    WRONG_PORT = 2
    SILENT = 3
    REPORTS_ERROR = 4
    NO_CARD = 5


_PORT_SENTENCES: Mapping[str, str] = {
    LinkFault.BAD_URL: "{port} is not a port's URL that pyserial knows; socket://HOST:PORT is one.",
    LinkFault.NO_SUCH_PORT: "There is no port {port}: is the device plugged in and on? "
    "probe list shows what is, and where.",
    LinkFault.NOT_A_PORT: "{port} is not a serial port; probe list shows what is plugged in, and where.",
    LinkFault.NOT_ALLOWED: "This user may not open {port}; see the udev rules in drivers/udev.",
    LinkFault.NO_LIBRARY: "{port} needs libusb-1.0, which is not installed (Debian: libusb-1.0-0).",
    LinkFault.UNREACHABLE: "Nothing answers at {port}: is it switched on, and is the address right?",
    LinkFault.REFUSED: "{port} takes no connection: another program has the device, or it is none.",
    LinkFault.IN_USE: "{port} is in use by another program; end the terminal first.",
}

_NOT_VIRTUAL = (
    "There is no virtual device {port}: virtual-devices has to run with the same state folder, and its plug to be in."
)
_ERROR_NEXT = "Switch it off and on; if it says so again, whoever serves it has to look at it."
_SILENT_NEXT = "Look at its power and its cable, at the port (probe list), and on a serial line at the speed (--baud)."


def opened(device: Supervised) -> DeviceStatus:
    """Twice: a device that has just been switched on may miss the first question."""
    status = device.open()
    return device.reset() if status.device is DeviceState.OFFLINE else status


def is_virtual(port: str) -> bool:
    """Whether that is where virtual devices have their end of the wire."""
    return Path(port).parent.name == VIRTUAL_DEVICES


def tell_unwell(
    what: str,
    port: str,
    status: DeviceStatus,
    as_json: bool,
    out: TextIO,
    steps: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """`steps`: what to do next, by the reasons of the class; `SILENT` for whatever else makes it silent."""
    missing = status.reason == LinkFault.NO_SUCH_PORT and is_virtual(port)
    wrong = _NOT_VIRTUAL if missing else _PORT_SENTENCES.get(status.reason)
    if wrong is not None:
        return tell(ProbeExit.WRONG_PORT, status.reason, wrong.format(port=port), as_json, out)
    if status.device is DeviceState.HARDWARE_ERROR:
        step = steps.get(status.reason, _ERROR_NEXT)
        sentence = f"The {what} reports an error: {status.reason.replace('_', ' ')}. {step}"
        return tell(ProbeExit.REPORTS_ERROR, status.reason, sentence, as_json, out)
    why = "" if status.reason in ("", SILENT) else f" ({status.reason.replace('_', ' ')})"
    step = steps.get(status.reason, steps.get(SILENT, _SILENT_NEXT))
    sentence = f"The {what} at {port} is silent{why}. {step}"
    return tell(ProbeExit.SILENT, status.reason, sentence, as_json, out)


def tell(code: ProbeExit, error: str, sentence: str, as_json: bool, out: TextIO) -> int:
    print(json.dumps({"error": error, "sentence": sentence}, ensure_ascii=False) if as_json else sentence, file=out)
    return code


def add_wait(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--wait", metavar="SECONDS", type=_seconds, default=10.0, help=words)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= 600:
        raise argparse.ArgumentTypeError(f'"{text}" must be a number of seconds from 0 to 600')
    return seconds
