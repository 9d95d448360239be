"""The ID-card reader (SAM-V / SAM-A module on a serial line): `open_reader` is what main.py needs."""

from drivers.id_card.reader import ReaderSettings, open_reader

__all__ = ["ReaderSettings", "open_reader"]
