"""What the statistics' route tells."""

from __future__ import annotations

from pydantic import Field

from kiosk.city.forms import Told


class FiguresTold(Told):
    """Of one queue and the hour of taking the number (-1: not known). Milliseconds; null: nothing measured."""

    day: str
    queue: str
    hour: int
    tickets: int
    by_group: dict[str, int] = Field(examples=[{"booked": 12, "green": 5, "walk_in": 40}])
    by_terminal: dict[str, int] = Field(examples=[{"T1": 30, "T2": 27}])
    called: int
    served: int
    passed: int = Field(description="过号: called, did not come, never came back.")
    abandoned: int = Field(description="Never called when the day was over.")
    waiting: int = Field(description="Not called yet, while the day goes on.")
    void: int
    wait_p50_ms: int | None
    wait_p90_ms: int | None
    service_p50_ms: int | None
    service_p90_ms: int | None
    service_sum_ms: int
    grades: dict[str, int]
    declined: int
    not_rated: int


class DayTold(Told):
    """How fresh a day is: `stale` says that events came which are being counted now."""

    day: str
    stale: bool
    over: bool = Field(description="The hall has opened a later day.")
    counted_ms: int


class StatisticsTold(Told):
    hall: str
    days: list[DayTold]
    rows: list[FiguresTold]
