"""Nodes that send one event after the other over HTTP, each again until it is confirmed, as an uplink does; and one
that holds the feed open. Nobody tells them that a server was lost."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable

import requests

from kiosk.sync.contract import VERSION

_AGAIN_S = 0.05


class Sender:
    """One stream of the hall. `gaps`: seconds between two confirmations, each with when it ended (monotonic)."""

    def __init__(self, address: Callable[[], str], token: str, hall: str, epoch: str) -> None:
        self.confirmed: list[str] = []
        self.refused: dict[str, int] = {}
        self.broken_off = 0
        self.wrong = ""  # an answer that no sender should ever get; it ended this one
        self.gaps: list[tuple[float, float]] = []
        self._address, self._token, self._hall, self._epoch = address, token, hall, epoch
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def worst_gap_since(self, begun: float) -> float:
        return max((gap for gap, ended in self.gaps if ended > begun), default=0.0)

    def stop(self) -> None:
        """After the event under way is confirmed."""
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive(), "an event was never confirmed"

    def _run(self) -> None:
        try:
            self._send_all()
        except Exception as unexpected:
            self.wrong = f"{self._epoch} ended: {unexpected!r}"

    def _send_all(self) -> None:
        last = time.monotonic()
        with requests.Session() as session:
            session.trust_env = False
            session.headers["Authorization"] = f"Bearer {self._token}"
            while not self._stop.is_set():
                event_id = str(uuid.uuid4())
                batch = self._batch(event_id)
                while not self._sent(session, batch):
                    time.sleep(_AGAIN_S)
                now = time.monotonic()
                self.gaps.append((now - last, now))
                last = now
                self.confirmed.append(event_id)

    def _sent(self, session: requests.Session, batch: dict[str, object]) -> bool:
        try:
            answer = session.post(f"{self._address()}/v1/sync/events", json=batch, timeout=20)
        except requests.RequestException:
            self.broken_off += 1
            return False
        if answer.status_code != 200:
            reason = str(answer.json().get("reason"))
            assert answer.status_code in (429, 503), (answer.status_code, reason)
            self.refused[reason] = self.refused.get(reason, 0) + 1
            return False
        (verdict,) = answer.json()["verdicts"]
        assert verdict["verdict"] in ("applied", "duplicate"), verdict
        return True

    def _batch(self, event_id: str) -> dict[str, object]:
        number = len(self.confirmed) + 1
        at = {"wall_ms": time.time_ns() // 1_000_000, "mono_ms": number, "boot_id": self._epoch, "trusted": True}
        event = {"event_id": event_id, "kind": "taken", "node": self._hall, "day": "2026-11-23", "at": at,
                 "ticket_id": f"{self._epoch}-{number}", "data": {"label": "A001", "queue": "social"}}  # fmt: skip
        return {"version": VERSION, "node_id": self._hall, "stream_epoch": self._epoch, "first_seq": number,
                "events": [event]}  # fmt: skip
