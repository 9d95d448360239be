"""`main.py machines code`: who may join under which name."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.device_classes import schema
from kiosk.city.publication import load_publication
from kiosk.hall.lan import register_in
from kiosk.operation.command_line import parse
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.machines import machines
from kiosk.operation.start import Start, prepare_start
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.ledger import Change
from kiosk.trust.register import Device, Register
from offline_cache.cache import Cache
from offline_cache.ledger_file import Opened, open_ledger
from offline_cache.published_counters import published_counters


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path / "state").make()


def code_for(state: StateFolder, role: str, id: str) -> int:
    return typed(state, "code", "--role", role, "--id", id)


def typed(state: StateFolder, *words: str) -> int:
    """`main.py machines WORDS`."""
    parsed = parse(["--state", str(state.root), "machines", *words], ())
    assert parsed.role == "machines"
    start = prepare_start(parsed, schema())
    assert isinstance(start, Start)
    return machines(start, lambda: published_counters(state.root / "hall" / "hall.sqlite"))


def test_a_terminal_and_a_standby_never_have_one_name(state: StateFolder, capsys: pytest.CaptureFixture[str]) -> None:
    register_in(state.secrets).change(lambda before: Register((Device("standby", "H2", "ab" * 32, 1),)))
    assert code_for(state, "terminal", "H2") == ExitCode.FAILED
    assert "a name of its own" in capsys.readouterr().err
    assert code_for(state, "terminal", "T2") == ExitCode.GOOD
    assert code_for(state, "caller", "2") == ExitCode.GOOD


def test_who_was_sent_away_is_told_of_and_a_stranger_is_none(
    state: StateFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    register_in(state.secrets).change(lambda before: Register((Device("board", "B1", "ab" * 32, 1),)))
    assert typed(state, "send-away", "--role", "board", "--id", "B1") == ExitCode.GOOD
    assert typed(state, "send-away", "--role", "board", "--id", "B2") == ExitCode.FAILED
    assert typed(state, "list") == ExitCode.GOOD
    assert "sent away" in capsys.readouterr().out


def test_no_standby_is_called_as_its_hall(state: StateFolder) -> None:
    assert code_for(state, "standby", "qinglan") == ExitCode.FAILED
    assert code_for(state, "standby", "H2") == ExitCode.GOOD


def test_a_code_for_a_hall_that_nobody_can_reach_says_so(
    state: StateFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_for(state, "terminal", "T2") == ExitCode.GOOD
    assert "no other machine can use the code yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "address"),
    [
        ('listen_host = "10.1.2.3"\nlisten_port = 8443', "https://10.1.2.3:8443"),
        ('tls = "always"', "https://ADDRESS-OF-THIS-HALL:PORT"),
        ('listen_host = "0.0.0.0"\nlisten_port = 8443\nurl = "https://hall.example:8443"', "https://hall.example:8443"),
    ],
)
def test_the_address_of_a_hall_is_told_with_its_port(
    state: StateFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, address: str
) -> None:
    (tmp_path / "kiosk.toml").write_text(f"[hall]\n{table}\n")
    words = ("code", "--role", "terminal", "--id", "T2", "--config", str(tmp_path / "kiosk.toml"))
    assert typed(state, *words) == ExitCode.GOOD
    said = capsys.readouterr()
    assert f"--hall {address} --code" in said.out
    assert said.err == ""


@pytest.mark.parametrize("role", ["caller", "evaluator"])
def test_a_counter_that_the_hall_does_not_have_gets_no_code(
    state: StateFolder, capsys: pytest.CaptureFixture[str], role: str
) -> None:
    opened = open_ledger(state.data("hall") / "hall.sqlite")
    assert isinstance(opened, Opened)
    try:
        Cache(opened.file).apply([Change(1, "hall_settings", "qinglan", "1", load_publication()["hall"])], 1)
        assert code_for(state, role, "99") == ExitCode.WRONG_ARGUMENTS
        assert "This hall has no counter 99; there are 1, 2, 3, " in capsys.readouterr().err
        assert code_for(state, role, "3") == ExitCode.GOOD
        assert code_for(state, "terminal", "T99") == ExitCode.GOOD
    finally:
        opened.file.close()
