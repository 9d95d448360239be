"""One program, one command line: what it understands, how it refuses, how little it loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import main
from drivers.probe_commands import commands
from kiosk.operation.command_line import ROLES, build_parser
from kiosk.operation.display import NO_DISPLAY
from kiosk.operation.launcher.house import holders, stages

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("PySide6", "fastapi", "uvicorn", "pydantic", "sqlalchemy", "cv2", "serial", "requests", "PIL", "numpy")


def program(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    shows = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    quiet = {name: value for name, value in os.environ.items() if name not in shows}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=quiet, timeout=60)


def test_importing_the_program_loads_nothing_that_delays_the_first_picture() -> None:
    code = f"import sys, json, main; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert json.loads(done.stdout) == []


def test_every_role_has_a_builder_and_every_builder_a_role() -> None:
    assert set(main.BUILDERS) == {*ROLES, "everything"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("hal",), 'main.py: there is no "hal" here; did you mean hall? (help: main.py --help)'),
        (("--wat",), "main.py: unrecognized arguments: --wat (help: main.py --help)"),
        (
            ("probe", "id-card"),
            "main.py probe id-card: the following arguments are required: --port (help: main.py probe id-card --help)",
        ),
        (
            ("probe", "id-card", "--port", "x", "--wait", "0"),
            'main.py probe id-card: argument --wait: "0" must be a number of seconds from 0 to 600 '
            "(help: main.py probe id-card --help)",
        ),
    ],
)
def test_wrong_arguments_are_refused_in_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    done = program(*arguments)
    assert (done.returncode, done.stderr.strip(), done.stdout) == (2, sentence, "")


def test_the_shared_options_may_stand_before_the_role_or_after_it() -> None:
    parser = build_parser(probes=commands())
    before = parser.parse_args(["--state", "s", "--config", "c", "--full-screen", "terminal"])
    after = parser.parse_args(["terminal", "--state", "s", "--config", "c", "--full-screen"])
    assert before == after
    assert (after.state, after.config, after.full_screen) == (Path("s"), Path("c"), True)
    assert parser.parse_args([]).role is None


@pytest.mark.parametrize(
    "level", [(), *((role,) for role in ROLES), ("probe", "list"), *(("probe", one.name) for one in commands())]
)
def test_help_reads_well_at_every_level(level: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser(probes=commands()).parse_args([*level, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith("usage: main.py")
    assert "==SUPPRESS==" not in text


def test_check_config_says_what_holds(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text("[screen]\npage_seconds = 90\n")
    done = program("check-config", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("configuration is good")
    assert "page_seconds = 90" in done.stdout
    assert str(tmp_path / "kiosk.toml") in done.stdout


@pytest.mark.parametrize("role", ["check-config", "hall", "terminal"])
def test_a_wrong_configuration_ends_every_role_with_code_2(tmp_path: Path, role: str) -> None:
    (tmp_path / "wrong.toml").write_text("[screen]\npage_secs = 90\n")
    done = program("--config", "wrong.toml", role, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.strip() == "wrong.toml, line 2: [screen] has no key page_secs; did you mean page_seconds?"


def test_without_a_display_the_technicians_window_says_what_it_lacks() -> None:
    done = program("maintenance")
    assert (done.returncode, done.stderr.strip()) == (2, NO_DISPLAY)


def test_with_a_display_servers_come_first_and_five_windows_last() -> None:
    house = stages(configuration(), ("main.py",), windows=True, full_screen=True)
    names = [[child.name for child in stage.children] for stage in house]
    assert names == [
        ["virtual-devices", "city"],
        ["hall"],
        ["terminal"],
        ["caller", "evaluator", "board", "device-bench"],
    ]
    assert [child.name for stage in house for child in stage.children if child.window] == names[2] + names[3]
    assert house[2].children[0].command == ("main.py", "terminal", "--full-screen")


def test_what_the_configuration_puts_elsewhere_is_not_started_here() -> None:
    elsewhere = configuration(
        id_card={"port": "/dev/ttyUSB0"},
        receipt_printer={"port": "/dev/ttyUSB1"},
        hall={"city_url": "http://127.0.0.1:8800"},
        terminal={"hall_url": "http://127.0.0.1:8700"},
    )
    house = stages(elsewhere, ("main.py",), windows=True, full_screen=False)
    assert [child.name for stage in house for child in stage.children] == ["terminal", "caller", "evaluator", "board"]


def test_everybody_of_this_machine_has_a_token_of_their_own() -> None:
    named = holders(configuration(caller={"counter": "5"}))
    assert {(holder.role, holder.id) for holder in named} >= {("terminal", "T1"), ("caller", "5"), ("board", "B1")}


def configuration(**tables: dict[str, str]):  # type: ignore[no-untyped-def]
    from drivers.device_classes import schema

    return schema().model_validate(tables)
