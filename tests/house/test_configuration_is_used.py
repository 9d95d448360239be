"""A key that changes nothing would be a promise that is not kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drivers.device_classes import schema

ROOT = Path(__file__).resolve().parents[2]
_ROOMS = ("kiosk", "drivers", "screens", "offline_cache")


def _keys() -> list[str]:
    tables = schema().model_fields
    return sorted(f"{table}.{key}" for table, field in tables.items() for key in field.annotation.model_fields)  # type: ignore[union-attr]


def _read() -> str:
    files = [path for room in _ROOMS for path in (ROOT / room).rglob("*.py") if "configuration" not in path.parts]
    return "\n".join(path.read_text("utf-8") for path in [*files, ROOT / "main.py"])


_CODE = _read()


@pytest.mark.parametrize("key", _keys())
def test_every_key_of_the_configuration_is_read_somewhere(key: str) -> None:
    assert re.search(rf"\.{key.split('.')[1]}\b", _CODE), f"nothing reads {key}"
