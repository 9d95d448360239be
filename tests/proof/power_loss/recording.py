"""A program's writes and syncs in one folder, in their order, as the kernel was asked for them: recorded by strace."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.proof.power_loss.disk import Cut, FileSynced, FolderSynced, Image, Mark, Named, Step, Unnamed, Write

MARKS = "marks"  # the file in the folder that the program writes its own words to
# an index that every first opener makes anew, a lock, blocks held in reserve: nothing in them has to survive
UNSEEN = ("-shm", ".lock", ".reserve")

_CALLS = (
    "openat,creat,write,pwrite64,writev,pwritev,pwritev2,truncate,ftruncate,fallocate,fsync,fdatasync,sync_file_range,"
    "unlink,unlinkat,rename,renameat,renameat2,copy_file_range,sendfile,link,linkat,msync,lseek,dup,dup2,dup3"
)
_LINE = re.compile(r"^\d+\s+(\w+)\((.*)\)\s*=\s*(-?\d+)")
_QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")


def is_possible() -> bool:
    return shutil.which("strace") is not None


def recorded(command: Sequence[str], folder: Path, cwd: Path) -> list[Step]:
    """Runs a program of one thread that works in `folder`; every change that it made there. RuntimeError when it failed
    or did what is not understood here."""
    trace = folder.with_name(folder.name + ".strace")
    known = seen(files_in(folder))
    tracer = ["strace", "-f", "--seccomp-bpf", "-qq", "-xx", "-y", "-s", str(1 << 24), "-e", f"trace={_CALLS}"]
    done = subprocess.run(
        [*tracer, "-o", str(trace), *command], cwd=cwd, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode != 0:
        raise RuntimeError(f"the recorded program failed: {done.stderr[-2000:]}")
    reader = _Reader(str(folder), known)
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            reader.read(line)
    trace.unlink()
    return reader.steps


def files_in(folder: Path) -> Image:
    """Every file below the folder, by its name from there."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def seen(files: Image) -> Image:
    """The files of which anything has to survive."""
    return {name: body for name, body in files.items() if _matters(name)}


def _matters(name: str) -> bool:
    return name != MARKS and not name.endswith(UNSEEN)


@dataclass
class _Descriptor:
    """An open file, also after its name is gone. `at`: where the next `write` goes; None at its end."""

    file: int
    at: int | None


@dataclass
class _Reader:
    """Reads one traced call after the other. A program of one thread has no unfinished ones."""

    folder: str
    image: Image
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._files = {name: number for number, name in enumerate(sorted(self.image))}
        self._sizes = {number: len(self.image[name]) for name, number in self._files.items()}
        self._open: dict[str, _Descriptor] = {}

    def read(self, line: str) -> None:
        found = _LINE.match(line)
        if found is not None and int(found[3]) >= 0:
            call, arguments, answer = found[1], found[2], found[3]
            known = _DESCRIPTOR.match(arguments)
            if call == "openat":
                self._opened(_texts(arguments)[0].decode(), arguments, answer)
            elif known is not None:
                self._with_descriptor(call, known[1], _plain(known[2]).decode(), arguments)
            else:
                self._with_names(call, [self._name(text.decode()) for text in _texts(arguments)])

    def _opened(self, path: str, arguments: str, descriptor: str) -> None:
        self._open.pop(descriptor, None)
        name = self._name(path)
        if not name or not _matters(name):
            return
        if name not in self._files and "O_CREAT" in arguments:
            self._files[name] = len(self._sizes)
            self._sizes[self._files[name]] = 0
            self.steps.append(Named(self._files[name], name))
        if name not in self._files:
            return  # a folder
        self._open[descriptor] = _Descriptor(self._files[name], None if "O_APPEND" in arguments else 0)
        if "O_TRUNC" in arguments:
            self._cut(self._files[name], 0)

    def _with_descriptor(self, call: str, descriptor: str, path: str, arguments: str) -> None:
        opened, name = self._open.get(descriptor), self._name(path)
        numbers = arguments.rsplit(", ", 2)
        if name == MARKS and call == "write":
            self.steps.extend(Mark(text) for text in _texts(arguments)[-1].decode().splitlines())
        elif call in ("fsync", "fdatasync"):
            if opened:
                self.steps.append(FileSynced(opened.file))
            elif name is not None and _matters(name):
                self.steps.append(FolderSynced(name))
        elif opened is None:
            return
        elif call == "pwrite64":
            self._write(opened.file, int(numbers[2]), _texts(arguments)[-1])
        elif call == "write":
            self._write_on(opened, _texts(arguments)[-1])
        elif call == "ftruncate":
            self._cut(opened.file, int(numbers[-1]))
        elif call != "lseek" or opened.at not in (0, None):
            raise RuntimeError(f"{call} of {name} is not understood")

    def _with_names(self, call: str, names: Sequence[str | None]) -> None:
        if not any(names):
            return
        if call in ("unlink", "unlinkat"):
            if names[0] in self._files:
                self.steps.append(Unnamed(names[0]))
                del self._files[names[0]]
        elif call == "rename" and names[0] in self._files and names[1]:
            file = self._files[names[1]] = self._files.pop(names[0])
            self.steps.append(Named(file, names[1], names[0]))
        else:
            raise RuntimeError(f"{call} of {names} is not understood")

    def _write_on(self, opened: _Descriptor, data: bytes) -> None:
        self._write(opened.file, self._sizes[opened.file] if opened.at is None else opened.at, data)
        if opened.at is not None:
            opened.at += len(data)

    def _write(self, file: int, at: int, data: bytes) -> None:
        self._sizes[file] = max(self._sizes[file], at + len(data))
        self.steps.append(Write(file, at, data))

    def _cut(self, file: int, size: int) -> None:
        self._sizes[file] = size
        self.steps.append(Cut(file, size))

    def _name(self, path: str) -> str | None:
        """A name in the recorded folder, empty for the folder itself; None for another place."""
        if path == self.folder:
            return ""
        return path.removeprefix(self.folder + "/") if path.startswith(self.folder + "/") else None


def _texts(arguments: str) -> list[bytes]:
    return [_plain(text) for text in _QUOTED.findall(arguments)]


def _plain(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", ""))
