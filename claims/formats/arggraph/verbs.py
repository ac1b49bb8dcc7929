"""arggraph XML: the argument graphs of the microtext corpora (github.com/peldszus/arg-microtexts, corpus/arggraph.dtd).

A text is cut into elementary units (edu), of which argumentative units (adu) are made, where need be by way of joints.
Edges: `seg` from edu or joint to joint or adu; `sup` and `exa` support, the latter by an example; `reb` attacks a
statement and `und` a relation; `add` adds a premise to a relation. The central claim is the adu that no edge leaves.
Peldszus and Stede 2013, From Argument Diagrams to Argumentation Mining in Texts, IJCINI 7(1); Peldszus and Stede 2015,
An annotated corpus of argumentative microtexts; units with `implicit` are those that the text does not say: Skeppstedt,
Peldszus and Stede 2018, More or less controlled elicitation of argumentative text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from claims.formats.arggraph.units import Units
from claims.formats.argument import Argument, Edge, Json, Node
from claims.formats.untrusted import failure, parse_xml, read_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELATIONS = {"sup": "RA", "exa": "RA", "reb": "CA", "und": "CA"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass
class Arc:
    """An `edge` element; `line` is that of the file."""

    line: int
    id: str
    source: str
    target: str
    type: str
    rest: dict[str, Json] = field(default_factory=dict)


def recognises(path: Path, head: str) -> bool:
    """Return whether a file that begins so is an argument graph."""
    return path.suffix.lower() == ".xml" and "<arggraph" in head


def read(path: Path) -> Argument:
    """Return the argument of a file, in whichever encoding its XML says that it is.

    Raises:
        FormatError: When it cannot be read, is no XML, or another root than `arggraph`.
    """
    return _argument(parse_xml(read_bytes(path), str(path)), path.stem)


def parse(text: str, name: str) -> Argument:
    """Return the argument of an XML text.

    Raises:
        FormatError: When it is no XML, or has another root than `arggraph`.

    Example:
        >>> argument = parse(
        ...     '<arggraph id="x"><edu id="e1">Bread is dear.</edu><adu id="a1" type="pro"/>'
        ...     '<edge id="c1" src="e1" trg="a1" type="seg"/></arggraph>',
        ...     "bread",
        ... )
        >>> argument.nodes["a1"].text, argument.nodes["a1"].kind
        ('Bread is dear.', 'thesis')
    """
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise failure(name, "", "It holds half characters, which no text can hold.") from error
    return _argument(parse_xml(content.decode("utf-8"), name), name)


def _argument(root: "_Element", name: str) -> Argument:
    if root.tag != "arggraph":
        raise failure(name, "", "This is no argument graph: the root of the XML is not “arggraph”.")
    argument = Argument(name, "arggraph", data=_attributes(root))
    if lang := argument.data.pop(_LANG, None):
        argument.lang = str(lang)
    elements = [one for one in root if isinstance(one.tag, str)]
    arcs = [*_arcs(argument, elements)]
    units = Units(argument)
    units.take([one for one in elements if one.tag in ("edu", "joint")])
    units.join([arc for arc in arcs if arc.type == "seg"])
    for element in elements:
        if element.tag == "adu":
            _add_statement(argument, units, element)
        elif element.tag not in ("edu", "joint", "edge"):
            where = f"line {element.sourceline}"
            argument.note("refused", where, f"The format has no element “{element.tag}”.")
    _add_relations(argument, [arc for arc in arcs if arc.type != "seg"])
    _name_thesis(argument)
    return argument


def _line_of(element: "_Element") -> int:
    found = element.sourceline
    return found if isinstance(found, int) else 0


def _attributes(element: "_Element", *known: str) -> dict[str, Json]:
    return {str(key): str(value) for key, value in element.attrib.items() if key not in known}


def _arcs(argument: Argument, elements: Sequence["_Element"]) -> Iterator[Arc]:
    for element in elements:
        if element.tag != "edge":
            continue
        line = _line_of(element)
        name, source, target, kind = (str(element.get(key) or "") for key in ("id", "src", "trg", "type"))
        if not source or not target:
            argument.note("refused", f"line {line}", "An edge does not say from where to where (src, trg).")
            continue
        yield Arc(line, name, source, target, kind, _attributes(element, "id", "src", "trg", "type"))


def _own_id(argument: Argument, wanted: str, line: int, kind: str) -> str:
    if wanted and wanted not in argument.nodes:
        return wanted
    fault = (
        f"The id {wanted} is taken already; edges are read as meaning the first." if wanted else f"An {kind} has no id."
    )
    argument.note("warning", f"line {line}", fault)
    made = f"{wanted or kind} (line {line})"
    if made in argument.nodes:  # several in one line
        made = f"{wanted or kind} (line {line}, {len(argument.nodes)})"
    while made in argument.nodes:
        made += "'"
    return made


def _add_statement(argument: Argument, units: Units, element: "_Element") -> None:
    name = str(element.get("id") or "")
    grounds = units.grounds_of(name)
    made = _own_id(argument, name, _line_of(element), "adu")
    node = argument.add(Node(made, "I", data=_attributes(element, "id")))
    node.text = " ".join(unit.text for unit in grounds)
    node.spans = tuple(unit.span for unit in grounds if unit.span)
    node.data["edus"] = [unit.id for unit in grounds]
    if grounds and not node.spans:
        node.data["implicit"] = True
    if not grounds:
        argument.note("warning", f"adu {made}", "No edu stands for it, so that it has no text.")


def _add_relations(argument: Argument, arcs: Sequence[Arc]) -> None:
    added: dict[str, str] = {}
    made: list[tuple[Arc, str]] = []
    for arc in arcs:
        if arc.type in _RELATIONS:
            made.append((arc, _own_id(argument, arc.id, arc.line, "edge")))
            argument.add(_relation(arc, made[-1][1]))
        elif arc.type == "add":
            added.setdefault(arc.id, arc.target)
        else:
            argument.note("kept", f"edge {arc.id}", f"The format has no edge of type “{arc.type}”; it is in the data.")
            _keep(argument, {"id": arc.id, "src": arc.source, "trg": arc.target, "type": arc.type, **arc.rest})
    for arc, name in made:
        target = _followed(argument, arc, arc.target, added)
        argument.edges += [Edge(arc.source, name), Edge(name, target)]
        _check(argument, arc, target)
    for arc in arcs:
        if arc.type == "add":
            target = _followed(argument, arc, arc.target, added)
            argument.edges.append(Edge(arc.source, target, {"id": arc.id, "type": "add", **arc.rest}))
            _check(argument, arc, target)


def _relation(arc: Arc, name: str) -> Node:
    scheme = "Example" if arc.type == "exa" else ""
    return Node(name, _RELATIONS[arc.type], scheme=scheme, data={"type": arc.type, **arc.rest})


def _followed(argument: Argument, arc: Arc, target: str, added: dict[str, str]) -> str:
    """Return what an edge leads to: in place of an `add` edge the relation that this adds a premise to."""
    path: dict[str, None] = {}
    while target in added and target not in argument.nodes and target not in path:
        path[target] = None
        target = added[target]
    added |= dict.fromkeys(path, target)
    if path:
        message = f"It leads to the edge {arc.target}, which adds a premise; it is read as leading to {target}."
        argument.note("warning", f"edge {arc.id}", message)
    return target


def _check(argument: Argument, arc: Arc, target: str) -> None:
    ends = [("src", arc.source, "I"), ("trg", target, "" if arc.type in ("und", "add") else "I")]
    for key, end, kind in ends:
        node = argument.nodes.get(end)
        where = f"edge {arc.id}"
        if node is None:
            argument.note("warning", where, f"Its {key}, {end}, is neither an adu nor an edge between such.")
        elif (node.type == "I") != (kind == "I"):
            wrong = "an adu" if node.type == "I" else "an edge"
            argument.note(
                "warning", where, f"Its {key}, {end}, is {wrong}, which edges of type {arc.type} do not join."
            )


def _keep(argument: Argument, value: dict[str, Json]) -> None:
    kept = argument.data.setdefault("edges", [])
    if isinstance(kept, list):
        kept.append(value)


def _name_thesis(argument: Argument) -> None:
    leaving = {edge.source for edge in argument.edges}
    reached = {edge.target for edge in argument.edges}
    statements: Mapping[str, Node] = {name: node for name, node in argument.nodes.items() if node.type == "I"}
    central = [name for name in statements if name not in leaving]
    central = [name for name in central if name in reached] or central
    for name in central:
        statements[name].kind = "thesis"
    if statements and len(central) != 1:
        said = f"Several could be the central claim: {', '.join(central[:5])}" if central else "It has no central claim"
        argument.note("warning", "", f"{said}; one adu should be left by no edge.")
