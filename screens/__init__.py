"""Everything Qt: a folder a role, all of them made of one theme and one set of components."""
