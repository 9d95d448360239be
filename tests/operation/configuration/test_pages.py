"""What is written about the configuration is what the program does."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from drivers.device_classes import schema
from kiosk.operation.configuration import read_configuration
from kiosk.operation.configuration.pages import as_toml, documentation, effective, every_device, example
from kiosk.operation.configuration.schema import keys, tables

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_of_documentation_is_fresh() -> None:
    assert (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8") == documentation(schema()), "run: make docs"


def test_the_example_file_is_fresh() -> None:
    assert (ROOT / "kiosk.example.toml").read_text(encoding="utf-8") == example(schema()), "run: make docs"


def test_the_file_with_every_class_of_devices_is_fresh() -> None:
    assert (ROOT / "docs" / "every-device.toml").read_text(encoding="utf-8") == every_device(schema()), "run: make docs"


def test_the_example_with_every_line_taken_in_is_the_default_configuration(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    lines = (line[1:] if line[:1] == "#" and line[1] != " " else line for line in example(schema()).splitlines())
    file.write_text("\n".join(lines))
    assert read_configuration(file, schema()) == schema()()
    assert "page_seconds = 60" in file.read_text()


def test_what_check_config_shows_can_be_read_back(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(effective(schema()()))
    assert read_configuration(file, schema()) == schema()()


@pytest.mark.parametrize("table", tables(schema()))
def test_every_key_has_a_sentence_a_form_and_a_default_that_is_allowed(table: str) -> None:
    assert tables(schema())[table].__doc__
    for key in keys(schema(), table):
        assert key.sentence.endswith("."), key
        assert key.allowed, key
        assert tomllib.loads(f"x = {as_toml(key.default)}")
