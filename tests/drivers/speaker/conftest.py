"""Tiny clips that every test of the voice may use; laid once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drivers.speaker.voices import lay_clips


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    lay_clips(folder)
    return folder
