"""What a store says of many items at once, gathered item by item in few queries.

On disk, what takes time is to look up the text of a term that a query gives. So items are numbered in the queries and
not given back, properties are named and not asked for by a variable, and all that is asked of some hundred items is
asked together.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product

from graph.asking import Ask
from graph.terms import Term, value
from ontology import PREFIXES

Said = dict[str, dict[str, list[Term]]]
"""Item → name of a property → what the store says by it."""

Beginning = tuple[str, Sequence[str]]
"""How a query begins that binds ?item: its text, and the items that ?number counts; none where it does not."""

Pair = tuple[str, str]
"""An item, and the end of a relation that goes out from it."""

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


def rows(
    ask: Ask, beginnings: Iterable[Beginning], select: str, pattern: str, most: int = 0
) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table as texts, the item before all else.

    Args:
        ask: Asks the store.
        beginnings: What binds ?item.
        select: Further variables, all of which the pattern binds.
        pattern: The rest of the pattern.
        most: How many rows of each query at most; 0 for all.
    """
    for beginning in beginnings:
        for item, terms in _asked(ask, beginning, select, pattern, most):
            yield item, *map(value, terms)


def joined(
    ask: Ask, items: Collection[str], others: Collection[str], pattern: str, select: str = ""
) -> Iterator[tuple[str, ...]]:
    """Yield an item, another and further texts for all pairs of two lists that a pattern joins.

    Args:
        ask: Asks the store.
        items: The IRIs of what ?item stands for, from which engines look.
        others: The IRIs of what ?end stands for.
        pattern: What joins ?item and ?end.
        select: Further variables, all of which the pattern binds.
    """
    for (text, known), (other_text, ends) in product(among(items), among(others)):
        # Asked inside for ?item only, lest engines begin with ?end, which may be what everything leads to.
        inner = f"SELECT ?number ?end {select} {{ {text} {pattern} }}"
        outer = other_text.replace("(?number ?item)", "(?other ?end)")
        for one, other, *terms in ask(f"SELECT ?number ?other {select} {{ {{ {inner} }} {outer} }}").terms:
            if one is not None and other is not None:
                yield known[int(value(one))], ends[int(value(other))], *(value(term) for term in terms if term)


def said_of_pairs(ask: Ask, wanted: Collection[Pair], select: str, pattern: str) -> Iterator[tuple[str, ...]]:
    """Yield both of each pair and what a pattern of ?item and ?end binds further variables to.

    Args:
        ask: Asks the store.
        wanted: The pairs.
        select: The variables, all of which the pattern binds.
        pattern: The pattern.
    """
    ordered = sorted(wanted)
    for start in range(0, len(ordered), _TOGETHER):
        some = ordered[start : start + _TOGETHER]
        pairs = " ".join(f"({number} <{item}> <{end}>)" for number, (item, end) in enumerate(some))
        answer = ask(f"SELECT ?number {select} {{ VALUES (?number ?item ?end) {{ {pairs} }} {pattern} }}")
        for one, *terms in answer.terms:
            if one is not None:
                yield *some[int(value(one))], *(value(term) for term in terms if term)


def ends(ask: Ask, beginnings: Iterable[Beginning], pattern: str) -> set[str]:
    """Return all that a pattern binds ?end to.

    Args:
        ask: Asks the store.
        beginnings: What binds ?item.
        pattern: The rest of the pattern.
    """
    answers = (ask(f"SELECT DISTINCT ?end {{ {text} {pattern} }}") for text, _ in beginnings)
    return {value(term) for answer in answers for (term,) in answer.terms if term is not None}


def _asked(
    ask: Ask, beginning: Beginning, select: str, pattern: str, most: int = 0
) -> Iterator[tuple[str, list[Term]]]:
    text, items = beginning
    limit = f" LIMIT {most}" if most else ""
    answer = ask(f"SELECT {'?number' if items else '?item'} {select} {{ {text} {pattern} }}{limit}")
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
