from offline_cache import lean_import

lean_import.load()  # before any room of this side asks for sqlite-utils itself
