"""The shipped udev rules: read after the system's own have found the places out, and with a name for every port."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drivers.device_classes import tables

(RULES,) = (Path(__file__).resolve().parents[3] / "drivers" / "udev").glob("*.rules")
LINES = [line for line in RULES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
# KEY{attribute}, an operator, a quoted value; then a comma and the next.
ONE = r'[A-Z_]+(\{[A-Za-z_/0-9]+\})?(==|!=|\+=|=)"[^"]*"'
NAMES = {
    ("id_card", "port"): "id-card",
    ("receipt_printer", "port"): "receipt-printer",
    ("code_scanner", "port"): "code-scanner",
    ("signal_board", "port"): "signal-board",
    ("counter_display", "port"): "counter-display",
    ("keypad", "port"): "keypad",
    ("keypad", "clerk_port"): "clerk-keypad",
    ("camera", "port"): "camera",
    ("camera", "face_port"): "face-camera",
}


@pytest.mark.parametrize("earlier", ["60-serial.rules", "60-persistent-input.rules", "60-persistent-v4l.rules"])
def test_they_are_read_when_the_places_are_known(earlier: str) -> None:
    """udev reads its files in the order of their names; ID_PATH stands nowhere before these three."""
    assert earlier < RULES.name < "77-mm"


@pytest.mark.parametrize(("table", "key"), NAMES)
def test_a_port_of_the_configuration_has_a_name_and_a_group(table: str, key: str) -> None:
    assert key in tables()[table].model_fields
    name = NAMES[table, key]
    (line,) = [line for line in LINES if f'SYMLINK+="hall/{name}"' in line]
    assert "ENV{ID_PATH}==" in line
    assert re.search(r'GROUP="(dialout|video)", MODE="0660"$', line)


@pytest.mark.parametrize("line", LINES)
def test_each_line_is_one_that_udev_reads(line: str) -> None:
    assert re.fullmatch(f"{ONE}(, {ONE})*", line), line
    assert "$" not in line, "udev would put something else in its place"


def test_no_two_devices_are_named_by_the_same_place() -> None:
    places = [found[1] for line in LINES if (found := re.search(r'ENV\{ID_PATH\}=="([^"]*)", .*SYMLINK', line))]
    assert len(places) == len(set(places)) == len(NAMES)
