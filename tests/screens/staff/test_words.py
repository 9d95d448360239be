"""Every sentence of the staff's screens exists in both languages, and every answer of the hall has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import screens
from drivers.device_classes import tables
from kiosk.domain.order import Why
from kiosk.domain.ticket import Group
from kiosk.hall.core.answers import CommandRefusal, CounterPhase, NoticeKind, RestoreRefusal
from kiosk.operation.configuration.device_tables import DeviceTable, device_name
from kiosk.ports.devices import DeviceState, Paper
from screens.evaluator.asking import Page
from screens.staff.link import LinkWord
from screens.staff.words import sentences

ROOMS = ("staff", "caller", "board", "evaluator", "bench", "maintenance")
HOME = Path(screens.__file__).parent
PLACEHOLDER = re.compile(r"\{(\w+)\}")
ASKED = re.compile(r"""Say\.(?:of|either)\(\s*"([\w.]+)"\s*[,)]""")


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_say_the_same_things(room: str) -> None:
    chinese, english = sentences(room, "zh"), sentences(room, "en")
    assert list(chinese) == list(english)
    for key, sentence in chinese.items():
        assert set(PLACEHOLDER.findall(sentence)) == set(PLACEHOLDER.findall(english[key])) or "{grade}" in sentence, (
            key
        )


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_that_a_page_names_exists(room: str) -> None:
    known = sentences(room, "zh").keys() | sentences("staff", "zh").keys()
    for page in sorted((HOME / room).glob("*.qml")):
        named = {key for key in ASKED.findall(page.read_text(encoding="utf-8")) if not key.endswith(".")}
        assert named <= known, (page.name, named - known)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_answer_of_the_hall_can_be_said_to_the_clerk(language: str) -> None:
    said = set(sentences("caller", language))
    assert {f"refused.{reason.value}" for reason in (*CommandRefusal, *RestoreRefusal)} <= said
    assert {f"reason.{why.value}" for why in Why} <= said
    assert {f"group.{group.value}" for group in Group} <= said
    assert {f"notice.{kind.value}" for kind in NoticeKind} <= said
    phases = [phase.value for phase in CounterPhase if phase is not CounterPhase.SIGNED_OUT]
    assert {f"{family}.{phase}" for family in ("now", "keys") for phase in phases} <= said
    lost = [word.value for word in LinkWord if word is not LinkWord.UP]
    assert {f"{family}{word}" for family in ("sign_in.", "why.line_") for word in lost} <= said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_state_of_the_line_can_be_said_to_the_citizen(language: str) -> None:
    said = set(sentences("evaluator", language))
    assert {f"rest.{word.value}" for word in LinkWord if word is not LinkWord.UP} <= said
    assert {page.value for page in Page} == {"idle", "grades", "reasons", "sending", "unsent", "thanks", "over"}


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_shouts_or_flatters(room: str) -> None:
    for key, sentence in sentences(room, "zh").items():
        assert not set("！!") & set(sentence), key
        assert not any(word in sentence for word in ("亲", "尊敬的", "VIP", "用户", "顾客", "客户", "黑名单")), key


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_a_device_of_a_terminal_suffers_the_clerk_reads_what_and_what_to_do(language: str) -> None:
    said = set(sentences("caller", language))
    names = {device_name(table, key) for table, one in tables().items() for key in ports_of(one)}
    assert {f"device.name.{name}" for name in names} <= said
    well = {DeviceState.ONLINE, DeviceState.STARTING, DeviceState.BUSY, DeviceState.NOT_SUPPORTED}
    troubles = [*(state for state in DeviceState if state not in well), Paper.LOW, Paper.OUT, Paper.JAMMED]
    assert {f"device.{family}.{trouble.value}" for family in ("state", "do") for trouble in troubles} <= said


def ports_of(table: type[DeviceTable]) -> list[str]:
    return [name for name in table.model_fields if name == "port" or name.endswith("_port")]
