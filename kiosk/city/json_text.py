"""JSON as the city stores it: short, and Chinese as Chinese."""

from __future__ import annotations

import json


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
