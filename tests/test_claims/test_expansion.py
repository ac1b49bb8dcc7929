"""Drafts become items: defaults, relations, figures and passages; and every fault is told with its field."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import (
    KINDS,
    Claim,
    Inference,
    Item,
    Observation,
    PowerLink,
    fields_to_fill,
    is_identifier,
    many_fields,
    slug,
)
from ontology import PREFIXES
from tests.quick import examples
from tests.test_claims.shelf import (
    ADA,
    NAMESPACE,
    TEXT,
    THERE,
    Shelf,
    claim,
    expanded,
    faults_of,
    figure,
    ids,
    items_of,
)  # fmt: skip

# ---- What most drafts leave out ----


def test_a_claim_is_the_contributors_own_and_asserted() -> None:
    own, me = items_of(claim())
    assert isinstance(own, Claim)
    assert (own.iri, own.held_by, own.commitment) == (NAMESPACE + "salt-helps", (ADA,), "asserted")
    assert me == Shelf.me


@pytest.mark.parametrize(("kind", "commitment"), [("claim", "asserted"), ("counterargument", "reported")])
def test_what_is_quoted_is_held_by_the_authors(kind: str, commitment: str) -> None:
    own, *rest = items_of({**claim(), "kind": kind, "quote": "bread rises"}, around=Shelf(text=TEXT))
    assert (own.held_by, own.commitment) == ((NAMESPACE + "ann",), commitment)  # type: ignore[attr-defined]
    assert rest == []


@pytest.mark.parametrize(
    ("kind", "scheme"), [("topic", "topic"), ("instrument", "instrument"), ("power-type", "power")]
)
def test_a_concept_belongs_to_the_shipped_scheme_of_its_kind(kind: str, scheme: str) -> None:
    fields = {"kind": kind, "label": "Baking", "definition": "Making bread in an oven.", "broader": "power:trust"}
    assert items_of(fields)[0].in_scheme == (PREFIXES[scheme],)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["state", "person", "organization", "group", "measure"])
def test_a_name_is_all_that_an_actor_or_measure_needs(kind: str) -> None:
    assert items_of({"kind": kind, "label": "Bakers"})[0].iri == NAMESPACE + "bakers"


@pytest.mark.parametrize("value", ["", None, [], "  "])
def test_an_empty_value_is_the_same_as_none(value: object) -> None:
    assert items_of(claim(scheme=value, held_by=value, id=value))[0] == items_of(claim())[0]


def test_whoever_is_called_me_is_the_contributor_and_is_made() -> None:
    assert Shelf.me in items_of(claim(held_by="Ann", about="me"))


# ---- Relations ----


def test_each_relation_of_a_statement_is_an_item() -> None:
    more = {"supports": ["mill", "ovens-matter"], "with": "Bread rises", "scheme": "example", "because": "ann",
            "attacks": "rises-because-matter", "restates": "prices"}  # fmt: skip
    made = [item.iri.rpartition("/")[2] for item in items_of(claim(**more))[2:]]
    assert made == [
        "mill-because-bread-rises-salt-helps",
        "ovens-matter-because-bread-rises-salt-helps",
        "salt-helps-because-ann",
        "salt-helps-against-rises-because-matter",
        "salt-helps-says-again-prices",
    ]


def test_an_inference_that_two_drafts_tell_is_one() -> None:
    drafts = (
        claim(supports="mill", **{"with": "Pepper helps"}),
        claim("Pepper helps", supports="mill", **{"with": "Salt helps"}),
    )
    assert len({item for item in items_of(*drafts) if isinstance(item, Inference)}) == 1


def test_a_relation_whose_id_is_taken_gets_a_number_and_keeps_its_field() -> None:
    around = Shelf(retired=["mill-because-salt-helps"])
    one = expanded(claim(id="salt-helps", supports="mill"), around=around)[0]
    relation = one.items[-1]
    assert relation.iri == NAMESPACE + "mill-because-salt-helps-2"
    assert one.written[relation.iri, PREFIXES["ca"] + "conclusion"] == "supports"


def test_a_relation_does_not_take_the_id_of_a_statement() -> None:
    made = items_of(claim("Salt against mill"), claim("Salt", attacks="mill"))
    assert len({item.iri for item in made}) == len({*made})


def test_an_own_relation_whose_id_is_taken_is_anchored_under_its_new_one() -> None:
    around = Shelf(retired=["mill-erodes-trust"], text=TEXT)
    link = {"kind": "link", "policy": "mill", "power": "trust", "bearing": "Erodes", "whose_power": "ann",
            "stated_by": "bread-rises", "quote": "bread rises"}  # fmt: skip
    one = expanded(link, around=around)[0]
    assert one.iri == one.items[0].iri == NAMESPACE + "mill-erodes-trust-2"
    assert [anchor.item for anchor in one.anchors[one.iri]] == [one.iri]


def test_a_policy_says_on_which_power_it_bears() -> None:
    policy = {"kind": "policy", "label": "A tax", "text": "A tax on flour.", "instrument": "tariff",
              "carried_out_by": "ann", "erodes": "trust", "wields": ["trust"], "whose_power": "ann",
              "stated_by": "bread-rises"}  # fmt: skip
    links = [item for item in items_of(policy) if isinstance(item, PowerLink)]
    assert [(link.bearing, link.basis) for link in links] == [("wields", "explicit"), ("erodes", "explicit")]
    del policy["whose_power"]
    assert list(faults_of(policy)) == ["whose_power"]


@pytest.mark.parametrize("name", ["supports", "because", "restates"])
def test_a_statement_neither_supports_nor_restates_itself(name: str) -> None:
    assert list(faults_of(claim(**{name: "Salt helps"}))) == [name]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (claim(**{"with": "mill"}), {"with"}),
        (claim(scheme="example", supports="zebra"), {"supports"}),
        (claim(scheme="example"), {"scheme"}),
        (claim(scheme=["example", "trade"], supports="mill"), {"scheme"}),
        ({"kind": "policy", "label": "A tax", "text": "A tax on flour.", "instrument": "tariff",
          "carried_out_by": "ann", "basis": "explicit", "stated_by": "mill"}, {"basis", "stated_by"}),
        (claim(supports={"label": "Another"}), {"supports"}),
        (claim(supports=[{"label": "Another"}]), {"supports"}),
        (claim(held_by=["Ann", "zebra"]), {"held_by"}),
        (claim("Salt", text=["one", "two"]), {"text"}),
        (claim(label=["Salt", "Pepper"]), {"label"}),
        (claim(label="x" * 61, text="", commitment="hoped", supports="zebra", lang="?"),
         {"label", "text", "commitment", "supports", "lang"}),
        (claim("a\ud800", supports="\ud800"), {"label", "text", "supports"}),
        ({"kind": "claim"}, {"label", "text"}),
        ({"kind": "inference", "premise": "mill", "conclusion": "mill"}, {"conclusion"}),
        ({"kind": "inference", "premise": "mill", "conclusion": ["mill", "ann"]}, {"conclusion"}),
        ({"kind": "inference", "premise": "mill", "conclusion": "ann", "lang": "en"}, {"lang"}),
        ({"kind": "policy", "label": "A tax", "text": "A tax on flour.", "power": "trust", "wields": "trust"},
         {"power", "instrument", "carried_out_by", "whose_power", "stated_by"}),
    ],
)  # fmt: skip
def test_every_fault_is_told_at_once_with_its_field(fields: dict[str, object], wrong: set[str]) -> None:
    assert set(faults_of(fields)) == wrong


@pytest.mark.parametrize(
    ("kind", "told"),
    [("clam", "“clam” is no kind of item. Did you mean claim?"), ("zzz", "The kinds are claim, thesis"),
     (None, "Is missing. The kinds are"), (7, "“7” is no kind")],
)  # fmt: skip
def test_an_unknown_kind_is_told_with_the_kinds(kind: object, told: str) -> None:
    assert told in faults_of({**claim(), "kind": kind})["kind"]


@pytest.mark.parametrize("kind", ["Claim", " claim ", ["claim"]])
def test_a_kind_is_known_however_it_is_written(kind: object) -> None:
    assert items_of({**claim(), "kind": kind})[0].kind == "claim"


def test_an_unknown_field_is_told_with_the_nearest() -> None:
    assert faults_of(claim(suports="mill"))["suports"].endswith("Did you mean supports?")
    assert "Its fields are id, label" in faults_of(claim(zzz=1))["zzz"]


def test_the_reason_that_a_file_gives_for_a_refusal_is_passed_over() -> None:
    assert items_of(claim(reason="It was too short."))


# ---- Values ----


def test_one_value_is_taken_from_a_list_of_one_and_texts_are_tidied() -> None:
    own = items_of(claim(label=["  Salt\n helps "], text=" Salt helps the dough. \n", commitment=["Granted"]))[0]
    assert (own.label, own.text, own.commitment) == ("Salt helps", "Salt helps the dough.", "granted")  # type: ignore[attr-defined]


def test_a_number_can_be_a_title() -> None:
    assert items_of({"kind": "person", "label": 1984})[0].iri == NAMESPACE + "1984"


def test_a_language_in_capitals_is_that_language() -> None:
    assert items_of(claim(lang="FR"))[0].lang == "fr"  # type: ignore[attr-defined]


# ---- Figures ----


def figures_of(*drafts: Mapping[str, object]) -> list[Observation]:
    return [item for item in items_of(*drafts) if isinstance(item, Observation)]


def test_a_figure_is_written_inside_its_statement() -> None:
    own, made, _ = items_of(claim(figure=figure(), lang="fr"))
    assert isinstance(made, Observation)
    assert (own.figure, made.iri, made.lang) == ((made.iri,), NAMESPACE + "hours-of-rising", "fr")  # type: ignore[attr-defined]


def test_figures_with_one_title_are_one_only_if_they_say_the_same() -> None:
    made = figures_of(claim(figure=[figure(1), figure(2)]), claim("Pepper helps", figure=figure(2)))
    assert ids([one.iri for one in made]) == ["hours-of-rising", "hours-of-rising-2", "hours-of-rising-2"]


def test_a_figure_is_a_draft_of_its_own_that_a_statement_names() -> None:
    made = items_of(claim(figure=["18-hours"]), {"kind": "observation", "id": "18-hours", **figure()})
    assert made[0].figure == (NAMESPACE + "18-hours",)  # type: ignore[attr-defined]


def test_a_fault_of_a_figure_is_told_with_its_place() -> None:
    found = faults_of(claim(figure=["zebra", figure("1,8", measured_property="zebra", price=3)]))
    assert set(found) == {"figure", "figure 2, value", "figure 2, measured_property", "figure 2, price"}


def test_a_fault_that_the_store_finds_in_a_figure_is_told_with_its_place() -> None:
    one = expanded(claim(figure=[figure(1), figure(2)]))[0]
    assert one.written[NAMESPACE + "hours-of-rising-2", PREFIXES["schema"] + "value"] == "figure 2, value"


# ---- Passages ----


def test_each_quotation_becomes_an_anchor_once() -> None:
    quotes = ["Bread rises", "bread rises.", "says Ann", "Bread rises"]
    one = expanded(claim(quote=quotes, passage="0-12"), around=Shelf(text=TEXT))[0]
    assert one.faults == []
    assert [TEXT[anchor.start : anchor.end] for anchor in one.anchors[one.iri]] == [
        "Bread rises", "Bread rises.", "says Ann", "A FIRST PART"
    ]  # fmt: skip


@pytest.mark.parametrize("occurrence", [2, "2"])
def test_one_of_several_places_is_chosen(occurrence: object) -> None:
    one = expanded(claim(quote="Salt helps", occurrence=occurrence), around=Shelf(text=TEXT))[0]
    assert one.anchors[one.iri][0].paragraph == 2


@pytest.mark.parametrize(
    ("more", "wrong", "told"),
    [
        ({"quote": "Salt helps"}, "quote", "stands in 2 places"),
        ({"quote": "Salt helps", "occurrence": 3}, "quote", "from 1 to 2"),
        ({"quote": "Salt helps", "occurrence": 0}, "occurrence", "count from 1"),
        ({"quote": "Bread rises", "occurrence": "second"}, "occurrence", "count from 1"),
        ({"quote": ["Salt helps", "Bread rises"], "occurrence": 1}, "occurrence", "Goes with one quotation"),
        ({"occurrence": 1}, "occurrence", "Goes with one quotation"),
        ({"passage": "5-3"}, "passage", "not within the text"),
        ({"passage": "x"}, "passage", "is no passage"),
    ],
)
def test_a_passage_that_is_not_clear_is_told(more: dict[str, object], wrong: str, told: str) -> None:
    assert told in faults_of(claim(**more), around=Shelf(text=TEXT))[wrong]


@pytest.mark.parametrize("name", ["quote", "passage"])
def test_nothing_is_anchored_where_the_text_is_not_attached(name: str) -> None:
    assert faults_of(claim(**{name: "0-5"})) == {
        name: "The text is not attached; attach it with `claimatlas source attach FILE`."
    }


def test_what_does_not_stand_in_a_text_has_no_quotation() -> None:
    assert set(faults_of({"kind": "person", "label": "Bob", "quote": "Bread rises"}, around=Shelf(text=TEXT))) == {
        "quote"
    }


# ---- What can be said, and how much of it ----


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_can_be_filled_is_taken(kind: str) -> None:
    filled = dict.fromkeys(fields_to_fill(KINDS[kind]), "x")
    assert not any("Is no field" in message for message in faults_of({"kind": kind, **filled}).values())


def test_fields_with_several_values_are_known() -> None:
    assert {"supports", "with", "quote", "held_by", "figure", "stated_by"} <= many_fields()
    assert not {"scheme", "label", "occurrence", "conclusion", "basis"} & many_fields()


def test_what_drafts_name_is_looked_up_many_at_once() -> None:
    around = Shelf()
    expanded(*(claim(f"Salt {n}", supports="mill") for n in range(2500)), around=around)
    assert around.looked_up == 9


values = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from([*THERE, "me"])
)
anything = values | st.lists(values | st.dictionaries(st.text(max_size=5), values, max_size=2), max_size=3)
names = st.sampled_from(sorted({name for kind in KINDS.values() for name in fields_to_fill(kind)} | {"zzz"}))


@given(st.lists(st.builds(lambda kind, more: {**more, "kind": kind}, st.sampled_from([*KINDS, 3]),
                          st.dictionaries(names, anything, max_size=12)), max_size=4))  # fmt: skip
@settings(max_examples=examples(300), deadline=None)
def test_any_drafts_become_items_under_good_ids_or_faults(drafts: list[dict[str, object]]) -> None:
    found = expanded(*drafts, around=Shelf(text=TEXT))
    assert [one.draft.fields for one in found] == drafts
    sound: dict[str, Item] = {}
    for item in (item for one in found if not one.faults for item in one.items):
        assert item == Shelf.me or is_identifier(item.iri.removeprefix(NAMESPACE))
        assert sound.setdefault(item.iri, item) == item


@given(st.lists(st.sampled_from("abcd"), unique=True), st.data())
@settings(deadline=None)
def test_what_becomes_of_drafts_does_not_depend_on_their_order(titles: list[str], data: st.DataObject) -> None:
    drafts = [claim(f"Salt {one}", supports=[f"Salt {other}" for other in titles if other != one]) for one in titles]
    shuffled = data.draw(st.permutations(drafts))
    assert set(items_of(*drafts)) == set(items_of(*shuffled))
    assert all(item.iri == NAMESPACE + slug(item.label) for item in items_of(*drafts) if isinstance(item, Claim))
