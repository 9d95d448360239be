"""A code's bytes as text, for whatever has read it: a scanner on its line or a camera."""

from __future__ import annotations

AUTO = ("utf-8", "gb18030")
_ALLOWED = frozenset("\t\n\r\x1d\x1e\x04")  # the separators that GS1 and ISO 15434 use inside a code


def text_of(payload: bytes, charsets: tuple[str, ...] = AUTO) -> str | None:
    """The first charset that fits wins; None when none does, or when control characters show that it is no text.

    Bytes in GB18030 that happen to be UTF-8 too are read as UTF-8: rare, and a setting decides.
    """
    for charset in charsets:
        try:
            text = payload.decode(charset)
        except UnicodeDecodeError:
            continue
        return text if all(map(_is_text, text)) else None
    return None


def _is_text(sign: str) -> bool:
    return sign in _ALLOWED or (sign >= " " and not "\x7f" <= sign <= "\x9f")
