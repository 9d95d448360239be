"""Makes a bare checkout ready: `.venv` from the lock, and the Debian packages that Qt, OpenCV, fonts and sound need.

Run by the system's own `python3` (`python3 -m kiosk.operation.prepare`) before anything is installed: these files use
the standard library only and import nothing else of the house.
"""
