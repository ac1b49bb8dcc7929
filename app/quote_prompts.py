"""Asking for the words of a passage, and showing where they stand in the source."""

from app.prompts import ask, choose_number, show_numbered, tell
from claims import Passages, Place, find_quote, in_context


def ask_quote(passages: Passages) -> dict[str, object]:
    """Return the fields that say which passage an item rests on; none for Enter alone.

    Args:
        passages: The source.

    Raises:
        click.Abort: When there are no more answers.
    """
    while words := ask("Words of the passage that it rests on (Enter for none)"):
        try:
            found = find_quote(passages.text, words)
        except ValueError:
            tell("A quotation needs at least one word.")
            continue
        if len(found.places) == 1:
            tell(f"Found in {_shown(passages, found.places[0])}")
            return {"quote": [words]}
        if found.places:
            chosen = _chosen(passages, found.places)
            if chosen:
                return {"quote": [words], "occurrence": str(chosen)}
        else:
            _tell_nearest(passages, found.nearest)
    return {}


def _chosen(passages: Passages, places: tuple[Place, ...]) -> int:
    """Return which of several places is meant, from 1; 0 for none of them."""
    tell(f"These words stand in {len(places)} places:")
    return choose_number("Which one (Enter for other words)", [_shown(passages, place) for place in places]) + 1


def _tell_nearest(passages: Passages, nearest: tuple[Place, ...]) -> None:
    tell("These words are not in the text." + (" What is nearest:" if nearest else " Try fewer."))
    show_numbered([_shown(passages, place) for place in nearest])


def _shown(passages: Passages, place: Place) -> str:
    before, words, after = in_context(passages.text, place)
    words = words if len(words) <= _LONG else f"{words[: _LONG // 2]} … {words[-_LONG // 2 :]}"
    return f"paragraph {place.paragraph}: … {before}[{words}]{after} …"


_LONG = 240
"""How many characters of a passage are shown."""
