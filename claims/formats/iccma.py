"""The format of the argumentation competition ICCMA since 2023: `p af N`, then a line `i j` for each attack.

Arguments are the numbers from 1 to N, and a line that begins with # is a comment
(https://iccma2023.github.io/rules.html, solver requirements); comments say here which number is which argument.
"""

from claims.formats.argument import Argument
from claims.formats.as_framework import framework
from claims.formats.as_words import one_line


def generate(argument: Argument) -> str:
    """Return an argument as an abstract argumentation framework in ICCMA's format; see `as_framework`.

    Example:
        >>> from claims.formats.argument import Node
        >>> toll = Argument("toll")
        >>> for name in ("a", "b"):
        ...     _ = toll.add(Node(name, "I", f"Statement {name}."))
        >>> _ = toll.relate("k", "CA", ["b"], ["a"])
        >>> [line for line in generate(toll).splitlines() if not line.startswith("#")]
        ['p af 2', '2 1']
    """
    made = framework(argument)
    numbers = made.numbers()
    lines = [f"p af {len(numbers)}", *(f"# {line}" for line in made.header())]
    lines += (f"# {numbers[one]} {one_line(one)} {member.title}" for one, member in made.members.items())
    lines += (f"{numbers[one]} {numbers[other]}" for one, other in made.attacks)
    return "\n".join([*lines, ""])
