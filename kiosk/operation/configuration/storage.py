"""The table of what a hall or terminal remembers: its copies, its reserve, its keys, and how long rows stay."""

from __future__ import annotations

from typing import Literal

from kiosk.operation.configuration.keys import Table, choice, whole


class Storage(Table):
    """What the hall and the terminal keep on their disks (docs/ledger.md)."""

    backup_minutes: int = whole(60, 1, 1440, "minutes", "Pause between two copies of a book.")
    backups_kept: int = whole(4, 1, 100, "copies", "So many are kept; after a day was tidied away, only one.")
    sent_event_days: int = whole(
        30, 2, 3650, "days", "Events that the upstream has taken stay so long, for it may lose them and ask again."
    )
    low_megabytes: int = whole(
        64, 0, 100000, "megabytes", "With less free on the disk no new number is given; at most a twentieth of it."
    )
    reserve_megabytes: int = whole(
        8, 0, 1000, "megabytes", "Set aside for what is under way when the disk is full; at most a twentieth of it."
    )
    cipher: Literal["aes-256-gcm", "sm4-gcm"] = choice(
        "aes-256-gcm", "How keys and bookings are encrypted in the book; a change encrypts everything anew."
    )
    key_days: int = whole(90, 1, 3650, "days", "After so long they are encrypted under a new key.")
