"""The virtual pad on the bench: keys to press, and what it or its line can do wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from drivers.far_end.faults import FaultBox, stray_bytes
from drivers.far_end.pty_line import PtyLine
from drivers.keypad.pad import NAME
from drivers.keypad.virtual import Form, VirtualPad
from drivers.virtual_devices.arguments import Arguments, WrongArgumentError
from drivers.virtual_devices.unit import Act, Handler, Reply, nothing
from kiosk.ports.devices.keypad import PadKey

MOST = 64  # keys of one command


class PadUnit:
    name = NAME
    kinds = frozenset(("key",))
    untold = frozenset(("press_keys", "key_flood", "stick_key", "pad_noise", "pad_form"))

    def __init__(self, folder: Path, changed: Callable[[str], None]) -> None:
        self.line = PtyLine(folder / self.name, lambda data: None, told=self._plug_told)
        self._pad = VirtualPad(self.line.send)
        self._pad.faults.told = changed
        self._changed = changed

    @property
    def faults(self) -> FaultBox:
        return self._pad.faults

    def state(self) -> Reply:
        return {"form": self._pad.form.value, "keys": self._pad.pressed}

    def _plug_told(self, what: str) -> None:
        if what == "unplugged":
            self._pad.free()
        self._changed(what)

    def reset(self) -> None:
        self._pad.free()
        self._pad.form = Form.SERIAL

    def close(self) -> None:
        self._pad.free()
        self.line.unplug()

    def commands(self) -> Mapping[str, Handler]:
        return {
            "press_keys": self._press,
            "stick_key": self._stick,
            "key_flood": self._flood,
            "pad_noise": self._noise,
            "pad_form": self._form,
        }

    def _press(self, arguments: Arguments) -> Act:
        """`keys`, with spaces between: `1 2 star enter`."""
        keys = _keys(arguments.text("keys"))
        return nothing(lambda: self._pad.press(keys))

    def _stick(self, arguments: Arguments) -> Act:
        key, on = PadKey(arguments.word("key", [key.value for key in PadKey], "5")), arguments.flag("on", True)
        return nothing((lambda: self._pad.stick(key)) if on else self._pad.free)

    def _flood(self, arguments: Arguments) -> Act:
        """One key after the other, quicker than any hand."""
        count = arguments.count("count", 2, 2000, 200) or 2
        keys = [PadKey(str(number % 10)) for number in range(count)]
        return nothing(lambda: self._pad.press(keys, 0.002))

    def _noise(self, arguments: Arguments) -> Act:
        count, seed = arguments.count("count", 1, 60_000, 64) or 1, arguments.count("seed", 0, 1_000_000, 1) or 0
        return nothing(lambda: self.line.send(stray_bytes(count, seed)))

    def _form(self, arguments: Arguments) -> Act:
        form = Form(arguments.word("form", [one.value for one in Form]))
        return nothing(lambda: setattr(self._pad, "form", form))


def _keys(words: str) -> list[PadKey]:
    try:
        keys = [PadKey(word) for word in words.split()]
    except ValueError as error:
        raise WrongArgumentError(f"keys must be of {', '.join(PadKey)}, with spaces between") from error
    if not 1 <= len(keys) <= MOST:
        raise WrongArgumentError(f"keys must be 1 to {MOST}")
    return keys


def unit(folder: Path, changed: Callable[[str], None]) -> PadUnit:
    return PadUnit(folder, changed)
