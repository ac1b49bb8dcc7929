"""The vocabulary: every term is described, aligned, and the same in Turtle and in Python."""

from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.namespace import DefinedNamespace

import ontology
from ontology import CA, INSTRUMENT, POWER, PREFIXES, SCHEME, TOPIC, shapes_file
from ontology.generate import generate

OWN = PREFIXES["ca"]


def terms(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(OWN))


@pytest.mark.parametrize("name", ["namespaces.py", "concept_namespaces.py", "rule_table.py"])
def test_the_generated_python_is_that_of_the_turtle(name: str) -> None:
    assert (Path(ontology.__file__).parent / name).read_text("utf-8") == generate()[name]


@pytest.mark.parametrize("namespace", [CA, POWER, INSTRUMENT, TOPIC, SCHEME])
def test_a_misspelt_term_fails(namespace: type[DefinedNamespace]) -> None:
    with pytest.raises(AttributeError):
        _ = namespace.Statment


@pytest.mark.parametrize("kind", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty])
def test_every_term_has_one_label_and_one_definition(concepts: Graph, kind: URIRef) -> None:
    found = {
        term: (len(list(concepts[term : RDFS.label])), len(list(concepts[term : RDFS.comment])))
        for term in terms(concepts, kind)
    }
    assert found
    assert set(found.values()) == {(1, 1)}


@pytest.mark.parametrize("kind", [OWL.ObjectProperty, OWL.DatatypeProperty])
@pytest.mark.parametrize("end", [RDFS.domain, RDFS.range])
def test_every_property_has_a_domain_and_a_range(concepts: Graph, kind: URIRef, end: URIRef) -> None:
    assert [term for term in terms(concepts, kind) if len(list(concepts[term:end])) != 1] == []


@pytest.mark.parametrize("name", ["Statement", "Inference", "Conflict", "Rephrase", "Actor", "Contribution", "Source"])
def test_a_class_with_a_standard_counterpart_is_below_it(concepts: Graph, name: str) -> None:
    above = set(concepts[CA[name] : RDFS.subClassOf])
    assert any(not str(one).startswith(OWN) for one in above)


def test_there_are_no_blank_nodes(concepts: Graph) -> None:
    assert [triple for triple in concepts if any(isinstance(term, BNode) for term in triple)] == []


@pytest.mark.parametrize("kind", ["PowerType", "Instrument", "Topic", "ArgumentScheme"])
def test_every_concept_has_one_name_a_definition_and_a_scheme(concepts: Graph, kind: str) -> None:
    for concept in concepts.subjects(RDF.type, CA[kind]):
        assert len(list(concepts[concept : SKOS.prefLabel])) == 1, concept
        assert (concept, SKOS.definition, None) in concepts, concept
        assert (concept, SKOS.inScheme, None) in concepts, concept


def test_every_broader_concept_exists_and_leads_to_a_top_concept_without_a_circle(concepts: Graph) -> None:
    for concept in concepts.subjects(RDF.type, CA.PowerType):
        above = set(concepts.transitive_objects(concept, SKOS.broader)) - {concept}
        assert concept not in {up for one in above for up in concepts[one : SKOS.broader]}
        tops = {one for one in {concept, *above} if (one, SKOS.topConceptOf, None) in concepts}
        assert tops & {POWER.hard, POWER.soft, POWER.interdependence}, concept


def test_there_are_at_least_25_power_types_and_25_argument_schemes(concepts: Graph) -> None:
    assert len(set(concepts.subjects(RDF.type, CA.PowerType))) >= 25
    assert len(set(concepts.subjects(RDF.type, CA.ArgumentScheme))) >= 25


def test_every_argument_scheme_has_critical_questions_in_order(concepts: Graph) -> None:
    place = URIRef(PREFIXES["schema"] + "position")
    for scheme in concepts.subjects(RDF.type, CA.ArgumentScheme):
        places = sorted(int(str(concepts.value(q, place))) for q in concepts[scheme : CA.criticalQuestion])
        assert places == list(range(1, len(places) + 1)), scheme
        assert len(places) >= 2, scheme


def test_every_class_has_a_shape_with_a_message(concepts: Graph) -> None:
    shapes = Graph().parse(data=shapes_file().read_text("utf-8"), format="turtle")
    targets = {str(o) for o in shapes.objects(None, URIRef("http://www.w3.org/ns/shacl#targetClass"))}
    assert {str(term) for term in terms(concepts, OWL.Class)} <= targets


def test_every_property_shape_says_how_to_mend() -> None:
    sh = "http://www.w3.org/ns/shacl#"
    shapes = Graph().parse(data=shapes_file().read_text("utf-8"), format="turtle")
    for shape in set(shapes.objects(None, URIRef(sh + "property"))):
        message = str(shapes.value(shape, URIRef(sh + "message")))
        assert len(message) > 20, message
