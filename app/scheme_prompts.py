"""Choosing the argument scheme of a step: from the likeliest, or from all of them page by page."""

from collections.abc import Sequence

from app.argument_schemes import Scheme, all_schemes, likely_schemes
from app.prompts import as_index, ask, show_numbered, tell
from graph import Store

_PAGE = 8


def choose_scheme(store: Store, kind: str, conclusion: str, texts: str) -> Scheme | None:
    """Ask which argument scheme a step follows, and return it; None for Enter alone.

    Args:
        store: The store.
        kind: The premise's kind.
        conclusion: The conclusion's IRI.
        texts: The titles and texts of both.

    Raises:
        click.Abort: When there are no more answers.
    """
    offered = likely_schemes(store, kind, conclusion, texts)
    schemes = all_schemes(store)
    tell("How does it support that? Likely argument schemes:")
    _show(offered)
    while answer := ask("Number, ? for all, or words of the name (Enter for none)"):
        if answer == "?":
            offered = schemes
            answer = _page_through(schemes)
        if not answer:
            continue
        chosen = as_index(answer, len(offered))
        if chosen >= 0:
            return _taken(offered[chosen])
        found = [one for one in schemes if answer.casefold() in f"{one.iri} {one.name}".casefold()]
        if len(found) == 1:
            return _taken(found[0])
        offered = found or offered
        tell("Choose one of these:" if found else "No scheme is called so; choose one of these, or type ? for all.")
        _show(offered)
    return None


def _page_through(schemes: Sequence[Scheme]) -> str:
    """Show all schemes page by page until one is chosen; return the answer, "" where none was given."""
    for start in range(0, len(schemes), _PAGE):
        _show(schemes[start : start + _PAGE], start + 1)
        end = min(start + _PAGE, len(schemes))
        if end < len(schemes) and (answer := ask(f"{end} of {len(schemes)}. Number (Enter for more)")):
            return answer
    return ""


def _show(schemes: Sequence[Scheme], first: int = 1) -> None:
    show_numbered([f"{scheme.name}\n{scheme.definition}" for scheme in schemes], first)


def _taken(scheme: Scheme) -> Scheme:
    tell(f"→ {scheme.name}")
    return scheme
