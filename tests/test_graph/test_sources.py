"""Sources of one's own: registered, attached, quoted, and several in one store."""

from pathlib import Path

import pytest

from claims import DraftError, SourceText
from graph import (
    AnswerFormatError,
    Store,
    UnknownCorpusInStoreError,
    add,
    check_store,
    corpora_of,
    corpus_of,
    create_store,
    find_passages,
    open_store,
    quotations,
    register_source,
)  # fmt: skip

SPEECH = SourceText("# On bridges\n\nBridges cost much.\n\nThey pay back “slowly”.\n\n## The cost\n\nFerries sink.\n")
CLAIM = {
    "kind": "claim", "label": "Bridges pay back late", "text": "What a bridge costs comes back over a century.",
    "quote": "they pay back 'slowly'",
}  # fmt: skip


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with a store without any corpus."""
    create_store(tmp_path, empty=True)
    return tmp_path


def registered(store: Store, name: str = "bridges", **more: object) -> None:
    register_source(store, SPEECH, "On bridges", ["Ada Lovelace"], name=name, **more)  # type: ignore[arg-type]


def test_an_empty_store_holds_concepts_and_no_corpus(bare: Path) -> None:
    with open_store(bare, read_only=True) as store:
        assert corpora_of(store) == {}
        assert store.query("ASK { power:trust a ca:PowerType }")


def test_any_text_can_be_registered_and_annotated_from_scratch(bare: Path) -> None:
    with open_store(bare) as store:
        registered(store)
        add(store, CLAIM)
        assert quotations(store) == {corpus_of(store).namespace + "bridges-pay-back-late": "They pay back “slowly"}


def test_what_was_registered_and_annotated_is_sound(bare: Path) -> None:
    with open_store(bare) as store:
        registered(store)
        add(store, [CLAIM | {"kind": "thesis"}])
        assert check_store(store) == []


def test_sections_and_paragraphs_are_those_of_the_text(bare: Path) -> None:
    with open_store(bare) as store:
        registered(store)
        rows = store.query(
            "SELECT ?t ?a ?z { ?s a ca:Section ; dcterms:title ?t ; ca:firstParagraph ?a ; ca:lastParagraph ?z }"
        )
        assert {tuple(row.values()) for row in rows} == {("On bridges", "1", "2"), ("The cost", "3", "3")}


def test_an_anchor_in_ones_own_text_holds_its_words(bare: Path) -> None:
    with open_store(bare) as store:
        registered(store)
        add(store, CLAIM)
        assert [row["w"] for row in store.query("SELECT ?w { ?s oa:exact ?w }")] == ["They pay back “slowly”"]


def test_an_anchor_in_the_text_of_others_holds_none(bare: Path) -> None:
    with open_store(bare) as store:
        registered(store, quotable=False)
        add(store, CLAIM)
        assert "slowly" not in store.export("nquads").decode("utf-8")


def test_an_export_can_leave_quotations_out(bare: Path) -> None:
    with open_store(bare) as store:
        registered(store)
        add(store, CLAIM)
        assert "slowly" not in store.export("turtle", quotes=False).decode("utf-8")
        with pytest.raises(AnswerFormatError):
            store.export("nquads", quotes=False)


def test_a_passage_is_found_in_another_edition_by_its_context(bare: Path) -> None:
    with open_store(bare) as store:
        registered(store)
        add(store, CLAIM)
        other = SourceText("A preface.\n\n" + SPEECH.text.replace("“", '"').replace("”", '"').replace("\n", "\r\n"))
        assert [finding.status for finding in find_passages(store, other)] == ["moved"]


def test_passages_of_one_corpus_are_not_looked_for_in_the_text_of_another(folder: Path) -> None:
    with open_store(folder) as store:
        registered(store)
        assert list(find_passages(store, SPEECH, corpus="bridges")) == []
        assert {finding.status for finding in find_passages(store, SPEECH, corpus="long-american-century")} == {"lost"}


def test_of_several_corpora_one_has_to_be_named(folder: Path) -> None:
    with open_store(folder) as store:
        registered(store)
        with pytest.raises(UnknownCorpusInStoreError, match="--corpus: bridges, long-american-century"):
            add(store, CLAIM)
        assert add(store, CLAIM, corpus="bridges").contribution


def test_the_name_of_a_corpus_is_a_prefix_in_queries(bare: Path) -> None:
    with open_store(bare) as store:
        registered(store)
        answer = store.query("SELECT ?section { ?section dcterms:isPartOf bridges:source } ORDER BY ?section")
        assert answer.rows()[0] == ("bridges:section-1",)


WRONG = {
    "a name that is none": ({"name": "My Speech"}, "is no name for a corpus"),
    "a language that is none": ({"lang": "!"}, "language"),
    "a date that is none": ({"issued": "2025-13"}, "no date"),
}


@pytest.mark.parametrize(("more", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_registration_is_refused_and_leaves_nothing(bare: Path, more: dict[str, object], words: str) -> None:
    with open_store(bare) as store:
        before = store.export("nquads")
        with pytest.raises(DraftError, match=words):
            registered(store, **more)  # type: ignore[arg-type]
        assert (store.export("nquads"), store.attached()) == (before, [])


def test_a_name_that_is_taken_is_refused(bare: Path) -> None:
    with open_store(bare) as store:
        registered(store)
        with pytest.raises(DraftError, match="already"):
            registered(store)
