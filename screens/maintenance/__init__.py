"""The technician's page: in this version it names the commands that do the work."""
