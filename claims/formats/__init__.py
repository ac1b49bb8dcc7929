"""The field's formats: arguments read from other tools' files, and written for them.

Read `argument.py` first (what all formats are read into), then `table.py` (which formats there are). Each format has a
module of its own, with `parse` and `generate` for text, and `read` where a file is more than its text.
"""
