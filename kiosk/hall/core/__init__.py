"""The live queue as a pure function: commands in, events and answers out; no clock, no I/O, no threads."""
