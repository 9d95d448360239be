"""The forms that what comes over HTTP has to have, wherever it stands: identities, days, times, words.

No text may hold a control character; PostgreSQL cannot store a NUL, and nobody types one.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kiosk.domain.published import Text as BothText

_IDENTITY = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"
_NO_CONTROL = r"^[^\x00-\x1f\x7f]*$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def _real_day(text: str) -> str:
    if text:
        date.fromisoformat(text)
    return text


Identity = Annotated[str, Field(min_length=1, max_length=64, pattern=_IDENTITY)]
Word = Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9_.-]*$")]
Line = Annotated[str, Field(max_length=200, pattern=_NO_CONTROL)]
Remark = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*$")]
IsoDay = Annotated[str, Field(pattern=_DAY, examples=["2026-11-24"]), AfterValidator(_real_day)]
Millis = Annotated[int, Field(ge=0, le=1 << 53)]
Count = Annotated[int, Field(ge=0, le=1 << 40)]

HallId = Annotated[str, Path(max_length=64, pattern=_IDENTITY, description="The hall.", examples=["qinglan"])]
PathIdentity = Annotated[str, Path(max_length=64, pattern=_IDENTITY)]
PathDay = Annotated[str, Path(pattern=_DAY, examples=["2026-11-24"]), AfterValidator(_real_day)]
Limit = Annotated[int, Query(ge=1, le=500, description="Rows of a page.")]
After = Annotated[str, Query(max_length=80, pattern=r"^[\w.:-]*$", description="`next` of the page before.")]
AskedDay = Annotated[str, Query(pattern=rf"^$|{_DAY}", description="ISO; empty: every day."), AfterValidator(_real_day)]
AskedHall = Annotated[str, Query(max_length=64, pattern=rf"^$|{_IDENTITY}", description="Empty: every hall.")]


class OnWire(BaseModel):
    """Unknown fields are refused: a misspelt one would otherwise silently be its default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(BaseModel):
    """An answer; a reader ignores what it does not know."""

    model_config = ConfigDict(frozen=True)


class Both(OnWire):
    """One thing to read, in both languages."""

    zh: Annotated[str, Field(min_length=1, max_length=60, pattern=_NO_CONTROL)] = Field(examples=["一楼大厅"])
    en: Annotated[str, Field(min_length=1, max_length=160, pattern=_NO_CONTROL)] = Field(examples=["Hall, floor 1"])

    @classmethod
    def of(cls, text: BothText) -> Both:
        return cls(zh=text.zh, en=text.en)


class Done(Told):
    """It is stored."""

    done: bool = True
