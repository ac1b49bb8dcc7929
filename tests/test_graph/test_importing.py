"""What other tools' files hold comes into a store, whole or not at all, and goes out as it came."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from claims import Argument, FormatError, Node, Note, parse_argument
from graph import (
    ReadOnlyError,
    Store,
    UnknownFileError,
    argument_of,
    check_store,
    import_arguments,
    open_store,
    standing_of,
    undo,
)
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments

CORPUS = "https://w3id.org/claimatlas/corpus/harbour/"


def harbour(name: str = "one", *, told: str = "Fewer ships call.") -> Argument:
    """Return an argument of two statements, one of which supports the other, and who says so."""
    made = Argument(name, "aif", "The harbour toll")
    made.add(Node("1", "I", "The toll should be lowered."))
    made.add(Node("2", "I", told, held_by=("Ada",)))
    made.add(Node("5", "L", f"Ada : {told}"))
    made.relate("3", "RA", ["2"], ["1"])
    made.relate("4", "YA", ["5"], ["2"])
    return made


def numbers(store: Store) -> set[str]:
    """Return all that the store says now of the corpus."""
    rows = store.query(f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{CORPUS}')) }}")
    return {f"{row['s']} {row['p']} {row['o']}" for row in rows}


def bring(store: Store, *those: Argument | FormatError, strict: bool = False) -> None:
    import_arguments(store, those, corpus="harbour", by="Ada", strict=strict)


_SELF_ATTACK = {
    "apx": "arg(a). arg(b). arg(c).\natt(a,a). att(a,b). att(b,c).\n",
    "tgf": "a\nb\nc\n#\na a\na b\nb c\n",
    "argdown": "[a]: First.\n  - [a]\n\n[b]: Second.\n  - [a]\n\n[c]: Third.\n  - [b]\n",
}
"""The same in several formats: a attacks itself and b, which attacks c."""


@pytest.mark.parametrize("form", _SELF_ATTACK)
def test_a_statement_that_attacks_itself_counts(store: Store, form: str) -> None:
    bring(store, parse_argument(_SELF_ATTACK[form], form, "a"))
    found = standing_of(store)
    nodes = [found.arrays.node(CORPUS + name) for name in "abc"]
    assert [found.verdict(node).standing for node in nodes if node is not None] == ["open"] * 3


@pytest.fixture
def disk(folder: Path) -> Iterator[Store]:
    with open_store(folder) as store:
        yield store


def test_an_import_is_one_contribution(store: Store) -> None:
    before = store.last[0]
    bring(store, harbour(), harbour("two", told="The river is low."))
    assert store.last[0] == before + 1


def test_undoing_an_import_takes_back_all_of_it(store: Store) -> None:
    bring(store, harbour())
    undo(store, str(store.last[0]))
    assert numbers(store) == set()


def test_a_store_is_sound_after_an_import(store: Store) -> None:
    bring(store, harbour())
    assert check_store(store) == []


def test_what_supports_what_is_told_by_plain_triples(store: Store) -> None:
    bring(store, harbour())
    assert store.query(f"ASK {{ <{CORPUS}2> ca:supports <{CORPUS}1> }}")


def test_an_attack_on_an_attack_undercuts_it(store: Store) -> None:
    argument = harbour()
    argument.add(Node("6", "I", "The lighthouse needs the toll."))
    argument.relate("7", "CA", ["6"], ["1"])
    argument.relate("8", "CA", ["2"], ["7"])
    bring(store, argument)
    assert store.query(f"ASK {{ <{CORPUS}2> ca:undercuts <{CORPUS}7> }}")
    assert check_store(store) == []


def test_importing_the_same_again_adds_nothing(store: Store) -> None:
    bring(store, harbour())
    before = store.last[0], numbers(store)
    bring(store, harbour())
    assert (store.last[0], numbers(store)) == before


def test_a_node_of_two_files_that_says_the_same_is_one_item(store: Store) -> None:
    bring(store, harbour(), harbour("two"))
    assert len({row["s"] for row in store.query("SELECT ?s { ?s a ca:Inference }") if row["s"].startswith(CORPUS)}) == 1


def test_a_node_of_two_files_that_says_something_else_is_two_items_and_told(store: Store) -> None:
    those = harbour(), harbour("two", told="The river is low.")
    done = import_arguments(store, those, corpus="harbour")
    told = [note.where for note in done.notes if note.level == "warning"]
    assert told == ["node 2", "node 3", "node 5", "node 4"]


def test_a_relation_of_two_files_that_joins_something_else_is_two_items(store: Store) -> None:
    bring(store, harbour(), harbour("two", told="The river is low."))
    assert len({row["s"] for row in store.query("SELECT ?s { ?s a ca:Inference }") if row["s"].startswith(CORPUS)}) == 2


def test_kept_nodes_that_hang_together_are_two_items_where_one_of_them_leads_to_something_else(store: Store) -> None:
    one, other = harbour(), harbour("two", told="The river is low.")
    for argument in (one, other):
        argument.relate("6", "TA", ["1"], ["4"])
    done = import_arguments(store, (one, other), corpus="harbour")
    assert "node 6" in [note.where for note in done.notes if note.level == "warning"]


def test_ids_that_begin_anew_in_each_file_merge_nothing(store: Store) -> None:
    those = [parse_argument("Discussion Title: T\n\n1. Yes.\n1.1. Pro: Good.\n", "kialo", one) for one in "ab"]
    done = import_arguments(store, those, corpus="harbour")
    assert (done.merged, done.notes) == (0, [])


def test_a_file_whose_ids_begin_anew_is_known_again(store: Store) -> None:
    text = "Discussion Title: T\n\n1. Yes.\n1.1. Pro: Good.\n"
    for again in (0, 1):
        done = import_arguments(store, [parse_argument(text, "kialo", "a")], corpus="harbour")
        assert done.again == again


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(store: Store) -> None:
    broken = FormatError([Note("refused", "broken.json", "line 3", "This is no JSON.")])
    done = import_arguments(store, [broken, harbour(), broken], corpus="harbour")
    assert done.files == 1
    assert [str(note) for note in done.notes] == ["broken.json, line 3: This is no JSON."] * 2


def test_where_no_file_can_be_read_nothing_is_added(store: Store) -> None:
    before = store.last
    with pytest.raises(FormatError, match=r"broken\.json"):
        bring(store, FormatError([Note("refused", "broken.json", "", "This is no JSON.")]))
    assert store.last == before


@pytest.mark.parametrize("level", ["warning", "refused"])
def test_a_strict_import_adds_nothing_where_anything_is_wrong(store: Store, level: str) -> None:
    odd = harbour()
    odd.notes.append(Note(level, "one", "edge 3", "Is odd."))  # type: ignore[arg-type]
    before = store.last
    with pytest.raises(FormatError, match="edge 3: Is odd"):
        bring(store, harbour("two", told="The river is low."), odd, strict=True)
    assert store.last == before


@pytest.mark.parametrize("text", ["x" * 20_000_000, "".join(map(chr, range(0x4E00, 0x9000))) * 20])
def test_a_text_that_is_too_long_for_a_statement_is_kept_whole(store: Store, text: str) -> None:
    argument = Argument("long", nodes={"1": Node("1", "I", text)})
    bring(store, argument)
    assert argument_of(store, "harbour", "long") == argument
    undo(store, str(store.last[0]))


def test_more_than_can_be_kept_is_refused_and_nothing_is_added(store: Store) -> None:
    before = store.last
    data = random.Random(1).randbytes(10_000_000).hex()
    with pytest.raises(FormatError, match="20 MB that no item expresses"):
        bring(store, Argument("long", nodes={"1": Node("1", "I", "Rain.", data={"picture": data})}))
    assert store.last == before


def test_many_large_nodes_are_kept_and_taken_back(store: Store) -> None:
    argument = Argument("large", nodes={str(n): Node(str(n), "I", f"{n} " * 30_000) for n in range(200)})
    bring(store, argument)
    assert argument_of(store, "harbour", "large") == argument
    undo(store, str(store.last[0]))
    assert numbers(store) == set()


def test_a_strict_import_into_a_folder_leaves_nothing_behind(disk: Store, folder: Path) -> None:
    big = Argument("big", nodes={str(n): Node(str(n), "I", f"Statement {n}. " * 20) for n in range(9000)})
    odd = harbour()
    odd.note("warning", "edge 3", "Is odd.")
    before = disk.last
    with pytest.raises(FormatError):
        bring(disk, big, odd, strict=True)
    assert disk.last == before
    assert not [path for path in folder.rglob("*") if "pending" in path.name]


def test_a_dry_run_tells_what_would_come_and_adds_nothing(shipped: Store) -> None:
    before = shipped.last
    done = import_arguments(shipped, [harbour()], corpus="harbour", dry_run=True)
    assert done.kinds["claim"] == 2
    assert shipped.last == before


def test_a_store_that_is_open_for_reading_takes_no_import(shipped: Store) -> None:
    with pytest.raises(ReadOnlyError):
        bring(shipped, harbour())


def test_a_corpus_name_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(FormatError, match="is no name for a corpus; use small letters"):
        import_arguments(store, [harbour()], corpus="../x")


def test_an_import_into_a_corpus_that_is_there_takes_none_of_its_titles_and_ids(store: Store) -> None:
    title = next(iter(store.query("SELECT ?label { ?policy a ca:Policy ; rdfs:label ?label } LIMIT 1")))["label"]
    argument = Argument("more", nodes={"tariff-threats": Node("tariff-threats", "I", "Rain.", title)})
    done = import_arguments(store, [argument], corpus="long-american-century")
    assert done.kinds["claim"] == 1
    assert argument_of(store, file="more") == argument


def test_files_come_back_one_by_one(store: Store) -> None:
    those = harbour(), harbour("two", told="The river is low.")
    bring(store, *those)
    assert [argument_of(store, "harbour", name) for name in ("one", "two")] == list(those)


def test_a_corpus_comes_back_as_one_argument(store: Store) -> None:
    bring(store, harbour(), harbour("two"))
    assert {*argument_of(store, "harbour").nodes} == {*harbour().nodes}


def test_a_file_that_was_not_imported_is_refused_with_those_that_were(store: Store) -> None:
    bring(store, harbour())
    with pytest.raises(UnknownFileError, match="Imported were one"):
        argument_of(store, "harbour", "three")


def test_the_shipped_essay_goes_out_with_all_of_its_relations(shipped: Store) -> None:
    kinds = "Inference", "Conflict", "Rephrase"
    counted = [len({row["s"] for row in shipped.query(f"SELECT ?s {{ ?s a ca:{kind} }}")}) for kind in kinds]
    types = [node.type for node in argument_of(shipped).nodes.values()]
    assert [types.count(name) for name in ("RA", "CA", "MA")] == counted


@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(argument=arguments())
def test_any_argument_goes_through_a_store_without_a_change(store: Store, argument: Argument) -> None:
    argument.name = f"file {store.last[0]}"
    corpus = f"harbour-{store.last[0]}"
    import_arguments(store, [argument], corpus=corpus)
    assert argument_of(store, corpus, argument.name) == argument
    assert check_store(store) == []
