"""A guide becomes an A4 page: what stands on it, in the house's own font, and nothing that a template could break."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from drivers.document_printer.layout import MOST_LETTERS, order
from drivers.document_printer.press import Press
from drivers.document_printer.template import Template, TemplateProblem, file_of, read_template, template_named
from kiosk.ports.devices.document_printer import Guide

ROOT = Path(__file__).resolve().parents[3]
GUIDE = Guide(
    title="办事指南",
    item="居住证申领",
    hall="青岚市政务服务中心",
    facts=(("办理窗口", "2 楼 3、5 号窗口"),),
    materials_title="请带好以下材料",
    materials=("身份证原件", "租房合同或房产证明", "生僻字䶮"),
)


def marks(guide: Guide, template: Template | None = None) -> list[tuple[str, str, str]]:
    told = json.loads(json.dumps(order(template or template_named("guide"), guide)))
    return [(mark["kind"], mark["caption"], mark["text"]) for mark in told["marks"]]


def test_what_is_known_stands_on_the_page_and_what_is_not_leaves_no_line() -> None:
    shown = [mark for mark in marks(GUIDE) if mark[0] not in ("gap", "rule")]
    assert shown == [
        ("text", "", "青岚市政务服务中心"),
        ("text", "", "办事指南"),
        ("text", "", "居住证申领"),
        ("pair", "办理窗口", "2 楼 3、5 号窗口"),
        ("text", "", "请带好以下材料"),
        ("tick", "", "身份证原件"),
        ("tick", "", "租房合同或房产证明"),
        ("tick", "", "生僻字䶮"),
    ]


def test_a_guide_can_send_no_command_and_no_endless_page() -> None:
    assert ("text", "", "a b") in marks(Guide(title="a\nb", item="c"))
    with pytest.raises(ValueError, match="too long"):
        order(template_named("guide"), Guide(title="t", item="i", materials=("字" * MOST_LETTERS, "字")))


def test_the_pdf_is_one_page_of_a4_with_its_own_letters_in_it() -> None:
    pdf = Press().pdf(order(template_named("guide"), GUIDE))
    assert isinstance(pdf, bytes)
    assert re.findall(rb"/Type /Page\b", pdf) == [b"/Type /Page"]
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0])
    assert (round(width), round(height)) == (595, 842)
    assert b"/FontFile3" in pdf and len(pdf) < 100_000, "a font of our own, and only what is used of it"
    told = b"".join(_streams(pdf)).decode("latin-1").upper()
    for letter in "居住证䶮":
        assert f"{ord(letter):04X}" in told, "what is drawn can also be searched and read aloud"


def _streams(pdf: bytes) -> list[bytes]:
    found = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.S)
    return [zlib.decompress(one) if one[:1] == b"\x78" else one for one in found]


def test_a_guide_without_end_is_refused_by_the_press() -> None:
    guide = Guide(title="t", item="i", materials=("材料",) * 400)
    assert Press().pdf(order(template_named("guide"), guide)) == "too_long"


def test_a_press_that_hangs_fails_or_is_stopped_gives_no_page() -> None:
    assert Press(0.2, ("sleep", "30")).pdf({}) == "render_slow"
    assert Press(5, ("false",)).pdf({}) == "render_failed"
    assert Press(5, ("echo", "no PDF")).pdf({}) == "render_failed"
    stopped = Press()
    stopped.kill()
    assert stopped.pdf({}) == "render_failed"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "block"),
        ("[[block]]\nnonsense = 1", "Extra inputs"),
        ('[[block]]\ntext = "{holder}"', "{holder}"),
        ('[[block]]\ntext = "a"\nrule = true', "one of"),
        ('[[block]]\npairs = "{materials}"', "pairs is {facts}"),
        ('[[block]]\ntext = "a"\nsize = 900', "size"),
        ("[[block", "no TOML"),
    ],
)
def test_a_wrong_template_is_refused_with_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "mine.toml").write_text(text)
    found = read_template(file_of(str(tmp_path / "mine.toml")))
    assert isinstance(found, TemplateProblem)
    assert says in found.sentence


def test_a_terminal_loads_neither_the_maker_of_pages_nor_the_speaker_of_ipp() -> None:
    """Only the processes that a page or a question needs pay for them."""
    asked = (
        "import sys, drivers.document_printer.attach, drivers.document_printer.probe\n"
        "print([name for name in ('fpdf', 'fontTools', 'pyipp', 'aiohttp', 'PIL', 'asyncio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
