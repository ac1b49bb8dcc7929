"""The index of words: finds statements, policies, actors and concepts by what they say, ranked, in a store of any size.

Read `searching.py` first (what a search does), then `index.py` (a part on disk and a small one in memory), `query.py`
(what is looked for, and the order of what is found) and `entries.py` (what the store says of each item).
"""
