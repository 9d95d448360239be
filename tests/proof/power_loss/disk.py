"""A disk that forgets: what is on it after a power cut, given what was written and what was synced.

Pessimistic on purpose. A write is on the disk once its file was synced, a name once its folder was. Of what was not
synced any part may be there: any write without the ones before it, and of a write any of its 512-byte sectors. A file
without its name is lost, a name without its contents is an empty file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    file: int
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file's new length."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Named:
    """A file gets a name, and loses the one it had: a file made, a file renamed."""

    file: int
    name: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Unnamed:
    name: str


@dataclass(frozen=True, slots=True)
class FileSynced:
    file: int


@dataclass(frozen=True, slots=True)
class FolderSynced:
    """`folder`: empty for the outermost; names in it have no further slash. Folders themselves are never lost."""

    folder: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Not the disk's: what the program said about itself at this place of the recording."""

    text: str


Change = Write | Cut | Named | Unnamed
Step = Change | FileSynced | FolderSynced | Mark
Image = Mapping[str, bytes]


class Disk:
    """What is safe, and in their order the changes that are not."""

    def __init__(self, image: Image) -> None:
        self._names = {name: number for number, name in enumerate(sorted(image))}
        self._contents = {number: image[name] for name, number in self._names.items()}
        self.pending: list[Change] = []

    def take(self, step: Step) -> None:
        match step:
            case FileSynced(file):
                self._settle([change for change in self.pending if _file_of(change) == file])
            case FolderSynced(folder):
                self._settle([change for change in self.pending if _folder_of(change) == folder])
            case Mark():
                return
            case _:
                self.pending.append(step)

    def after_a_cut(self, survived: Iterable[Change]) -> Image:
        """The files as the next start finds them when of the pending changes just these had reached the disk."""
        names, contents = dict(self._names), dict(self._contents)
        _apply(survived, names, contents)
        return {name: contents.get(file, b"") for name, file in names.items()}

    def _settle(self, changes: Sequence[Change]) -> None:
        _apply(changes, self._names, self._contents)
        settled = {id(change) for change in changes}
        self.pending = [change for change in self.pending if id(change) not in settled]


def sectors(change: Change) -> Sequence[Change]:
    """The pieces of a change that a disk takes whole: a write's sectors; everything else is one piece."""
    if not isinstance(change, Write):
        return [change]
    end = change.at + len(change.data)
    edges = [change.at, *range((change.at // SECTOR + 1) * SECTOR, end, SECTOR), end]
    return [
        Write(change.file, first, change.data[first - change.at : last - change.at])
        for first, last in pairwise(edges)
        if first < last
    ]


def _file_of(change: Change) -> int | None:
    return change.file if isinstance(change, Write | Cut) else None


def _folder_of(change: Change) -> str | None:
    return change.name.rpartition("/")[0] if isinstance(change, Named | Unnamed) else None


def _apply(changes: Iterable[Change], names: dict[str, int], contents: dict[int, bytes]) -> None:
    open_files: dict[int, bytearray] = {}
    for change in changes:
        match change:
            case Write(file, at, data):
                _write(open_files.setdefault(file, bytearray(contents.get(file, b""))), at, data)
            case Cut(file, size):
                _cut(open_files.setdefault(file, bytearray(contents.get(file, b""))), size)
            case Named(file, name, before):
                names.pop(before, None)
                names[name] = file
            case Unnamed(name):
                names.pop(name, None)
    contents |= {file: bytes(body) for file, body in open_files.items()}


def _write(body: bytearray, at: int, data: bytes) -> None:
    if len(body) < at:
        body.extend(bytes(at - len(body)))
    body[at : at + len(data)] = data


def _cut(body: bytearray, size: int) -> None:
    del body[size:]
    body.extend(bytes(size - len(body)))
