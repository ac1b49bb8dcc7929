"""Kialo"s text export: a discussion as numbered claims, each Pro or Con the claim that its number stands under.

Read `verbs.py` first.
"""

from claims.formats.kialo.verbs import parse, recognises

__all__ = ["parse", "recognises"]
