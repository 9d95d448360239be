"""The packaged data of the embedded city: complete, consistent, in both languages, and about nobody real."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from kiosk.city.publication import NAMES, load_publication
from kiosk.domain.catalogue import QueueKind, catalogue_from, check_together, hall_settings_from
from kiosk.domain.clerk_pin import pin_matches
from kiosk.domain.evaluation import Grade, evaluation_reasons_from

FILES = load_publication()
CATALOGUE = catalogue_from(FILES["catalogue"])
HALL = hall_settings_from(FILES["hall"])
REASONS = evaluation_reasons_from(FILES["evaluation_reasons"])

HANZI = re.compile(r"[\u3400-\u9fff]")
FORBIDDEN = ("VIP", "黑名单", "插队", "顾客", "客户", "用户", "亲，", "尊敬的", "！")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)


def pairs(value: object) -> Iterator[tuple[str, str]]:
    """Every text in two languages, however deep."""
    if isinstance(value, Mapping):
        if set(value) == {"zh", "en"}:
            yield value["zh"], value["en"]
        for inner in value.values():
            yield from pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from pairs(inner)


def test_the_hall_offers_what_a_terminal_has_to_hold() -> None:
    assert len(CATALOGUE.departments) >= 18
    assert len(CATALOGUE.items) >= 150
    assert len(HALL.queues) >= 8 and len(HALL.counters) >= 8
    assert len(CATALOGUE.hot()) == 20
    assert [item.hot for item in CATALOGUE.hot()] == list(range(1, 21))


def test_every_item_leads_to_a_queue_and_a_counter_on_a_floor() -> None:
    check_together(CATALOGUE, HALL)
    for item in CATALOGUE.items:
        assert HALL.counters_of(item.queue), item.code
        assert "号窗口" in HALL.place_of(item.queue).zh


def test_every_queue_is_led_to_by_an_item() -> None:
    assert {queue.code for queue in HALL.queues} == {item.queue for item in CATALOGUE.items}


def test_every_department_and_theme_has_items() -> None:
    assert {item.department for item in CATALOGUE.items} == {department.code for department in CATALOGUE.departments}
    assert {item.theme for item in CATALOGUE.items} == {theme.code for theme in CATALOGUE.themes}


def test_all_kinds_of_queue_exist_and_a_counter_takes_several_queues() -> None:
    assert {queue.kind for queue in HALL.queues} == set(QueueKind)
    assert any(len(counter.queues) > 1 for counter in HALL.counters)
    assert any(len(HALL.counters_of(queue.code)) > 1 for queue in HALL.queues)


def test_only_a_consultation_needs_no_identity_and_always_so() -> None:
    kinds = {queue.code: queue.kind for queue in HALL.queues}
    for item in CATALOGUE.items:
        assert item.anonymous is (kinds[item.queue] is QueueKind.CONSULTATION), item.code


@pytest.mark.parametrize("name", ["catalogue", "hall"])
def test_every_text_has_chinese_and_english_that_are_what_they_say(name: str) -> None:
    texts = list(pairs(FILES[name]))
    assert len(texts) > 50
    for zh, en in texts:
        assert HANZI.search(zh), zh
        assert not HANZI.search(en) and re.search("[A-Za-z]", en), en


def test_no_two_items_or_departments_read_the_same_in_any_language_or_length() -> None:
    names = [each.name for each in CATALOGUE.items], [each.name for each in CATALOGUE.departments]
    shorts = [each.short for each in CATALOGUE.items], [each.short for each in CATALOGUE.departments]
    for texts in (*names, *shorts):
        for words in ([text.zh for text in texts], [text.en for text in texts]):
            assert [word for word, times in Counter(words).items() if times > 1] == []


def test_a_tile_holds_every_short_name() -> None:
    shorts = [each.short for each in CATALOGUE.items] + [each.short for each in CATALOGUE.departments]
    for short in shorts:
        assert len(short.zh) <= 8 and len(short.en) <= 30, short


def test_every_item_says_what_to_bring_and_how_long_it_takes() -> None:
    for item in CATALOGUE.items:
        assert 1 <= len(item.materials) <= 4, item.code
        assert 3 <= item.minutes <= 60, item.code


def test_pinyin_initials_stand_for_every_character_of_the_name() -> None:
    for item in CATALOGUE.items:
        assert len(item.initials) == len(HANZI.findall(item.name.zh)), item.name.zh


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jzz", "居住证申领"),
        ("shbzkqyymmcz", "社会保障卡启用与密码重置"),  # 重 is chóng here
        ("jdcxsz", "补领、换领机动车行驶证"),  # 行 is xíng
        ("cqhlbx", "长期护理保险失能评估申请"),  # 长 is cháng
        ("fpedtz", "发票额度调整申请"),  # 调 is tiáo
        ("不动产转移", "不动产转移登记（二手房）"),
        ("passport", "普通护照首次签发"),
    ],
)
def test_citizens_find_items_as_they_would_type_them(typed: str, name: str) -> None:
    names = [item.name.zh for item in CATALOGUE.found(typed)]
    assert name in names


def test_a_receipt_printer_can_set_every_published_text() -> None:
    for name in NAMES:
        for text in strings(FILES[name]):
            assert text.encode("gb18030").decode("gb18030") == text
            assert text.encode("gbk"), text


def test_nothing_published_names_or_numbers_a_person() -> None:
    for clerk in HALL.clerks:
        assert "*" in clerk.masked_name
    for name in NAMES:
        for text in strings(FILES[name]):
            if not text.startswith("scrypt$"):
                assert not re.search(r"\d{7,}", text), text


def test_the_halls_own_words_are_used_and_the_forbidden_ones_are_not() -> None:
    for name in NAMES:
        for text in strings(FILES[name]):
            assert not any(word in text for word in FORBIDDEN), text


def test_the_sentences_tell_the_same_figures_as_the_rules() -> None:
    for sentence in (HALL.board_notice, HALL.ticket_rules[1]):
        assert f"{HALL.restore_minutes} " in sentence.zh and f"{HALL.restore_minutes} " in sentence.en
    why = next(line for line in HALL.consent.lines if line.key == "why")
    assert f"{HALL.elder_age} 岁" in why.text.zh and str(HALL.elder_age) in why.text.en
    who = next(line for line in HALL.consent.lines if line.key == "who")
    assert HALL.name.zh in who.text.zh and HALL.hotline in who.text.zh


def test_the_consent_says_what_why_how_long_who_and_the_rights() -> None:
    assert [line.key for line in HALL.consent.lines] == ["what", "why", "how_long", "who", "rights"]


def test_the_limits_are_those_of_the_field() -> None:
    assert (HALL.recall_limit, HALL.restore_minutes, HALL.elder_age) == (5, 30, 60)
    assert (HALL.confirm_seconds, HALL.evaluation_seconds, HALL.boundary_minutes) == (30, 60, 240)


def test_a_demonstration_clerk_can_sign_in_with_the_documented_pin_and_no_other() -> None:
    pin = re.search(r"PIN is (\d+)", str(FILES["hall"]["note"]))
    clerk = HALL.clerk("0312")
    assert pin and clerk
    assert pin_matches(pin[1], clerk.pin_hash)
    assert not pin_matches("000000", clerk.pin_hash)
    salts = {each.pin_hash.split("$")[4] for each in HALL.clerks}
    assert len(salts) == len(HALL.clerks)


def test_each_grade_has_eight_coded_reasons_in_both_languages() -> None:
    for grade in Grade:
        reasons = REASONS.of(grade)
        assert len(reasons) == 8
        assert all(reason.code.startswith(str(grade.value)) for reason in reasons)
        assert [reason.more for reason in reasons] == [False] * 3 + [True] * 5
        for reason in reasons:
            assert HANZI.search(reason.text.zh) and not HANZI.search(reason.text.en)


def test_no_two_reasons_of_a_grade_read_the_same() -> None:
    for grade in Grade:
        assert len({reason.text for reason in REASONS.of(grade)}) == 8


def test_the_reason_against_queueing_twice_keeps_its_national_code() -> None:
    reason = REASONS.reason("212")
    assert reason is not None and reason.text.zh == "在线预约办理后到实体大厅重复取号排队"


def test_a_short_english_name_still_says_which_card_it_is() -> None:
    shorts = {item.code: item.short for item in CATALOGUE.items}
    cards = {code: short.en.lower() for code, short in shorts.items() if "社保卡" in short.zh}
    assert cards and all("social security card" in english for english in cards.values()), cards
    again = {code: short.en.lower() for code, short in shorts.items() if short.zh.startswith("补领")}
    assert all(english.startswith("replace") for english in again.values()), again


def test_the_notice_says_the_longest_time_that_anything_is_kept() -> None:
    how_long = next(line.text for line in HALL.consent.lines if line.key == "how_long")
    assert "最长 3 年" in how_long.zh and "3 years at most" in how_long.en
    assert "不少于" not in how_long.zh and "at least" not in how_long.en
