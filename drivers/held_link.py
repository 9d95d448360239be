"""A device's link from its first opening to its close: what every conversation over one line does with it."""

from __future__ import annotations

from drivers.serial_link import Link, LinkFault, Opener


class HeldLink:
    """Used by the worker's thread; `interrupt` alone may come from another."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._link: Link | None = None

    @property
    def link(self) -> Link:
        """Using a device before it was opened is a bug."""
        if self._link is None:
            raise RuntimeError("the device was used before it was opened")
        return self._link

    def connect(self) -> LinkFault | None:
        """Opens the line unless it is open."""
        if self._link is None:
            link = self._opener()
            if isinstance(link, LinkFault):
                return link
            self._link = link
        return None

    def close(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def interrupt(self) -> None:
        link = self._link
        if link is not None:
            link.interrupt()
