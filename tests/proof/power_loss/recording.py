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
UNSEEN = ("-shm", ".lock")  # an index that every first opener makes anew, and a lock: nothing in them has to survive

_CALLS = (
    "openat,creat,write,pwrite64,writev,pwritev,pwritev2,truncate,ftruncate,fallocate,fsync,fdatasync,sync_file_range,"
    "unlink,unlinkat,rename,renameat,renameat2,copy_file_range,sendfile,link,linkat,msync"
)
_UNDERSTOOD = {"openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "unlink", "unlinkat", "rename"}
_LINE = re.compile(r"^\d+\s+(\w+)\((.*)\)\s*=\s*(-?\d+)")
_QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_OF_DESCRIPTOR = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})+)>")


def is_possible() -> bool:
    return shutil.which("strace") is not None


def recorded(command: Sequence[str], folder: Path, cwd: Path) -> list[Step]:
    """Runs a program of one thread that works in `folder`; every change that it made there. RuntimeError when it failed
    or did what is not understood here."""
    trace = folder.with_name(folder.name + ".strace")
    known = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != MARKS}
    tracer = ["strace", "-f", "--seccomp-bpf", "-qq", "-xx", "-y", "-s", str(1 << 24), "-e", f"trace={_CALLS}"]
    done = subprocess.run(
        [*tracer, "-o", str(trace), *command], cwd=cwd, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode != 0:
        raise RuntimeError(f"the recorded program failed: {done.stderr[-2000:]}")
    reader = _Reader(str(folder), seen(known))
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            reader.read(line)
    trace.unlink()
    return reader.steps


def seen(files: Image) -> Image:
    """The files of which anything has to survive."""
    return {name: body for name, body in files.items() if _matters(name)}


def _matters(name: str) -> bool:
    return name != MARKS and not name.endswith(UNSEEN)


@dataclass
class _Reader:
    folder: str
    image: Image
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._files = {name: number for number, name in enumerate(sorted(self.image))}
        self._next = len(self._files)

    def read(self, line: str) -> None:
        """`unfinished` cannot be: the program has one thread."""
        found = _LINE.match(line)
        if found is None or int(found[3]) < 0:
            return
        call, arguments = found[1], found[2]
        name = self._name(arguments)
        if name is None:
            return
        if call not in _UNDERSTOOD:
            raise RuntimeError(f"{call} in the recorded folder is not understood")
        if name == MARKS:
            self._mark(call, arguments)
        elif name == "" or _matters(name):
            self._step(call, arguments, name)

    def _step(self, call: str, arguments: str, name: str) -> None:
        numbers = arguments.rsplit(", ", 2)
        if call == "openat":
            self._opened(name, arguments)
        elif call in ("fsync", "fdatasync"):
            self.steps.append(FileSynced(self._files[name]) if name else FolderSynced())
        elif call == "pwrite64":
            self.steps.append(Write(self._files[name], int(numbers[2]), _texts(arguments)[-1]))
        elif call == "ftruncate":
            self.steps.append(Cut(self._files[name], int(numbers[-1])))
        elif call in ("unlink", "unlinkat"):
            self.steps.append(Unnamed(name))
            del self._files[name]
        elif call == "rename":
            self._renamed(name, _texts(arguments)[1].decode())
        else:
            raise RuntimeError(f"{call} of {name} is not understood")

    def _opened(self, name: str, arguments: str) -> None:
        if name not in self._files and "O_CREAT" in arguments:
            self._files[name], self._next = self._next, self._next + 1
            self.steps.append(Named(self._files[name], name))
        elif "O_TRUNC" in arguments:
            self.steps.append(Cut(self._files[name], 0))

    def _renamed(self, before: str, path: str) -> None:
        name = path.removeprefix(self.folder + "/")
        file = self._files[name] = self._files.pop(before)
        self.steps.append(Named(file, name, before))

    def _mark(self, call: str, arguments: str) -> None:
        if call == "write":
            self.steps.extend(Mark(text) for text in _texts(arguments)[-1].decode().splitlines())

    def _name(self, arguments: str) -> str | None:
        """The file's name in the folder that a call is about, empty for the folder itself; None for another place."""
        opened = _OF_DESCRIPTOR.match(arguments)
        path = _plain(opened[1]).decode() if opened else _texts(arguments)[0].decode() if _texts(arguments) else ""
        if path == self.folder:
            return ""
        return path.removeprefix(self.folder + "/") if path.startswith(self.folder + "/") else None


def _texts(arguments: str) -> list[bytes]:
    return [_plain(text) for text in _QUOTED.findall(arguments)]


def _plain(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", ""))
