"""The search for personal data is itself proven: it finds what is planted, in every spelling."""

from __future__ import annotations

import base64
import json
import sqlite3
from pathlib import Path

import pytest

from kiosk.operation.traces import traces

NAME, NUMBER = "欧阳测试", "110101199003074514"


@pytest.mark.parametrize(
    "planted",
    [
        f"x{NAME}y".encode(),
        f"x{NAME}".encode("utf-16-le"),
        NAME.encode("gb18030"),
        json.dumps({"name": NAME}).encode(),
        json.dumps({"name": NAME}).upper().replace("\\U", "\\u").encode(),
        base64.b64encode(b"ab" + NAME.encode()),
        base64.b64encode(b"a" + NUMBER.encode("utf-16-le") + b"zzz"),
        base64.urlsafe_b64encode(NUMBER.encode()),
        NUMBER.encode().hex().encode(),
    ],
)
def test_a_planted_name_or_number_is_found_in_every_spelling(tmp_path: Path, planted: bytes) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file.bin").write_bytes(b"\x00\xff" * 50 + planted + b"\x01" * 50)
    assert traces([tmp_path], [NAME, NUMBER])


def test_a_freed_page_of_a_database_still_shows_what_was_deleted_without_care(tmp_path: Path) -> None:
    file = sqlite3.connect(tmp_path / "careless.sqlite", isolation_level=None)
    file.execute("pragma secure_delete = off")
    file.execute("create table t(x)")
    file.execute("insert into t values (?)", (NAME,))
    file.execute("delete from t")
    file.close()
    assert traces([tmp_path], [NAME])


def test_masked_words_are_no_trace(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("欧**试 尾号4514 110101********4514", "utf-8")
    assert traces([tmp_path], [NAME, NUMBER]) == []
