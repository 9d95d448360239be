"""A city's admission rule, asked by HTTP. It learns a keyed hash and where somebody wants to go; nothing else."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

import requests
from pydantic import BaseModel, Field, ValidationError

from kiosk.domain.published import Text
from kiosk.ports.admission import AdmissionQuestion, AdmissionSilent, NotAdmitted

_CONNECT_S, _ANSWER_S = 1.0, 2.0
_ANSWER_BYTES = 16 << 10


class _Words(BaseModel):
    zh: Annotated[str, Field(min_length=1, max_length=200)]
    en: Annotated[str, Field(min_length=1, max_length=400)]

    def text(self) -> Text:
        return Text(self.zh, self.en)


class _Admitted(BaseModel):
    admitted: Literal[True]


class _Refused(BaseModel):
    admitted: Literal[False]
    reason: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    sentence: _Words
    other_way: _Words


class _Answer(BaseModel):
    answer: Annotated[_Admitted | _Refused, Field(discriminator="admitted")]


class HttpAdmission:
    """Implements `kiosk.ports.admission.Admission`; safe from several threads.

    `POST url` with `{hall, item, day, hash, key_version}` is answered by 200 and `{admitted: true}`, or `{admitted:
    false, reason, sentence: {zh, en}, other_way: {zh, en}}`. Anything else is silence: `admits_when_silent` decides.
    """

    def __init__(self, url: str, token: str = "", admits_when_silent: bool = True) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._silent = AdmissionSilent(admits_when_silent)

    def asked(self, question: AdmissionQuestion) -> NotAdmitted | AdmissionSilent | None:
        try:
            return self._ask(question)
        except (requests.RequestException, OSError, ValidationError):
            return self._silent

    def _ask(self, question: AdmissionQuestion) -> NotAdmitted | AdmissionSilent | None:
        limits = (_CONNECT_S, _ANSWER_S)
        with requests.Session() as session:
            session.trust_env = False
            session.headers.update(self._headers)
            with session.post(
                self._url, json=asdict(question), timeout=limits, allow_redirects=False, stream=True
            ) as answer:
                body = answer.raw.read(_ANSWER_BYTES, decode_content=True)
                if answer.status_code != 200:
                    return self._silent
        said = _Answer.model_validate_json(b'{"answer":' + body + b"}").answer
        if isinstance(said, _Admitted):
            return None
        return NotAdmitted(said.reason, said.sentence.text(), said.other_way.text())
