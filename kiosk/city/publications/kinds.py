"""What can be published, for whom, and how it is checked: one row a kind. The checks are the readers' own.

A kind of a hall goes down to that hall under its name; a kind of the city goes to every hall, or stays here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.city.publications.reading import catalogue_from, hall_settings_from
from kiosk.city.staff.roles import Act
from kiosk.domain.booking import booking_rules_from
from kiosk.domain.catalogue import check_together
from kiosk.domain.evaluation import evaluation_reasons_from
from kiosk.domain.hall_settings import HallSettings
from kiosk.domain.number_rules import check_succession, check_with, number_rules_from
from kiosk.domain.published import PublicationError
from kiosk.domain.slot_plan import slot_plan_from
from kiosk.domain.working_days import working_days_from

Body = Mapping[str, Any]


class Kind(StrEnum):
    CATALOGUE = "catalogue"  # per hall; a city may publish one for all its halls at once
    HALL_SETTINGS = "hall_settings"
    NUMBER_RULES = "number_rules"
    EVALUATION_REASONS = "evaluation_reasons"
    SLOT_PLAN = "slot_plan"
    BOOKING_RULES = "booking_rules"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Standing:
    """A hall's other publications, which a new one has to fit."""

    hall: str
    of: Mapping[Kind, Body]


@dataclass(frozen=True, slots=True)
class Rules:
    """`key` of the change that goes down (empty: the hall's name), None: nothing goes down. `fits`: what else of the
    hall the check looks at."""

    act: Act
    of_a_hall: bool
    key: str | None
    check: Callable[[Body, Standing], None]
    fits: tuple[Kind, ...] = ()


def check(kind: Kind, body: Body, standing: Standing) -> None:
    """Raises PublicationError for a body that its readers could not use, or that does not fit the others."""
    RULES[kind].check(body, standing)


def _settings(standing: Standing) -> HallSettings | None:
    body = standing.of.get(Kind.HALL_SETTINGS)
    return None if body is None else hall_settings_from(body)


def _catalogue(body: Body, standing: Standing) -> None:
    catalogue, settings = catalogue_from(body), _settings(standing)
    if settings is not None:
        check_together(catalogue, settings)


def _hall_settings(body: Body, standing: Standing) -> None:
    settings = hall_settings_from(body)
    if settings.id != standing.hall:
        raise PublicationError("id", f"these are the settings of '{settings.id}'")
    if Kind.CATALOGUE in standing.of:
        check_together(catalogue_from(standing.of[Kind.CATALOGUE]), settings)
    if Kind.NUMBER_RULES in standing.of:
        check_with(number_rules_from(standing.of[Kind.NUMBER_RULES]), settings)


def _number_rules(body: Body, standing: Standing) -> None:
    rules, settings = number_rules_from(body), _settings(standing)
    if settings is not None:
        check_with(rules, settings)
    if Kind.NUMBER_RULES in standing.of:
        check_succession(number_rules_from(standing.of[Kind.NUMBER_RULES]).letters, rules)


def _slot_plan(body: Body, standing: Standing) -> None:
    plan = slot_plan_from(body)
    if Kind.CATALOGUE not in standing.of:
        return
    catalogue = catalogue_from(standing.of[Kind.CATALOGUE])
    for at, group in enumerate(plan.groups):
        for code in group.items:
            if catalogue.item(code) is None:
                raise PublicationError(f"groups[{at}].items", f"the catalogue has no item '{code}'")


def _reasons(body: Body, standing: Standing) -> None:
    evaluation_reasons_from(body)


def _booking_rules(body: Body, standing: Standing) -> None:
    booking_rules_from(body)


def _calendar(body: Body, standing: Standing) -> None:
    working_days_from(body)


RULES: Mapping[Kind, Rules] = {
    Kind.CATALOGUE: Rules(Act.CITY_PUBLISH, True, "city", _catalogue, (Kind.HALL_SETTINGS,)),
    Kind.HALL_SETTINGS: Rules(Act.HALL_PUBLISH, True, "", _hall_settings, (Kind.CATALOGUE, Kind.NUMBER_RULES)),
    Kind.NUMBER_RULES: Rules(Act.HALL_PUBLISH, True, "", _number_rules, (Kind.HALL_SETTINGS, Kind.NUMBER_RULES)),
    Kind.EVALUATION_REASONS: Rules(Act.CITY_PUBLISH, True, "city", _reasons),
    Kind.SLOT_PLAN: Rules(Act.HALL_PUBLISH, True, None, _slot_plan, (Kind.CATALOGUE,)),
    Kind.BOOKING_RULES: Rules(Act.CITY_PUBLISH, False, None, _booking_rules),
    Kind.CALENDAR: Rules(Act.CITY_PUBLISH, False, None, _calendar),
}
