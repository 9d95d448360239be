"""Whether bytes have the frame of an IPP answer (RFC 8010, 3.1; confidence A), looked at before the library reads them.

The library's parser believes every length: a negative one lets it read the same bytes again for ever. What passes here
it reads from front to back, once. Strings longer than 32,767 bytes, which it takes for negative, do not pass.
"""

from __future__ import annotations

import struct

HEAD = 8
LONGEST = 32_767
DEEPEST = 8
_GROUPS = (0x01, 0x02, 0x04, 0x05)  # operation, job, printer, unsupported: the groups that the library knows
_END, _BEGIN_COLLECTION, _END_COLLECTION = 0x03, 0x34, 0x37
_SIZES = {0x21: 4, 0x22: 1, 0x23: 4, 0x31: 11, 0x32: 9, 0x33: 8}  # integer, boolean, enum, date, resolution, range
_WITH_LANGUAGE = (0x35, 0x36)


def is_whole(data: bytes) -> bool:
    at, depth = HEAD, 0
    while at < len(data):
        tag = data[at]
        if tag == _END:
            return depth == 0
        if tag in _GROUPS:
            if depth:
                return False
            at += 1
            continue
        end = _attribute_end(data, at) if tag >= 0x10 else None
        depth += (tag == _BEGIN_COLLECTION) - (tag == _END_COLLECTION)
        if end is None or not 0 <= depth <= DEEPEST:
            return False
        at = end
    return False


def _attribute_end(data: bytes, at: int) -> int | None:
    """Where the next tag stands; None when a length does not fit the tag or what there is."""
    value = _string_end(data, at + 1)
    end = _string_end(data, value) if value is not None else None
    if value is None or end is None or end >= len(data):
        return None
    size = end - value - 2
    if data[at] in _WITH_LANGUAGE:
        text = _string_end(data, value + 2)
        return end if text is not None and _string_end(data, text) == end else None
    return end if _SIZES.get(data[at], size) == size else None


def _string_end(data: bytes, at: int) -> int | None:
    """The end of a length of two bytes and so many bytes."""
    if at + 2 > len(data):
        return None
    size = int(struct.unpack_from(">H", data, at)[0])
    return at + 2 + size if size <= LONGEST else None
