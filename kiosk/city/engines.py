"""What the two kinds of database have in common, as the rest of the city sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from kiosk.city.bell import Bell
from kiosk.city.failures import CityFailure
from kiosk.ports.log import Log

LIFE = "life of the database"  # under this key in a connection's `info`


def life(connection: Connection) -> str:
    """Which life of which database this is: another one after data were put back to an earlier moment, because what was
    counted behind that moment means something else now. Empty where the database cannot tell."""
    return str(connection.info.get(LIFE, ""))


class Listener(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


class Engines(Protocol):
    """A file (`kiosk.city.sqlite_engine`) or a server (`kiosk.city.postgres_engine`)."""

    @property
    def writing(self) -> Engine: ...

    @property
    def reading(self) -> Engine: ...

    @property
    def writers(self) -> int:
        """So many threads may write at once, and so many may read beside them."""

    @property
    def readers(self) -> int: ...

    def check(self) -> CityFailure | None:
        """Whether what was opened can be used at all. DBAPIError as the driver says it."""

    def meaning(self, error: DBAPIError) -> CityFailure | None:
        """The world's failure behind an error of the driver; None for a bug of ours."""

    def again(self, error: DBAPIError) -> bool:
        """Whether the same transaction, from its beginning, may well succeed now; nothing of it was stored."""

    def alone(self, connection: Connection) -> None:
        """Until the transaction's end no other process of this city does what has to be done alone."""

    def doubted(self, connection: Connection) -> bool:
        """Whether the server warned since this was asked last: the commit then may not be what it should be."""

    def tell(self, halls: Iterable[str]) -> None:
        """Says to the other processes that these halls' feeds have something new; best effort, never raises."""

    def waits_for_standby(self) -> bool:
        """Whether a commit of this city waits for a standby's confirmation just now."""

    def listen(self, bell: Bell, log: Log) -> Listener | None:
        """Who rings the bell for what other processes stored; None where there are no others."""

    def cut(self, seconds: float) -> None:
        """Breaks off whatever has been under way for so long, so that no thread waits any longer."""

    def dispose(self) -> None:
        """Closes every connection that nobody uses."""
