"""`claimatlas source`: the texts that passages stand in."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.options import count, open_for_reading, print_table, printable, say, store_option

if TYPE_CHECKING:
    from claims import PassageFinding
    from graph import Store

_SAID = {"moved": "moved", "ambiguous": "stands in several places", "lost": "lost"}


@click.group("source", short_help="The texts that passages stand in: attach, register, check, list.")
def command() -> None:
    """Attach the text of a source, so that passages can be shown and quoted; or register a text of your own.

    Texts can be plain text, Markdown, HTML or PDF. They are copied into the store's folder and go nowhere else.

    \b
    Examples:
        claimatlas source attach essay.txt
        claimatlas source register speech.html --author "Ada Lovelace"
    """


@command.command("attach", short_help="Attach the text of a source that the store knows.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--for", "corpus", default="", metavar="CORPUS", help="Whose source it is. Default: the only corpus.")
@store_option
def attach(file: Path, corpus: str, store: str | None) -> int:
    """Attach FILE, the text of a corpus's source, in whatever edition: passages are found by their fingerprints.

    Tells how many of the passages stand where they were, have moved, or are lost.

    \b
    Example:
        claimatlas source attach essay.txt
    """
    from claims import SourceText
    from graph import corpus_of, find_passages, open_store

    text = SourceText.read(file)
    with open_store(store) as opened:
        known = corpus_of(opened, corpus)
        if not known.source:
            raise click.ClickException(
                "The store has no corpus; make one of your text with `claimatlas source register`."
            )
        findings = list(find_passages(opened, text, corpus=known.name))
        counts = Counter(finding.status for finding in findings)
        if findings and not counts["here"] + counts["moved"]:
            raise click.ClickException(f"None of the {len(findings)} passages stands in {file}: is it the right text?")
        opened.attach(text, known.name)
    return _tell(findings)


@command.command("register", short_help="Make a text of your own a source, with a corpus to add claims to.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--author", "authors", multiple=True, required=True, metavar="NAME", help="Who wrote it; repeatable.")
@click.option("--title", help="Default: the title that the file tells, or its name.")
@click.option("--name", default="", help="The name of the corpus, such as my-essay. Default: made from the title.")
@click.option("--lang", default="en", show_default=True, help="The language of the text.")
@click.option("--date", "issued", default="", metavar="DATE", help="When it appeared: a year, month or day.")
@click.option(
    "--no-quotes", is_flag=True, help="Keep no words of it in anchors, only fingerprints: for texts of others."
)
@click.option("--by", envvar="CLAIMATLAS_BY", default="", help="Who registers it. Default: who is logged in.")
@store_option
def register(
    file: Path,
    authors: tuple[str, ...],
    title: str | None,
    name: str,
    lang: str,
    issued: str,
    no_quotes: bool,
    by: str,
    store: str | None,
) -> None:
    """Register FILE, a text of your own, and attach it: then claims can be added to it, with passages.

    \b
    Example:
        claimatlas source register speech.md --author "Ada Lovelace" --name speech
        claimatlas add claim --corpus speech --label "…" --text "…" --quote "…"
    """
    from claims import SourceText, suggested_title
    from graph import open_store, register_source

    text = SourceText.read(file)
    with open_store(store) as opened:
        corpus, made = register_source(
            opened,
            text,
            title or suggested_title(file),
            authors,
            name=name,
            lang=lang,
            issued=issued,
            quotable=not no_quotes,
            by=by,
        )
    click.echo(corpus.name)
    parts = f"{count(len(text.sections), 'section')}, {count(len(text.paragraphs), 'paragraph')}"
    say(printable(f"“{corpus.title}”: {parts}. Add to it with --corpus {corpus.name}."))
    if made:
        say(f"Contribution #{made.number}.")


@command.command("check", short_help="Which passages stand where they were, which have moved or are lost?")
@click.option("--for", "corpus", default="", metavar="CORPUS", help="Whose source. Default: the only corpus.")
@click.option("--source", "file", type=click.Path(path_type=Path, dir_okay=False), help="Look in this text instead.")
@store_option
def check(corpus: str, file: Path | None, store: str | None) -> int:
    """Look for every anchored passage in the attached text, and name those that do not stand where they were.

    \b
    Example:
        claimatlas source check
    """
    from claims import SourceText
    from graph import corpus_of, find_passages

    with open_for_reading(store) as opened:
        known = corpus_of(opened, corpus)
        text = SourceText.read(file) if file else opened.source(known.name)
        if text is None:
            raise click.ClickException(
                f"No text is attached for {known.name}; attach it with `claimatlas source attach`."
            )
        findings = list(find_passages(opened, text, corpus=known.name))
    order = list(_SAID)[::-1]  # the lost ones first: they are what one looks for
    odd = sorted((one for one in findings if one.status != "here"), key=lambda one: order.index(one.status))
    if odd:
        print_table(("item", "paragraph", "passage"), [_row(finding) for finding in odd])
    return _tell(findings)


@command.command("list", short_help="List the corpora of the store and whether their texts are attached.")
@store_option
def list_(store: str | None) -> None:
    """List the corpora of the store.

    \b
    Example:
        claimatlas source list
    """
    from graph import corpora_of

    with open_for_reading(store) as opened:
        rows = [
            (
                corpus.name,
                corpus.title,
                "attached" if corpus.name in opened.attached() else "not attached",
                _items(opened, corpus.namespace),
            )
            for corpus in corpora_of(opened).values()
        ]
    print_table(("corpus", "title", "text", "statements"), rows)


def _items(store: "Store", namespace: str) -> str:
    query = f'SELECT ?s {{ ?s a ca:Statement FILTER(STRSTARTS(STR(?s), "{namespace}")) }}'
    return str(len(store.query(query)))


def _row(finding: "PassageFinding") -> tuple[str, str, str]:
    item = finding.anchor.item.rpartition("/")[2]
    return item, str(finding.anchor.paragraph), _SAID[finding.status]


def _tell(findings: "list[PassageFinding]") -> int:
    """Say what became of the passages; 1 where some are not to be found."""
    counts = Counter(finding.status for finding in findings)
    found = counts["here"] + counts["moved"]
    click.echo(
        f"{found} of {count(len(findings), 'passage')} found: {counts['here']} in place, {counts['moved']} moved"
    )
    missing = counts["lost"] + counts["ambiguous"]
    if missing:
        say(f"{counts['lost']} lost, {counts['ambiguous']} in several places: `claimatlas source check` names them.")
    return 1 if missing else 0
