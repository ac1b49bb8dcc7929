"""The doors: the command line (`claimatlas`).

Read `cli.py` first, then `commands/`, one file for each verb. Joins what the packages below it do, and prints.
"""

from app.cli import main

__all__ = ["main"]
