"""The hall's second node: follows the first, serves when it is gone, and hands back. See docs/hall.md, Standby."""
