"""Bytes and events of a pad, both directions; whatever else comes is no key."""

from __future__ import annotations

import pytest

from drivers.keypad import codec, input_events
from drivers.keypad.codec import ByteStrokes, Move, Stroke
from drivers.keypad.event_link import EVIOCGBIT_KEYS, EVIOCGRAB
from drivers.keypad.input_events import (
    CODES,
    EV_KEY,
    EV_SYN,
    EVENT,
    SYN_DROPPED,
    SYN_REPORT,
    EventStrokes,
    bits_of,
    is_pad,
)
from drivers.keypad.pace import Pace, PaceLimits
from kiosk.ports.devices.keypad import PadKey

ENTER, SEVEN = PadKey.ENTER, PadKey.SEVEN


def keys(wire: bytes) -> list[PadKey]:
    return [stroke.key for stroke in ByteStrokes().feed(wire)]


@pytest.mark.parametrize("key", list(PadKey))
def test_every_key_goes_both_ways_in_both_forms(key: PadKey) -> None:
    assert keys(codec.wire_of(key)) == [key]
    for move in Move:
        assert list(EventStrokes().feed(input_events.wire_of(Stroke(key, move)))) == [Stroke(key, move)]


def test_carriage_return_and_line_feed_are_one_enter_and_strange_bytes_are_none() -> None:
    strokes = ByteStrokes()
    came = [stroke.key for part in (b"1\r", b"\n2\n", b"\x00Z\xff3") for stroke in strokes.feed(part)]
    assert came == [PadKey.ONE, ENTER, PadKey.TWO, ENTER, PadKey.THREE]
    assert strokes.strange == 3


def test_an_event_in_pieces_is_whole_at_every_cut() -> None:
    wire = input_events.wire_of(Stroke(SEVEN))
    for cut in range(len(wire)):
        strokes = EventStrokes()
        assert [*strokes.feed(wire[:cut]), *strokes.feed(wire[cut:])] == [Stroke(SEVEN)]


def test_the_kernels_own_bytes_are_read_as_its_documentation_lays_them() -> None:
    """KEY_KP7 is 71, down is 1; the time is 16 bytes on a 64-bit kernel."""
    event = (1_700_000_000).to_bytes(8, "little") + bytes(8) + bytes((1, 0, 71, 0, 1, 0, 0, 0))
    assert EVENT.size == len(event)
    assert list(EventStrokes().feed(event)) == [Stroke(SEVEN)]


def test_every_place_on_a_keyboard_is_the_key_that_the_kernels_header_names() -> None:
    """input-event-codes.h: KEY_KP0 is 82, KEY_0 is 11, KEY_NUMERIC_0 is 0x200, and so on."""
    digits = {
        "keypad": dict(zip("7894561230", (71, 72, 73, 75, 76, 77, 79, 80, 81, 82), strict=True)),
        "row": dict(zip("1234567890", range(2, 12), strict=True)),
        "numeric": dict(zip("0123456789", range(0x200, 0x20A), strict=True)),
    }
    others = {
        PadKey.STAR: (55, 0x20A),
        PadKey.HASH: (98, 0x20B),
        PadKey.ENTER: (28, 96, 78),
        PadKey.CLEAR: (14, 83, 111),
        PadKey.CANCEL: (1, 74),
    }
    wanted = {code: PadKey(digit) for own in digits.values() for digit, code in own.items()}
    wanted |= {code: key for key, codes in others.items() for code in codes}
    assert wanted == CODES


def test_the_kernel_is_asked_by_its_own_numbers() -> None:
    """EVIOCGRAB, and EVIOCGBIT(EV_KEY, 96), as uapi/linux/input.h and asm-generic/ioctl.h make them."""
    assert (EVIOCGRAB, EVIOCGBIT_KEYS) == (0x40044590, 0x80604521)


def test_a_serial_pads_bytes_are_those_of_the_documentation() -> None:
    written = {**{str(digit): str(digit) for digit in range(10)}, "*": "star", "#": "hash", "/": "hash"}
    written |= {"\r": "enter", "\n": "enter", "\b": "clear", "\x7f": "clear", ".": "clear"}
    written |= {"\x1b": "cancel", "-": "cancel"}
    assert {ord(char): PadKey(key) for char, key in written.items()} == codec.KEYS


def test_what_the_kernel_dropped_is_not_guessed() -> None:
    lost, report = EVENT.pack(0, 0, EV_SYN, SYN_DROPPED, 0), EVENT.pack(0, 0, EV_SYN, SYN_REPORT, 0)
    half = EVENT.pack(0, 0, EV_KEY, 71, 1)
    assert list(EventStrokes().feed(lost + half + report + input_events.wire_of(Stroke(ENTER)))) == [Stroke(ENTER)]


def test_a_mouse_is_no_pad_and_a_keyboard_without_a_row_of_digits_is_one() -> None:
    digits = [71, 72, 73, 75, 76, 77, 79, 80, 81, 82]
    assert is_pad(bits_of(iter([*digits, 96])))
    assert not is_pad(bits_of(iter(digits))), "no Enter"
    assert not is_pad(bits_of(iter((0x110, 0x111)))), "a mouse's buttons"
    assert not is_pad(b"")


def test_a_held_key_is_one_press_and_after_eight_seconds_it_is_stuck_until_it_is_quiet() -> None:
    pace = Pace(PaceLimits())
    pressed = [pace.pressed(Stroke(SEVEN), at / 20) for at in range(100)]
    assert (pressed[0], set(pressed[1:])) == (SEVEN, {None})
    assert pace.trouble(5.0) == ""
    for at in range(100, 170):
        pace.pressed(Stroke(SEVEN), at / 20)
    assert pace.trouble(8.5) == "key_stuck"
    assert pace.pressed(Stroke(SEVEN), 10.0) is None, "what still waited in the line is the stuck key's too"
    pace.quiet()
    assert (pace.trouble(11.0), pace.pressed(Stroke(SEVEN), 11.0)) == ("", SEVEN)


def test_the_kernels_repeats_are_no_presses_and_a_double_digit_is_two() -> None:
    pace = Pace(PaceLimits())
    moves = [(Move.DOWN, 0.0), (Move.HELD, 0.5), (Move.HELD, 0.53), (Move.UP, 0.6), (Move.DOWN, 0.8), (Move.UP, 0.9)]
    assert [pace.pressed(Stroke(SEVEN, move), at) for move, at in moves] == [SEVEN, None, None, None, SEVEN, None]


def test_more_keys_than_a_hand_can_press_are_none() -> None:
    pace = Pace(PaceLimits())
    given = [pace.pressed(Stroke(PadKey(str(at % 10))), at / 200) for at in range(100)]
    assert sum(key is not None for key in given) <= 15
    assert pace.trouble(0.5) == "flooding"
    assert pace.trouble(2.0) == ""
