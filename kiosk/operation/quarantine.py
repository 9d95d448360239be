"""`main.py quarantine`: what the upstream refused, for a technician: list it, send it again, discard it.

It shows kinds, days, identities and reasons, and nothing of what an event says.
"""

from __future__ import annotations

import getpass
import json
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any

from kiosk.operation.book_door import ask_through
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.start import Start

_SENTENCES = {
    "no_book": "This machine has no book of a {of} in this state folder.",
    "locked": "The book is in use by a {of} that does not answer here; try again in a moment.",
    "unknown_event": "Not in quarantine, or being sent again already: {unknown}. Nothing was done.",
    "not_understood": "The running {of} does not understand this; it is of another version.",
    "bug": "The running {of} could not do this.",
}

Standing = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


def quarantine(start: Start, standing: Standing) -> int:
    """`standing(name, asked)` answers from the book of a node that does not run."""
    given = start.arguments
    asked = _asked(given)
    if isinstance(asked, str):
        print(asked, file=sys.stderr)
        return ExitCode.WRONG_ARGUMENTS
    try:
        reply = ask_through(start.state.run / f"{given.of}-book.sock", asked)
    except OSError as error:
        print(f"The running {given.of} did not answer: {error.strerror or error}.", file=sys.stderr)
        return ExitCode.FAILED
    return _told(standing(given.of, asked) if reply is None else reply, given)


def _asked(given: Namespace) -> Mapping[str, Any] | str:
    if given.act == "list":
        return {"act": "list"}
    if given.all == bool(given.ids):
        return "Name the events, or say --all."
    who = given.by or _user()
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}", who) or re.search(r"[0-9]{9}", who):
        return f'"{who}" does not tell who acts: a staff name of letters, digits, _ . - is wanted (--by).'
    act = given.act.replace("-", "_")
    return {"act": act, "ids": given.ids, "all": given.all, "who": who, "why": given.why.replace("-", "_")}


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _told(reply: Mapping[str, Any], given: Namespace) -> int:
    failure = reply.get("failure")
    if given.json:
        print(json.dumps(dict(reply), indent=1, ensure_ascii=False))
    if failure:
        unknown = ", ".join(reply.get("unknown", ()))
        sentence = _SENTENCES.get(str(failure), f"The book of the {{of}} cannot be used: {failure}.")
        print(sentence.format(of=given.of, unknown=unknown), file=sys.stderr)
        return ExitCode.FAILED
    if not given.json:
        _print(reply)
    return ExitCode.GOOD


def _print(reply: Mapping[str, Any]) -> None:
    if "done" in reply:
        print(f"Done; events: {reply['done']}." if reply["done"] else "There was nothing to do.")
        return
    for one in reply["refused"]:
        again = "   is being sent again" if one["under_way"] else ""
        print(f"{one['event_id']}  {one['kind']:<16} {one['day']}  {one['reason']}  since {one['since']} UTC{again}")
    if not reply["refused"]:
        print("Nothing is in quarantine.")
    for one in reply["acts"]:
        print(f"  {one['at']} UTC  {one['who']}  {one['act']}  {one['event_id']}  ({one['reason']}): {one['why']}")
