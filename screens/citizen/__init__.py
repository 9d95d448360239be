"""The citizen's terminal: one window, one page at a time, fed with values and giving back touches."""
