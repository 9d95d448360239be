"""The bytes of a ticket against the manuals, and against python-escpos where it makes the same."""

from __future__ import annotations

import warnings
from dataclasses import asdict, replace

import pytest
from PIL import Image

from drivers.receipt_printer.codec import (
    LONGEST_CODE,
    NAME_QUESTION,
    PUSH_ONCE,
    QUEUED_STATUS,
    Paper,
    Qr,
    echo,
    fence,
    longest_piece,
    module_size,
    native_qr,
    raster,
    size,
    status_question,
    ticket,
)
from drivers.receipt_printer.escpos_stream import EscPosStream, Instruction, Run, Token
from drivers.receipt_printer.layout import Code, Text, lay_out
from drivers.receipt_printer.presenter import FULL_QUESTION
from drivers.receipt_printer.printer import MOST_BYTES, job_limit
from drivers.receipt_printer.raster import line_image, of_image, text_bitmap
from drivers.receipt_printer.status import QUESTIONS
from drivers.receipt_printer.template_reading import usual
from kiosk.ports.devices import TicketSlip
from tests.drivers.stage import SLIP

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from escpos.printer import Dummy


def tokens(wire: bytes) -> list[Token]:
    return list(EscPosStream().feed(wire))


def text_of(wire: bytes) -> str:
    return "".join(token.data.decode("gbk") for token in tokens(wire) if isinstance(token, Run))


def test_a_ticket_begins_with_reset_and_chinese_mode_and_ends_with_the_cut() -> None:
    wire = ticket(SLIP, Paper())
    assert wire.startswith(bytes.fromhex("1b 40 1d 61 00 1c 26"))
    assert wire.endswith(bytes.fromhex("1d 56 42 00"))


def test_everything_on_the_slip_stands_on_the_paper() -> None:
    printed = text_of(ticket(SLIP, Paper()))
    said = (SLIP.hall, SLIP.label, SLIP.item, SLIP.department, SLIP.kind, SLIP.holder, SLIP.ahead, SLIP.estimate)
    assert all(sentence in printed for sentence in (*said, SLIP.where, SLIP.taken_at, *SLIP.rules, SLIP.code_caption))


def test_an_empty_sentence_leaves_no_line() -> None:
    blocks = lay_out(TicketSlip(hall="厅", label="B002", item="事", department=""), 48, usual())
    assert [block.text for block in blocks if isinstance(block, Text)] == ["厅", "B002", "事"]
    assert not any(isinstance(block, Code) for block in blocks)


def test_the_number_is_three_times_the_texts_size() -> None:
    wire = ticket(SLIP, Paper())
    assert bytes.fromhex("1d 21 22") + b"A017" in wire
    assert size(3, 3) == bytes.fromhex("1d 21 22")


def test_a_reprint_is_marked_above_its_number_and_an_original_is_not() -> None:
    again = text_of(ticket(replace(SLIP, reprint=True), Paper()))
    assert again.index("补打") < again.index("A017")
    assert "补打" not in text_of(ticket(SLIP, Paper()))


@pytest.mark.parametrize("name", ["䶮*", "王*𬭩", "李*\U00020bb7"])
def test_a_rare_name_is_drawn_and_only_its_line(name: str) -> None:
    slip = replace(SLIP, holder=f"{name}  尾号2217")
    pictures = [t for t in tokens(ticket(slip, Paper())) if isinstance(t, Instruction) and t.name == "GS v 0"]
    assert len(pictures) == 1
    across, down = int.from_bytes(pictures[0].data[1:3], "little"), int.from_bytes(pictures[0].data[3:5], "little")
    assert down == 24
    assert across * 8 < 576 / 2
    assert any(pictures[0].data[5:])
    assert SLIP.taken_at in text_of(ticket(slip, Paper()))


def test_an_emoji_in_a_name_prints_the_geta_mark_and_breaks_nothing() -> None:
    assert line_image("\U0010fffd").tobytes() == line_image("〓").tobytes()


def test_a_58_mm_paper_wraps_at_32_columns() -> None:
    narrow = Paper(columns=32, dots=384)
    lines = [block for block in lay_out(SLIP, narrow.columns, usual()) if isinstance(block, Text)]
    assert max(len(line.text.encode("gbk")) * line.wide for line in lines) <= 32
    assert "".join(SLIP.rules) in "".join(line.text for line in lines)


def test_the_printers_own_code_command_is_what_python_escpos_sends() -> None:
    other = Dummy()
    other.qr("HK1.A017", native=True, size=5, ec=1)
    assert other.output in native_qr("HK1.A017", 5) or native_qr("HK1.A017", 5) in other.output


def test_a_picture_is_what_python_escpos_sends() -> None:
    ink = line_image("王䶮")
    paper = Image.eval(ink.convert("L"), lambda ink: 255 - ink)
    other = Dummy()
    other.image(paper, impl="bitImageRaster", center=False)
    assert raster(of_image(ink)) == other.output


def test_a_drawn_code_is_a_picture_and_the_printers_own_is_not() -> None:
    drawn, own = ticket(SLIP, Paper(qr=Qr.RASTER)), ticket(SLIP, Paper())
    assert b"\x1d(k" not in drawn
    assert b"\x1dv0" in drawn
    assert b"\x1d(k" in own
    assert SLIP.code.encode() in own


def test_a_codes_modules_grow_until_it_is_wide_enough_and_fits_the_paper() -> None:
    assert module_size(10, 576) == 8
    assert module_size(150, 576) * (17 + 4 * 8) >= 240
    assert all(module_size(n, 384) * (17 + 4 * 25) <= 384 for n in (900, LONGEST_CODE))


def test_a_code_too_long_for_any_ticket_is_refused() -> None:
    with pytest.raises(ValueError, match="at most"):
        ticket(replace(SLIP, code="x" * (LONGEST_CODE + 1)), Paper())


def test_the_questions_are_the_documented_bytes() -> None:
    assert [status_question(n) for n in QUESTIONS] == [bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4)]
    assert bytes.fromhex("1d 72 01 1d 72 01") == QUEUED_STATUS
    assert bytes.fromhex("1d 61 0e 1d 61 00") == PUSH_ONCE
    assert bytes.fromhex("1d 49 43") == NAME_QUESTION
    assert bytes.fromhex("10 04 14") == FULL_QUESTION
    assert fence(b"@ABC") == bytes.fromhex("1d 28 48 06 00 30 30 40 41 42 43")
    assert echo(b"@ABC") == bytes.fromhex("37 22 40 41 42 43 00")


def test_bold_dots_are_more_dots_in_the_same_place() -> None:
    thin, bold = text_bitmap("䶮", 1, 1, False), text_bitmap("䶮", 1, 1, True)
    assert (thin.width, thin.height) == (bold.width, bold.height)
    assert sum(byte.bit_count() for byte in bold.rows) > sum(byte.bit_count() for byte in thin.rows)


@pytest.mark.parametrize("paper", [Paper(qr=Qr.RASTER), Paper(columns=32, dots=384, qr=Qr.RASTER)])
def test_a_slow_line_has_the_time_for_a_ticket_that_is_drawn_to_its_last_line(paper: Paper) -> None:
    rare = {name: "𬭩" * len(text) for name, text in asdict(SLIP).items() if isinstance(text, str) and name != "code"}
    longest = len(ticket(replace(SLIP, **rare, rules=tuple("𬭩" * len(rule) for rule in SLIP.rules)), paper))
    assert longest > 10_000
    assert longest + longest_piece(paper) < MOST_BYTES
    assert job_limit(9600) > MOST_BYTES * 10 / 9600 + 20
