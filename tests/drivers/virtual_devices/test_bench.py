"""The bench through its control socket, as its window, the journey and the tests use it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from drivers.device_classes import with_part
from drivers.id_card.sample_cards import CARDS
from drivers.virtual_devices import run
from kiosk.domain.identity import CardKind, age_on, is_number
from kiosk.operation.bench_control import BenchUnreachableError, Control
from tests.drivers.stage import SLIP, Stage, eventually, on_stage

SERVE = """
import sys, threading
from pathlib import Path
from drivers.virtual_devices import run
run(Path(sys.argv[1]), threading.Event(), lambda: print("ready", flush=True))
"""


def test_a_folder_holds_a_port_a_device_and_a_socket_that_only_its_owner_may_use(stage: Stage) -> None:
    devices = {one.name for one in with_part("bench")}
    assert {path.name for path in stage.folder.iterdir()} == devices | {"control.sock"}
    assert stat.S_IMODE((stage.folder / "control.sock").stat().st_mode) == 0o600
    assert all(os.path.realpath(stage.port(name)).startswith("/dev/pts/") for name in ("id-card", "receipt-printer"))


def test_nothing_is_left_in_the_folder_afterwards(tmp_path: Path) -> None:
    with on_stage(tmp_path / "devices"):
        pass
    assert list((tmp_path / "devices").iterdir()) == []


def test_a_folder_deeper_than_a_sockets_address_serves_as_well(tmp_path: Path) -> None:
    with on_stage(tmp_path / ("deep" * 30) / ("deeper" * 20)) as stage:
        assert stage.do("state")["state"]["id-card"]["plugged"]


def test_a_second_process_is_refused_and_disturbs_nothing(stage: Stage) -> None:
    before = (stage.folder / "id-card").readlink()
    assert run(stage.folder, threading.Event()) is False
    assert (stage.folder / "id-card").readlink() == before
    assert stage.do("state")["ok"]


def test_after_a_kill_the_next_process_takes_over_what_was_left(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    assert (tmp_path / "control.sock").is_socket()
    strangers = [os.openpty() for _ in range(12)]  # who now get the numbers that the dead process had
    try:
        for port in ("id-card", "receipt-printer"):
            assert (tmp_path / port).is_symlink()
            assert not (tmp_path / port).exists()
    finally:
        for number in (end for both in strangers for end in both):
            os.close(number)
    with on_stage(tmp_path) as stage:
        stage.do("lay_card")
        assert stage.read(stage.reader()).first() == CARDS["ordinary"].record


def test_the_cards_to_lay_are_listed_masked(stage: Stage) -> None:
    cards = stage.do("cards")["cards"]
    assert [card["card"] for card in cards] == list(CARDS)
    shown = json.dumps(cards, ensure_ascii=False)
    assert not any(card.record.number in shown for card in CARDS.values())


def test_the_sample_people_cover_what_a_hall_meets(stage: Stage) -> None:
    from datetime import date

    today = date.today()
    people = [card.record for card in CARDS.values()]
    assert {record.kind for record in people} == set(CardKind)
    assert any("䶮" in record.name and any(ord(char) > 0xFFFF for char in record.name) for record in people)
    assert any(record.birth and age_on(record.birth, today) >= 60 for record in people)
    assert all(is_number(r.number, today) for r in people if r.kind is not CardKind.FOREIGNER_2017)
    assert all(record.number[4:6] == "99" for record in people if record.kind is CardKind.RESIDENT)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ({"do": "dance"}, "do must be one of"),
        ({}, "do must be one of"),
        ({"do": 7}, "do must be one of"),
        ({"do": "lay_card", "card": "nobody"}, "card must be one of"),
        ({"do": "lay_card", "card": "ordinary", "colour": "red"}, "colour"),
        ({"do": "unplug"}, "device must be one of"),
        ({"do": "noise", "device": "id-card", "count": -1}, "count must be a whole number"),
        ({"do": "noise", "device": "id-card", "count": True}, "count must be a whole number"),
        ({"do": "status_code", "code": "zz"}, "code must be one of"),
        ({"do": "cover", "is": "ajar"}, "is must be one of closed, open"),
        ({"do": "hang", "device": "id-card", "on": 1}, "on must be true or false"),
        ({"do": "lift_card"}, "no card"),
        ({"do": "take_ticket"}, "no ticket"),
        ({"do": "ticket_picture", "path": "/nowhere/x.png"}, "no such ticket"),
        ({"do": "ticket_picture"}, "path must be"),
    ],
)
def test_a_wrong_command_is_answered_with_what_would_be_right(
    stage: Stage, command: dict[str, object], sentence: str
) -> None:
    reply = stage.control.do(**command)
    assert (reply["ok"], reply["reason"]) == (False, "wrong_argument")
    assert sentence in reply["sentence"]


@pytest.mark.parametrize(
    "command",
    [
        {"do": "lay_card", "card": "ordinary"},
        {"do": "noise", "device": "id-card"},
        {"do": "silence", "device": "receipt-printer"},
        {"do": "paper", "level": "out"},
        {"do": "cover"},
        {"do": "no_echo"},
        {"do": "slow", "device": "id-card"},
        {"do": "hang", "device": "id-card"},
        {"do": "unplug", "device": "id-card"},
        {"do": "reset"},
    ],
)
def test_a_command_with_an_argument_too_many_is_refused_before_it_does_anything(
    stage: Stage, command: dict[str, object]
) -> None:
    if command["do"] == "reset":
        stage.do("lay_card", card="elderly")
    before = stage.do("state")
    reply = stage.control.do(**command, tempo="allegro")
    assert (reply["ok"], reply["sentence"]) == (False, "nobody knows tempo here")
    assert stage.do("state") == before


@pytest.mark.parametrize("line", [b"\n", b"[]\n", b"{\n", b"\xff\xfe\n", b'"do"\n'])
def test_a_line_that_is_no_object_is_answered_and_the_connection_lives(stage: Stage, line: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as guest, guest.makefile("rb") as answers:
        folder = os.open(stage.folder, os.O_RDONLY)
        guest.connect(f"/proc/self/fd/{folder}/control.sock")
        os.close(folder)
        guest.sendall(line + b'{"do": "state"}\n')
        assert json.loads(answers.readline())["reason"] == "not_json"
        assert json.loads(answers.readline())["ok"] is True


def test_a_watcher_hears_what_happens_in_order(stage: Stage) -> None:
    events, control = list[dict[str, Any]](), Control(stage.folder / "control.sock")
    closed = threading.Event()

    def listen() -> None:
        with pytest.raises(BenchUnreachableError):
            for event in control.watch():
                events.append(event)
        closed.set()

    listener = threading.Thread(target=listen)
    listener.start()
    assert eventually(lambda: events)
    stage.do("lay_card", card="elderly")
    stage.do("lift_card")
    stage.do("paper", level="low")
    stage.do("unplug", device="id-card")
    assert eventually(lambda: len(events) >= 6)
    stage.do("noise", device="receipt-printer", where="before", times=1)
    stage.do("cut_frame")
    assert eventually(lambda: len(events) >= 8)
    names = [event["event"] for event in events]
    assert names == [
        "state", "card_laid", "card_lifted", "printer_changed", "unplugged", "unplug", "noise", "cut_frame",
    ]  # fmt: skip
    assert events[6]["state"]["receipt-printer"]["faults"] == ["noise"]
    assert events[1]["state"]["id-card"]["card"] == "elderly"
    assert events[3]["state"]["receipt-printer"]["paper"] == "low"
    control.close()
    listener.join(20)
    assert closed.is_set()


def test_after_a_reset_everything_stands_as_on_the_first_morning(stage: Stage) -> None:
    first = stage.do("state")["state"]
    stage.print(stage.printer()).first()
    for command in (
        {"do": "lay_card"},
        {"do": "silence", "device": "id-card"},
        {"do": "slow", "device": "id-card", "baud": 9600},
        {"do": "hang", "device": "receipt-printer"},
        {"do": "no_echo"},
        {"do": "paper", "level": "out"},
        {"do": "cover"},
        {"do": "unplug", "device": "id-card"},
    ):
        assert stage.control.do(**command)["ok"]
    stage.do("reset")
    assert stage.do("state")["state"] == first
    assert stage.tickets() == []


def test_nobody_at_the_socket_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(BenchUnreachableError):
        Control(tmp_path / "control.sock").do(do="state")
    with pytest.raises(BenchUnreachableError):
        Control(tmp_path / "no-such-folder" / "control.sock").do(do="state")


def test_a_tickets_picture_is_only_where_it_was_asked_for(stage: Stage, tmp_path: Path) -> None:
    stage.print(stage.printer()).first()
    before = {path.name for path in stage.folder.iterdir()}
    assert stage.do("ticket_picture", path=str(tmp_path / "ticket.png"))["number"] == 1
    assert (tmp_path / "ticket.png").stat().st_size > 1000
    assert {path.name for path in stage.folder.iterdir()} == before
    reply = stage.control.do(do="ticket_picture", path="/nowhere/at/all.png")
    assert "cannot be written" in reply["sentence"]
    assert SLIP.holder in stage.tickets()[0]["text"]


def test_a_watcher_hears_when_a_fault_has_bent_its_last_answer(stage: Stage) -> None:
    stage.do("noise", device="id-card", where="before", times=1)
    seen: list[list[str]] = []
    control = Control(stage.folder / "control.sock")

    def listen() -> None:
        with contextlib.suppress(BenchUnreachableError):
            seen.extend(event["state"]["id-card"]["faults"] for event in control.watch() if "state" in event)

    listener = threading.Thread(target=listen)
    listener.start()
    assert eventually(lambda: seen == [["noise"]])
    stage.reader()
    assert eventually(lambda: seen[-1] == [])
    control.close()
    listener.join(20)
