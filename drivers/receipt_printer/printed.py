"""What came out of the virtual printer, as values: lines of text, dots, codes, feeds and the cut.

Lives in memory only: a ticket carries a masked name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LABEL_SIZE = 3  # times the usual character: what is set so large is the ticket's number


@dataclass(frozen=True, slots=True)
class Look:
    """How the next character is set."""

    wide: int = 1
    high: int = 1
    bold: bool = False
    align: int = 0  # 0 left, 1 centre, 2 right


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    look: Look


@dataclass(frozen=True, slots=True)
class Line:
    """`feed`: dots that the paper moved for it."""

    spans: tuple[Span, ...]
    align: int
    feed: int

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Dots:
    """A raster: `width` bytes a row."""

    width: int
    height: int
    rows: bytes = field(repr=False)
    align: int = 0

    @property
    def feed(self) -> int:
        return self.height


@dataclass(frozen=True, slots=True)
class QrCode:
    data: str = field(repr=False)
    matrix: tuple[bytes, ...] = field(repr=False)  # a byte a module, 1 is black, with its quiet zone
    module: int  # dots
    align: int

    @property
    def feed(self) -> int:
        return len(self.matrix) * self.module


@dataclass(frozen=True, slots=True)
class Feed:
    feed: int


@dataclass(frozen=True, slots=True)
class Cut:
    partial: bool
    feed: int = 0


Mark = Line | Dots | QrCode | Feed | Cut


@dataclass
class Ticket:
    """One piece of paper, growing while it is printed. Times are monotonic milliseconds of this machine."""

    number: int
    first_byte_ms: float = 0.0
    last_byte_ms: float = 0.0
    cut_ms: float = 0.0
    size: int = 0  # bytes
    taken: bool = False
    presented: bool = False
    retracted: bool = False
    marks: list[Mark] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def value(self) -> dict[str, object]:
        """For the control socket: everything a test or the bench asks of a ticket."""
        return {
            "number": self.number,
            "text": [mark.text for mark in self.marks if isinstance(mark, Line) and mark.text],
            "label": self.label,
            "qr": self.qr,
            "rasters": sum(isinstance(mark, Dots) for mark in self.marks),
            "cut": self.is_cut,
            "bytes": self.size,
            "first_byte_ms": self.first_byte_ms,
            "last_byte_ms": self.last_byte_ms,
            "cut_ms": self.cut_ms,
            "millimetres": sum(mark.feed for mark in self.marks) // 8,
            "taken": self.taken,
            "presented": self.presented,
            "retracted": self.retracted,
            "unknown": list(self.unknown),
        }

    @property
    def is_cut(self) -> bool:
        return any(isinstance(mark, Cut) for mark in self.marks)

    @property
    def hangs(self) -> bool:
        return self.is_cut and not self.taken and not self.retracted

    @property
    def qr(self) -> str:
        return next((mark.data for mark in self.marks if isinstance(mark, QrCode)), "")

    @property
    def label(self) -> str:
        """The text set three times the usual size."""
        spans = (span for mark in self.marks if isinstance(mark, Line) for span in mark.spans)
        return "".join(span.text for span in spans if min(span.look.wide, span.look.high) >= LABEL_SIZE)
