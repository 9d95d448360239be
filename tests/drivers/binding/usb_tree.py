"""A kernel's tree of USB devices in a folder of the test's own: things are plugged in and pulled out."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class UsbTree:
    root: Path

    @property
    def sys(self) -> Path:
        return self.root / "sys"

    @property
    def dev(self) -> Path:
        return self.root / "dev"

    def plug(self, place: str, vendor: int, product: int, tty: str = "", interface_class: int = 0xFF) -> Path:
        """The folder of the interface; with `tty` a link of that name stands in `dev` for the test to point."""
        device_name = place.partition(":")[0]
        device = self.sys / "devices" / "usb1" / device_name
        interface = device / place
        interface.mkdir(parents=True)
        for file, text in (("idVendor", f"{vendor:04x}"), ("idProduct", f"{product:04x}"), ("product", "A device")):
            (device / file).write_text(text + "\n")
        for file, text in (("busnum", "1"), ("devnum", "7")):
            (device / file).write_text(text + "\n")
        (interface / "bInterfaceClass").write_text(f"{interface_class:02x}\n")
        self._list(device_name, device)
        self._list(place, interface)
        if tty:
            (interface / tty).mkdir()
        return interface

    def pull(self, place: str) -> None:
        device_name = place.partition(":")[0]
        for name in (device_name, place):
            (self.sys / "bus/usb/devices" / name).unlink(missing_ok=True)
        shutil.rmtree(self.sys / "devices" / "usb1" / device_name)

    def _list(self, name: str, target: Path) -> None:
        listed = self.sys / "bus/usb/devices" / name
        listed.parent.mkdir(parents=True, exist_ok=True)
        listed.symlink_to(target)
