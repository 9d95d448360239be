"""The configuration of one machine: TOML in, checked values or sentences out."""

from kiosk.operation.configuration.reading import ConfigurationProblem, read_configuration
from kiosk.operation.configuration.schema import Configuration

__all__ = ["Configuration", "ConfigurationProblem", "read_configuration"]
