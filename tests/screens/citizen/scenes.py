"""Every page a citizen can see, as views made of the published catalogue and invented people. For tests and gallery."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypedDict

from kiosk.domain.catalogue import Catalogue, HallSettings, Language, Text, catalogue_from, hall_settings_from
from kiosk.domain.identity import NumberProblem, masked_name
from kiosk.domain.ticket import Group, TicketState, TicketView
from kiosk.journeys import pages as of
from kiosk.ports.devices import CardMedia, Cover, DeviceState, DeviceStatus, Paper, ReadFailure

TAKEN_MS = 1795398180000  # 2026-11-23 09:43 in China
CODE = "1.0192f7e2-aaaa-7bbb-8ccc-1234567890ab.A017.20261123.MEUCIQDabcdefghijklmnopqrstuvwxyz012345"
LONGEST_ITEM = "GACR-006"


@cache
def published() -> tuple[Catalogue, HallSettings]:
    room = files("kiosk.city.publication")
    texts = [(room / f"{name}.json").read_text(encoding="utf-8") for name in ("catalogue", "hall")]
    return catalogue_from(json.loads(texts[0])), hall_settings_from(json.loads(texts[1]))


def reader(state: DeviceState = DeviceState.ONLINE, media: CardMedia = CardMedia.NOT_PRESENT) -> DeviceStatus:
    return DeviceStatus(state, media=media)


def printer(paper: Paper = Paper.FULL, cover: Cover = Cover.CLOSED) -> DeviceStatus:
    return DeviceStatus(DeviceState.ONLINE, paper=paper, cover=cover)


@cache
def knowledge() -> of.Knowledge:
    catalogue, settings = published()
    waits = {
        queue.code: of.QueueNow(n * 3 % 14, n * 4 % 11, n * 4 % 11 + 8, 0, 5) for n, queue in enumerate(settings.queues)
    }
    return of.Knowledge(catalogue, settings, waits, 23, True, reader(), printer(), date(2026, 11, 23))


def longest_item() -> str:
    """The item whose name takes the most room, in both languages together."""
    return max(published()[0].items, key=lambda item: 2 * len(item.name.zh) + len(item.name.en)).code


@cache
def longest_names() -> of.Knowledge:
    """What a city may publish: an item's name of forty characters, of eighteen words in English."""
    code = pension_item()
    catalogue, here = published()[0], knowledge()
    name = Text(
        "台湾居民来往大陆通行证补发换发以及失效重新申请与过期签注延期办理登记事项受理与发证",
        "Issue, renewal and replacement of mainland travel permits for Taiwan residents, including expired ones",
    )
    found = catalogue.item(code)
    assert found is not None
    long = replace(found, name=name, short=name)
    items = tuple(long if item.code == code else item for item in catalogue.items)
    return replace(here, catalogue=replace(catalogue, items=items, by_code={**catalogue.by_code, code: long}))


def busiest_department() -> str:
    catalogue = published()[0]
    return max(catalogue.departments, key=lambda one: len(catalogue.items_of(one.code))).code


def pension_item() -> str:
    return next(item.code for item in published()[0].items if item.name.zh == "城乡居民养老保险参保登记")


def ticket(item: str, group: Group = Group.GREEN) -> TicketView:
    found = published()[0].item(item)
    assert found is not None
    return TicketView(
        "0192f7e2-aaaa-7bbb-8ccc-1234567890ab",
        "A017",
        found.queue,
        item,
        "2026-11-23",
        TicketState.WAITING,
        group,
        "张*三",
        "2217",
        TAKEN_MS,
        6,
        12,
        20,
        ("3", "5", "6"),
    )


def called(item: str) -> TicketView:
    """Somebody asks for a number while theirs is being called."""
    return replace(ticket(item), state=TicketState.CALLED, ahead=0, wait_low=0, wait_high=0, counter="3")


def passed(item: str) -> TicketView:
    """As the hall tells of it: without a place in the queue."""
    return replace(ticket(item), state=TicketState.PASSED, ahead=0, wait_low=0, wait_high=0, restorable=True)


PERSON = of.Person("欧**娜", "990100********2217", green=True)


def view(page: of.Page, **more: object) -> of.View:
    """A view as the journey would make it: half the time used, somebody there unless it is the first page."""
    facts: dict[str, object] = {"seconds_left": 52, "session": True, "item": pension_item()}
    return replace(of.View(page, knowledge()), **(facts | more))  # type: ignore[arg-type]


def _choosing() -> dict[str, of.View]:
    step = of.Step.CHOOSE
    return {
        "home": of.View(of.Home(), knowledge()),
        "home-nothing-known": of.View(of.Home(), of.Knowledge()),
        "home-hall-unreachable": of.View(
            of.Home(), replace(knowledge(), hall_reachable=False, waiting=None, queues={})
        ),
        "home-own-numbers": of.View(
            of.Home(), replace(knowledge(), hall_reachable=False, waiting=None, queues={}, own_numbers=True)
        ),
        "home-with-a-scanner": of.View(of.Home(), replace(knowledge(), scanner=DeviceStatus(DeviceState.ONLINE))),
        "scan": view(of.ScanCode(), back=True, item=""),
        "scan-unknown": view(of.ScanCode(of.ScanProblem.UNKNOWN), back=True, item=""),
        "scan-booking-early": view(of.ScanCode(of.ScanProblem.BOOKING_EARLY, "2026-11-23 08:30"), back=True, item=""),
        "scan-out-of-order": view(of.ScanCode(of.ScanProblem.SCANNER), back=True, item=""),
        "home-out-of-paper": of.View(of.Home(), replace(knowledge(), printer=printer(Paper.OUT))),
        "home-partly-ill": of.View(of.Home(), replace(knowledge(), others=of.OtherDevices.ILL)),
        "home-without-a-reader": of.View(of.Home(), replace(knowledge(), reader=reader(DeviceState.NO_DEVICE))),
        "home-cover-open": of.View(of.Home(), replace(knowledge(), printer=printer(cover=Cover.OPEN))),
        "home-printer-gone": of.View(
            of.Home(), replace(knowledge(), printer=DeviceStatus(DeviceState.NO_DEVICE, "gone"))
        ),
        "home-paper-untold": of.View(of.Home(), replace(knowledge(), printer=printer(Paper.UNKNOWN))),
        "home-in-a-visit": view(of.Home(), item=""),
        "hot": view(of.HotItems(), step=step, back=True, item=""),
        "departments": view(of.Departments(), step=step, back=True, item=""),
        "departments-nothing-known": view(of.Departments(), step=step, back=True, item="", knowledge=of.Knowledge()),
        "departments-after-the-card": view(of.Departments(), step=step, back=True, item="", person=PERSON),
        "items": view(of.Items(busiest_department()), step=step, back=True, item=""),
        "items-few": view(of.Items("SL"), step=step, back=True, item=""),
        "items-none": view(of.Items("XX"), step=step, back=True, item=""),
    }


def _identifying() -> dict[str, of.View]:
    step = of.Step.IDENTIFY
    prompts: dict[str, of.Page] = {
        "card": of.CardPrompt(),
        "card-reading": of.CardPrompt(reading=True),
        "card-taken-away": of.CardPrompt(taken_away=True),
        "card-left-lying": of.CardPrompt(left_lying=True),
        "card-there": of.CardThere(),
        "number-empty": of.TypeNumber(),
        "number-half": of.TypeNumber("990100195"),
        "number-wrong-date": of.TypeNumber("99010019501345", NumberProblem.NO_SUCH_DATE),
        "number-wrong-end": of.TypeNumber("990100195003152211", NumberProblem.CHECK_CHARACTER),
        "number-complete": of.TypeNumber("99010019500315221X", complete=True),
    }
    failed: dict[str, of.Page] = {f"card-failed-{why.value}": of.CardPrompt(failure=why) for why in ReadFailure}
    return {name: view(page, step=step, back=True) for name, page in {**prompts, **failed}.items()}


def _taking() -> dict[str, of.View]:
    step, item = of.Step.TAKE, pension_item()
    lying = replace(knowledge(), reader=reader(media=CardMedia.PRESENT))
    told = {
        "ticket-printing": of.TicketPage(ticket(item), CODE, of.PaperPhase.PRINTING),
        "ticket-printed": of.TicketPage(ticket(item), CODE, of.PaperPhase.PRINTED),
        "ticket-card-lifted": of.TicketPage(
            replace(ticket(item), name="", tail=""), CODE, of.PaperPhase.PRINTED, wiped=True
        ),
        **{
            f"ticket-guide-{guide}": of.TicketPage(ticket(item), CODE, of.PaperPhase.PRINTED, guide=guide)
            for guide in of.GuidePhase
            if guide is not of.GuidePhase.NONE
        },
        "ticket-printing-again": of.TicketPage(ticket(item), CODE, of.PaperPhase.PRINTING, again=True),
        "ticket-printed-again": of.TicketPage(ticket(item), CODE, of.PaperPhase.PRINTED, again=True),
        "ticket-printer-gone": of.TicketPage(ticket(item), CODE, of.PaperPhase.FAILED, "gone"),
        "ticket-cover-open": of.TicketPage(ticket(item), CODE, of.PaperPhase.FAILED, "cover_open"),
        "ticket-cutter-stuck": of.TicketPage(ticket(item), CODE, of.PaperPhase.FAILED, "cutter_error"),
        **{
            f"ticket-{reason.replace('_', '-')}": of.TicketPage(ticket(item), CODE, of.PaperPhase.FAILED, reason)
            for reason in ("presenter_jammed", "head_hot", "silent")
        },
        "ticket-out-of-paper": of.TicketPage(ticket(item), CODE, of.PaperPhase.FAILED, "paper_out"),
        "ticket-printer-back": of.TicketPage(
            ticket(item), CODE, of.PaperPhase.FAILED, "paper_out", printer_back=True
        ),
        "ticket-reprinted-often": of.TicketPage(
            ticket(item), CODE, of.PaperPhase.UNKNOWN, "silent", may_reprint=False
        ),
        "ticket-unknown": of.TicketPage(ticket(item, Group.WALK_IN), CODE, of.PaperPhase.UNKNOWN, "silent"),
        "ticket-restored": of.TicketPage(ticket(item), restored=True),
        "ticket-long": of.TicketPage(
            replace(ticket(longest_item()), label="AC1017", ahead=118, wait_low=112, wait_high=145, tail=""), CODE,
            of.PaperPhase.PRINTED, may_reprint=False,
        ),
        "ticket-own": of.TicketPage(
            replace(ticket(item), label="AC07", ahead=0, wait_low=0, wait_high=0, own=True), CODE, of.PaperPhase.PRINTED
        ),
        "ticket-own-out-of-paper": of.TicketPage(
            replace(ticket(item), label="AC07", ahead=0, wait_low=0, wait_high=0, own=True), CODE, of.PaperPhase.FAILED,
            "paper_out",
        ),
        "ticket-no-estimate": of.TicketPage(
            replace(ticket(item), wait_low=0, wait_high=0), CODE, of.PaperPhase.PRINTED
        ),
    }  # fmt: skip
    many = replace(ticket(item), label="AC1017", ahead=1234, wait_low=112, wait_high=345)
    page = of.TicketPage(many, CODE, of.PaperPhase.PRINTED)
    return {
        "ticket-longest": view(page, step=step, person=PERSON, knowledge=longest_names(), seconds_left=27),
        "ticket-longest-without-its-guide": view(
            replace(page, guide=of.GuidePhase.FAILED),
            step=step,
            person=PERSON,
            knowledge=longest_names(),
            seconds_left=27,
        ),
        "check": view(of.Check(), step=of.Step.CHECK, back=True, person=PERSON, knowledge=lying),
        **{
            f"check-booked-{when.value}": view(
                of.Check(),
                step=of.Step.CHECK,
                back=True,
                person=PERSON,
                knowledge=lying,
                booked=of.Booked(item, when, "14:00", "14:30", "13:30"),
            )
            for when in of.BookedWhen
        },
        "check-long": view(of.Check(), step=of.Step.CHECK, back=True, person=PERSON, item=longest_item()),
        "check-longest": view(
            of.Check(),
            step=of.Step.CHECK,
            back=True,
            person=replace(PERSON, name=masked_name("阿" * 27)),
            knowledge=longest_names(),
        ),
        "check-typed": view(of.Check(), step=of.Step.CHECK, back=True, person=replace(PERSON, name="")),
        "check-anonymous": view(of.Check(), step=of.Step.CHECK, back=True, anonymous=True),
        "check-hall-unknown": view(
            of.Check(), step=of.Step.CHECK, back=True, person=PERSON, knowledge=replace(lying, queues={})
        ),
        "working": view(of.Working(), step=step, seconds_left=None),
        **{
            name: view(page, step=step, person=PERSON, seconds_whole=30, seconds_left=27) for name, page in told.items()
        },
        "already-waiting": view(of.AlreadyWaiting(ticket(item))),
        "already-called": view(of.AlreadyWaiting(called(item))),
        "already-serving": view(of.AlreadyWaiting(replace(called(item), state=TicketState.SERVING))),
        "passed-recently": view(of.PassedRecently(passed(item))),
    }


def _beside() -> dict[str, of.View]:
    failures = {f"failure-{why.value}": view(of.Failure(why)) for why in of.FailureReason}
    cut_off = replace(knowledge(), hall_reachable=False)
    closed = {code: replace(queue, open_counters=0) for code, queue in knowledge().queues.items()}
    nobody = replace(knowledge(), queues=closed)
    return {
        **failures,
        "failure-before-choosing": view(of.Failure(of.FailureReason.NOT_READY), item="", knowledge=of.Knowledge()),
        "counter": view(of.GoToCounter()),
        "counter-nobody": view(of.GoToCounter(), knowledge=nobody),
        "help": view(of.Help()),
        "help-called": view(of.Help(called=True)),
        "help-nobody": view(of.Help(), knowledge=nobody),
        "help-noted": view(of.Help(called=True), knowledge=nobody),
        "help-alone": view(of.Help(), knowledge=cut_off),
        "help-unreached": view(of.Help(called=True), knowledge=cut_off),
        "complaint": view(of.Complaint()),
        "complaint-kept": view(of.ComplaintKept("T1-0007")),
        "take-your-card": view(of.TakeYourCard(), seconds_left=None, item=""),
        "take-your-card-reported": view(of.TakeYourCard(reported=True), seconds_left=None, item=""),
        "warning": view(of.Check(), step=of.Step.CHECK, warning=True, seconds_left=17, extensions_left=8),
        "warning-number": view(
            of.TicketPage(ticket(pension_item()), CODE, of.PaperPhase.FAILED, "paper_out"),
            step=of.Step.TAKE,
            warning=True,
            seconds_left=17,
            extensions_left=8,
        ),
        "warning-last": view(of.Check(), step=of.Step.CHECK, warning=True, seconds_left=9, extensions_left=0),
    }


@cache
def scenes() -> dict[str, of.View]:
    """Name → view; every kind of page at least once."""
    return {**_choosing(), **_identifying(), **_taking(), **_beside()}


class Clothes(TypedDict, total=False):
    """A citizen's choices, as `dressed` takes them."""

    language: str
    elder: bool
    contrast: bool
    low: bool


def dressed(
    view: of.View, *, language: str = "zh", elder: bool = False, contrast: bool = False, low: bool = False
) -> of.View:
    """The same view after the citizen's choices; a choice makes it a visit."""
    chosen = elder or contrast or low or language != "zh"
    return replace(
        view,
        language=Language(language),
        elder=elder,
        contrast=contrast,
        low=low,
        session=view.session or chosen,
        seconds_left=52 if chosen and not view.session else view.seconds_left,
    )
