"""A template is data: the shipped one prints what it always printed, and a wrong one is told where it is wrong."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from drivers.device_classes import schema
from drivers.receipt_printer import preview
from drivers.receipt_printer.codec import Paper, Qr, ticket
from drivers.receipt_printer.layout import Block, Gap, Text, lay_out
from drivers.receipt_printer.probe import TEST_PAGE
from drivers.receipt_printer.template import Align, Template
from drivers.receipt_printer.template_reading import TemplateProblem, names, read_template, shipped
from kiosk.operation.configuration.reading import ConfigurationProblem, read_configuration
from kiosk.ports.devices import TicketSlip
from tests.drivers.stage import SLIP, eventually

SLIPS = {
    "usual": SLIP,
    "reprint": replace(SLIP, reprint=True),
    "own": replace(SLIP, label="Z003", kind="本机号", ahead="本机自出号，已并入叫号", estimate="请留意广播"),
    "bare": TicketSlip(hall="厅", label="B002", item="事", department=""),
    "rare": replace(SLIP, holder="王*𬭩  尾号5030", item="城乡居民基本养老保险待遇领取资格认证与关系转移接续"),
    "test_page": TEST_PAGE,
    "english": replace(
        SLIP,
        item="Registration of participation in the basic pension insurance for residents",
        kind="Booking",
        holder="Wang*",
    ),
}
PAPERS = {
    "80": Paper(),
    "58": Paper(columns=32, dots=384),
    "80_drawn": Paper(qr=Qr.RASTER),
    "presents": Paper(presents=True),
}
BEFORE = {  # the first 16 digits of SHA-256 of the bytes that were printed before a template was data
    ("usual", "80"): "18bca88cd22aa09e",
    ("usual", "58"): "fcad58d0308624a4",
    ("usual", "80_drawn"): "af590eb491a42749",
    ("usual", "presents"): "9dbbf893d0997153",
    ("reprint", "80"): "56ace6903378fdd6",
    ("reprint", "58"): "d4c7ded1f13154ae",
    ("reprint", "80_drawn"): "162f33406f3ed55f",
    ("reprint", "presents"): "2df889b0bac5e2e3",
    ("own", "80"): "2185face921ed765",
    ("own", "58"): "c8e76a6fc834ba47",
    ("own", "80_drawn"): "fe573e869bbe6e78",
    ("own", "presents"): "54a0375fcaf10230",
    ("bare", "80"): "0244edc9496c2b44",
    ("bare", "58"): "f0ae44b61ae9a7b3",
    ("bare", "80_drawn"): "0244edc9496c2b44",
    ("bare", "presents"): "38daabb8be9b4a16",
    ("rare", "80"): "a0f3b14cea14f1c3",
    ("rare", "58"): "8f03410f065589f9",
    ("rare", "80_drawn"): "5b2c34a29a15faf9",
    ("rare", "presents"): "ebd423d9125752f6",
    ("test_page", "80"): "911b248bd394c554",
    ("test_page", "58"): "eea9871fdaffeacf",
    ("test_page", "80_drawn"): "3cacccf4b9de0dbb",
    ("test_page", "presents"): "3aec2e660bb3d36c",
    ("english", "80"): "1f271360e915423d",
    ("english", "58"): "b203f0aac7e8ec9f",
    ("english", "80_drawn"): "28cf37953935c56b",
    ("english", "presents"): "8d192b4b1a02402d",
}
NUMBER = '[[block]]\ntext = "{label}"\n'


def written(folder: Path, text: str) -> Template | TemplateProblem:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return read_template(file)


@pytest.fixture
def laid(tmp_path: Path) -> Callable[..., list[Block]]:
    """A slip laid out by a template that is written in the test, on 48 columns unless it says otherwise."""

    def make(text: str, slip: TicketSlip = SLIP, columns: int = 48) -> list[Block]:
        template = written(tmp_path, NUMBER + text)
        assert isinstance(template, Template), template
        return lay_out(slip, columns, template)[1:]

    return make


Laid = Callable[..., list[Block]]


@pytest.mark.parametrize(("slip", "paper"), BEFORE)
def test_the_shipped_ticket_prints_byte_for_byte_what_was_printed_before_it_was_data(slip: str, paper: str) -> None:
    assert sha256(ticket(SLIPS[slip], PAPERS[paper])).hexdigest()[:16] == BEFORE[slip, paper]


@pytest.mark.parametrize("name", names())
def test_every_shipped_template_is_good_and_says_the_number_of_every_ticket(name: str) -> None:
    template = read_template(shipped(name))
    assert isinstance(template, Template), template
    for slip in SLIPS.values():
        texts = [block for block in lay_out(slip, 32, template) if isinstance(block, Text)]
        assert any(slip.label in block.text for block in texts)


def test_a_block_is_printed_when_its_words_are_so_and_not_otherwise(laid: Laid) -> None:
    both = '[[block]]\nwhen = "code and not reprint"\ntext = "first paper"\n'
    assert [block.text for block in laid(both) if isinstance(block, Text)] == ["first paper"]
    assert laid(both, replace(SLIP, reprint=True)) == laid(both, replace(SLIP, code="")) == []


def test_wide_and_narrow_tell_of_the_paper(laid: Laid) -> None:
    text = '[[block]]\nwhen = "narrow"\ngap = 9\n'
    assert (laid(text), laid(text, SLIP, 32)) == ([], [Gap(9)])


def test_a_wide_text_is_broken_where_its_own_width_meets_the_edge(laid: Laid) -> None:
    lines = [block for block in laid('[[block]]\ntext = "{item}"\nwide = 3\n', columns=32) if isinstance(block, Text)]
    assert "".join(line.text for line in lines) == SLIP.item
    assert all(len(line.text.encode("gbk")) * line.wide <= 32 for line in lines)


def test_columns_stand_beside_each_other_and_never_reach_over_the_edge(laid: Laid) -> None:
    row = '[[block]]\nrow = [{text = "{item}", share = 50}, {text = "{ahead}", share = 50, align = "right"}]\n'
    lines = laid(row, replace(SLIP, item="城乡居民养老保险参保登记和转移接续"))
    texts = [line.text for line in lines if isinstance(line, Text)]
    assert len(texts) == 2
    assert texts[0].endswith(SLIP.ahead)
    assert max(len(text.encode("gbk")) for text in texts) <= 48
    assert "".join(text[:12].strip() for text in texts) == "城乡居民养老保险参保登记和转移接续"


def test_a_text_is_printed_for_each_of_the_rules_and_without_any_not_at_all(laid: Laid) -> None:
    text = '[[block]]\ntext = "· {rules}"\nalign = "right"\n'
    told = laid(text, replace(SLIP, rules=("请留意大屏。", "请留意语音。")))
    assert told == [Text("· 请留意大屏。", align=Align.RIGHT), Text("· 请留意语音。", align=Align.RIGHT)]
    assert laid(text, replace(SLIP, rules=())) == []


def test_a_template_cannot_send_the_printer_a_command(laid: Laid) -> None:
    assert laid('[[block]]\ntext = "\\u001b@{item}"\n') == [Text(f" @{SLIP.item}".strip())]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[block]]\ntxet = "x"\n', "line 3: block 2: has none, but must have exactly one of text, row"),
        ('[[block]]\ntext = "{lable}"\n', "line 4: block 2: there is no {lable} here; did you mean label?"),
        ('[[block]]\ntext = "x"\nwide = 9\n', "line 5: block 2: wide must be a whole number from 1 to 8, but is 9"),
        ('[[block]]\ntext = "x"\nbold = "yes"\n', 'line 5: block 2: bold must be true or false, but is "yes"'),
        ('[[block]]\ntext = "x"\nalign = "center"\n', "line 5: block 2: align must be one of left, centre, right"),
        ('[[block]]\ntext = "x"\ncolour = 1\n', "line 5: block 2: there is no key colour here; there are: text"),
        ("[[block]]\nrule = 1\n", "line 4: block 2: rule is 1, but must be true"),
        ("[[block]]\ngap = 256\n", "line 4: block 2: gap must be a whole number from 0 to 255, but is 256"),
        ('[[block]]\ngap = 1\nwhen = "reprnt"\n', "line 5: block 2: when knows no reprnt; did you mean reprint?"),
        ('[[block]]\ngap = 1\nwhen = "code or label"\n', "when must be words joined by `and`"),
        ('[[block]]\ntext = "x"\nrule = true\n', "line 5: block 2: has text and rule, but must have exactly one"),
        ('[[block]]\ntext = "{item"\n', "line 4: block 2: text has a brace without its other one"),
        ('[[block]]\ntext = "{item!r}"\n', "text must have nothing but a name between braces"),
        ('[[block]]\nrow = [{text = "x", share = 50}]\n', "line 4: block 2: row must be a list of 2 to 4 columns"),
        ('[[block]]\nrow = [{text = "x", share = 60}, {text = "x", share = 50}]\n', "are 110 per cent together"),
        ('[[block]]\nrow = [{text = "x", share = 60}, {text = "{rules}", share = 40}]\n', "there is no {rules} here"),
        ("[[block]\n", "is not valid TOML"),
        ("[other]\n", "there is no key other"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_would_be_right(tmp_path: Path, text: str, said: str) -> None:
    problem = written(tmp_path, NUMBER + text)
    assert isinstance(problem, TemplateProblem)
    assert said in "\n".join(problem.sentences)


def test_all_mistakes_are_told_at_once_and_a_ticket_without_its_number_is_one(tmp_path: Path) -> None:
    two = written(tmp_path, '[[block]]\ngap = -1\n[[block]]\ntext = "{nobody}"\n')
    none = written(tmp_path, '[[block]]\nwhen = "code"\ntext = "{label}"\n')
    assert isinstance(two, TemplateProblem)
    assert isinstance(none, TemplateProblem)
    assert len(two.sentences) == 2
    assert "a ticket without its number" in none.sentences[0]


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "raw.toml").write_bytes(b"\xff\xfe")
    missing, raw = read_template(tmp_path / "missing.toml"), read_template(tmp_path / "raw.toml")
    assert isinstance(missing, TemplateProblem)
    assert isinstance(raw, TemplateProblem)
    assert (missing.sentences[0][-25:], raw.sentences[0][-17:]) == ("No such file or directory", "is not UTF-8 text")


def test_a_configuration_that_names_a_wrong_template_is_refused_with_the_mistake(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[[block]]\ntext = "{lable}"\n', encoding="utf-8")
    (tmp_path / "kiosk.toml").write_text(f'[receipt_printer]\ntemplate = "{tmp_path}/own.toml"\n', encoding="utf-8")
    refused = read_configuration(tmp_path / "kiosk.toml", schema())
    assert isinstance(refused, ConfigurationProblem)
    assert "there is no {lable} here; did you mean label?" in refused.sentences[0]


def test_a_preview_follows_the_file_and_keeps_its_last_picture_over_a_mistake(tmp_path: Path) -> None:
    file, target, said = tmp_path / "own.toml", tmp_path / "ticket.png", io.StringIO()
    file.write_text(NUMBER, encoding="utf-8")
    assert preview.main([str(file), "--picture", str(target), "--once", "--ticket", "usual"], said) == 0
    with Image.open(target) as first:
        height = first.height
    file.write_text(NUMBER + '[[block]]\ngap = "much"\n', encoding="utf-8")
    assert preview.main([str(file), "--picture", str(target), "--once", "--ticket", "usual"], said) == 1
    assert "line 4: block 2: gap must be a whole number" in said.getvalue()
    with Image.open(target) as kept:
        assert kept.height == height


def test_a_preview_draws_anew_when_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "LOOK_EVERY_S", 0.02)
    file, target, said = tmp_path / "own.toml", tmp_path / "ticket.png", io.StringIO()
    end = threading.Event()
    file.write_text(NUMBER, encoding="utf-8")
    following = threading.Thread(target=preview.follow, args=(file, "58", ["bare"], target, said, end))
    following.start()
    try:
        assert eventually(target.exists)
        file.write_text(NUMBER + "[[block]]\ngap = 200\n", encoding="utf-8")
        assert eventually(lambda: said.getvalue().count("shows") == 2)
    finally:
        end.set()
        following.join()
    with Image.open(target) as drawn:
        assert drawn.height > 200
