"""The scanner's own end of the wire: a code is held before it, it looks when it is told to, and sends what it sees.

A plain line looks always. The others look from their trigger until one code was sent or they are told to stop [C]; a
code that is held before them meanwhile is seen as soon as they look. Bytes and their sources: beside each engine.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from enum import Enum

from drivers.code_scanner import honeywell, newland, ssi
from drivers.code_scanner.codec import EngineName, Shape
from drivers.far_end.faults import Answer, FaultBox


class Act(Enum):
    LOOK = "look"
    REST = "rest"
    NOTHING = "nothing"


_SSI_OK = ssi.packet(ssi.ACK, source=ssi.DECODER)
_SSI_REVISION = ssi.packet(ssi.REVISION_IS, b"INVENTED 1.0", ssi.DECODER)
COMMANDS: Mapping[EngineName, Mapping[bytes, tuple[Act, bytes]]] = {
    EngineName.LINE: {},
    EngineName.NEWLAND_OLD: {
        newland.LOOK: (Act.LOOK, newland.old_answer(0)),
        newland.REST: (Act.REST, newland.old_answer(0)),
    },
    EngineName.NEWLAND: {
        newland.NEW.awake: (Act.LOOK, newland.answer("SCNTRG1")),
        newland.NEW.asleep: (Act.REST, newland.answer("SCNTRG0")),
    },
    EngineName.HONEYWELL: {
        honeywell.TRIGGER: (Act.LOOK, b""),
        honeywell.UNTRIGGER: (Act.REST, b""),
        honeywell.BEEP: (Act.NOTHING, b""),
        honeywell.QUESTION: (Act.NOTHING, honeywell.answer()),
    },
    EngineName.SSI: {
        ssi.packet(ssi.START): (Act.LOOK, _SSI_OK),
        ssi.packet(ssi.STOP): (Act.REST, _SSI_OK),
        ssi.packet(ssi.REVISION): (Act.NOTHING, _SSI_REVISION),
        ssi.packet(ssi.ACK): (Act.NOTHING, b""),
    },
}


class VirtualScanner:
    """`send` takes wire bytes and a delay in seconds. `received` may come from one thread, the rest from any."""

    def __init__(self, send: Callable[[bytes, float], None], engine: EngineName = EngineName.LINE) -> None:
        self.faults = FaultBox()
        self.shape = Shape()
        self._send = send
        self._lock = threading.RLock()
        self.become(engine)

    def become(self, engine: EngineName) -> None:
        with self._lock:
            self.engine = engine
            self.sent = 0  # codes
            self.restart()

    def restart(self) -> None:
        """Power went: half a command and the code before it are forgotten."""
        with self._lock:
            self._held = b""
            self._shown: bytes | None = None
            self.looking = self.engine is EngineName.LINE

    @property
    def held(self) -> int:
        return len(self._held)

    def show(self, payload: bytes) -> None:
        """Holds a code before it; it is sent now or when it looks."""
        with self._lock:
            self._shown = payload
            self._look()

    def wire_of(self, payload: bytes) -> bytes:
        return ssi.code_packets(payload) if self.engine is EngineName.SSI else payload + self.shape.suffix

    def received(self, data: bytes) -> None:
        with self._lock:
            commands = COMMANDS[self.engine]
            longest = max((len(one) for one in commands), default=0)
            for at in range(len(data)):
                self._held = (self._held + data[at : at + 1])[-longest:] if longest else b""
                self._obey(commands)

    def _obey(self, commands: Mapping[bytes, tuple[Act, bytes]]) -> None:
        command = next((one for one in commands if self._held.endswith(one)), None)
        if command is None:
            return
        self._held = b""
        act, answer = commands[command]
        if act is not Act.NOTHING:
            self.looking = act is Act.LOOK
        if answer:
            self._deliver("answer", answer)
        self._look()

    def _look(self) -> None:
        if self._shown is None or not self.looking:
            return
        payload, self._shown = self._shown, None
        self.looking = self.engine is EngineName.LINE
        self.sent += 1
        self._deliver("code", self.wire_of(payload))

    def _deliver(self, kind: str, wire: bytes) -> None:
        bent = self.faults.bend(Answer(kind, wire))
        if bent:
            self._send(bent, 0.0)
