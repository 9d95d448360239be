"""Processes of one machine know each other by tokens that nobody else can read or guess."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kiosk.operation.tokens import Holder, TokenProblem, Tokens, ensure_tokens, read_token, read_tokens

TERMINAL, CALLER = Holder("terminal", "T1"), Holder("caller", "3")


def test_a_token_is_made_once_and_is_its_holders_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "tokens.json"
    made = ensure_tokens(path, [TERMINAL])
    again = ensure_tokens(path, [TERMINAL, CALLER])
    assert isinstance(made, Tokens)
    assert isinstance(again, Tokens)
    token = made.of("terminal", "T1")
    assert token is not None
    assert len(token) >= 40
    assert again.of("terminal", "T1") == token
    assert again.of("caller", "3") != token
    assert again.holder(token) == TERMINAL
    assert again.holder("") is None
    assert again.holder("张三") is None
    assert read_token(path, "terminal", "T1") == token
    assert read_token(path, "terminal", "T2") is TokenProblem.NOT_LISTED


def test_only_the_owner_may_read_the_tokens(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "tokens.json"
    ensure_tokens(path, [TERMINAL])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    assert read_tokens(path) is TokenProblem.OPEN_TO_OTHERS
    assert ensure_tokens(path, [CALLER]) is TokenProblem.OPEN_TO_OTHERS


def test_a_missing_and_a_broken_file_are_told_apart_and_a_broken_one_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    assert read_tokens(path) is TokenProblem.MISSING
    path.touch(mode=0o600)
    assert ensure_tokens(path, [TERMINAL]) is TokenProblem.BROKEN
    path.write_text(json.dumps({"tokens": [1]}))
    assert read_tokens(path) is TokenProblem.BROKEN


def test_processes_that_start_together_agree_on_the_tokens(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "tokens.json"
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: ensure_tokens(path, [TERMINAL, Holder("caller", str(number))]), range(8)))
    final = read_tokens(path)
    assert isinstance(final, Tokens)
    assert len(final.by_holder) == 9
    for tokens in made:
        assert isinstance(tokens, Tokens)
        assert tokens.by_holder.items() <= final.by_holder.items()


def test_a_token_never_shows_in_a_repr(tmp_path: Path) -> None:
    made = ensure_tokens(tmp_path / "tokens.json", [TERMINAL])
    assert isinstance(made, Tokens)
    assert str(made.of("terminal", "T1")) not in repr(made)
