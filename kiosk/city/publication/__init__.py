"""What an embedded city publishes on its first start, so that a hall with nothing else has something true to do.

`load_publication()` gives the files as they are; `kiosk.domain` turns them into values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files

NAMES = ("catalogue", "hall", "evaluation_reasons", "number_rules")


def load_publication() -> dict[str, Mapping[str, object]]:
    """The packaged files, by the names of `NAMES`. A missing one is a bug of packaging."""
    folder = files(__name__)
    return {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES}
