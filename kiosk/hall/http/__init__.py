"""The hall's interface for the machines of its house: see docs/hall.md."""
