"""brat standoff: annotations in an .ann file, of the text in the .txt file beside it (brat.nlplab.org/standoff.html).

What names of types and relations mean is up to each corpus. They are understood by their names: support…, attack…,
contradict…, semantically_same and the like. In the persuasive essays (Stab and Gurevych 2017, Parsing Argumentation
Structures in Persuasive Essays, Computational Linguistics 43(3)) a claim's attribute Stance says how it stands to the
major claim, so that it is read as a relation to each. A Premise gets no kind: the guidelines call so whatever is a
reason for something. Events, entries of databases and relations of other names stand in the data.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from claims.errors import FormatError
from claims.formats.argument import Argument, Edge, Json, Node, Span
from claims.formats.brat.lines import Other, Relation, Remark, Same, Stretch, looks_like_brat, read_lines
from claims.formats.brat.text import Placed, placed
from claims.formats.untrusted import read_text

_KINDS = {
    "majorclaim": "thesis",
    "mainclaim": "thesis",
    "centralclaim": "thesis",
    "thesis": "thesis",
    "claim": "claim",
    "ownclaim": "claim",
    "backgroundclaim": "claim",
    "evidence": "evidence",
    "data": "evidence",
    "counterclaim": "counterargument",
    "counterargument": "counterargument",
    "rebuttal": "rebuttal",
}
"""Types of components, without signs between their words, and the kinds that guidelines say they are."""
_COMPONENTS = {*_KINDS, "premise", "fact", "testimony", "value", "policy", "reference", "proposition"}
_RELATIONS = (
    ("MA", re.compile(r"semanticallysame|^same(?:as)?$|paraphras|rephras|restat|equiv")),
    ("CA", re.compile(r"attack|contradict|rebut|undercut|refut|counter|conflict|oppos|against|disagree|con$")),
    ("RA", re.compile(r"support|reason|evidence|justif|for$|pro$|premise")),
)
_STANCES = {"for": "RA", "pro": "RA", "against": "CA", "con": "CA"}
_MOST_STANCES = 20_000
"""How many relations stances are made into; where they are more, they stay attributes."""


def recognises(path: Path, head: str) -> bool:
    """Return whether a file that begins so is of brat."""
    lines = [line for line in head.lstrip("\ufeff").splitlines() if line.strip()]
    return path.suffix.lower() == ".ann" and (not lines or looks_like_brat(lines[0]))


def read(path: Path) -> Argument:
    """Return the argument of an .ann file and of the .txt file beside it.

    Raises:
        FormatError: When the .ann file cannot be read; a text that is missing is only noted.
    """
    annotations = read_text(path)
    beside = path.with_suffix(".txt")
    try:
        text = read_text(beside)
    except FormatError as error:
        argument = _argument(annotations, path.stem, None)
        why = error.notes[0].message if beside.exists() else "It is not there; put it beside the annotations."
        argument.note("warning", beside.name, f"The annotations are read without their text. {why}")
        return argument
    return _argument(annotations, path.stem, text)


def parse(text: str, name: str) -> Argument:
    r"""Return the argument of the annotations alone: without text, offsets stand in the data.

    Example:
        >>> argument = parse("T1\tClaim 0 14\tBread is dear.\nA1\tStance T1 For\n", "bread")
        >>> argument.nodes["T1"].text, argument.nodes["T1"].kind
        ('Bread is dear.', 'claim')
    """
    return _argument(text, name, None)


def _argument(annotations: str, name: str, text: str | None) -> Argument:
    argument = Argument(name, "brat", text=text or "")
    lines = [*read_lines(annotations)]
    stretches = [line for line in lines if isinstance(line, Stretch)]
    found = None if text is None else _placed(argument, stretches, 10 * (len(text) + len(annotations)))
    for stretch in stretches:
        _add_statement(argument, stretch, found)
    _add_relations(argument, [line for line in lines if isinstance(line, Relation | Same)])
    _add_remarks(argument, [line for line in lines if isinstance(line, Remark)])
    _keep_others(argument, [line for line in lines if isinstance(line, Other)])
    if stretches and not any(_plain(stretch.type) in _COMPONENTS for stretch in stretches):
        message = f"No type is known as one of arguments ({stretches[0].type}, …); all are read as statements."
        argument.note("warning", "", message)
    return argument


def _placed(argument: Argument, stretches: Sequence[Stretch], left: int) -> Placed:
    found = placed(argument.text, stretches)
    found.left = left
    if found.way:
        argument.text = found.text
        argument.note("warning", "", f"The offsets count {found.way}; they were counted anew.")
    return found


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]+", "", name.lower())


def _own_id(argument: Argument, line: Stretch | Relation) -> str:
    if line.id not in argument.nodes:
        return line.id
    argument.note(
        "warning", f"line {line.line}", f"The id {line.id} is taken already; relations are read as meaning the first."
    )
    return argument.free(f"{line.id} (line {line.line})")


def _add_statement(argument: Argument, line: Stretch, found: Placed | None) -> None:
    node = Node(
        _own_id(argument, line), "I", line.text, kind=_KINDS.get(_plain(line.type), ""), data={"type": line.type}
    )
    pieces = found.pieces_of(line) if found else []
    node.spans = tuple(Span(start, end) for start, end in pieces)
    if found and not line.text:
        found.left -= sum(end - start for start, end in pieces)
        node.text = found.words(pieces) if found.left > 0 else ""
    if not pieces:
        node.data["offsets"] = [[start, end] for start, end in line.pieces]
    if found and not pieces:
        message = f"{line.id}: the text has other words at its offsets; its own words are kept, without a place."
        argument.note("warning", f"line {line.line}", message)
    elif not node.text:
        argument.note("warning", f"line {line.line}", f"{line.id} has no words.")
    argument.add(node)


def _add_relations(argument: Argument, lines: Sequence[Relation | Same]) -> None:
    relations = [line for line in lines if isinstance(line, Relation)]
    known = [line for line in relations if _kind_of(line.type) and len(line.ends) == 2]
    for line in known:
        _add_relation(argument, line)
    _keep_relations(argument, [line for line in relations if not (_kind_of(line.type) and len(line.ends) == 2)])
    equal = [line for line in lines if isinstance(line, Same)]
    for same in equal:
        _add_same(argument, same)
    _warn_of_missing(argument, [*known, *equal])


def _add_relation(argument: Argument, line: Relation) -> None:
    node = argument.add(Node(_own_id(argument, line), _kind_of(line.type), data={"type": line.type}))
    if tuple(role for role, _ in line.ends) != ("Arg1", "Arg2"):
        node.data["roles"] = [role for role, _ in line.ends]
    (_, source), (_, target) = line.ends
    argument.edges += [Edge(source, node.id), Edge(node.id, target)]


def _keep_relations(argument: Argument, lines: Sequence[Relation]) -> None:
    """Put relations that are not understood into the data, with one note for each type."""
    by_type: dict[str, list[Relation]] = {}
    for line in lines:
        by_type.setdefault(line.type, []).append(line)
        _keep(argument, "relations", {"id": line.id, "type": line.type, "ends": [[*end] for end in line.ends]})
    for name, found in by_type.items():
        why = "is no relation that is known" if not _kind_of(name) else "joins not two ends"
        message = f"“{name}” {why}; {len(found)} such relations stand in the data, from {found[0].id} on."
        argument.note("kept", f"line {found[0].line}", message)


def _kind_of(name: str) -> str:
    return next((kind for kind, names in _RELATIONS if names.search(_plain(name))), "")


def _warn_of_missing(argument: Argument, lines: Iterable[Relation | Same]) -> None:
    for line in lines:
        ends = line.ids if isinstance(line, Same) else [end for _, end in line.ends]
        if missing := [end for end in ends if end not in argument.nodes]:
            name = line.type if isinstance(line, Same) else line.id
            argument.note("warning", f"line {line.line}", f"{name}: there is no {' and no '.join(missing)}.")


def _add_same(argument: Argument, line: Same) -> None:
    where = f"line {line.line}"
    if _kind_of(line.type) != "MA":
        argument.note("kept", where, f"“{line.type}” is no relation that is known; it stands in the data.")
        _keep(argument, "equivalences", {"type": line.type, "ids": [*line.ids]})
        return
    first, *others = line.ids
    for number, other in enumerate(others, start=2):
        node = argument.add(Node(argument.free(f"* {line.line}.{number}"), "MA", data={"type": line.type}))
        argument.edges += [Edge(other, node.id), Edge(node.id, first)]


def _keep(argument: Argument, key: str, value: Json) -> None:
    kept = argument.data.setdefault(key, [])
    if isinstance(kept, list):
        kept.append(value)


def _add_remarks(argument: Argument, lines: Sequence[Remark]) -> None:
    majors = [node.id for node in argument.nodes.values() if node.kind == "thesis"]
    stances = [line for line in lines if line.id[:1] in "AM" and line.name.lower() == "stance"]
    few = len(stances) * len(majors) <= _MOST_STANCES
    understood = [line for line in stances if majors and few and _add_stance(argument, line, majors)]
    if understood:
        message = "Stances of claims are read as support or attack of each major claim, as in persuasive essays"
        argument.note("warning", f"line {understood[0].line}", f"{message} ({len(understood)}).")
    if len(understood) < len(stances):
        message = f"Stances that regard no major claim stay attributes ({len(stances) - len(understood)})."
        argument.note("kept", "", message)
    for line in lines:
        _add_remark(argument, line)


def _add_stance(argument: Argument, line: Remark, majors: Sequence[str]) -> bool:
    kind, claim = _STANCES.get(line.value.lower()), argument.nodes.get(line.about)
    if kind is None or claim is None or claim.type != "I" or claim.kind == "thesis":
        return False
    for major in majors:
        name = f"{line.id} {major}"
        name = argument.free(f"{name} (line {line.line})") if name in argument.nodes else name
        argument.add(Node(name, kind, data={"attribute": line.id, "value": line.value}))
        argument.link(claim.id, name, major)
    return True


def _add_remark(argument: Argument, line: Remark) -> None:
    key = {"N": "normalizations", "#": "notes"}.get(line.id[:1], "attributes")
    said: dict[str, Json] = {"id": line.id, "name": line.name, "value": line.value, "text": line.text}
    said = {name: value for name, value in said.items() if value != ""}
    node = argument.nodes.get(line.about)
    if node is None:
        argument.note(
            "kept", f"line {line.line}", f"{line.id} is about {line.about}, which is no node; it is in the data."
        )
        _keep(argument, key, {**said, "about": line.about})
        return
    kept = node.data.setdefault(key, [])
    if isinstance(kept, list):
        kept.append(said)


def _keep_others(argument: Argument, lines: Sequence[Other]) -> None:
    for line in lines:
        if line.id:
            _keep(argument, "events", line.text)
        else:
            argument.note("kept", f"line {line.line}", "It is no line of the format; it stands in the data.")
            _keep(argument, "lines", {"line": line.line, "text": line.text})
    if events := [line for line in lines if line.id]:
        message = f"Events are no relations of arguments; they stand in the data ({len(events)})."
        argument.note("kept", f"line {events[0].line}", message)
