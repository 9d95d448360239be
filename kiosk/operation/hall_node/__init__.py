"""What `main.py hall` does, as the hall's one node and as its standby."""
