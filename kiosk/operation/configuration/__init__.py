"""The configuration of one machine: TOML in, checked values or sentences out."""

from kiosk.operation.configuration.reading import ConfigurationProblem, read_configuration
from kiosk.operation.configuration.schema import Configuration, Schema, with_devices

__all__ = ["Configuration", "ConfigurationProblem", "Schema", "read_configuration", "with_devices"]
