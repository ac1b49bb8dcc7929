"""Reviews and claims of a document as nodes, and the relations between verdicts and claims."""

from collections import Counter
from collections.abc import Iterable, Iterator

from claims.formats.argument import Argument, Json, Node
from claims.formats.claimreview.rating import side, verdict
from claims.formats.claimreview.values import addresses, first_words, is_schema_org, names, said, types
from claims.formats.fitting import fitting_language
from claims.formats.jsonld_document import objects_in, parts_in
from claims.formats.untrusted import failure
from claims.identifiers import slug

_CITED = ("appearance", "firstAppearance", "url")


def take_reviews(document: Json, argument: Argument) -> dict[int, str]:
    """Add the nodes of a document's reviews and claims to an argument; what a person has to know is noted.

    Args:
        document: The document.
        argument: The argument.

    Returns:
        The identity of each review or claim that became a node → the id of the node that has it in its data.

    Raises:
        FormatError: When there is none.
    """
    found = parts_in(document, is_wanted)
    if not found:
        raise failure(argument.name, "", "There is no ClaimReview and no Claim of schema.org in it.")
    if not any(is_schema_org(one["@context"]) for one in objects_in(document) if "@context" in one):
        argument.note("warning", "", "It does not name the context https://schema.org; its keys are read as if it did.")
    reading = _Reading(argument)
    for number, part in enumerate(found, 1):
        reading.take(part, number)
    reading.tell(document, found)
    return reading.ids


def is_wanted(thing: dict[str, Json]) -> bool:
    """Return whether an object is a review of a claim, or a claim by itself."""
    known = types(thing)
    return is_review(thing) or "Claim" in known


def is_review(thing: dict[str, Json]) -> bool:
    """Return whether an object is a review of a claim; one without a type is where it says what it reviews."""
    known = types(thing)
    return "ClaimReview" in known or (not known and bool(said(thing, "claimReviewed")))


def text_reviewed(review: Json) -> str:
    """Return the text of the claim that a review reviews."""
    told = first_words(review, "claimReviewed")
    return told or next((text for one in said(review, "itemReviewed") if (text := claim_text(one))), "")


def claim_text(claim: Json) -> str:
    """Return the text of a claim, or its name where it has none."""
    return first_words(claim, "text", "claimReviewed", "name", "headline")


class _Reading:
    """A document whose reviews and claims are being taken."""

    def __init__(self, argument: Argument) -> None:
        self.argument, self.stem = argument, slug(argument.name)
        self.ids: dict[int, str] = {}
        self.claims: dict[tuple[str, tuple[str, ...]], str] = {}
        self.numbers: Counter[str] = Counter()
        self.unclear: list[str] = []
        self.same: list[str] = []
        self.wordless: list[str] = []

    def take(self, part: dict[str, Json], number: int) -> None:
        """Take a review or claim."""
        if is_review(part):
            self._review(part, f"review {number}")
        else:
            self._claim(part, f"claim {number}")

    def _review(self, review: dict[str, Json], where: str) -> None:
        text = text_reviewed(review)
        if not text:
            self.argument.note("kept", where, "The review does not say what it reviews; it stands in the data only.")
            return
        if not first_words(review, "claimReviewed"):
            self.argument.note("warning", where, "claimReviewed is missing; the claim is what itemReviewed says.")
        claim = self._reviewed(review, text, where)
        told = verdict(review)
        if not told:
            self.wordless.append(where)
            return
        node = self._add(review, "verdict", told)
        node.held_by = names(review, "author") or names(review, "publisher")
        node.citation = tuple(dict.fromkeys(addresses(review, "url")))
        node.data["claimreview"] = {"review": review, "of": claim.id}
        self._relate(node, claim, review, where)
        self.ids[id(review)] = node.id

    def _reviewed(self, review: dict[str, Json], text: str, where: str) -> Node:
        """Return the node of the claim that a review reviews: a new one, or that of another review."""
        items = said(review, "itemReviewed")
        holders = tuple(dict.fromkeys(name for item in items for name in names(item, "author")))
        known = self.claims.get((text, holders))
        if known:
            self.same.append(where)
            node = self.argument.nodes[known]
        else:
            node = self._add(items[0] if items else None, "claim", text)
            node.held_by, node.lang = holders, _language(review, "claimReviewed")
            self.claims[text, holders] = node.id
            dates = [date for item in items if (date := first_words(item, "datePublished", "dateCreated"))]
            node.data["claimreview"] = {"datePublished": dates[0]} if dates else {}
        node.citation = _together(node.citation, (one for item in items for one in _cited(item)))
        return node

    def _claim(self, claim: dict[str, Json], where: str) -> None:
        text = claim_text(claim)
        if not text:
            if set(claim) - {"@id", "@type", "@context"}:
                self.argument.note("kept", where, "The claim has no text; it stands in the data only.")
            return
        node = self._add(claim, "claim", text)
        node.held_by, node.lang = names(claim, "author"), _language(claim, "text")
        node.title = title if (title := first_words(claim, "name", "headline")) != text else ""
        node.citation = _together((), _cited(claim))
        node.data["claimreview"] = {"claim": claim}
        self.ids[id(claim)] = node.id

    def _relate(self, node: Node, claim: Node, review: Json, where: str) -> None:
        kind = side(review)
        if kind:
            how = "supports" if kind == "RA" else "attacks"
            self.argument.relate(self._free(f"{node.id}-{how}-{claim.id}"), kind, [node.id], [claim.id])
        else:
            self.unclear.append(where)

    def _add(self, thing: Json, what: str, text: str) -> Node:
        given = thing.get("@id") if isinstance(thing, dict) else None
        if isinstance(given, str) and given.strip() and given not in self.argument.nodes:
            return self.argument.add(Node(given, "I", text))
        self.numbers[what] += 1
        return self.argument.add(Node(self._free(f"{self.stem}-{what}-{self.numbers[what]}"), "I", text))

    def _free(self, name: str) -> str:
        own = name
        while own in self.argument.nodes:
            self.numbers[name] += 1
            own = f"{name}-{self.numbers[name] + 1}"
        return own

    def tell(self, document: Json, found: list[dict[str, Json]]) -> None:
        """Note what became of the reviews, and what else there is."""
        note = self.argument.note
        for places, level, message in (
            (self.unclear, "kept", "{} without a clear rating, high or low; their verdicts are related to nothing."),
            (self.wordless, "kept", "{} without a verdict; they stand in the data only, their claims are statements."),
            (self.same, "merged", "{} of a claim that another reviews, too; it is one statement."),
        ):
            if places:
                count = "1 review" if len(places) == 1 else f"{len(places):,} reviews"
                note(level, _first(places), message.format(count))  # type: ignore[arg-type]
        others = Counter(_beside(document, {id(one) for one in found})[1])
        if others:
            told = ", ".join(f"{name} ({count})" for name, count in others.most_common(12))
            note("kept", "", f"What is no review or claim stands in the data only: {told}.")


def _beside(value: Json, inner: set[int]) -> tuple[bool, list[str]]:
    """Return whether a value holds a review or claim, and the types of what is in it and holds none."""
    if isinstance(value, dict) and id(value) in inner:
        return True, []
    parts = [*value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    found = [_beside(part, inner) for part in parts]
    holds = any(one for one, _ in found)
    if not holds and (known := types(value)):
        return False, sorted(known)
    return holds, [name for _, several in found for name in several]


def _language(thing: Json, key: str) -> str:
    """Return the language of what stands under a key, or else of the whole thing, where it is a language's tag."""
    value = next(iter(said(thing, key)), None)
    own = value.get("@language") if isinstance(value, dict) else None
    told = own if isinstance(own, str) else first_words(thing, "inLanguage")
    tag = fitting_language(told.strip())
    return told.strip() if tag and len(tag.partition("-")[0]) <= 3 else ""


def _cited(claim: Json) -> Iterator[str]:
    return (one for key in _CITED for one in addresses(claim, key))


def _together(known: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*known, *more]))


def _first(places: list[str]) -> str:
    return places[0] if len(places) == 1 else f"{places[0]} and others"
