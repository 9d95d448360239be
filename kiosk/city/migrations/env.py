"""Alembic's entry: it always works on a connection that is handed in (see `kiosk.city.migrate`)."""

from __future__ import annotations

from alembic import context

from kiosk.city.rooms import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
