"""The hall as each window of this machine holds it: address, token and limits from configuration and state folder."""

from __future__ import annotations

from kiosk.hall.client import BoardHall, CounterHall, EvaluatorHall, Limits
from kiosk.operation.configuration import Configuration
from kiosk.operation.start import Start
from kiosk.operation.terminal.service import Line
from kiosk.operation.upstreams import Act, Upstream, upstream
from kiosk.ports.log import Log


def counter_hall(start: Start, log: Log) -> CounterHall:
    chosen = start.configuration.caller
    found = _hall(start, "caller", chosen.counter, chosen.hall_url, log)
    return CounterHall(found.route, found.token, chosen.counter, _limits(start.configuration))


def evaluator_hall(start: Start, log: Log) -> EvaluatorHall:
    chosen = start.configuration.evaluator
    found = _hall(start, "evaluator", chosen.counter, chosen.hall_url, log)
    return EvaluatorHall(found.route, found.token, chosen.counter, _limits(start.configuration))


def board_hall(start: Start, log: Log) -> BoardHall:
    chosen = start.configuration.board
    found = _hall(start, "board", chosen.id, chosen.hall_url, log)
    return BoardHall(found.route, found.token, _limits(start.configuration))


def terminal_line(start: Start, log: Log, revoked: Act = lambda: None) -> Line:
    """Where a terminal's hall is, and as whom it speaks there. `revoked`: the hall sent it away."""
    chosen = start.configuration.terminal
    found = upstream(start, "hall", "terminal", chosen.id, chosen.hall_url, log, revoked)
    own_after_s = start.configuration.limits.own_numbers_after_seconds
    return Line(chosen.id, found.route, found.token, _limits(start.configuration), own_after_s=own_after_s)


def _hall(start: Start, role: str, id: str, urls: str, log: Log) -> Upstream:
    return upstream(start, "hall", role, id, urls, log)


def _limits(configuration: Configuration) -> Limits:
    limits = configuration.limits
    return Limits(
        connect=limits.hall_connect_ms / 1000, answer=limits.hall_answer_ms / 1000, silence=limits.feed_silence_seconds
    )
