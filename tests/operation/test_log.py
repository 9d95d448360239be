"""The log keeps what a technician needs and can hold nobody's data."""

from __future__ import annotations

import json
import logging
from datetime import date
from pathlib import Path

import pytest

from kiosk.operation.configuration import Configuration
from kiosk.operation.log import STRICT, EventLog, LibraryMessages
from kiosk.operation.log_catalogue import FIELD_TYPES, LogMisuseError, catalogue, read_events
from kiosk.operation.log_file import ALWAYS_KEPT, LogFile

NAME, NUMBER, ADDRESS = "张三丰", "110101199003078515", "北京市东城区某路1号"


@pytest.fixture
def in_a_hall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STRICT, raising=False)


@pytest.fixture
def in_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STRICT, "1")


def lines(log: EventLog) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.path.read_text().splitlines()]


def test_an_event_is_one_json_line_with_its_fields_and_a_sentence_for_the_technician(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = EventLog(tmp_path, "launcher")
    log.event("child_ready", name="hall", ms=12.5)
    [entry] = lines(log)
    assert {
        "event": "child_ready",
        "name": "hall",
        "ms": 12.5,
        "level": "info",
        "role": "launcher",
    }.items() <= entry.items()
    assert "hall is ready after 12.5 ms." in capsys.readouterr().err


@pytest.mark.parametrize(
    "event, fields, sentence",
    [
        ("process_ready", {"port_number": 0}, "Ready."),
        ("process_ready", {"port_number": 8123}, "Ready, listening on port 8123."),
        ("device_state", {"device": "id-card", "state": "online", "reason": "none"}, "The id-card is now online."),
        ("device_state", {"device": "reader", "state": "offline", "reason": "cut"}, "The reader is now offline (cut)."),
        ("upstream_lost", {"direction": "up", "reason": "timed_out"},
         "The line up from this machine to the one it reports to is lost: timed out. It is tried again. "
         "(A terminal reports to its hall, a hall to its city; up tells events, down fetches settings.)"),
        ("device_out_of_service",
         {"device": "id-card", "port": "/dev/r", "state": "noDevice", "reason": "no_such_port"},
         "The id-card at /dev/r is out of service: no device, no such port. Look at its power, its cable and its port "
         "in the configuration (main.py probe list); it comes back by itself once it answers."),
    ],
)  # fmt: skip
def test_a_detail_that_says_nothing_is_left_out_of_the_sentence(
    event: str, fields: dict[str, str | int], sentence: str
) -> None:
    assert catalogue()[event].spoken({**fields}) == sentence


@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
@pytest.mark.parametrize("datum", [NAME, NUMBER, ADDRESS, int(NUMBER), "13800138000", "Zhang San Feng 1990"])
def test_no_type_of_field_can_hold_a_person(kind: str, datum: str | int) -> None:
    fits, _ = FIELD_TYPES[kind]
    assert not fits(datum) or (kind == "trace" and datum == "Zhang San Feng 1990")


@pytest.mark.usefixtures("in_a_hall")
def test_in_a_hall_an_unlisted_field_is_dropped_and_its_event_still_written(tmp_path: Path) -> None:
    log = EventLog(tmp_path, "launcher", speak=False)
    log.event("child_ready", name="hall", ms=1, citizen=NAME)
    log.event("no_such_event", citizen=NAME)
    assert [entry["event"] for entry in lines(log)] == ["log_field_refused", "child_ready", "log_field_refused"]
    assert "citizen" not in log.path.read_text()


@pytest.mark.usefixtures("in_a_test")
@pytest.mark.parametrize(
    "call", [("no_such_event", {}), ("child_ready", {"citizen": "x"}), ("child_ready", {"ms": "x"})]
)
def test_in_a_test_a_misuse_is_raised(tmp_path: Path, call: tuple[str, dict[str, str]]) -> None:
    with pytest.raises(LogMisuseError):
        EventLog(tmp_path, "launcher").event(call[0], **call[1])


@pytest.mark.usefixtures("in_a_hall")
def test_a_bug_is_logged_with_its_places_and_without_its_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = EventLog(tmp_path, "terminal")
    try:
        raise ValueError(f"cannot read {NUMBER} of {NAME}")
    except ValueError as error:
        log.bug("main", error)
    [entry] = lines(log)
    assert entry["error"] == "ValueError"
    assert "test_log.py" in str(entry["path"])
    for place in (log.path.read_text(), capsys.readouterr().err):
        assert NUMBER not in place
        assert NAME not in place


def test_a_librarys_message_leaves_its_place_and_not_its_words(tmp_path: Path) -> None:
    log = EventLog(tmp_path, "hall", speak=False)
    library = logging.Logger("some.library")
    library.addHandler(LibraryMessages(log))
    library.warning("bad request from %s", NAME)
    [entry] = lines(log)
    assert entry["library"] == "some.library"
    assert NAME not in json.dumps(entry, ensure_ascii=False)


def test_a_disk_that_refuses_costs_lines_but_never_the_caller(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    log = EventLog(tmp_path / "logs", "hall", speak=False)
    log.event("process_started", pid_number=1)
    (tmp_path / "logs").unlink()
    log.event("process_started", pid_number=2)
    assert [entry["event"] for entry in lines(log)] == ["process_started", "log_line_dropped"]
    assert lines(log)[1]["count"] == 1


def test_less_than_the_chosen_level_is_not_written(tmp_path: Path) -> None:
    log = EventLog(tmp_path, "hall", level="error", speak=False)
    log.event("process_started", pid_number=1)
    assert not log.path.exists()


def test_a_log_turns_over_by_size_and_by_day(tmp_path: Path) -> None:
    file = LogFile(tmp_path, "hall", max_bytes=10, keep_days=190)
    for day in (20, 20, 21):
        file.append(b"1234567\n", date(2026, 11, day))
    file.close()
    assert [path.name for path in file.turned()] == ["hall.20261120-1.log", "hall.20261120-2.log"]
    assert file.path.read_bytes() == b"1234567\n"


def test_logs_older_than_the_limit_go_and_a_clock_in_the_far_future_does_not_empty_the_shelf(tmp_path: Path) -> None:
    file = LogFile(tmp_path, "hall", max_bytes=10, keep_days=190)
    for number in range(1, ALWAYS_KEPT + 6):
        (tmp_path / f"hall.20250101-{number}.log").write_text("old")
    (tmp_path / "hall-of-another.20200101-1.log").write_text("not ours")
    file.delete_old(date(2026, 11, 22))
    assert len(file.turned()) == ALWAYS_KEPT
    assert (tmp_path / "hall-of-another.20200101-1.log").exists()


def test_six_months_of_logs_are_there_whichever_months_they_are(tmp_path: Path) -> None:
    keep_days = Configuration().log.keep_days
    for today, half_a_year_ago in ((date(2027, 9, 1), "20270301"), (date(2027, 1, 1), "20260701")):
        file = LogFile(tmp_path, "hall", max_bytes=10, keep_days=keep_days)
        for number in range(ALWAYS_KEPT + 5):
            (tmp_path / f"hall.{half_a_year_ago}-{number}.log").write_text("asked for")
        file.delete_old(today)
        assert len([path for path in file.turned() if half_a_year_ago in path.name]) == ALWAYS_KEPT + 5


def test_logs_stay_within_their_bound_the_oldest_go_first_and_the_log_says_that_they_went(tmp_path: Path) -> None:
    log = EventLog(tmp_path, "hall", max_bytes=1000, total_bytes=5000, speak=False)
    for number in range(200):
        log.event("process_started", pid_number=number)
    kept = sorted(tmp_path.glob("hall*.log"))
    assert 3000 < sum(path.stat().st_size for path in kept) <= 5000
    told = [json.loads(line) for path in kept for line in path.read_text().splitlines()]
    assert {"event": "log_cut_short", "level": "error"}.items() <= next(
        entry for entry in told if entry["event"] == "log_cut_short"
    ).items()
    numbers = [entry["pid_number"] for entry in told if entry["event"] == "process_started"]
    assert sorted(numbers) == list(range(min(numbers), 200)), "no gap but the beginning"


def test_the_catalogue_names_only_levels_types_and_placeholders_that_exist(tmp_path: Path) -> None:
    assert len(catalogue()) > 10
    broken = tmp_path / "broken.toml"
    broken.write_text('[event]\nlevel = "info"\nsentence = "{nobody} is here"\nfields = {}\n')
    with pytest.raises(LogMisuseError, match="event"):
        read_events([broken])
