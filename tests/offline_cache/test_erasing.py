"""When a node is revoked: keys first, then files; nothing readable is left anywhere, however it is interrupted."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from kiosk.domain.ticket import PrintState
from kiosk.operation.traces import traces
from kiosk.ports.ledger import LedgerError, LedgerFailure
from offline_cache import erasing
from offline_cache.backup import MadeBackup, back_up
from offline_cache.bookings import Bookings
from offline_cache.cache import Cache
from offline_cache.hall_ledger import HallLedger
from offline_cache.keeping import Keeping
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from offline_cache.terminal_ledger import TerminalLedger
from tests.offline_cache.invented import DAY, event, kept, request
from tests.offline_cache.noting import Noting
from tests.offline_cache.test_bookings import booked
from tests.offline_cache.test_cache import change
from tests.offline_cache.test_own_numbers import taken

NAME, CITY_KEY = "欧阳*惠子", "5f8c1b2ad0e94c7f9a63b1c2d3e4f506"
READABLE = [NAME, CITY_KEY]


def keeping(state: Path) -> Keeping:
    return Keeping(state / "secrets" / "terminal-fields.json", low_bytes=0, reserve_bytes=1 << 16)


def opened(state: Path) -> Opened | LedgerFailure:
    return open_ledger(state / "terminal" / "terminal.sqlite", keeping=keeping(state))


def lived(state: Path) -> LedgerFile:
    """A node in the middle of its day: book, WAL, copies, a damaged predecessor, numbers of its own."""
    path = state / "terminal" / "terminal.sqlite"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\x17" * 5000)
    result = opened(state)
    assert isinstance(result, Opened)
    assert result.moved_aside is not None
    file, named = result.file, booked(2, "B-1")
    assert named.body is not None
    key = change(1, "1", kind="match_key")
    bodies = ({**(key.body or {}), "key": CITY_KEY}, {**named.body, "name": NAME})
    Cache(file).apply([_with(key, bodies[0]), _with(named, bodies[1])], 2, "f")
    HallLedger(file).append([event(n) for n in range(100, 140)])
    taken(file, "t-1")
    assert isinstance(back_up(file, 4, threading.Event()), MadeBackup)
    TerminalLedger(file).open_intent(request("t-2"), DAY, 77)
    return file


def _with(one: object, body: object) -> object:
    from dataclasses import replace

    return replace(one, body=body)  # type: ignore[type-var]


def left(state: Path) -> list[str]:
    return sorted(str(path.relative_to(state)) for path in state.rglob("*") if path.is_file())


def test_nothing_of_a_revoked_node_is_left_but_the_mark_that_it_was_revoked(tmp_path: Path) -> None:
    file, log = lived(tmp_path), Noting()
    token = tmp_path / "secrets" / "token"
    token.write_text("the node's token")
    assert len(left(tmp_path)) > 8
    erasing.revoke(file, log, also=[token])
    assert left(tmp_path) == ["terminal/terminal.sqlite.lock", "terminal/terminal.sqlite.revoked"]
    assert log.names() == ["node_erased"]


def test_without_its_keys_no_copy_of_any_file_tells_anything(tmp_path: Path) -> None:
    """The disk as a thief holds it who came a moment after the keys had gone: book, WAL, copies, all of it."""
    state, stolen = tmp_path / "state", tmp_path / "stolen"
    file = lived(state)
    body = Bookings(file).booking("B-1")
    assert body is not None
    assert body.body["name"] == NAME
    shutil.copytree(state, stolen)
    assert traces([stolen], READABLE) == []
    (stolen / "secrets" / "terminal-fields.json").unlink()
    again = opened(stolen)
    assert isinstance(again, Opened)
    assert again.unreadable == 2
    assert (Cache(again.file).latest("match_key"), Bookings(again.file).booking("B-1")) == (None, None)
    again.file.close()
    erasing.revoke(file, Noting())
    assert traces([state], READABLE) == []


def test_a_book_in_use_answers_to_everybody_that_it_is_revoked(tmp_path: Path) -> None:
    file = lived(tmp_path)
    ledger, cache = TerminalLedger(file), Cache(file)
    erasing.revoke(file, Noting())
    assert ledger.open_intent(request("t-9"), DAY, 77) is LedgerFailure.REVOKED
    assert ledger.commit_ticket(kept("t-2"), event(1)) is LedgerFailure.REVOKED
    assert ledger.record_print("t-1", PrintState.PRINTED, None) is LedgerFailure.REVOKED
    assert cache.apply([change(9)], 9, "f") is LedgerFailure.REVOKED
    with pytest.raises(LedgerError) as refused:
        cache.latest("match_key")
    assert refused.value.failure is LedgerFailure.REVOKED
    assert back_up(file, 4, threading.Event()) in (None, LedgerFailure.READ_ONLY, LedgerFailure.REVOKED)
    file.close()


def test_a_revoked_node_does_not_begin_anew_until_it_is_enrolled_again(tmp_path: Path) -> None:
    file = lived(tmp_path)
    erasing.revoke(file, Noting())
    assert opened(tmp_path) is LedgerFailure.REVOKED
    assert opened(tmp_path) is LedgerFailure.REVOKED
    erasing.readmit(file.path)
    again = opened(tmp_path)
    assert isinstance(again, Opened)
    assert again.fresh
    again.file.close()


@pytest.mark.parametrize("step", range(1, 8))
def test_a_stop_anywhere_in_the_middle_is_finished_by_the_next_start_and_the_keys_go_first(
    tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lived(tmp_path)
    token = tmp_path / "secrets" / "token"
    token.write_text("the node's token")
    unlink, done = Path.unlink, []

    def cut(self: Path, missing_ok: bool = False) -> None:
        """The plug is pulled before the file of this step is removed."""
        if self.exists():
            done.append(self.name)
            if len(done) == step:
                raise OSError(5, "the plug was pulled")
        unlink(self, missing_ok)

    with monkeypatch.context() as power:
        power.setattr(Path, "unlink", cut)
        with pytest.raises(OSError, match="plug"):
            erasing.revoke(file, Noting(), also=[token])
    assert done[:2] == ["terminal-fields.json", "token"][: len(done)]
    assert not (tmp_path / "secrets" / "terminal-fields.json").exists() or not (
        (tmp_path / "secrets" / "terminal-fields.json").read_bytes().strip(b"\0")
    ), "overwritten before it is removed"
    assert opened(tmp_path) is LedgerFailure.REVOKED
    assert left(tmp_path) == ["terminal/terminal.sqlite.lock", "terminal/terminal.sqlite.revoked"]


def test_a_revocation_does_not_wait_for_a_copy_that_is_being_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offline_cache.backup.PAUSE_S", 0.05)
    monkeypatch.setattr("offline_cache.backup.STEP_PAGES", 1)
    file = lived_slowly = lived(tmp_path)
    results: list[object] = []
    copying = threading.Thread(target=lambda: results.append(back_up(lived_slowly, 4, threading.Event())))
    copying.start()
    while not [name for name in left(tmp_path) if name.startswith("terminal/backup/.")]:
        os.sched_yield()
    erasing.revoke(file, Noting())
    copying.join(20)
    assert results == [None]
    assert left(tmp_path) == ["terminal/terminal.sqlite.lock", "terminal/terminal.sqlite.revoked"]
