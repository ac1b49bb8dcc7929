"""What follows by rule, worked out in Python: the same as what the rules say, for any triples."""

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from claims import KINDS, RULES, as_ntriples, consequences
from ontology import PREFIXES, concept_files
from tests.test_claims.sound_items import items

_CA, _RDF = PREFIXES["ca"], PREFIXES["rdf"]
_NODES = [f"<https://example.org/{name}>" for name in "abcdefg"]
_CLASSES = [f"<{_CA}{kind.__name__}>" for kind in KINDS.values()]
_OTHERS = [f"<{_CA}Unheard>", f"<{PREFIXES['skos']}Concept>", f"<{_CA}wields>", f"<{_CA}erodes>", '"text"@en']
_PATHS = ("premise", "conclusion", "attacker", "attacked", "rephrases", "rephrased", "policy", "bearing", "power")
_DERIVED = ("supports", "attacks", "undercuts", "restates", "wields", "kind")

_properties = st.sampled_from([f"<{_CA}{name}>" for name in (*_PATHS, *_DERIVED)])
_links = st.tuples(st.sampled_from(_NODES), _properties, st.sampled_from(_NODES + _OTHERS))
_typed = st.tuples(st.sampled_from(_NODES), st.just(f"<{_RDF}type>"), st.sampled_from(_CLASSES + _OTHERS[:2]))


def tree() -> list[ox.Quad]:
    """Which class stands below which."""
    quads = ox.parse(concept_files()[0].read_bytes(), format=ox.RdfFormat.TURTLE)
    return [quad for quad in quads if quad.predicate.value == PREFIXES["rdfs"] + "subClassOf"]


def by_the_rules(lines: str) -> set[str]:
    """Return what the rules add to triples, one a line."""
    store = ox.Store()
    store.extend(tree())
    store.load(lines.encode("utf-8"), format=ox.RdfFormat.N_TRIPLES)
    before = set(store)
    for rule in RULES:
        store.update(rule.insert)
    return {str(quad.triple) for quad in store if quad not in before}


def worked_out(lines: str) -> set[str]:
    """Return what follows from triples, one a line, without an engine."""
    said = [line.removesuffix(" .").split(" ", 2) for line in lines.splitlines() if line]
    return {" ".join(triple) for triple in consequences((s, p, o) for s, p, o in said)}


@given(st.lists(_links | _typed, max_size=25))
def test_of_any_triples_the_same_follows_as_by_the_rules(triples: list[tuple[str, str, str]]) -> None:
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in triples)
    assert worked_out(lines) == by_the_rules(lines)


@given(st.data())
def test_of_any_items_the_same_follows_as_by_the_rules(data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=4))
    made = [data.draw(items(kind, f"https://example.org/item-{n}")) for n, kind in enumerate(kinds)]
    lines = "".join(as_ntriples(item) for item in made)
    store = ox.Store()
    store.load(lines.encode("utf-8"), format=ox.RdfFormat.N_TRIPLES)
    plain = "".join(f"{quad.triple} .\n" for quad in store if isinstance(quad.object, ox.NamedNode))
    assert worked_out(plain) == by_the_rules(plain)


def test_an_attack_on_a_relation_undercuts_and_one_on_anything_else_attacks() -> None:
    conflict = f"<urn:x> <{_CA}attacker> <urn:a> .\n<urn:x> <{_CA}attacked> <urn:b> .\n"
    relation = f"<urn:b> <{_RDF}type> <{_CA}Inference> .\n"
    assert worked_out(conflict) == {f"<urn:a> <{_CA}attacks> <urn:b>"}
    assert f"<urn:a> <{_CA}undercuts> <urn:b>" in worked_out(conflict + relation)
