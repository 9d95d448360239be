"""What the world refuses a role: its port, its folder. One sentence for the operator, and no mistake of ours."""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.log import traced
from kiosk.operation.log_catalogue import catalogue
from kiosk.ports.log import LogValue
from kiosk.serving.door import DoorError, DoorProblem

_DOORS = {
    DoorProblem.TAKEN: "port_taken",
    DoorProblem.NOT_PERMITTED: "port_not_permitted",
    DoorProblem.NOT_THIS_MACHINES: "address_not_here",
    DoorProblem.OTHER: "port_not_opened",
}
_PLACES = {
    errno.EACCES: "place_not_permitted",
    errno.EPERM: "place_not_permitted",
    errno.EROFS: "place_read_only",
    errno.EEXIST: "place_is_a_file",
    errno.ENOTDIR: "place_is_a_file",
    errno.ENOENT: "place_not_there",
    errno.ENOSPC: "place_full",
    errno.EDQUOT: "place_full",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event of the log and its fields; the sentence is for where there is no log."""

    event: str
    fields: dict[str, LogValue]
    sentence: str
    code: ExitCode = ExitCode.WRONG_ARGUMENTS


def refusal_of(error: BaseException | None, root: Path, role: str) -> Refusal | None:
    """None when the error is no refusal: then it is a bug. `root`: the state folder."""
    if isinstance(error, DoorError):
        return _of_door(error, role)
    return _of_place(error, root) if isinstance(error, OSError) else None


def _of_door(error: DoorError, role: str) -> Refusal:
    event, number = _DOORS[error.problem], errno.errorcode.get(error.errno or 0, "unknown")
    fields: dict[str, LogValue] = {"port_number": error.port, "host": error.host, "role": role, "reason": number}
    fields = {name: fields[name] for name in catalogue()[event].fields}
    return Refusal(event, fields, catalogue()[event].spoken(fields))


def _of_place(error: OSError, root: Path) -> Refusal | None:
    """Only of a file or folder of the state folder, or of one above it."""
    event = _PLACES.get(error.errno or 0)
    if event is None or not isinstance(error.filename, str):
        return None
    if error.errno == errno.ENOENT and root.is_dir():
        return None  # whoever looks for a file that is not there has to expect it
    place = Path(error.filename)
    if not (place.is_relative_to(root) or root.is_relative_to(place)):
        return None
    return Refusal(event, {"place": traced(str(place))}, catalogue()[event].spoken({"place": str(place)}))


def said(error: OSError, root: Path, role: str) -> int:
    """For where there is no log: the sentence on standard error, and the exit code. Raises what is a bug."""
    refusal = refusal_of(error, root, role)
    if refusal is None:
        raise error
    print(refusal.sentence, file=sys.stderr)
    return refusal.code


def must_be_writable(path: Path) -> None:
    """Raises PermissionError for a file, or else for its folder, that this user may not write."""
    wanted = path if path.exists() else path.parent
    if not os.access(wanted, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(wanted))
