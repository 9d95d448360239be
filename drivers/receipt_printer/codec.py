"""ESC/POS bytes of a ticket, and the questions to the printer.

Text is our own GB18030 two-byte text in Chinese mode (FS &): it has no command for the code page and no capability
table. Sources of the commands: Epson's ESC/POS reference and the Chinese printers' manuals that repeat it [A]; the echo
of a process ID (GS ( H) is Epson's and was seen on one clone [B]; that GS ! sizes Chinese characters as it sizes ASCII,
and that ESC a places pictures, is read out of that reference [C].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from drivers.receipt_printer.charset import LINE, Charset, encode
from drivers.receipt_printer.layout import Block, Code, Gap, Rule, Text, lay_out
from drivers.receipt_printer.presenter import STEPS, present
from drivers.receipt_printer.template import Align, Template
from drivers.receipt_printer.template_reading import usual
from kiosk.ports.devices import TicketSlip

if TYPE_CHECKING:
    from drivers.receipt_printer.raster import Bitmap

RESET = b"\x1b@"
CHINESE = b"\x1c&"
NO_STATUS_BACK = b"\x1da\x00"  # GS a 0: nothing pushed by itself, we ask
CUT = b"\x1dVB\x00"  # GS V 66 0: feed to the knife, partial cut
SEVER = b"\n" + CUT
DOTS_A_MM = 8  # 203 dots an inch
KNIFE_MM = 15  # from head to knife; 10 to 20 with the makers, none of which is asked
SPACING = 30  # dots from line to line, as ESC @ leaves it
DRAWN_GAP = 6  # dots below a drawn line
DRAWN_MODULE = 4  # dots, 0.5 mm: a drawn code costs its area in wire time
QR_SIDE = 264  # dots, 33 mm: at least this wide when the paper allows
# Byte capacity of QR versions 1 to 25 at level M (ISO/IEC 18004); version v has 17 + 4 v modules.
_CAPACITY = (
    *(14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412),
    *(450, 504, 560, 624, 666, 711, 779, 857, 911, 997),
)
LONGEST_CODE = _CAPACITY[-1]


class Qr(StrEnum):
    """Who draws the code: the printer (GS ( k), or we, for heads without the command."""

    NATIVE = "native"
    RASTER = "raster"


@dataclass(frozen=True, slots=True)
class Paper:
    """`columns` of 12 dots and `dots` across: 48 and 576 at 80 mm, 32 and 384 at 58 mm."""

    columns: int = 48
    dots: int = 576
    charset: Charset = Charset.GBK
    qr: Qr = Qr.NATIVE
    presents: bool = False  # a presenter of the Custom family pushes the cut ticket out
    steps: int = STEPS  # by so many of its own
    template: Template = field(default_factory=usual)


ROLLS: Mapping[str, tuple[int, int]] = {"80": (48, 576), "58": (32, 384)}  # millimetres: columns and dots


def longest_piece(paper: Paper) -> int:
    """Bytes after the last of which any printer has left the picture or the code that it may have been torn out of."""
    line = paper.dots // 8 * LINE
    return max(line, LONGEST_CODE) if paper.qr is Qr.NATIVE else max(line, QR_SIDE // 8 * QR_SIDE)


def ticket(slip: TicketSlip, paper: Paper) -> bytes:
    """Everything from reset to cut. Raises ValueError for a code longer than LONGEST_CODE bytes."""
    blocks = lay_out(slip, paper.columns, paper.template)
    return (
        RESET
        + NO_STATUS_BACK
        + CHINESE
        + _encoded(blocks, paper)
        + CUT
        + (present(paper.steps) if paper.presents else b"")
    )


def _encoded(blocks: Iterable[Block], paper: Paper) -> bytes:
    return b"".join(_block(block, paper) for block in blocks)


def length_mm(slip: TicketSlip, paper: Paper) -> int:
    """Paper that a ticket uses, millimetres: what is printed and the way from the head to the knife."""
    return sum(_height(block, paper) for block in lay_out(slip, paper.columns, paper.template)) // DOTS_A_MM + KNIFE_MM


def _height(block: Block, paper: Paper) -> int:
    match block:
        case Text():
            return LINE * block.high + DRAWN_GAP if encode(block.text, paper.charset) is None else _line_height(block)
        case Gap(dots):
            return dots
        case Rule():
            return SPACING
        case Code(data):
            return _code_height(len(data.encode()), paper)


def _line_height(line: Text) -> int:
    return max(SPACING, LINE * line.high)


def _code_height(length: int, paper: Paper) -> int:
    """A drawn code has its quiet zone with it."""
    modules, module = 17 + 4 * _version(length), module_size(length, paper.dots)
    return modules * module if paper.qr is Qr.NATIVE else (modules + 8) * min(module, DRAWN_MODULE)


def _block(block: Block, paper: Paper) -> bytes:
    match block:
        case Text():
            return _text(block, paper.charset)
        case Gap(dots):
            return b"\x1bJ" + bytes([dots])
        case Rule():
            return b"-" * paper.columns + b"\n"
        case Code(data):
            return _aligned(Align.CENTRE) + code(data, paper) + _aligned(Align.LEFT)


def _text(line: Text, charset: Charset) -> bytes:
    codes = encode(line.text, charset)
    moved = line.align is not Align.LEFT
    look = _aligned(line.align) if moved else b""
    plain = _aligned(Align.LEFT) if moved else b""
    if codes is None:
        return look + _drawn(line) + plain
    if line.bold:
        look, plain = look + b"\x1bE\x01", b"\x1bE\x00" + plain
    if (line.wide, line.high) != (1, 1):
        look, plain = look + size(line.wide, line.high), size(1, 1) + plain
    return look + codes + b"\n" + plain


def rehearse() -> None:
    """Draws a line of each kind of character for nobody: the first one of a process opens library and fonts, some 35 ms
    that no citizen with a rare name shall wait for."""
    _drawn(Text("王*𬭩  尾号5030"))


def _drawn(line: Text) -> bytes:
    from drivers.receipt_printer.raster import text_bitmap  # 4 MB that a process without a printer never needs

    return raster(text_bitmap(line.text, line.wide, line.high, line.bold)) + b"\x1bJ" + bytes([DRAWN_GAP])


def size(wide: int, high: int) -> bytes:
    """GS !: 1 to 8 times the character's own width and height."""
    return b"\x1d!" + bytes([(wide - 1) << 4 | (high - 1)])


def _aligned(align: Align) -> bytes:
    """ESC a."""
    return b"\x1ba" + bytes([tuple(Align).index(align)])


def raster(bitmap: Bitmap) -> bytes:
    """GS v 0."""
    across, down = bitmap.width.to_bytes(2, "little"), bitmap.height.to_bytes(2, "little")
    return b"\x1dv0\x00" + across + down + bitmap.rows


def code(data: str, paper: Paper) -> bytes:
    module = module_size(len(data.encode()), paper.dots)
    if paper.qr is Qr.NATIVE:
        return native_qr(data, module)
    from drivers.receipt_printer.raster import qr_bitmap

    return raster(qr_bitmap(data, min(module, DRAWN_MODULE)))


def module_size(length: int, dots: int) -> int:
    """Dots of a module, 3 to 8, so that the code is about QR_SIDE wide and fits the paper with its quiet zone."""
    if length > LONGEST_CODE:
        raise ValueError(f"a ticket's code holds at most {LONGEST_CODE} bytes, not {length}")
    modules = 17 + 4 * _version(length)
    return max(3, min(8, -(-QR_SIDE // modules), dots // (modules + 8)))


def _version(length: int) -> int:
    return next(v for v, capacity in enumerate(_CAPACITY, start=1) if length <= capacity)


def native_qr(data: str, module: int) -> bytes:
    """GS ( k: model 2, module size, level M, store, print."""
    stored = data.encode()
    parts = (b"1A2\x00", b"1C" + bytes([module]), b"1E1", b"1P0" + stored, b"1Q0")
    return b"".join(b"\x1d(k" + len(part).to_bytes(2, "little") + part for part in parts)


def status_question(n: int) -> bytes:
    """DLE EOT n, 1 to 4: answered at once, whatever waits to be printed."""
    return bytes([0x10, 0x04, n])


PUSH_ONCE = b"\x1da\x0e" + NO_STATUS_BACK  # GS a 14 pushes four bytes when it is switched on; then off again
NAME_QUESTION = b"\x1dIC"  # GS I 67: `5F name 00`; what it says is shown and never believed
QUEUED_STATUS = b"\x1dr\x01" * 2  # GS r 1, answered after everything before it; twice, to tell answers from noise


def fence(identity: bytes) -> bytes:
    """GS ( H function 48: echoed as `37 22 identity 00` once everything before is processed. Four bytes 0x20–0x7E."""
    return b"\x1d(H\x06\x0000" + identity


def echo(identity: bytes) -> bytes:
    return b"\x37\x22" + identity + b"\x00"
