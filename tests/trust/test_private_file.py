"""A secret that several processes make at their first start: one of them makes it, all of them read the same."""

from __future__ import annotations

import os
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

from kiosk.operation.city.own_server import made_word
from kiosk.trust.node_key import NodeKey, ensure_node_key
from kiosk.trust.private_file import write_privately_once

MAKERS = 6
_FORK = get_context("fork")


def _read_at_once(path: Path, begin: Barrier, kept: Path, number: int) -> None:
    begin.wait()
    (kept / str(number)).write_text(made_word(path))


def test_servers_that_start_at_once_share_one_password(tmp_path: Path) -> None:
    for round_number in range(10):
        folder = tmp_path / str(round_number)
        folder.mkdir()
        begin = _FORK.Barrier(MAKERS)
        makers = [
            _FORK.Process(target=_read_at_once, args=(folder / "word", begin, folder, number))
            for number in range(MAKERS)
        ]
        for maker in makers:
            maker.start()
        for maker in makers:
            maker.join(20)
            assert maker.exitcode == 0
        words = {(folder / str(number)).read_text() for number in range(MAKERS)}
        assert words == {(folder / "word").read_text()}
        assert sorted(path.name for path in folder.iterdir()) == [*map(str, range(MAKERS)), "word"]


def test_what_is_there_stays_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    write_privately_once(path, b"first")
    write_privately_once(path, b"second")
    assert path.read_bytes() == b"first"
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_a_killed_process_left_half_written_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / f".secret.{os.getpid()}").write_bytes(b"ha")
    write_privately_once(tmp_path / "secret", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_nodes_key_is_made_once(tmp_path: Path) -> None:
    first, second = ensure_node_key(tmp_path, "hall"), ensure_node_key(tmp_path, "hall")
    assert isinstance(first, NodeKey) and isinstance(second, NodeKey)
    assert first.pin == second.pin
