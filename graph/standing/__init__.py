"""Standing: which statements stand, are open or fall, given what is said for and against them; why; and what if.

Read `standards.py` first (how for and against are weighed), then `framework.py` and `map_framework.py` (the argument as
conditions), `grounded.py` (how it comes out) and `assessment.py` (what that says of statements).
"""
