from tests.drivers.conftest import stage

__all__ = ["stage"]
