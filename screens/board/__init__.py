"""The hall's board: who is called where, shown and said once, also after a cut line."""
