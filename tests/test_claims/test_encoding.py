"""Items as triples and back: nothing is lost on any way, and what the shapes refuse is refused."""

from collections.abc import Callable, Iterator
from functools import cache

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pyshacl import validate
from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from claims import KINDS, FieldOf, Item, corpus, fields_of, read_item, triples
from ontology import CA, PREFIXES, property_rules, shapes_file, superclasses
from tests.quick import examples
from tests.test_claims.sound_items import BASE, items, named, surroundings

ITEM = URIRef(BASE + "item")
any_item = st.sampled_from(sorted(KINDS)).flatmap(items)


def graph_of(item: Item) -> Graph:
    graph = Graph()
    for triple in triples(item):
        graph.add(triple)
    return graph


def through_store(graph: Graph) -> Graph:
    """Return the triples as a store has them, which writes values in its own way."""
    store = ox.Store()
    store.load(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    content = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return Graph().parse(data=content, format="nt")


@given(any_item)
@settings(max_examples=examples(500), deadline=None)
def test_any_item_is_read_as_it_was_written(item: Item) -> None:
    assert read_item(graph_of(item), item.iri) == item


@given(any_item)
@settings(max_examples=examples(300), deadline=None)
def test_any_item_goes_through_a_store_without_a_change(item: Item) -> None:
    graph = graph_of(item)
    stored = through_store(graph)
    assert read_item(stored, item.iri) == item
    assert set(stored) == set(graph)


@given(any_item)
@settings(max_examples=examples(200), deadline=None)
def test_any_item_goes_through_turtle_without_a_change(item: Item) -> None:
    turtle = graph_of(item).serialize(format="turtle")
    assert read_item(Graph().parse(data=turtle, format="turtle"), item.iri) == item


@pytest.fixture(scope="module")
def whole() -> Graph:
    """The shipped corpus."""
    graph = Graph()
    for file in corpus().files:
        graph.parse(data=file.read_text("utf-8"), format="turtle")
    return graph


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_item_is_written_as_it_stands(kind: str, whole: Graph) -> None:
    cls = KINDS[kind]
    for subject in whole.subjects(RDF.type, CA[cls.__name__]):
        item = read_item(whole, str(subject))
        assert type(item) is cls
        assert set(triples(item)) == set(whole.triples((subject, None, None)))


def test_the_shipped_corpus_has_many_items(whole: Graph) -> None:
    assert len(set(whole.subjects(RDF.type, CA.Inference))) > 400


CLAIM = Graph().parse(
    format="turtle",
    data=f"""@prefix ca: <{CA}> . @prefix rdfs: <{RDFS}> . @prefix schema: <{PREFIXES["schema"]}> .
    <{ITEM}> a ca:Claim , ca:Statement , rdfs:Resource ; rdfs:label "Bread needs time"@en , "Brot braucht Zeit"@de ;
      schema:text "Bread that rises slowly tastes better."@en , "Langsam gegangenes Brot schmeckt besser."@de ;
      ca:heldBy <{BASE}ada> ; ca:commitment ca:asserted ; ca:kind "claim" ; schema:keywords "bread" .""",
)


def test_what_is_no_field_of_an_item_is_passed_over() -> None:
    assert {str(path) for _, path, _ in triples(read_item(CLAIM, str(ITEM)))} <= {
        str(RDF.type), *(field.path for field in fields_of(KINDS["claim"]))
    }  # fmt: skip


def test_of_several_languages_english_is_read_else_the_first() -> None:
    assert read_item(CLAIM, str(ITEM)).label == "Bread needs time"  # type: ignore[attr-defined]
    other = Graph()
    for s, p, o in CLAIM:
        other.add((s, p, Literal(o, lang="fr") if isinstance(o, Literal) and o.language == "en" else o))
    assert (read_item(other, str(ITEM)).label, read_item(other, str(ITEM)).lang) == ("Brot braucht Zeit", "de")  # type: ignore[attr-defined]


def test_the_most_precise_class_is_the_kind() -> None:
    graph = CLAIM + graph_with(RDF.type, CA.Rebuttal)
    assert read_item(graph, str(ITEM)).kind == "rebuttal"


@pytest.mark.parametrize("other", [CA.Evidence, CA.Policy])
def test_an_item_of_two_kinds_is_not_read(other: URIRef) -> None:
    with pytest.raises(LookupError, match="several things at once: claim, "):
        read_item(CLAIM + graph_with(RDF.type, other), str(ITEM))


def test_what_is_no_item_is_not_read() -> None:
    with pytest.raises(LookupError, match="there is no item"):
        read_item(CLAIM, BASE + "ada")


def graph_with(path: URIRef, value: Node) -> Graph:
    graph = Graph()
    graph.add((ITEM, path, value))
    return graph


@cache
def _shapes() -> Graph:
    return Graph().parse(data=shapes_file().read_text("utf-8"), format="turtle")


@cache
def _known() -> Graph:
    """Return the classes above the kinds, and the class of all that made-up items name."""
    graph = surroundings()
    for kind in KINDS.values():
        for above in superclasses(kind.__name__):
            graph.add((CA[kind.__name__], RDFS.subClassOf, CA[above]))
    return graph


def refused_by_shapes(graph: Graph) -> set[str]:
    """Return the items in which pySHACL finds a fault, where all that they name is there, and all are named."""
    subjects = set(graph.subjects())
    data = graph + _known()
    for item in subjects:
        data.add((URIRef(f"{item}-inference"), CA.premise, item))
        data.add((URIRef(f"{item}-statement"), CA.figure, item))
    _, report, _ = validate(data, shacl_graph=_shapes())
    return {str(node) for node in report.objects(None, SH.focusNode) if node in subjects}


@given(st.tuples(*(items(kind, f"{BASE}{kind}") for kind in KINDS)))
@settings(max_examples=examples(25), deadline=None)
def test_the_shapes_find_no_fault_in_any_item(made: tuple[Item, ...]) -> None:
    graph = Graph()
    for item in made:
        graph += graph_of(item)
    assert refused_by_shapes(graph) == set()


def _another(field: FieldOf, term: Node) -> Node:
    """Return another value of a field, as sound as a given one."""
    others: dict[str, Node] = {
        "text": Literal("Another text of some length.", lang="en"),
        "string": Literal("Another text"),
        "link": URIRef(named(field)[2]),
        "term": CA.erodes,
        "boolean": Literal(str(term) != "true"),
        "number": Literal(8),
        "date": Literal("2031", datatype=XSD.gYear),
    }
    return others[field.form]


SPOILT: dict[str, Callable[[FieldOf, Node], list[Node]]] = {
    "no value": lambda field, term: [],
    "two values": lambda field, term: [term, _another(field, term)],
    "a plain text": lambda field, term: [Literal("A text of some length.")],
    "a text in another language": lambda field, term: [Literal("Un texte assez long.", lang="fr")],
    "an empty text": lambda field, term: [Literal("", lang="en")],
    "a short text": lambda field, term: [Literal("x", lang="en")],
    "a long text": lambda field, term: [Literal("x" * 2000, lang="en")],
    "a term of another list": lambda field, term: [CA.theInference],
    "a whole number": lambda field, term: [Literal(3)],
    "a negative number": lambda field, term: [Literal("-3", datatype=XSD.integer)],
    "a decimal number": lambda field, term: [Literal("1.5", datatype=XSD.decimal)],
    "a floating number": lambda field, term: [Literal("1.5", datatype=XSD.double)],
    "a number as text": lambda field, term: [Literal("1.5")],
    "a year": lambda field, term: [Literal("2031", datatype=XSD.gYear)],
    "a year as text": lambda field, term: [Literal("2031")],
    "a truth value": lambda field, term: [Literal(True)],
}


def _spoilt(kind: str, item: Item) -> Iterator[tuple[str, FieldOf, str, Graph]]:
    """Yield, for each field of an item and each way to spoil it, the spoilt item's IRI, and its triples."""
    for field in fields_of(type(item)):
        for how, spoil in SPOILT.items():
            if field.form == "link" and how == "a term of another list":
                continue  # a link to what is of another class: only who knows the others can tell
            iri = f"{BASE}{kind}/{field.name}/{how.replace(' ', '-')}"
            graph = graph_of(item.model_copy(update={"iri": iri}))
            subject, path = URIRef(iri), URIRef(field.path)
            terms = list(graph.objects(subject, path))
            graph.remove((subject, path, None))
            for term in spoil(field, terms[0]):
                graph.add((subject, path, term))
            yield iri, field, how, graph


def _is_refused(graph: Graph, iri: str) -> bool:
    try:
        read_item(graph, iri)
    except ValidationError:
        return True
    return False


def _whole_item(kind: str) -> Item:
    """Return an item all of whose fields have a value."""
    values: dict[str, object] = {"iri": BASE + kind}
    rules = {rule.path: rule for rule in property_rules(KINDS[kind].__name__)}
    for field in fields_of(KINDS[kind]):
        rule = rules.get(field.path)
        forms = {
            "link": named(field)[0],
            "number": 1,
            "date": "2024-05",
            "boolean": True,
            "text": "A text of some length.",
        }
        term = rule.values[0].removeprefix(PREFIXES["ca"]) if rule and rule.values else ""
        values[field.name] = forms.get(field.form, term or "0f" * 32)
    return KINDS[kind].model_validate(values)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_shapes_refuse_is_refused_and_little_else(kind: str) -> None:
    spoilt = list(_spoilt(kind, _whole_item(kind)))
    graph = Graph()
    for *_, one in spoilt:
        graph += one
    refused = refused_by_shapes(graph)
    ours = {iri for iri, _, _, one in spoilt if _is_refused(one, iri)}
    assert refused <= ours
    assert [
        (field.name, how)
        for iri, field, how, _ in spoilt
        if iri in ours - refused and not _is_stricter(kind, field, how)
    ] == []


def _is_stricter(kind: str, field: FieldOf, how: str) -> bool:
    """Whether the shapes say nothing of it: a value must be of its form, texts of one language and not empty."""
    ruled = field.path in {rule.path for rule in property_rules(KINDS[kind].__name__)}
    of_form = not ruled or field.name in ("in_scheme", "observation_about")
    return of_form or how in ("an empty text", "a text in another language") or field.name == "definition"
