"""The same stage as the drivers' own tests have."""

from tests.drivers.conftest import stage

__all__ = ["stage"]
