"""Finds whole frames in whatever a line delivers: split, glued, with noise before, between and inside.

All five bytes of the preamble must match, because some readers use the same bytes in another order for protocols of
their own. After a frame that cannot be one, the search goes on one byte behind its preamble, so a real frame that lies
inside the wreck of another is still found. Memory is bounded by one longest frame; what is dropped is overwritten.
"""

from __future__ import annotations

from drivers.id_card.codec import LONGEST_BODY, PREAMBLE, check

_HEAD = len(PREAMBLE) + 2


class Receiver:
    """`shortest`: the smallest length field that makes sense in this direction, bytes after the length."""

    def __init__(self, shortest: int) -> None:
        self._shortest = shortest
        self._held = bytearray()
        self.broken = 0  # frames whose length or check was wrong
        self.noise = 0  # bytes that belonged to no frame

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies (without preamble, length and check) of the frames that `data` completed."""
        bodies: list[bytes] = []
        for start in range(0, len(data), LONGEST_BODY):
            self._held += data[start : start + LONGEST_BODY]
            while (body := self._next()) is not None:
                if body:
                    bodies.append(body)
        return bodies

    def clear(self) -> None:
        """Forgets what has arrived; its memory is overwritten first, because it may be half a person's record."""
        self._drop(len(self._held))

    @property
    def held(self) -> int:
        """Bytes that are kept for a frame to come."""
        return len(self._held)

    @property
    def partial(self) -> bool:
        """Something that may still become a frame has arrived."""
        return bool(self._held)

    def _next(self) -> bytes | None:
        """A body, or empty after skipping something, or None when more must arrive first."""
        self._skip_noise()
        if len(self._held) < _HEAD:
            return None
        size = int.from_bytes(self._held[len(PREAMBLE) : _HEAD], "big")
        if not self._shortest <= size <= LONGEST_BODY:
            return self._not_a_frame()
        if len(self._held) < _HEAD + size:
            return None
        if check(self._held[len(PREAMBLE) : _HEAD + size]):
            return self._not_a_frame()
        body = bytes(self._held[_HEAD : _HEAD + size - 1])
        self._drop(_HEAD + size)
        return body

    def _not_a_frame(self) -> bytes:
        self.broken += 1
        self._drop(1)
        return b""

    def _skip_noise(self) -> None:
        at = self._held.find(PREAMBLE)
        if at < 0:
            at = len(self._held) - self._begun()
        self.noise += at
        self._drop(at)

    def _begun(self) -> int:
        """How many last bytes may be the beginning of a preamble."""
        longest = min(len(PREAMBLE) - 1, len(self._held))
        return next((n for n in range(longest, 0, -1) if self._held.endswith(PREAMBLE[:n])), 0)

    def _drop(self, count: int) -> None:
        self._held[:count] = bytes(count)
        del self._held[:count]
