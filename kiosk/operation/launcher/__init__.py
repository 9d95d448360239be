"""Starts the house's processes on one machine and leaves nothing behind."""

from kiosk.operation.launcher.launching import Launcher
from kiosk.operation.launcher.plan import Child, Patience, Stage

__all__ = ["Child", "Launcher", "Patience", "Stage"]
