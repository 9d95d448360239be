"""What a citizen came for: hot list, department, item."""

from __future__ import annotations

from dataclasses import replace

from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.identifying import prompt_card
from kiosk.journeys.session import Result, Scene, Session, turn_to


def show_hot(session: Session, _: said.ShowHot, _scene: Scene) -> Result:
    return turn_to(session, pages.HotItems()), ()


def show_departments(session: Session, _: said.ShowDepartments, _scene: Scene) -> Result:
    return turn_to(session, pages.Departments()), ()


def choose_department(session: Session, chosen: said.ChooseDepartment, _scene: Scene) -> Result:
    return turn_to(session, pages.Items(chosen.code)), ()


def choose_item(session: Session, chosen: said.ChooseItem, scene: Scene) -> Result:
    item = scene.knowledge.catalogue.item(chosen.code) if scene.knowledge.catalogue else None
    if item is None or isinstance(session.page, pages.Working):
        return session, ()
    session = replace(session, item=item.code, anonymous=item.anonymous and session.identified is None)
    if session.anonymous or session.identified is not None:
        return turn_to(session, pages.Check()), (do.Say(do.Prompt.CHECK),)
    if session.card_present and not session.left_lying:
        return turn_to(session, pages.CardThere()), ()
    return prompt_card(session)
