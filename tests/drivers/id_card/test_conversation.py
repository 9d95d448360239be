"""One question, one answer: over a pseudo-terminal whose other end the test itself holds."""

from __future__ import annotations

import os
import threading
import time
import tty
from collections.abc import Callable, Iterator

import pytest

from drivers.id_card.codec import Command, Reply, Status
from drivers.id_card.conversation import LIMITS, Conversation, NoAnswer, Patience
from drivers.serial_link import LinkFault, SerialLink, open_link
from tests.drivers.id_card.published import CARD_FRAME, FOUND, REPLIES, REQUESTS, SELECTED

QUICK = Patience({**LIMITS, Command.FIND: 0.15, Command.SELECT: 0.15, Command.READ: 0.15}, begun=0.1, spoilt=0.05)
NO_CARD = bytes.fromhex(REPLIES["NOT_FOUND"])


class Module:
    """The other end: it answers each request it gets with the next of the pieces it was given."""

    def __init__(self) -> None:
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        self.asked: list[bytes] = []

    def say(self, wire: bytes) -> None:
        os.write(self.master, wire)

    def answering(self, *pieces: bytes, pause_s: float = 0.0) -> Callable[[], None]:
        """Waits for a request, then sends the pieces with a pause between them."""

        def answer() -> None:
            self.asked.append(os.read(self.master, 100))
            for piece in pieces:
                self.say(piece)
                time.sleep(pause_s)

        thread = threading.Thread(target=answer)
        thread.start()
        return thread.join


@pytest.fixture
def module() -> Iterator[Module]:
    module = Module()
    yield module
    os.close(module.master)
    os.close(module.slave)


@pytest.fixture
def talk(module: Module) -> Iterator[Conversation]:
    link = open_link(os.ttyname(module.slave))
    assert isinstance(link, SerialLink)
    yield Conversation(link, QUICK)
    link.close()


def test_a_question_is_the_published_bytes_and_its_answer_a_value(module: Module, talk: Conversation) -> None:
    answered = module.answering(NO_CARD)
    reply = talk.ask(Command.FIND)
    answered()
    assert isinstance(reply, Reply)
    assert reply.status is Status.NOT_FOUND
    assert module.asked == [bytes.fromhex(REQUESTS["FIND"])]


def test_an_answer_that_came_before_its_question_is_nobodys(module: Module, talk: Conversation) -> None:
    module.say(FOUND)
    assert talk.ask(Command.FIND) is NoAnswer.SILENT


def test_a_late_answer_to_the_question_before_is_passed_over(module: Module, talk: Conversation) -> None:
    answered = module.answering(FOUND + SELECTED)
    reply = talk.ask(Command.SELECT)
    answered()
    assert isinstance(reply, Reply)
    assert (reply.status, len(reply.data)) == (Status.DONE, 8)


def test_an_answer_in_slow_pieces_is_waited_for_beyond_the_limit(module: Module, talk: Conversation) -> None:
    quarters = [CARD_FRAME[at : at + 324] for at in range(0, len(CARD_FRAME), 324)]
    answered = module.answering(*quarters, pause_s=0.04)
    reply = talk.ask(Command.READ)
    answered()
    assert isinstance(reply, Reply)
    assert reply.status is Status.DONE


@pytest.mark.parametrize(
    ("wire", "fault"),
    [
        (b"", NoAnswer.SILENT),
        (FOUND[:9], NoAnswer.CUT),
        (FOUND[:3], NoAnswer.CUT),
        (FOUND[:-1] + b"\x00", NoAnswer.GARBLED),
        (b"\x01\x02\x03\x04", NoAnswer.GARBLED),
        (bytes.fromhex("AA AA AA 96 69 00 00 12"), NoAnswer.GARBLED),
        (bytes.fromhex("AA AA AA 96 69 FF FF 12"), NoAnswer.GARBLED),
    ],
)
def test_each_way_of_not_answering_is_a_fact(module: Module, talk: Conversation, wire: bytes, fault: NoAnswer) -> None:
    answered = module.answering(wire)
    assert talk.ask(Command.FIND) is fault
    answered()


def test_noise_without_end_does_not_hold_a_question_for_ever(module: Module, talk: Conversation) -> None:
    stop = threading.Event()

    def babble() -> None:
        while not stop.wait(0.005):
            module.say(b"\x55\xaa" * 20)

    babbler = threading.Thread(target=babble)
    babbler.start()
    begun = time.monotonic()
    answer = talk.ask(Command.FIND)
    stop.set()
    babbler.join()
    assert answer in (NoAnswer.GARBLED, NoAnswer.CUT)
    assert time.monotonic() - begun < 10


def test_a_port_that_goes_while_waiting_is_told_as_gone() -> None:
    module = Module()
    link = open_link(os.ttyname(module.slave))
    assert isinstance(link, SerialLink)

    def pull() -> None:
        os.read(module.master, 100)
        os.close(module.slave)
        os.close(module.master)

    puller = threading.Thread(target=pull)
    puller.start()
    assert Conversation(link, QUICK).ask(Command.FIND) is LinkFault.GONE
    puller.join()
    link.close()
