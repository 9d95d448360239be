"""A real cupsd of our own on a port of loopback, with one queue whose backend does what a test wants.

It runs as an ordinary user (of the package, where the tests are root's), with a folder of its own for everything; the
machine's own CUPS, if there is one, is not touched.
"""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyipp import IPP
from pyipp.enums import IppOperation

from tests.drivers.stage import eventually

CUPSD = Path("/usr/sbin/cupsd")
PARTS = Path("/usr/lib/cups")
QUEUE, LOCKED = "a4", "locked"
FILES = """\
ServerRoot {root}
ServerBin {root}/bin
CacheDir {root}/cache
RequestRoot {root}/spool
StateDir {root}/state
TempDir {root}/tmp
AccessLog {root}/access_log
ErrorLog {root}/error_log
PageLog {root}/page_log
Printcap
FileDevice No
"""
SERVER = """\
Listen 127.0.0.1:{port}
LogLevel warn
Browsing No
WebInterface No
DefaultAuthType Basic
PreserveJobFiles Yes
DirtyCleanInterval 0
PreserveJobHistory Yes
<Location />
Order allow,deny
Allow from 127.0.0.1
</Location>
<Location /printers/locked>
AuthType Basic
Require valid-user
</Location>
<Policy default>
<Limit Send-Document Cancel-Job Get-Job-Attributes>
Require user @OWNER @SYSTEM
Order deny,allow
</Limit>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
PRINTER = """\
<Printer {name}>
DeviceURI hall:{root}/printer
State Idle
Accepting Yes
ErrorPolicy abort-job
OpPolicy default
</Printer>
"""
PPD = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "HALL.PPD"
*Product: "(Hall)"
*Manufacturer: "Hall"
*ModelName: "Hall A4"
*ShortNickName: "Hall A4"
*NickName: "Hall A4"
*PSVersion: "(3010) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize: PickOne
*DefaultPageSize: A4
*PageSize A4: ""
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4: "12 12 583 830"
*DefaultPaperDimension: A4
*PaperDimension A4: "595 842"
"""
# The printer: it does what its file `mode` says. `wait REASON` tells the reason and waits for another mode, as a
# printer without paper does.
BACKEND = """\
#!/bin/sh
[ $# -eq 0 ] && exit 0
place=${DEVICE_URI#hall:}
read -r mode reason < "$place/mode"
case $mode in
fail) exit 1 ;;
stop) exit 4 ;;
hang)
    while read -r now _ < "$place/mode" && [ "$now" = hang ]; do sleep 0.1; done
    exit 1
    ;;
say) echo "STATE: +$reason" >&2 ;;
wait)
    echo "STATE: +$reason" >&2
    while read -r now _ < "$place/mode" && [ "$now" = wait ]; do sleep 0.05; done
    echo "STATE: -$reason" >&2
    ;;
esac
cat ${6:+"$6"} > "$place/$1.part" && mv "$place/$1.part" "$place/$1.pdf"
"""


class PrivateCups:
    """One server and its printer. `queue`: the URL for a driver."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="hall-cups-"))
        self.port = _free_port()
        self.queue = f"ipp://127.0.0.1:{self.port}/printers/{QUEUE}"
        self._make()
        self.mode("print")
        self._server: subprocess.Popen[bytes] | None = None
        self.start()

    def mode(self, mode: str) -> None:
        """print, fail, stop (the queue with it), hang, say REASON, or wait REASON."""
        beside = self.root / "printer" / "mode.new"
        beside.write_text(f"{mode}\n")
        beside.chmod(0o644)
        beside.rename(self.root / "printer" / "mode")

    def start(self) -> None:
        root = self.root
        command = [str(root / "cupsd"), "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")]
        quiet = subprocess.DEVNULL
        if os.geteuid() == 0:
            who = pwd.getpwnam("lp")
            self._server = subprocess.Popen(
                command, stdout=quiet, stderr=quiet, user=who.pw_uid, group=who.pw_gid, extra_groups=[]
            )
        else:
            self._server = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        assert eventually(self.answers, 20), (self.root / "error_log").read_text()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def kill(self) -> None:
        """As a crash: at once, and with whatever backend is at work left behind to end by itself."""
        if self._server is not None:
            self._server.kill()
            self._server.wait(10)

    def freeze(self, still: bool) -> None:
        """The whole server stands still, its port stays open."""
        if self._server is not None:
            self._server.send_signal(19 if still else 18)

    def order(self, operation: IppOperation) -> None:
        async def order() -> None:
            async with IPP(self.queue) as line:
                await line.execute(operation, {})

        asyncio.run(order())

    def printed(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted((self.root / "printer").glob("*.pdf"))]

    def spool(self) -> list[str]:
        """Files of jobs and documents that the server keeps."""
        return sorted(file.name for file in (self.root / "spool").iterdir() if file.is_file())

    def logs(self) -> str:
        return "".join(file.read_text() for file in self.root.glob("*_log"))

    def close(self) -> None:
        self.mode("fail")  # a backend that waits or hangs ends, also one whose server was killed
        if self._server is not None:
            self.freeze(False)
            self._server.terminate()
            try:
                self._server.wait(5)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.root, ignore_errors=True)

    def _make(self) -> None:
        root = self.root
        for folder in ("bin/backend", "cache", "spool", "state", "tmp", "printer", "ppd"):
            (root / folder).mkdir(parents=True)
        (root / "bin" / "daemon").symlink_to(PARTS / "daemon")
        shutil.copy(CUPSD, root / "cupsd")  # AppArmor's profile of the installed path lets it read no folder of ours
        (root / "cups-files.conf").write_text(FILES.format(root=root))
        (root / "cupsd.conf").write_text(SERVER.format(port=self.port))
        (root / "printers.conf").write_text("".join(PRINTER.format(name=name, root=root) for name in (QUEUE, LOCKED)))
        for name in (QUEUE, LOCKED):
            (root / "ppd" / f"{name}.ppd").write_text(PPD)
        backend = root / "bin" / "backend" / "hall"
        backend.write_text(BACKEND)
        backend.chmod(0o755)
        if os.geteuid() == 0:
            who = pwd.getpwnam("lp")
            for path in (root, *root.rglob("*")):
                os.chown(path, who.pw_uid, who.pw_gid, follow_symlinks=False)
            root.chmod(0o755)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running() -> Iterator[PrivateCups]:
    """Skips the test where no CUPS is installed; the list at the tests' end says so."""
    if not CUPSD.is_file():
        pytest.skip("no cupsd is installed (Debian's package cups-daemon)")
    cups = PrivateCups()
    try:
        yield cups
    finally:
        cups.close()
