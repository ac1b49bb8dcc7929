"""Queries: answers in every form and format, and errors that say where and why."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest

from graph import AnswerFormatError, QuerySyntaxError, Store
from tests.reading import triples

TABLE = """SELECT ?ratio ?partner {
  ?f schema:measuredProperty corpus:export-import-ratio ; schema:value ?ratio ;
    schema:observationAbout/rdfs:label ?partner
} ORDER BY ?ratio ?partner"""
GRAPH = "CONSTRUCT { ?s ca:supports ?o } { ?s ca:supports ?o }"


def test_select_gives_rows_by_name(shipped: Store) -> None:
    assert next(iter(shipped.query(TABLE))) == {"ratio": "1.2", "partner": "Canada"}


def test_an_unbound_variable_is_left_out_of_its_row(shipped: Store) -> None:
    assert list(shipped.query("SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) } }")) == [{"a": "1"}]


@pytest.mark.parametrize(("query", "answer"), [("ASK { ?s a ca:Thesis }", True), ("ASK { ?s a ca:Nothing }", False)])
def test_ask_gives_yes_or_no(shipped: Store, query: str, answer: bool) -> None:
    assert bool(shipped.query(query)) is answer


def test_construct_gives_an_rdflib_graph(shipped: Store) -> None:
    assert len(shipped.query(GRAPH).graph()) == len(shipped.query("SELECT DISTINCT ?s ?o { ?s ca:supports ?o }"))


def test_describe_gives_what_is_said_of_a_thing(shipped: Store) -> None:
    assert len(shipped.query("DESCRIBE power:trust")) > 3


def test_an_answer_can_be_read_twice(shipped: Store) -> None:
    answer = shipped.query(TABLE)
    assert list(answer) == list(answer)


def test_a_subclass_counts_as_its_class(shipped: Store) -> None:
    assert shipped.query("ASK { ?s a ca:Thesis , ca:Claim , ca:Statement }")


def test_narrower_powers_are_found_through_broader(shipped: Store) -> None:
    assert shipped.query("ASK { power:trust skos:broader+ power:soft }")


def test_a_table_in_csv_is_read_by_the_csv_module(shipped: Store) -> None:
    rows = list(csv.DictReader(io.StringIO(shipped.query(TABLE).serialize("csv").decode("utf-8"))))
    assert rows[0] == {"ratio": "1.2", "partner": "Canada"}


def test_a_table_in_json_is_sparql_results(shipped: Store) -> None:
    found = json.loads(shipped.query(TABLE).serialize("json"))
    assert found["head"]["vars"] == ["ratio", "partner"]
    assert found["results"]["bindings"][0]["partner"] == {"type": "literal", "value": "Canada", "xml:lang": "en"}


@pytest.mark.parametrize("query", [TABLE, "ASK {}"])
def test_sparql_results_in_xml_are_well_formed(shipped: Store, query: str) -> None:
    assert ET.fromstring(shipped.query(query).serialize("xml")).tag.endswith("sparql")


@pytest.mark.parametrize(
    ("name", "parser"), [("turtle", "turtle"), ("ntriples", "nt"), ("json", "json-ld"), ("xml", "xml")]
)
def test_a_graph_in_every_format_has_the_same_triples(shipped: Store, name: str, parser: str) -> None:
    answer = shipped.query(GRAPH)
    assert triples(answer.serialize(name), parser) == set(answer.graph())


@pytest.mark.parametrize(("query", "name"), [(TABLE, "turtle"), ("ASK {}", "turtle"), (GRAPH, "docx")])
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(shipped: Store, query: str, name: str) -> None:
    with pytest.raises(AnswerFormatError, match="choose one of"):
        shipped.query(query).serialize(name)


def test_a_table_is_no_graph(shipped: Store) -> None:
    with pytest.raises(AnswerFormatError, match="CONSTRUCT"):
        shipped.query(TABLE).graph()


WRONG = [  # text, line, column, words of the message
    ("SELECT * {\n  ?s foo:bar ?o }", 2, 6, "prefix “foo:” is not declared"),
    ("SELCT * {}", 1, 1, "starts with SELECT, ASK, CONSTRUCT or DESCRIBE, not “SELCT”"),
    ("INSERT DATA {}", 1, 1, "changes the store"),
    ("", 1, 1, "there is none"),
    ("SELECT ?s {\n  ?s a ?t .\n  FILTR(?s = 1) }", 3, 3, "“FILTR” cannot be read"),
    ("SELECT ?s { ?s a ?t } ORDR BY ?s", 1, 23, "“ORDR” cannot be read"),
    ("SELECT * { ?s ?p }", 1, 12, "a triple has three parts"),
    ("SELECT * { ?s ?p ?o ", 1, 21, "missing at the end"),
    ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }", 1, 41, "add it to GROUP BY"),
    ("SELECT * { ?s <b> ?o }", 1, 15, "must be whole"),
    ("SELECT (?x AS ?x) { ?x a ?y }", 1, 30, "overrides an existing variable"),
    ("SELECT * { _:x ca:supports }", 1, 12, "a triple has three parts"),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", 1, 34, "GROUP BY"),
    ("ASK { " + "(" * 5000, 1, 256, "brackets are open"),
]


@pytest.mark.parametrize(("text", "line", "column", "words"), WRONG, ids=[case[3] for case in WRONG])
def test_a_syntax_error_tells_place_and_reason(shipped: Store, text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(QuerySyntaxError) as told:
        shipped.query(text)
    assert (told.value.line, told.value.column) == (line, column)
    assert words in told.value.message


def test_a_syntax_error_shows_the_line_with_a_mark_under_the_place(shipped: Store) -> None:
    with pytest.raises(QuerySyntaxError) as told:
        shipped.query("SELECT * {\n  ?s foo:bar ?o }")
    assert str(told.value).splitlines()[1:] == ["    ?s foo:bar ?o }", "       ^"]


def test_a_syntax_error_in_an_update_changes_nothing(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="line 2"):
        store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> } ;\nINSRT DATA {}")
    assert not store.query("ASK { <urn:a> ?p ?o }")
