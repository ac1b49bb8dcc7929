"""AIF in RDF: its namespaces, properties and syntaxes; what is read is written again, and nothing is fetched."""

import json
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.errors import FormatError
from claims.formats import aif_json
from claims.formats.aif_rdf import generate, parse, recognises
from claims.formats.argument import Argument, Node
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments

DATA = Path(__file__).parents[2] / "data"
FILES = DATA / "formats" / "aif"
HARBOUR = DATA / "variants" / "harbour.aif.ttl"
AIFDB, ONTOLOGY, CONTEXT, FLAT = (
    FILES / name for name in ("aifdb.rdf", "ontology.ttl", "inline-context.jsonld", "flat.nt")
)
ALL = [HARBOUR, AIFDB, ONTOLOGY, CONTEXT, FLAT]
PREFIX = "@prefix aif: <http://www.arg.dundee.ac.uk/aif#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
TYPES = {"a": "I", "b": "I", "r": "RA", "c": "CA", "l": "L", "m": "L", "t": "TA", "y": "YA"}


def read(path: Path) -> Argument:
    return parse(path.read_text(encoding="utf-8"), path.stem)


def arrows(argument: Argument) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in argument.edges]


def told(argument: Argument) -> str:
    return "\n".join(f"{note.level} {note.where}: {note.message}" for note in argument.notes)


def content(argument: Argument) -> tuple[Any, ...]:
    return argument.nodes, argument.edges, argument.data


def turtle(*said: str) -> Argument:
    """Return what is read of nodes of the types above, and what else is said."""
    nodes = [f"<#{one}> a aif:{type_}-node ." for one, type_ in TYPES.items()]
    return parse("\n".join([PREFIX, *nodes, *(f"{one} ." for one in said)]), "made")


def test_the_harbour_has_four_texts_and_three_relations() -> None:
    argument = read(HARBOUR)
    assert [(node.id, node.title, node.text) for node in argument.nodes.values() if node.type == "I"] == [
        ("a", "Lower the toll", "The harbour toll should be lowered."),
        ("b", "Fewer ships call", "Fewer ships call at the harbour since the toll was raised."),
        ("c", "The toll pays for light", "The toll pays for the lighthouse."),
        ("d", "Light costs less", "The lighthouse costs far less than the toll brings in."),
    ]
    assert arrows(argument) == [("b", "b-a"), ("b-a", "a"), ("c", "c-a"), ("c-a", "a"), ("d", "d-c"), ("d-c", "c")]
    assert argument.notes == []


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_what_is_written_is_read_as_the_same(path: Path) -> None:
    argument = read(path)
    assert content(parse(generate(argument), "again")) == content(argument)


def test_the_export_of_aifdb_is_read_with_each_edge_once() -> None:
    argument = read(AIFDB)
    assert [(node.id, node.type) for node in argument.nodes.values()] == [
        *[("277", "I"), ("278", "I"), ("279", "RA"), ("280", "L"), ("281", "YA"), ("282", "TA"), ("283", "L")]
    ]
    paths = {("277", "279"), ("279", "278"), ("280", "281"), ("281", "277"), ("280", "282"), ("282", "283")}
    assert (len(argument.edges), set(arrows(argument)), argument.notes) == (6, paths, [])


def test_short_entities_such_as_those_of_aifdb_are_written_out() -> None:
    declared = '<!DOCTYPE rdf:RDF [<!ENTITY aif "http://www.arg.tech/aif#">]>'
    node = '<rdf:Description rdf:about="urn:n:1"><rdf:type rdf:resource="&aif;I-node"/></rdf:Description>'
    assert parse(f"{declared}{XML[:-2]}>{node}</rdf:RDF>", "a.rdf").nodes["1"].type == "I"


def test_an_iri_that_does_not_follow_from_the_id_is_kept_and_so_is_the_date() -> None:
    assert read(AIFDB).nodes["278"].data == {
        "iri": "http://www.aifdb.org/nodes/278",
        "creationDate": "2012-04-12 17:18:27",
        "rdf": [
            ["<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://www.w3.org/2002/07/owl#NamedIndividual>"]
        ],
    }


def test_a_source_that_is_the_whole_text_is_no_name() -> None:
    held = {id_: node.held_by for id_, node in read(AIFDB).nodes.items() if node.held_by}
    assert held == {"277": ("Mo Vane",), "280": ("Mo Vane",), "283": ("The mayor",)}


def test_the_ontology_s_own_classes_and_properties_are_read() -> None:
    argument = read(ONTOLOGY)
    types = [(node.id, node.type) for node in argument.nodes.values()]
    assert sorted(types) == [
        *[("bias", "CA"), ("blank-1", "PA"), ("by-expert", "RA")],
        *[("deal", "I"), ("expert", "I"), ("skill", "I"), ("wheel", "I")],
    ]
    assert set(arrows(argument)) == {
        *[("expert", "by-expert"), ("skill", "by-expert"), ("by-expert", "wheel"), ("deal", "bias")],
        *[("bias", "by-expert"), ("by-expert", "blank-1"), ("blank-1", "bias"), ("blank-1", "unwritten")],
    }


def test_a_scheme_is_told_by_the_form_the_class_or_the_name() -> None:
    argument = turtle(
        "<#r> aif:fulfils aif:Sign_Scheme",
        "<#c> a aif:Logical_Conflict",
        '<#y> aif:schemeName "Asserting"',
        '<#t> aif:fulfils aif:Sign_Scheme ; aif:schemeName "By hand"',
    )
    assert [argument.nodes[one].scheme for one in "rcyt"] == ["Sign", "Logical", "Asserting", "By hand"]
    assert content(parse(generate(argument), "made")) == content(argument)


def test_the_role_of_a_premise_is_kept() -> None:
    argument = read(ONTOLOGY)
    assert [edge.data for edge in argument.edges if edge.source == "skill"] == [
        {"property": "hasFieldExpertise_Premise"}
    ]


def test_languages_of_texts_are_told_and_titles_in_others_kept() -> None:
    node = read(ONTOLOGY).nodes["expert"]
    assert (node.lang, node.title) == ("de", "Morsches Rad")
    assert ["<http://www.w3.org/2000/01/rdf-schema#label>", '"Rotten wheel"'] in node.data["rdf"]  # type: ignore[operator]


def test_what_is_said_of_other_things_stays_in_the_data() -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    assert [*read(ONTOLOGY).data["rdf"]] == [  # type: ignore[misc]
        ["_:other-1", label, '"A clerk"'],
        [
            "<https://example.org/mill/miller>",
            "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
            "<http://xmlns.com/foaf/0.1/Person>",
        ],
        ["<https://example.org/mill/miller>", label, '"Ada \\"the wheel\\" Mill\\nof the ford"'],
    ]


def test_numbers_and_dates_stay_as_they_are_written() -> None:
    written = generate(read(ONTOLOGY))
    assert '"07"^^<http://www.w3.org/2001/XMLSchema#integer>' in written
    assert '"2019-03-01T12:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>' in written


def test_a_number_that_would_fill_the_memory_is_left_as_it_is() -> None:
    huge = '"1e999999999"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert turtle(f"<#a> <https://example.org/n> {huge}").nodes["a"].data["rdf"] == [["<https://example.org/n>", huge]]


def test_a_node_of_no_class_is_read_by_its_properties() -> None:
    argument = parse(PREFIX + '<#x> aif:claimText "Rain." . <#y> aif:hasPremise <#x> .', "made")
    assert [(node.id, node.type) for node in argument.nodes.values()] == [("x", "I"), ("y", "RA")]
    assert "warning node x: It is of no class of AIF's; its properties are those of I nodes." in told(argument)


def test_an_edge_to_what_is_not_described_is_kept_and_told() -> None:
    argument = read(ONTOLOGY)
    assert argument.edges[-1].data == {"iri": "https://example.org/mill/unwritten"}
    assert "there is no node “unwritten”" in told(argument)


def test_two_nodes_whose_iris_end_alike_have_two_ids() -> None:
    argument = read(FLAT)
    assert [(node.id, node.data["iri"]) for node in argument.nodes.values() if node.type == "I"] == [
        ("p", "http://example.org/m#p"),
        ("p-2", "http://example.org/n#p"),
    ]
    assert arrows(argument) == [("p", "c"), ("c", "p-2")]


@pytest.mark.parametrize(
    ("said", "edge"),
    [
        ("<#a> aif:Premise <#r>", ("a", "r")),
        ("<#a> aif:Conclusion <#r>", ("r", "a")),
        ("<#r> aif:hasPremise <#a>", ("a", "r")),
        ("<#c> aif:Conclusion <#r>", ("c", "r")),
        ("<#c> aif:hasConflictedElement <#r>", ("c", "r")),
        ("<#l> aif:StartLocution <#t>", ("l", "t")),
        ("<#t> aif:StartLocution <#l>", ("l", "t")),
        ("<#m> aif:EndLocution <#t>", ("t", "m")),
        ("<#t> aif:EndLocution <#m>", ("t", "m")),
        ("<#l> aif:Locution <#y>", ("l", "y")),
        ("<#y> aif:Locution <#l>", ("l", "y")),
        ("<#y> aif:Anchor <#t>", ("t", "y")),
        ("<#t> aif:Anchor <#y>", ("t", "y")),
        ("<#y> aif:IllocutionaryContent <#r>", ("y", "r")),
        ("<#r> aif:IllocutionaryContent <#y>", ("y", "r")),
    ],
)
def test_an_edge_is_read_from_either_end(said: str, edge: tuple[str, str]) -> None:
    assert arrows(turtle(said)) == [edge]


@pytest.mark.parametrize("source", [*TYPES, "gone"])
@pytest.mark.parametrize("target", TYPES)
def test_any_edge_is_written_so_that_it_is_read_again(source: str, target: str) -> None:
    argument = turtle()
    argument.link(source, target)
    assert arrows(parse(generate(argument), "again")) == [(source, target)]


def test_undercuts_are_written() -> None:
    argument = Argument("toll")
    for id_ in "abd":
        argument.add(Node(id_, "I", f"Statement {id_}."))
    argument.relate("r", "RA", ["a"], ["b"])
    argument.relate("c", "CA", ["d"], ["r"])
    graph = rdflib.Graph().parse(data=generate(argument), format="turtle", publicID="https://example.org/t")
    aif = rdflib.Namespace("http://www.arg.dundee.ac.uk/aif#")
    this = rdflib.Namespace("https://example.org/t#")
    assert (this.c, aif.Conclusion, this.r) in graph
    assert (this.c, rdflib.RDF.type, aif["CA-node"]) in graph


def test_who_says_a_statement_is_written_where_no_locution_tells_it() -> None:
    argument = Argument("toll")
    argument.add(Node("a b/ü", "I", 'She said "no"\r\n\\.', title="No", held_by=("Ada", "Bo"), lang="en"))
    again = parse(generate(argument), "again").nodes["a b/ü"]
    assert (again.text, again.title, again.held_by, again.lang) == ('She said "no"\r\n\\.', "No", ("Ada", "Bo"), "en")


def test_an_argument_from_aif_json_keeps_its_nodes_edges_schemes_and_speakers() -> None:
    argument = aif_json.parse((FILES / "dialogue.json").read_text("utf-8"), "dialogue")
    again = parse(generate(argument), "again")
    assert [(node.type, node.text, node.scheme, node.held_by) for node in again.nodes.values()] == [
        (node.type, node.text, node.scheme, node.held_by) for node in argument.nodes.values()
    ]
    assert set(arrows(again)) == set(arrows(argument))
    assert again.nodes["13"].data == {"creationDate": "2020-02-01 19:00:11"}


def test_json_ld_with_its_context_in_it_is_read() -> None:
    argument = read(CONTEXT)
    assert (arrows(argument), argument.nodes["so"].scheme) == ([("fog", "so"), ("so", "wait")], "CauseToEffect")


XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"@context": "http://localhost:9/c"}',
            "Its context “http://localhost:9/c” is elsewhere, and nothing is fetched",
        ),
        ('[{"@context": [{}, "c.jsonld"]}]', "write it into the file itself"),
        ('{"@context": {"a": {"@id": "x:a", "@context": "c.jsonld"}}}', "“c.jsonld”"),
        ('{"@context": {"@import": "c.jsonld"}}', "“c.jsonld”"),
        ('{"@id": 3, "@type": {"a": []}', "This is no JSON"),
        (f'<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>{XML}', "It declares XML entities"),
        (f'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>{XML}', "It declares XML entities"),
        (XML[:-2], "line 1: This is no XML that can be read"),
        ('<?xml version="1.0"?><Ontology xmlns="http://www.w3.org/2002/07/owl#"/>', "OWL/XML.*Protégé.*ROBOT"),
        (f"{PREFIX}<#a> a aif:I-node ;\n<#b> .", "line 3: This is no RDF that can be read"),
        ("<#a> a <#b>", "it ends in the middle of a statement"),
        ("<#a> <#b> " + "[" * 5000, "nested too deeply"),
        ("<a><b/></a>", "This is no RDF"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    with pytest.raises(FormatError, match=message):
        parse(text, "broken")


def test_rdf_without_aif_is_an_empty_argument_that_keeps_what_is_said() -> None:
    argument = parse("<#a> <#b> <#c> .", "made")
    assert (argument.nodes, argument.data) == ({}, {"rdf": [["<#a>", "<#b>", "<#c>"]]})
    assert generate(argument).endswith("<#a> <#b> <#c> .\n")


def test_data_that_is_no_rdf_is_not_written_as_such() -> None:
    argument = Argument("made", data={"rdf": [["<a>", "<b>", '"x" . <q> <q> <q>'], ["<a> ", "<b>", "<c>"], 3]})
    argument.add(Node("a", "I", "Rain.", data={"rdf": [["<p>", "<o>> . <evil"]], "iri": "x y>"}))
    assert generate(argument).splitlines()[2:] == [
        "",
        "<x\\u0020y\\u003E> a aif:I-node ;",
        '    aif:claimText "Rain." .',
    ]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_aif_in_rdf_is_recognised(path: Path) -> None:
    assert recognises(path, path.read_text("utf-8")[:20_000])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", "@prefix aif: <http://www.arg.dundee.ac.uk/aif#> . <#a> a <#b> ."),
        ("a.ttl", "<#a> a <#I-node> ."),
        ("a.txt", HARBOUR.read_text("utf-8")),
        ("a.jsonld", '{"@context": "https://schema.org", "@type": "ClaimReview"}'),
    ],
)
def test_other_files_are_not_taken_for_aif(name: str, text: str) -> None:
    assert not recognises(Path(name), text)


@settings(max_examples=examples(40), deadline=None)
@given(arguments())
def test_what_is_written_of_any_argument_is_read_again_and_stays_as_it_is(argument: Argument) -> None:
    once = parse(generate(argument), "again")
    assert content(parse(generate(once), "again")) == content(once)
    known = [node for node in argument.nodes.values() if node.type not in ("", "X")]
    assert [(node.id, node.type, node.text or node.title) for node in known] == [
        (node.id, node.type, node.text or node.title) for node in (once.nodes[one.id] for one in known)
    ]


_terms = st.sampled_from(
    [
        *("<#a>", "<#b>", "<#r>", "_:x", "[]", "( <#a> )", "<http://a b>"),
        *("aif:RA-node", "aif:I-node", "aif:YA-node", "aif:S-node", "aif:Sign_Inference"),
        *('"Rain."', '"rain"@en', "7", '"x"^^<#t>', '""'),
    ]
)
_properties = st.sampled_from(
    [
        *("a", "aif:Premise", "aif:Conclusion", "aif:hasPremise", "aif:hasBig_Premise", "aif:IllocutionaryContent"),
        *("aif:claimText", "aif:source", "aif:fulfils", "aif:schemeName", "rdfs:label", "aif:creationDate", "<#p>"),
    ]
)
_statements = st.lists(st.tuples(_terms, _properties, _terms).map(" ".join), max_size=9)


@settings(max_examples=examples(60), deadline=None)
@given(_statements)
@example(["<#a> aif:Conclusion []", "<#a> aif:hasPremise []"])
@example(["_:x aif:Conclusion <http://h/a>", "_:x aif:Premise <#a>"])
def test_any_triples_are_read_and_written_again_or_refused(statements: list[str]) -> None:
    with suppress(FormatError):
        argument = parse(PREFIX + "".join(f"{one} .\n" for one in statements), "any")
        assert content(parse(generate(argument), "any")) == content(argument)


_keys = st.sampled_from(
    ["@id", "@type", "@graph", "@list", "@context", "@value", "@reverse", "aif:x", "x:y", "@language"]
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.sampled_from(["#a", "_:b", "x:y", "en", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
)


@settings(max_examples=examples(60), deadline=None)
@given(st.text() | st.dictionaries(_keys, _json, min_size=1).map(json.dumps))
def test_whatever_is_read_an_argument_or_one_error_comes_out(text: str) -> None:
    with suppress(FormatError):
        assert isinstance(parse(text, "any"), Argument)


@settings(max_examples=examples(50), deadline=None)
@given(st.sampled_from(ALL), st.integers(0, 4000), st.integers(0, 40), st.text("<>\"'#@.;,[]{}:\\ a1", max_size=4))
def test_a_file_that_was_cut_or_changed_is_read_or_refused(path: Path, start: int, length: int, put: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = text[: start % len(text)] + put + text[start % len(text) + length :]
    with suppress(FormatError):
        assert isinstance(parse(changed, path.name), Argument)
