"""Writes what people read about the configuration, from the schema: the page of documentation, the example file, and
the file that attaches every class of devices.

`python -m kiosk.operation.configuration.pages` writes all three, through `main.py check-config --write-pages`, which
alone knows the devices' tables; a test fails when they are stale.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from kiosk.operation.configuration.device_tables import DeviceTable
from kiosk.operation.configuration.keys import Key
from kiosk.operation.configuration.schema import Configuration, Schema, keys, tables

ROOT = Path(__file__).resolve().parents[3]

_HEAD = """# Configuration

`python main.py --config kiosk.toml` reads one TOML file; without `--config`, `kiosk.toml` of the current folder is
read when it is there. Every key may be left out. `python main.py --config kiosk.toml check-config` says whether a file
is good and shows what holds. A key or value that is wrong is named with its line and with what would be right, and the
program ends with code 2.

This page, `kiosk.example.toml` and `docs/every-device.toml` are generated from the schema by `make docs`.
"""

_EVERY_DEVICE = """# A terminal with every class of devices, all of them virtual:
# make run ARGS="--config docs/every-device.toml"
# For a hall, put a real port in the place of each "virtual", and take out what the hall has not (docs/devices.md).
"""


def as_toml(value: object) -> str:
    """A default as TOML writes it."""
    if isinstance(value, tuple):
        return "[" + ", ".join(as_toml(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def documentation(schema: Schema) -> str:
    return "\n".join([_HEAD, *(_section(schema, name) for name in tables(schema))])


def _section(schema: Schema, table: str) -> str:
    meant = tables(schema)[table].__doc__
    head = f"## [{table}]\n\n{meant}\n\n| key | default | may be | meaning |\n|---|---|---|---|\n"
    return head + "".join(_row(key) for key in keys(schema, table))


def _row(key: Key) -> str:
    return f"| `{key.name}` | `{as_toml(key.default)}` | {key.allowed} | {key.sentence} |\n"


def example(schema: Schema) -> str:
    """A file in which every key stands, commented out, with its default."""
    head = "# Every key with its default. Take the # away from a line and change it; leave out what may stay.\n"
    return "\n".join([head, *(_example_table(schema, name) for name in tables(schema))])


def _example_table(schema: Schema, table: str) -> str:
    lines = [f"# {tables(schema)[table].__doc__}", f"[{table}]"]
    for key in keys(schema, table):
        lines += [f"# {key.sentence} ({key.allowed})", f"#{key.name} = {as_toml(key.default)}"]
    return "\n".join(lines) + "\n"


def every_device(schema: Schema) -> str:
    """A file in which each class stands as its settings say it is when all of it is virtual."""
    found = {name: one.all_virtual() for name, one in tables(schema).items() if issubclass(one, DeviceTable)}
    return "\n".join([_EVERY_DEVICE, *(_table(name, values) for name, values in found.items() if values)])


def effective(configuration: Configuration) -> str:
    """What holds, as a TOML file would say it."""
    tables_of = configuration.model_dump()
    return "\n".join(_table(table, values) for table, values in tables_of.items())


def _table(table: str, values: Mapping[str, object]) -> str:
    return f"[{table}]\n" + "".join(f"{name} = {as_toml(value)}\n" for name, value in values.items())


def write(schema: Schema, root: Path = ROOT) -> None:
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs" / "configuration.md").write_text(documentation(schema), encoding="utf-8")
    (root / "docs" / "every-device.toml").write_text(every_device(schema), encoding="utf-8")
    (root / "kiosk.example.toml").write_text(example(schema), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(subprocess.call([sys.executable, str(ROOT / "main.py"), "check-config", "--write-pages"]))
