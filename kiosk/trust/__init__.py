"""How the machines of a house know each other: keys and their pins, one-time codes, tokens. See docs/enrolment.md."""
