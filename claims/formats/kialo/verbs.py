"""Kialo's text export: a discussion as numbered claims, each Pro or Con the claim that its number stands under.

There is no published grammar; this is how exports of kialo.com and kialo-edu.com look (support.kialo.com, “Exporting a
discussion”; `lines.py` shows both layouts). A claim may take several lines. Discussions of a question have it as
claim 1., and the theses under it with neither Pro nor Con. A claim that says “-> See 1.2.” is claim 1.2. in another
place: the relation starts from it, and no copy is made.
"""

import re
from pathlib import Path

from claims.formats.argument import Argument, Edge, Node
from claims.formats.kialo.lines import Claim, Export, has_title, read_export
from claims.formats.kialo.markdown import Written, read_markdown
from claims.formats.untrusted import failure

_SEE = re.compile(r"->[ \t]*See[ \t]+([0-9]{1,9}(?:\.[0-9]{1,9})*+)\.?(?:\s+|$)", re.IGNORECASE)
_RELATIONS = {"pro": "RA", "con": "CA"}


def recognises(path: Path, head: str) -> bool:
    """Return whether a file that begins so is an export of Kialo."""
    if path.suffix.lower() != ".txt":
        return False
    start = head.lstrip("\ufeff \t\r\n")
    return has_title(start) or (start.startswith("1. ") and bool(re.search(r"^1\.1\. (?:Pro|Con): ", start, re.M)))


def parse(text: str, name: str) -> Argument:
    r"""Return the argument of an export of Kialo.

    Raises:
        FormatError: When it has neither a title nor a claim.

    Example:
        >>> argument = parse("Discussion Title: Bread\n\n1. Bread is dear.\n1.1. Con: Flour is cheap.", "bread")
        >>> [(node.id, node.type) for node in argument.nodes.values()]
        [('1.', 'I'), ('1.1.', 'I'), ('1.1. Con', 'CA')]
    """
    export = read_export(text)
    if not export.claims and not export.title:
        raise failure(name, "", "This is no export of Kialo: it has neither a title nor a claim such as “1. …”.")
    argument = Argument(name, "kialo", export.title)
    _take_rest(argument, export)
    _add(argument, export)
    return argument


def _take_rest(argument: Argument, export: Export) -> None:
    if not export.claims:
        argument.note("warning", "", "The discussion has no claims.")
    if not export.title:
        argument.note("warning", "line 1", "It does not begin with “Discussion Title:” or “Discussion Name:”.")
    if export.above:
        argument.data["above"] = "\n".join(export.above)
        argument.note("kept", "", "What stands between the title and the first claim is in the data.")
    if export.sources:
        argument.data["sources"] = {**export.sources}
    for line, number in export.doubts:
        argument.note("warning", f"line {line}", f"“{number}” is read as part of the claim before it.")


def _add(argument: Argument, export: Export) -> None:
    claims = export.claims
    written = [read_markdown(claim.lines) for claim in claims]
    for claim, one in zip(claims, written, strict=True):
        if see := _SEE.match(one.words):
            claim.sees = see[1] + "."
            claim.lines = [one.words[see.end() :].strip()]
        else:
            argument.add(_statement(argument, claim, one))
    _cite(argument, claims, written, export.sources)
    places = _places(argument, claims)
    apart = [claim for claim in claims if _relate(argument, claim, places)]
    if apart:
        numbers = ", ".join(claim.number for claim in apart[:5]) + (", …" if len(apart) > 5 else "")
        message = f"Claims with neither Pro nor Con are in no relation to what they stand under ({numbers})."
        argument.note("kept", f"line {apart[0].line}", message)
    _name_theses(argument, claims)


def _statement(argument: Argument, claim: Claim, written: Written) -> Node:
    where = f"line {claim.line}"
    claim.id = claim.number
    if claim.number in argument.nodes:
        claim.id = f"{claim.number} (line {claim.line})"
        argument.note(
            "warning", where, f"There are two claims {claim.number}; what stands under it is read as under the first."
        )
    if not written.words or written.words.lower().strip(".") == "not set":
        argument.note("warning", where, f"Claim {claim.number} is not set: it has no words of its own.")
    raw = "\n".join(claim.lines).strip()
    node = Node(claim.id, "I", written.words, citation=tuple(dict.fromkeys(written.links)))
    if raw != written.words:
        node.data["markdown"] = raw
    if claim.label.lower() not in ("", "thesis", *_RELATIONS):
        node.data["label"] = claim.label
    return node


def _cite(argument: Argument, claims: list[Claim], written: list[Written], sources: dict[str, str]) -> None:
    """Give each claim the sources that it marks, from a list of its own or from the one at the end."""
    for claim, one in zip(claims, written, strict=True):
        listed = one.listed or sources or written[-1].listed
        used = [listed[mark].split("\n", 1)[0] for mark in one.marks if mark in listed] or [*one.listed.values()]
        if used and claim.id:
            node = argument.nodes[claim.id]
            node.citation = tuple(dict.fromkeys(said for said in (*node.citation, *used) if said))


def _places(argument: Argument, claims: list[Claim]) -> dict[str, str]:
    """Return number → the id of the claim that stands there, where need be by following references."""
    places = {number: number for number in argument.nodes}
    sees = {claim.number: claim.sees for claim in claims if claim.sees and claim.number not in places}
    for claim in claims:
        path: dict[str, None] = {}
        number = claim.number
        while number in sees and number not in places and number not in path:
            path[number] = None
            number = sees[number]
        if number in path:
            argument.note("warning", f"line {claim.line}", f"Claim {claim.number} refers to itself, by way of others.")
        places |= dict.fromkeys(path, places.get(number, number))
    return places


def _relate(argument: Argument, claim: Claim, places: dict[str, str]) -> bool:
    """Relate a claim to what it stands under; return whether it stands there with neither Pro nor Con."""
    where = f"line {claim.line}"
    source = claim.id or places.get(claim.sees, claim.sees)
    if source not in argument.nodes:
        argument.note("warning", where, f"There is no claim {source} to see.")
    kind = _RELATIONS.get(claim.label.lower(), "")
    if claim.parent not in places:
        if claim.parent:
            message = f"Claim {claim.number} stands under {claim.parent}, which is not there; no relation is made."
            argument.note("warning", where, message)
        elif claim.sees or kind:
            argument.note("warning", where, f"Claim {claim.number} stands under no other; no relation is made.")
        return False
    if kind:
        _join(argument, claim, kind, source, places[claim.parent])
    elif source in argument.nodes:
        argument.nodes[source].data["under"] = places[claim.parent]
    return not kind


def _join(argument: Argument, claim: Claim, kind: str, source: str, parent: str) -> None:
    made = Node(f"{claim.id or claim.number} {claim.label.capitalize()}", kind)
    while made.id in argument.nodes:
        made.id += f" (line {claim.line})"
    if claim.sees:
        made.data = {"see": claim.sees, **({"text": claim.lines[0]} if claim.lines[0] else {})}
    argument.add(made)
    argument.edges += [Edge(source, made.id), Edge(made.id, parent)]


def _name_theses(argument: Argument, claims: list[Claim]) -> None:
    """Mark the theses: those that are called so, those at the top, and those that stand under a question."""
    argued = {claim.parent for claim in claims if claim.label.lower() in _RELATIONS}
    apart = [claim for claim in claims if claim.number.count(".") == 2 and claim.label.lower() not in _RELATIONS]
    divided = {claim.parent for claim in apart} - argued
    for claim in claims:
        label = claim.label.lower()
        top = not claim.parent and label != "question" and claim.number not in divided
        answer = claim.parent in divided and label not in _RELATIONS
        if claim.id and (top or answer or label == "thesis"):
            argument.nodes[claim.id].kind = "thesis"
