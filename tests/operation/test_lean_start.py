"""A process that is ready holds what it works with, and not what its start needed."""

from __future__ import annotations

import gc
import linecache
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kiosk.operation.lean_start import give_back


@pytest.fixture
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_source_text_that_was_read_at_the_start_is_not_kept(unfrozen: None) -> None:
    assert linecache.getlines(__file__)
    give_back()
    assert __file__ not in linecache.cache
    assert linecache.getlines(__file__), "a trace can still be told afterwards"


def test_what_the_start_left_in_cycles_is_gone(unfrozen: None) -> None:
    class Leaf:
        gone = False

        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            Leaf.gone = True

    Leaf()
    give_back()
    assert Leaf.gone


CITY = "kiosk.operation.city.role", "kiosk.city.server", "kiosk.operation.city.outside", "kiosk.operation.wiring"
CITYS = "psycopg", "alembic", "cryptography", "requests", "charset_normalizer"
HALL = "kiosk.operation.hall_node.role", "kiosk.hall.server", "offline_cache.hall_book"
HALLS = "cryptography.x509", "charset_normalizer", "numpy", "sqlalchemy", "kiosk.trust.cpace"


@pytest.mark.parametrize(("loaded", "unwanted"), [(CITY, CITYS), (HALL, HALLS)], ids=["city", "hall"])
def test_a_node_of_one_machine_does_not_load_what_it_does_not_use(
    loaded: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    text = (
        "import sys; from kiosk.operation.lean_start import without_what_nobody_needs as silence; silence()\n"
        + "".join(f"import {name}\n" for name in loaded)
        + f"print(*(name for name in {unwanted} if sys.modules.get(name)))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", text], capture_output=True, text=True, timeout=60)
    assert (done.stdout.split(), done.stderr) == ([], "")


def test_a_request_works_where_nobody_guesses_encodings() -> None:
    text = (
        "from kiosk.operation.lean_start import without_what_nobody_needs as silence; silence()\n"
        "import requests; one = requests.Response(); one._content = '{\"号\": 1}'.encode(); print(one.json())"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "{'号': 1}\n" and done.stderr == ""


def test_a_service_works_where_pydantics_first_version_cannot_be_had() -> None:
    text = (
        "import sys; from kiosk.operation.lean_start import without_what_nobody_needs as silence; silence()\n"
        "from fastapi import FastAPI; from pydantic import BaseModel; from dataclasses import dataclass\n"
        "class Wish(BaseModel):\n    item: str\n"
        "@dataclass\nclass Given:\n    label: str\n"
        "app = FastAPI()\n"
        "@app.post('/', response_model=Given)\ndef give(wish: Wish) -> Given: return Given(wish.item)\n"
        "print(sorted(app.openapi()['components']['schemas'])[0], sys.modules['pydantic.v1'])"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", text], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("Given None\n", "")
