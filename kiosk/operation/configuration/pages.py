"""Writes what people read about the configuration, from the schema: the page of documentation and the example file.

`python -m kiosk.operation.configuration.pages` writes both, through `main.py check-config --write-pages`, which alone
knows the devices' tables; a test fails when they are stale.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from kiosk.operation.configuration.keys import Key
from kiosk.operation.configuration.schema import Configuration, Schema, keys, tables

ROOT = Path(__file__).resolve().parents[3]

_HEAD = """# Configuration

`python main.py --config kiosk.toml` reads one TOML file; without `--config`, `kiosk.toml` of the current folder is
read when it is there. Every key may be left out. `python main.py --config kiosk.toml check-config` says whether a file
is good and shows what holds. A key or value that is wrong is named with its line and with what would be right, and the
program ends with code 2.

This page and `kiosk.example.toml` are generated from the schema by `make docs`.
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


def effective(configuration: Configuration) -> str:
    """What holds, as a TOML file would say it."""
    tables_of = configuration.model_dump()
    return "\n".join(
        f"[{table}]\n" + "".join(f"{name} = {as_toml(value)}\n" for name, value in values.items())
        for table, values in tables_of.items()
    )


def write(schema: Schema, root: Path = ROOT) -> None:
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs" / "configuration.md").write_text(documentation(schema), encoding="utf-8")
    (root / "kiosk.example.toml").write_text(example(schema), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(subprocess.call([sys.executable, str(ROOT / "main.py"), "check-config", "--write-pages"]))
