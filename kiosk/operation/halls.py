"""The hall as each window of this machine holds it: address, token and limits from configuration and state folder."""

from __future__ import annotations

from kiosk.hall.client import BoardHall, CounterHall, EvaluatorHall, Limits
from kiosk.operation.configuration import Configuration
from kiosk.operation.start import Start
from kiosk.operation.terminal.service import Line
from kiosk.operation.wiring import address, own_token
from kiosk.ports.log import Log


def counter_hall(start: Start, log: Log) -> CounterHall:
    chosen = start.configuration.caller
    where, token = address(start.state, chosen.hall_url, "hall"), own_token(start.state, "caller", chosen.counter, log)
    return CounterHall(where, token, chosen.counter, _limits(start.configuration))


def evaluator_hall(start: Start, log: Log) -> EvaluatorHall:
    chosen = start.configuration.evaluator
    where = address(start.state, chosen.hall_url, "hall")
    token = own_token(start.state, "evaluator", chosen.counter, log)
    return EvaluatorHall(where, token, chosen.counter, _limits(start.configuration))


def board_hall(start: Start, log: Log) -> BoardHall:
    chosen = start.configuration.board
    where, token = address(start.state, chosen.hall_url, "hall"), own_token(start.state, "board", chosen.id, log)
    return BoardHall(where, token, _limits(start.configuration))


def terminal_line(start: Start, log: Log) -> Line:
    """Where a terminal's hall is, and as whom it speaks there."""
    chosen = start.configuration.terminal
    where, token = address(start.state, chosen.hall_url, "hall"), own_token(start.state, "terminal", chosen.id, log)
    own_after_s = start.configuration.limits.own_numbers_after_seconds
    return Line(chosen.id, where, token, _limits(start.configuration), own_after_s=own_after_s)


def _limits(configuration: Configuration) -> Limits:
    limits = configuration.limits
    return Limits(
        connect=limits.hall_connect_ms / 1000, answer=limits.hall_answer_ms / 1000, silence=limits.feed_silence_seconds
    )
