"""A person's hands at the virtual devices: lay a card, lift it, take the ticket, take paper away, pull a plug."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from kiosk.operation.bench_control import BenchUnreachableError, Control
from screens.bench.showing import (
    INNER,
    OTHERS,
    PAPER,
    PRINTER,
    READER,
    LineState,
    bench_page,
    card_shown,
    orders_for,
    says_only,
)
from screens.bench.watching import BenchWatch
from screens.staff.worker import Failed, Worker

Reply = dict[str, Any]
_DEVICES = {"printer": PRINTER, "reader": READER} | OTHERS
_AWAY: Reply = {"ok": False, "reason": "away"}


class BenchDesk(QObject):
    """For QML: `page`, and what a hand can do. `pictures` is a folder of our own for the tickets' pictures."""

    pageChanged = Signal()

    def __init__(
        self, socket: Path, pictures: Path, watch: BenchWatch, worker: Worker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._control, self._pictures = Control(socket), pictures
        self._watch, self._worker = watch, worker
        self._state: dict[str, Any] | None = None
        self._cards: list[dict[str, Any]] = []
        self._there = self._looking = self._look_again = False
        self._refused = ""
        self._hanging: tuple[int, str] = (0, "")  # number and picture of the oldest ticket in the slot
        self._pages = 0  # so many were taken
        self._taken = ""  # picture of the ticket in the hand
        self._page: dict[str, Any] = {}
        watch.stirred.connect(self._look)
        watch.gone.connect(self._gone)
        self._show()

    def start(self) -> None:
        self._watch.start()

    def close(self) -> None:
        self._control.close()

    @Slot(str)
    def lay(self, card: str) -> None:
        """Lays this card; one that lies there already is lifted first, as a hand would."""
        laid = self._state is not None and bool(self._state.get(READER, {}).get("card"))
        lifting: tuple[dict[str, Any], ...] = ({"do": "lift_card"},) if laid else ()
        self._order(*lifting, {"do": "lay_card", "card": card})

    @Slot()
    def lift(self) -> None:
        self._order({"do": "lift_card"})

    @Slot()
    def takeTicket(self) -> None:
        picture = self._hanging[1]
        self._do(({"do": "take_ticket"},), lambda reply: self._in_hand(reply, picture))

    @Slot(str)
    def paper(self, level: str) -> None:
        self._order({"do": "paper", "level": level})

    @Slot(str)
    def cover(self, position: str) -> None:
        self._order({"do": "cover", "is": position})

    @Slot(str)
    def cutter(self, state: str) -> None:
        self._order({"do": "cutter_error", "on": state == "stuck"})

    @Slot(str, str)
    def line(self, device: str, wanted: str) -> None:
        self._order(*orders_for(_DEVICES[device], LineState(wanted)))

    @Slot()
    def scanTicket(self) -> None:
        """Holds the newest ticket's own code before the scanner."""
        self._do((), self._answered, self._scanned)

    @Slot(str)
    def scan(self, text: str) -> None:
        self._order({"do": "show_code", "text": text})

    @Slot(str)
    def pressKey(self, key: str) -> None:
        self._order({"do": "press_keys", "keys": key})

    @Slot(str)
    def door(self, position: str) -> None:
        self._order({"do": "board_input", "number": 1, "high": position == "open"})

    @Slot(str, str)
    def scene(self, lens: str, name: str) -> None:
        shows = {"text": "BENCH-001"} if name.startswith("code") else {}
        self._order({"do": "camera_show", "lens": lens, "scene": name, **shows})

    @Slot(str)
    def motion(self, how: str) -> None:
        self._order({"do": "camera_freeze", "on": how == "still"})

    @Slot(str, str)
    def strip(self, address: str, power: str) -> None:
        self._order({"do": "strip_power", "address": int(address), "on": power == "on"})

    @Slot(str)
    def documentPaper(self, level: str) -> None:
        self._order(*says_only(level, PAPER))

    @Slot(str)
    def documentInner(self, state: str) -> None:
        self._order(*says_only(state, INNER))

    @Slot(str)
    def documentQueue(self, state: str) -> None:
        self._order({"do": "document_stopped", "on": state == "stopped"})

    @Slot()
    def takePage(self) -> None:
        """Out of the tray, and before the eyes of whoever has a program for it."""
        self._pages += 1
        path = self._pictures / f"page-{self._pages}.pdf"
        self._do(({"do": "take_page", "path": str(path)},), lambda reply: self._page_taken(reply, path))

    def _look(self) -> None:
        """How do they stand now? Several hints while one look is out become one more look."""
        if self._looking:
            self._look_again = True
            return
        self._looking = self._worker.ask(lambda: self._done(()), self._looked)

    def _looked(self, reply: Reply | Failed) -> None:
        self._looking = False
        again, self._look_again = self._look_again, False
        if not isinstance(reply, Failed) and isinstance(reply.get("state"), dict):
            self._told(reply["state"])
        if again:
            self._look()

    def _order(self, *orders: dict[str, Any]) -> None:
        self._do(orders, self._answered)

    def _do(
        self,
        orders: tuple[dict[str, Any], ...],
        answer: Callable[[Reply | Failed], None],
        first: Callable[[], Reply] | None = None,
    ) -> None:
        """`first` is carried out on the worker's thread; what it gives back stands for the orders if it is refused."""
        self._refused = ""
        self._worker.ask(lambda: self._done(orders, first), answer)

    def _scanned(self) -> Reply:
        tickets = self._carry_out({"do": "tickets"})
        codes = [ticket["qr"] for ticket in tickets.get("tickets", []) if ticket.get("qr")]
        if not tickets.get("ok") or not codes:
            return {"ok": False, "reason": "no_ticket" if tickets.get("ok") else "away"}
        return self._carry_out({"do": "show_code", "text": codes[-1]})

    def _done(self, orders: tuple[dict[str, Any], ...], first: Callable[[], Reply] | None = None) -> Reply:
        """On the worker's thread: the orders, and how the devices stand after them; not every fault tells by itself."""
        reply = first() if first is not None else self._carry_out(*orders) if orders else {"ok": True}
        after = self._carry_out({"do": "state"}) if reply.get("ok") else {}
        return reply | {"state": after.get("state")}

    def _carry_out(self, *orders: dict[str, Any]) -> Reply:
        """On the worker's thread; stops at the first order that is refused."""
        reply: Reply = _AWAY
        for order in orders:
            try:
                reply = self._control.do(**order)
            except BenchUnreachableError:
                return _AWAY
            if not reply.get("ok"):
                return reply
        return reply

    def _answered(self, reply: Reply | Failed) -> None:
        if isinstance(reply, Failed) or not reply.get("ok"):
            self._refused = "broke" if isinstance(reply, Failed) else str(reply.get("reason", ""))
        elif isinstance(reply.get("state"), dict):
            self._told(reply["state"])
        self._show()

    def _in_hand(self, reply: Reply | Failed, picture: str) -> None:
        self._answered(reply)
        if not isinstance(reply, Failed) and reply.get("ok"):
            self._taken = picture
            self._show()

    def _page_taken(self, reply: Reply | Failed, path: Path) -> None:
        self._answered(reply)
        if not isinstance(reply, Failed) and reply.get("ok"):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _told(self, state: dict[str, Any]) -> None:
        if not self._there:
            self._worker.ask(lambda: self._carry_out({"do": "cards"}), self._learned_cards)
        self._there, self._state = True, state
        hanging = state.get(PRINTER, {}).get("hanging_tickets", [])
        number = int(hanging[0]) if hanging else 0
        if number != self._hanging[0]:
            self._hanging = (number, "")
            if number:
                self._ask_for_picture(number)
        self._show()

    def _gone(self) -> None:
        self._there = False
        self._show()

    def _learned_cards(self, reply: Reply | Failed) -> None:
        if not isinstance(reply, Failed) and reply.get("ok"):
            self._cards = [card_shown(card) for card in reply["cards"]]
            self._show()

    def _ask_for_picture(self, number: int) -> None:
        order = {"do": "ticket_picture", "number": number, "path": str(self._pictures / f"ticket-{number}.png")}
        self._worker.ask(lambda: self._carry_out(order), self._pictured)

    def _pictured(self, reply: Reply | Failed) -> None:
        if isinstance(reply, Failed) or not reply.get("ok") or reply["number"] != self._hanging[0]:
            return
        self._hanging = (self._hanging[0], QUrl.fromLocalFile(str(reply["path"])).toString())
        self._show()

    def _show(self) -> None:
        page = bench_page(self._state if self._there and self._state else {}, self._cards) | {
            "there": self._there,
            "refused": self._refused,
            "picture": self._hanging[1],
            "taken": self._taken,
        }
        if page != self._page:
            self._page = page
            self.pageChanged.emit()

    def _get_page(self) -> dict[str, Any]:
        return self._page

    page = Property("QVariantMap", _get_page, notify=pageChanged)  # type: ignore[arg-type]
