"""Devices as the configuration wants them: the one place where its tables become settings of drivers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from drivers.id_card import ReaderSettings, open_reader
from drivers.receipt_printer import Paper, PrinterSettings, Qr, open_printer
from drivers.speaker import VoiceSettings, open_speaker
from kiosk.domain.calendar import CHINA
from kiosk.operation.configuration import Configuration
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.operation.wiring import loudness
from kiosk.ports.devices import CardReader, ReceiptPrinter, Speaker
from kiosk.ports.log import Log


def reader(configuration: Configuration, state: StateFolder, supervisor: Supervisor) -> CardReader:
    chosen = configuration.id_card
    settings = ReaderSettings(
        baud=chosen.baud, poll_s=chosen.poll_ms / 1000, debounce_s=configuration.limits.device_debounce_ms / 1000
    )
    return open_reader(state.device_port(chosen.port, "id-card"), supervisor, settings)


def printer(configuration: Configuration, state: StateFolder, supervisor: Supervisor) -> ReceiptPrinter:
    chosen = configuration.receipt_printer
    paper = Paper(dots=chosen.dots, columns=chosen.columns, qr=Qr(chosen.qr))
    limits = configuration.limits
    settings = PrinterSettings(
        baud=chosen.baud,
        paper=paper,
        poll_s=limits.device_beat_ms / 1000,
        debounce_s=limits.device_debounce_ms / 1000,
    )
    return open_printer(state.device_port(chosen.port, "receipt-printer"), supervisor, settings)


def voice(configuration: Configuration, log: Log, keep_in: Path | None = None) -> Speaker:
    """`keep_in` is a folder for the wave files, for a journey that nobody hears."""
    chosen = configuration.speaker
    settings = VoiceSettings(
        device=chosen.device,
        clips=chosen.engine in ("auto", "clips"),
        synthesis=chosen.engine != "clips",
        gain=loudness(configuration, lambda: datetime.now(CHINA).time()),
        longest_queue=configuration.limits.voice_queue,
        record_to=keep_in,
    )
    return open_speaker(settings, log, silent=chosen.engine == "silent")
