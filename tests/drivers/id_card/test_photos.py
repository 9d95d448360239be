"""The photo on a card: decoded by a program that may be plugged in, and never kept longer than the card lies there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.id_card.codec import Command
from drivers.id_card.device import Care, Memory
from drivers.id_card.photos import HEIGHT, WIDTH, NoDecoder, PhotoDesk, PhotoShelf, ProgramDecoder, figure, picture_of
from drivers.id_card.reader import IdCardReader
from drivers.id_card.sample_cards import CARDS
from drivers.id_card.virtual import PHOTO
from drivers.id_card.wish import Wish
from kiosk.ports.devices import ReadFailure
from kiosk.ports.devices.card_photo import CardPhoto, PhotoFailure
from tests.drivers.id_card.in_memory import MemoryLink
from tests.drivers.stage import READER, Heard, Stage, eventually

GREY = 38556  # bytes of a 102 by 126 picture


def program(tmp_path: Path, does: str, limit_s: float = 5.0) -> ProgramDecoder:
    file = tmp_path / "decoder.py"
    file.write_text(f"import sys, time\nwlt = sys.stdin.buffer.read()\n{does}\n")
    return ProgramDecoder(f"{sys.executable} {file}", limit_s)


PICTURE = f"sys.stdout.buffer.write(b'P6 {WIDTH} {HEIGHT} 255 ' + bytes([len(wlt) % 251]) * {GREY})"


def test_a_plugged_in_program_gets_the_block_and_gives_the_picture(tmp_path: Path) -> None:
    got = program(tmp_path, PICTURE).decode(PHOTO)
    assert isinstance(got, CardPhoto)
    assert (got.width, got.height, got.rgb, got.drawn) == (WIDTH, HEIGHT, bytes([1024 % 251]) * GREY, None)


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("sys.exit(1)", PhotoFailure.DIED),
        ("print('not a picture')", PhotoFailure.NOT_A_PICTURE),
        ("pass", PhotoFailure.NOT_A_PICTURE),
        ("sys.stdout.buffer.write(b'P6 60000 60000 255 ')", PhotoFailure.NOT_A_PICTURE),
        ("sys.stdout.buffer.write(b'P6 1025 2 255 ' + bytes(6150))", PhotoFailure.NOT_A_PICTURE),
        ("sys.stdout.buffer.write(b'P6 2 1281 255 ' + bytes(7686))", PhotoFailure.NOT_A_PICTURE),
        (f"sys.stdout.buffer.write(b'P6 {WIDTH} {HEIGHT} 255 abc')", PhotoFailure.NOT_A_PICTURE),
    ],
)
def test_a_decoder_that_fails_is_told(tmp_path: Path, does: str, why: PhotoFailure) -> None:
    assert program(tmp_path, does).decode(PHOTO) is why


def test_a_decoder_that_hangs_is_ended(tmp_path: Path) -> None:
    assert (
        ProgramDecoder(f"{sys.executable} -c 'import time; time.sleep(60)'", 0.3).decode(PHOTO) is PhotoFailure.TOO_SLOW
    )


def test_a_decoder_that_is_not_there_is_none() -> None:
    assert ProgramDecoder("/no/such/decoder").decode(PHOTO) is PhotoFailure.NO_DECODER
    assert NoDecoder().decode(PHOTO) is PhotoFailure.NO_DECODER


def test_the_drawn_figure_is_of_a_photos_size_and_says_why_it_stands_there() -> None:
    drawn = figure(PhotoFailure.NO_DECODER)
    assert (drawn.width, drawn.height, len(drawn.rgb)) == (WIDTH, HEIGHT, GREY)
    assert drawn.drawn is PhotoFailure.NO_DECODER
    assert len(set(drawn.rgb)) > 2


def test_an_empty_answer_is_no_picture() -> None:
    assert picture_of(b"") is PhotoFailure.NOT_A_PICTURE


def photo_of(reader: IdCardReader) -> PhotoFailure | None:
    heard = Heard[CardPhoto]()
    reader.photo(heard)
    return heard.first().drawn


def test_a_photo_is_kept_only_when_wanted_and_only_while_the_card_lies_there(stage: Stage, tmp_path: Path) -> None:
    care = replace(READER.care, photo=True)
    reader = stage.reader(replace(READER, care=care, photo_decoder=program(tmp_path, PICTURE)))
    assert photo_of(reader) is PhotoFailure.NO_PHOTO
    stage.do("lay_card")
    stage.read(reader).first()
    assert photo_of(reader) is None
    stage.do("lift_card")
    assert eventually(lambda: photo_of(reader) is PhotoFailure.NO_PHOTO)


def test_a_session_that_ends_takes_the_photo_with_it(stage: Stage) -> None:
    reader = stage.reader(replace(READER, care=replace(READER.care, photo=True)))
    stage.do("lay_card")
    stage.read(reader).first()
    assert photo_of(reader) is PhotoFailure.NO_DECODER
    reader.cancel()
    assert photo_of(reader) is PhotoFailure.NO_PHOTO


def test_the_next_wish_to_read_takes_the_photo_of_the_one_before_with_it(stage: Stage) -> None:
    reader = stage.reader(replace(READER, care=replace(READER.care, photo=True)))
    stage.do("lay_card")
    stage.read(reader).first()
    assert photo_of(reader) is PhotoFailure.NO_DECODER
    stage.read(reader)
    assert photo_of(reader) is PhotoFailure.NO_PHOTO


def test_a_reader_that_is_lost_takes_the_photo_with_it(stage: Stage) -> None:
    reader = stage.reader(replace(READER, care=replace(READER.care, photo=True)))
    stage.do("lay_card")
    stage.read(reader).first()
    assert photo_of(reader) is PhotoFailure.NO_DECODER
    stage.do("unplug", device="id-card")
    assert eventually(lambda: photo_of(reader) is PhotoFailure.NO_PHOTO)


class Slow:
    """A decoder that is still busy with one card while another is laid."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self._meanwhile = meanwhile

    def decode(self, wlt: bytes) -> CardPhoto | PhotoFailure:
        self._meanwhile()
        return CardPhoto(1, 1, wlt[:3])

    def stop(self) -> None: ...


def test_a_photo_of_a_card_that_another_has_followed_is_nobodys() -> None:
    shelf, heard = PhotoShelf(), Heard[CardPhoto]()
    shelf.lay(PHOTO)
    PhotoDesk(shelf, Slow(lambda: shelf.lay(b"another" + PHOTO))).ask(heard)
    assert heard.first().drawn is PhotoFailure.NO_PHOTO


def test_a_photo_that_comes_when_nobody_waits_any_more_is_not_kept() -> None:
    wish, memory, told = Wish(), Memory(), list[object]()
    link = MemoryLink(lambda command: wish.take_back() if command is Command.READ else None)
    device = link.device(wish, memory, Care(photo=True))
    wish.lay_down(told.append)
    link.module.lay(CARDS["ordinary"].record)
    device.open()
    device.beat()
    assert told == [ReadFailure.NO_CARD]
    assert memory.photos.block() == b""


def test_a_decoder_that_hangs_ends_with_its_terminal_and_its_photo_is_nobodys(stage: Stage, tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    hangs = f"import os; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    decoder = program(tmp_path, hangs, limit_s=600.0)
    reader = stage.reader(replace(READER, care=replace(READER.care, photo=True), photo_decoder=decoder))
    stage.do("lay_card")
    stage.read(reader).first()
    heard = Heard[CardPhoto]()
    reader.photo(heard)
    assert eventually(lambda: mark.exists() and mark.read_text())
    assert stage.supervisor.close() == ()
    assert heard.first().drawn is PhotoFailure.NO_PHOTO
    assert eventually(lambda: not Path(f"/proc/{mark.read_text()}").exists())


def test_by_default_no_photo_is_kept(stage: Stage) -> None:
    assert not Care().photo
    reader = stage.reader()
    stage.do("lay_card")
    stage.read(reader).first()
    assert photo_of(reader) is PhotoFailure.NO_PHOTO
