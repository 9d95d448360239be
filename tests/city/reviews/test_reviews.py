"""Bad reviews become cases by themselves, go their way step by step, and the rates say what they do not hide."""

from __future__ import annotations

from typing import Any

from kiosk.city.staff.roles import Role
from kiosk.domain.events import Event, EventKind, Moment
from tests.city.house import DAY_MS, House
from tests.city.running import DAY, HALL

REVIEWS = f"/v1/halls/{HALL}/reviews"


def evaluated(ticket_id: str, grade: int | None, outcome: str = "graded", **more: Any) -> Event:
    data = {"outcome": outcome, "label": "A001", "queue": "social", "counter": "3", "clerk": "0312", **more}
    data |= {} if grade is None else {"grade": grade}
    at = Moment(1_795_400_000_000, 1, "boot-1")
    return Event(f"e-{ticket_id}-{len(more)}", EventKind.EVALUATED, HALL, DAY, at, ticket_id, data)


def step(house: House, token: str, ticket_id: str, kind: str, outcome: str, **more: Any) -> Any:
    body = {"kind": kind, "outcome": outcome, "remark": "found and noted", **more}
    return house.call("POST", f"{REVIEWS}/{ticket_id}/steps", token, body)


def test_a_bad_review_opens_one_case_and_a_good_one_none(any_house: House) -> None:
    inspector = any_house.signed_in(Role.INSPECTOR)
    any_house.send(
        evaluated("t-bad", 1, text="等了太久"),
        evaluated("t-good", 5),
        evaluated("t-none", None, "not_rated"),
        evaluated("t-bad", 2, again="x"),  # 一次一评: the second counts for nothing
    )
    any_house.until(lambda: len(any_house.get(REVIEWS, inspector)["rows"]) == 1)
    (row,) = any_house.get(REVIEWS, inspector)["rows"]
    assert (row["ticket_id"], row["grade"], row["state"], row["due"]) == ("t-bad", 1, "opened", "2026-12-15")
    told = any_house.get(f"{REVIEWS}/t-bad", inspector)
    assert told["evaluation"]["text"] == "等了太久" and told["steps"] == []


def test_a_case_is_verified_called_back_rectified_and_followed_up_with_who_and_when(house: House) -> None:
    manager, clerk = house.signed_in(Role.HALL_MANAGER, HALL), house.signed_in(Role.CLERK, HALL)
    house.send(evaluated("t-bad", 1))
    house.until(lambda: len(house.get(REVIEWS, manager)["rows"]) == 1)
    early = step(house, clerk, "t-bad", "rectify", "done")
    assert (early.status_code, early.json()["reason"]) == (409, "out_of_order")
    named = step(house, clerk, "t-bad", "verify", "confirmed", remark="身份证 990101 19600101 2345 的办事群众")
    assert (named.status_code, named.json()["reason"]) == (422, "remark_names_a_person")
    way = [("verify", "confirmed"), ("call_back", "not_reached"), ("call_back", "reached"), ("rectify", "done")]
    for kind, outcome in way:
        assert step(house, clerk, "t-bad", kind, outcome).status_code == 200
        house.now += DAY_MS
    closed = step(house, manager, "t-bad", "follow_up", "graded", grade=4)
    assert closed.json() == {"state": "closed"}
    assert step(house, manager, "t-bad", "verify", "confirmed").json()["reason"] == "case_closed"
    told = house.get(f"{REVIEWS}/t-bad", manager)
    assert [(one["number"], one["who"]) for one in told["steps"]] == [
        (1, "clerk.qinglan"), (2, "clerk.qinglan"), (3, "clerk.qinglan"), (4, "clerk.qinglan"),
        (5, "hall-manager.qinglan")]  # fmt: skip
    assert told["steps"][4]["grade"] == 4 and told["case"]["grade"] == 1  # the grade itself never changes
    assert house.call("GET", f"{REVIEWS}/t-nobody", manager).status_code == 404


def test_what_is_not_rectified_in_fifteen_working_days_is_overdue(house: House) -> None:
    manager = house.signed_in(Role.HALL_MANAGER, HALL)
    house.send(evaluated("t-1", 1), evaluated("t-2", 2))
    house.until(lambda: len(house.get(REVIEWS, manager)["rows"]) == 2)
    for kind, outcome in (("verify", "confirmed"), ("call_back", "no_contact"), ("rectify", "done")):
        step(house, manager, "t-2", kind, outcome)
    house.now += 21 * DAY_MS  # Tuesday 15 December: its last day
    assert house.get("/v1/reviews/overdue", manager)["rows"] == []
    house.now += DAY_MS
    assert [row["ticket_id"] for row in house.get("/v1/reviews/overdue", manager)["rows"]] == ["t-1"]


def test_the_good_rate_stands_beside_what_nobody_graded(any_house: House) -> None:
    inspector = any_house.signed_in(Role.INSPECTOR)
    grades = [5, 5, 4, 3, 2, 1]
    any_house.send(
        *(evaluated(f"t-{n}", grade) for n, grade in enumerate(grades)),
        evaluated("t-8", None, "declined"),
        evaluated("t-9", None, "not_rated"),
    )
    rates = any_house.get(f"/v1/evaluation-rates?first={DAY}&last={DAY}", inspector)
    assert rates["grades"] == {"1": 1, "2": 1, "3": 1, "4": 1, "5": 2}
    assert (rates["good_rate"], rates["active_rate"], rates["not_rated_rate"]) == (0.6667, 0.75, 0.125)
    assert (rates["declined"], rates["not_rated"], rates["asked"]) == (1, 1, 8)
    nothing = any_house.get("/v1/evaluation-rates?first=2026-01-01&last=2026-01-02", inspector)
    assert (nothing["good_rate"], nothing["active_rate"], nothing["asked"]) == (None, None, 0)
