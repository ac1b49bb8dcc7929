"""Texts and ids that attack a page, and corpora that have them in every field of every kind."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from claims import SourceText
from graph import (
    Concept,
    Matrix,
    Part,
    Policy,
    Reading,
    ReadingParagraph,
    ReadingSection,
    Source,
    Summary,
    Tally,
    Thesis,
    add,
    create_store,
    open_store,
    projection,
    readings,
    register_source,
    summary,
)
from tests.test_viz.made_up import BASE, POLICIES, POWERS, STATEMENTS, connect, iri, town
from viz import Map, Opening, answer_scene, atlas

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]

# Whatever of this is executed counts itself in `window.broken`.
TEXTS = {
    "scripts": "</script><script>broken++</script><img src=x onerror=broken++><svg onload=broken++><b>bold</b>",
    "the ends of everything": "</textarea></title></style></template></select></p></li></ul>--><!-- ]]> </svg></div>",
    "event handlers": "\" onfocus=broken++ autofocus tabindex=0 x=\"' onmouseover='broken++' onload=broken++ `x`",
    "frames and forms": '<iframe srcdoc="<script>top.broken++</script>"></iframe><form action=//evil.example><input>',
    "template syntax": "{{ 7*7 }}{% for x in y %}{# gone #}${broken++}<%= 7 %>#{7}{{x.constructor('broken++')()}}",
    "addresses": "javascript:broken++ //evil.example/x data:text/html,<script>broken++</script> #/start ../../x?a=b&c",
    "style sheets": '}</style><style>*{display:none}</style> "; } body { background: url(//evil.example/x) } \\',
    "turned direction": "pay \u202eyap\u202c \u2066in\u2069 \u2067\u202bout\u202a \u200f\u061c\u202d end \u2068",
    "control characters": "a\0b\x01c\x08d\x0be\x1bf\x7fg\x85h\u2028i\u2029j\ufeffk\ufffel\uffffm\r\nn\to",
    "lone surrogates": "half \ud83d of a \udc00 pair",
    "text from right to left": "ما كان هنا جسر قط، 123 (456) والسفن تعبر مجاناً <b>",
    "very many characters": "https://evil.example/" + 100_000 * "W",
    "piled marks": "Z"
    + 300 * "\u0335\u0353\u030d"
    + "algo \U0001f468\u200d\U0001f469\u200d\U0001f467 \u0c95\u0ccd\u0cb7",
    "names of objects": "__proto__",
    "nothing": " \t ",
}
IDS = [
    "__proto__", "constructor", "toString", "hasOwnProperty", "_help", "_data", "_main", "_first", "-dash", "a,b",
    "x*3", "a~1", "..", "%", "%41", "a b", "<img src=x onerror=broken++>", "\"'><b>", "\u202ex", "a/b?c=d&e#f",
    "javascript:broken++", "/start", "a\0b", "a\rb", "half\ud800", " ", "&amp;", "é",
]  # fmt: skip

_STRUCTURE = ("kind", "id", "broader", "holders", "scheme_id", "places", "questions", "what")


def poisoned(evil: str) -> "Graph":
    """The town, with an actor and a history, and an evil text in every attribute that holds a text.

    A very long text stands in one item of each kind, for a page of some megabytes.
    """
    graph = town()
    _complete(graph)
    first = {graph.nodes[key]["kind"]: key for key in reversed(list(graph))}
    for key, node in graph.nodes.items():
        own = evil if key in first.values() else evil[:2000]
        node.update({name: _poison(value, own) for name, value in node.items() if name not in _STRUCTURE})
    evil = evil[:2000]
    for _, _, edge in graph.edges(data=True):
        edge.update({name: _poison(edge[name], evil) for name in ("scheme", "whose") if name in edge})
    graph.graph["questions"] = {"why": evil, "really": evil}
    return graph


def renamed() -> "Graph":
    """The town, where each item has another evil id."""
    graph = town()
    _complete(graph)
    for place, node in enumerate(graph.nodes.values()):
        node["id"] = IDS[place % len(IDS)]
    return graph


def _complete(graph: "Graph") -> None:
    """Adds what the town has not: actors, places in a text, histories, open questions, a case of a linked undercut."""
    event = {"number": 1, "what": "added", "who": "Ada", "when": "2025-01-02", "why": "To begin"}
    graph.add_node(iri("alden"), kind="actor", id="alden", label="Alden", text="", kind_word="State", history=[event])
    for place, key in enumerate(list(graph)):
        node = graph.nodes[key]
        if node["kind"] == "inference":
            node["questions"] = ["why", "really"]
        elif "held_by" in node:
            node |= {"history": [event, event | {"number": 2}], "places": [(10 * place, 10 * place + 7)]}
            graph.add_edge(key, iri("alden"), key="about", relation="about")
    for name in POLICIES:
        graph.add_edge(iri(name), iri("alden"), key="carried_out_by", relation="carried_out_by")
    connect(graph, "elsewhere", "motto", "supports", "step-elsewhere")


def _poison(value: Any, evil: str) -> Any:
    if isinstance(value, str):
        return evil
    if isinstance(value, list):
        return [_poison(one, evil) for one in value]
    if isinstance(value, dict):
        return {name: one if name in _STRUCTURE else _poison(one, evil) for name, one in value.items()}
    return value


def told(evil: str) -> Summary:
    """What the start page shows of the town, with an evil text wherever there is one."""
    kinds = dict.fromkeys(("thesis", "claim", "evidence", "counterargument", "rebuttal"), 3)
    names = list(STATEMENTS)
    parts = [
        Part(iri("one"), evil, 1, evil, kinds, 1, 2, ((iri(names[6]), evil), (iri(names[8]), evil))),
        Part("", evil, 0, evil, kinds),
    ]
    matrix = Matrix(
        tuple(Policy(iri(name), evil, (iri("decree"),)) for name in POLICIES),
        (Concept(iri("decree"), evil, (iri("decree"),)),),
        tuple(Concept(iri(name), evil, tuple(map(iri, above)) or (iri(name),)) for name, (_, above) in POWERS.items()),
        {(iri(policy), iri(power)): Tally(1, 2, 3) for policy in POLICIES for power in POWERS},
    )
    theses = tuple(Thesis(iri(name), evil, evil + " so", 2, 1, name == names[0]) for name in names[:3])
    source = Source(iri("town"), evil, (evil, evil), evil, evil)
    return Summary((source, source), kinds, 1, 2, theses, matrix, tuple(parts), by_source=False)


def read(evil: str) -> Reading:
    """A text of evil headings and paragraphs; a statement stands at each, and one over several of them."""
    sections: list[ReadingSection] = []
    places: dict[str, tuple[tuple[int, int], ...]] = {}
    at = 0
    for number, names in enumerate((["free-ferry", "trade-grows"], ["motto", "too-dear"]), 1):
        start, at = at, at + len(evil) + 2
        paragraphs = []
        for place, name in enumerate(names):
            paragraphs.append(ReadingParagraph(2 * number + place - 1, at, at + len(evil), evil))
            places[iri(name)] = ((at, at + max(1, len(evil) // 2)), (at + len(evil) // 3, at + len(evil)))
            at += len(evil) + 2
        sections.append(ReadingSection(number, evil, start, tuple(paragraphs)))
    places[iri("weather")] = ((3, at - 4),)
    return Reading(evil, evil, True, tuple(sections), places, missing=2)


def everything(graph: "Graph", evil: str) -> Map:
    """A page with all views, opened at an answer that has plain boxes, too."""
    long, evil = evil, evil[:2000]
    key = iri("free-ferry")
    plain = {BASE + "x", "javascript:broken++", "urn:x:__proto__", "https://example.org/<img src=x onerror=broken++>"}
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    triples = [(one, f"urn:x:{evil[:200]}", key) for one in sorted(plain)]
    scene = answer_scene(graph, [], [*triples, (BASE + "x", label, evil), (key, "urn:x:y", iri("too-dear"))])
    return atlas(
        graph, title=long, opening=Opening("answer"), summary=told(evil), readings=[read(evil)], scene=scene
    )  # fmt: skip


_WORDS = """DELETE { ?s ?p ?o } INSERT { ?s ?p ?new } WHERE {
  ?s ?p ?o FILTER(isLiteral(?o) && (datatype(?o) = xsd:string || lang(?o) != ""))
  BIND(CONCAT(%s, " ", STR(?o)) AS ?words)
  BIND(IF(lang(?o) = "", ?words, STRLANG(?words, lang(?o))) AS ?new) }"""


def stored(folder: Path, evil: str) -> Map:
    """A page of a store in which every text, as far as a store takes it, begins with an evil one."""
    create_store(folder, empty=True)
    read = evil.replace("\0", "")  # which no file with a text in it has
    text = SourceText(f"# A heading\n\n{read} first words.\n\n{read} second words.\n")
    with open_store(folder) as store:
        register_source(store, text, "Title", ["Ada"], name="t")
        claim = {"commitment": "asserted", "text": "A text that says a thing.", "supports": "main"}
        add(store, [
            {"kind": "thesis", "id": "main", "label": "Main", "text": "A thesis to speak of.", "quote": "first words"},
            {"kind": "claim", "id": "claim", "label": "Claim", "quote": "second words", **claim},
            {"kind": "counterargument", "label": "But", "text": "It is not so, by far.", "attacks": "main"},
        ], by="Ada", message="To begin")  # fmt: skip
        letters = "".join(f"\\u{ord(c):04X}" if ord(c) < 65536 else c for c in evil)
        store.update(_WORDS % f'"{letters}"')
        opening = Opening("start")
        return atlas(projection(store), title=evil, opening=opening, summary=summary(store), readings=readings(store))
