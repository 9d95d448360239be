"""After every way in which a visit can end, also by SIGKILL in its middle, nothing of anybody is left on the disk.

Searched: every byte of the state folder (databases, WAL, shared memory, logs, run files, the virtual devices' folder),
of the folder that the processes use for temporary files and caches, and of the pictures of all tickets.
"""

from __future__ import annotations

import base64
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from drivers.id_card.sample_cards import CARDS
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.session import Limits
from kiosk.operation.traces import spellings, traces
from tests.faults.killed_terminal import Factory, TerminalProcess
from tests.faults.real_window import real_window
from tests.journeys.whole_hall import ITEM, WholeHall, whole_hall

pytestmark = pytest.mark.timeout(170)
ORDINARY = CARDS["ordinary"].record


def secrets() -> list[str]:
    """What anybody could be known by: whole, and in the pieces that a mask hides."""
    found: set[str] = set()
    for card in CARDS.values():
        record = card.record
        whole = (record.name, record.number, record.address, card.new_address, record.english_name, record.pass_number)
        found |= {*whole, record.number.lower(), record.number[6:17], record.address[-8:], card.new_address[-8:]}
        names = {word for word in re.findall("[A-Z]{6,}", record.english_name) if word != "EXAMPLE"}
        found |= names | {name.title() for name in names} | {name.lower() for name in names}
    return sorted(found - {""})


def searched(hall: WholeHall, pictures: Path) -> None:
    roots = [hall.state.root, pictures]
    files = [path for root in roots for path in root.rglob("*") if path.is_file()]
    assert {"hall.sqlite", "terminal.sqlite", "city.sqlite", "terminal.log"} <= {path.name for path in files}
    left = traces(roots, secrets())
    assert left == [], [(str(trace.path), trace.spelling) for trace in left]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeHall]:
    """Nobody else's: every byte of it is searched."""
    with whole_hall(tmp_path_factory.mktemp("hall")) as house:
        yield house


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture
def factory(hall: WholeHall) -> Iterator[Factory]:
    hall.work("reset")
    made = Factory(hall)
    yield made
    made.close()
    hall.work("reset")


def lay(hall: WholeHall, terminal: TerminalProcess, card: str) -> None:
    terminal.touch(said.ShowHot(), said.ChooseItem(ITEM))
    terminal.see(pages.CardPrompt)
    hall.work("lay_card", card=card)
    terminal.see(pages.Check)
    assert terminal.name, "somebody stands there"


def type_in(terminal: TerminalProcess, number: str, submit: bool = True) -> None:
    terminal.touch(said.ShowHot(), said.ChooseItem(ITEM))
    terminal.see(pages.CardPrompt)
    terminal.touch(said.UseKeypad(), *(said.TypeKey(key) for key in number))
    while not terminal.see(pages.TypeNumber).complete:
        terminal.see_next(pages.TypeNumber)
    if submit:
        terminal.touch(said.SubmitNumber())
        terminal.see(pages.Check)


@pytest.mark.parametrize("card", list(CARDS))
def test_a_visit_to_its_end_leaves_nothing_of_its_card(
    hall: WholeHall, factory: Factory, pictures: Path, card: str
) -> None:
    terminal = factory.start()
    lay(hall, terminal, card)
    terminal.touch(said.Confirm())
    assert terminal.see_paper().paper is pages.PaperPhase.PRINTED
    hall.work("ticket_picture", path=str(pictures / f"{card}.png"))
    (pictures / f"{card}.json").write_text(json.dumps(hall.papers(), ensure_ascii=False), "utf-8")
    terminal.touch(said.AskHelp(), said.CallStaff(), said.Complain())
    terminal.see(pages.Complaint)
    terminal.touch(said.ChooseComplaint("01"))
    terminal.see(pages.ComplaintKept)
    terminal.touch(said.Exit())
    terminal.see(pages.TakeYourCard)
    hall.work("lift_card")
    terminal.see(pages.Home)
    terminal.kill()
    hall.call_everybody()
    if card == list(CARDS)[-1]:
        searched(hall, pictures)


def test_every_other_way_out_leaves_nothing(hall: WholeHall, factory: Factory, pictures: Path) -> None:
    terminal = factory.start(limits=Limits(page=3, warning=2, forgotten_report=1, forgotten_repeat=1))
    type_in(terminal, ORDINARY.number)
    terminal.touch(said.Exit())
    terminal.see(pages.Home)
    lay(hall, terminal, "longest")
    hall.work("lift_card")  # somebody thinks better of it
    terminal.see(pages.CardPrompt)
    terminal.touch(said.Exit())
    terminal.see(pages.Home)
    lay(hall, terminal, "rare_characters")
    terminal.see(pages.TakeYourCard)  # nobody answers the warning, and the card is forgotten
    hall.work("lift_card")
    terminal.see(pages.Home)
    type_in(terminal, ORDINARY.number, submit=False)
    terminal.see(pages.Home)  # the time runs out on the keypad
    hall.work("wrong_checksum", device="id-card", answer="read")
    terminal.touch(said.ShowHot(), said.ChooseItem(ITEM))
    terminal.see(pages.CardPrompt)
    hall.work("lay_card", card="hmt_permit")  # read, spoilt on the wire, thrown away
    while terminal.see(pages.CardPrompt).failure is None:
        terminal.see_next(pages.CardPrompt)
    terminal.touch(said.Exit())
    terminal.see(pages.TakeYourCard)
    hall.work("lift_card")
    terminal.see(pages.Home)
    searched(hall, pictures)


@pytest.mark.parametrize("card", ["ordinary", "rare_characters", "foreigner", "hmt_permit", "longest"])
def test_a_kill_in_the_middle_of_a_visit_leaves_nothing(
    hall: WholeHall, factory: Factory, pictures: Path, card: str
) -> None:
    terminal = factory.start()
    lay(hall, terminal, card)
    terminal.kill()
    hall.work("lift_card")
    again = factory.start()
    type_in(again, CARDS[card].record.number if len(CARDS[card].record.number) == 18 else ORDINARY.number, submit=False)
    again.kill()
    searched(hall, pictures)


def test_the_real_window_leaves_nothing_also_in_its_caches(hall: WholeHall, factory: Factory, pictures: Path) -> None:
    with real_window(hall) as terminal:
        terminal.wait_ready()
        terminal.window.tap(f"item-{ITEM}")
        terminal.window.see("card-type")
        hall.work("lay_card", card="ordinary")
        terminal.window.see("take")
        terminal.window.read("林*秋")
        no_words_in_proc(hall, terminal.process.pid)
        terminal.kill()
    hall.work("lift_card")
    with real_window(hall) as terminal:
        terminal.wait_ready()
        terminal.window.tap(f"item-{ITEM}")
        terminal.type_in(ORDINARY.number)
        terminal.window.tap("take")
        terminal.window.read("请取走凭证")
        terminal.kill()
    hall.call_everybody()
    searched(hall, pictures)


def no_words_in_proc(hall: WholeHall, *more: int) -> None:
    """No core file of any process, and nothing of anybody in what `ps` shows."""
    pids = {*more, *(child.pid for child in hall.children.values())}
    assert len(pids) >= 4
    for pid in pids:
        folder = Path("/proc") / str(pid)
        (line,) = [line for line in (folder / "limits").read_text().splitlines() if "core file" in line]
        assert line.split()[4:6] == ["0", "0"]
        told = (folder / "cmdline").read_bytes() + _environment(folder)
        assert not [secret for secret in secrets() for _, wire in spellings(secret) if len(wire) > 5 and wire in told]


def _environment(folder: Path) -> bytes:
    """Empty where the process's memory is closed to us, which is what it asked for."""
    try:
        return (folder / "environ").read_bytes()
    except PermissionError:
        return b""


def test_the_search_finds_what_is_planted_in_a_log_a_wal_and_a_run_file(hall: WholeHall, pictures: Path) -> None:
    record = CARDS["rare_characters"].record
    log, run, book = hall.state.logs / "p.log", hall.state.run / "p.json", hall.temporary / "p.sqlite"
    log.write_text(json.dumps({"who": record.name}), "utf-8")
    run.write_bytes(base64.b64encode(b"x" + record.address.encode("gb18030")))
    with closing(sqlite3.connect(book, isolation_level=None)) as file:
        file.execute("pragma journal_mode = wal")
        file.execute("create table t(x)")
        file.execute("insert into t values (?)", (record.number,))
        found = {(trace.path.name, trace.secret) for trace in traces([hall.state.root, pictures], secrets())}
    for path in (log, run, *hall.temporary.glob("p.sqlite*")):
        path.unlink()
    assert {("p.log", record.name), ("p.json", record.address), ("p.sqlite-wal", record.number)} <= found
    assert {name for name, _ in found} <= {"p.log", "p.json", "p.sqlite-wal", "p.sqlite"}
