"""Reads one card, as a technician's proof that reader, line and driver work. Masked unless asked for in full."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping
from datetime import date
from typing import TextIO

from drivers.binding.places import Binder
from drivers.id_card.baud import SPEEDS
from drivers.id_card.device import Care, IdCardDevice, Lying, Memory
from drivers.id_card.probe_module import change_speed, tell_fingerprints, tell_module, tell_speed
from drivers.id_card.text_record import LONG_TERM
from drivers.id_card.wish import Answer, Wish
from drivers.probing import ProbeExit, add_wait, opened, tell, tell_unwell
from drivers.usb_link import Pipes
from kiosk.domain.identity import CardRecord, masked_name, masked_number
from kiosk.ports.devices import DeviceState, DeviceStatus, ReadFailure

POLL_S = 0.2
WORDS = "read one card through the real driver"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--baud", type=int, default=115200, help="the line's speed (default: %(default)s)")
    parser.add_argument(
        "--usb-pipes",
        choices=[one.value for one in Pipes],
        default="single",
        help="of a reader on USB (default: single)",
    )
    parser.add_argument("--new-address", action="store_true", help="read the address that was appended later too")
    parser.add_argument("--reveal", action="store_true", help="show name, number and address unmasked")
    parser.add_argument("--module", action="store_true", help="only tell the module's number and self-check")
    parser.add_argument("--fingerprints", action="store_true", help="only tell how long a card's fingerprints are")
    parser.add_argument("--find-baud", action="store_true", help="only tell at which speed the module answers")
    parser.add_argument("--set-baud", type=int, choices=SPEEDS, help="set the module's speed for good")
    add_wait(parser, "how long to wait for a card (default: 10)")


def probe(given: argparse.Namespace, out: TextIO) -> int:
    if given.find_baud:
        return tell_speed(given.port, given.json, out)
    if given.set_baud:
        return change_speed(given.port, given.baud, given.set_baud, given.json, out)
    pipes = Pipes(given.usb_pipes)
    if given.module:
        return tell_module(given.port, given.baud, given.json, out, pipes)
    if given.fingerprints:
        return tell_fingerprints(given.port, given.baud, given.json, out, pipes)
    care = Care(new_address=given.new_address)
    return probe_id_card(given.port, given.wait, given.json, given.reveal, out, given.baud, pipes, care)


def probe_id_card(
    port: str,
    wait: float,
    as_json: bool,
    reveal: bool,
    out: TextIO,
    baud: int = 115200,
    pipes: Pipes = Pipes.SINGLE,
    care: Care | None = None,
) -> int:
    """Reads one card from any place, pyserial URL or device path, waiting `wait` seconds for it to be laid."""
    answers: list[Answer] = []
    wish = Wish()
    wish.lay_down(answers.append)
    memory = Memory()
    opener = Binder().serial_or_usb(port, baud, pipes)
    device = IdCardDevice(opener, wish, lambda kind: None, memory, care or Care())
    try:
        status = opened(device)
        if status.device is not DeviceState.ONLINE:
            return tell_unwell("reader", port, status, as_json, out)
        status = _wait_for_card(device, memory, answers, wait)
    finally:
        device.close()
    if answers:
        return _tell_answer(answers[0], as_json, reveal, out)
    if status.device is not DeviceState.ONLINE:
        return tell_unwell("reader", port, status, as_json, out)
    return tell(ProbeExit.NO_CARD, "no_card", f"The reader works; no card was laid within {wait:g} s.", as_json, out)


def _wait_for_card(device: IdCardDevice, memory: Memory, answers: list[Answer], wait: float) -> DeviceStatus:
    end = time.monotonic() + wait
    while True:
        status = device.beat()
        if answers or status.device is not DeviceState.ONLINE:
            return status
        if memory.lying is Lying.GIVEN:  # read before, by whoever; a technician may see it again without lifting it
            memory.lying = Lying.UNREAD
            continue
        if time.monotonic() >= end:
            return status
        time.sleep(POLL_S)


_READ_SENTENCES: Mapping[ReadFailure, tuple[ProbeExit, str]] = {
    ReadFailure.READER_SILENT: (ProbeExit.SILENT, "The reader found a card and then gave no whole answer."),
    ReadFailure.READER_GONE: (ProbeExit.SILENT, "The reader went away while the card was read."),
    ReadFailure.READER_FAULT: (ProbeExit.REPORTS_ERROR, "The reader's module reports that it cannot work."),
    ReadFailure.NO_CARD: (ProbeExit.NO_CARD, "No card was laid."),
    ReadFailure.CARD_MOVED: (
        ProbeExit.REPORTS_ERROR,
        "The card could not be read; lay it flat and try again.",
    ),
    ReadFailure.CARD_UNKNOWN: (ProbeExit.REPORTS_ERROR, "The card is of a kind that this driver does not know."),
    ReadFailure.CARD_REFUSED: (ProbeExit.REPORTS_ERROR, "Card and reader do not trust each other."),
    ReadFailure.RECORD_BROKEN: (ProbeExit.REPORTS_ERROR, "The card's record contradicts itself."),
}


def _tell_answer(answer: Answer, as_json: bool, reveal: bool, out: TextIO) -> int:
    if isinstance(answer, ReadFailure):
        code, sentence = _READ_SENTENCES[answer]
        return tell(code, answer.value, sentence, as_json, out)
    shown = revealed(answer) if reveal else masked(revealed(answer))
    if as_json:
        print(json.dumps(shown, ensure_ascii=False), file=out)
        return ProbeExit.WORKS
    print("One card was read.", file=out)
    for name, value in shown.items():
        print(f"  {name.replace('_', ' '):15} {value}", file=out)
    return ProbeExit.WORKS


def revealed(record: CardRecord) -> dict[str, str]:
    return {
        "kind": record.kind.value,
        "name": record.name,
        "sex": record.sex.value,
        "nation": record.nation,
        "birth": _day(record.birth),
        "address": record.address,
        "number": record.number,
        "authority": record.authority,
        "valid_from": _day(record.valid_from),
        "valid_to": LONG_TERM if record.long_term else _day(record.valid_to),
        "pass_number": record.pass_number,
        "english_name": record.english_name,
        "nationality": record.nationality,
        "old_number": record.old_number,
        "new_address": record.new_address,
    }


def masked(shown: dict[str, str]) -> dict[str, str]:
    """Enough to see that the right card was read, not enough to know the person."""
    return shown | {
        "name": masked_name(shown["name"]),
        "birth": shown["birth"] and f"{shown['birth'][:4]}-**-**",
        "address": _begun(shown["address"], 3),
        "new_address": _begun(shown["new_address"], 3),
        "number": masked_number(shown["number"]),
        "authority": "*" * len(shown["authority"]),
        "pass_number": "*" * max(0, len(shown["pass_number"]) - 2) + shown["pass_number"][-2:],
        "old_number": "*" * max(0, len(shown["old_number"]) - 2) + shown["old_number"][-2:],
        "english_name": _begun(shown["english_name"], 1),
    }


def _begun(text: str, characters: int) -> str:
    return text[:characters] + "*" * max(0, len(text) - characters)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
