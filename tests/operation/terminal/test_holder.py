"""At the border a person becomes keyed hashes: under the newest key for what is new, under all for what is there."""

from __future__ import annotations

from datetime import date

from drivers.id_card.sample_cards import CARDS
from kiosk.domain.keyed_hash import MatchKey, keyed_hash
from kiosk.domain.ticket import Group
from kiosk.operation.terminal.holder import from_card, from_typed

OLD, NEW = MatchKey(1, b"o" * 32), MatchKey(2, b"n" * 32)
PERSON = CARDS["ordinary"].record
TODAY = date(2026, 11, 23)


def test_a_person_is_written_down_under_the_newest_key_and_looked_for_under_every_one() -> None:
    holder = from_card(PERSON, [OLD, NEW], 60, TODAY).holder
    assert (holder.hash, holder.key_version) == (keyed_hash(PERSON.number, NEW).hash, 2)
    assert holder.also == (keyed_hash(PERSON.number, OLD),)


def test_whoever_took_a_number_before_the_new_key_came_is_the_same_person_after_it() -> None:
    before = from_card(PERSON, [OLD], 60, TODAY).holder
    after = from_typed(PERSON.number.lower(), [OLD, NEW]).holder
    assert before.hash != after.hash
    assert set(before.identities()) & set(after.identities())


def test_nothing_but_hashes_and_masked_words_goes_any_further() -> None:
    identified = from_card(PERSON, [OLD, NEW], 60, TODAY)
    told = repr(identified)
    assert PERSON.name not in told
    assert PERSON.number not in told
    assert PERSON.number[6:14] not in told
    assert PERSON.address not in told


def test_a_typed_number_has_no_name_and_no_priority() -> None:
    holder = from_typed("11010119400307002x", [NEW]).holder
    assert (holder.name, holder.group, holder.also) == ("", Group.WALK_IN, ())
