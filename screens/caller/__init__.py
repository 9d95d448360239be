"""The clerk's caller: eight keys, who is here, who waits, and why the next one is next."""
