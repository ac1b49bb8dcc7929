"""`claimatlas serve`: the three jobs in a browser, and SPARQL and JSON for machines."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from app.options import store_option

_SIZES = {"k": 1024, "m": 1024**2, "g": 1024**3}


class _Size(click.ParamType[int]):
    """A number of bytes: 500k, 2M, 1.5G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes."""
        text = str(value).strip().lower().removesuffix("b").removesuffix("i")
        try:
            size = float(text.rstrip("kmg")) * _SIZES.get(text[-1:], 1)
        except ValueError:
            size = 0
        if not 1 <= size < 2**50:
            self.fail(f"“{value}” is no size; write such as 500k, 2M or 1G.", param, ctx)
        return int(size)


@dataclass(frozen=True)
class _Limit:
    """An option that sets a limit: its name, the limit's, its type, what it says."""

    option: str
    field: str
    type: Any
    help: str


_LIMITS = (
    _Limit("--query-seconds", "query_seconds", click.FloatRange(0.1, 86_400), "How long a query may run."),
    _Limit("--query-rows", "query_rows", click.IntRange(1), "How many rows or triples an answer may have."),
    _Limit("--query-memory", "query_memory", _Size(), "How much memory a query may take."),
    _Limit("--query-length", "query_length", click.IntRange(1), "How many characters a query may have."),
    _Limit("--body", "body", _Size(), "How large a request may be."),
    _Limit("--upload", "upload", _Size(), "How large a request may be that loads RDF or many drafts."),
    _Limit("--writes", "writes", click.IntRange(1), "How many changes a minute one visitor may make."),
    _Limit("--cache", "cache", _Size(), "How much memory finished pages may take."),
)


def _limit_options(function: Any) -> Any:
    from app.web.settings import Limits

    for limit in reversed(_LIMITS):
        usual = getattr(Limits(), limit.field)
        option = click.option(
            limit.option, limit.field, type=limit.type, default=usual, show_default=True, help=limit.help
        )
        function = option(function)
    return function


@click.command("serve", short_help="Serve maps, questions and additions in a browser, and SPARQL to machines.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0: any free one."
)
@click.option("--token-file", type=click.Path(path_type=Path), help="Who may do what: lines of NAME ROLE TOKEN.")
@click.option("--public", is_flag=True, help="With --token-file: let anybody read.")
@click.option("--read-only", is_flag=True, help="Let nobody change anything.")
@click.option("--host-name", "host_names", multiple=True, metavar="NAME", help="A further name of this server.")
@click.option("--origin", "origins", multiple=True, metavar="URL", help="Let pages of this origin ask (CORS).")
@click.option("--outgoing", multiple=True, metavar="HOST", help="Let SERVICE and LOAD call this host.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that answer queries."
)
@_limit_options
@click.option("--open", "open_", is_flag=True, help="Open it in a browser.")
@store_option
def command(store: str | None, open_: bool, **wishes: Any) -> int:
    """Serve the store until Ctrl-C: pages for people, SPARQL, a JSON API and annotations for machines.

    Without --token-file it listens on this machine only, and whoever reaches it may do everything. A role in a token
    file is read, add or admin; what somebody adds is noted under the name of their token.

    \b
    Examples:
        claimatlas serve --open
        claimatlas serve --host 0.0.0.0 --token-file tokens.txt --public
    """
    from app.web.settings import Limits, Settings

    limits = Limits(**{limit.field: wishes.pop(limit.field) for limit in _LIMITS})
    wishes |= {name: frozenset(wishes[name]) for name in ("host_names", "origins", "outgoing")}
    settings = Settings(limits=limits, **wishes)
    if not (settings.is_local or settings.token_file or settings.read_only):
        raise click.UsageError(
            f"Others could reach {settings.host}: say who may do what with --token-file, or let nobody change "
            "anything with --read-only."
        )
    from app.serving import serve

    return serve(store, settings, open_browser=open_)
