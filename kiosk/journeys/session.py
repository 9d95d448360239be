"""One person's visit at the terminal, as a value. It begins with the first touch or card and ends wiped."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.domain.catalogue import Language
from kiosk.domain.ticket import TicketView
from kiosk.journeys.effects import Effect
from kiosk.journeys.intents import Identified
from kiosk.journeys.pages import (
    AlreadyWaiting,
    Booked,
    CardPrompt,
    CardThere,
    Check,
    Complaint,
    Departments,
    Failure,
    GoToCounter,
    Help,
    Home,
    HotItems,
    Items,
    Knowledge,
    Page,
    PassedRecently,
    Person,
    ScanCode,
    Step,
    TakeYourCard,
    TicketPage,
    TypeNumber,
    View,
    Working,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds; each doubles in elder mode, except the warning's length, which the law fixes from below (20 s)."""

    page: int = 60
    ticket: int = 45
    warning: int = 20
    extensions: int = 10
    forgotten_report: int = 15  # a card still lies there so long after the end: tell the staff
    forgotten_repeat: int = 10  # say it again
    forgotten_says: int = 6
    reprints: int = 3
    guide_late: int = 15  # a guide that has not come by then is not to be waited for


@dataclass(frozen=True, slots=True)
class Session:
    """`deadline_ms` is on the monotonic clock; None means that nothing runs out (home, or work is under way)."""

    page: Page = field(default_factory=Home)
    trail: tuple[Page, ...] = ()
    item: str = ""
    anonymous: bool = False
    identified: Identified | None = None
    deadline_ms: int | None = None
    warned: bool = False
    extended: int = 0
    card_present: bool = False
    reported: bool = False  # the staff were told of the card that was left lying
    left_lying: bool = False  # the card that lies there belongs to an earlier session and must not be read
    reading: bool = False
    reprints: int = 0
    said: int = 0
    guide_since_ms: int = 0  # when the guide was handed to its printer
    since_ms: int = 0  # when the page TakeYourCard came
    language: Language = Language.CHINESE
    elder: bool = False
    contrast: bool = False
    low: bool = False


Result = tuple[Session, tuple[Effect, ...]]


@dataclass(frozen=True, slots=True)
class Scene:
    """What every rule may look at: the terminal's knowledge, the limits, and the monotonic time in milliseconds."""

    knowledge: Knowledge
    limits: Limits
    now_ms: int


def seconds_whole(session: Session, limits: Limits) -> int:
    """The whole time of the present page, in seconds."""
    seconds = limits.ticket if isinstance(session.page, TicketPage) else limits.page
    return seconds * (2 if session.elder else 1)


def fresh_deadline(session: Session, scene: Scene) -> Session:
    """Somebody touched or something happened: the page's time starts again."""
    if not is_visited(session) or isinstance(session.page, Working | TakeYourCard):
        return replace(session, deadline_ms=None, warned=False)
    return replace(session, deadline_ms=scene.now_ms + seconds_whole(session, scene.limits) * 1000, warned=False)


def is_visited(session: Session) -> bool:
    """Somebody is here: on any page but home, or with a choice of language or size that must be reset."""
    settings = session.elder or session.contrast or session.low or session.language is not Language.CHINESE
    return not isinstance(session.page, Home) or session.identified is not None or settings


def is_free(session: Session) -> bool:
    """Nobody is in the middle of anything: the first page untouched, or a visit that is over but for the card."""
    return isinstance(session.page, TakeYourCard) or not is_visited(session)


def turn_to(session: Session, page: Page, *, remember: bool = True) -> Session:
    """The next page; the present one is remembered for 返回 unless it cannot be returned to."""
    if type(page) is type(session.page):
        return replace(session, page=page)
    aside = isinstance(page, _ASIDE) and isinstance(session.page, _READ)
    keep = remember and (aside or isinstance(session.page, _RETURNABLE))
    return replace(session, page=page, trail=(*session.trail, session.page)[-8:] if keep else session.trail)


_RETURNABLE = (Home, HotItems, Departments, Items, CardPrompt, TypeNumber, Check)
_ASIDE = (Help, Complaint)  # looked at beside a visit: 返回 leads back to what was being done or read
_READ = (TicketPage, AlreadyWaiting, PassedRecently, Failure, GoToCounter)


def step_of(session: Session) -> Step | None:
    match session.page:
        case HotItems() | Departments() | Items():
            return Step.CHOOSE
        case CardPrompt() | CardThere() | TypeNumber():
            return Step.IDENTIFY
        case Check():
            return Step.CHECK
        case Working() | TicketPage():
            return Step.TAKE
        case _:
            return None


def person_of(session: Session, green: str = "green") -> Person | None:
    """Whoever stands here, masked; nobody while the warning shows."""
    if session.identified is None or session.warned:
        return None
    holder = session.identified.holder
    return Person(holder.name, session.identified.number, holder.group == green)


def booked_of(session: Session) -> Booked | None:
    """What this person booked of the chosen item; nothing while the warning shows."""
    if session.identified is None or session.warned:
        return None
    return next((one for one in session.identified.booked if one.item == session.item), None)


def ticket_of(session: Session) -> TicketView | None:
    return getattr(session.page, "ticket", None)


def view_of(session: Session, scene: Scene) -> View:
    """The picture of this session for the window."""
    left = None if session.deadline_ms is None else max(0, -(-(session.deadline_ms - scene.now_ms) // 1000))
    page = TypeNumber() if session.warned and isinstance(session.page, TypeNumber) else session.page
    return View(
        page=page,
        knowledge=scene.knowledge,
        item=session.item,
        step=step_of(session),
        anonymous=session.anonymous,
        person=person_of(session),
        booked=booked_of(session),
        seconds_left=left,
        seconds_whole=seconds_whole(session, scene.limits),
        warning=session.warned,
        extensions_left=max(0, scene.limits.extensions - session.extended),
        back=bool(session.trail) and isinstance(session.page, _CAN_GO_BACK),
        session=is_visited(session),
        language=session.language,
        elder=session.elder,
        contrast=session.contrast,
        low=session.low,
    )


_CAN_GO_BACK = (
    *(HotItems, Departments, Items, ScanCode, CardPrompt, CardThere, TypeNumber, Check, GoToCounter),
    *_ASIDE,
)
