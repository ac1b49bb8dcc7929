"""A report in Markdown (CommonMark, with the tables of GFM), for people to read, print, and put into other documents.

Read `verbs.py` first.
"""

from claims.formats.markdown.verbs import generate

__all__ = ["generate"]
