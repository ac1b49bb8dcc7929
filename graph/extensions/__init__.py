"""What could be held together: preferred, stable and other extensions of what the grounded labelling leaves open.

Read `semantics.py` and `extensions.py` first, then `parts.py` (what is searched), `layers.py` and `part_search.py`
(how), `searching.py` and `limited_process.py` (within what time). `defence.py` asks it about one claim of a map.
"""
