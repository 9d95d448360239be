"""The tokens by which the processes of one machine know each other over loopback.

Made once, at random, each bound to a role and an identity; kept in `secrets/tokens.json`, which only its owner may
read. A hall or city loads them all; a client reads its own.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kiosk.operation.state_folder import private
from kiosk.trust import private_file

TOKEN_BYTES = 32


class TokenProblem(StrEnum):
    """Why the file cannot be used."""

    MISSING = "missing"
    OPEN_TO_OTHERS = "open_to_others"  # somebody else on this machine may read it
    BROKEN = "broken"
    NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True, order=True)
class Holder:
    """Who a token speaks for: terminal T1, caller 3, evaluator 3, board B1, hall qinglan."""

    role: str
    id: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens of this machine. `repr` shows none of them."""

    by_holder: dict[Holder, str] = field(default_factory=dict, repr=False)

    def of(self, role: str, id: str) -> str | None:
        return self.by_holder.get(Holder(role, id))

    def holder(self, token: str) -> Holder | None:
        """Whose token this is. Takes the same time wherever a wrong one differs."""
        given, found = token.encode(errors="replace"), None
        for holder, known in self.by_holder.items():
            if hmac.compare_digest(known.encode(), given):
                found = holder
        return found


def read_tokens(path: Path) -> Tokens | TokenProblem:
    try:
        if path.stat().st_mode & 0o077:
            return TokenProblem.OPEN_TO_OTHERS
        listed = json.loads(path.read_text(encoding="utf-8"))["tokens"]
        return Tokens({Holder(str(one["role"]), str(one["id"])): str(one["token"]) for one in listed})
    except FileNotFoundError:
        return TokenProblem.MISSING
    except (OSError, ValueError, KeyError, TypeError):
        return TokenProblem.BROKEN


def read_token(path: Path, role: str, id: str) -> str | TokenProblem:
    """One client's own token."""
    tokens = read_tokens(path)
    return tokens if isinstance(tokens, TokenProblem) else tokens.of(role, id) or TokenProblem.NOT_LISTED


def ensure_tokens(path: Path, holders: Iterable[Holder]) -> Tokens | TokenProblem:
    """The file's tokens, with a new one for each holder that has none. Two processes may do so at once."""
    private(path.parent)
    with path.with_suffix(".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        found = read_tokens(path)
        if found is TokenProblem.MISSING:
            found = Tokens()
        if isinstance(found, TokenProblem):
            return found
        missing = [holder for holder in holders if holder not in found.by_holder]
        new = {holder: secrets.token_urlsafe(TOKEN_BYTES) for holder in missing}
        return _write(path, Tokens({**found.by_holder, **new})) if new else found


def _write(path: Path, tokens: Tokens) -> Tokens:
    listed = [{"role": holder.role, "id": holder.id, "token": token} for holder, token in tokens.by_holder.items()]
    write_privately(path, json.dumps({"version": 1, "tokens": listed}, indent=1) + "\n")
    return tokens


def write_privately(path: Path, text: str) -> None:
    """A text as `kiosk.trust.private_file` writes it. Raises OSError."""
    private_file.write_privately(path, text.encode())
