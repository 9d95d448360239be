"""What a technician asks of the module itself: number and self-check, speed, whether a card holds fingerprints."""

from __future__ import annotations

from typing import TextIO

from drivers.binding.places import Binder
from drivers.id_card.baud import OpenAt, find_baud, set_baud
from drivers.id_card.codec import Command, Reply, Status, fingerprint_size_of, module_number
from drivers.id_card.conversation import Conversation, Fault
from drivers.probing import ProbeExit, tell, tell_unwell
from drivers.serial_link import LinkFault
from drivers.usb_link import Pipes
from kiosk.ports.devices import DeviceState, DeviceStatus

WHAT = "reader"


def at(port: str, pipes: Pipes = Pipes.SINGLE) -> OpenAt:
    return lambda baud: Binder().serial_or_usb(port, baud, pipes)()


def tell_module(port: str, baud: int, as_json: bool, out: TextIO, pipes: Pipes = Pipes.SINGLE) -> int:
    """Number and self-check."""
    answers = _asked(at(port, pipes), baud, (Command.STATUS, Command.SAM_ID))
    if not isinstance(answers, list):
        return _unwell(port, answers, as_json, out)
    check, number = answers
    if check.status is not Status.DONE:
        return tell(ProbeExit.REPORTS_ERROR, _word(check), "The module's self-check failed.", as_json, out)
    if number.status is not Status.DONE:
        return tell(ProbeExit.WORKS, "", "The module passed its self-check; it does not tell its number.", as_json, out)
    return tell(ProbeExit.WORKS, "", f"The module {module_number(number.data)} passed its self-check.", as_json, out)


def tell_fingerprints(port: str, baud: int, as_json: bool, out: TextIO, pipes: Pipes = Pipes.SINGLE) -> int:
    """How long the block of fingerprints on the card is; the block itself is dropped unread."""
    answers = _asked(at(port, pipes), baud, (Command.FIND, Command.SELECT, Command.READ_WITH_FINGERPRINT))
    if not isinstance(answers, list):
        return _unwell(port, answers, as_json, out)
    size = fingerprint_size_of(answers[-1].data) if answers[-1].status is Status.DONE else None
    if size is None:
        return tell(ProbeExit.NO_CARD, _word(answers[-1]), "No card was read; lay it anew.", as_json, out)
    return tell(ProbeExit.WORKS, "", f"The card holds {size} bytes of fingerprints; they were dropped.", as_json, out)


def tell_speed(port: str, as_json: bool, out: TextIO) -> int:
    found = find_baud(at(port))
    if not isinstance(found, int):
        return _unwell(port, found, as_json, out)
    return tell(ProbeExit.WORKS, "", f"The module answers at {found} baud.", as_json, out)


def change_speed(port: str, now: int, wanted: int, as_json: bool, out: TextIO) -> int:
    changed = set_baud(at(port), now, wanted)
    if isinstance(changed, LinkFault):
        return _unwell(port, changed, as_json, out)
    if changed:
        return tell(ProbeExit.WORKS, "", f"The module answers at {wanted} baud from now on.", as_json, out)
    sentence = f"The module does not answer at {wanted} baud; --find-baud says where it does."
    return tell(ProbeExit.SILENT, "silent", sentence, as_json, out)


def _asked(open_at: OpenAt, baud: int, commands: tuple[Command, ...]) -> list[Reply] | Fault:
    """One answer each; the first that fails ends it."""
    link = open_at(baud)
    if isinstance(link, LinkFault):
        return link
    answers: list[Reply] = []
    try:
        talk = Conversation(link)
        for command in commands:
            answer = talk.ask(command)
            if not isinstance(answer, Reply):
                return answer
            answers.append(answer)
    finally:
        link.close()
    return answers


def _unwell(port: str, fault: Fault | None, as_json: bool, out: TextIO) -> int:
    state = fault.state if isinstance(fault, LinkFault) else DeviceState.OFFLINE
    return tell_unwell(WHAT, port, DeviceStatus(state, fault.value if fault else "silent"), as_json, out)


def _word(reply: Reply) -> str:
    return reply.status.name.lower() if reply.status is not None else "unknown_status"
