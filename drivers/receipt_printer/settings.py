"""What the configuration says about the ticket printer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from drivers.receipt_printer.charset import CELL
from kiosk.operation.configuration.device_tables import PORT, DevicePort, DeviceTable
from kiosk.operation.configuration.keys import choice, flag, text, whole


def _template(named: str) -> str:
    from drivers.receipt_printer.template_reading import TemplateProblem, file_of, read_template

    found = read_template(file_of(named))
    if isinstance(found, TemplateProblem):
        raise PydanticCustomError("not_a_template", "{first}", {"first": found.sentences[0]})
    return named


def _wide_enough(dots: int, told: ValidationInfo) -> int:
    """What is wider than the head is not printed: the end of every long line would be lacking."""
    columns = told.data.get("columns", 0)
    if columns * CELL > dots:
        what = f"must be at least {columns * CELL}, for {columns} columns of {CELL} dots"
        raise PydanticCustomError("not_wide_enough", "{what}", {"what": what})
    return dots


class Settings(DeviceTable):
    """The ticket printer (ESC/POS, 58 or 80 mm)."""

    port: DevicePort = text("virtual", "Where the printer is plugged in.", form=f"{PORT}, or tcp://HOST:9100")
    baud: int = whole(115200, 1200, 921600, "baud", "The speed of a serial line.")
    columns: int = whole(48, 24, 64, "columns", "Half-width characters in a line.")
    dots: Annotated[int, AfterValidator(_wide_enough)] = whole(576, 288, 832, "dots", "Printable width.")
    qr: Literal["native", "raster"] = choice("native", "Who draws the QR code: the printer's own command, or we.")
    charset: Literal["gb2312", "gbk", "gb18030"] = choice(
        "gbk", "What the printer's own font holds, in two-byte codes; a line with anything else is drawn."
    )
    template: Annotated[str, AfterValidator(_template)] = text(
        "ticket", "What stands on a ticket and where; docs/tickets.md.", form="ticket, short, or the path of a file"
    )
    fence: Literal["auto", "process_id", "queued_status", "none"] = choice(
        "auto",
        "By what the printer's word on a ticket is known: found out, the echo of GS ( H, the answer to GS r 1; "
        "none: its line back is not wired, and no ticket is ever said to be printed.",
    )
    loose_status: bool = flag(
        False, "Its answers to DLE EOT lack the fixed bits, as some clones' do: what follows a question is its answer."
    )
    presenter: Literal["none", "custom"] = choice(
        "none",
        "Whether a presenter pushes the cut ticket out and is watched: one that speaks as the Custom family does.",
    )
    present_steps: int = whole(
        12,
        1,
        255,
        "steps",
        "How far the ticket is pushed out: 7 mm a step with the Reliance, 0.625 mm with the KPM210.",
    )
    roll_m: int = whole(0, 0, 500, "metres", "Length of a fresh roll; 0: what is left of one is not told.")
    take_s: int = whole(
        45, 0, 600, "seconds", "How long a presented ticket may stand there; then it is pulled back. 0: for ever."
    )
