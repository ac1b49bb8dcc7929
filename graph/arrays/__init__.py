"""The argument as arrays, for algorithms over a whole corpus: statements and relations in one numbering.

Read `argument_arrays.py` first (what there is), then `upkeep.py` (how it is kept beside a store and catches up).
"""
