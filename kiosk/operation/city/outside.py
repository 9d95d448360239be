"""What surrounds a city, from its configuration and its secrets: keys, the message gateway, the admission rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.city.outside import Outside
from kiosk.city.retention.limits import KeptDays
from kiosk.operation.city.field_keys import KeyFileProblem, ensure_field_keys
from kiosk.operation.configuration import Configuration
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.log import Log

if TYPE_CHECKING:  # a city without these services does not load what asks them
    from kiosk.city.bookings.http_admission import HttpAdmission
    from kiosk.city.bookings.http_gateway import HttpGateway


def city_outside(configuration: Configuration, state: StateFolder, log: Log) -> Outside:
    """What cannot be used is said in the log, and is then off."""
    keys = ensure_field_keys(state.secrets)
    if isinstance(keys, KeyFileProblem):
        log.event("city_field_keys_unusable", reason=keys.value)
    return Outside(
        field_keys=None if isinstance(keys, KeyFileProblem) else keys,
        gateway=_gateway(configuration, log),
        admission=_admission(configuration, log),
        kept_days=_kept_days(configuration),
    )


def _kept_days(configuration: Configuration) -> KeptDays:
    chosen = configuration.records
    return KeptDays(chosen.visit_days, chosen.evaluation_days, chosen.review_days, chosen.booking_days)


def _gateway(configuration: Configuration, log: Log) -> HttpGateway | None:
    chosen = configuration.messages
    if not chosen.gateway_url:
        return None
    from kiosk.city.bookings.http_gateway import HttpGateway

    token = _token(chosen.gateway_token_file, "messages", log)
    return None if token is None else HttpGateway(chosen.gateway_url, token)


def _admission(configuration: Configuration, log: Log) -> HttpAdmission | None:
    """A rule whose token cannot be read is still asked: to be admitted by a mistake of ours would be worse."""
    chosen = configuration.admission
    if not chosen.rule_url:
        return None
    from kiosk.city.bookings.http_admission import HttpAdmission

    return HttpAdmission(
        chosen.rule_url, _token(chosen.rule_token_file, "admission", log) or "", chosen.admit_when_silent
    )


def _token(file: str, service: str, log: Log) -> str | None:
    """Empty when none is configured; None when there should be one and it cannot be read."""
    if not file:
        return ""
    try:
        token = Path(file).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        token = ""
    if token and token.isascii() and token.isprintable():
        return token
    log.event("city_token_unusable", service=service)
    return None
