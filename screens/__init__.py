"""Everything Qt: a folder a role, all of them made of one theme and one set of components."""

from screens.sources_unread import leave_sources_unread

leave_sources_unread()
