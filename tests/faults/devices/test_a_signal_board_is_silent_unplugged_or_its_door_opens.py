"""The signal board: lights as wanted, a door that opens, a silent line, a pulled plug, a start that
nobody noticed, noise, too few lines.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from drivers.attaching import Surroundings, attach_devices
from drivers.device_classes import schema
from drivers.signal_board.board import NAME, BoardSettings, SerialBoard, open_board
from drivers.signal_board.device import Wiring
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.signal_board import Flash, Light
from kiosk.ports.log import NoLog
from tests.drivers.stage import Stage, eventually

SETTINGS = BoardSettings(9600, 0.1, debounce_s=0.3, wiring=Wiring(answer_s=0.2))


def board_on(stage: Stage, settings: BoardSettings = SETTINGS) -> SerialBoard:
    board = open_board(stage.port(NAME), stage.supervisor, settings)
    board.watch(stage.statuses)
    return board


def lit(stage: Stage) -> list[int]:
    found: list[int] = stage.do("state")["state"][NAME]["lights"]
    return found


def test_lights_are_as_they_are_wanted_and_others_stay_dark(stage: Stage) -> None:
    board = board_on(stage)
    board.light(Light.CARD, Flash.SLOW)
    board.light(Light.TICKET, Flash.QUICK)
    assert eventually(lambda: lit(stage) == [2, 3, 0, 0])
    board.light(Light.CARD, Flash.OFF)
    assert eventually(lambda: lit(stage) == [0, 3, 0, 0])


def test_an_open_door_is_told_with_its_reason_and_so_is_its_closing(stage: Stage) -> None:
    board = board_on(stage)
    assert eventually(lambda: board.status().detail("door") == "closed")
    stage.do("board_input", number=1, high=True)
    assert eventually(lambda: (board.status().device, board.status().reason) == (DeviceState.USER_ERROR, "door_open"))
    board.light(Light.CARD, Flash.CONTINUOUS)
    assert eventually(lambda: lit(stage)[0] == 1), "lights go on behind an open door"
    stage.do("board_input", number=1, high=False)
    assert eventually(lambda: board.status().device is DeviceState.ONLINE)


def test_a_silent_board_knows_nothing_of_its_door_and_gets_its_lights_again(stage: Stage) -> None:
    board = board_on(stage)
    board.light(Light.SCANNER, Flash.SLOW)
    assert eventually(lambda: lit(stage)[2] == 2)
    stage.do("silence", device=NAME)
    assert eventually(lambda: board.status().device is DeviceState.OFFLINE)
    assert board.status().detail("door") == "unknown"
    stage.do("lift_faults", device=NAME)
    assert eventually(lambda: board.status().device is DeviceState.ONLINE and lit(stage)[2] == 2)


def test_a_pulled_board_forgets_its_lights_and_is_told_them_when_it_is_back(stage: Stage) -> None:
    board = board_on(stage)
    board.light(Light.CARD, Flash.QUICK)
    assert eventually(lambda: lit(stage)[0] == 3)
    stage.do("unplug", device=NAME)
    assert eventually(lambda: board.status().device is DeviceState.NO_DEVICE)
    assert lit(stage)[0] == 0
    stage.do("plug", device=NAME)
    assert eventually(lambda: lit(stage)[0] == 3)


def test_a_board_that_started_anew_unnoticed_gets_its_lights_again(stage: Stage) -> None:
    board = board_on(stage, replace(SETTINGS, wiring=replace(SETTINGS.wiring, again_s=0.3)))
    board.light(Light.CARD, Flash.SLOW)
    assert eventually(lambda: lit(stage)[0] == 2)
    stage.do("board_restart")
    assert eventually(lambda: lit(stage) == [2, 0, 0, 0])
    assert [told.device for told in stage.statuses.all if told.device is not DeviceState.ONLINE] == []


def test_what_is_wired_where_and_what_an_open_door_looks_like_is_the_configurations_word(
    stage: Stage, tmp_path: Path
) -> None:
    wired = {"port": stage.port(NAME), "card_light": 0, "ticket_light": 4, "scanner_light": 1, "door": 2}
    configured = schema().model_validate({"signal_board": {**wired, "door_open": "low"}})
    around = Surroundings(configured, StateFolder(tmp_path).make(), stage.supervisor, NoLog())
    board = attach_devices("terminal", around)["signal_board"]
    assert eventually(lambda: board.status().reason == "door_open")
    for light in Light:
        board.light(light, Flash.CONTINUOUS)
    assert eventually(lambda: lit(stage) == [1, 0, 0, 1])
    stage.do("board_input", number=2, high=True)
    assert eventually(lambda: board.status().detail("door") == "closed")


def test_noise_and_a_wrong_check_cost_a_question_and_no_light(stage: Stage) -> None:
    board = board_on(stage)
    assert eventually(lambda: board.status().device is DeviceState.ONLINE)
    stage.do("board_wrong_check", times=2)
    stage.do("board_noise", count=80)
    board.light(Light.TICKET, Flash.CONTINUOUS)
    assert eventually(lambda: lit(stage)[1] == 1)
    assert eventually(lambda: board.status().device is DeviceState.ONLINE)


def test_a_board_with_fewer_lines_than_are_wired_is_out_of_order(stage: Stage) -> None:
    wiring = replace(SETTINGS.wiring, outputs={Light.CARD: 8})
    board = board_on(stage, replace(SETTINGS, wiring=wiring))
    assert eventually(lambda: board.status().reason.endswith("too_few_lines"))
