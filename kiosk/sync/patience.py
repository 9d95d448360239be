"""How long a node waits before it tries again, pure: doubling with jitter, and what an upstream asked for."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime

_LONGEST_ASKED_S = 300.0  # an upstream that asks for more is asked again all the same


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: the first wait and the longest."""

    first: float = 0.2
    most: float = 30.0

    def wait(self, failures: int, chance: float) -> float:
        """After so many failures in a row (1 or more); `chance` 0–1 spreads the nodes of a hall over half the wait."""
        return min(self.most, self.first * 2.0 ** min(failures - 1, 16)) * (0.5 + chance / 2)


def retry_after(header: str | None, now_s: float) -> float:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3: seconds or a date); 0 when there is none."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_ASKED_S)
    try:
        return min(max(0.0, parsedate_to_datetime(text).timestamp() - now_s), _LONGEST_ASKED_S)
    except (ValueError, TypeError, OverflowError):
        return 0.0
