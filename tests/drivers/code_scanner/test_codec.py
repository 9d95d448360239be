"""Codes and answers out of bytes, and what the manuals print, byte by byte."""

from __future__ import annotations

import pytest

from drivers.code_scanner import honeywell, newland, ssi
from drivers.code_scanner.codec import Answer, Code, EngineName, Event, Owed, Shape, Spoilt, Stream
from drivers.code_scanner.engines import ENGINES
from drivers.code_text import text_of
from kiosk.ports.devices.code_scanner import Scan, ScanFailure, Symbology

TEXT = "预约取号 A017 䶮"
SERIAL = [EngineName.LINE, EngineName.NEWLAND_OLD, EngineName.NEWLAND, EngineName.HONEYWELL]
ANSWERS = {
    EngineName.NEWLAND_OLD: bytes.fromhex("02 00 00 01 00 33 31"),
    EngineName.NEWLAND: bytes.fromhex("02 01 30 30 30 30 23") + b"SCNTRG1" + bytes.fromhex("06 3B 03"),
    EngineName.HONEYWELL: b"REVINF: INVENTED\r\n1.0\x06.",
    EngineName.SSI: bytes.fromhex("04 D0 00 00 FF 2C"),
}


def fed(stream: Stream, *pieces: bytes) -> list[Event]:
    return [event for piece in pieces for event in stream.feed(piece)]


@pytest.mark.parametrize(
    ("ours", "published"),
    [
        (newland.LOOK, "7E 00 08 01 00 02 01 02 DA"),
        (newland.old_answer(0), "02 00 00 01 00 33 31"),
        (newland.old_answer(1), "02 00 01 01 00 04 01"),
        (newland.old_answer(3), "02 00 03 01 00 6A 61"),
        (newland.command("SCNTRG1", permanent=True), "7E 01 30 30 30 30 40 53 43 4E 54 52 47 31 3B 03"),
        (newland.command("SCNTRG0"), "7E 01 30 30 30 30 23 53 43 4E 54 52 47 30 3B 03"),
        (honeywell.TRIGGER, "16 54 0D"),
        (honeywell.BEEP, "16 07 0D"),
        (ssi.packet(ssi.ACK), "04 D0 04 00 FF 28"),
        (ssi.packet(ssi.START), "04 E4 04 00 FF 14"),
        (ssi.packet(ssi.STOP), "04 E5 04 00 FF 13"),
        (ssi.packet(ssi.REVISION), "04 A3 04 00 FF 55"),
        (ssi.packet(ssi.NAK, ssi.RESEND), "05 D1 04 00 01 FF 25"),
    ],
)
def test_what_is_sent_is_what_the_manuals_print(ours: bytes, published: str) -> None:
    assert ours == bytes.fromhex(published)


@pytest.mark.parametrize(
    ("ours", "assumed"),
    [
        (newland.REST, "7E 00 08 01 00 02 00 12 FB"),
        (honeywell.UNTRIGGER, "16 55 0D"),
        (honeywell.QUESTION, "16 4D 0D 52 45 56 49 4E 46 2E"),
    ],
)
def test_what_no_manual_confirms_is_sent_as_it_is_assumed(ours: bytes, assumed: str) -> None:
    """Confidence C: a slip of the pen would stand at both ends of our own wire."""
    assert ours == bytes.fromhex(assumed)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_chinese_is_read_in_either_charset(charset: str) -> None:
    assert text_of(TEXT.encode(charset)) == TEXT


@pytest.mark.parametrize("payload", [b"\xff\xfe\x00", b"A\x00B", b"\x1b[2J", b"\x80", "A\u0085".encode()])
def test_what_is_no_text_is_not_guessed_at(payload: bytes) -> None:
    assert text_of(payload) is None


@pytest.mark.parametrize("name", SERIAL)
def test_a_code_split_at_every_place_is_one_code(name: EngineName) -> None:
    payload = TEXT.encode("gb18030")
    wire = payload + b"\r"
    for at in range(len(wire)):
        assert fed(ENGINES[name].stream(Shape()), wire[:at], wire[at:]) == [Code(payload)]


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_between_two_codes_is_an_answer_wherever_it_is_split(name: EngineName) -> None:
    frame = ssi.code_packets(b"A017") if name is EngineName.SSI else b"A017\r"
    wire = frame + ANSWERS[name] + frame
    for at in range(len(wire)):
        events = [e for e in fed(ENGINES[name].stream(Shape()), wire[:at], wire[at:]) if not isinstance(e, Owed)]
        assert [type(event) for event in events] == [Code, Answer, Code]


def test_a_refusal_is_no_yes() -> None:
    refusals = {
        EngineName.NEWLAND_OLD: newland.old_answer(3),
        EngineName.NEWLAND: newland.answer("SCNTRG9", well=False),
        EngineName.HONEYWELL: honeywell.answer(well=False),
        EngineName.SSI: ssi.packet(ssi.NAK, b"\x02", ssi.DECODER),
    }
    for name, wire in refusals.items():
        assert fed(ENGINES[name].stream(Shape()), wire) == [Answer(False)]


def test_an_answer_whose_check_is_wrong_is_neither_a_yes_nor_a_no() -> None:
    stream = ENGINES[EngineName.NEWLAND_OLD].stream(Shape())
    events = fed(stream, bytes.fromhex("02 00 00 01 00 33 30"), b"\rA017\r")
    assert not [event for event in events if isinstance(event, Answer)]
    assert events[-1] == Code(b"A017")


@pytest.mark.parametrize("suffix", [b"\r", b"\n", b"\r\n"])
def test_a_line_ends_with_its_suffix_and_empty_lines_are_nothing(suffix: bytes) -> None:
    stream = ENGINES[EngineName.LINE].stream(Shape(suffix))
    assert fed(stream, b"A001" + suffix + suffix + b"A002" + suffix) == [Code(b"A001"), Code(b"A002")]
    assert not stream.partial


def test_a_scanner_that_sends_cr_and_lf_is_understood_where_cr_was_agreed_upon() -> None:
    stream = ENGINES[EngineName.LINE].stream(Shape(b"\r"))
    assert fed(stream, b"A001\r\n", b"A002\r", b"\n") == [Code(b"A001"), Code(b"A002")]
    assert not stream.partial


def test_too_long_a_code_is_told_once_and_the_next_one_is_whole() -> None:
    stream = ENGINES[EngineName.LINE].stream(Shape(longest=64))
    events = fed(stream, *(b"7" * 50 for _ in range(2000)), b"\rA001\r")
    assert events == [Spoilt(ScanFailure.CODE_TOO_LONG), Code(b"A001")]


def test_too_long_a_code_that_comes_in_one_piece_is_told_too() -> None:
    events = fed(ENGINES[EngineName.LINE].stream(Shape(longest=64)), b"7" * 65 + b"\rA001\r")
    assert events == [Spoilt(ScanFailure.CODE_TOO_LONG), Code(b"A001")]


def test_too_long_a_code_of_packets_is_told_once_and_the_next_one_is_whole() -> None:
    stream = ENGINES[EngineName.SSI].stream(Shape(longest=64))
    events = fed(stream, ssi.code_packets(b"7" * 2000), ssi.code_packets(b"A001"))
    told = [event for event in events if not isinstance(event, Owed)]
    assert told == [Spoilt(ScanFailure.CODE_TOO_LONG), Code(b"A001", Symbology.QR)]


def test_a_code_of_the_longest_length_is_still_one() -> None:
    for name in EngineName:
        frame = ssi.code_packets(b"7" * 64) if name is EngineName.SSI else b"7" * 64 + b"\r"
        assert Code(b"7" * 64) in [
            Code(event.payload)
            for event in fed(ENGINES[name].stream(Shape(longest=64)), frame)
            if isinstance(event, Code)
        ]


def test_an_aim_identifier_tells_the_kind_and_is_taken_off() -> None:
    stream = ENGINES[EngineName.LINE].stream(Shape(aim=True))
    assert fed(stream, b"]Q1A017\r]C0A017\rA017\r") == [
        Code(b"A017", Symbology.QR),
        Code(b"A017", Symbology.CODE_128),
        Code(b"A017"),
    ]


@pytest.mark.parametrize("name", EngineName)
def test_what_the_engine_puts_before_a_code_is_taken_off_and_nothing_else(name: EngineName) -> None:
    shape, sent = Shape(prefix=b"S1:", aim=name is not EngineName.SSI), (b"S1:]Q1S1:A", b"]Q1B", b"S1:C")
    wires = [ssi.code_packets(one) if name is EngineName.SSI else one + b"\r" for one in sent]
    found = [one.payload for one in fed(ENGINES[name].stream(shape), *wires) if isinstance(one, Code)]
    assert found == ([b"]Q1S1:A", b"]Q1B", b"C"] if name is EngineName.SSI else [b"S1:A", b"B", b"C"])


def test_a_code_of_many_packets_is_put_together_and_each_is_acknowledged() -> None:
    payload = bytes(range(32, 127)) * 8
    events = fed(ENGINES[EngineName.SSI].stream(Shape()), ssi.code_packets(payload))
    assert events[-1] == Code(payload, Symbology.QR)
    assert events[:-1] == [Owed(ssi.packet(ssi.ACK))] * 4


def test_a_code_in_a_packet_is_known_by_its_published_opcode() -> None:
    """F3, decode data; the sum of 09 F3 00 00 1C 41 30 31 37 is 01F1."""
    wire = bytes.fromhex("09 F3 00 00 1C 41 30 31 37 FE 0F")
    assert fed(ENGINES[EngineName.SSI].stream(Shape()), wire) == [
        Owed(ssi.packet(ssi.ACK)),
        Code(b"A017", Symbology.QR),
    ]


def test_a_packet_that_is_sent_again_is_not_a_second_code() -> None:
    first = ssi.packet(ssi.DECODED, b"\x1cA017", ssi.DECODER)
    again = ssi.packet(ssi.DECODED, b"\x1cA017", ssi.DECODER, ssi.AGAIN)
    events = fed(ENGINES[EngineName.SSI].stream(Shape()), first, again)
    assert [event for event in events if isinstance(event, Code)] == [Code(b"A017", Symbology.QR)]


def test_a_packet_with_a_wrong_check_is_asked_for_again_and_at_last_given_up() -> None:
    good = ssi.packet(ssi.DECODED, b"\x1cA017", ssi.DECODER)
    bad = good[:-1] + bytes((good[-1] ^ 0xFF,))
    stream = ENGINES[EngineName.SSI].stream(Shape())
    asks = Owed(ssi.packet(ssi.NAK, ssi.RESEND))
    assert fed(stream, bad, bad, bad) == [asks, asks, Spoilt(ScanFailure.CODE_SPOILT)]
    stream.clear()
    assert Code(b"A017", Symbology.QR) in fed(stream, bad, good)


def test_what_stood_in_a_code_is_not_shown_where_a_value_is_printed() -> None:
    assert "A017" not in repr(Code(b"A017"))
    assert "A017" not in repr(Scan("A017"))
