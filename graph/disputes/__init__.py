"""Why something stands, is open or falls: the smallest dispute that decides it, in sentences, and its weakest points.

Read `dispute.py` first, then `explanation.py` and `weakest.py`; what a label can rest on is in `bearing.py` and
`grounds.py`.
"""
