"""The short form of `make fuzz-devices`, and the proof that it would notice."""

from __future__ import annotations

import pytest

from drivers.device_classes import DeviceClass, device_classes
from drivers.fuzzing import FuzzTarget
from tests.proof.fuzz_devices.feeding import fed, targets


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_a_codec_eats_anything(target: FuzzTarget) -> None:
    eaten = fed(target, 1, 400)
    assert (eaten.meals, eaten.failures) == (400, [])


@pytest.mark.parametrize("one", device_classes(), ids=lambda one: one.name)
def test_every_class_has_what_it_reads_fed(one: DeviceClass) -> None:
    assert one.has("fuzz"), f"drivers/{one.table}/fuzz.py is missing"


def test_a_codec_that_raises_is_noticed() -> None:
    def eat(data: bytes) -> None:
        if data[:1] == b"\xff":
            raise IndexError

    assert fed(FuzzTarget("bad", eat, [b"\xff\xff"]), 1, 400).failures


def test_a_codec_that_keeps_everything_is_noticed() -> None:
    kept = bytearray()
    target = FuzzTarget("hoarder", kept.extend, [b"abc"], lambda: len(kept), 100)
    assert any("holds" in failure for failure in fed(target, 1, 400).failures)


def test_a_codec_that_keeps_everything_behind_its_own_back_is_noticed() -> None:
    kept: list[bytes] = []
    target = FuzzTarget("secret hoarder", lambda data: kept.append(b"x" * (1 << 18)), [b"abc"])
    assert any("grew" in failure for failure in fed(target, 1, 400).failures)
