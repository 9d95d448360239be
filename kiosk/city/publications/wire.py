"""What the routes of publishing take and tell."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import Field

from kiosk.city.forms import Identity, Line, OnWire, Told
from kiosk.city.publications.kinds import Kind
from kiosk.city.publications.versions import PublicationRefusal, Published

LARGEST = 16 << 20  # bytes: a city's 71,047 items fit


class NewPublication(OnWire):
    """`body` as its readers take it (`format`, `version`, …), checked by their own rules before anything changes."""

    body: dict[str, Any] = Field(examples=[{"format": 1, "version": "2026-12-01.1"}])
    note: Line = Field(default="", examples=["second floor opens"], description="Why; kept with the version.")


class CityPublication(NewPublication):
    halls: list[Identity] | None = Field(
        default=None, max_length=5000, examples=[["qinglan"]], description="Null: every hall. No matter for the city's."
    )


class NumberSpace(OnWire):
    """Whose numbers are whose, by queue; the queues that are left out keep theirs."""

    version: str = Field(min_length=1, max_length=20, pattern=r"^\S+$", examples=["2026-12-01.2"])
    numbers: dict[str, dict[str, Any]] = Field(
        min_length=1,
        max_length=200,
        examples=[{"social": {"digits": 3, "sequencer": [1, 499], "standby": [500, 799], "spare": [800, 999]}}],
    )


class PublishedTold(Told):
    kind: Kind
    scope: str = Field(description="The hall; empty: the city.")
    number: int = Field(description="Of the version that stands now.")
    version: str
    numbers_from: str = Field(description="ISO day from which changed numbers hold; empty: they did not change.")

    @classmethod
    def of(cls, one: Published) -> PublishedTold:
        return cls(
            kind=one.kind, scope=one.scope, number=one.number, version=one.version, numbers_from=one.numbers_from
        )


class PublishedEverywhere(Told):
    published: list[PublishedTold]


class Withdrawn(Told):
    """`stands` is what stands instead; null when the withdrawn version did not stand."""

    stands: PublishedTold | None


class VersionRow(Told):
    number: int
    version: str
    note: str
    made_ms: int
    made_by: str
    withdrawn_ms: int | None
    withdrawn_by: str
    stands: bool


class Versions(Told):
    """The newest first. Empty while only the package has published: then its version stands."""

    versions: list[VersionRow]


class BodyTold(Told):
    body: dict[str, Any]


TOLD: Mapping[StrEnum, tuple[int, str]] = {
    PublicationRefusal.UNKNOWN_HALL: (404, "This city has no such hall, or it has no settings yet."),
    PublicationRefusal.UNKNOWN_VERSION: (404, "There is no such version."),
    PublicationRefusal.NOT_VALID: (422, "The halls could not use this."),
    PublicationRefusal.VERSION_TAKEN: (409, "Something else was published under this version."),
    PublicationRefusal.WITHDRAWN: (409, "This version was withdrawn."),
    PublicationRefusal.NOTHING_BEFORE: (409, "There is no earlier version, and a hall cannot stand without one."),
    PublicationRefusal.NOT_YOURS: (403, "This kind is published by somebody else."),
    PublicationRefusal.OTHER_SCOPE: (404, "This kind is not published here: some are a hall's, some the city's."),
    PublicationRefusal.STANDS_ALREADY: (409, "This version stands already."),
}
