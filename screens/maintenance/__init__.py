"""The technician's page: in this version it says what to do instead."""
