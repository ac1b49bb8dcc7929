"""Editing, retracting and undoing by forms as the server takes them; two people who edit the same item."""

import pytest

from app.web.form_editing import opened_item
from app.web.form_values import as_fields
from graph import Store, edit
from tests.test_viz.conftest import fast_first
from tests.test_web.conftest import Served
from tests.test_web.filling import IRI, REPLACED, THESIS, Forms, events_of, last, text_of

TEXT = "Where two economies depend on each other, the one that depends less has power over the other."
THEIRS = "Power lies with the side that can do without the other more easily than the other without it."
EDIT = f"/items/{THESIS}/edit"


@pytest.fixture
def forms(served: Served) -> Forms:
    return Forms(served.client())


@pytest.fixture
def ada_and_ann(served_with_tokens: Served) -> tuple[Forms, Forms]:
    """Two people who are signed in, each with the form for the same item open."""
    people = []
    for token in ("adder-token-0123456789", "admin-token-0123456789"):
        forms = Forms(served_with_tokens.client())
        forms.open("/sign-in").send({"token": token})
        people.append(forms.open(EDIT))
    return people[0], people[1]


# --- editing ---


def test_the_form_holds_what_the_item_says(forms: Forms, store: Store) -> None:
    forms.open(EDIT)
    assert text_of(store, THESIS) in forms.text
    assert "The authors" in forms.text
    assert '<option value="thesis" selected>' in forms.answer.text


def test_an_edit_changes_what_was_changed_and_nothing_else(forms: Forms, store: Store) -> None:
    before = {(row["p"], row["o"]) for row in store.query(f"SELECT ?p ?o {{ <{IRI}{THESIS}> ?p ?o }}")}
    answer = forms.open(EDIT).send({"text": TEXT, "message": "Shorter"}).answer
    after = {(row["p"], row["o"]) for row in store.query(f"SELECT ?p ?o {{ <{IRI}{THESIS}> ?p ?o }}")}
    assert answer.headers["location"].endswith(f"&edited={store.last[0]}#/focus/{THESIS}")
    assert {p for p, _ in before ^ after} == {"https://schema.org/text"}
    assert last(store).message == "Shorter"


@pytest.mark.slow
def test_a_form_that_changes_nothing_makes_no_contribution(forms: Forms, store: Store) -> None:
    number = store.last[0]
    assert forms.open(EDIT).send({}).answer.status_code == 303
    assert store.last[0] == number


@pytest.mark.slow
def test_fields_can_be_emptied_and_ticks_taken_away(forms: Forms, store: Store) -> None:
    forms.open(EDIT).send({"subject": ""})
    assert not store.query(f"ASK {{ <{IRI}{THESIS}> dcterms:subject ?any }}")


@pytest.mark.parametrize(
    "kind", fast_first(["policy", "observation", "power-type", "link", "inference", "group", "topic"], "policy")
)
def test_every_kind_of_item_can_be_opened_and_saved_as_it_is(forms: Forms, store: Store, kind: str) -> None:
    names = {"policy": "Policy", "observation": "Observation", "power-type": "PowerType", "link": "PowerLink"}
    of_class = names.get(kind, kind.capitalize())
    iri = next(iter(store.query(f"SELECT ?i {{ ?i ca:kind ca:{of_class} }} ORDER BY ?i LIMIT 1")))["i"]
    number = store.last[0]
    assert forms.open(f"/items/{iri}/edit").answer.status_code == 200
    assert forms.send({}).answer.status_code == 303
    assert store.last[0] == number


@pytest.mark.slow
def test_faults_of_an_edit_are_told_at_their_fields(forms: Forms, store: Store) -> None:
    forms.open(EDIT).send({"label": "", "text": "x" * 10_001})
    assert forms.answer.status_code == 422
    assert "1 to 60 characters" in forms.fault("label")
    assert "1 to 10,000 characters" in forms.fault("text")
    assert "x" * 10_001 in forms.answer.text


@pytest.mark.slow
def test_the_form_of_a_retracted_item_is_gone(forms: Forms) -> None:
    forms.open(f"/add?objects-to={THESIS}").send(REPLACED)
    forms.open("/items/buyers-can-be-replaced/retract").send({"reason": "A test"})
    assert forms.open("/items/buyers-can-be-replaced/edit").answer.status_code == 410


@pytest.mark.parametrize("share", fast_first(range(8), 0))
def test_what_a_form_shows_of_an_item_says_just_what_the_item_says(shipped: Store, share: int) -> None:
    iris = [row["i"] for row in shipped.query("SELECT DISTINCT ?i { ?i a ca:Item } ORDER BY ?i")] or [
        row["i"] for row in shipped.query(
            "SELECT DISTINCT ?i { ?i a ?kind VALUES ?kind { ca:Statement ca:Policy ca:PowerLink ca:Relation ca:Actor "
            "ca:Observation ca:PowerType } } ORDER BY ?i"
        )
    ]  # fmt: skip
    for iri in iris[share::8][:60]:
        item = opened_item(shipped, iri)
        assert item.changes == {}
        assert as_fields(item.values, item.fields).keys() <= item.values.keys()
        done = edit(shipped, iri, as_fields(item.values, item.fields), dry_run=True)
        assert done.before == done.after


# --- two people ---


def test_who_comes_second_is_shown_both_versions_and_nothing_is_overwritten(
    ada_and_ann: tuple[Forms, Forms], served_with_tokens: Served
) -> None:
    ada, ann = ada_and_ann
    ada.send({"text": THEIRS, "message": "Clearer"})
    ann.send({"text": TEXT})
    assert ann.answer.status_code == 409
    assert THEIRS in ann.text
    assert TEXT in ann.text
    assert "Ada Lovelace" in ann.text
    assert "Clearer" in ann.text
    assert text_of(served_with_tokens.store, THESIS) == THEIRS


def test_a_field_that_both_changed_must_be_chosen(ada_and_ann: tuple[Forms, Forms], served_with_tokens: Served) -> None:
    ada, ann = ada_and_ann
    ada.send({"text": THEIRS})
    ann.send({"text": TEXT}).send({})
    assert ann.answer.status_code == 422
    assert "nothing is chosen yet" in ann.text
    ann.send({"choice-text": "mine"})
    assert ann.answer.status_code == 303
    assert text_of(served_with_tokens.store, THESIS) == TEXT
    assert last(served_with_tokens.store).by == "Ann"


def test_fields_that_only_one_changed_keep_that_change(
    ada_and_ann: tuple[Forms, Forms], served_with_tokens: Served
) -> None:
    ada, ann = ada_and_ann
    store = served_with_tokens.store
    ada.send({"text": THEIRS})
    assert ann.send({"label": "Less dependence is power"}).answer.status_code == 409
    assert ann.send({}).answer.status_code == 303
    assert text_of(store, THESIS) == THEIRS
    assert store.query(f'ASK {{ <{IRI}{THESIS}> rdfs:label "Less dependence is power"@en }}')


@pytest.mark.slow
def test_mine_can_be_saved_over_all_fields_at_once(
    ada_and_ann: tuple[Forms, Forms], served_with_tokens: Served
) -> None:
    ada, ann = ada_and_ann
    ada.send({"text": THEIRS, "label": "Who depends less has power"})
    ann.send({"text": TEXT}).send({"all": "mine"})
    assert text_of(served_with_tokens.store, THESIS) == TEXT
    assert not served_with_tokens.store.query(f'ASK {{ <{IRI}{THESIS}> rdfs:label "Who depends less has power"@en }}')


def test_theirs_can_be_kept(ada_and_ann: tuple[Forms, Forms], served_with_tokens: Served) -> None:
    ada, ann = ada_and_ann
    ada.send({"text": THEIRS})
    number = served_with_tokens.store.last[0]
    ann.send({"text": TEXT}).send({"choice-text": "theirs"})
    assert ann.answer.status_code == 303
    assert served_with_tokens.store.last[0] == number


@pytest.mark.slow
def test_a_third_change_while_versions_are_compared_is_shown_as_well(
    ada_and_ann: tuple[Forms, Forms], served_with_tokens: Served
) -> None:
    ada, ann = ada_and_ann
    ada.send({"text": THEIRS})
    ann.send({"text": TEXT})
    ada.open(EDIT).send({"text": THEIRS + " Always."})
    ann.send({"choice-text": "mine"})
    assert ann.answer.status_code == 409
    assert THEIRS + " Always." in ann.text
    assert text_of(served_with_tokens.store, THESIS) == THEIRS + " Always."


# --- retracting ---


def test_what_goes_with_an_item_is_told_and_a_reason_is_needed(forms: Forms, store: Store) -> None:
    forms.open(f"/add?objects-to={THESIS}").send(REPLACED)
    forms.open("/items/buyers-can-be-replaced/retract")
    assert "1 attack" in forms.text
    assert "“Buyers can be replaced” speaks against “Asymmetry empowers the less dependent side”" in forms.text
    number = store.last[0]
    forms.send({})
    assert forms.answer.status_code == 422
    assert forms.fault("reason")
    assert store.last[0] == number


def test_a_retraction_with_its_reason_leads_to_what_is_left_there(forms: Forms, store: Store) -> None:
    forms.open(f"/add?objects-to={THESIS}").send(REPLACED)
    forms.open("/items/buyers-can-be-replaced/retract").send({"reason": "Said already"})
    assert forms.answer.headers["location"].endswith(f"&retracted={store.last[0]}#/focus/{THESIS}")
    assert events_of(store, "buyers-can-be-replaced") == ["added", "retracted"]
    assert last(store).message == "Said already"


def test_what_would_stand_for_nothing_is_listed_and_goes_only_when_that_is_ticked(forms: Forms, store: Store) -> None:
    forms.open(f"/add?objects-to={THESIS}").send(REPLACED)
    answered = {
        "label": "Few buyers are so large",
        "text": "No other buyer takes as much as the one that stops buying.",
    }
    forms.open("/add?objects-to=buyers-can-be-replaced").send(answered)
    forms.open("/items/buyers-can-be-replaced/retract")
    assert "Would stand for nothing without it" in forms.text
    assert "Few buyers are so large" in forms.text
    assert forms.send({"reason": "A test"}).answer.status_code == 422
    assert text_of(store, "buyers-can-be-replaced")
    assert forms.send({"reason": "A test", "cascade": "true"}).answer.status_code == 303
    assert not text_of(store, "buyers-can-be-replaced")
    assert not text_of(store, "few-buyers-are-so-large")


# --- undoing ---


def test_an_addition_can_be_undone_and_leads_to_what_is_left_there(forms: Forms, store: Store) -> None:
    forms.open(f"/add?objects-to={THESIS}").send(REPLACED)
    number = store.last[0]
    forms.open(f"/add?objects-to={THESIS}").send({}, to=f"/contributions/{number}/undo")
    assert forms.answer.headers["location"].endswith(f"&undone={number + 1}#/focus/{THESIS}")
    assert not text_of(store, "buyers-can-be-replaced")


@pytest.mark.slow
def test_undoing_goes_back_to_where_it_was_asked_for(forms: Forms, store: Store) -> None:
    forms.open(f"/add?objects-to={THESIS}").send(REPLACED)
    number = store.last[0]
    forms.open("/add?kind=claim").send({"then": "/changes?by=Ada#top"}, to=f"/contributions/{number}/undo")
    assert forms.answer.headers["location"] == f"/changes?by=Ada&undone={number + 1}#top"


@pytest.mark.slow
def test_no_address_elsewhere_is_gone_to(forms: Forms, store: Store) -> None:
    forms.open(f"/add?objects-to={THESIS}").send(REPLACED)
    number = store.last[0]
    forms.open("/add?kind=claim").send({"then": "//example.org/"}, to=f"/contributions/{number}/undo")
    assert forms.answer.headers["location"].startswith("/map?")


def test_what_later_things_rest_on_is_not_undone_and_the_reasons_are_told(forms: Forms, store: Store) -> None:
    forms.open(f"/add?objects-to={THESIS}").send(REPLACED)
    number = store.last[0]
    forms.open("/items/buyers-can-be-replaced/edit").send({"text": TEXT})
    forms.open("/add?kind=claim").send({}, to=f"/contributions/{number}/undo")
    assert forms.answer.status_code == 409
    assert f"#{number + 1}" in forms.text
    assert text_of(store, "buyers-can-be-replaced") == TEXT


def test_the_contribution_that_made_the_store_is_not_undone(forms: Forms) -> None:
    assert forms.open("/add?kind=claim").send({}, to="/contributions/1/undo").answer.status_code == 409
    assert "cannot be undone" in forms.text


@pytest.mark.slow
def test_a_contribution_that_is_not_there_is_not_found(forms: Forms) -> None:
    assert forms.open("/add?kind=claim").send({}, to="/contributions/99/undo").answer.status_code == 404


def test_readers_change_nothing(served_with_tokens: Served) -> None:
    forms = Forms(served_with_tokens.client())
    forms.open("/sign-in").send({"token": "reader-token-0123456789"})
    assert forms.open(EDIT).answer.status_code == 403
    assert forms.open(f"/items/{THESIS}/retract").answer.status_code == 403
    forms.open("/sign-in")
    assert forms.send({"text": TEXT}, to=EDIT).answer.status_code == 403
    assert forms.open("/sign-in").send({}, to="/contributions/1/undo").answer.status_code == 403
