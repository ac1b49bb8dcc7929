"""Items by id, all about them, and search by words."""

import pytest

from claims import SourceText
from graph import (
    Store,
    UnknownItemError,
    add,
    edit,
    find_item,
    main_thesis,
    open_store,
    quotations,
    retract,
    search,
    show_item,
)

POWER = "https://w3id.org/claimatlas/power/"
CORPUS = "https://w3id.org/claimatlas/corpus/long-american-century/"


@pytest.mark.parametrize("name", ["trust", "power:trust", POWER + "trust", f"<{POWER}trust>", "Trust"])
def test_an_item_is_found_by_id_prefix_iri_and_title(shipped: Store, name: str) -> None:
    assert find_item(shipped, name) == POWER + "trust"


def test_an_item_of_the_corpus_comes_before_a_concept_of_the_same_id(shipped: Store) -> None:
    assert find_item(shipped, "asia").startswith(CORPUS)


NEAREST = {
    "asymmetry-empower-less-dependant": "asymmetry-empowers-less-dependent",
    "power:trusst": "trust",
    "Trusst": "trust",
}


@pytest.mark.parametrize(("name", "meant"), NEAREST.items(), ids=NEAREST)
def test_an_unknown_id_is_told_with_the_nearest(shipped: Store, name: str, meant: str) -> None:
    with pytest.raises(UnknownItemError) as told:
        find_item(shipped, name)
    assert meant in told.value.nearest


@pytest.mark.parametrize("name", ["", "€", "<not an iri>"])
def test_a_name_like_nothing_is_told_with_no_nearest_or_what_looks_like_it(shipped: Store, name: str) -> None:
    with pytest.raises(UnknownItemError, match="There is no item"):
        find_item(shipped, name)


def test_the_main_thesis_is_the_one_that_the_source_names(shipped: Store) -> None:
    assert main_thesis(shipped) == CORPUS + "assault-undercuts-american-power"


def test_an_item_has_its_links_both_ways(shipped: Store) -> None:
    item = show_item(shipped, CORPUS + "asymmetry-empowers-less-dependent")
    relations = {link.relation for link in item.links}
    assert {"supported by", "spoken against by", "held by", "subject"} <= relations


def test_an_item_has_its_most_precise_kind(shipped: Store) -> None:
    assert show_item(shipped, CORPUS + "asymmetry-empowers-less-dependent").kind == "thesis"


def test_an_item_says_where_it_stands(shipped: Store) -> None:
    assert (
        show_item(shipped, CORPUS + "asymmetry-empowers-less-dependent").place == "The deficit advantage, paragraph 5"
    )


def test_an_item_quotes_its_passage_where_the_source_is_attached(folder: str, essay: SourceText) -> None:
    with open_store(folder) as store:
        store.attach(essay)
        item = show_item(store, CORPUS + "asymmetry-empowers-less-dependent")
    assert "asymmetry" in item.passage
    assert item.passage in essay.text


def test_an_item_quotes_its_passage_where_a_moved_edition_has_it(folder: str, essay: SourceText) -> None:
    with open_store(folder) as store:
        store.attach(essay)
        before = quotations(store)
        store.attach(SourceText("A made-up preface.\n\n" + essay.text))
        after = quotations(store)
    assert after == before


def test_an_item_whose_passage_is_lost_quotes_nothing(folder: str, essay: SourceText) -> None:
    with open_store(folder) as store:
        store.attach(SourceText(essay.text.replace("asymmetry", "lopsidedness")))
        assert show_item(store, CORPUS + "asymmetry-empowers-less-dependent").passage == ""


@pytest.mark.parametrize("iri", ["http://[", "https://a/%zz", "http://a\x01b", "http://a> ?p ?o # ", "urn:nothing"])
def test_an_odd_iri_is_an_unknown_item(shipped: Store, iri: str) -> None:
    with pytest.raises(UnknownItemError):
        find_item(shipped, iri)
    with pytest.raises(UnknownItemError):
        show_item(shipped, iri)


def test_search_finds_what_has_all_the_words(shipped: Store) -> None:
    hits = search(shipped, "tariff canada")
    assert hits
    assert all("tariff" in f"{hit.label} {hit.text} {hit.id}".casefold() for hit in hits)


def test_search_folds_case_and_accents(shipped: Store) -> None:
    assert [hit.id for hit in search(shipped, "NICCOLO")] == ["machiavelli"]


def test_search_puts_titles_first(shipped: Store) -> None:
    hits = search(shipped, "ricardo")
    assert "ricardo" in hits[0].label.casefold()


@pytest.mark.parametrize("words", ["", "  ", "xyzzy", '" } ?x', "(unclosed"])
def test_search_for_what_is_not_there_finds_nothing(shipped: Store, words: str) -> None:
    assert search(shipped, words) == []


def test_search_shows_as_many_as_asked(shipped: Store) -> None:
    assert len(search(shipped, "power", limit=3)) == 3


def test_search_finds_what_was_added_edited_and_taken_out_since_the_last_search(store: Store) -> None:
    def found() -> list[str]:
        return [hit.id for hit in search(store, "quokkas")]

    before = found()
    add(store, {"kind": "claim", "label": "Quokkas smile", "text": "Quokkas are known for their smiles."})
    added = found()
    edit(store, "quokkas-smile", {"label": "Wombats smile", "text": "Wombats are known for their smiles."})
    edited = [hit.label for hit in search(store, "wombats")]
    retract(store, ["quokkas-smile"], "Off topic")
    assert (before, added, edited, found()) == ([], ["quokkas-smile"], ["Wombats smile"], [])
