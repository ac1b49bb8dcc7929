"""Adding: what is added, what is refused, what is told, and what is left when it fails."""

from pathlib import Path

import pytest

from claims import RULES, DraftError, Rule, SourceText, many_fields, read_drafts
from graph import ReadOnlyError, Store, add, check_store, history_of, log, open_store
from tests.quick import fast_first

NS = "https://w3id.org/claimatlas/corpus/long-american-century/"
THESIS = "asymmetry-empowers-less-dependent"
CLAIM: dict[str, object] = {
    "kind": "claim",
    "label": "Buyers can be replaced",
    "text": "A seller that finds other buyers has nothing to fear from one who stops buying.",
    "supports": THESIS,
}
EVIDENCE: dict[str, object] = {
    "kind": "evidence",
    "label": "Soybeans found new buyers",
    "text": "When one country stopped buying soybeans, sellers shipped them elsewhere within a year.",
    "supports": "Buyers can be replaced",
    "citation": "A trade report",
}
TEXT = "The first bridge was dear.\n\nThe second bridge was “cheap”, they quothed.\n\nThe first bridge was dear.\n"


def everything(store: Store) -> set[str]:
    return set(store.export("nquads").decode("utf-8").splitlines())


def ids(items: object) -> list[str]:
    return [item.iri.rpartition("/")[2] for item in items]  # type: ignore[attr-defined]


@pytest.fixture
def with_text(folder: Path) -> Path:
    """A folder with a store to which a made-up text is attached as the essay's."""
    with open_store(folder) as store:
        store.attach(SourceText(TEXT))
    return folder


def test_a_draft_becomes_items_that_say_so(store: Store) -> None:
    done = add(store, CLAIM, by="Ada")
    assert ids(done.items) == ["buyers-can-be-replaced", "ada", f"{THESIS}-because-buyers-can-be-replaced"]


def test_what_follows_by_rule_comes_with_an_addition(store: Store) -> None:
    add(store, CLAIM)
    assert store.query(f"ASK {{ corpus:buyers-can-be-replaced ca:supports corpus:{THESIS} ; a ca:Statement }}")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_after_an_addition_no_derived_triple_is_missing_or_stale(store: Store, rule: Rule) -> None:
    add(store, [CLAIM, EVIDENCE])
    assert not store.query(rule.missing)
    assert not (rule.find_stale and store.query(rule.find_stale))


def test_an_added_item_names_the_contribution_that_made_it(store: Store) -> None:
    done = add(store, CLAIM, by="Ada")
    rows = list(store.query("SELECT ?c { corpus:buyers-can-be-replaced prov:wasGeneratedBy ?c }"))
    assert done.contribution is not None
    assert [row["c"] for row in rows] == [done.contribution.iri]


def test_a_statement_without_a_passage_is_its_contributors(store: Store) -> None:
    add(store, CLAIM, by="Ada Lovelace")
    rows = store.query("SELECT ?name { corpus:buyers-can-be-replaced ca:heldBy/rdfs:label ?name }")
    assert [row["name"] for row in rows] == ["Ada Lovelace"]


def test_a_statement_with_a_passage_is_its_authors(with_text: Path) -> None:
    with open_store(with_text) as store:
        add(store, CLAIM | {"quote": "the SECOND bridge was 'cheap'"})
        rows = list(store.query("SELECT ?who { corpus:buyers-can-be-replaced ca:heldBy ?who }"))
    assert {row["who"] for row in rows} == {f"{NS}robert-keohane", f"{NS}joseph-nye"}


def test_an_anchor_stands_where_the_quoted_words_stand(with_text: Path) -> None:
    with open_store(with_text) as store:
        add(store, CLAIM | {"quote": "the SECOND bridge was 'cheap'"})
        rows = list(
            store.query("""SELECT ?p ?s ?e { ?n oa:hasBody corpus:buyers-can-be-replaced ; oa:hasTarget ?t .
          ?t ca:paragraph ?p ; oa:hasSelector/oa:start ?s ; oa:hasSelector/oa:end ?e }""")
        )
    found = [(row["p"], TEXT[int(row["s"]) : int(row["e"])]) for row in rows]
    assert found == [("2", "The second bridge was “cheap”")]


def test_no_word_of_a_shipped_source_goes_into_the_store(with_text: Path) -> None:
    with open_store(with_text) as store:
        add(store, CLAIM | {"quote": "they quothed"})
        assert "quothed" not in store.export("nquads").decode("utf-8")


QUOTES = {
    "in several places": ({"quote": "first bridge"}, "1. paragraph 1"),
    "nowhere, with what is nearest": ({"quote": "the third bridge was cheap they quoth"}, "paragraph 2"),
    "outside the text": ({"passage": "10-9999"}, "not within the text"),
    "at an occurrence that is not there": ({"quote": "first bridge", "occurrence": "3"}, "2 places"),
}


@pytest.mark.parametrize(("fields", "words"), QUOTES.values(), ids=QUOTES)
def test_a_passage_that_is_not_clear_is_refused_with_what_there_is(
    with_text: Path, fields: dict[str, object], words: str
) -> None:
    with open_store(with_text) as store:
        before = everything(store)
        with pytest.raises(DraftError, match=words):
            add(store, CLAIM | fields)
        assert everything(store) == before


def test_one_of_several_places_can_be_chosen(with_text: Path) -> None:
    with open_store(with_text) as store:
        add(store, CLAIM | {"quote": "first bridge", "occurrence": "2"})
        assert store.query("ASK { ?n oa:hasBody corpus:buyers-can-be-replaced ; oa:hasTarget/ca:paragraph 3 }")


def test_drafts_name_one_another_in_any_order(store: Store) -> None:
    add(store, [EVIDENCE, CLAIM])
    assert store.query("ASK { corpus:soybeans-found-new-buyers ca:supports corpus:buyers-can-be-replaced }")


def test_the_same_drafts_add_nothing_twice(store: Store) -> None:
    add(store, [CLAIM, EVIDENCE])
    before = everything(store)
    again = add(store, [CLAIM, EVIDENCE])
    assert (again.contribution, again.already) == (None, 2)
    assert everything(store) == before


def test_what_a_draft_leaves_open_stays_as_it_is(store: Store) -> None:
    add(store, CLAIM | {"subject": "trust"}, by="Ada")
    again = add(store, CLAIM, by="Bob")
    assert (again.contribution, again.already) == (None, 1)


@pytest.mark.parametrize("name", ["50%", "[sic]", "\ufffd", "%zz", "]"])
def test_names_that_no_iri_can_hold_are_titles_like_others(store: Store, name: str) -> None:
    done = add(store, {"kind": "state", "label": f"{name}{name}"}, by="Ada")
    assert [item.kind for item in done.items] == ["state"]
    with pytest.raises(DraftError, match="There is no"):
        add(store, {"kind": "group", "label": "Of two", "member": [f"{name}{name}", name]}, by="Ada")


def test_a_language_that_is_none_is_a_fault(store: Store) -> None:
    with pytest.raises(DraftError, match="lang"):
        add(store, CLAIM | {"lang": "no such!"})


def test_the_same_quotation_is_not_anchored_twice(with_text: Path) -> None:
    with open_store(with_text) as store:
        add(store, CLAIM | {"quote": "second bridge"})
        assert add(store, CLAIM | {"quote": "second bridge"}).contribution is None


def test_a_second_passage_is_added_to_what_is_there(with_text: Path) -> None:
    with open_store(with_text) as store:
        add(store, CLAIM | {"quote": "second bridge"})
        add(store, CLAIM | {"quote": ["second bridge", "they quothed"]})
        assert len(store.query("SELECT ?n { ?n oa:hasBody corpus:buyers-can-be-replaced }")) == 2
        assert [event.change.what for event in history_of(store, f"{NS}buyers-can-be-replaced")] == ["added", "edited"]


def test_a_dry_run_changes_nothing_and_says_what_it_would(store: Store) -> None:
    before = everything(store)
    done = add(store, CLAIM, dry_run=True)
    assert (done.contribution, ids(done.items)[0]) == (None, "buyers-can-be-replaced")
    assert everything(store) == before


def test_every_fault_of_every_draft_is_told_with_its_field(store: Store) -> None:
    drafts: list[dict[str, object]] = [
        {"kind": "clam"},
        CLAIM | {"text": "", "supports": "nowhere"},
        EVIDENCE | {"supports": None},
    ]
    with pytest.raises(DraftError) as told:
        add(store, drafts)
    assert {(fault.place.number, fault.field) for fault in told.value.faults} == {
        (1, "kind"), (2, "text"), (2, "supports"), (3, "supports"),
    }  # fmt: skip


def test_a_draft_that_names_a_bad_one_is_bad(store: Store) -> None:
    with pytest.raises(DraftError, match="Names what draft 1 was to add"):
        add(store, [CLAIM | {"text": ""}, EVIDENCE])


def test_with_bad_ones_skipped_the_good_ones_are_added(store: Store) -> None:
    other = CLAIM | {"label": "Sellers can be replaced", "text": "A buyer that finds other sellers need not fear one."}
    done = add(store, [CLAIM | {"text": ""}, EVIDENCE, other], skip_bad=True)
    assert [draft.fields["label"] for draft, _ in done.bad] == ["Buyers can be replaced", "Soybeans found new buyers"]
    assert "sellers-can-be-replaced" in ids(done.items)


@pytest.mark.parametrize("last", fast_first([300, 3001], 300))
def test_a_fault_in_the_last_of_many_rows_adds_nothing_and_names_the_row(
    folder: Path, tmp_path: Path, last: int
) -> None:
    rows = [f"claim,Title {n},The text of claim number {n} in full.,{THESIS}" for n in range(2, last)]
    table = tmp_path / "claims.csv"
    table.write_text("\n".join(["kind,label,text,supports", *rows, f"claim,Title {last},,nowhere"]), "utf-8")
    with open_store(folder) as store:
        before = everything(store)
        with pytest.raises(DraftError, match=f"row {last}, text") as told:
            add(store, read_drafts(table, many=many_fields()))
        assert len(told.value.faults) == 2
        assert everything(store) == before


@pytest.mark.parametrize("facts", fast_first([250, 2500], 250))
def test_many_rows_are_one_contribution_with_relations_across_the_whole_file(
    folder: Path, tmp_path: Path, facts: int
) -> None:
    rows = [f"evidence,Fact {n},The fact of number {n} in full.,Title {facts - n},A book" for n in range(facts)]
    rows += [f"claim,Title {n},The text of claim number {n} in full.,{THESIS}," for n in range(facts + 1)]
    table = tmp_path / "claims.csv"
    table.write_text("\n".join(["kind,label,text,supports,citation", *rows]), "utf-8")
    with open_store(folder) as store:
        done = add(store, read_drafts(table, many=many_fields()), by="Ada")
        assert done.contribution is not None
        assert len(log(store)) == 2
        assert not any(store.query(rule.missing) for rule in RULES)
        assert store.query(f"ASK {{ corpus:fact-0 ca:supports corpus:title-{facts} }}")
        assert len(store.query("SELECT ?s { ?s a ca:Statement ; prov:wasGeneratedBy ?c }")) == 2 * facts + 1


def test_a_read_only_store_takes_nothing_but_a_dry_run(shipped: Store) -> None:
    assert add(shipped, CLAIM, dry_run=True).items
    with pytest.raises(ReadOnlyError):
        add(shipped, CLAIM)


def test_a_title_that_is_taken_is_refused(store: Store) -> None:
    with pytest.raises(DraftError, match="label"):
        add(store, CLAIM | {"label": "Asymmetry empowers the less dependent side"})


def test_what_was_added_leaves_the_store_sound(store: Store) -> None:
    add(store, [CLAIM, EVIDENCE])
    assert check_store(store) == []


ODD = {
    "linked to nothing": ([CLAIM | {"supports": None}], "Is linked to nothing"),
    "evidence without a source": ([CLAIM, EVIDENCE | {"citation": None}], "Has no source"),
    "a near-duplicate": ([CLAIM, CLAIM | {"label": "Buyers can be replaced soon"}], "Is much like"),
    "a circle": (
        [CLAIM, {"kind": "inference", "premise": THESIS, "conclusion": "buyers-can-be-replaced"}],
        "Closes a circle",
    ),
    "an attack on its own premise": (
        [CLAIM | {"because": THESIS, "supports": None, "attacks": THESIS}],
        "which it rests on itself",
    ),
    "a policy that bears on no power": (
        [{"kind": "policy", "label": "A toll on bridges", "text": "Every cart that crosses pays a penny.",
          "instrument": "tariff", "carried_out_by": "united-states"}],
        "Bears on no type of power",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("drafts", "words"), ODD.values(), ids=ODD)
def test_what_is_odd_is_told_and_added_all_the_same(store: Store, drafts: list[dict[str, object]], words: str) -> None:
    done = add(store, drafts)
    assert words in " ".join(map(str, done.cautions))
    assert done.contribution


def test_a_near_duplicate_of_a_claim_in_the_store_is_shown_with_its_text(store: Store) -> None:
    add(store, CLAIM)
    done = add(store, CLAIM | {"label": "Buyers may be replaced"})
    assert "A seller that finds other buyers has nothing to fear" in str(done.cautions[0])


def test_the_index_of_near_duplicates_follows_what_others_wrote(folder: Path) -> None:
    with open_store(folder) as store:
        add(store, CLAIM)
        store.update("DELETE WHERE { corpus:buyers-can-be-replaced ?p ?o }")
        done = add(store, CLAIM | {"label": "Buyers may be replaced"})
    assert not any("much like" in caution.message for caution in done.cautions)


def test_a_large_addition_that_was_cut_short_is_finished_at_the_next_opening(folder: Path) -> None:
    pending = folder / ".claimatlas" / "pending.nq"
    pending.write_text("<urn:a> <urn:b> <urn:c> .\n<urn:d> <urn:e> <urn:f> <urn:g> .\n", "utf-8")
    with pytest.raises(Exception, match="cut short"):
        open_store(folder, read_only=True)
    with open_store(folder) as store:
        assert store.query("ASK { <urn:a> <urn:b> <urn:c> }")
    assert not pending.exists()


def test_a_hostile_text_is_kept_as_it_is(store: Store) -> None:
    text = '</script><script>alert(1)</script> שלום \u200fעולם & “quotes” \\ "\n{{ 7*7 }}'
    add(store, CLAIM | {"text": text})
    assert [row["t"] for row in store.query("SELECT ?t { corpus:buyers-can-be-replaced schema:text ?t }")] == [text]


def test_a_contributors_name_is_cleaned_of_what_could_steer(store: Store) -> None:
    done = add(store, CLAIM, by="A\x1b\u202eda")
    assert done.contribution is not None
    assert done.contribution.by == "Ada"
