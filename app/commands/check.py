"""`claimatlas check`: is the store sound?"""

import json
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click

from app.options import count, open_for_reading, printable, say, store_option


@click.command("check", short_help="Is the store sound? Shapes, anchors, derived triples, cycles, orphans.")
@click.option("--repair", is_flag=True, help="Make derived triples and indexes anew before checking.")
@click.option("--source", type=click.Path(path_type=Path, dir_okay=False), help="Look for every passage in this text.")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@store_option
def command(repair: bool, source: Path | None, format_: str, store: str | None) -> int:
    """Check the store: every finding with its item, what is wrong, and how to mend it.

    \b
    Examples:
        claimatlas check
        claimatlas check --source essay.txt
    """
    from claims import SourceText
    from graph import check_store, open_store
    from graph import repair as repair_store

    text = SourceText.read(source) if source else None
    with open_store(store) if repair else open_for_reading(store) as opened:
        if repair:
            repair_store(opened)
        findings = check_store(opened, text)
        location = opened.location
    if format_ == "json":
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for check, found in groupby(findings, key=lambda finding: finding.check):
            click.echo(f"{check}:")
            for finding in found:
                click.echo(printable(f"  {finding.item}: {finding.message}"))
    say(f"{count(len(findings), 'finding')} in {location}." if findings else f"{location}: sound.")
    return 1 if findings else 0
