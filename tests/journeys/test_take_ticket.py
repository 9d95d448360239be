"""What a citizen goes through at the terminal, told as the pure journey tells it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.catalogue import Language
from kiosk.domain.ticket import HallUnreachable, PrintState, Refused, TakeRefusal
from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.taking import reason_of
from kiosk.ports.devices import PrintOutcome, PrintReport, ReadFailure
from kiosk.ports.ledger import KeptTicket, LedgerFailure
from tests.journeys.scenes import NAMED, OPEN, PERSON, TYPED, Visit, ticket

KEPT = KeptTicket(ticket(), PrintState.COMMITTED, "HK1.x.y")


def at_check() -> Visit:
    visit = Visit()
    visit.give(said.ShowHot(), said.ChooseItem(NAMED.code), said.CardLaid(), PERSON)
    assert visit.page() == pages.Check()
    return visit


def at_ticket() -> Visit:
    visit = at_check()
    visit.give(said.Confirm(), said.Took(KEPT))
    return visit


def test_item_first_then_card_leads_to_the_check_page_and_a_ticket() -> None:
    visit = Visit()
    visit.give(said.ShowHot())
    assert do.ReadCard() in visit.give(said.ChooseItem(NAMED.code))
    visit.give(said.CardLaid(), PERSON)
    assert visit.view().person == pages.Person("张*三", "110101********2217", green=False)
    assert visit.give(said.Confirm()) == (do.Hush(), do.Take(NAMED.code, PERSON.holder))
    todo = visit.give(said.Took(KEPT))
    assert do.Print(KEPT.view, KEPT.code, reprint=False) in todo
    visit.give(said.PaperTold(KEPT.view.ticket_id, PrintReport(PrintOutcome.PRINTED)))
    page = visit.page()
    assert isinstance(page, pages.TicketPage) and page.paper is pages.PaperPhase.PRINTED


def test_card_first_is_read_only_after_its_owner_agreed() -> None:
    visit = Visit()
    todo = visit.give(said.CardLaid())
    assert visit.page() == pages.CardThere() and do.ReadCard() not in todo
    assert visit.give(said.Agree()) == (do.ReadCard(),)
    visit.give(PERSON)
    assert visit.page() == pages.Departments() and visit.view().person is not None
    visit.give(said.ChooseDepartment(NAMED.department), said.ChooseItem(NAMED.code))
    assert visit.page() == pages.Check()


def test_a_double_tap_asks_for_one_number() -> None:
    visit = at_check()
    visit.give(said.Confirm(), said.Confirm(), said.Confirm())
    assert sum(isinstance(effect, do.Take) for effect in visit.asked) == 1


def test_an_item_that_needs_no_name_skips_the_card() -> None:
    visit = Visit()
    visit.give(said.ShowHot(), said.ChooseItem(OPEN.code))
    assert visit.page() == pages.Check() and visit.view().anonymous
    assert do.Take(OPEN.code, do.Holder()) in visit.give(said.Confirm())


def test_a_typed_number_shows_its_mistake_and_is_accepted_only_whole() -> None:
    visit = Visit()
    visit.give(said.ChooseItem(NAMED.code), said.UseKeypad())
    for key in "11010119900307451":
        visit.give(said.TypeKey(key))
    assert visit.give(said.SubmitNumber()) == ()
    visit.give(said.TypeKey("5"))
    assert isinstance(page := visit.page(), pages.TypeNumber) and page.problem is not None
    visit.give(said.EraseKey(), said.TypeKey("4"))
    assert visit.give(said.SubmitNumber()) == (do.IdentifyTyped("110101199003074514"),)
    visit.give(TYPED)
    assert visit.page() == pages.Check()


def test_a_second_answer_about_the_same_typed_number_changes_nothing() -> None:
    visit = at_check()
    before = visit.session
    assert visit.give(TYPED) == () and visit.session == before


def test_the_second_request_offers_a_reprint_and_never_a_second_number() -> None:
    visit = at_check()
    visit.give(said.Confirm(), said.NotTaken(Refused(TakeRefusal.ALREADY_WAITING, ticket())))
    assert visit.page() == pages.AlreadyWaiting(ticket())
    assert visit.give(said.Reprint()) == (do.Print(ticket(), "", reprint=True),)


def test_reprints_end_after_the_limit_and_never_overlap() -> None:
    visit = at_ticket()
    told = said.PaperTold(KEPT.view.ticket_id, PrintReport(PrintOutcome.FAILED, "cutter_error"))
    assert visit.give(said.Reprint()) == ()  # still printing
    for _ in range(5):
        visit.give(told, said.Reprint())
    assert sum(isinstance(e, do.Print) and e.reprint for e in visit.asked) == visit.limits.reprints


def test_paper_that_is_back_is_told_and_printed_by_a_touch_only() -> None:
    visit = at_ticket()
    out = said.PaperTold(KEPT.view.ticket_id, PrintReport(PrintOutcome.FAILED, "paper_out"))
    visit.give(out)
    assert visit.give(said.PrinterReturned()) == ()
    page = visit.page()
    assert isinstance(page, pages.TicketPage) and page.printer_back
    assert visit.give(said.Reprint()) == (do.Print(KEPT.view, KEPT.code, reprint=True),)
    assert visit.give(said.PrinterReturned()) == ()
    page = visit.page()
    assert isinstance(page, pages.TicketPage) and not page.printer_back and page.paper is pages.PaperPhase.PRINTING


def test_tries_without_paper_do_not_use_up_the_reprints() -> None:
    visit = at_ticket()
    out = said.PaperTold(KEPT.view.ticket_id, PrintReport(PrintOutcome.FAILED, "paper_out"))
    visit.give(out)
    for _ in range(visit.limits.reprints + 2):
        assert visit.give(said.Reprint()) != ()
        visit.give(out)
    page = visit.page()
    assert isinstance(page, pages.TicketPage) and page.may_reprint


def test_a_ticket_that_came_out_hears_nothing_of_the_printer() -> None:
    visit = at_ticket()
    visit.give(said.PaperTold(KEPT.view.ticket_id, PrintReport(PrintOutcome.PRINTED)))
    before = visit.page()
    visit.give(said.PrinterReturned())
    assert visit.page() == before


def test_a_passed_ticket_is_offered_back_once() -> None:
    visit = at_check()
    visit.give(said.Confirm(), said.NotTaken(Refused(TakeRefusal.PASSED_RECENTLY, ticket())))
    assert visit.give(said.Restore()) == (do.RestoreTicket(ticket().ticket_id),)
    visit.give(said.RestoreTold(ticket()))
    assert isinstance(page := visit.page(), pages.TicketPage) and page.restored


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        (HallUnreachable.NO_CONNECTION, pages.FailureReason.HALL_UNREACHABLE),
        (HallUnreachable.OUT_OF_SERVICE, pages.FailureReason.HALL_OUT_OF_SERVICE),
        (LedgerFailure.DISK_FULL, pages.FailureReason.STORAGE_FULL),
        (LedgerFailure.LOCKED, pages.FailureReason.STORAGE_LOCKED),
        (Refused(TakeRefusal.NUMBERS_EXHAUSTED), pages.FailureReason.NUMBERS_EXHAUSTED),
        (Refused(TakeRefusal.VOIDED), pages.FailureReason.TRY_AGAIN),
    ],
)
def test_every_failure_of_the_world_has_its_own_page(why: object, reason: pages.FailureReason) -> None:
    visit = at_check()
    visit.give(said.Confirm(), said.NotTaken(why))  # type: ignore[arg-type]
    assert visit.page() == pages.Failure(reason)
    visit.give(said.Complain(), said.ChooseComplaint("01"), said.ComplaintStored("7F3A21"))
    assert visit.page() == pages.ComplaintKept("7F3A21")


@pytest.mark.parametrize("why", [*LedgerFailure, *HallUnreachable])
def test_nobody_is_told_to_try_again_where_trying_again_cannot_help(why: LedgerFailure | HallUnreachable) -> None:
    assert reason_of(why) is not pages.FailureReason.TRY_AGAIN


def test_a_card_that_was_not_read_may_be_laid_again() -> None:
    visit = Visit()
    visit.give(said.ChooseItem(NAMED.code), said.CardLaid(), said.CardFailed(ReadFailure.CARD_MOVED))
    assert visit.page() == pages.CardPrompt(failure=ReadFailure.CARD_MOVED)
    assert visit.give(said.CardRemoved()) == (do.ReadCard(),)
    visit.give(said.CardLaid(), PERSON)
    assert visit.page() == pages.Check()


def test_a_silent_reader_that_answers_again_goes_on_by_itself() -> None:
    visit = Visit()
    visit.give(said.ChooseItem(NAMED.code), said.CardFailed(ReadFailure.READER_SILENT))
    assert do.ReadCard() in visit.give(said.ReaderReturned())


def test_lifting_the_card_before_the_number_wipes_the_person_and_keeps_the_item() -> None:
    visit = at_check()
    todo = visit.give(said.CardRemoved())
    assert todo[0] == do.Wipe() and visit.session.identified is None and visit.session.item == NAMED.code
    assert isinstance(page := visit.page(), pages.CardPrompt) and page.taken_away


def test_lifting_the_card_after_the_number_keeps_the_number_on_the_page() -> None:
    visit = at_ticket()
    visit.give(said.CardRemoved())
    page = visit.page()
    assert isinstance(page, pages.TicketPage) and page.ticket.label == "A017" and page.ticket.name == ""
    assert visit.session.identified is None


def test_lifting_the_card_while_the_number_is_being_taken_forgets_the_person_with_the_answer() -> None:
    visit = at_check()
    visit.give(said.Confirm(), said.CardRemoved())
    todo = visit.give(said.Took(KEPT))
    assert do.Print(KEPT.view, KEPT.code, reprint=False) in todo and do.Wipe() in todo
    page = visit.page()
    assert isinstance(page, pages.TicketPage) and page.wiped and page.ticket.tail == ""
    assert visit.session.identified is None


@pytest.mark.parametrize("reason", [TakeRefusal.ALREADY_WAITING, TakeRefusal.PASSED_RECENTLY])
def test_who_lifts_the_card_can_still_read_of_their_number_and_use_its_key(reason: TakeRefusal) -> None:
    visit = at_check()
    visit.give(said.Confirm(), said.NotTaken(Refused(reason, ticket())))
    assert visit.give(said.CardRemoved()) == (do.Wipe(),)
    page = visit.page()
    assert isinstance(page, pages.AlreadyWaiting | pages.PassedRecently) and page.wiped and page.ticket.name == ""
    wish = said.Reprint() if reason is TakeRefusal.ALREADY_WAITING else said.Restore()
    assert visit.give(wish) != () and visit.session.identified is None
    if reason is TakeRefusal.PASSED_RECENTLY:
        visit.give(said.RestoreTold(ticket()))
    assert isinstance(page := visit.page(), pages.TicketPage) and (page.ticket.name, page.ticket.tail) == ("", "")


def test_who_lifts_the_card_can_still_read_where_to_go_instead() -> None:
    visit = at_check()
    visit.give(said.Confirm(), said.NotTaken(HallUnreachable.TIMED_OUT))
    assert visit.give(said.CardRemoved()) == (do.Wipe(),)
    assert visit.page() == pages.Failure(pages.FailureReason.HALL_UNREACHABLE) and visit.session.identified is None
    visit.wait(61)
    assert visit.page() == pages.Home()


def test_back_from_help_leads_to_the_number_with_what_the_printer_said_meanwhile() -> None:
    visit = at_ticket()
    visit.give(said.AskHelp(), said.CardRemoved())
    assert visit.view().back
    visit.give(said.PaperTold(KEPT.view.ticket_id, PrintReport(PrintOutcome.FAILED, "paper_out")), said.GoBack())
    page = visit.page()
    assert isinstance(page, pages.TicketPage) and page.paper is pages.PaperPhase.FAILED
    assert page.wiped and page.ticket.tail == "" and page.ticket.label == "A017"


def test_back_from_help_never_takes_a_number_for_nobody() -> None:
    visit = at_check()
    visit.give(said.AskHelp(), said.CardRemoved(), said.GoBack(), said.Confirm())
    assert visit.session.identified is None and visit.page() != pages.Check()
    assert not any(isinstance(effect, do.Take) for effect in visit.asked)


def test_who_wanted_no_counter_after_all_goes_back_to_the_card() -> None:
    visit = Visit()
    visit.give(said.ShowHot(), said.ChooseItem(NAMED.code), said.Decline())
    assert visit.view().back
    visit.asked.clear()
    visit.give(said.GoBack())
    assert visit.page() == pages.CardPrompt() and do.ReadCard() in visit.asked


def test_a_typed_number_that_was_wrong_is_forgotten_on_the_way_back() -> None:
    visit = Visit()
    visit.give(said.ShowHot(), said.ChooseItem(NAMED.code), said.UseKeypad())
    for key in "110101199003074514":
        visit.give(said.TypeKey(key))
    visit.give(said.SubmitNumber(), TYPED)
    assert visit.page() == pages.Check()
    visit.asked.clear()
    visit.give(said.GoBack())
    assert visit.page() == pages.CardPrompt() and do.ReadCard() in visit.asked
    assert visit.session.identified is None


def test_no_time_runs_on_the_page_that_waits_for_a_card_to_be_taken() -> None:
    visit = at_ticket()
    visit.give(said.Exit())
    visit.wait(5)
    assert visit.page() == pages.TakeYourCard() and visit.view().seconds_left is None


def test_a_reprint_is_not_told_as_a_new_number() -> None:
    visit = at_ticket()
    visit.give(said.PaperTold(KEPT.view.ticket_id, PrintReport(PrintOutcome.PRINTED)), said.Reprint())
    page = visit.page()
    assert isinstance(page, pages.TicketPage) and page.again


def test_a_booking_of_the_chosen_item_is_told_before_the_number_and_goes_with_the_person() -> None:
    booked = pages.Booked(NAMED.code, pages.BookedWhen.EARLY, "14:00", "14:30", "13:30")
    other = replace(booked, item=OPEN.code)
    visit = Visit()
    visit.give(said.ShowHot(), said.ChooseItem(NAMED.code), said.CardLaid(), replace(PERSON, booked=(other, booked)))
    assert visit.page() == pages.Check() and visit.view().booked == booked
    visit.give(said.CardRemoved())
    assert visit.view().booked is None


def test_time_runs_out_with_a_warning_that_blanks_and_ten_extensions() -> None:
    visit = at_check()
    visit.wait(41)
    assert visit.view().warning and visit.view().person is None and visit.view().seconds_left == 19
    for _ in range(visit.limits.extensions):
        visit.give(said.Extend())
        assert not visit.view().warning and visit.view().person is not None
        visit.wait(41)
    visit.give(said.Extend())
    assert visit.session.identified is None


def test_nobody_answers_the_warning_and_everything_is_forgotten() -> None:
    visit = at_check()
    visit.give(said.CardRemoved())
    visit.wait(61)
    assert visit.page() == pages.Home() and visit.session.identified is None
    assert do.Wipe() in visit.asked


def test_a_key_under_the_warning_extends_and_does_nothing_else() -> None:
    visit = at_check()
    visit.wait(45)
    visit.give(said.Confirm())
    assert visit.page() == pages.Check() and not any(isinstance(e, do.Take) for e in visit.asked)


def test_language_and_size_go_back_to_their_defaults_when_a_visit_ends() -> None:
    visit = Visit()
    visit.give(said.SetLanguage(Language.ENGLISH), said.SetElder(True), said.SetContrast(True))
    assert visit.view().seconds_whole == 120 and visit.view().session
    visit.wait(121)
    view = visit.view()
    assert (view.language, view.elder, view.contrast) == (Language.CHINESE, False, False)


def test_home_keeps_the_language_and_exit_does_not() -> None:
    visit = Visit()
    visit.give(said.SetLanguage(Language.ENGLISH), said.ShowHot(), said.GoHome())
    assert visit.page() == pages.Home() and visit.view().language is Language.ENGLISH
    visit.give(said.ShowHot(), said.Exit())
    assert visit.view().language is Language.CHINESE


def test_a_bug_wipes_the_visit_and_apologises() -> None:
    visit = at_check()
    visit.give(said.CardRemoved(), said.Stumbled())
    assert visit.page() == pages.Failure(pages.FailureReason.UNEXPECTED) and visit.session.identified is None


def test_work_under_way_cannot_be_left_and_does_not_time_out() -> None:
    visit = at_check()
    visit.give(said.Confirm())
    visit.give(said.Exit(), said.GoBack(), said.GoHome())
    visit.wait(100)
    assert visit.page() == pages.Working()


def test_back_leads_through_the_pages_that_were_seen() -> None:
    visit = Visit()
    visit.give(said.ShowDepartments(), said.ChooseDepartment(NAMED.department), said.ChooseItem(NAMED.code))
    seen = []
    for _ in range(3):
        visit.give(said.GoBack())
        seen.append(type(visit.page()))
    assert seen == [pages.Items, pages.Departments, pages.Home]
