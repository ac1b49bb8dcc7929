"""Nanopublications: which are taken, which are refused and by which rule, what they say, and how they are written."""

import copy
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import Claim, Conflict, FormatError, Inference
from claims.formats import nanopub
from claims.formats.argument import Argument, Edge, Node
from claims.formats.nanopub.parts import parts_of
from claims.formats.nanopub.rules import RULES, broken_rules, fits
from claims.formats.nanopub.trig import Text, parse_trig, read_term, term_text
from claims.formats.untrusted import read_text
from tests.quick import examples

DATA = Path(__file__).parents[2] / "data"
FILES = DATA / "formats" / "nanopub"
HARBOUR = DATA / "variants" / "harbour.nanopub.trig"
LIGHTHOUSE, TRUSTY = read_text(FILES / "lighthouse.trig"), read_text(FILES / "trusty.trig")
SIGNED = [read_text(FILES / f"signed-{algorithm}.trig") for algorithm in ("rsa", "dsa")]
AIDA, DESCRIBED, TRIPLES = (f"https://example.org/np/{name}#" for name in ("aida", "described", "triples"))

ONE = """@prefix : <https://example.org/np#> . @prefix np: <http://www.nanopub.org/nschema#> .
@prefix ex: <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:Head { : a np:Nanopublication ; np:hasAssertion :a ; np:hasProvenance :p ; np:hasPublicationInfo :i . }
:a { ex:gull ex:eats ex:fish . }
:p { :a ex:from ex:log . }
:i { : ex:by ex:ana . }
"""
SECOND = ONE.replace("example.org/np#", "example.org/two#")


def quads(text: str) -> set[str]:
    """Return the quads of a text as another parser reads them, blank nodes by canonical names."""
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TRIG))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def refused(text: str) -> list[tuple[str, str]]:
    """Return where and why a text's nanopublications are refused."""
    try:
        notes = nanopub.parse(text, "np").notes
    except FormatError as error:
        notes = [*error.notes]
    return [(note.where, note.message) for note in notes if note.level == "refused"]


def harbour() -> Argument:
    argument = Argument("harbour")
    argument.add(Node("toll", "I", "The harbour toll should be lowered.", title="Lower the toll"))
    argument.add(Node("calls", "I", "Fewer ships call.", held_by=("Ana Reis",), commitment="reported", kind="evidence"))
    argument.add(
        Node("light", "I", "Der Zoll zahlt das Licht.", lang="de", citation=("https://example.org/book", "p. 3"))
    )
    argument.relate("r", "RA", ["calls"], ["toll"]).scheme = "My own scheme"
    argument.relate("undercut", "CA", ["light"], ["r"])
    argument.relate("again", "MA", ["light"], ["calls"])
    return argument


def test_the_harbour_has_four_statements_and_three_relations() -> None:
    found = nanopub.parse(read_text(HARBOUR), "harbour")
    texts = {node.text: node.title for node in found.nodes.values() if node.type == "I"}
    assert texts == {
        "The harbour toll should be lowered.": "Lower the toll",
        "Fewer ships call at the harbour since the toll was raised.": "Fewer ships call",
        "The toll pays for the lighthouse.": "The toll pays for light",
        "The lighthouse costs far less than the toll brings in.": "Light costs less",
    }
    assert sorted(node.type for node in found.nodes.values() if node.type != "I") == ["CA", "CA", "RA"]
    assert not found.notes


def test_a_trig_file_is_recognised_by_the_vocabulary() -> None:
    assert nanopub.recognises(Path("a.TRIG"), ONE)
    assert not nanopub.recognises(Path("a.trig"), "<urn:a> <urn:b> <urn:c> .")
    assert not nanopub.recognises(Path("a.ttl"), ONE)


def test_a_sentence_in_an_aida_iri_is_the_text() -> None:
    node = nanopub.parse(LIGHTHOUSE, "np").nodes[AIDA]
    assert (node.type, node.text) == ("I", "Lamps with lenses are seen from afar.")


def test_provenance_tells_who_holds_it_and_where_it_comes_from() -> None:
    nodes = nanopub.parse(LIGHTHOUSE, "np").nodes
    assert (nodes[AIDA].held_by, nodes[AIDA].citation) == (("Inês Marlow",), ("https://example.org/keepers-log",))
    assert nodes[DESCRIBED].held_by == ("0000-0001-2345-6789",)
    assert nodes[TRIPLES].citation == ("The pilot's notes, page 3",)


def test_a_description_is_the_text_and_a_label_the_title() -> None:
    node = nanopub.parse(LIGHTHOUSE, "np").nodes[DESCRIBED]
    assert (node.text, node.title, node.lang) == ("A horn that warns where a lamp is hidden.", "Fog signal", "en")


def test_triples_are_put_into_words_with_prefixes_and_labels() -> None:
    node = nanopub.parse(LIGHTHOUSE, "np").nodes[TRIPLES]
    assert "ex:lamp ex:isFedBy whale oil" in node.text
    assert "ex:miles “1.50”" in node.text


def test_the_time_of_publication_is_kept_as_it_is_written() -> None:
    nodes = nanopub.parse(LIGHTHOUSE, "np").nodes
    assert [nodes[one].data.get("created") for one in (AIDA, DESCRIBED, TRIPLES)] == [
        "2021-03-04T05:06:07.8Z", "2022-01-02", None,
    ]  # fmt: skip


@pytest.mark.parametrize("text", [LIGHTHOUSE, TRUSTY, ONE, ONE + SECOND], ids=["many", "trusty", "one", "two"])
def test_what_was_read_is_written_as_it_was(text: str) -> None:
    written = nanopub.generate(nanopub.parse(text, "np"))
    assert quads(written) == quads(text)


def test_literals_are_written_just_as_they_were() -> None:
    written = nanopub.generate(nanopub.parse(LIGHTHOUSE + TRUSTY.replace("@prefix this: <", "\n@prefix this: <"), "np"))
    assert '"2021-03-04T05:06:07.8Z"^^xsd:dateTime' in written
    assert '"1.50"^^xsd:decimal' in written


@pytest.mark.parametrize("text", [LIGHTHOUSE, TRUSTY, read_text(HARBOUR)], ids=["many", "trusty", "harbour"])
def test_reading_what_was_written_gives_an_equal_argument(text: str) -> None:
    found = nanopub.parse(text, "np")
    assert nanopub.parse(nanopub.generate(found), "np") == found


def test_a_statement_that_was_changed_since_is_written_anew_and_names_what_it_was() -> None:
    found = nanopub.parse(LIGHTHOUSE, "np")
    found.nodes[AIDA].text = "Lamps with lenses are seen from very far."
    written = nanopub.generate(found)
    again = nanopub.parse(written, "np")
    assert {node.text for node in again.nodes.values()} >= {"Lamps with lenses are seen from very far."}
    assert any(f"wasRevisionOf> <{AIDA}>" in quad for quad in quads(written))
    assert "purl.org/aida" not in written


def test_a_code_in_an_iri_must_fit_the_content() -> None:
    assert not refused(TRUSTY)
    [(where, why)] = refused(TRUSTY.replace("clock", "watch"))
    assert "example.org/np/RA" in where
    assert "“trusty”" in why


def test_blank_nodes_have_no_code() -> None:
    [(_, why)] = refused(TRUSTY.replace("sub:assertion dct:description", "[] dct:description"))
    assert "blank nodes" in why


def test_a_code_still_fits_when_it_was_written_again() -> None:
    assert not refused(nanopub.generate(nanopub.parse(TRUSTY, "np")))


MANY = ONE.replace(":a { ex:gull", ':a { ex:x ex:date "2023-02-29"^^xsd:date . ex:gull')
BROKEN = {
    "head": ONE + ":More { : a np:Nanopublication . }",
    "assertion": ONE.replace("np:hasAssertion :a ;", ""),
    "provenance": ONE.replace("np:hasProvenance :p ;", "np:hasProvenance :p, :i ;"),
    "publication info": ONE.replace("; np:hasPublicationInfo :i", ""),
    "names": ONE.replace(":Head {", "_:Head {"),
    "different": ONE.replace("np:hasProvenance :p", "np:hasProvenance :a"),
    "prefix": ONE.replace(" :a", " ex:other").replace(":a {", "ex:other {"),
    "not empty": ONE.replace("ex:gull ex:eats ex:fish .", ""),
    "own graphs": ONE + SECOND.replace("np:hasAssertion :a ;", "np:hasAssertion <https://example.org/np#a> ;"),
    "outside": ONE + "ex:gull ex:eats ex:chips .",
    "provenance of": ONE.replace(":p { :a", ":p { ex:a"),
    "info of": ONE.replace(":i { :", ":i { ex:x"),
    "IRIs": ONE.replace("ex:fish", "<https://example.org/a fish>"),
    "blank nodes": ONE.replace("ex:fish", "_:b") + SECOND.replace("ex:fish", "_:b"),
    "literals": MANY,
    "trusty": TRUSTY.replace("clock", "lamp"),
    "signature": SIGNED[0].replace("fish", "chips"),
}  # fmt: skip


def test_there_is_a_case_for_every_rule() -> None:
    assert set(BROKEN) == set(RULES)


@pytest.mark.parametrize(("rule", "text"), BROKEN.items(), ids=BROKEN)
def test_the_rule_that_is_broken_is_named(rule: str, text: str) -> None:
    told = refused(text)
    assert any(f"“{rule}” ({RULES[rule]})" in why for _, why in told), told
    assert all("nanopublication <https://example.org/" in where for where, _ in told)


MORE_BROKEN = {
    "an extra graph": (ONE + ":extra { ex:gull ex:eats ex:chips . }", "outside"),
    "a missing graph": (ONE.replace(":p { :a ex:from ex:log . }", ""), "not empty"),
    "a relative IRI in a datatype": (ONE.replace("ex:fish", '"a"^^<x:\u007b>'), "IRIs"),
    "a literal as a graph": (ONE.replace("np:hasAssertion :a", 'np:hasAssertion "a"'), "names"),
    "its own IRI as a graph": (ONE.replace("np:hasAssertion :a", "np:hasAssertion :"), "different"),
    "no boolean": (ONE.replace("ex:fish", '"of course"^^xsd:boolean'), "literals"),
    "no time": (ONE.replace("ex:fish", '"25:61:00"^^xsd:time'), "literals"),
}


@pytest.mark.parametrize(("text", "rule"), MORE_BROKEN.values(), ids=MORE_BROKEN)
def test_a_rule_can_be_broken_in_several_ways(text: str, rule: str) -> None:
    assert any(f"“{rule}”" in why for _, why in refused(text))


def test_those_that_are_well_formed_are_taken_and_the_others_told() -> None:
    found = nanopub.parse(ONE + SECOND.replace("np:hasAssertion :a ;", ""), "np")
    assert [*found.nodes] == ["https://example.org/np#"]
    assert [(note.level, note.where) for note in found.notes] == [
        ("refused", "nanopublication <https://example.org/two#>")
    ]


def test_graphs_that_are_nobodys_are_told() -> None:
    found = nanopub.parse(f"{ONE}{SECOND}<urn:x> {{ <urn:a> <urn:b> <urn:c> }} <urn:a> <urn:b> <urn:c> .", "np")
    assert len(found.nodes) == 2
    assert sorted(note.where for note in found.notes) == ["graph <urn:x>", "triples in no graph"]


def test_a_file_without_nanopublications_is_refused() -> None:
    with pytest.raises(FormatError, match="no nanopublication in it"):
        nanopub.parse("<urn:a> { <urn:a> <urn:b> <urn:c> }", "np")


@pytest.mark.parametrize("signed", SIGNED)
def test_a_signature_is_verified(signed: str) -> None:
    assert nanopub.parse(signed, "np").notes == []
    [(_, why)] = refused(signed.replace("fish", "chips"))
    assert "“signature”" in why


@pytest.mark.parametrize("signed", SIGNED)
def test_what_was_signed_can_be_written_and_read_again(signed: str) -> None:
    assert nanopub.parse(nanopub.generate(nanopub.parse(signed, "np")), "np").notes == []


UNKNOWN = {
    "no key": ("hasPublicKey", "hasNoKey"),
    "another algorithm": ('hasAlgorithm "', 'hasAlgorithm "X'),
    "no text": ('hasPublicKey "', 'hasPublicKey "?'),
    "a long key": ('hasPublicKey "', f'hasPublicKey "{"A" * 9000}'),
    "no signature": ('hasSignature "', 'hasSignature ex:x, "'),
}


@pytest.mark.parametrize(("part", "other"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_signature_that_cannot_be_verified_is_told(part: str, other: str) -> None:
    notes = nanopub.parse(SIGNED[0].replace(part, other), "np").notes
    assert [(note.level, "cannot be verified" in note.message) for note in notes] == [("warning", True)]


SYNTAX = {
    "a line break in a string": ('<urn:a> <urn:b> "one\ntwo" .', "line 1"),
    "later": ("\n\n<urn:g> { <urn:a> <urn:b> 'x }\n", "line 3"),
    "no prefix": ("\nex:a ex:b ex:c .", "line 2"),
    "a relative IRI": ("<a> <urn:b> <urn:c> .", "line 1"),
    "cut short": ("<urn:g> { <urn:a>", "line 1"),
    "nesting": ("<urn:a> <urn:b> " + "[ <urn:b> " * 5000, "line 1"),
}


@pytest.mark.parametrize(("text", "line"), SYNTAX.values(), ids=SYNTAX)
def test_what_is_no_trig_is_told_with_its_line(text: str, line: str) -> None:
    with pytest.raises(FormatError) as told:
        nanopub.parse(text, "np")
    assert [note.where for note in told.value.notes] == [line]


def test_a_statement_that_is_said_twice_is_kept_beside_the_first() -> None:
    item = "ex:s a <https://w3id.org/claimatlas/ontology#Claim> ; <https://schema.org/text> "
    text = ONE.replace("ex:gull ex:eats ex:fish", f'{item} "One."') + SECOND.replace(
        "ex:gull ex:eats ex:fish", f'{item} "Two."'
    )
    found = nanopub.parse(text, "np")
    assert [(node.id, node.text) for node in found.nodes.values()] == [("https://example.org/s", "One.")]
    assert [note.level for note in found.notes] == ["kept"]
    assert quads(nanopub.generate(found)) == quads(text)


def test_our_own_vocabulary_gives_statements_and_relations_back() -> None:
    given, space = harbour(), "urn:claimatlas:harbour:"
    found = nanopub.parse(nanopub.generate(given), "harbour")
    for node in given.nodes.values():
        other = found.nodes[space + node.id]
        assert (node.type, node.text, node.title, node.scheme) == (other.type, other.text, other.title, other.scheme)
        assert (node.held_by, node.commitment, node.citation) == (other.held_by, other.commitment, other.citation)
        assert node.type != "I" or (node.kind or "claim", node.lang or "en") == (other.kind, other.lang)
    assert {(edge.source, edge.target) for edge in found.edges} == {
        (space + edge.source, space + edge.target) for edge in given.edges
    }


def test_there_is_a_nanopublication_for_each_statement_with_what_arrives_at_it() -> None:
    parts = parts_of(parse_trig(nanopub.generate(harbour()), "np"))
    about = {
        str(one.iri): {str(quad.subject).rpartition(":")[2] for quad in one.graphs[one.part("assertion")]}
        for one in parts.nanopubs
    }
    space = "urn:claimatlas:harbour:"
    assert about == {
        f"{space}toll#nanopub": {"toll", "r", "calls", "undercut", "light"},
        f"{space}calls#nanopub": {"calls", "again", "light"},
        f"{space}light#nanopub": {"light"},
    }


def test_what_attacks_a_relation_is_none_of_its_premises() -> None:
    relations = [quad for quad in quads(nanopub.generate(harbour())) if "ontology#premise>" in quad]
    assert [quad.split()[2] for quad in relations] == ["<urn:claimatlas:harbour:calls>"]


def test_a_relation_that_is_added_leaves_what_it_bears_on_as_it_was() -> None:
    found = nanopub.parse(nanopub.generate(harbour()), "harbour")
    light, inference = (f"urn:claimatlas:harbour:{name}" for name in ("light", "r"))
    found.relate("new", "CA", [light], [inference])
    written = nanopub.generate(found)
    assert quads(written) > quads(nanopub.generate(harbour()))
    assert Edge(light, "urn:claimatlas:harbour:new") in nanopub.parse(written, "harbour").edges


def test_a_relation_with_another_premise_is_written_anew() -> None:
    found = nanopub.parse(nanopub.generate(harbour()), "harbour")
    edge = Edge("urn:claimatlas:harbour:light", "urn:claimatlas:harbour:r")
    found.edges.append(edge)
    assert edge in nanopub.parse(nanopub.generate(found), "harbour").edges


def test_a_statement_is_attributed_to_who_holds_it() -> None:
    text = nanopub.generate(harbour())
    holder = "<urn:claimatlas:harbour:held-by:Ana%20Reis>"
    assert f"prov:wasAttributedTo {holder}" in text
    assert f'{holder} rdfs:label "Ana Reis"' in text


def test_items_of_a_store_are_written_by_their_own_iris_and_in_full() -> None:
    claims = [
        Claim(
            iri=f"https://example.org/{slug}",
            label=slug,
            text=f"The {slug} is old.",
            held_by=("https://example.org/ana",),
            commitment="asserted",
            subject=("https://example.org/age",),
        )
        for slug in ("lamp", "lens")
    ]
    relation = Inference(
        iri="https://example.org/r",
        premise=(claims[0].iri,),
        conclusion=claims[1].iri,
        scheme="https://w3id.org/claimatlas/scheme/example",
    )
    argument = Argument("lamps")
    for claim in claims:
        argument.add(Node(claim.label, "I", claim.text, held_by=("Ana",), kind="claim", item=claim))
    argument.relate("r", "RA", ["lamp"], ["lens"]).item = relation
    argument.relate("cut", "CA", ["gone"], ["r"]).item = Conflict(
        iri="https://example.org/cut", attacker="https://example.org/gone", attacked=relation.iri
    )
    text = nanopub.generate(argument)
    found = nanopub.parse(text, "lamps")
    assert [(node.id, node.held_by) for node in found.nodes.values() if node.type == "I"] == [
        ("https://example.org/lamp", ("Ana",)), ("https://example.org/lens", ("Ana",)),
    ]  # fmt: skip
    assert Edge("https://example.org/gone", "https://example.org/cut") in found.edges
    assert "dcterms:subject" in text
    assert "urn:" not in text


def test_writing_changes_nothing() -> None:
    given = harbour()
    before = copy.deepcopy(given)
    assert nanopub.generate(given) == nanopub.generate(given)
    assert given == before


@pytest.mark.parametrize(
    ("text", "datatype", "is_one"),
    [
        ("2024-02-29", "date", True), ("1900-02-29", "date", False), ("2024-13-01", "date", False),
        ("-0044-03-15", "date", True), ("2024-01-01T24:00:00Z", "dateTime", True), ("2024-01-01", "dateTime", False),
        ("12:30:00.5+14:00", "time", True), ("12:30", "time", False), ("+07", "integer", True),
        ("1.0", "integer", False),
        ("-1", "nonNegativeInteger", False), ("0", "positiveInteger", False), (".5", "decimal", True),
        ("1e3", "decimal", False), ("1e3", "double", True), ("-INF", "float", True), ("3,5", "double", False),
        (" true ", "boolean", True), ("yes", "boolean", False), ("2024", "gYear", True), ("24", "gYear", False),
        ("anything", "anyURI", True), ("٣", "integer", False),
    ],
)  # fmt: skip
def test_literals_are_held_to_the_forms_of_their_datatypes(text: str, datatype: str, is_one: bool) -> None:
    assert fits(Text(text, f"http://www.w3.org/2001/XMLSchema#{datatype}")) == is_one


@given(st.text(), st.sampled_from(["", "en", "de-CH"]))
def test_a_literal_is_read_as_it_was_written(value: str, language: str) -> None:
    literal = Text(value, "", language)
    assert read_term(term_text(literal)) == literal
    assert parse_trig(f"<urn:a> <urn:b> {term_text(literal)} .", "x").quads.popitem()[0].object == literal


IDS = st.text(max_size=12) | st.sampled_from(["a", "a#b", "http://e.org/a#b", "https://e.org/ü", "urn:x:y", "#", "."])
NODES = st.builds(
    Node,
    IDS,
    st.sampled_from(["I", "I", "I", "RA", "CA", "MA", "PA", "YA", "", "X"]),
    st.text(max_size=30),
    title=st.text(max_size=9),
    scheme=st.text(max_size=9),
    kind=st.sampled_from(["", "claim", "thesis", "odd"]),
    held_by=st.lists(st.text(max_size=9), max_size=2).map(tuple),
    commitment=st.sampled_from(["", "asserted", "a b"]),
    citation=st.lists(st.text(max_size=9) | st.just("https://example.org/x"), max_size=2).map(tuple),
    lang=st.sampled_from(["", "en", "not a language"]),
    data=st.dictionaries(
        st.sampled_from(["created", "nanopub"]), st.text(max_size=9) | st.just("2020-01-01T00:00:00Z")
    ),
)


@st.composite
def arguments(draw: st.DrawFn) -> Argument:
    argument = Argument(draw(st.text(max_size=9)))
    for node in draw(st.lists(NODES, max_size=8, unique_by=lambda node: node.id)):
        argument.add(node)
    ends = st.sampled_from([*argument.nodes, "missing"])
    argument.edges = [Edge(*pair) for pair in draw(st.lists(st.tuples(ends, ends), max_size=12))]
    return argument


@settings(max_examples=examples(50), deadline=None)
@given(arguments())
def test_every_nanopublication_that_is_written_keeps_the_rules(argument: Argument) -> None:
    parts = parts_of(parse_trig(nanopub.generate(argument), "np"))
    assert [broken for one in parts.nanopubs for broken in broken_rules(one, parts.neighbours)] == []
    assert parts.strays == []
    assert sum(node.type == "I" for node in argument.nodes.values()) <= len(parts.nanopubs)


PIECES = [
    "<urn:a>", '"x"', "'''", '"', "{", "}", "[", "]", "(", ")", ".", ";", ",", "a", "np:hasAssertion", ":", "\\u",
    "@prefix", "^^", "@en", "_:b", "<", "<<", "GRAPH", "\n", "1.5e3", "\ud7ff", "#", "=", "?", "!", "\\",
]  # fmt: skip


@settings(max_examples=examples(60), deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join), st.integers(0, len(ONE)), st.integers(0, 40))
def test_any_text_is_read_or_refused(piece: str, place: int, cut: int) -> None:
    for text in (piece, ONE[:place] + piece + ONE[place + cut :]):
        try:
            found = nanopub.parse(text, "np")
        except FormatError:
            continue
        assert nanopub.parse(nanopub.generate(found), "np").nodes.keys() == found.nodes.keys()
