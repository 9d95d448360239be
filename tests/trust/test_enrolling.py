"""Joining by a code, without a network: who gets a token, who does not, and how often somebody may try."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.domain.events import Moment
from kiosk.trust import exchange
from kiosk.trust.code import Code
from kiosk.trust.enrolling import Admitted, Answer, Enrolling, EnrolRefusal, Offer, Refused, RegisterCodes, make_code
from kiosk.trust.kept_values import FileProblem, KeptValue
from kiosk.trust.register import CODE_S, Register, digest_of
from kiosk.trust.tries import ALL_TRIES, WITHIN_S, WRONG_TRIES

PIN, STRANGERS_PIN = "ab" * 32, "cd" * 32


@dataclass
class Clock:
    """Both clocks of a machine, moved by hand."""

    seconds: float = 1000.0
    boot: str = "boot-1"

    def now(self) -> Moment:
        return Moment(1_800_000_000_000 + int(self.seconds * 1000), int(self.seconds * 1000), self.boot)

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Hall:
    folder: Path
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.register = KeptValue(self.folder / "register.json", Register, Register())
        self.enrolling = Enrolling(RegisterCodes(self.register, self.clock), PIN, self.clock.monotonic)

    def code(self, role: str = "terminal", id: str = "T2") -> Code:
        made = make_code(self.register, role, id, self.clock)
        assert isinstance(made, Code), made
        return made

    def tried(self, code: Code, source: str = "10.1.2.7", seen: str = PIN) -> Admitted | Refused:
        """What an honest device does with a code that it was told, over a line that ends at the key `seen`."""
        begun = exchange.begin(code.plate, code.stretched(), secrets.token_bytes(16), secrets.token_bytes(32))
        answer = self.enrolling.hello(begun.hello, source)
        if isinstance(answer, Refused):
            return answer
        proofs = exchange.heard(begun, answer.share, seen)
        assert proofs is not None
        if not exchange.is_same(proofs.hall, answer.proof):
            return Refused(EnrolRefusal.WRONG_CODE)
        return self.enrolling.finish(answer.exchange, proofs.device, Offer())

    def known(self) -> Register:
        register = self.register.read()
        assert isinstance(register, Register), register
        return register


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def wrong(code: Code) -> Code:
    return Code(code.plate, f"{(int(code.secret) + 1) % 10**8:08d}")


def test_the_machine_that_was_told_the_code_gets_a_token_under_the_codes_identity(hall: Hall) -> None:
    joined = hall.tried(hall.code("caller", "7"))
    assert isinstance(joined, Admitted)
    assert (joined.device.role, joined.device.id) == ("caller", "7")
    assert hall.known().device("caller", "7") == joined.device
    assert joined.device.digest == digest_of(joined.token)
    assert len(joined.token) >= 43


def test_a_code_is_good_once(hall: Hall) -> None:
    code = hall.code()
    assert isinstance(hall.tried(code), Admitted)
    assert hall.tried(code) == Refused(EnrolRefusal.WRONG_CODE)


def test_a_code_ends_after_ten_minutes_and_with_the_machines_boot(hall: Hall) -> None:
    code = hall.code()
    hall.clock.seconds += CODE_S
    assert hall.tried(code) == Refused(EnrolRefusal.WRONG_CODE)
    code = hall.code()
    hall.clock.boot = "boot-2"
    assert hall.tried(code) == Refused(EnrolRefusal.WRONG_CODE)


def test_a_new_code_for_the_same_machine_ends_the_one_before(hall: Hall) -> None:
    first, second = hall.code(), hall.code()
    assert hall.tried(first) == Refused(EnrolRefusal.WRONG_CODE)
    assert isinstance(hall.tried(second), Admitted)


def test_codes_for_several_machines_stand_beside_each_other(hall: Hall) -> None:
    codes = [hall.code("terminal", f"T{number}") for number in range(1, 9)]
    assert all(isinstance(hall.tried(code), Admitted) for code in reversed(codes))
    assert len([one for one in hall.known().devices if one.stands]) == 8


def test_five_wrong_codes_block_for_a_minute_and_not_somebody_elsewhere(hall: Hall) -> None:
    code = hall.code()
    for _ in range(WRONG_TRIES):
        assert hall.tried(wrong(code)) == Refused(EnrolRefusal.WRONG_CODE)
    blocked = hall.tried(code)
    assert isinstance(blocked, Refused)
    assert blocked.reason is EnrolRefusal.TOO_MANY_TRIES
    assert 0 < blocked.wait_s <= WITHIN_S
    assert isinstance(hall.tried(hall.code("board", "B2"), source="10.1.2.8"), Admitted)
    hall.clock.seconds += WITHIN_S
    assert isinstance(hall.tried(code), Admitted)


def test_a_right_code_takes_back_the_wrong_ones_before_it(hall: Hall) -> None:
    for number in range(3):
        code = hall.code("terminal", f"T{number}")
        for _ in range(WRONG_TRIES - 1):
            hall.tried(wrong(code))
        assert isinstance(hall.tried(code), Admitted)


def test_many_machines_together_guess_no_faster_than_thirty_times_a_minute(hall: Hall) -> None:
    code, begun = hall.code(), exchange.begin("000", b"guess", bytes(16), b"\x01" * 32)
    answers = [hall.enrolling.hello(begun.hello, f"10.1.{number}.9") for number in range(ALL_TRIES + 1)]
    assert all(isinstance(answer, Answer) for answer in answers[:-1])
    assert isinstance(answers[-1], Refused)
    hall.clock.seconds += WITHIN_S
    assert isinstance(hall.tried(code), Admitted)


def test_nothing_tells_whether_a_code_with_these_first_digits_is_open(hall: Hall) -> None:
    code = hall.code()
    unknown = Code(f"{(int(code.plate) + 1) % 1000:03d}", code.secret)
    for tried in (wrong(code), unknown):
        begun = exchange.begin(tried.plate, tried.stretched(), secrets.token_bytes(16), secrets.token_bytes(32))
        assert isinstance(hall.enrolling.hello(begun.hello, "10.1.2.7"), Answer)


def test_a_stranger_who_relays_everything_gets_neither_token_nor_a_word_that_belongs_to_the_code(hall: Hall) -> None:
    """The device sees the stranger's key, the hall has its own: the proofs differ, and the device sends no proof."""
    code = hall.code()
    assert hall.tried(code, seen=STRANGERS_PIN) == Refused(EnrolRefusal.WRONG_CODE)
    assert hall.known().devices == ()
    assert isinstance(hall.tried(code), Admitted)


def test_a_finish_without_the_code_is_refused_and_ends_the_exchange(hall: Hall) -> None:
    code = hall.code()
    begun = exchange.begin(code.plate, code.stretched(), secrets.token_bytes(16), secrets.token_bytes(32))
    answer = hall.enrolling.hello(begun.hello, "10.1.2.7")
    assert isinstance(answer, Answer)
    assert hall.enrolling.finish(answer.exchange, bytes(32), Offer()) == Refused(EnrolRefusal.WRONG_CODE)
    proofs = exchange.heard(begun, answer.share, PIN)
    assert proofs is not None
    assert hall.enrolling.finish(answer.exchange, proofs.device, Offer()) == Refused(EnrolRefusal.WRONG_CODE)


def test_an_exchange_that_is_left_lying_ends_after_half_a_minute(hall: Hall) -> None:
    code = hall.code()
    begun = exchange.begin(code.plate, code.stretched(), secrets.token_bytes(16), secrets.token_bytes(32))
    answer = hall.enrolling.hello(begun.hello, "10.1.2.7")
    assert isinstance(answer, Answer)
    proofs = exchange.heard(begun, answer.share, PIN)
    assert proofs is not None
    hall.clock.seconds += 30
    assert hall.enrolling.finish(answer.exchange, proofs.device, Offer()) == Refused(EnrolRefusal.WRONG_CODE)


def test_a_machine_that_joins_under_a_taken_identity_sends_the_former_one_away(hall: Hall) -> None:
    first = hall.tried(hall.code())
    second = hall.tried(hall.code())
    assert isinstance(first, Admitted) and isinstance(second, Admitted)
    gone = [one for one in hall.known().devices if not one.stands]
    assert [one.digest for one in gone] == [first.device.digest]
    assert hall.known().device("terminal", "T2") == second.device


def test_neither_code_nor_token_stands_in_the_file(hall: Hall) -> None:
    code, used = hall.code("board", "B2"), hall.code("terminal", "T1")
    joined = hall.tried(used)
    assert isinstance(joined, Admitted)
    text = hall.register.path.read_text()
    assert hall.register.path.stat().st_mode & 0o777 == 0o600
    assert code.secret not in text
    assert joined.token not in text


def test_what_was_joined_is_known_after_a_restart(hall: Hall) -> None:
    code = hall.code()
    again = Hall(hall.folder, hall.clock)
    joined = again.tried(code)
    assert isinstance(joined, Admitted)
    assert Hall(hall.folder).known().device("terminal", "T2") == joined.device


def test_a_broken_register_is_said_and_never_begun_anew(hall: Hall) -> None:
    code = hall.code()
    hall.register.path.write_text("{")
    assert hall.tried(code) == Refused(EnrolRefusal.WRONG_CODE)
    assert make_code(hall.register, "terminal", "T3", hall.clock) is FileProblem.BROKEN
    assert hall.register.path.read_text() == "{"
