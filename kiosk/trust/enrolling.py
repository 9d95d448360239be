"""The node's side of joining by a code: it answers hellos, gives a token for a right proof, and counts wrong ones.

Blocks for some milliseconds (curve, disk), so a server calls it from a worker thread.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from kiosk.ports.clock import Clock
from kiosk.trust import exchange
from kiosk.trust.code import Code, code_of
from kiosk.trust.cpace import BYTES
from kiosk.trust.kept_values import FileProblem, KeptValue
from kiosk.trust.register import CODE_S, Device, OpenCode, Register, digest_of
from kiosk.trust.tries import Tries

TOKEN_BYTES = 32
_EXCHANGE_S = 30.0
_MOST_EXCHANGES = 32


class EnrolRefusal(StrEnum):
    WRONG_CODE = "wrong_code"  # also one that is used up, too old or unknown: which of them is nobody's business
    TOO_MANY_TRIES = "too_many_tries"
    CANNOT_STORE = "cannot_store"


@dataclass(frozen=True, slots=True)
class Refused:
    reason: EnrolRefusal
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    exchange: str
    share: bytes
    proof: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """How others reach the machine that joins, when it is a node itself."""

    url: str = ""
    pins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Admitted:
    device: Device
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """An open code, and how whoever proved to know it is let in, by the digest of its token; that uses the code up."""

    stretched: bytes = field(repr=False)
    admit: Callable[[str, Offer], Device | EnrolRefusal]


FindCode = Callable[[str], Found | None]  # by its plate; a node that cannot look finds none


@dataclass(frozen=True, slots=True)
class _Open:
    code: Found | None
    proof: bytes
    source: str
    until: float


class Enrolling:
    """Several hellos may be open at once. `own_pin` is the key with which this node answers."""

    def __init__(self, find: FindCode, own_pin: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._find, self._own_pin, self._monotonic = find, own_pin, monotonic
        self._tries, self._open = Tries(), dict[str, _Open]()
        self._lock = threading.Lock()

    def hello(self, hello: exchange.Hello, source: str) -> Answer | Refused:
        """Counts as a wrong try until it is finished. An unknown plate is answered like any other."""
        now = self._monotonic()
        with self._lock:
            wait = self._tries.wait_s(source, now)
            if wait:
                return Refused(EnrolRefusal.TOO_MANY_TRIES, wait)
            self._tries.count(source, now)
        code = self._find(hello.plate)
        stretched = code.stretched if code else secrets.token_bytes(BYTES)
        said = exchange.reply(hello, stretched, secrets.token_bytes(BYTES), self._own_pin)
        if said is None:
            return Refused(EnrolRefusal.WRONG_CODE)
        name = secrets.token_hex(16)
        self._remember(name, _Open(code, said[1].device, source, now + _EXCHANGE_S))
        return Answer(name, said[0], said[1].hall)

    def finish(self, name: str, proof: bytes, offer: Offer) -> Admitted | Refused:
        """A token for whoever knows the code; the code is used up with it."""
        with self._lock:
            found = self._open.pop(name, None)
        if found is None or found.code is None or self._monotonic() >= found.until:
            return Refused(EnrolRefusal.WRONG_CODE)
        if not exchange.is_same(found.proof, proof):
            return Refused(EnrolRefusal.WRONG_CODE)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        device = found.code.admit(digest_of(token), offer)
        if isinstance(device, EnrolRefusal):
            return Refused(device)
        with self._lock:
            self._tries.was_good(found.source)
        return Admitted(device, token)

    def _remember(self, name: str, opened: _Open) -> None:
        with self._lock:
            now = self._monotonic()
            self._open = {known: one for known, one in self._open.items() if now < one.until}
            while len(self._open) >= _MOST_EXCHANGES:
                self._open.pop(next(iter(self._open)))
            self._open[name] = opened


class RegisterCodes:
    """The codes and machines of a register in a file; a `FindCode`."""

    def __init__(self, register: KeptValue[Register], clock: Clock) -> None:
        self._register, self._clock = register, clock

    def __call__(self, plate: str) -> Found | None:
        register = self._register.read()
        code = None if isinstance(register, FileProblem) else register.code(plate, self._clock.now())
        return None if code is None else Found(bytes.fromhex(code.stretched), partial(self._admit, code))

    def _admit(self, code: OpenCode, digest: str, offer: Offer) -> Device | EnrolRefusal:
        now = self._clock.now()
        device = Device(code.role, code.id, digest, now.wall_ms, 0, offer.url, offer.pins)

        def edit(register: Register) -> Register:
            return register.joined(device, code.plate, now) if code in register.codes else register

        after = self._register.change(edit)
        if isinstance(after, FileProblem):
            return EnrolRefusal.CANNOT_STORE
        return device if device in after.devices else EnrolRefusal.WRONG_CODE


def make_code(register: KeptValue[Register], role: str, id: str, clock: Clock) -> Code | FileProblem:
    """A code for one machine under this role and identity, good for ten minutes, once; the one before ends with it."""
    now, made = clock.now(), list[Code]()

    def edit(before: Register) -> Register:
        taken = {code.plate for code in before.codes}
        plate = next(plate for plate in _plates() if f"{plate:03d}" not in taken)
        code = code_of(secrets.randbelow(10**8), plate)
        made.append(code)
        until = now.mono_ms + CODE_S * 1000
        return before.offering(OpenCode(code.plate, code.stretched().hex(), role, id, now.boot_id, until), now)

    after = register.change(edit)
    return after if isinstance(after, FileProblem) else made[-1]


def _plates() -> list[int]:
    """In an order that nobody can guess, so that a code of yesterday does not look like one of today."""
    plates = list(range(1000))
    secrets.SystemRandom().shuffle(plates)
    return plates
