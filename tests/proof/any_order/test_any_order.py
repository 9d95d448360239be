"""The short form of `make any-order`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.proof.any_order.any_order import AnyOrder

TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
