"""What a store says of many items at once, gathered item by item in few queries.

On disk, what takes time is to look up the text of a term that a query gives. So items are numbered in the queries and
not given back, properties are named and not asked for by a variable, and all that is asked of some hundred items is
asked together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.asking import Ask
from graph.terms import Term, value
from ontology import PREFIXES

Said = dict[str, dict[str, list[Term]]]
"""Item → name of a property → what the store says by it."""

Beginning = tuple[str, Sequence[str]]
"""How a query begins that binds ?item: its text, and the items that ?number counts; none where it does not."""

_TOGETHER = 500


def among(items: Iterable[str] | None, otherwise: str = "") -> list[Beginning]:
    """Return the beginnings of queries that bind ?item to items, each to a bearable number of them.

    Args:
        items: Their IRIs (blank nodes cannot be asked for); None for all that fit a pattern.
        otherwise: That pattern.
    """
    if items is None:
        return [(otherwise, ())]
    rest = sorted(item for item in set(items) if ":" in item)
    chunks = (rest[start : start + _TOGETHER] for start in range(0, len(rest), _TOGETHER))
    return [(_numbered(chunk), chunk) for chunk in chunks]


def _numbered(items: Sequence[str]) -> str:
    return f"VALUES (?number ?item) {{ {' '.join(f'({n} <{item}>)' for n, item in enumerate(items))} }}"


def said_of(
    ask: Ask, beginnings: Sequence[Beginning], needed: Mapping[str, str], more: Mapping[str, str] | None = None
) -> Said:
    """Return what the store says of items by some properties; items that lack one that is needed are left out.

    Args:
        ask: Asks the store.
        beginnings: What binds ?item.
        needed: Name → property, as prefix:name, that an item must have.
        more: Those that it may have.
    """
    found: Said = {}
    select, pattern = (
        " ".join(f"?{name}" for name in needed),
        " ; ".join(f"{path} ?{name}" for name, path in needed.items()),
    )
    for beginning in beginnings:
        for item, terms in _asked(ask, beginning, select, f"?item {pattern}"):
            of = found.setdefault(item, {name: [] for name in needed})
            for name, term in zip(needed, terms, strict=True):
                if term not in of[name]:
                    of[name].append(term)
        for name, path in (more or {}).items():
            for item, terms in _asked(ask, beginning, "?value", f"?item {path} ?value"):
                if item in found:
                    found[item].setdefault(name, []).extend(terms)
    return found


def rows(ask: Ask, beginnings: Iterable[Beginning], select: str, pattern: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table as texts, the item before all else.

    Args:
        ask: Asks the store.
        beginnings: What binds ?item.
        select: Further variables, all of which the pattern binds.
        pattern: The rest of the pattern.
    """
    for beginning in beginnings:
        for item, terms in _asked(ask, beginning, select, pattern):
            yield item, *map(value, terms)


def ends(ask: Ask, beginnings: Iterable[Beginning], pattern: str) -> set[str]:
    """Return all that a pattern binds ?end to.

    Args:
        ask: Asks the store.
        beginnings: What binds ?item.
        pattern: The rest of the pattern.
    """
    answers = (ask(f"SELECT DISTINCT ?end {{ {text} {pattern} }}") for text, _ in beginnings)
    return {value(term) for answer in answers for (term,) in answer.terms if term is not None}


def _asked(ask: Ask, beginning: Beginning, select: str, pattern: str) -> Iterator[tuple[str, list[Term]]]:
    text, items = beginning
    answer = ask(f"SELECT {'?number' if items else '?item'} {select} {{ {text} {pattern} }}")
    for term, *terms in answer.terms:
        if term is not None:
            yield items[int(value(term))] if items else value(term), [one for one in terms if one is not None]


def first(terms: Sequence[Term] | None) -> str:
    """Return the text of the only term; of several the English one, or the first by language; "" for none."""
    if not terms:
        return ""
    return value(terms[0] if len(terms) == 1 else min(terms, key=_by_language))


def texts(terms: Iterable[Term] | None) -> list[str]:
    """Return the texts of terms in order."""
    return sorted(map(value, terms or ()))


def whole_iri(name: str) -> str:
    """Return the IRI of prefix:name."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _by_language(term: Term) -> tuple[bool, str, str]:
    language = str(getattr(term, "language", None) or "")
    return language != "en", language, value(term)
