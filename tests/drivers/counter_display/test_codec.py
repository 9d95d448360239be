"""BX-5K frames against the published ones, and whatever a line may make of them."""

from __future__ import annotations

import pytest

from drivers.counter_display.codec import (
    HOST,
    PING,
    UNCHECKED,
    Area,
    Frame,
    FrameStream,
    Unit,
    crc,
    frame,
    kept_for,
    text_in,
    update,
)

CLOCK = bytes.fromhex("a203 01 0800 1320 01 25 11 17 26 05")
PUBLISHED = {
    PING: "01 00 00 80 00 00 00 00 00 00 fe 02 05 00 a2 00 01 00 00 68 f8",
    CLOCK: "01 00 00 80 00 00 00 00 00 00 fe 02 0d 00 a2 03 01 08 00 13 20 01 25 11 17 26 05 b0 3f",
}
TEXT = "A017 号".encode("gbk")


def frames(wire: bytes) -> list[Frame]:
    return list(FrameStream().feed(wire))


@pytest.mark.parametrize("data", PUBLISHED)
def test_a_frame_is_the_published_one_byte_for_byte(data: bytes) -> None:
    wire = b"\xa5" * 8 + bytes.fromhex(PUBLISHED[data]) + b"\x5a"
    assert frame(1, data) == wire
    assert frames(wire) == [Frame(1, HOST, data)]


def test_the_check_is_crc_16_arc() -> None:
    assert crc(b"123456789") == 0xBB3D


def test_the_four_bytes_that_frame_are_written_as_two() -> None:
    wire = frame(0x5AA5, b"\xa5\xa6\x5a\x5b")
    inside = wire[8:-1]
    assert b"\xa6\x02\xa6\x01\x5b\x02\x5b\x01" in inside
    assert not set(inside) & {0xA5, 0x5A}
    assert frames(wire) == [Frame(0x5AA5, HOST, b"\xa5\xa6\x5a\x5b")]


def test_a_text_is_an_update_of_one_dynamic_area_and_comes_out_again() -> None:
    data = update(TEXT, Area(96, 16))
    assert data.startswith(bytes.fromhex("a306 01 0000 00 01"))
    assert data[9:18] == bytes.fromhex("00 0000 0000 0c00 1000")
    assert data.endswith(len(TEXT).to_bytes(4, "little") + TEXT)
    assert text_in(data) == TEXT
    assert text_in(PING) is None


def test_every_byte_before_a_text_stands_where_the_published_layout_has_it() -> None:
    """Field by field as the layout names them; what each value means beyond its name is not published."""
    head = {
        "command, an answer wanted, two reserved, none deleted, one area": "a306 01 0000 00 01",
        "length of the area": (27 + len(TEXT)).to_bytes(2, "little").hex(),
        "type, x, y, width in bytes, height": "00 0000 0000 0c00 1000",
        "area number, line spacing, run mode: again and again, time-out": "00 00 00 0000",
        "voice, extras, align": "00 00 00",
        "single line, no new line by itself": "01 01",
        "display mode, exit mode, speed, stay": "01 00 00 00",
        "length of the text": len(TEXT).to_bytes(4, "little").hex(),
    }
    assert update(TEXT, Area(96, 16)).hex(" ") == (bytes.fromhex("".join(head.values())) + TEXT).hex(" ")


def test_a_text_that_goes_by_itself_has_run_mode_2_and_its_seconds() -> None:
    stays, goes = update(TEXT, Area()), update(TEXT, Area(), keep_s=0x0178)
    assert (goes[20:23].hex(), goes[:20], goes[23:]) == ("027801", stays[:20], stays[23:])
    assert (text_in(goes), kept_for(goes), kept_for(stays)) == (TEXT, 0x0178, 0)


def test_a_controller_that_counts_pixels_gets_the_high_bit() -> None:
    assert update(TEXT, Area(96, 16, Unit.PIXELS))[10:16] == bytes.fromhex("0080 0000 6080")


def test_a_frame_without_a_check_is_taken_and_one_with_a_wrong_check_is_not() -> None:
    body = bytes.fromhex(PUBLISHED[PING])[:-2]
    unchecked = b"\xa5" + body + UNCHECKED.to_bytes(2, "little") + b"\x5a"
    assert frames(unchecked) == [Frame(1, HOST, PING)]
    stream = FrameStream()
    assert list(stream.feed(b"\xa5" + body + b"\x00\x00\x5a")) == []
    assert stream.spoilt == 1


def test_a_frame_split_at_every_offset_is_the_same_frame() -> None:
    wire = frame(3, update(TEXT, Area()))
    for at in range(len(wire)):
        stream = FrameStream()
        assert [*stream.feed(wire[:at]), *stream.feed(wire[at:])] == frames(wire)


def test_two_frames_glued_and_noise_before_them_are_two_frames() -> None:
    wire = b"\x00\x17\x5a" + frame(1, PING) + frame(2, PING) + b"\xff"
    assert [found.to for found in frames(wire)] == [1, 2]


@pytest.mark.parametrize("length", [0, 4, 6, 65535])
def test_a_length_that_does_not_fit_is_no_frame(length: int) -> None:
    body = bytes.fromhex(PUBLISHED[PING])[:-2]
    body = body[:12] + length.to_bytes(2, "little") + body[14:]
    assert frames(b"\xa5" + body + crc(body).to_bytes(2, "little") + b"\x5a") == []


def test_a_frame_without_an_end_is_not_kept_for_ever() -> None:
    stream = FrameStream()
    assert list(stream.feed(b"\xa5" + b"\x01" * 100_000)) == []
    assert stream.held < 2000
    assert list(stream.feed(frame(1, PING))) == [Frame(1, HOST, PING)]
