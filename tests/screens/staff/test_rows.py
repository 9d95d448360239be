"""A list changes row by row, so that nobody's place and no key under a finger is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex

from screens.staff.rows import Row, Rows

IDS = st.lists(st.sampled_from("abcdefgh"), unique=True)


class Mirror:
    """What a view would hold that only hears what the list says about itself."""

    def __init__(self, rows: Rows) -> None:
        self.rows, self.seen = rows, list[Row]()
        rows.rowsInserted.connect(self._inserted)
        rows.rowsRemoved.connect(self._removed)
        rows.rowsMoved.connect(self._moved)
        rows.dataChanged.connect(self._changed)

    def _inserted(self, _: object, first: int, last: int) -> None:
        self.seen[first:first] = self.rows.rows[first : last + 1]

    def _removed(self, _: object, first: int, last: int) -> None:
        del self.seen[first : last + 1]

    def _moved(self, _: object, start: int, end: int, __: object, to: int) -> None:
        block = self.seen[start : end + 1]
        del self.seen[start : end + 1]
        self.seen[to:to] = block

    def _changed(self, first: QModelIndex, _: object, __: object) -> None:
        place = first.row()
        self.seen[place] = self.rows.rows[place]


def shown(ids: list[str], words: int) -> list[Row]:
    return [{"id": one, "words": words} for one in ids]


@settings(max_examples=100, deadline=None)
@given(IDS, IDS, st.integers(0, 1))
def test_whoever_only_hears_the_changes_has_the_same_list(before: list[str], after: list[str], words: int) -> None:
    rows = Rows()
    mirror = Mirror(rows)
    rows.show(shown(before, 0))
    rows.show(shown(after, words))
    assert list(rows.rows) == shown(after, words) == mirror.seen


def test_a_row_that_only_changes_its_words_is_neither_removed_nor_made_anew() -> None:
    rows = Rows()
    rows.show(shown(["a", "b"], 0))
    heard: list[str] = []
    rows.rowsInserted.connect(lambda *_: heard.append("inserted"))
    rows.rowsRemoved.connect(lambda *_: heard.append("removed"))
    rows.dataChanged.connect(lambda *_: heard.append("changed"))
    rows.show(shown(["a", "b"], 1))
    assert heard == ["changed", "changed"]
