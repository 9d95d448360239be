"""Why the fleet's room says no."""

from __future__ import annotations

from enum import StrEnum


class FleetRefusal(StrEnum):
    UNKNOWN_HALL = "unknown_hall"
    UNKNOWN_TERMINAL = "unknown_terminal"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_NODE = "unknown_node"
    HALL_TAKEN = "hall_taken"
    JOINS_ITS_HALL = "joins_its_hall"
    OTHER_NAME = "other_name"
    TOO_MANY_CODES = "too_many_codes"
    UNKNOWN_ALARM = "unknown_alarm"
    OTHER_HALL = "other_hall"
