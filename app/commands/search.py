"""`claimatlas search`: find items by words."""

import click

from app.options import open_for_reading, print_table, say, store_option


@click.command("search", short_help="Find statements, policies, actors and concepts by words.")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many to show at most.")
@store_option
def command(words: tuple[str, ...], limit: int, store: str | None) -> int:
    """Find what has all the WORDS (or words that begin so) in its title or text, best first.

    Words in quotation marks have to stand together, and -word leaves out what has that word: put all in one argument.

    \b
    Example:
        claimatlas search soft power asia
        claimatlas search '"soft power" -asia'
    """
    from graph import search

    with open_for_reading(store) as opened:
        hits = search(opened, " ".join(words), limit + 1)
    if not hits:
        say("Nothing has all these words. Try fewer, or the beginnings of words.")
        return 1
    print_table(("id", "kind", "title"), [(hit.id, hit.kind, hit.label) for hit in hits[:limit]])
    if len(hits) > limit:
        say(f"There are more: --limit {limit * 2} shows them.")
    return 0
