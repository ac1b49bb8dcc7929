"""Names and ids of drafts: what a name stands for, in the batch and in the store, and which id a draft gets."""

from collections.abc import Sequence

import pytest

from claims import Claim, Conflict, Inference
from ontology import PREFIXES
from tests.test_claims.shelf import NAMESPACE, Shelf, claim, expanded, faults_of, figure, ids, items_of

# ---- Names ----


@pytest.mark.parametrize(
    "name", ["bread-rises", "Bread rises", NAMESPACE + "bread-rises", "bread:bread-rises", "  Bread\n rises "]
)
def test_an_item_is_named_by_id_title_iri_or_prefix(name: str) -> None:
    relation = items_of(claim(supports=name))[-1]
    assert isinstance(relation, Inference)
    assert relation.conclusion == NAMESPACE + "bread-rises"


@pytest.mark.parametrize("name", ["salt-helps", "Salt helps", NAMESPACE + "salt-helps", "corpus:salt-helps"])
@pytest.mark.parametrize("first", [True, False])
def test_drafts_name_one_another_in_any_order(name: str, first: bool) -> None:
    drafts = [claim(), claim("Pepper helps", supports=name)]
    found = expanded(*(drafts if first else drafts[::-1]))
    naming = next(one for one in found if one.title == "Pepper helps")
    assert (naming.faults, naming.needs) == ([], [NAMESPACE + "salt-helps"])


def test_an_inference_is_drafted_itself_and_attacked_by_its_id() -> None:
    inference = {"kind": "inference", "id": "step", "premise": ["Salt helps", "mill"], "conclusion": "Bread rises"}
    made = items_of(claim("Pepper helps", attacks="step"), inference, claim())
    assert [item.attacked for item in made if isinstance(item, Conflict)] == [NAMESPACE + "step"]
    assert [ids(item.premise) for item in made if isinstance(item, Inference)] == [["mill", "salt-helps"]]


@pytest.mark.parametrize(
    ("name", "subject"), [("trust", "power/trust"), ("trade", "topic/trade"), ("topic:trade", "topic/trade")]
)
def test_a_subject_is_named_without_its_prefix(name: str, subject: str) -> None:
    assert items_of(claim(subject=name))[0].subject[0].endswith(subject)  # type: ignore[attr-defined]


def test_a_title_of_the_batch_does_not_hide_what_a_field_means() -> None:
    own = items_of(claim("Trust", subject="trust"))[0]
    assert (own.iri, own.subject) == (NAMESPACE + "trust", (PREFIXES["power"] + "trust",))  # type: ignore[attr-defined]


def test_of_two_drafts_with_a_title_that_of_the_wanted_kind_is_meant() -> None:
    made = items_of({"kind": "group", "label": "Bakers"}, claim("Bakers"), claim(about="Bakers", supports="Bakers"))
    about, conclusion = made[-3].about[0], made[-1].conclusion  # type: ignore[attr-defined]
    assert ids([about, conclusion]) == ["bakers", "bakers-2"]


def test_what_there_is_not_is_told_with_what_is_near() -> None:
    assert faults_of(claim(supports=["bread-rise", "zebra"])) == {
        "supports": "There is no “zebra”. Look for it with `claimatlas search`, or add it."
    }
    assert faults_of(claim(supports="bread-rise"))["supports"] == "There is no “bread-rise”. Did you mean bread-rises?"
    assert faults_of(claim("Yeast works"), claim(supports="Yeast work"))["supports"].endswith(
        "Did you mean yeast-works?"
    )


def test_a_title_that_two_drafts_have_names_neither() -> None:
    same = [claim(id="a"), claim(id="b"), claim("Pepper helps", supports="Salt helps")]
    assert "is the title of several items; use an id" in faults_of(*same)["supports"]
    assert "supports" not in faults_of(*same[:2], claim("Pepper helps", supports="a"))


def test_suggestions_are_made_for_the_first_unknown_names_only() -> None:
    class Counting(Shelf):
        asked = 0

        def nearest(self, name: str) -> Sequence[str]:
            self.asked += 1
            return ()

    around = Counting()
    expanded(*(claim(f"Salt {n}", supports=f"nothing-{n}") for n in range(200)), around=around)
    assert around.asked == 50


# ---- Ids ----


@pytest.mark.parametrize("name", ["-x", "A", "a b", "é", "me", "x" * 201, "a/b"])
def test_what_is_no_id_is_refused_once(name: str) -> None:
    found = faults_of(claim(id=name))
    assert list(found) == ["id"]
    assert "use small letters, digits and hyphens" in found["id"]


@pytest.mark.parametrize("given_id", ["salt", NAMESPACE + "salt", ["salt"]])
def test_an_id_is_given_short_or_whole(given_id: object) -> None:
    assert items_of(claim(id=given_id))[0].iri == NAMESPACE + "salt"


def test_an_id_that_stands_for_something_else_is_refused() -> None:
    assert "says something else" in faults_of(claim(id="mill"))["id"]
    assert "says something else" in faults_of(claim(id="old"), around=Shelf(retired=["old"]))["id"]
    assert "says something else" in faults_of(claim("Bread rises"))["label"]


def test_a_title_whose_id_is_taken_gets_a_number() -> None:
    assert items_of(claim("Mill"))[0].iri == NAMESPACE + "mill-2"
    assert items_of(claim("Old"), around=Shelf(retired=["old", "old-2"]))[0].iri == NAMESPACE + "old-3"


def test_titles_that_make_the_same_id_get_a_number() -> None:
    made = items_of(claim("Salt helps!"), claim("Salt helps?"), claim("🍞 🧂"), claim("🧂 🍞"))
    assert len({item.iri for item in made if isinstance(item, Claim)}) == 4


def test_a_draft_that_says_what_another_says_adds_nothing() -> None:
    first, second = expanded(claim(), claim())
    assert (len(first.items), second.items, second.faults) == (2, [], [])


@pytest.mark.parametrize(
    ("more", "name"), [({"text": "Another text altogether."}, "label"), ({"id": "salt-helps"}, "id")]
)
def test_a_title_or_id_of_another_draft_is_refused(more: dict[str, object], name: str) -> None:
    assert faults_of(claim(), claim(**more)) == {name: "Is that of draft 1 too; each needs its own."}


def test_of_what_the_store_says_already_nothing_else_is_made() -> None:
    drafts = [claim(supports="mill", figure=figure(), because="Pepper helps"), claim("Pepper helps", attacks="mill")]
    made = items_of(*drafts)
    assert set(items_of(*drafts, around=Shelf(*made))) < set(made)
