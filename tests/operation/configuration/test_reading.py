"""A technician who mistypes learns which key, where, and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.device_classes import schema
from kiosk.operation.configuration import Configuration, ConfigurationProblem
from kiosk.operation.configuration import read_configuration as read


def read_configuration(file: Path | None) -> Configuration | ConfigurationProblem:
    return read(file, schema())


def problems(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "kiosk.toml"
    file.write_text(text, encoding="utf-8")
    found = read_configuration(file)
    assert isinstance(found, ConfigurationProblem)
    return [sentence.replace(f"{file}", "kiosk.toml") for sentence in found.sentences]


def test_without_a_file_every_key_has_its_default_and_devices_are_virtual() -> None:
    configuration = read_configuration(None)
    assert isinstance(configuration, Configuration)
    assert configuration.needs_virtual_devices
    assert configuration.screen.page_seconds == 60


def test_what_the_file_says_holds_and_the_rest_keeps_its_default(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[terminal]\nplace = "二楼"\n[board]\nqueues = ["social"]\n[screen]\npx_per_mm = 4\n')
    configuration = read_configuration(file)
    assert isinstance(configuration, Configuration)
    assert (configuration.terminal.place, configuration.board.queues) == ("二楼", ("social",))
    assert (configuration.screen.px_per_mm, configuration.terminal.id) == (4.0, "T1")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "[screen]\npage_second = 60\n",
            "kiosk.toml, line 2: [screen] has no key page_second; did you mean page_seconds?",
        ),
        ("# one\n\n[termnal]\n", "kiosk.toml, line 3: there is no table [termnal]; did you mean terminal?"),
        (
            "[screen]\n\npage_seconds = 5",
            "kiosk.toml, line 3: screen.page_seconds is 5, "
            "but must be a whole number from 10 to 600 seconds (default 60)",
        ),
        (
            'screen.page_seconds = "60"',
            'kiosk.toml, line 1: screen.page_seconds is "60", '
            "but must be a whole number from 10 to 600 seconds (default 60)",
        ),
        (
            '[screen]\nlayout = "landscap"',
            'kiosk.toml, line 2: screen.layout is "landscap", but must be one of portrait, landscape '
            '(default "portrait"); did you mean landscape?',
        ),
        (
            '[screen]\nlayout = "wide"',
            'kiosk.toml, line 2: screen.layout is "wide", but must be one of portrait, landscape (default "portrait")',
        ),
        (
            '[id_card]\nport = "COM3x"',
            'kiosk.toml, line 2: id_card.port is "COM3x", but must be virtual, a device path like /dev/ttyUSB0, '
            'a place like place:1-2:1.0, or a pyserial URL (default "virtual")',
        ),
        (
            '[board]\nqueues = "social"',
            'kiosk.toml, line 2: board.queues is "social", but must be a list of at most 40 texts, '
            'like ["a", "b"] (default [])',
        ),
        (
            '[terminal]\ncodes = ["city=HK1.a"]',
            "kiosk.toml, line 2: terminal.codes is ['city=HK1.a'], but must be like [\"citizen_code=WHSMM\"]: a name, "
            "and a beginning that no other one of them begins with (default [])",
        ),
        (
            "[receipt_printer]\ndots = 384",
            "kiosk.toml, line 2: receipt_printer.dots is 384, but must be at least 576, for 48 columns of 12 dots "
            "(default 576)",
        ),
        ("hall = 3", "kiosk.toml, line 1: [hall] must be a table of keys, but is 3"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_with_what_would_be_right(
    tmp_path: Path, text: str, sentence: str
) -> None:
    assert problems(tmp_path, text) == [sentence]


def test_two_mistakes_are_told_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, "[screen]\npage_seconds = 5\nwarning_seconds = 5\n")) == 2


@pytest.mark.parametrize("host", ["192.168.1.10", "hall.example"])
def test_an_upstream_beyond_this_machine_is_refused_when_it_is_not_encrypted(tmp_path: Path, host: str) -> None:
    [sentence] = problems(tmp_path, f'[terminal]\nhall_url = "https://10.1.2.3:8443 http://{host}:8700"')
    assert "terminal.hall_url" in sentence
    assert "https://" in sentence


def test_a_name_to_listen_at_is_refused(tmp_path: Path) -> None:
    [sentence] = problems(tmp_path, '[hall]\nlisten_host = "hall.example"')
    assert "must be an IP address" in sentence


@pytest.mark.parametrize("url", ["http://127.0.0.1:8700", "http://localhost:8700", "http://[::1]:8700", ""])
def test_an_address_of_this_machine_is_taken(tmp_path: Path, url: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'[terminal]\nhall_url = "{url}"')
    assert isinstance(read_configuration(file), Configuration)


def test_several_encrypted_addresses_are_taken_in_their_order(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(
        '[caller]\nhall_url = "https://10.1.2.3:8443 https://10.1.2.4:8443"\n[hall]\nlisten_host = "10.1.2.3"\n'
        "listen_port = 8443"
    )
    assert isinstance(read_configuration(file), Configuration)


def test_a_file_that_is_missing_broken_or_in_another_encoding_is_named(tmp_path: Path) -> None:
    missing = read_configuration(tmp_path / "none.toml")
    assert isinstance(missing, ConfigurationProblem)
    assert "none.toml cannot be read: No such file" in missing.sentences[0]
    assert "is not valid TOML" in problems(tmp_path, "[screen\n")[0]
    assert "line 1" in problems(tmp_path, "[screen\n")[0]
    (tmp_path / "gb.toml").write_bytes('[terminal]\nplace = "二楼"'.encode("gb18030"))
    other = read_configuration(tmp_path / "gb.toml")
    assert isinstance(other, ConfigurationProblem)
    assert "not UTF-8" in other.sentences[0]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "postgresql://hall_kiosk@127.0.0.1:5432/city",
        "postgresql://hall_kiosk@localhost,[::1]:5433/city?target_session_attrs=read-write",
        "postgresql://hall_kiosk@one.example:5432,two.example:5432/city?sslmode=verify-full",
        "postgresql:///city?host=/run/postgresql",
    ],
)
def test_a_database_on_this_machine_or_encrypted_elsewhere_is_taken(tmp_path: Path, url: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'[city]\ndatabase = "{url}"\n')
    configuration = read_configuration(file)
    assert isinstance(configuration, Configuration)
    assert configuration.city.database == url


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("city.sqlite", "must be empty or a URL like postgresql://"),
        ("mysql://a@127.0.0.1/city", "must be empty or a URL like postgresql://"),
        ("postgresql://a@127.0.0.1", "must be empty or a URL like postgresql://"),
        ("postgresql://a:word@127.0.0.1/city", "must hold no password"),
        ("postgresql://a@127.0.0.1/city?password=other", "must hold no password"),
        ("postgresql://a@127.0.0.1,db.example/city", "sslmode=verify-full"),
        ("postgresql://a@db.example/city?sslmode=prefer", "sslmode=verify-full"),
    ],
)
def test_a_database_that_would_be_in_the_open_is_refused_with_the_reason(tmp_path: Path, url: str, words: str) -> None:
    (sentence,) = problems(tmp_path, f'[city]\ndatabase = "{url}"\n')
    assert words in sentence
    assert ":word" not in sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '[id_card]\nport = "/dev/ttyUSB0"\n[receipt_printer]\nport = "/dev/ttyUSB0"\n',
            "kiosk.toml, line 4: id_card.port and receipt_printer.port name the same port; each device needs its own",
        ),
        (
            '[camera]\nport = "place:1-2:1.0"\nface_port = "place:1-2:1.0"\n',
            "kiosk.toml, line 3: camera.port and camera.face_port name the same port; each device needs its own",
        ),
        (
            "[hall]\nlisten_port = 8700\n[city]\nlisten_port = 8700\n",
            "kiosk.toml, line 4: hall.listen_port and city.listen_port are both 8700; each needs a port of its own",
        ),
        (
            '[hall]\nlisten_host = "0.0.0.0"\nlisten_port = 8700\n',
            "kiosk.toml, line 2: hall.listen_host is every address of this machine, so hall.url must tell the hall's "
            'other machines which one to use, such as "https://10.1.2.3:8700"',
        ),
        (
            '[city]\nlisten_host = "::"\n',
            "kiosk.toml, line 2: city.listen_host is every address of this machine, so city.url must tell halls on "
            'other machines which one to use, such as "https://10.1.2.3:8443"',
        ),
        (
            '[hall]\nlisten_host = "10.1.2.3"\n',
            "kiosk.toml, line 2: hall.listen_host is 10.1.2.3, where other machines come back to after a restart, so "
            "hall.listen_port must be a port that stays, such as 8443",
        ),
        (
            '[hall]\nlisten_host = "0.0.0.0"\nlisten_port = 8700\nurl = "https://0.0.0.0:8700"\n',
            'kiosk.toml, line 4: hall.url is "https://0.0.0.0:8700", but must name one address that others reach, like '
            'https://10.1.2.3:8443 (default "")',
        ),
    ],
)
def test_two_keys_that_cannot_both_hold_are_named(tmp_path: Path, text: str, sentence: str) -> None:
    assert problems(tmp_path, text) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        '[camera]\nport = "virtual"\nface_port = "virtual"\n',
        '[city]\nlisten_host = "0.0.0.0"\nurl = "https://10.1.2.3:8443"\n',
        '[hall]\nlisten_port = 8700\ncity_url = "https://10.1.2.3:8443"\n[city]\nlisten_port = 8700\n',
        '[hall]\nlisten_host = "10.1.2.3"\nlisten_port = 8700\n[city]\nlisten_port = 8700\n',
    ],
)
def test_what_can_both_hold_is_accepted(tmp_path: Path, text: str) -> None:
    (tmp_path / "kiosk.toml").write_text(text)
    assert isinstance(read_configuration(tmp_path / "kiosk.toml"), Configuration)
