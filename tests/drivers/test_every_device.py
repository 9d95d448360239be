"""The shipped configuration with every class of devices: none is forgotten, and all of them are well at a terminal."""

from __future__ import annotations

import tomllib
from pathlib import Path

from drivers.attaching import Surroundings, attach_devices
from drivers.device_classes import device_classes, schema
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState
from kiosk.ports.log import NoLog
from tests.drivers.stage import Stage, eventually

FILE = Path(__file__).resolve().parents[2] / "docs" / "every-device.toml"


def test_it_wants_every_class_that_there_is() -> None:
    told = schema().model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
    assert [one.name for one in device_classes() if not told.of(one.settings).wanted] == []
    assert told.needs_virtual_devices


def test_every_one_of_them_is_well(stage: Stage, tmp_path: Path) -> None:
    told = tomllib.loads(FILE.read_text(encoding="utf-8")) | {"speaker": {"engine": "silent"}}
    supervisor = Supervisor()
    around = Surroundings(schema().model_validate(told), StateFolder(tmp_path).make(), supervisor, NoLog())
    try:
        attached = attach_devices("terminal", around)
        for one in device_classes():  # those of the board and the caller too
            if one.table not in attached:
                one.attach(around.configuration.of(one.settings), around)
        working = {name: status for name, status in supervisor.statuses().items() if name != "speaker"}
        assert {one.name for one in device_classes()} - set(working) <= {"speaker"}
        assert eventually(
            lambda: (
                {one.device for name, one in supervisor.statuses().items() if name in working} == {DeviceState.ONLINE}
            )
        ), supervisor.statuses()
    finally:
        assert supervisor.close() == ()
