"""Keys of the cells: renewed with everything still readable, lost without a standstill, never in a file too many."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kiosk.ports.ledger import LedgerError, LedgerFailure
from offline_cache import key_renewal
from offline_cache.bookings import Bookings
from offline_cache.cache import Cache
from offline_cache.field_encryption import FieldCipher
from offline_cache.keeping import Keeping
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from offline_cache.upkeep import Upkeep
from tests.offline_cache.noting import Noting
from tests.offline_cache.test_bookings import booked
from tests.offline_cache.test_cache import change

AES, SM4 = FieldCipher.AES_256_GCM, FieldCipher.SM4_GCM


def keeping(folder: Path, cipher: FieldCipher = AES, key_days: int = 90) -> Keeping:
    return Keeping(folder / "secrets" / "keys.json", cipher, key_days, low_bytes=0, reserve_bytes=0)


def opened(folder: Path, kept: Keeping | None = None) -> Opened:
    result = open_ledger(folder / "hall.sqlite", keeping=kept or keeping(folder))
    assert isinstance(result, Opened), result
    return result


def filled(file: LedgerFile, count: int = 100) -> None:
    keys = [change(1, "1", kind="match_key"), change(2, "2", kind="match_key"), change(3)]
    Cache(file).apply([*keys, *(booked(n, f"B-{n}") for n in range(4, 4 + count))], 4 + count, "f")


def all_of_it(file: LedgerFile) -> list[object]:
    return list(Cache(file).after(0, 9999))


@pytest.mark.parametrize(("kept", "why"), [(90, "cipher"), (0, "age")])
def test_a_renewal_leaves_everything_readable_under_one_new_key_alone(tmp_path: Path, kept: int, why: str) -> None:
    first = opened(tmp_path)
    filled(first.file)
    before, old = all_of_it(first.file), first.file.keys.newest
    log = Noting()
    wanted = keeping(tmp_path, SM4 if why == "cipher" else AES, kept)
    Upkeep(first.file, wanted, lambda: "", log).turn()
    assert log.names() == ["backup_made", "field_key_renewed"]
    assert log.events[1][1] == {"count": 102}
    assert first.file.keys.ids == (first.file.keys.newest.id,) != (old.id,)
    assert first.file.keys.newest.cipher is wanted.cipher
    assert all_of_it(first.file) == before
    first.file.close()
    again = opened(tmp_path, wanted)
    assert (again.unreadable, all_of_it(again.file)) == (0, before)
    again.file.close()


def test_a_copy_from_before_a_renewal_which_nobody_could_read_is_not_kept(tmp_path: Path) -> None:
    first = opened(tmp_path)
    filled(first.file)
    Upkeep(first.file, keeping(tmp_path, SM4), lambda: "", Noting()).turn()
    first.file.close()
    (tmp_path / "hall.sqlite").unlink()
    restored = opened(tmp_path, keeping(tmp_path, SM4))
    assert restored.restored_from is not None
    assert (restored.unreadable, len(all_of_it(restored.file))) == (0, 103)
    restored.file.close()


KILLED = """
import os, pathlib, signal, sys
from offline_cache import key_renewal
from tests.offline_cache.test_key_renewal import SM4, opened
file = opened(pathlib.Path(sys.argv[1])).file
bring, turns = key_renewal._bring, []
def killed(*given):
    bring(*given)
    turns.append(1)
    if len(turns) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
key_renewal._bring = killed
key_renewal.renew(file, SM4, 90)
"""


def test_a_renewal_that_was_killed_in_its_middle_goes_on_and_nothing_is_lost(tmp_path: Path) -> None:
    first = opened(tmp_path)
    filled(first.file)
    before = all_of_it(first.file)
    first.file.close()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], capture_output=True, text=True, check=False)
    assert killed.returncode == -9, killed.stderr
    again = opened(tmp_path, keeping(tmp_path, SM4))
    assert (again.unreadable, len(again.file.keys.ids), all_of_it(again.file)) == (0, 2, before)
    Upkeep(again.file, keeping(tmp_path, SM4), lambda: "", Noting()).turn()
    assert (len(again.file.keys.ids), all_of_it(again.file)) == (1, before)
    again.file.close()


def test_while_no_good_copy_can_be_made_the_old_key_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened(tmp_path)
    filled(first.file)
    monkeypatch.setattr(first.file.room, "free_bytes", lambda: 0)
    log = Noting()
    Upkeep(first.file, keeping(tmp_path, SM4), lambda: "", log).turn()
    assert log.names() == ["backup_failed"]
    assert len(first.file.keys.ids) == 2
    first.file.close()


@pytest.mark.parametrize("fate", ["gone", "another", "nonsense"])
def test_when_the_key_is_lost_everything_is_asked_for_again_and_the_rest_stays_usable(
    tmp_path: Path, fate: str
) -> None:
    first = opened(tmp_path)
    filled(first.file, 5)
    first.file.close()
    path = keeping(tmp_path).keys
    path.unlink()
    if fate == "another":
        (tmp_path / "elsewhere").mkdir()
        opened(tmp_path / "elsewhere", keeping(tmp_path)).file.close()
    if fate == "nonsense":
        path.write_bytes(os.urandom(200))
        path.chmod(0o600)
    again = opened(tmp_path)
    assert again.unreadable == 7
    cache = Cache(again.file)
    assert (cache.feed().cursor, cache.feed().complete) == (0, False)
    assert cache.latest("match_key") is None
    assert cache.latest("catalogue") == change(3), "what was not encrypted is there until the new state is whole"
    assert Bookings(again.file).booking("B-4") is None
    filled(again.file, 5)
    assert Bookings(again.file).booking("B-4") is not None
    again.file.close()


def test_a_key_file_that_others_may_read_keeps_the_book_shut_and_untouched(tmp_path: Path) -> None:
    first = opened(tmp_path)
    filled(first.file, 5)
    first.file.close()
    before = (tmp_path / "hall.sqlite").read_bytes()
    keeping(tmp_path).keys.chmod(0o644)
    assert open_ledger(tmp_path / "hall.sqlite", keeping=keeping(tmp_path)) is LedgerFailure.KEYS_UNUSABLE
    assert (tmp_path / "hall.sqlite").read_bytes() == before
    keeping(tmp_path).keys.chmod(0o600)
    opened(tmp_path).file.close()


def test_a_cell_that_was_changed_in_a_running_book_is_a_typed_failure(tmp_path: Path) -> None:
    first = opened(tmp_path)
    filled(first.file, 1)
    first.file.write(lambda db: db.execute("update booking set body = zeroblob(80)"))
    with pytest.raises(LedgerError) as refused:
        Bookings(first.file).booking("B-4")
    assert refused.value.failure is LedgerFailure.KEYS_UNUSABLE
    first.file.close()


def test_no_key_of_the_city_and_none_of_the_cells_stands_in_the_book_or_its_copies(tmp_path: Path) -> None:
    first = opened(tmp_path)
    Cache(first.file).apply([change(1, "1", kind="match_key"), change(2, "1", kind="ticket_key")], 2, "f")
    Upkeep(first.file, keeping(tmp_path, SM4), lambda: "", Noting()).turn()
    own = first.file.keys.newest.key
    first.file.close()
    for path in [*tmp_path.glob("hall*"), *tmp_path.glob("backup/*")]:
        content = path.read_bytes()
        assert own not in content
        assert '"version":"1","名"'.encode() not in content


def test_the_renewal_waits_for_nobody_and_nobody_waits_for_it_for_long(tmp_path: Path) -> None:
    first = opened(tmp_path)
    filled(first.file, 500)
    stop, stored = threading.Event(), []

    def store() -> None:
        number = 1000
        while not stop.is_set():
            number += 1
            stored.append(Cache(first.file).apply([booked(number, f"B-{number}")], number, "f"))

    somebody = threading.Thread(target=store)
    somebody.start()
    count = key_renewal.renew(first.file, SM4, 90)
    stop.set()
    somebody.join()
    assert isinstance(count, int)
    assert count >= 502
    assert set(stored) <= {None}
    assert len(all_of_it(first.file)) == 503 + len(stored)
    first.file.close()
