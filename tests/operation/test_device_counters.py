"""What devices did and suffered is still known after a restart."""

from __future__ import annotations

from pathlib import Path

from kiosk.operation.device_counters import MOST_WORDS, DeviceCounters


def test_counts_are_kept_over_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "device-counters.json"
    counters = DeviceCounters(file)
    counters.add("receipt-printer", "tickets", 3)
    counters.add("receipt-printer", "tickets")
    assert counters.save()
    assert DeviceCounters(file).of("receipt-printer") == {"tickets": 4}


def test_a_new_roll_begins_afresh(tmp_path: Path) -> None:
    counters = DeviceCounters()
    counters.add("receipt-printer", "millimetres", 90)
    counters.clear("receipt-printer", "millimetres")
    assert counters.of("receipt-printer") == {"millimetres": 0}


def test_a_broken_file_begins_at_zero_and_is_written_whole(tmp_path: Path) -> None:
    file = tmp_path / "device-counters.json"
    for text in ("{", "[]", '{"a": 3}', '{"a": {"b": "c", "d": -1, "e": 2}}'):
        file.write_text(text)
        counters = DeviceCounters(file)
        counters.add("a", "e")
        assert counters.save()
        assert DeviceCounters(file).of("a")["e"] in (1, 3)


def test_a_disk_that_refuses_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("")
    counters = DeviceCounters(tmp_path / "in-the-way" / "counters.json")
    counters.add("a", "b")
    assert not counters.save()
    (tmp_path / "in-the-way").unlink()
    assert counters.save()
    assert DeviceCounters(tmp_path / "in-the-way" / "counters.json").of("a") == {"b": 1}


def test_a_mistaken_class_cannot_fill_the_disk() -> None:
    counters = DeviceCounters()
    for number in range(MOST_WORDS * 2):
        counters.add("a", f"word{number}")
    assert len(counters.of("a")) == MOST_WORDS
