"""Frames that vendors and open drivers publish, as hexadecimal text; nothing is computed by the code under test."""

from __future__ import annotations

REQUESTS = {
    "RESET": "AA AA AA 96 69 00 03 10 FF EC",
    "STATUS": "AA AA AA 96 69 00 03 11 FF ED",
    "SAM_ID": "AA AA AA 96 69 00 03 12 FF EE",
    "FIND": "AA AA AA 96 69 00 03 20 01 22",
    "SELECT": "AA AA AA 96 69 00 03 20 02 21",
    "READ": "AA AA AA 96 69 00 03 30 01 32",
    "READ_WITH_FINGERPRINT": "AA AA AA 96 69 00 03 30 10 23",
    "READ_ADDRESS": "AA AA AA 96 69 00 03 30 03 30",
}
REPLIES = {
    "DONE": "AA AA AA 96 69 00 04 00 00 90 94",
    "SELF_CHECK_FAILED": "AA AA AA 96 69 00 04 00 00 60 64",
    "NOT_FOUND": "AA AA AA 96 69 00 04 00 00 80 84",
    "NOT_SELECTED": "AA AA AA 96 69 00 04 00 00 81 85",
    "READ_FAILED": "AA AA AA 96 69 00 04 00 00 41 45",
    "NO_SUCH_ITEM": "AA AA AA 96 69 00 04 00 00 91 95",
    "BAD_CHECKSUM": "AA AA AA 96 69 00 04 00 00 10 14",
    "BAD_LENGTH": "AA AA AA 96 69 00 04 00 00 11 15",
    "BAD_COMMAND": "AA AA AA 96 69 00 04 00 00 21 25",
    "CARD_REFUSED_MODULE": "AA AA AA 96 69 00 04 00 00 31 35",
    "MODULE_REFUSED_CARD": "AA AA AA 96 69 00 04 00 00 32 36",
    "NOT_VERIFIED": "AA AA AA 96 69 00 04 00 00 33 37",
    "UNKNOWN_CARD_TYPE": "AA AA AA 96 69 00 04 00 00 40 44",
    "NOT_AUTHORISED": "AA AA AA 96 69 00 04 00 00 66 62",
}
FOUND = bytes.fromhex("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97")
SELECTED = bytes.fromhex("AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C")

_SPACE = "20 00"
# 测试员: a computed person; photo of zeros, so the check byte is 8A.
RECORD = bytes.fromhex(
    " ".join(
        (
            "4B 6D D5 8B 58 54" + 12 * f" {_SPACE}",
            "31 00",
            "30 00 31 00",
            "31 00 39 00 39 00 30 00 30 00 33 00 30 00 37 00",
            "17 53 AC 4E 02 5E 1C 4E CE 57 3A 53 4B 6D D5 8B 57 88 31 00 F7 53" + 24 * f" {_SPACE}",
            "31 00 31 00 30 00 31 00 30 00 31 00 31 00 39 00 39 00 30 00 30 00 33 00 30 00 37 00"
            " 34 00 35 00 31 00 34 00",
            "17 53 AC 4E 02 5E 6C 51 89 5B 40 5C 1C 4E CE 57 06 52 40 5C" + 5 * f" {_SPACE}",
            "32 00 30 00 32 00 30 00 30 00 31 00 30 00 31 00",
            "7F 95 1F 67" + 6 * f" {_SPACE}",
            18 * f"{_SPACE} ",
        )
    )
)
CARD_FRAME = bytes.fromhex("AA AA AA 96 69 05 08 00 00 90 01 00 04 00") + RECORD + bytes(1024) + b"\x8a"
