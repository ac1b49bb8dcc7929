"""Counts by kind, by section and source, and of policies' bearing on power, kept ready for a store of any size.

Read `counted.py` first (what is told), then `catching_up.py` (how the index follows the store), `facts.py` (what is
asked of the store) and `counts_file.py` (the tables).
"""
