"""A class of devices is a folder: everything about it is found there, and nothing is missing."""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import drivers
import drivers.device_classes as registry
from drivers.attaching import Surroundings, attach_devices
from drivers.device_classes import DeviceClass, device_classes, schema, tables, with_part
from drivers.probe_commands import commands
from kiosk.operation.configuration.device_tables import NONE, VIRTUAL
from kiosk.operation.configuration.pages import documentation
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.log import NoLog
from tests.drivers.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
IMPURE = {
    "time",
    "random",
    "uuid",
    "secrets",
    "threading",
    "asyncio",
    "select",
    "socket",
    "subprocess",
    "serial",
    "usb",
}
CLASSES = pytest.mark.parametrize("one", device_classes(), ids=lambda one: one.name)


@CLASSES
@pytest.mark.parametrize("part", ["settings", "attach", "probe", "hints"])
def test_a_class_has_every_part(one: DeviceClass, part: str) -> None:
    assert one.has(part), f"drivers/{one.table}/{part}.py is missing"


@CLASSES
def test_a_class_can_be_asked_directly(one: DeviceClass) -> None:
    probe = one.part("probe")
    probe.add_arguments(argparse.ArgumentParser())
    assert probe.WORDS
    assert callable(probe.probe)


@CLASSES
def test_a_class_with_a_port_can_be_virtual_and_has_a_far_end_then(one: DeviceClass) -> None:
    if "port" in one.settings.model_fields:
        assert one.settings(port=VIRTUAL).wants_virtual  # type: ignore[call-arg]
        assert one.has("bench")


def imported(file: Path) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@CLASSES
def test_a_codec_knows_no_time_no_chance_and_no_world(one: DeviceClass) -> None:
    codec = ROOT / "drivers" / one.table / "codec.py"
    if codec.exists():
        assert not {name.partition(".")[0] for name in imported(codec)} & IMPURE


@CLASSES
def test_a_class_imports_no_other_class(one: DeviceClass) -> None:
    others = {f"drivers.{other.table}" for other in device_classes() if other is not one}
    for file in (ROOT / "drivers" / one.table).rglob("*.py"):
        assert not {".".join(name.split(".")[:2]) for name in imported(file)} & others, file.name


@CLASSES
def test_what_is_read_at_every_start_is_light(one: DeviceClass) -> None:
    heavy = "[m for m in ('serial', 'cv2', 'PIL', 'usb') if m in sys.modules]"
    asked = f"import sys, drivers.{one.table}.settings; print({heavy})"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


START = """
import sys
from pathlib import Path
from drivers.attaching import Surroundings, attach_devices
from drivers.device_classes import device_classes, schema
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.log import NoLog
supervisor, state = Supervisor(), StateFolder(Path(sys.argv[1])).make()
there = set(attach_devices("terminal", Surroundings(schema()(), state, supervisor, NoLog())))
supervisor.close()
absent = [one.table for one in device_classes() if one.table not in there]
tables = {f"drivers.{table}{own}" for table in absent for own in ("", ".settings")}
print([name for table in absent for name in sys.modules if name.startswith(f"drivers.{table}") and name not in tables])
print([name for name in ("usb", "cv2", "numpy", "PIL", "segno", "PySide6") if name in sys.modules])
"""


def test_a_terminal_carries_nothing_of_devices_that_it_has_not(tmp_path: Path) -> None:
    """Nor libraries that draw, see or speak USB before something has to be drawn, seen or opened there."""
    asked = [sys.executable, "-c", START, str(tmp_path)]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "[]"]


def test_the_configuration_has_a_table_for_each_class() -> None:
    assert set(tables()) <= set(schema().model_fields)
    assert {"id_card", "receipt_printer", "speaker"} <= set(tables())


def test_the_virtual_devices_are_those_whose_folders_have_one(stage: Stage) -> None:
    assert set(stage.do("state")["state"]) == {one.name for one in with_part("bench")}


def test_a_role_attaches_what_stands_there_and_nothing_else(tmp_path: Path) -> None:
    optional = {name: {"port": NONE} for name, model in tables().items() if "port" in model.model_fields}
    wanted = {name: told for name, told in optional.items() if name not in ("id_card", "receipt_printer")}
    wanted["speaker"] = {"engine": "silent"}
    supervisor = Supervisor()
    around = Surroundings(schema().model_validate(wanted), StateFolder(tmp_path).make(), supervisor, NoLog())
    try:
        at_terminal, at_board = attach_devices("terminal", around), attach_devices("board", around)
        assert {"id_card", "receipt_printer", "speaker"} <= set(at_terminal)
        assert "id_card" not in at_board
        assert at_terminal.get("no_such_class") is None
    finally:
        assert supervisor.close() == ()


PEBBLE = {
    "__init__.py": "",
    "settings.py": """
from kiosk.operation.configuration.device_tables import DeviceTable
from kiosk.operation.configuration.keys import whole

class Settings(DeviceTable):
    "A pebble."

    weight: int = whole(3, 1, 9, "grams", "How heavy it is.")
""",
    "attach.py": "def attach(settings, around):\n    return settings.weight\n",
    "probe.py": "WORDS = 'weigh the pebble'\ndef add_arguments(parser): pass\ndef probe(given, out): return 0\n",
}


@pytest.fixture
def pebble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A class that nobody has heard of: a folder, and not a line anywhere else."""
    for name, text in PEBBLE.items():
        (tmp_path / "drivers" / "pebble").mkdir(parents=True, exist_ok=True)
        (tmp_path / "drivers" / "pebble" / name).write_text(text)
    monkeypatch.setattr(registry, "HERE", tmp_path / "drivers")
    monkeypatch.setattr(drivers, "__path__", [*drivers.__path__, str(tmp_path / "drivers")])
    for made in (device_classes, schema):
        made.cache_clear()
    yield
    monkeypatch.undo()
    for made in (device_classes, schema):
        made.cache_clear()


def test_a_new_class_needs_its_folder_and_nothing_else(pebble: None, tmp_path: Path) -> None:
    supervisor = Supervisor()
    configured = schema().model_validate({"pebble": {"weight": 7}})
    around = Surroundings(configured, StateFolder(tmp_path / "state").make(), supervisor, NoLog())
    assert "| `weight` | `3` |" in documentation(schema())
    assert [(one.name, one.words) for one in commands()] == [("pebble", "weigh the pebble")]
    assert attach_devices("terminal", around)["pebble"] == 7
    assert supervisor.close() == ()
