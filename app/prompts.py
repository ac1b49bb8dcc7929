"""Asking a person: questions go to stderr, answers come from a terminal or, line by line, from a pipe."""

import sys
import textwrap
from collections.abc import Callable, Sequence
from contextlib import suppress

import click

from app.options import printable, say

_WIDTH = 80


def ask(question: str) -> str:
    """Return the answer to a question, on one line and without spaces around it; "" for Enter alone.

    Raises:
        click.Abort: When there is no more to be had: Ctrl-D, or the end of a pipe.
        click.ClickException: When the answer is not text.
    """
    try:
        return " ".join(_line(f"{printable(question)}: ").split())
    except EOFError:
        say("")
        raise click.Abort from None
    except UnicodeDecodeError as error:
        raise click.ClickException("The answers are not UTF-8 text.") from error


def ask_until(question: str, fault_of: Callable[[str], str]) -> str:
    """Return the first answer that has no fault; tell the fault of each other.

    Args:
        question: The question.
        fault_of: Returns what is wrong with an answer, "" for nothing.

    Raises:
        click.Abort: As `ask`.
    """
    while True:
        answer = ask(question)
        fault = fault_of(answer)
        if not fault:
            return answer
        tell(fault)


def confirm(question: str, *, default: bool) -> bool:
    """Return whether the answer is yes; Enter alone takes the default."""
    answer = ask_key(f"{question} [{'Y/n' if default else 'y/N'}]", "yn", "y" if default else "n")
    return answer == "y"


def ask_key(question: str, keys: str, default: str) -> str:
    """Return one of some letters: the one that the answer begins with."""
    choices = ", ".join(keys)
    answer = ask_until(
        question, lambda given: "" if not given or given[0].lower() in keys else f"Type one of {choices}."
    )
    return answer[:1].lower() or default


def choose_number(question: str, options: Sequence[str]) -> int:
    """Return the index of the option that is chosen; -1 for Enter alone."""
    show_numbered(options)
    last = len(options)
    answer = ask_until(
        question, lambda given: "" if not given or as_index(given, last) >= 0 else f"Type a number from 1 to {last}."
    )
    return as_index(answer, last)


def as_index(answer: str, last: int) -> int:
    """Return the index that an answer means as a number from 1 to the last; -1 for any other answer."""
    number = int(answer) if answer.isascii() and answer.isdigit() and len(answer) < _DIGITS else 0
    return number - 1 if 1 <= number <= last else -1


def show_numbered(options: Sequence[str], first: int = 1) -> None:
    """Show options, each with its number; what follows a line break stands below it."""
    for number, option in enumerate(options, first):
        head, *more = option.split("\n")
        _wrapped(head, f"  {number}. ")
        for line in more:
            _wrapped(line, "     ")


def tell(message: str) -> None:
    """Say something between questions."""
    for line in message.split("\n"):
        _wrapped(line.strip(), "  ")


def _wrapped(text: str, start: str) -> None:
    rest = " " * len(start)
    lines = textwrap.wrap(text, _WIDTH, initial_indent=start, subsequent_indent=rest, break_on_hyphens=False)
    say(printable("\n".join(lines)))


def _line(prompt: str) -> str:
    if sys.stdin.isatty() and sys.stdout.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401 - arrow keys, and pasting of several lines as one answer
        return input(prompt)
    click.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


_DIGITS = 6
"""How many digits a number to choose may have, and one."""
