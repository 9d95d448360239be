"""Whether the whole chain held: claims over what printer, hall and city hold, and over what must not be left."""

from __future__ import annotations

import os
import wave
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kiosk.operation.journey.record import Record
from kiosk.operation.journey.rows import Rows, events_in
from kiosk.operation.traces import traces

_CHAIN = ("reserved", "taken", "printed", "called", "started", "done", "evaluation_opened", "evaluated")


def judge_chain(record: Record, label: str, printed: Sequence[dict[str, Any]], hall: Rows, city: Rows) -> None:
    """`printed` is what the virtual printer parsed, oldest first."""
    texts = [str(ticket) for ticket in printed]
    record.check(
        "exactly one ticket came out of the printer, with the number on it", len(texts) == 1 and label in texts[0]
    )
    in_hall, in_city = events_in(hall), events_in(city)
    ticket = next((event["ticket_id"] for event in in_hall if label in str(event)), "")
    kinds = [event["kind"] for event in in_hall if event["ticket_id"] == ticket]
    for kind in _CHAIN:
        record.check(f"the hall holds «{kind}» of this ticket once", kinds.count(kind) == 1, kinds)
    there = {event["event_id"] for event in in_city}
    missing = [event["kind"] for event in in_hall if event["event_id"] not in there]
    record.check("every event of the hall is in the city's database", not missing, missing)
    record.check("no event is in the city twice", len(there) == len(in_city))
    graded = [row for row in city.get("evaluation", []) if row.get("ticket_id") == ticket]
    good = len(graded) == 1 and graded[0].get("grade") == 4 and "407" in str(graded[0].get("reasons"))
    record.check("the evaluation with its grade and reason is in the city's records", good, graded)


def judge_voice(record: Record, label: str, waves: Sequence[Path]) -> None:
    """The board's own waves: one call, said twice; whether anybody heard it depends on the machine's sound card."""
    lengths = [round(_seconds(file), 1) for file in waves if file.parent.name == "board"]
    spoken_twice = len(lengths) == 1 and lengths[0] >= 5
    record.check(f"the board's voice made one announcement of {label}, said twice", spoken_twice, lengths)


def _seconds(file: Path) -> float:
    with wave.open(str(file), "rb") as sound:
        return sound.getnframes() / sound.getframerate()


def judge_nothing_left(record: Record, roots: Iterable[Path], secrets: Sequence[str], pids: dict[str, int]) -> None:
    found = [f"{trace.path.name} ({trace.spelling})" for trace in traces(roots, secrets)]
    record.check("no name, number or address stands in any file", not found, found)
    alive = [name for name, pid in pids.items() if Path(f"/proc/{pid}").exists() and pid != os.getpid()]
    record.check("no process is left", not alive, alive)
