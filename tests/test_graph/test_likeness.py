"""Near-duplicates: which texts are found by which, what the index keeps, and what it survives."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import StoreWriteError
from graph.likeness import Like, LikenessIndex, LikenessIndexError

KITCHEN = "kitchen:"
CLAIMS = {
    "bread": "A slow rise in a cold kitchen gives the bread a deeper taste than any amount of added yeast.",
    "soup": "Soup that is salted early needs less salt in the end, because the roots have time to take it up.",
    "knife": "A sharp knife is safer than a dull one.",
    "short": "Salt preserves fish.",
    "chinese": "面团在寒冷的厨房里慢慢发酵,面包的味道会比多加酵母更加浓郁。",
    "thai": "การหมักแป้งช้าๆในครัวที่เย็นทำให้ขนมปังมีรสชาติเข้มข้นกว่าการเพิ่มยีสต์",
    "hindi": "ठंडी रसोई में धीरे धीरे फूला हुआ आटा रोटी को अधिक ख़मीर से बेहतर स्वाद देता है।",
    "greek": "Το αργό φούσκωμα σε κρύα κουζίνα δίνει στο ψωμί βαθύτερη γεύση από κάθε πρόσθετη μαγιά.",
}
ENTRIES = [(KITCHEN + name, text) for name, text in CLAIMS.items()]


@pytest.fixture
def index() -> Iterator[LikenessIndex]:
    """An index of the claims of the kitchen, in memory."""
    index = LikenessIndex()
    index.change(ENTRIES, (), "first")
    yield index
    index.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of an index of the claims of the kitchen."""
    path = tmp_path / "likeness.db"
    index = LikenessIndex(path)
    index.change(ENTRIES, (), "first")
    index.close()
    return path


def names(found: list[Like]) -> list[str]:
    return [like.iri.removeprefix(KITCHEN) for like in found]


NEAR = {
    "the same text": ("bread", CLAIMS["bread"]),
    "one word changed": ("bread", CLAIMS["bread"].replace("deeper", "richer")),
    "two words changed": ("soup", CLAIMS["soup"].replace("early", "soon").replace("roots", "carrots")),
    "a word added": ("knife", "A sharp knife is always safer than a dull one."),
    "reordered": (
        "soup",
        "Because roots have time to take it up, soup that is salted early needs less salt in the end.",
    ),
    "other punctuation and case": ("bread", CLAIMS["bread"].upper().replace(" IN ", " – “IN” … ").rstrip(".") + "?!"),
    "three words": ("short", "salt preserves fish"),
    "three words reordered": ("short", "Fish: salt preserves."),
    "full-width letters, soft hyphens": ("short", "\uff33\uff21\uff2c\uff34 pre\u00adserves \ufb01sh"),
    "Chinese, a word changed": ("chinese", CLAIMS["chinese"].replace("浓郁", "丰富")),
    "Chinese, clauses reordered": ("chinese", "面包的味道会比多加酵母更加浓郁:面团在寒冷的厨房里慢慢发酵"),
    "Thai, a word changed": ("thai", CLAIMS["thai"].replace("เข้มข้น", "กลมกล่อม")),
    "Hindi, a word changed": ("hindi", CLAIMS["hindi"].replace("बेहतर", "अच्छा")),
    "Greek capitals": ("greek", CLAIMS["greek"].upper().replace("Ύ", "ύ")),
}


@pytest.mark.parametrize(("name", "text"), NEAR.values(), ids=NEAR)
def test_a_near_duplicate_is_found_and_shown_with_its_text(index: LikenessIndex, name: str, text: str) -> None:
    (like,) = index.find(text)
    assert (like.iri, like.text) == (KITCHEN + name, CLAIMS[name])
    assert 0.8 <= like.likeness <= 1


APART = {
    "the same topic": "Bread that rises in a warm kitchen is ready sooner, and its taste suffers little from it.",
    "the same beginning": "A slow rise in a cold kitchen is what most bakers of our town advise against in winter.",
    "one of three words changed": "Smoke preserves fish.",
    "the same Chinese topic": "面包师傅认为温暖的厨房可以节省很多时间。",
    "nothing": "",
    "no letters": " – … ?! \u200b ",
}


@pytest.mark.parametrize("text", APART.values(), ids=APART)
def test_a_text_that_is_no_near_duplicate_finds_nothing(index: LikenessIndex, text: str) -> None:
    assert index.find(text) == []


def test_the_best_come_first_and_no_more_than_wanted(index: LikenessIndex) -> None:
    near = [(KITCHEN + word, CLAIMS["bread"].replace("deeper", word)) for word in ("deep", "better", "richer")]
    index.change(near, (), "second")
    assert names(index.find(CLAIMS["bread"], limit=2)) == ["bread", "deep"]


def test_a_text_without_letters_can_be_added_and_removed(index: LikenessIndex) -> None:
    index.change([("x", "…")], (), "second")
    index.change((), ["x"], "third")
    assert index.find("…") == []


def test_a_removed_text_is_not_found(index: LikenessIndex) -> None:
    index.change((), [KITCHEN + "knife", "never:added"], "second")
    assert index.find(CLAIMS["knife"]) == []


def test_an_iri_added_again_has_its_new_text_only(index: LikenessIndex) -> None:
    index.change([(KITCHEN + "knife", "Ovens must be hot before the dough goes in.")], (), "second")
    assert index.find(CLAIMS["knife"]) == []
    assert names(index.find("Ovens must be hot before the dough goes in")) == ["knife"]


def test_what_is_both_removed_and_added_is_there(index: LikenessIndex) -> None:
    index.change([(KITCHEN + "knife", CLAIMS["knife"])], [KITCHEN + "knife"], "second")
    assert names(index.find(CLAIMS["knife"])) == ["knife"]


def test_a_text_is_found_among_very_many_that_share_its_words(index: LikenessIndex) -> None:
    """Short texts have but few words to be known by, and what others share tells nothing."""
    frequent = "it is what it is"
    index.change([(f"many:{n}", f"{frequent} n{n} m{n * 7}") for n in range(500)], (), "second")
    index.change([("late", frequent)], (), "third")
    assert index.find(frequent)[0] == Like("late", frequent, 1.0)


def test_neighbours_are_those_in_the_index_and_those_before(index: LikenessIndex) -> None:
    dough = "Ovens must be hot before the dough goes in."
    found = index.neighbours([("a", dough), ("b", CLAIMS["knife"]), ("c", dough.upper())])
    assert [names(likes) for likes in found] == [[], ["knife"], ["a"]]


def test_neighbours_are_not_added(index: LikenessIndex) -> None:
    index.neighbours([("a", "Ovens must be hot before the dough goes in.")])
    assert index.find("Ovens must be hot before the dough goes in.") == []


def test_an_entry_is_not_its_own_neighbour(index: LikenessIndex) -> None:
    assert index.neighbours(ENTRIES) == [[] for _ in ENTRIES]


def test_neighbours_that_are_then_added_are_found(index: LikenessIndex) -> None:
    entries = [("a", "Ovens must be hot before the dough goes in."), ("b", "Rice rests before it is served.")]
    index.neighbours(entries)
    index.change(entries, (), "second")
    assert [[like.iri for like in index.find(text)] for _, text in entries] == [["a"], ["b"]]


def test_a_new_index_has_no_mark() -> None:
    assert LikenessIndex().mark == ""


def test_the_mark_comes_with_the_entries(index: LikenessIndex) -> None:
    assert index.mark == "first"


def test_a_change_that_fails_changes_neither_entries_nor_mark(index: LikenessIndex) -> None:
    with pytest.raises(UnicodeEncodeError):
        index.change([("a", "Rice rests before it is served."), ("b", "\ud800")], [KITCHEN + "knife"], "second")
    assert (index.mark, names(index.find(CLAIMS["knife"]))) == ("first", ["knife"])
    assert index.find("Rice rests before it is served.") == []


def test_a_rebuilt_index_has_the_given_entries_only(index: LikenessIndex) -> None:
    index.rebuild(iter([("a", "Rice rests before it is served.")]), "second")
    assert index.mark == "second"
    assert [index.find(text) for text in CLAIMS.values()] == [[] for _ in CLAIMS]
    assert [like.iri for like in index.find("Rice rests before it is served.")] == ["a"]


def test_a_rebuild_that_fails_leaves_no_mark(index: LikenessIndex) -> None:
    def failing() -> Iterator[tuple[str, str]]:
        yield "a", "Rice rests before it is served."
        raise ValueError

    with pytest.raises(ValueError):
        index.rebuild(failing(), "second")
    assert index.mark == ""


def test_a_reopened_file_has_entries_and_mark(path: Path) -> None:
    index = LikenessIndex(path)
    assert (index.mark, names(index.find(CLAIMS["bread"]))) == ("first", ["bread"])
    index.close()


def test_readers_go_on_while_another_changes_the_file(path: Path) -> None:
    writer, reader = LikenessIndex(path), LikenessIndex(path)
    assert names(reader.find(CLAIMS["knife"])) == ["knife"]
    writer.change((), [KITCHEN + "knife"], "second")
    assert (reader.find(CLAIMS["knife"]), reader.mark) == ([], "second")
    writer.close()
    reader.close()


def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        indexes = list(threads.map(LikenessIndex, [tmp_path / "likeness.db"] * 8))
    indexes[0].change(ENTRIES, (), "first")
    assert [index.mark for index in indexes] == ["first"] * 8
    for index in indexes:
        index.close()


def test_threads_may_share_an_index(index: LikenessIndex) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(index.find, [CLAIMS["bread"]] * 50))
    assert [names(likes) for likes in found] == [["bread"]] * 50


@pytest.mark.parametrize("content", [b"", b"no database" * 1000, b"SQLite format 3\x00" + bytes(5000)])
def test_a_file_that_is_no_index_gives_way_to_an_empty_one(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "likeness.db"
    path.write_bytes(content)
    index = LikenessIndex(path)
    assert (index.mark, index.find(CLAIMS["bread"])) == ("", [])
    index.rebuild(ENTRIES, "first")
    index.close()
    assert LikenessIndex(path).mark == "first"


@pytest.mark.parametrize("table", ["about (mark)", "about (made_by)", "bread (flour)"])
def test_a_database_of_somebody_else_gives_way_to_an_empty_index(tmp_path: Path, table: str) -> None:
    path = tmp_path / "likeness.db"
    db = sqlite3.connect(path)
    db.execute(f"CREATE TABLE {table}")
    db.close()
    index = LikenessIndex(path)
    assert index.mark == ""
    index.close()


def test_an_index_whose_texts_were_sketched_otherwise_begins_again(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("UPDATE about SET made_by = 'another version'")
    db.commit()
    db.close()
    index = LikenessIndex(path)
    assert (index.mark, index.find(CLAIMS["bread"])) == ("", [])
    index.close()


def test_damage_that_is_found_in_use_is_told_and_the_index_begins_again(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(3 * 4096)  # after the first pages, which say what the tables are
        file.write(b"\xff" * (size - 3 * 4096))
    index = LikenessIndex(path)
    with pytest.raises(LikenessIndexError, match="rebuilt"):
        index.find(CLAIMS["bread"])
    assert index.mark == ""
    index.rebuild(ENTRIES, "first")
    assert names(index.find(CLAIMS["bread"])) == ["bread"]
    index.close()


def test_an_index_where_no_file_can_be_made_is_in_memory(tmp_path: Path) -> None:
    index = LikenessIndex(tmp_path / "missing" / "likeness.db")
    index.rebuild(ENTRIES, "first")
    assert (index.mark, names(index.find(CLAIMS["bread"]))) == ("first", ["bread"])
    index.close()


def test_a_closed_index_says_that_it_cannot_be_used(index: LikenessIndex) -> None:
    index.close()
    index.close()
    with pytest.raises(StoreWriteError, match="cannot be used"):
        index.find(CLAIMS["bread"])


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=8))
def test_every_text_with_letters_is_found_by_itself(texts: list[str]) -> None:
    index = LikenessIndex()
    index.change([(str(n), text) for n, text in enumerate(texts)], (), "")
    for n, text in enumerate(texts):
        found = index.find(text, limit=len(texts))
        assert not any(map(str.isalnum, text)) or Like(str(n), text, 1.0) in found
    index.close()


@given(st.text(max_size=60))
def test_the_text_of_an_entry_is_kept_as_it_is(text: str) -> None:
    index = LikenessIndex()
    index.change([("a", f"salt preserves fish {text}")], (), "")
    assert [like.text for like in index.find(f"salt preserves fish {text}")] == [f"salt preserves fish {text}"]
    index.close()
