"""From the configuration to what a city stands on and how much may wait in it."""

from __future__ import annotations

from pathlib import Path

from kiosk.city.database import Place
from kiosk.city.postgres_place import PostgresPlace
from kiosk.city.store import StoreLimits
from kiosk.operation.configuration import Configuration
from kiosk.operation.state_folder import StateFolder


def city_place(configuration: Configuration, state: StateFolder) -> Place:
    """The embedded file, or the configured server."""
    city = configuration.city
    if not city.database:
        return state.data("city") / "city.sqlite"
    password = Path(city.database_password_file).expanduser() if city.database_password_file else None
    return server_place(configuration, city.database, password)


def server_place(configuration: Configuration, url: str, password_file: Path | None) -> PostgresPlace:
    limits = configuration.limits
    return PostgresPlace(
        url,
        password_file,
        connections=configuration.city.database_connections,
        statement_ms=limits.city_statement_ms,
        lock_ms=limits.city_lock_ms,
    )


def store_limits(configuration: Configuration) -> StoreLimits:
    limits = configuration.limits
    return StoreLimits(writes=limits.city_queue, reads=2 * limits.city_queue, commit_s=limits.city_commit_ms / 1000)
