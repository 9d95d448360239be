"""Who may do what, as one table that a person can read: roles across, acts down."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """Staff, and the machines that speak to the city as themselves."""

    CITY_ADMINISTRATOR = "city_administrator"
    HALL_MANAGER = "hall_manager"
    CLERK = "clerk"
    TECHNICIAN = "technician"
    INSPECTOR = "inspector"
    CHANNEL = "channel"  # a city's app or telephone centre that books for people
    NODE = "node"  # a hall's or terminal's own token
    CITY = "city"  # what the city does by itself; nobody holds it


STAFF_ROLES = frozenset(set(Role) - {Role.CHANNEL, Role.NODE, Role.CITY})
CITY_WIDE_ROLES = frozenset({Role.CITY_ADMINISTRATOR})  # never bound to one hall


class Act(StrEnum):
    """What a route does; each route names one."""

    SIGN_IN = "sign_in"  # the one act without a token
    OWN_PASSWORD = "own_password"  # noqa: S105  # also with a one-time password
    SIGN_OUT = "sign_out"
    OWN_SESSION = "own_session"
    STAFF_READ = "staff_read"
    STAFF_CHANGE = "staff_change"
    AUDIT_READ = "audit_read"
    CHANNEL_CHANGE = "channel_change"
    CITY_PUBLISH = "city_publish"  # catalogue, calendar, booking rules
    HALL_PUBLISH = "hall_publish"  # hall settings, number space, slot plan
    PUBLICATION_READ = "publication_read"
    HALL_CHANGE = "hall_change"
    TERMINAL_CHANGE = "terminal_change"
    ENROL = "enrol"
    SEND_AWAY = "send_away"  # a node that joined; it erases what it stored
    NODES_READ = "nodes_read"
    FLEET_READ = "fleet_read"
    ALARM_ACKNOWLEDGE = "alarm_acknowledge"
    HEARTBEAT = "heartbeat"
    SLOTS_READ = "slots_read"
    BOOK = "book"
    BOOKING_READ = "booking_read"
    SLOT_CHANGE = "slot_change"
    CONTACT_READ = "contact_read"
    SUSPENSION_READ = "suspension_read"
    SUSPENSION_JUDGE = "suspension_judge"
    REVIEW_READ = "review_read"
    REVIEW_WORK = "review_work"
    STATISTICS_READ = "statistics_read"
    RECORDS_READ = "records_read"  # raw events, tickets, evaluations


_A, _M, _C, _T, _I = Role.CITY_ADMINISTRATOR, Role.HALL_MANAGER, Role.CLERK, Role.TECHNICIAN, Role.INSPECTOR
_CHANNEL, _NODE = Role.CHANNEL, Role.NODE

ENTITLED: Mapping[Act, frozenset[Role]] = {
    Act.OWN_PASSWORD: frozenset({_A, _M, _C, _T, _I}),
    Act.SIGN_OUT: frozenset({_A, _M, _C, _T, _I}),
    Act.OWN_SESSION: frozenset({_A, _M, _C, _T, _I}),
    Act.STAFF_READ: frozenset({_A, _M, _I}),
    Act.STAFF_CHANGE: frozenset({_A, _M}),
    Act.AUDIT_READ: frozenset({_A, _M, _I}),
    Act.CHANNEL_CHANGE: frozenset({_A}),
    Act.CITY_PUBLISH: frozenset({_A}),
    Act.HALL_PUBLISH: frozenset({_A, _M}),
    Act.PUBLICATION_READ: frozenset({_A, _M, _T, _I}),
    Act.HALL_CHANGE: frozenset({_A}),
    Act.TERMINAL_CHANGE: frozenset({_A, _T}),
    Act.ENROL: frozenset({_A, _T}),
    Act.SEND_AWAY: frozenset({_A}),
    Act.NODES_READ: frozenset({_NODE}),
    Act.FLEET_READ: frozenset({_A, _M, _T, _I}),
    Act.ALARM_ACKNOWLEDGE: frozenset({_A, _M, _T}),
    Act.HEARTBEAT: frozenset({_NODE}),
    Act.SLOTS_READ: frozenset({_A, _M, _C, _I, _CHANNEL, _NODE}),
    Act.BOOK: frozenset({_M, _C, _CHANNEL, _NODE}),
    Act.BOOKING_READ: frozenset({_A, _M, _C, _I}),
    Act.SLOT_CHANGE: frozenset({_A, _M}),
    Act.CONTACT_READ: frozenset({_M, _C}),
    Act.SUSPENSION_READ: frozenset({_A, _I}),
    Act.SUSPENSION_JUDGE: frozenset({_A}),
    Act.REVIEW_READ: frozenset({_A, _M, _C, _I}),
    Act.REVIEW_WORK: frozenset({_A, _M, _C}),
    Act.STATISTICS_READ: frozenset({_A, _M, _I}),
    Act.RECORDS_READ: frozenset({_A, _M, _I}),
}
WITH_ONE_TIME_PASSWORD = frozenset({Act.OWN_PASSWORD, Act.SIGN_OUT, Act.OWN_SESSION})
_KEPT_BY_A_MANAGER = frozenset({Role.CLERK, Role.TECHNICIAN})


def may_keep(keeper: Role, kept: Role) -> bool:
    """Whose accounts somebody may make and change; a manager's stay in the manager's own hall besides."""
    if keeper is Role.CITY_ADMINISTRATOR:
        return kept in STAFF_ROLES
    return keeper is Role.HALL_MANAGER and kept in _KEPT_BY_A_MANAGER
