"""The full-text index: what finds what, in which order, what is kept, and what it survives."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import StoreError
from graph.text import index as text_index
from graph.text import part as text_part
from graph.text import query as text_query
from graph.text.index import Among, Entry, Text, TextIndex, TextIndexError
from graph.text.words import folded
from tests.quick import examples

KITCHEN = "https://w3id.org/claimatlas/corpus/kitchen/"


def entry(name: str, title: str, text: str = "", language: str = "en", kind: str = "claim") -> Entry:
    return Entry(KITCHEN + name, name, kind, "kitchen", (Text(title, language),), (Text(text, language),))


ENTRIES = [
    entry("knives", "Sharp knives are safe", "A sharp knife cuts where one wants it to cut; a dull one slips."),
    entry("salt", "Salting early saves salt", "Roots take up salt while they cook, so that less is needed."),
    entry("bread", "Cold dough tastes of more", "A slow rise in a cold kitchen gives bread a deeper taste."),
    entry("cellar", "Cellars keep food", "What is cold keeps; knives and bread do not care."),
    entry("cook", "Niccolò Cook", kind="person"),
    entry("zoll", "Der Zoll auf Mehl", "Die Zölle auf Mehl schaden den Bäckern.", "de"),
    entry("plain", "Tariffs ranked", "Tariffs without a language.", ""),
    entry("chinese", "面团在寒冷的厨房里慢慢发酵", language="zh"),
]


@pytest.fixture
def index() -> TextIndex:
    """An index of the claims of the kitchen, in memory."""
    return filled(TextIndex())


def filled(index: TextIndex, mark: str = "first") -> TextIndex:
    index.rebuild(lambda: ENTRIES, mark)
    return index


def found(index: TextIndex, words: str, **among: object) -> list[str]:
    return [match.id for match in index.find(words, 20, Among(**among))[1]]  # type: ignore[arg-type]


FINDS = {
    "every word is needed": ("cold bread", ["bread", "cellar"]),
    "a word that is nowhere": ("cold xyzzy", []),
    "titles before texts": ("knives", ["knives", "cellar"]),
    "another form of a word": ("taste cellar", []),
    "a form of an English word": ("tasting", ["bread"]),
    "a German word in German": ("zölle", ["zoll"]),
    "a German word without accents": ("ZOLLE", ["zoll"]),
    "no stem where the language is not known": ("tariff", ["plain"]),
    "no other form where the language is not known": ("ranking", []),
    "case and accents": ("NICCOLO", ["cook"]),
    "whole words before beginnings": ("salt", ["salt"]),
    "a beginning of a word": ("kitch", ["bread"]),
    "a beginning with a star": ("kitch*", ["bread"]),
    "a phrase": ('"slow rise"', ["bread"]),
    "a phrase in another order": ('"rise slow"', []),
    "a phrase from title to text": ('"safe a sharp"', []),
    "a phrase with a beginning": ('"slow ri*"', ["bread"]),
    "a phrase is of whole words": ('"slow ri"', []),
    "typographic quotation marks": ("“slow rise”", ["bread"]),
    "a phrase that is not closed": ('"slow rise', ["bread"]),
    "words that are joined": ("slow-rise", ["bread"]),
    "a word that is not wanted": ("cold -dough", ["cellar"]),
    "a phrase that is not wanted": ('cold -"slow rise"', ["cellar"]),
    "a form of a word that is not wanted": ("cold -doughs", ["cellar"]),
    "only what is not wanted": ("-cold", []),
    "an id": ("chinese", ["chinese"]),
    "words in the middle of Chinese": ("厨房", ["chinese"]),
    "Chinese in another order": ("房厨", []),
    "nothing": ("", []),
    "signs only": ('" } ( * - \\ ^ ~ :', []),
    "signs around words": ("(kitchen) title:bread~2", []),
    "half a character": ("\ud800 kitchen", ["bread"]),
    "a word that is too long": ("kitchen " + 200 * "n", []),
    "signs that mean something elsewhere": ("kitchen^2 AND bread", []),
}


@pytest.mark.parametrize(("words", "ids"), FINDS.values(), ids=FINDS)
def test_words_find_what_has_all_of_them(index: TextIndex, words: str, ids: list[str]) -> None:
    assert found(index, words) == ids


@pytest.mark.parametrize("language", ["en", ""])
def test_a_whole_word_comes_before_a_beginning_and_a_title_before_a_text(language: str) -> None:
    index = TextIndex()
    entries = [
        entry("title-begun", "Salty", "Of the sea.", language),
        entry("text", "Of the sea, with a title that goes on", "There is salt in it, as one knows. " * 20, language),
        entry("title", "The salt of the sea, with a title that goes on", "As one knows. " * 40, language),
        entry("text-begun", "Of the sea", "Salty.", language),
    ]
    index.rebuild(lambda: entries, "first")
    assert found(index, "salt") == ["title", "text", "title-begun", "text-begun"]


def test_a_rare_word_weighs_more_than_a_frequent_one() -> None:
    index = TextIndex()
    many = [entry(f"n{number}", "The sea", "The sea is wide.") for number in range(50)]
    index.rebuild(lambda: [*many, entry("a", "The ship", "A whale."), entry("b", "Whale", "The ship.")], "first")
    assert found(index, "the whale") == ["b", "a"]


def test_an_id_comes_before_what_has_its_words(index: TextIndex) -> None:
    index.change([entry("salt-of-salt", "Salt, salt and salt", "Salt.")], [KITCHEN + "salt-of-salt"], "second")
    assert found(index, "salt")[0] == "salt"


def test_items_are_found_among_kinds_and_corpora(index: TextIndex) -> None:
    assert found(index, "cook", kinds=["person"]) == ["cook"]
    assert found(index, "cook", kinds=["claim"]) == ["salt"]
    assert found(index, "cook", corpus="garden") == []
    assert found(index, "cook", corpus="kitchen") == ["cook", "salt"]


def test_all_that_is_found_is_counted(index: TextIndex) -> None:
    total, best = index.find("cold", 1)
    assert (total, len(best)) == (2, 1)


def test_an_item_is_found_in_each_of_its_languages_and_shown_in_the_first() -> None:
    index = TextIndex()
    both = Entry(KITCHEN + "b", "b", "claim", "kitchen", (Text("Breads rise", "en"), Text("Brote gehen auf", "de")))
    index.rebuild(lambda: [both], "first")
    assert [index.find(words, 5)[1][0].label for words in ("bread", "brot")] == ["Breads rise"] * 2


def test_names_that_are_misspelt_find_what_is_like_them(index: TextIndex) -> None:
    assert [match.id for match in index.like("nives-sharpp", 5)] == ["knives"]
    assert index.like("–", 5) == []


def test_a_phrase_that_can_end_in_very_many_ways_finds_its_words(
    index: TextIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_query, "_MANY", 0)
    assert found(index, "slow-ri") == ["bread"]
    assert found(index, "rise-slo") == ["bread"]
    assert found(index, "rise-xyz") == []


@given(st.text())
def test_anything_that_is_typed_is_words(words: str) -> None:
    total, best = ANY.find(words, 3)
    assert len(best) == min(total, 3)


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert folded(folded(text)).split() == folded(text).split()


@given(st.sampled_from(ENTRIES), st.data())
def test_words_of_an_item_find_it_with_or_without_accents(one: Entry, data: st.DataObject) -> None:
    words = one.titles[0].words.split()
    some = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3)))
    assert one.id in found(ANY, some)
    assert found(ANY, folded(some)) == found(ANY, some)


ANY = filled(TextIndex())
WORDS = st.lists(st.sampled_from(["salt", "salty", "salts", "sea", "seas", "the", "Zölle", "größer"]), max_size=6)
CHANGES = st.lists(
    st.dictionaries(
        st.sampled_from("abcdef"),
        st.none() | st.tuples(WORDS.map(" ".join), WORDS.map(" ".join), st.sampled_from(["en", "de", ""])),
        min_size=1,
        max_size=4,
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=examples(25))
@given(CHANGES, WORDS.map(" ".join))
def test_an_index_that_was_changed_finds_the_same_in_the_same_order_as_a_new_one(
    tmp_path_factory: pytest.TempPathFactory, changes: list[dict[str, tuple[str, str, str] | None]], words: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_index, "MOST", 3)  # so that some changes are written to the folder, and some not
        kept, state = filled(TextIndex(tmp_path_factory.mktemp("kept"))), {one.iri: one for one in ENTRIES}
        for number, change in enumerate(changes):
            now = [entry(name, *said) for name, said in change.items() if said]
            gone = [KITCHEN + name for name in change]
            kept.change(now, gone, f"{number}")
            state = {iri: one for iri, one in state.items() if iri not in gone} | {one.iri: one for one in now}
        new = TextIndex()
        new.rebuild(lambda: list(state.values())[::-1], "new")
        for some in (words, *words.split(), "s", "the -sea"):
            assert kept.find(some, 3) == new.find(some, 3)


def test_a_reopened_folder_has_entries_and_mark(tmp_path: Path) -> None:
    filled(TextIndex(tmp_path / "search"))
    index = TextIndex(tmp_path / "search")
    assert (index.mark, found(index, "knives")) == ("first", ["knives", "cellar"])


def test_a_few_changes_are_kept_in_memory_and_many_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_index, "MOST", 2)
    index, marks = filled(TextIndex(tmp_path)), []
    for number in range(4):
        index.change([entry(f"n{number}", "Yeast")], [KITCHEN + f"n{number}"], f"{number}")
        marks.append(TextIndex(tmp_path).mark)
    assert marks == ["first", "first", "2", "2"]
    assert len(found(index, "yeast")) == 4
    assert len(found(TextIndex(tmp_path), "yeast")) == 3


def test_what_another_process_has_written_is_taken_notice_of(tmp_path: Path) -> None:
    index = TextIndex(tmp_path)
    filled(TextIndex(tmp_path))
    before = index.mark
    index.refresh()
    first = index.mark
    filled(TextIndex(tmp_path), "second")
    index.refresh()
    assert (before, first, index.mark) == ("", "first", "second")


def test_a_folder_that_another_process_writes_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_part, "_WAIT", 0)
    monkeypatch.setattr(text_index, "MOST", 0)
    index = filled(TextIndex(tmp_path))
    writer = tantivy.Index.open(str(tmp_path)).writer(15_000_000, 1)
    index.change([entry("yeast", "Yeast")], [KITCHEN + "yeast"], "second")
    assert (index.mark, found(index, "yeast"), TextIndex(tmp_path).mark) == ("second", ["yeast"], "first")
    filled(index, "third")
    assert (index.mark, found(index, "yeast"), TextIndex(tmp_path).mark) == ("third", [], "first")
    index.refresh()
    assert index.mark == "third"
    del writer


def test_a_folder_that_cannot_be_made_does_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    index = filled(TextIndex(tmp_path / "file" / "search"))
    assert (index.mark, found(index, "knives")) == ("first", ["knives", "cellar"])


def test_a_folder_made_by_other_code_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(text_part, "FORMAT", 0)
        filled(TextIndex(tmp_path))
    index = TextIndex(tmp_path)
    assert index.mark == ""
    assert found(filled(index, "second"), "knives") == ["knives", "cellar"]


def test_a_rebuild_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    def failing() -> Iterator[Entry]:
        yield ENTRIES[0]
        raise StoreError("The store is closed.")

    index = filled(TextIndex(tmp_path))
    with pytest.raises(StoreError, match="closed"):
        index.rebuild(failing, "second")
    assert (index.mark, found(index, "bread")) == ("first", ["bread", "cellar"])
    assert filled(index, "third").mark == "third"


DAMAGE = {
    "emptied": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-3]),
    "overwritten": lambda path: path.write_bytes(b"no index" * (path.stat().st_size // 8 + 1)),
    "missing": lambda path: path.unlink(),
}


@pytest.mark.parametrize("suffix", [".json", ".store", ".term", ".idx", ".fast"])
@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_folder_is_made_anew(tmp_path: Path, suffix: str, how: str) -> None:
    filled(TextIndex(tmp_path))
    for path in tmp_path.glob(f"*{suffix}"):
        DAMAGE[how](path)
    index = TextIndex(tmp_path)
    for number in count():
        try:
            if index.mark != "first":
                filled(index)
            assert found(index, "knives") == ["knives", "cellar"]
            break
        except TextIndexError:
            assert (number, index.mark) == (0, "")


def test_a_forgotten_index_is_empty_on_disk_too(tmp_path: Path) -> None:
    index = filled(TextIndex(tmp_path / "search"))
    index.forget()
    assert (index.mark, found(index, "knives"), (tmp_path / "search").exists()) == ("", [], False)
