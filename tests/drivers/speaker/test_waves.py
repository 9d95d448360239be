"""Samples, files and loudness."""

from __future__ import annotations

import wave
from array import array
from pathlib import Path

from drivers.speaker.waves import RATE_HZ, louder, read_samples, samples_of, seconds, silence, wave_file


def test_pieces_join_without_a_gap_and_come_back_the_same() -> None:
    pieces = [array("h", [value] * 100).tobytes() for value in (1, -2, 3)]
    assert samples_of(wave_file(pieces)) == b"".join(pieces)


def test_half_the_gain_is_half_of_every_sample_which_is_six_decibels() -> None:
    assert array("h", louder(array("h", [1000, -1000, 32767, -32768]).tobytes(), 0.5)).tolist() == [
        500, -500, 16383, -16384,
    ]  # fmt: skip
    assert louder(b"\x01\x00", 1.0) == b"\x01\x00"


def test_a_silence_lasts_as_long_as_it_says() -> None:
    assert seconds(silence(700)) == 0.7
    assert not any(silence(50))


def test_a_file_of_another_form_or_cut_short_is_refused(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "stereo.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(b"\x00" * 400)
    (tmp_path / "torn.wav").write_bytes(wave_file([silence(20)])[:20])
    (tmp_path / "text.wav").write_text("not a sound")
    for name in ("stereo", "torn", "text", "missing"):
        assert read_samples(tmp_path / f"{name}.wav") is None


def test_a_synthesizers_wave_that_ends_anywhere_or_lies_about_its_lengths_is_a_failure_and_no_accident() -> None:
    whole = wave_file([silence(2)])
    for at in range(len(whole)):
        pcm = samples_of(whole[:at])
        assert pcm is None or len(pcm) % 2 == 0
    for at in range(0, 44, 2):
        for lie in (b"\x00\x00", b"\xff\xff"):
            pcm = samples_of(whole[:at] + lie + whole[at + 2 :])
            assert pcm is None or len(pcm) % 2 == 0
