"""APX, the format of ASPARTIX and of ICCMA until 2019: `arg(a).` and `att(a,b).` as facts of a logic program.

Names are constants of answer set programming: a small letter, then small letters, digits and underscores
(https://www.dbai.tuwien.ac.at/research/argumentation/aspartix/). Comments, after %, say what each stands for.
"""

from claims.formats.argument import Argument
from claims.formats.as_framework import framework
from claims.formats.as_words import free_id, one_line
from claims.identifiers import slug

_NO_NAMES = ("not",)
"""Words of the language, which can be no constants."""


def generate(argument: Argument) -> str:
    """Return an argument as an abstract argumentation framework in APX; see `as_framework`."""
    made = framework(argument)
    taken, counts = set(_NO_NAMES), dict[str, int]()
    names = {one: free_id(_name(one), taken, counts, "_") for one in made.members}
    lines = [f"% {line}" for line in made.header()]
    lines += (f"% {names[one]}: {one_line(one)} {member.title}" for one, member in made.members.items())
    lines += (f"arg({names[one]})." for one in made.members)
    lines += (f"att({names[one]},{names[other]})." for one, other in made.attacks)
    return "\n".join([*lines, ""])


def _name(one: str) -> str:
    """Return a constant for an id: its words in small Latin letters, behind “a” where it does not begin with one."""
    words = slug(one).replace("-", "_")
    return words if words[0].isalpha() else f"a{words}"
