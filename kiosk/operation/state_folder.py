"""The folder in which one machine's state lies, and the names in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


def usual_folder() -> Path:
    """hall-kiosk in the user's data folder (XDG)."""
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "hall-kiosk"


@dataclass(frozen=True, slots=True)
class StateFolder:
    """Every path below `root` that more than one room knows."""

    root: Path

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def tokens(self) -> Path:
        return self.secrets / "tokens.json"

    @property
    def virtual_devices(self) -> Path:
        return self.root / "virtual-devices"

    @property
    def control_socket(self) -> Path:
        return self.virtual_devices / "control.sock"

    def data(self, role: str) -> Path:
        """The role's own folder, made if need be: its SQLite file and what belongs to it."""
        return private(self.root / role)

    def lock(self, name: str) -> Path:
        return self.run / f"{name}.lock"

    def ready(self, name: str) -> Path:
        return self.run / f"{name}.json"

    def device_sheet(self, name: str) -> Path:
        """What the role's devices say of themselves."""
        return self.run / f"{name}.devices"

    def device_port(self, configured: str, device: str) -> str:
        """A configured port, or the virtual device's end of its pseudo-terminal."""
        return str(self.virtual_devices / device) if configured == "virtual" else configured

    def make(self) -> StateFolder:
        """Makes the folders, closed to other users of the machine. Raises OSError as the disk does."""
        for folder in (self.root, self.run, self.logs, self.secrets):
            private(folder)
        return self


def private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
