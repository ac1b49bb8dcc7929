"""Files of RDF into the store: named graphs, what is left out and told, and files that would do harm."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import Loaded, RdfSyntaxError, Store, list_graphs, rdf_guards, reading, undo
from graph.engines import Oxigraph
from graph.rdf_guards import DEEPEST
from tests.quick import examples
from tests.test_graph.changing import HISTORY
from tests.test_graph.datasets import GENID, said

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"'


def load(store: Store, folder: Path, name: str, text: str | bytes) -> Loaded:
    (folder / name).write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return store.load([folder / name])


def fault(folder: Path, name: str, text: str | bytes) -> str:
    """Return what is told of a file that is refused, without its path; nothing was changed by it."""
    with Store(Oxigraph(), "an empty store") as store:
        before = store.export("nquads")
        with pytest.raises(RdfSyntaxError) as told:
            load(store, folder, name, text)
        assert store.export("nquads") == before
        [only] = told.value.faults
        return f"{only.line}:{only.column}: {only.message}"


NAMED = {
    "a.trig": "<urn:s> <urn:p> 1 . <urn:g> { <urn:s> <urn:p> 2 . _:b <urn:p> 3 } <urn:h> { _:b <urn:p> 4 }",
    "a.nq": "<urn:s> <urn:p> '1' .".replace("'1'", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')
    + '\n<urn:s> <urn:p> "2" <urn:g> .\n_:b <urn:p> "3" <urn:g> .\n_:b <urn:p> "4" <urn:h> .\n',
    "a.jsonld": json.dumps(
        [
            {"@id": "urn:s", "urn:p": 1},
            {"@id": "urn:g", "@graph": [{"@id": "urn:s", "urn:p": 2}, {"@id": "_:b", "urn:p": 3}]},
            {"@id": "urn:h", "@graph": [{"@id": "_:b", "urn:p": 4}]},
        ]
    ),
}


@pytest.mark.parametrize(("name", "text"), NAMED.items(), ids=NAMED)
def test_named_graphs_become_graphs_of_peoples_own(bare: Store, tmp_path: Path, name: str, text: str) -> None:
    loaded = load(bare, tmp_path, name, text)
    assert (loaded.triples, loaded.graphs) == (4, ("urn:g", "urn:h"))
    assert {graph for graph in list_graphs(bare) if graph != HISTORY} == {"urn:g", "urn:h"}
    [blank] = {row.split()[0] for row in said(bare, "urn:h")}
    assert blank.startswith(GENID)
    assert said(bare, "urn:g") == {"s p 2", f"{blank} p 3"}
    assert bare.query("SELECT ?o { <urn:s> <urn:p> ?o }").rows() == [("1",)]


def test_all_graphs_of_a_file_come_in_one_contribution_that_can_be_undone(bare: Store, tmp_path: Path) -> None:
    before = bare.last[0]
    load(bare, tmp_path, "a.trig", NAMED["a.trig"])
    assert bare.last[0] == before + 1
    undo(bare, bare.last[1])
    assert bare.export("trig").strip() == b""
    assert [graph for graph in list_graphs(bare) if graph != HISTORY] == []


def test_what_a_graph_has_already_is_not_added_again(bare: Store, tmp_path: Path) -> None:
    bare.update("INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 2 } }")
    load(bare, tmp_path, "a.trig", "<urn:g> { <urn:s> <urn:p> 2, 3 }")
    assert said(bare, "urn:g") == {"s p 2", "s p 3"}
    last = bare.last
    load(bare, tmp_path, "a.trig", "<urn:g> { <urn:s> <urn:p> 2, 3 }")
    assert bare.last == last


def test_plain_triples_in_a_graph_of_ones_own_are_as_they_are(bare: Store, tmp_path: Path) -> None:
    text = "@prefix ca: <https://w3id.org/claimatlas/ontology#> . <urn:g> { <urn:a> ca:supports <urn:b> }"
    assert load(bare, tmp_path, "a.trig", text).left_out == ()
    assert len(said(bare, "urn:g")) == 1


def test_graphs_that_nobody_can_write_are_left_out_and_told(bare: Store, tmp_path: Path) -> None:
    text = f"<urn:s> <urn:p> 1 . <{HISTORY}> {{ <urn:x> <urn:p> 1, 2 }} <{GENID}g> {{ <urn:x> <urn:p> 3 }}"
    loaded = load(bare, tmp_path, "a.trig", text)
    assert loaded.protected == {HISTORY: 2, f"{GENID}g": 1}
    assert b"urn:x" not in bare.export("nquads")
    assert bare.query("ASK { <urn:s> <urn:p> 1 }")


REFUSED: dict[str, tuple[str, str | bytes, str]] = {
    "a graph without a name": ("a.nq", "<urn:a> <urn:p> <urn:b> _:g .", "named by a blank node; give it an IRI"),
    "another's context": ("a.jsonld", '{"@context": "https://example.org/c", "name": "x"}', "not fetched (https://ex"),
    "an imported context": ("a.jsonld", '{"@context": {"@import": "https://example.org/c"}}', "is not fetched"),
    "deep JSON": ("a.jsonld", '\n{"urn:a":' * 4000 + "1" + "}" * 4000, f"{DEEPEST + 2}:1: is nested more than"),
    "deep JSON lists": ("a.json", "[" * 90_000, "is nested more than"),
    "deep XML": ("a.rdf", f"<rdf:RDF {RDF}>" + "<e:a><e:b>" * 200 + "</e:b></e:a>" * 200, "is nested more than"),
    "deep triple terms": ("a.ttl", "<urn:a> <urn:p> " + "<<( <urn:a> <urn:p> " * 50_000, "is nested more than"),
    "deep reified triples": ("a.nt", "<<" * 50_000, "is nested more than"),
    "an entity": ("a.rdf", f'<!DOCTYPE r [\n<!ENTITY a "x">]><rdf:RDF {RDF}>&a;</rdf:RDF>', "declares XML entities"),
    "an entity from afar": (
        "a.rdf",
        '<!DOCTYPE r [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]><r/>',
        "XML entities",
    ),
    "broken XML": ("a.rdf", f"<rdf:RDF {RDF}>\n<e:a>\n</e:b></rdf:RDF>", "3:3: is no XML: mismatched tag"),
    "an unknown entity": ("a.rdf", f"<rdf:RDF {RDF}>\n&a;</rdf:RDF>", "2:1: is no XML: undefined entity"),
    "another encoding": ("a.rdf", '<?xml version="1.0" encoding="iso-8859-1"?><r/>', "save it as UTF-8"),
    "OWL/XML": (
        "a.owl",
        '<?xml version="1.0"?>\n<Ontology xmlns="http://www.w3.org/2002/07/owl#"/>',
        "is OWL/XML, which",
    ),
    "Turtle as .owl": ("a.owl", "@prefix : <urn:x:> . :a a :b .", "is no XML"),
    "a large literal": ("a.nt", b'<urn:a> <urn:p> "' + b"x" * 20_000_000 + b'" .', "more than 16 MB"),
    "no UTF-8 in Turtle": ("a.ttl", b'<urn:a> <urn:p> "x" .\n<urn:a> <urn:p> "\xff" .', "2:18: is not UTF-8"),
    "no UTF-8 in N-Quads": ("a.nq", b'\n\n<urn:a> <urn:p> "\xff" .', "3:18: is not UTF-8"),
    "no UTF-8 in JSON-LD": ("a.jsonld", b'{"urn:p":\n "\xff"}', "2:3: is not UTF-8"),
    "no UTF-8 in XML": ("a.rdf", f"<rdf:RDF {RDF}>\n".encode() + b"\xff</rdf:RDF>", "2:1: is no XML: not well-formed"),
    "UTF-16": ("a.ttl", "<urn:a> <urn:p> 1 .".encode("utf-16"), "1:1: is UTF-16; save it as UTF-8"),
    "a relative IRI in TriG": ("a.trig", "\n<g> { <urn:a> <urn:p> 1 }", "2:1: No scheme found"),
    "a relative IRI in N-Triples": ("a.nt", "<urn:a> <p> <urn:b> .", "1:9: No scheme found"),
    "a relative IRI in JSON-LD": ("a.jsonld", '{"@id": "x", "urn:p": 1}', "holds the relative IRI “x”"),
    "a relative IRI in XML": ("a.rdf", f'<rdf:RDF {RDF}><e:a rdf:about="x"/></rdf:RDF>', "No scheme found"),
    "a triple about a triple": ("a.nt", "<urn:a> <urn:p> <<( <urn:a> <urn:p> <urn:b> )>> .", "about a triple, <<("),
    "an annotated triple": ("a.ttl", "<urn:a> <urn:p> 1 {| <urn:q> 2 |} .", "write it as a node with properties"),
    "a text with a direction": ("a.ttl", '<urn:a> <urn:p> "x"@ar--rtl .', "leave the direction out"),
    "an undeclared prefix": ("a.ttl", "\nex:a ex:b 1 .", "write @prefix"),
}


@pytest.mark.parametrize(("name", "text", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_would_lose_or_harm_is_refused_whole(
    tmp_path: Path, name: str, text: str | bytes, words: str
) -> None:
    assert words in fault(tmp_path, name, text)


TAKEN: dict[str, tuple[str, str | bytes]] = {
    "a mark of UTF-8": ("a.ttl", b"\xef\xbb\xbf<urn:s> <urn:p> 1 ."),
    "a mark of UTF-8 before N-Triples": ("a.nt", b"\xef\xbb\xbf<urn:s> <urn:p> <urn:o> ."),
    "brackets in strings": ("a.jsonld", json.dumps({"@id": "urn:s", "urn:p": "[{" * 5000 + '"\\'})),
    "arrows in strings": ("a.ttl", "<urn:s> <urn:p> '''" + "<< ' " * 500 + "''' . # " + "<< " * 500),
    "a base": ("a.ttl", "@base <urn:x:> . <y> <urn:p> <> ."),
    "an empty base": ("a.jsonld", json.dumps({"@context": {"@base": "urn:x:y"}, "@id": "", "urn:p": 1})),
    "an XML comment on entities": ("a.rdf", f"<rdf:RDF {RDF}><!-- <!ENTITY a 'x'> --><e:a e:p='1'/></rdf:RDF>"),
    "a long list": ("a.ttl", "<urn:s> <urn:p> (" + "1 " * 3000 + ") ."),
    "RDF/XML with an ontology": (
        "a.owl",
        f'<rdf:RDF {RDF} xmlns:owl="http://www.w3.org/2002/07/owl#"><owl:Ontology rdf:about="urn:o"/></rdf:RDF>',
    ),
}


@pytest.mark.parametrize(("name", "text"), TAKEN.values(), ids=TAKEN)
def test_what_only_looks_like_harm_is_taken(bare: Store, tmp_path: Path, name: str, text: str | bytes) -> None:
    assert load(bare, tmp_path, name, text).triples > 0


def test_a_file_above_the_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 10)
    assert "is larger than" in fault(tmp_path, "a.nt", "<urn:a> <urn:p> <urn:b> .")


def test_a_folder_is_told(bare: Store, tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(RdfSyntaxError, match="directory"):
        bare.load([tmp_path / "folder.ttl"])


VALID = {
    "a.ttl": '@prefix e: <urn:e:> . e:a e:p "x"@en, 1.5, [ e:q ( 1 true ) ] ; a e:C .',
    "a.nt": '<urn:a> <urn:p> "x\\n\\u00e9"^^<urn:t> .\n_:b <urn:p> "x\\u00e9"@de .\n',
    "a.nq": '<urn:a> <urn:p> "x"@en-GB <urn:g> .\n',
    "a.trig": "@prefix e: <urn:e:> . e:a e:p 1 . GRAPH e:g { e:a e:p [] } { e:b e:p 'x' }",
    "a.jsonld": '{"@context": {"e": "urn:e:"}, "@id": "e:a", "e:p": [{"@value": 1, "@type": "e:t"}, {"@list": [2]}]}',
    "a.rdf": f'<?xml version="1.0"?><rdf:RDF {RDF}><e:C rdf:about="urn:a" e:p="x"><e:q>y</e:q></e:C></rdf:RDF>',
}
PIECES = [
    "<urn:a>", "<<", "<<(", ")>>", '"', "'", '"""', "[", "]", "{", "}", "(", ")", ".", ";", ",", "@prefix", "@context",
    "@id", "@graph", "_:b", "^^", "@en", "@en--ltr", "{|", "|}", "\\u", "\\uD800", "<!ENTITY", "<![CDATA[", "-->",
    "&lt;", "&#0;", "xml:lang='", "\x00", "\n", ":", "null", "https://w3id.org/claimatlas/history", "1e9",
    "\ufeff", "\ud7ff",
]  # fmt: skip


@pytest.mark.parametrize("name", VALID)
def test_every_format_has_a_file_that_is_taken(bare: Store, tmp_path: Path, name: str) -> None:
    assert load(bare, tmp_path, name, VALID[name]).triples > 0


@pytest.mark.parametrize("name", VALID)
@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text() | st.binary() | st.lists(st.sampled_from(PIECES)).map(" ".join),
    st.integers(0, 140),
    st.integers(0, 30),
)
def test_any_file_is_loaded_or_refused_and_then_nothing_is_changed(
    tmp_path: Path, name: str, piece: str | bytes, place: int, cut: int
) -> None:
    content = piece if isinstance(piece, bytes) else piece.encode("utf-8")
    valid = VALID[name].encode("utf-8")
    with Store(Oxigraph(), "an empty store") as store:
        for text in (content, valid[:place] + content + valid[place + cut :]):
            before = store.export("nquads")
            try:
                load(store, tmp_path, name, text)
            except RdfSyntaxError:
                assert store.export("nquads") == before


def test_the_bounds_are_those_that_are_told() -> None:
    assert f"{rdf_guards.LARGEST // 1_000_000} MB" == "512 MB"
