"""The device bench: a person's hands for the virtual reader and the virtual printer."""
