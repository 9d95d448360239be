"""The data in a ticket's QR code, signed so that a hall that never heard of the ticket can still take it in.

Text: `HK1.` + base64url(JSON array) + `.` + base64url(first 16 bytes of HMAC-SHA256 under the hall's ticket key).
The array is [ticket_id, label, queue, item, day, taken_ms, node, group]; nothing personal is in it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import astuple, dataclass

_PREFIX = "HK1"
_MAC_BYTES = 16
_LONGEST = 1024


@dataclass(frozen=True, slots=True)
class TicketData:
    ticket_id: str
    label: str
    queue: str
    item: str
    day: str
    taken_ms: int
    node: str  # the terminal that made it
    group: str


def sign(data: TicketData, key: bytes) -> str:
    body = _encode(json.dumps(astuple(data), ensure_ascii=False, separators=(",", ":")).encode())
    return f"{_PREFIX}.{body}.{_encode(_mac(body, key))}"


def verify(text: str, key: bytes) -> TicketData | None:
    """The data, or None when the text is not ours, damaged, too long or signed with another key."""
    parts = text.split(".") if len(text) <= _LONGEST else []
    if len(parts) != 3 or parts[0] != _PREFIX or not text.isascii():
        return None
    if not hmac.compare_digest(_encode(_mac(parts[1], key)), parts[2]):
        return None
    return _parse(parts[1])


def _parse(body: str) -> TicketData | None:
    try:
        fields = json.loads(_decode(body))
        data = TicketData(*fields)
    except (ValueError, TypeError, binascii.Error):
        return None
    texts = (data.ticket_id, data.label, data.queue, data.item, data.day, data.node, data.group)
    return data if all(isinstance(t, str) for t in texts) and isinstance(data.taken_ms, int) else None


def _mac(body: str, key: bytes) -> bytes:
    return hmac.new(key, f"{_PREFIX}.{body}".encode(), hashlib.sha256).digest()[:_MAC_BYTES]


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
