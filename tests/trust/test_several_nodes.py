"""Which of a hall's nodes a machine speaks to: the first that serves, after a limit, and back by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.trust.memberships import NodeAddress
from kiosk.trust.route import Heard, Pins
from kiosk.trust.several_nodes import PATIENCE_S, REFRESH_S, RETURN_S, Nodes, Seen, SeveralNodes

FIRST = NodeAddress("qinglan", "https://10.1.2.3:8443", ("aa" * 32,))
SECOND = NodeAddress("H2", "https://10.1.2.4:8443", ("bb" * 32,), standby=True)


@dataclass
class House:
    """Two nodes as a look finds them, and a clock."""

    seen: dict[str, Seen] = field(default_factory=lambda: {FIRST.url: Seen.SERVES, SECOND.url: Seen.STANDS_BY})
    told: Nodes | None = None
    wanted: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    now: float = 100.0

    def look(self, url: str, pins: Callable[[], Pins], *, wanted: bool) -> Seen:
        if wanted:
            self.wanted.append(url)
        return self.seen[url]

    def nodes(self, url: str, pins: Callable[[], Pins]) -> Nodes | None:
        return self.told

    def event(self, name: str, /, **fields: object) -> None:
        self.events.append(name)

    def bug(self, where: str, error: BaseException) -> None:
        raise error


def route(house: House, nodes: Nodes = (FIRST, SECOND), fixed: bool = False) -> SeveralNodes:
    found = SeveralNodes(nodes, house, house, fixed=fixed, monotonic=lambda: house.now)
    found.tick()
    return found


def silent(house: House, found: SeveralNodes, seconds: float) -> None:
    """The node that is spoken to answers nobody for so long."""
    house.seen[found.node.url] = Seen.SILENT
    found.heard(found.node.url, Heard.UNREACHED)
    end = house.now + seconds
    while house.now < end:
        house.now += found.tick()


def test_the_first_node_is_spoken_to_while_it_answers() -> None:
    house = House()
    found = route(house)
    found.heard(FIRST.url, Heard.ANSWERED)
    house.now += 3600
    found.tick()
    assert found() == FIRST.url
    assert house.wanted == []


def test_a_hiccup_changes_nothing() -> None:
    house = House()
    found = route(house)
    silent(house, found, PATIENCE_S - 1)
    house.seen[FIRST.url] = Seen.SERVES
    found.tick()
    house.now += 60
    found.tick()
    assert found() == FIRST.url
    assert house.wanted == []


def test_a_silent_node_is_left_after_the_limit_once_the_other_serves() -> None:
    house = House()
    found = route(house)
    silent(house, found, PATIENCE_S + 1)
    assert found() == FIRST.url
    assert SECOND.url in house.wanted, "the standby has to hear that it is wanted"
    house.seen[SECOND.url] = Seen.SERVES
    found.tick()
    assert found() == SECOND.url
    assert house.events == ["hall_node_changed"]


def test_when_nobody_serves_it_stays_where_it_was() -> None:
    house = House()
    found = route(house)
    house.seen[SECOND.url] = Seen.SILENT
    silent(house, found, 600)
    assert found() == FIRST.url


def test_it_goes_back_by_itself_once_the_first_node_serves_again() -> None:
    house = House()
    found = route(house)
    house.seen[SECOND.url] = Seen.SERVES
    silent(house, found, PATIENCE_S + 1)
    assert found() == SECOND.url
    house.seen[FIRST.url] = Seen.SERVES
    house.now += RETURN_S
    found.tick()
    assert found() == FIRST.url


def test_a_standby_that_has_handed_over_is_left_at_once() -> None:
    house = House()
    found = route(house)
    house.seen[SECOND.url] = Seen.SERVES
    silent(house, found, PATIENCE_S + 1)
    house.seen |= {FIRST.url: Seen.SERVES, SECOND.url: Seen.STANDS_BY}
    found.heard(SECOND.url, Heard.STANDS_BY)
    found.tick()
    assert found() == FIRST.url


def test_what_is_said_of_a_node_that_was_left_changes_nothing() -> None:
    house = House()
    found = route(house)
    found.heard(SECOND.url, Heard.UNREACHED)
    house.now += 60
    found.tick()
    assert found() == FIRST.url
    assert house.wanted == []


def test_another_machine_under_the_address_is_a_technicians_matter_once() -> None:
    house = House()
    found = route(house)
    for _ in range(3):
        found.heard(FIRST.url, Heard.ANOTHER_MACHINE)
    assert house.events == ["another_machine_answers"]


def test_the_nodes_own_list_is_learned_and_kept_with_its_new_keys() -> None:
    house, learned = House(), list[Nodes]()
    found = SeveralNodes((FIRST,), house, house, learned=learned.append, monotonic=lambda: house.now)
    renewed = NodeAddress(FIRST.name, FIRST.url, (FIRST.pins[0], "cc" * 32))
    house.told = (renewed, SECOND)
    found.tick()
    assert learned == [(renewed, SECOND)]
    assert found.pins() == {"aa" * 32, "bb" * 32, "cc" * 32}
    house.now += REFRESH_S
    found.tick()
    assert len(learned) == 1


def test_configured_addresses_stay_and_only_keys_are_learned() -> None:
    house = House()
    house.told = (FIRST, SECOND)
    configured = NodeAddress("1", "https://hall.example:8443", FIRST.pins)
    house.seen[configured.url] = Seen.SERVES
    found = route(house, (configured,), fixed=True)
    assert found() == configured.url
    assert found.pins() == {*FIRST.pins, *SECOND.pins}


def test_who_was_sent_away_hears_it_once() -> None:
    house, calls = House(), list[str]()
    found = SeveralNodes((FIRST,), house, house, revoked=lambda: calls.append("away"), monotonic=lambda: house.now)
    for _ in range(3):
        found.heard(FIRST.url, Heard.REVOKED)
    assert calls == ["away"]
