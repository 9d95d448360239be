"""Whether the hall is there, in one word and since when: what a screen says when it cannot know what is true now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.domain.ticket import HallUnreachable

# Waiting does not help: the hall does not know this machine, or this machine not the one that answers.
FOR_THE_TECHNICIAN = (HallUnreachable.NOT_ALLOWED, HallUnreachable.REVOKED, HallUnreachable.ANOTHER_MACHINE)


class LinkWord(StrEnum):
    CONNECTING = "connecting"  # nothing heard yet since this screen started
    UP = "up"
    LOST = "lost"
    NOT_ALLOWED = "not_allowed"  # a technician's matter: see FOR_THE_TECHNICIAN


@dataclass(frozen=True, slots=True)
class Link:
    """`since` is the local time hh:mm at which the line was lost, as shown; empty while it is up."""

    word: LinkWord = LinkWord.CONNECTING
    since: str = ""

    @property
    def up(self) -> bool:
        return self.word is LinkWord.UP

    def told(self, reason: HallUnreachable | None, hour_minute: str) -> Link:
        """After the line said None (it is up) or why it is down; a line that stays down keeps its first time."""
        if reason is None:
            return Link(LinkWord.UP)
        if reason in FOR_THE_TECHNICIAN:
            return Link(LinkWord.NOT_ALLOWED, self.since or hour_minute)
        if self.word is LinkWord.CONNECTING:
            return self
        return Link(LinkWord.LOST, self.since or hour_minute)

    def shown(self) -> dict[str, Any]:
        return {"word": self.word.value, "up": self.up, "since": self.since}
