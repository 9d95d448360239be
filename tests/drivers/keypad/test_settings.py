"""Which pad is whose: the citizen's hangs on the terminal, the clerk's on the caller."""

from __future__ import annotations

import pytest

from drivers.keypad.settings import Settings


@pytest.mark.parametrize(("role", "port"), [("terminal", "/dev/hall/keypad"), ("caller", "virtual"), ("board", "none")])
def test_each_role_has_the_pad_that_was_named_for_it(role: str, port: str) -> None:
    pads = Settings.model_validate({"port": "/dev/hall/keypad", "clerk_port": "virtual"})
    assert pads.port_at(role) == port
    assert pads.wanted_at(role) == (port != "none")
    assert pads.wants_virtual
