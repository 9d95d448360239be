"""Several machines of one city: each has the first one's keys, or does not serve and says why."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from io import StringIO
from pathlib import Path

from kiosk.city.database import Database
from kiosk.city.failures import CityFailure, DatabaseFailure
from kiosk.city.field_keys import FieldKeys
from kiosk.city.lan import NAME, CityLan
from kiosk.city.machine_keys import MachineKeys
from kiosk.city.opening import open_city
from kiosk.city.outside import Outside
from kiosk.city.server import serve
from kiosk.operation.city.commands import forget_keys
from kiosk.operation.exit_codes import ExitCode
from kiosk.ports.log import NoLog
from kiosk.sync.serving import ServeFailure
from kiosk.trust.node_key import NodeKey, ensure_node_key, prepare_next, use_next
from tests.city.grounds import FileGround, Ground, ServerGround

FIRST = MachineKeys("a" * 64, fields=FieldKeys({1: b"f" * 32}).marks())


def started(ground: Ground, keys: MachineKeys) -> CityFailure | None:
    """As a machine starts; None when it would serve."""
    opened = open_city(ground.place, threading.Event(), NoLog(), 0, keys)
    if not isinstance(opened, Database):
        return opened
    opened.close()
    return None


def key(folder: Path) -> NodeKey:
    folder.mkdir(exist_ok=True)
    found = ensure_node_key(folder, NAME)
    assert isinstance(found, NodeKey)
    return found


def known(folder: Path) -> MachineKeys:
    return MachineKeys(key(folder).pin, key(folder).pin_before)


def test_a_second_machine_serves_with_the_first_ones_keys_and_with_no_others(ground: Ground) -> None:
    assert started(ground, FIRST) is None
    assert started(ground, FIRST) is None
    assert started(ground, replace(FIRST, door="b" * 64)) is DatabaseFailure.OTHER_DOOR_KEY
    other = FieldKeys({1: b"g" * 32}).marks()
    assert started(ground, replace(FIRST, fields=other)) is DatabaseFailure.OTHER_FIELD_KEYS
    assert started(ground, FIRST) is None, "who was refused changed nothing"
    assert started(ground, MachineKeys()) is None, "behind a proxy of its own, and without telephone numbers"


def test_a_further_key_of_fields_has_to_be_on_every_machine(ground: Ground) -> None:
    more = replace(FIRST, fields=FieldKeys({1: b"f" * 32, 2: b"h" * 32}).marks())
    assert [started(ground, keys) for keys in (FIRST, more)] == [None, None]
    assert started(ground, FIRST) is DatabaseFailure.OTHER_FIELD_KEYS
    assert started(ground, more) is None


def test_a_new_key_of_the_door_is_believed_of_the_machine_that_had_the_one_before(
    tmp_path: Path, ground: Ground
) -> None:
    first, second, stranger = tmp_path / "first", tmp_path / "second", tmp_path / "stranger"
    key(first), key(stranger)
    shutil.copytree(first, second)
    assert [started(ground, known(one)) for one in (first, second)] == [None, None]
    for one in (first, stranger):
        assert isinstance(prepare_next(one, NAME), NodeKey)
    shutil.copy(first / "city-key.next.pem", second)
    for one in (first, stranger):
        assert isinstance(use_next(one, NAME), NodeKey)
    assert started(ground, known(stranger)) is DatabaseFailure.OTHER_DOOR_KEY
    assert started(ground, known(first)) is None
    assert started(ground, known(second)) is DatabaseFailure.OTHER_DOOR_KEY, "it has the old one still"
    assert isinstance(use_next(second, NAME), NodeKey)
    assert started(ground, known(second)) is None


def test_keys_that_are_lost_everywhere_are_forgotten_on_purpose(ground: Ground) -> None:
    assert started(ground, FIRST) is None
    new = MachineKeys("b" * 64, fields=FieldKeys({1: b"g" * 32}).marks())
    assert started(ground, new) is DatabaseFailure.OTHER_DOOR_KEY
    said = StringIO()
    assert forget_keys(ground.place, said) == ExitCode.GOOD
    assert "halls have to join anew" in said.getvalue()
    assert started(ground, new) is None
    assert started(ground, FIRST) is DatabaseFailure.OTHER_DOOR_KEY


def ended(ground: Ground, secrets: Path, fields: bytes) -> CityFailure | ServeFailure | None:
    """As a worker serves, until it is asked to end, which it is as soon as it is ready."""
    stop = threading.Event()
    lan, outside = CityLan("", key(secrets)), Outside(field_keys=FieldKeys({1: fields}))
    return serve(ground.place, {}, stop, lambda port: stop.set(), NoLog(), outside=outside, lan=lan)


def test_a_worker_with_other_keys_opens_no_door_before_a_server_and_a_file_asks_nobody(
    tmp_path: Path, database_of_a_server: ServerGround
) -> None:
    fields = b"f" * 32
    assert ended(database_of_a_server, tmp_path / "first", fields) is None
    assert ended(database_of_a_server, tmp_path / "second", fields) is DatabaseFailure.OTHER_DOOR_KEY
    assert ended(database_of_a_server, tmp_path / "first", b"g" * 32) is DatabaseFailure.OTHER_FIELD_KEYS
    file = FileGround(tmp_path)
    assert [ended(file, tmp_path / name, fields) for name in ("first", "second")] == [None, None]


def test_what_the_database_keeps_of_a_key_tells_nothing_of_it() -> None:
    keys = FieldKeys({1: b"f" * 32})
    assert keys.marks() == FieldKeys({1: b"f" * 32}).marks()
    assert (b"f" * 32).hex() not in keys.marks()[1]
