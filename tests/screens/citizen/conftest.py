"""A citizen's window for each test that asks for one, off-screen and drawn by the software renderer."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest

from kiosk.journeys.intents import Intent
from screens.citizen.window import CitizenWindow
from tests.screens.gallery import LANDSCAPE, PORTRAIT, fixed_clock


class Sent(list[Intent]):
    """What the window sent, in order."""


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def portrait(qapp: object, sent: Sent) -> Iterator[CitizenWindow]:
    yield from _window(sent, portrait=True)


@pytest.fixture
def landscape(qapp: object, sent: Sent) -> Iterator[CitizenWindow]:
    yield from _window(sent, portrait=False)


def _window(sent: Sent, *, portrait: bool) -> Iterator[CitizenWindow]:
    window = CitizenWindow(PORTRAIT if portrait else LANDSCAPE, sent.append, now=fixed_clock)
    window.open()
    yield window
    complaints = list(window.complaints)
    window.close()
    assert not complaints
