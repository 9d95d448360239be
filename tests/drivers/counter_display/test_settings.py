"""The configuration's word about strips: what it says reaches the line; what would make numbers blink is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from drivers.attaching import Surroundings, attach_devices
from drivers.counter_display.displays import LONGEST_POLL_S, LedStrips
from drivers.device_classes import schema
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.log import NoLog


@pytest.mark.parametrize("keep_s", [1, 59, 65536, -1])
def test_a_number_that_would_go_before_it_is_shown_again_is_refused(keep_s: int) -> None:
    with pytest.raises(ValidationError):
        schema().model_validate({"counter_display": {"keep_s": keep_s}})


@pytest.mark.parametrize("keep_s", [0, 60, 65535])
def test_how_long_a_number_stays_and_how_often_it_is_shown_is_what_was_configured(keep_s: int, tmp_path: Path) -> None:
    table = {"port": str(tmp_path / "nothing"), "strips": ["3=1"], "keep_s": keep_s}
    wanted = schema().model_validate({"counter_display": table, "limits": {"device_beat_ms": 60_000}})
    supervisor = Supervisor()
    around = Surroundings(wanted, StateFolder(tmp_path).make(), supervisor, NoLog())
    strips = attach_devices("board", around)["counter_display"]
    assert isinstance(strips, LedStrips)
    assert strips._settings.care.keep_s == keep_s
    assert strips._worker.limits.beat_every_s == LONGEST_POLL_S
    assert supervisor.close() == ()
