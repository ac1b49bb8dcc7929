"""Checks: the shipped essay is sound, and each kind of unsoundness is found."""

import pytest

from claims import SourceText
from graph import Store, check_store, find_passages
from tests.quick import fast_first

C = "PREFIX corpus: <https://w3id.org/claimatlas/corpus/long-american-century/>\n"
THESIS = "corpus:asymmetry-empowers-less-dependent"


def test_the_shipped_essay_is_sound(shipped: Store) -> None:
    assert check_store(shipped) == []


def test_every_passage_of_the_shipped_essay_stands_where_it_is_anchored(shipped: Store, essay: SourceText) -> None:
    assert {finding.status for finding in find_passages(shipped, essay)} == {"here"}


def test_every_passage_is_found_in_another_edition(shipped: Store, essay: SourceText) -> None:
    plain = essay.text.replace("“", '"').replace("”", '"').replace("’", "'").replace("—", "--")
    other = SourceText("An editor's preface.\n\n" + plain.replace(". ", ".\n"))
    assert {finding.status for finding in find_passages(shipped, other)} == {"moved"}


def test_a_passage_of_a_missing_paragraph_is_lost_and_no_other(shipped: Store, essay: SourceText) -> None:
    cut = essay.paragraphs[11]
    other = SourceText(essay.text[: cut.start] + essay.text[cut.end :])
    lost = {finding.anchor.paragraph for finding in find_passages(shipped, other) if finding.status == "lost"}
    assert lost == {12}


THESIS_ID = "asymmetry-empowers-less-dependent"
BRANDISHED_ID = "hard-power-brandished"
BRANDISHED = f"corpus:{BRANDISHED_ID}"
RING = f"""INSERT {{ corpus:ring a ca:Inference ; ca:premise {THESIS} ; ca:conclusion ?s }}
WHERE {{ {{ SELECT ?s {{ ?s ca:supports {THESIS} }} ORDER BY ?s LIMIT 1 }} }}"""
# Fourteen statements that all support one another have more circles than could ever be listed.
KNOT = (
    "INSERT DATA {"
    + " ".join(
        f"corpus:i{a}-{b} a ca:Inference ; ca:premise corpus:k{a} ; ca:conclusion corpus:k{b} ."
        for a in range(14)
        for b in range(14)
        if a != b
    )
    + "}"
)
UNHANG = f"DELETE {{ ?r ?p ?o }} WHERE {{ ?r ca:premise|ca:attacker|ca:rephrases {BRANDISHED} ; ?p ?o }}"
UNSOUND = [  # check, update that makes the store unsound, item, words of the message
    ("shapes", f"DELETE WHERE {{ {THESIS} ca:commitment ?c }}", THESIS_ID, "commitment"),
    ("references", f"INSERT DATA {{ {THESIS} ca:about corpus:nobody }}", THESIS_ID, "nobody"),
    ("titles", f"INSERT {{ {BRANDISHED} rdfs:label ?l }} WHERE {{ {THESIS} rdfs:label ?l }}", THESIS_ID, "same title"),
    ("cycles", RING, "", "Supports itself"),
    ("cycles", KNOT, "", "Supports itself"),
    ("terms", f"INSERT DATA {{ {THESIS} ca:suports corpus:china }}", THESIS_ID, "Did you mean ca:supports?"),
    ("terms", "INSERT DATA { corpus:new a ca:Claimm }", "new", "Did you mean ca:Claim?"),
    ("literals", f'INSERT DATA {{ {BRANDISHED}-passage ca:paragraph "five"^^xsd:integer }}', "", "is no integer"),
    ("anchors", f'INSERT DATA {{ {BRANDISHED}-position oa:start "a" }}', BRANDISHED_ID, "no whole number"),
    ("orphans", UNHANG, BRANDISHED_ID, "Leads to no thesis"),
    ("anchors", f"DELETE WHERE {{ ?note oa:hasBody {THESIS} }}", THESIS_ID, "no anchor"),
    (
        "anchors",
        f"INSERT DATA {{ {BRANDISHED}-position oa:end 999999 }}",
        "hard-power-brandished",
        "not within the text",
    ),
    (
        "anchors",
        f"INSERT DATA {{ {BRANDISHED}-passage ca:paragraph 30 }}",
        "hard-power-brandished",
        "not in its section",
    ),
]


FIRST = [next(case for case in UNSOUND if case[0] == check) for check in dict.fromkeys(case[0] for case in UNSOUND)]


@pytest.mark.parametrize("case", fast_first(UNSOUND, *FIRST), ids=[f"{c[0]}: {c[3]}" for c in UNSOUND])
def test_unsoundness_is_found_on_its_item(store: Store, case: tuple[str, str, str, str]) -> None:
    check, update, item, words = case
    store.update(C + update)
    told = [finding for finding in check_store(store) if finding.check == check and words in finding.message]
    assert told
    assert item in {"", *(finding.item for finding in told)}


SUPPORTS = "<https://w3id.org/claimatlas/ontology#supports>"
SPOILT = {  # what is done behind the store's back, and what is told of it
    "missing": (f"{C} DELETE WHERE {{ ?s {SUPPORTS} {THESIS} }}", "Lacks"),
    "stale": (f"{C} INSERT DATA {{ {THESIS} {SUPPORTS} corpus:china }}", "nothing behind"),
}


@pytest.mark.parametrize(("update", "words"), SPOILT.values(), ids=SPOILT)
def test_derived_triples_that_disagree_are_found(store: Store, update: str, words: str) -> None:
    store._engine.update(update)
    told = [finding.message for finding in check_store(store) if finding.check == "derived"]
    assert told
    assert all(words in message for message in told)


@pytest.mark.parametrize(("update", "words"), SPOILT.values(), ids=SPOILT)
def test_derived_triples_that_disagree_are_repaired(store: Store, update: str, words: str) -> None:
    store._engine.update(update)
    store.derive()
    assert not [finding for finding in check_store(store) if finding.check == "derived" and words in finding.message]


def test_a_passage_that_is_not_in_the_text_is_found(shipped: Store) -> None:
    findings = check_store(shipped, SourceText("Another text altogether."))
    lost = [finding.message for finding in findings if finding.check == "passages"]
    assert len(lost) > 500
    assert all("not in the text" in message for message in lost)
