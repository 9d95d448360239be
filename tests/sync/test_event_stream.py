"""Server-sent events are read whole, however the line cuts them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.event_stream import ServerEvent, TooLongError, events_in

STREAM = ': held\n\nevent: page\nid: 7\ndata: {"a":"排队"}\n\n: beat\n\ndata: one\ndata:two\n\nevent: page\n\n'.encode()
MEANT = [None, ServerEvent("page", '{"a":"排队"}'), None, ServerEvent("message", "one\ntwo"), None]


@given(st.sets(st.integers(1, len(STREAM) - 1)))
def test_events_are_the_same_wherever_the_line_cuts(cuts: set[int]) -> None:
    places = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[a:b] for a, b in pairwise(places)]
    assert list(events_in(pieces, 100)) == MEANT


def test_an_event_cut_off_by_the_end_is_none() -> None:
    assert list(events_in([b"data: half"], 100)) == []


def test_an_event_that_never_ends_is_not_kept_for_ever() -> None:
    with pytest.raises(TooLongError):
        list(events_in(iter(lambda: b"data: " + b"x" * 50, b""), 1000))
