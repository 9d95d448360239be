"""From configuration to what the rooms ask for: small translations that builders share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.operation.configuration import Configuration
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import Holder, TokenProblem, read_tokens
from kiosk.ports.log import Log
from kiosk.sync.callers import CITY_STAFF, NODE, Caller

if TYPE_CHECKING:  # each role loads its own: a city no journeys, a terminal no hall's core
    from kiosk.hall.core.telling import Member
    from kiosk.journeys.session import Limits as JourneyLimits


def city_callers(state: StateFolder, log: Log) -> dict[str, Caller]:
    """Whom the city knows: halls, each entitled to its own feed and keys, and its staff."""
    held = _held(state, log)
    nodes = {token: Caller(one.id, NODE, hall=one.id, keys=True) for token, one in held if one.role == "hall"}
    staff = {token: Caller(one.id, CITY_STAFF) for token, one in held if one.role == CITY_STAFF}
    return nodes | staff


def hall_members(state: StateFolder, log: Log) -> dict[str, Member]:
    """Whom the hall knows: its terminals, callers, evaluators and boards."""
    from kiosk.hall.core.telling import Member, Role

    roles = {role.value: role for role in Role}
    return {token: Member(roles[one.role], one.id) for token, one in _held(state, log) if one.role in roles}


def _held(state: StateFolder, log: Log) -> list[tuple[str, Holder]]:
    tokens = read_tokens(state.tokens)
    if tokens is TokenProblem.MISSING:
        log.event("nobody_known")
        return []
    if isinstance(tokens, TokenProblem):
        log.event("tokens_unusable", reason=tokens.value)
        return []
    return [(token, holder) for holder, token in tokens.by_holder.items()]


def journey_limits(configuration: Configuration) -> JourneyLimits:
    from kiosk.journeys.session import Limits as JourneyLimits

    screen, limits = configuration.screen, configuration.limits
    return JourneyLimits(
        page=screen.page_seconds,
        ticket=limits.ticket_page_seconds,
        warning=screen.warning_seconds,
        extensions=screen.max_extensions,
        forgotten_report=limits.forgotten_card_report_seconds,
        forgotten_repeat=limits.forgotten_card_repeat_seconds,
        forgotten_says=limits.forgotten_card_announcements,
        reprints=limits.reprints,
    )
