"""The invented hall made large enough for load: millions of numbers, every counter on one queue, a clerk for each."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from kiosk.city.publication import load_publication
from kiosk.ports.ledger import Change

QUEUE = "social"
ITEM = "RS-002"
PIN = "246810"  # the invented clerks' own, see the published hall's note
COUNTERS = tuple(str(number) for number in range(1, 33))
CLERKS = {counter: f"9{int(counter):03d}" for counter in COUNTERS}


def busy_hall() -> tuple[Change, ...]:
    """What a cache has to hold before the hall starts, in the order of its cursors."""
    files = load_publication()
    bodies = {
        "hall_settings": _enlarged(files["hall"]),
        "catalogue": files["catalogue"],
        "evaluation_reasons": files["evaluation_reasons"],
    }
    return tuple(Change(at, kind, "", "benchmark", body) for at, (kind, body) in enumerate(bodies.items(), 1))


def _enlarged(hall: Mapping[str, object]) -> dict[str, Any]:
    large: dict[str, Any] = copy.deepcopy(dict(hall))
    for queue in large["queues"]:
        queue["numbers"] = {"digits": 7, "sequencer": [1, 8_000_000], "standby": [8_000_001, 8_999_999],
                            "spare": [9_000_000, 9_999_999]}  # fmt: skip
    codes = [queue["code"] for queue in large["queues"]]
    name = {"zh": "压力测试", "en": "Load"}
    floor = large["floors"][0]["number"]
    large["counters"] = [
        {"number": counter, "floor": floor, "name": name, "queues": [QUEUE]} for counter in COUNTERS
    ] + [{"number": "99", "floor": floor, "name": name, "queues": [code for code in codes if code != QUEUE]}]
    known = large["clerks"][0]
    large["clerks"] = [{**known, "number": number} for number in CLERKS.values()]
    return large
