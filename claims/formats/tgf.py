"""The Trivial Graph Format, as tools for abstract argumentation read it: nodes with labels, `#`, then attacks.

It has no comments, so the labels say what each argument is. https://en.wikipedia.org/wiki/Trivial_Graph_Format
"""

from claims.formats.argument import Argument
from claims.formats.as_framework import framework
from claims.formats.as_words import one_line


def generate(argument: Argument) -> str:
    """Return an argument as an abstract argumentation framework in TGF; see `as_framework`."""
    made = framework(argument)
    numbers = made.numbers()
    lines = [f"{numbers[one]} {one_line(one)}: {member.title}" for one, member in made.members.items()]
    lines += ["#", *(f"{numbers[one]} {numbers[other]}" for one, other in made.attacks)]
    return "\n".join([*lines, ""])
