"""The city as processes: one that serves alone on its file, or workers on one port before a database's server."""
