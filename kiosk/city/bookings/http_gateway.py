"""Messages by HTTP: one POST of JSON to a configured address, which knows a message's identity when it comes again."""

from __future__ import annotations

import requests

from kiosk.ports.messages import Message, SendFailure

_CONNECT_S, _ANSWER_S = 3.0, 5.0
_BUSY = frozenset({408, 425, 429, 503})
_ANSWER_BYTES = 1024


class HttpGateway:
    """Implements `kiosk.ports.messages.MessageGateway`. Used by one thread.

    `POST url` with `{id, phone, template, values}`, `Idempotency-Key` and, when a token is given, `Authorization:
    Bearer`. Any 2xx means taken; 4xx means never, save 408, 425 and 429. Redirects are not followed: a telephone number
    goes to the configured address only.
    """

    def __init__(self, url: str, token: str = "") -> None:
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def send(self, message: Message) -> SendFailure | None:
        body = {
            "id": message.id,
            "phone": message.phone,
            "template": message.template,
            "values": dict(message.values),
        }
        try:
            with self._session.post(
                self._url,
                json=body,
                headers={"Idempotency-Key": message.id},
                timeout=(_CONNECT_S, _ANSWER_S),
                allow_redirects=False,
                stream=True,
            ) as answer:
                answer.raw.read(_ANSWER_BYTES)
                return _meaning(answer.status_code)
        except (requests.RequestException, OSError):
            return SendFailure.UNREACHED


def _meaning(status: int) -> SendFailure | None:
    if 200 <= status < 300:
        return None
    if status in _BUSY:
        return SendFailure.BUSY
    return SendFailure.REFUSED if 400 <= status < 500 else SendFailure.UNREACHED
