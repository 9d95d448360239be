"""What our server's two files say: how it runs, and whom it lets in."""

from __future__ import annotations

from collections.abc import Mapping

SETTINGS = "hall-kiosk.conf"

# What a statement was about is personal data: neither statements nor the values in them reach the server's log.
_QUIET = {
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
    "log_checkpoints": "off",
    "log_destination": "stderr",
    "logging_collector": "off",
    "lc_messages": "C",
}
_RUNNING = {
    "max_connections": "100",
    "shared_buffers": "64MB",
    "wal_level": "replica",
    "max_wal_senders": "10",
    "max_replication_slots": "10",
    "hot_standby": "on",
    "wal_log_hints": "on",  # pg_rewind needs it where there are no checksums
    "wal_keep_size": "128MB",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "wal_sender_timeout": "5s",
    "wal_receiver_timeout": "5s",
    "max_prepared_transactions": "0",
}

ACCESS = """\
# Everybody gives a password; nobody comes from outside this machine.
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
local replication all scram-sha-256
host replication all 127.0.0.1/32 scram-sha-256
"""


def settings_text(port: int, socket_folder: str, more: Mapping[str, str]) -> str:
    """The settings file; an empty `socket_folder` for none."""
    place = {"port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": socket_folder}
    return "".join(f"{name} = {quoted(value)}\n" for name, value in {**_RUNNING, **_QUIET, **place, **more}.items())


def quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
