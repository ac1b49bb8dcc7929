"""Choosing an item of the store: words are searched for, and one of what they find is chosen."""

from app.fields_to_ask import Wanted
from app.prompts import as_index, ask, show_numbered, tell
from app.text_map import item_id
from claims import is_identifier
from graph import Hit, Store, UnknownItemError, find_item, search, show_item

_SHOWN = 9
_SEARCHED = 1000


def choose_item(store: Store, question: str, wanted: Wanted, enter: str = "none") -> Hit | None:
    """Ask for an item until one is chosen, and return it; None for Enter alone.

    Args:
        store: Where it is.
        question: What is asked; an answer is an id, a title, or words to search for.
        wanted: What may be chosen.
        enter: What Enter alone means, in words.

    Raises:
        click.Abort: When there are no more answers.
    """
    hits: list[Hit] = []
    while answer := ask(f"Number, id or other words (Enter for {enter})" if hits else _asked(question, enter)):
        chosen = as_index(answer, len(hits))
        found = [hits[chosen]] if chosen >= 0 else _found(store, answer, wanted)
        named = [hit for hit in found if chosen >= 0 or answer in (hit.id, hit.iri, hit.label)]
        if len(named) == 1:
            tell(f"→ {named[0].label} [{item_id(named[0].iri)}]")
            return named[0]
        hits = found or hits
        _show(found, hits)
    return None


def _asked(question: str, enter: str) -> str:
    return f"{question} (words to search, or an id; Enter for {enter})"


def _found(store: Store, answer: str, wanted: Wanted) -> list[Hit]:
    """Return what an answer finds: by words, and where those find nothing by its id, IRI or title."""
    hits = [hit for hit in search(store, answer, _SEARCHED) if wanted.has(hit.kind)]
    if hits:
        # What bears the very id or title comes first, whatever else has the words.
        return sorted(hits, key=lambda hit: answer not in (hit.id, hit.label))[:_SHOWN]
    return [hit for hit in _named(store, answer) if wanted.has(hit.kind)]


def _named(store: Store, answer: str) -> list[Hit]:
    if not (is_identifier(answer) or ":" in answer):
        return []
    try:
        item = show_item(store, find_item(store, answer))
    except UnknownItemError:
        return []
    # An answer such as power:trust is as good as the id.
    return [Hit(item.iri, answer if ":" in answer else item_id(item.iri), item.kind, item.label, item.text)]


def _show(found: list[Hit], hits: list[Hit]) -> None:
    if not found:
        tell("Nothing that fits has all these words. Try fewer, or the beginnings of words.")
    show_numbered([f"{hit.label} [{item_id(hit.iri)}] ({hit.kind})" for hit in hits])
