"""Pieces that every role builds its pages from: QML files, and the few that only Python can draw."""
