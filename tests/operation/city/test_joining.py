"""A city that listens for halls on other machines, as the process that a person starts; and the code made at it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from kiosk.city.database import Database, open_database
from kiosk.city.founding import found
from kiosk.city.publication import load_publication
from kiosk.operation.city.commands import print_code
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.process import read_ready
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.upstreams import embedded_route
from kiosk.trust.code import read_code
from kiosk.trust.joining import join
from kiosk.trust.memberships import Membership
from kiosk.trust.pinned import pinned_session
from tests.city.running import HALL
from tests.operation.city.city_process import LIMIT_S, CityProcess
from tests.sync.upstream import until


def founded(state: StateFolder) -> Path:
    place = state.data("city") / "city.sqlite"
    opened = open_database(place)
    assert isinstance(opened, Database)
    opened.write(lambda connection: found(connection, load_publication()))
    opened.close()
    return place


def test_a_city_on_a_network_speaks_tls_and_a_hall_joins_by_the_code_made_at_its_machine(tmp_path: Path) -> None:
    state = StateFolder(tmp_path / "state").make()
    out, config = io.StringIO(), tmp_path / "kiosk.toml"
    config.write_text('[city]\ntls = "always"\n')
    assert print_code(founded(state), HALL, HALL, "https://10.9.0.1:8443", out) == ExitCode.GOOD
    code = read_code(out.getvalue().split()[4])
    assert code is not None and "enrol --city https://10.9.0.1:8443" in out.getvalue()
    city = CityProcess("--config", str(config), state=state.root)
    try:
        until(city.is_ready, LIMIT_S)
        facts = read_ready(state.ready("city")) or {}
        assert str(facts["url"]).startswith("https://127.0.0.1:")
        own = embedded_route(state, "city")
        assert str(own()).startswith("https://")
        with pinned_session("", own.pins) as session:
            assert session.get(f"{own()}/v1/health", timeout=10).json()["status"] == "ready"
        joined = join(str(facts["url"]), code)
        assert isinstance(joined, Membership) and joined.pins() == own.pins()
        with pinned_session(joined.token, joined.pins) as session:
            assert session.get(f"{facts['url']}/v1/nodes", timeout=10).status_code == 200
    finally:
        city.close()


def test_a_code_for_a_hall_that_nobody_knows_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = founded(StateFolder(tmp_path).make())
    assert print_code(place, "nowhere", "nowhere", "https://10.9.0.1") == ExitCode.FAILED
    assert "This city has no such hall." in capsys.readouterr().err
