"""From drafts to items: names become IRIs, quotations become anchors, and “supports” becomes an inference."""

from collections.abc import Iterator, Sequence

from rapidfuzz import process

from claims.draft_terms import PLACED, title_field
from claims.drafts import Draft
from claims.expansion import Expansion, Surroundings
from claims.filling import Filling, place
from claims.model import KINDS
from claims.naming import Names
from claims.passages import node_of

_TOGETHER = 1000
"""How many drafts are looked up at once."""


def expand(drafts: Sequence[Draft], around: Surroundings) -> list[Expansion]:
    """Return what becomes of each draft, in order.

    Drafts of one batch may name one another in any order. A draft that says what an earlier one says adds nothing.

    Args:
        drafts: The drafts of one batch.
        around: What the store knows.
    """
    found, chunks = expand_in_chunks(drafts, around)
    for _ in chunks:
        pass
    return found


def expand_in_chunks(
    drafts: Sequence[Draft], around: Surroundings
) -> tuple[list[Expansion], Iterator[list[Expansion]]]:
    """Return the expansions of drafts, which have no items yet, and an iterator that fills them chunk by chunk.

    So that what is filled can be worked on while the next is being filled. See `expand` for the arguments.
    """
    names = Names(around)
    found = [Expansion.of(draft) for draft in drafts]
    for chunk in _chunks(found):
        names.add(chunk)
    return found, (_filled(chunk, names) for chunk in _chunks(found))


def _filled(chunk: list[Expansion], names: Names) -> list[Expansion]:
    _fill(chunk, names)
    return chunk


def _chunks(found: list[Expansion]) -> Iterator[list[Expansion]]:
    return (found[start : start + _TOGETHER] for start in range(0, len(found), _TOGETHER))


def _fill(chunk: list[Expansion], names: Names) -> None:
    names.look_up(chunk)
    first = [one for one in chunk if names.is_first(one)]
    for one in first:
        if one.kind is None:
            _refuse_kind(one)
        else:
            Filling(names, one, one.kind).run()
    _settle(first, names)
    for one in first:
        place(one, names.around.passages)


def _settle(chunk: list[Expansion], names: Names) -> None:
    """Give relations free IRIs: one that is in use for something else gets a number."""
    relations = [
        (one, at)
        for one in chunk
        if not one.faults
        for at, item in enumerate(one.items)
        if not title_field(type(item)) and not (item.iri == one.iri and item.iri in names.drafted)
    ]
    placed = (one for one in chunk if one.kind and issubclass(one.kind, PLACED) and _is_placed(one))
    wanted = {one.items[at].iri for one, at in relations} | {node_of(one.iri) for one in placed}
    mine = names.around.my_iri
    if any(item.iri == mine for one in chunk for item in one.items):
        wanted.add(mine)
    names.around.look_up((), wanted)
    for one, at in relations:
        item = one.items[at]
        settled = one.items[at] = names.settled(item)
        one.said[settled.iri] = one.said[item.iri]
        if one.iri == item.iri:
            one.iri = settled.iri


def _is_placed(one: Expansion) -> bool:
    return bool(one.iri) and ("quote" in one.fields or "passage" in one.fields)


def _refuse_kind(one: Expansion) -> None:
    given = str(one.fields.get("kind", ""))[:40]
    near = process.extractOne(given, KINDS.keys(), score_cutoff=60)
    hint = f"Did you mean {near[0]}?" if near else f"The kinds are {', '.join(KINDS)}."
    one.fault("kind", f"“{given}” is no kind of item. {hint}" if given else f"Is missing. {hint}", "kind")
