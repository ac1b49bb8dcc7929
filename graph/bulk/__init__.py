"""Large RDF files: read as a stream, put aside by item, and added in portions, with all that follows by rule.

Read `adding.py` first, then `batches.py` (reading), `staging.py` (putting aside) and `rules.py`.
"""
