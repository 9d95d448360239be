"""A PostgreSQL server of our own: made, started, stopped and copied by this program, from Debian's packages.

For a city on one machine and for the tests. A city with its own database administrators needs nothing of this room.
"""
