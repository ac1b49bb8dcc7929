"""The command line: the list of verbs, and what becomes of errors.

Exit codes: 0 done; 1 findings (a check found something, an id does not exist, a search found nothing); 2 could not
run (bad usage, bad input). Results go to stdout, everything else to stderr.
"""

import importlib
import io
import os
import sys

import click

_COMMANDS = {  # verb → its module under app.commands, in the order in which help lists them
    "init": "init",
    "map": "map",
    "query": "query",
    "show": "show",
    "standing": "standing",
    "search": "search",
    "add": "add",
    "edit": "edit",
    "retract": "retract",
    "undo": "undo",
    "log": "log",
    "diff": "diff",
    "check": "check",
    "source": "source",
    "import": "import_",
    "export": "export",
    "copy": "copy",
    "serve": "serve",
}


class _LazyGroup(click.Group):
    """A group that loads a verb's module only when it is used, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs, in the order of the table above."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the verb's command."""
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(f"app.commands.{_COMMANDS[cmd_name]}").command
        return command if isinstance(command, click.Command) else None


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"claimatlas {version('claimatlas')}")
        ctx.exit()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
def cli() -> None:
    """The argument of an essay as a knowledge graph: maps to explore, SPARQL to ask, claims to add.

    Without a store of your own, every command reads the shipped essay on American power. Try:

    \b
        claimatlas map thesis --open
        claimatlas query -n unanswered-counterarguments
    """


def main(arguments: list[str] | None = None) -> int:
    """Run a command line (default: that of the process) and return its exit code; never raises."""
    _prepare_streams()
    if any("\udc80" <= character <= "\udcff" for text in arguments or sys.argv[1:] for character in text):
        click.echo("Error: the command line is not text in the system's encoding.", err=True)
        return 2
    try:
        result = cli.main(arguments, prog_name="claimatlas", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 2
    except BrokenPipeError:
        # The reader of our output has gone (`claimatlas … | head`): that is its right, not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _report(error)
    return result if isinstance(result, int) else 0


def _prepare_streams() -> None:
    # A process without an output (`>&-`) writes into nothing.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115, PTH123 - open for as long as the process
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a sign gets a question mark for it, not an error.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _report(error: Exception) -> int:
    from app.errors import exit_code

    if os.environ.get("CLAIMATLAS_DEBUG"):
        import traceback

        traceback.print_exception(error)
    code = exit_code(error)
    if code is not None:
        click.echo(f"Error: {_shown(error)}", err=True)
        return code
    click.echo(f"Error: claimatlas failed: {type(error).__name__}: {_shown(error)}", err=True)
    click.echo("This is a defect. Please report it; with CLAIMATLAS_DEBUG=1 the details are shown.", err=True)
    return 2


def _shown(error: Exception) -> str:
    """Return the error's message for a terminal: nothing that could steer it, and not thousands of lines."""
    from app.options import printable

    text = printable(str(error))
    return text if len(text) < _LONGEST else f"{text[:_LONGEST]} …"


_LONGEST = 20_000
"""How many characters of an error are shown."""
