"""The photo block of the card that was read: kept only where configured, only until the card leaves, never on disk.

The block's format (WLT) has no public decoder [A: none was found]. A vendor's one is plugged in as a program: it gets
the 1,024 bytes on its standard input and gives a picture (BMP, PNG or PPM) on its standard output. A process of its own
can be killed, and a closed library can do no harm in the terminal's.
"""

from __future__ import annotations

import io
import shlex
import threading
from collections.abc import Callable
from contextlib import suppress

from drivers.children import NotRun, Programs
from kiosk.ports.devices.card_photo import CardPhoto, PhotoDecoder, PhotoFailure

LIMIT_S = 3.0
LONGEST_PICTURE = 2_000_000  # bytes; the vendors' own are 38,862
WIDEST, TALLEST = 1024, 1280
WIDTH, HEIGHT = 102, 126  # of the photo on every card


class NoDecoder:
    def decode(self, wlt: bytes) -> CardPhoto | PhotoFailure:
        return PhotoFailure.NO_DECODER

    def stop(self) -> None:
        return None


class ProgramDecoder:
    """`command` as a shell would split it; no shell is used."""

    def __init__(self, command: str, limit_s: float = LIMIT_S) -> None:
        self._command = shlex.split(command)
        self._limit_s = limit_s
        self._programs = Programs()

    def decode(self, wlt: bytes) -> CardPhoto | PhotoFailure:
        ran = self._programs.run(self._command, wlt, self._limit_s)
        if isinstance(ran, NotRun):
            return PhotoFailure.TOO_SLOW if ran is NotRun.LATE else PhotoFailure.NO_DECODER
        return picture_of(ran.out) if ran.code == 0 else PhotoFailure.DIED

    def stop(self) -> None:
        self._programs.stop()


def picture_of(data: bytes) -> CardPhoto | PhotoFailure:
    """A picture as a program wrote it; anything odd, empty or huge is no picture."""
    from PIL import Image, UnidentifiedImageError

    huge = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    if not 0 < len(data) <= LONGEST_PICTURE:
        return PhotoFailure.NOT_A_PICTURE
    try:
        with Image.open(io.BytesIO(data), formats=("BMP", "PNG", "PPM")) as picture:
            if picture.width > WIDEST or picture.height > TALLEST:
                return PhotoFailure.NOT_A_PICTURE
            whole = picture.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, *huge):
        return PhotoFailure.NOT_A_PICTURE
    return CardPhoto(whole.width, whole.height, whole.tobytes())


def figure(why: PhotoFailure) -> CardPhoto:
    """A head and shoulders in grey, the size of a card's photo."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), (238, 240, 243))
    pen, grey = ImageDraw.Draw(picture), (176, 182, 190)
    pen.ellipse((31, 24, 70, 70), fill=grey)
    pen.ellipse((10, 78, 91, 190), fill=grey)
    return CardPhoto(WIDTH, HEIGHT, picture.tobytes(), why)


class PhotoShelf:
    """The one block that may be kept. What is dropped is overwritten, and `dropped` is told. Safe from any thread."""

    def __init__(self) -> None:
        self.dropped: Callable[[], None] = lambda: None
        self._block = bytearray()
        self._lock = threading.Lock()

    def lay(self, block: bytes) -> None:
        with self._lock:
            self._wipe()
            self._block = bytearray(block)

    def wipe(self) -> None:
        with self._lock:
            self._wipe()
        self.dropped()

    def block(self) -> bytes:
        """Empty when there is none."""
        with self._lock:
            return bytes(self._block)

    def _wipe(self) -> None:
        self._block[:] = bytes(len(self._block))
        self._block.clear()


class PhotoDesk:
    """Decodes on a thread of its own, one photo at a time."""

    def __init__(self, shelf: PhotoShelf, decoder: PhotoDecoder) -> None:
        self._shelf, self._decoder = shelf, decoder
        shelf.dropped = decoder.stop
        self._busy = threading.Lock()

    def ask(self, done: Callable[[CardPhoto], None]) -> None:
        block = self._shelf.block()
        if not block:
            done(figure(PhotoFailure.NO_PHOTO))
        elif not self._busy.acquire(blocking=False):
            done(figure(PhotoFailure.BUSY))
        else:
            threading.Thread(target=self._decode, args=(block, done), name="card-photo", daemon=True).start()

    def _decode(self, block: bytes, done: Callable[[CardPhoto], None]) -> None:
        outcome: CardPhoto | PhotoFailure = PhotoFailure.DIED
        try:
            with suppress(Exception):  # a plug-in's mistake is a photo that is missing
                outcome = self._decoder.decode(block)
        finally:
            self._busy.release()
        left = self._shelf.block() != block  # lifted meanwhile, or another lies there: its photo is nobody's any more
        if left:
            outcome = PhotoFailure.NO_PHOTO
        done(figure(outcome) if isinstance(outcome, PhotoFailure) else outcome)
