"""`claimatlas add`: add claims, evidence, policies, relations, actors: one, a file of them, or question by question.

A subcommand for each kind, with an option for each of its fields. All of them share the options of `_SHARED`, which
may stand before or after the kind.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from app.options import store_option

_SHARED: tuple[Callable[[Callable[..., Any]], Callable[..., Any]], ...] = (
    click.option("-i", "--interactive", is_flag=True, help="Ask for everything, question by question."),
    click.option(
        "--from",
        "file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Add the drafts of a file: .yaml, .json, .jsonl, .csv or .tsv; - reads stdin.",
    ),
    click.option("--format", "format_", metavar="FORMAT", help="The file's format, where its name does not tell it."),
    click.option("--skip-bad", is_flag=True, help="Add the good drafts, and write the bad ones to a file."),
    click.option(
        "--bad-file",
        metavar="PATH",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Where bad drafts go. Default: beside the file, as FILE.bad.EXT.",
    ),
    click.option("--dry-run", is_flag=True, help="Show what would be added, and add nothing."),
    click.option("--by", envvar="CLAIMATLAS_BY", metavar="NAME", help="Who adds it. Default: who is logged in."),
    click.option("-m", "--message", metavar="WHY", help="Why; it is kept in the history."),
    click.option("--corpus", metavar="NAME", help="The corpus that it is for. Default: the store's only one."),
    click.option("--json", "as_json", is_flag=True, help="Write the result as JSON."),
    store_option,
)


def _shared(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_SHARED):
        function = option(function)
    return function


class _Kinds(click.Group):
    """The kinds of items as subcommands; the model is loaded only when one is asked for, or the list of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the kinds, statements first."""
        from app.fields_to_ask import ADDABLE

        return list(ADDABLE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command that adds items of a kind."""
        name = cmd_name.lower().replace("_", "-")
        return _kind_command(name) if name in self.list_commands(ctx) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name.

        Raises:
            click.UsageError: When they name no kind; tells the one that was meant.
        """
        if self.get_command(ctx, args[0]) is None:
            from rapidfuzz import process

            kinds = self.list_commands(ctx)
            near = process.extractOne(args[0], kinds, score_cutoff=60)
            hint = f"Did you mean {near[0]}?" if near else f"The kinds are {', '.join(kinds)}."
            raise click.UsageError(f"“{args[0][:40]}” is no kind of item. {hint}", ctx)
        return super().resolve_command(ctx, args)


def _kind_command(kind: str) -> click.Command:
    from app.draft_options import field_options
    from claims import KINDS

    @_shared
    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> int:
        return _run(ctx, kind)

    meaning = (KINDS[kind].__doc__ or "").split("\n")[0]
    text = f"{meaning}\n\n\b\nExample:\n    claimatlas add {kind} -i"
    made = click.command(kind, help=text, short_help=meaning)(run)
    made.params = [*field_options(kind), *made.params]
    return made


@click.group(
    "add",
    cls=_Kinds,
    invoke_without_command=True,
    subcommand_metavar="[KIND [FIELDS]...]",
    short_help="Add claims, evidence, policies, relations: one, or a file of them.",
)
@_shared
@click.pass_context
def command(ctx: click.Context, /, **_: object) -> int | None:
    """Add an item of a KIND, or the items of a file, or what you answer when asked.

    They are added as one contribution, all of them or, where one has a fault, none; what the store says already is
    not added again. `claimatlas add KIND --help` lists the fields of a kind. Other items are named by id or title.

    \b
    Examples:
        claimatlas add -i
        claimatlas add --from claims.csv --dry-run
        claimatlas add evidence --supports surplus-is-vulnerability \\
            --label "Sellers wait in port" --text "Ships that nobody unloads cost their owners money every day."
    """
    return _run(ctx, "") if ctx.invoked_subcommand is None else None


def _run(ctx: click.Context, kind: str) -> int:
    from app.additions import Wishes, add_drafts, add_file, opened
    from app.draft_options import given_fields
    from claims import Draft

    asked = _merged(ctx)
    fields = given_fields(ctx.params)
    _refuse_what_does_not_fit(asked, kind, fields)
    names = ("by", "message", "corpus")
    wishes = Wishes(**{name: asked[name] or "" for name in names}, dry_run=asked["dry_run"], as_json=asked["as_json"])
    with opened(asked["store"], dry_run=wishes.dry_run) as store:
        if asked["interactive"]:
            from app.interview import interview

            return interview(store, wishes, kind, fields)
        if asked["file"]:
            bad = _bad_file(asked) if asked["skip_bad"] else None
            return add_file(store, wishes, asked["file"], asked["format_"], kind, bad)
        return add_drafts(store, wishes, [Draft({"kind": kind, **fields})])


def _merged(ctx: click.Context) -> dict[str, Any]:
    """Return the shared options, whether they were given before or after the kind; after it counts more."""
    values, before = dict(ctx.params), ctx.parent
    for name, value in before.params.items() if before and before.command is command else ():
        given = before.get_parameter_source(name) is ParameterSource.COMMANDLINE if before else False
        if given and ctx.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            values[name] = value
    return values


def _refuse_what_does_not_fit(asked: dict[str, Any], kind: str, fields: dict[str, object]) -> None:
    file, standard = asked["file"], str(asked["file"]) == "-"
    what = f"which {kind}" if kind else "what"
    how = f"by its fields (claimatlas add {kind or 'KIND'} --help lists them), by --from FILE, or by -i, which asks"
    refusals = (
        (file and asked["interactive"], "--from and --interactive exclude each other."),
        (file and fields, "--from takes the fields from the file; leave out --from, or the fields."),
        (not (file or asked["interactive"] or fields), f"Say {what} to add: {how}."),
        (asked["format_"] and not file, "--format is the format of --from FILE."),
        (asked["skip_bad"] and not file, "--skip-bad is for --from FILE."),
        (asked["bad_file"] and not asked["skip_bad"], "--bad-file is for --skip-bad."),
        (standard and not asked["format_"], "stdin has no name that tells its format; name it with --format."),
        (standard and asked["skip_bad"] and not asked["bad_file"], "Say where bad drafts go, with --bad-file PATH."),
        (
            asked["store"] == ":memory:" and not asked["dry_run"],
            "A store in memory is gone when the command ends; make one with claimatlas init.",
        ),
    )
    for is_refused, why in refusals:
        if is_refused:
            raise click.UsageError(why)


def _bad_file(asked: dict[str, Any]) -> Path:
    """Return where the bad drafts go: by default to a file that is not there yet, for one that is may be half mended.

    Raises:
        click.UsageError: When that is the file that they come from.
    """
    file: Path = asked["file"]
    beside = (file.with_name(f"{file.stem}.bad{number}{file.suffix}") for number in ("", *range(2, 1000)))
    bad: Path = asked["bad_file"] or next((path for path in beside if not path.exists()), file)
    if bad.resolve() == file.resolve():
        raise click.UsageError("--bad-file is the file that the drafts come from; name another.")
    return bad
