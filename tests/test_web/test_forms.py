"""Adding by forms as the server takes them: what a form begins with, what it adds, what it refuses and tells."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.web import Limits, Settings
from graph import Store, open_store
from tests.quick import examples
from tests.test_web.conftest import Served, serving
from tests.test_web.filling import IRI, REPLACED, THESIS, Forms, last, text_of

HOSTILE = "</textarea><script>alert(1)</script>\u202e\u2067 “\U0001f9d1‍\U0001f680” {{ 7 * 7 }} & < > ' \""


@pytest.fixture
def forms(served: Served) -> Forms:
    return Forms(served.client())


@pytest.fixture(scope="module")
def unchanged() -> Iterator[Served]:
    """A server of its own for tests after which its store is as it was."""
    with open_store(":memory:") as store, serving(store) as served:
        yield served


@pytest.fixture
def looking(unchanged: Served) -> Iterator[Forms]:
    """A visitor who changes nothing; that is seen to."""
    number = unchanged.store.last[0]
    yield Forms(unchanged.client())
    assert unchanged.store.last[0] == number


def added(store: Store, item: str) -> set[tuple[str, str]]:
    """What the store says an item supports, attacks, undercuts or restates, by ids."""
    rows = store.query(
        f"SELECT ?p ?o {{ <{IRI}{item}> ?p ?o VALUES ?p {{ ca:supports ca:attacks ca:undercuts ca:restates }} }}"
    )
    return {(row["p"].rpartition("#")[2], row["o"].rpartition("/")[2]) for row in rows}


# --- what a form begins with ---


def test_the_first_page_offers_the_four_common_kinds_before_the_others(looking: Forms) -> None:
    page = looking.open("/add").answer.text
    order = [
        page.index(f'href="/add?kind={kind}"')
        for kind in ("claim", "evidence", "counterargument", "rebuttal", "policy")
    ]
    assert order == sorted(order)
    assert page.index("<details") < order[-1]


def test_an_unknown_kind_is_told_with_those_that_there_are(looking: Forms) -> None:
    assert looking.open("/add?kind=poem").answer.status_code == 404
    assert "the kinds are claim, thesis" in looking.text


def test_to_start_from_an_item_that_is_not_there_tells_the_nearest(looking: Forms) -> None:
    assert looking.open("/add?objects-to=asymmetry-empowers-less-dependant").answer.status_code == 404
    assert THESIS in looking.text


@pytest.mark.parametrize(
    ("query", "heading", "kind"),
    [
        (f"objects-to={THESIS}", "Object to: Asymmetry empowers the less dependent side", "counterargument"),
        (f"supports={THESIS}", "Support: Asymmetry empowers the less dependent side", "claim"),
        (f"restates={THESIS}", "Say again: Asymmetry empowers the less dependent side", "thesis"),
        (f"supports={THESIS}&kind=evidence", "Support: Asymmetry", "evidence"),
        ("kind=policy", "Add a policy", "policy"),
    ],
)  # fmt: skip
def test_a_form_says_what_is_being_done_and_shows_what_it_starts_from(
    looking: Forms, query: str, heading: str, kind: str
) -> None:
    page = looking.open(f"/add?{query}").answer.text
    assert heading in looking.text
    assert f'value="{kind}"' in page
    if THESIS in query:
        assert "asymmetry gives power to the side that depends less" in looking.text


def test_a_counterargument_is_answered_with_a_rebuttal(looking: Forms, unchanged: Served) -> None:
    one = next(iter(unchanged.store.query("SELECT ?c { ?c a ca:Counterargument }")))["c"]
    assert '<option value="rebuttal" selected>' in looking.open(f"/add?objects-to={one}").answer.text


@pytest.mark.parametrize(("part", "relation"), [("thePremises", "premise"), ("theConclusion", "conclusion")])
def test_a_bad_answer_to_a_critical_question_attacks_the_part_that_the_question_tests(
    forms: Forms, store: Store, part: str, relation: str
) -> None:
    row = next(iter(store.query(
        f"SELECT ?step ?q ?end {{ ?step ca:scheme/ca:criticalQuestion ?q ; ca:{relation} ?end . "
        f"?q ca:challenges ca:{part} "
        "FILTER NOT EXISTS { ?step ca:premise ?a, ?b FILTER(?a != ?b) } } ORDER BY ?step ?q LIMIT 1"
    )))  # fmt: skip
    forms.open(f"/add?answers={row['q'].rpartition('/')[2]}&step={row['step']}").send(REPLACED)
    assert ("attacks", row["end"].rpartition("/")[2]) in added(store, "buyers-can-be-replaced")
    assert last(store).message.startswith("Answers the critical question: ")


@pytest.mark.slow
def test_a_bad_answer_to_a_question_about_the_step_undercuts_it(forms: Forms, store: Store) -> None:
    row = next(iter(store.query(
        "SELECT ?step ?q { ?step ca:scheme/ca:criticalQuestion ?q . ?q ca:challenges ca:theInference } "
        "ORDER BY ?step ?q LIMIT 1"
    )))  # fmt: skip
    forms.open(f"/add?answers={row['q'].rpartition('/')[2]}&step={row['step']}")
    assert "The step from “" in forms.text
    forms.send(REPLACED)
    assert added(store, "buyers-can-be-replaced") == {("undercuts", row["step"].rpartition("/")[2])}


def test_a_question_of_another_scheme_is_refused(looking: Forms, unchanged: Served) -> None:
    step = next(iter(unchanged.store.query("SELECT ?step { ?step a ca:Inference }")))["step"]
    assert looking.open(f"/add?answers=no-such-question&step={step}").answer.status_code == 404


# --- what it adds ---


def test_an_objection_becomes_one_contribution_of_the_visitor_and_leads_to_the_map(
    served_with_tokens: Served,
) -> None:
    store = served_with_tokens.store
    forms = Forms(served_with_tokens.client())
    forms.open("/sign-in").send({"token": "adder-token-0123456789"})
    answer = forms.open(f"/add?objects-to={THESIS}").send(REPLACED).answer
    number = store.last[0]
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/map?around=https%3A%2F%2Fw3id.org%2Fclaimatlas%2Fcorpus%2Flong-american-century%2Fbuyers-can-be-replaced"
        f"&added={number}#/focus/buyers-can-be-replaced"
    )
    assert added(store, "buyers-can-be-replaced") == {("attacks", THESIS)}
    assert (last(store).by, last(store).number) == ("Ada Lovelace", number)


@pytest.mark.slow
def test_names_can_be_typed_as_ids_or_titles(forms: Forms, store: Store) -> None:
    forms.open("/add?kind=claim").send({**REPLACED, "supports": [THESIS, "America's strength lies in interdependence"]})
    assert {end for _, end in added(store, "buyers-can-be-replaced")} > {THESIS}
    assert len(added(store, "buyers-can-be-replaced")) == 2


@pytest.mark.slow
def test_what_is_unticked_is_left_out(forms: Forms, store: Store) -> None:
    forms.open(f"/add?supports={THESIS}").send({**REPLACED, "supports": ""})
    assert added(store, "buyers-can-be-replaced") == set()


@pytest.mark.slow
def test_the_scheme_of_a_support_is_kept(forms: Forms, store: Store) -> None:
    scheme = "https://w3id.org/claimatlas/scheme/example"
    forms.open(f"/add?supports={THESIS}").send({**REPLACED, "scheme": scheme})
    rows = store.query(f"SELECT ?s {{ ?i ca:premise <{IRI}buyers-can-be-replaced> ; ca:scheme ?s }}")
    assert [row["s"] for row in rows] == [scheme]


def test_a_form_that_is_sent_twice_adds_once_and_leads_to_what_is_there(forms: Forms, store: Store) -> None:
    page = forms.open(f"/add?objects-to={THESIS}").answer
    forms.send(REPLACED)
    number, forms.answer = store.last[0], page
    assert forms.send(REPLACED).answer.headers["location"].endswith("#/focus/buyers-can-be-replaced")
    assert store.last[0] == number


@pytest.mark.parametrize(
    ("kind", "values", "where"),
    [
        ("topic", {"label": "Ferries", "definition": "Boats that cross rivers."}, "/contributions/2"),
        ("state", {"label": "Freedonia"}, "#/focus/freedonia"),
        ("conflict", {"attacker": "other", "attacked": THESIS}, "#/focus/other"),
        ("inference", {"premise": THESIS, "conclusion": "other"}, "#/focus/other"),
    ],
)  # fmt: skip
def test_every_kind_leads_to_where_it_can_be_seen(
    forms: Forms, store: Store, kind: str, values: dict[str, str], where: str
) -> None:
    known = {row["i"].rpartition("/")[2] for row in store.query("SELECT ?i { ?i a ca:Statement }")}
    claim = next(one for one in sorted(known) if one != THESIS)
    values = {name: claim if value == "other" else value for name, value in values.items()}
    answer = forms.open(f"/add?kind={kind}").send(values).answer
    assert answer.status_code == 303, forms.text
    assert where.replace("other", claim) in answer.headers["location"]


@pytest.mark.slow
def test_a_marked_passage_is_anchored_where_it_was_marked(opened_folder: Store) -> None:
    from claims import SourceText

    text = SourceText("# One\n\nThe river is wide.\n\nThe ferry is slow. The river is wide.\n")
    opened_folder.attach(text)
    with serving(opened_folder) as served:
        forms = Forms(served.client())
        page = forms.open("/add?corpus=long-american-century&quote=The+river+is+wide.&paragraph=2").answer.text
        assert "The river is wide.</textarea>" in page
        assert forms.send({**REPLACED, "quote": "The river is wide.", "occurrence": "2"}).answer.status_code == 303
    rows = opened_folder.query(
        f"SELECT ?start {{ ?n oa:hasBody <{IRI}buyers-can-be-replaced> ; oa:hasTarget/oa:hasSelector/oa:start ?start }}"
    )
    assert [row["start"] for row in rows] == [str(text.text.rindex("The river"))]


# --- what it refuses ---


def test_all_faults_are_told_at_once_at_their_fields_and_what_was_written_stays(looking: Forms) -> None:
    looking.open(f"/add?objects-to={THESIS}").send({"label": "x" * 61, "text": "", "held_by": "Nobody at all"})
    assert looking.answer.status_code == 422
    assert "3 things have to be mended" in looking.text
    assert "1 to 60 characters" in looking.fault("label")
    assert "1 to 10,000 characters" in looking.fault("text")
    assert "There is no “Nobody at all”" in looking.fault("held_by")
    assert "x" * 61 in looking.answer.text
    assert "claimatlas search" not in looking.text


def test_evidence_for_nothing_is_told_at_the_field_that_says_what_it_supports(looking: Forms) -> None:
    looking.open("/add?kind=evidence").send(REPLACED)
    assert looking.answer.status_code == 422
    assert looking.fault("supports")


def test_a_text_of_twelve_thousand_characters_is_refused_and_kept(looking: Forms) -> None:
    long = "word " * 2400
    looking.open(f"/add?objects-to={THESIS}").send({**REPLACED, "text": long})
    assert looking.answer.status_code == 422
    assert long.strip() in looking.answer.text


def test_hostile_texts_are_shown_as_they_are_and_do_nothing(looking: Forms) -> None:
    looking.open(f"/add?objects-to={THESIS}").send({"label": HOSTILE[:40], "text": HOSTILE, "held_by": HOSTILE})
    assert looking.answer.status_code == 422
    assert "<script>alert" not in looking.answer.text
    assert "49" not in looking.fault("held_by")


@pytest.mark.slow
def test_emoji_and_other_scripts_are_added_as_they_are(forms: Forms, store: Store) -> None:
    words = {"label": "المشترون 🚢 买家", "text": "البائع الذي يجد مشترين آخرين لا يخشى شيئًا. 🚢👩‍🚀 卖家有别的买家。"}
    answer = forms.open(f"/add?objects-to={THESIS}").send(words).answer
    assert answer.status_code == 303
    assert {row["t"] for row in store.query(f"SELECT ?t {{ ?s ca:attacks <{IRI}{THESIS}> ; schema:text ?t }}")} >= {
        words["text"]
    }


def test_another_kind_keeps_what_was_written(looking: Forms) -> None:
    looking.open("/add?kind=claim").send({**REPLACED, "kind": "evidence", "do": "kind"})
    assert looking.answer.status_code == 200
    assert REPLACED["text"] in looking.answer.text
    assert "Where it comes from" in looking.text


def test_a_preview_without_script_shows_the_drawing_and_the_faults(looking: Forms) -> None:
    looking.open(f"/add?objects-to={THESIS}").send({**REPLACED, "do": "preview"})
    assert "<svg" in looking.answer.text
    assert "Counterargument “Buyers can be replaced” speaks against Thesis “Asymmetry" in looking.text


def test_what_says_nearly_the_same_is_shown_with_a_link_to_use_that_one(looking: Forms, unchanged: Served) -> None:
    text = text_of(unchanged.store, THESIS).replace("power", "strength")
    other = next(
        row["i"] for row in unchanged.store.query("SELECT ?i { ?i a ca:Claim } ORDER BY ?i") if THESIS not in row["i"]
    )
    looking.open(f"/add?supports={other}").send(
        {"label": "Asymmetry empowers the less dependent", "text": text, "do": "preview"}
    )
    assert "Says nearly the same" in looking.text
    assert f'href="/corpus/long-american-century/{THESIS}"' in looking.answer.text
    assert "/add?kind=inference&amp;premise=" in looking.answer.text


# --- who may ---


def test_only_those_who_may_add_get_the_form(served_with_tokens: Served) -> None:
    assert Forms(served_with_tokens.client()).open("/add").answer.status_code == 401
    assert Forms(served_with_tokens.client("read")).open("/add").answer.status_code == 403
    assert Forms(served_with_tokens.client("add")).open("/add").answer.status_code == 200


def test_a_server_for_reading_only_says_so(served_for_reading: Served) -> None:
    forms = Forms(served_for_reading.client()).open("/add")
    assert forms.answer.status_code == 403
    assert "only shows what is there" in forms.text


def test_a_form_of_another_page_is_shown_again_and_adds_nothing(forms: Forms, store: Store) -> None:
    number = store.last[0]
    forms.open(f"/add?objects-to={THESIS}").send({**REPLACED, "csrf": "0" * 64})
    assert forms.answer.status_code == 403
    assert "send it again" in forms.text
    assert REPLACED["text"] in forms.answer.text
    assert store.last[0] == number
    assert forms.send(REPLACED | {"text": REPLACED["text"]}).answer.status_code == 303


@pytest.fixture
def hurried(store: Store) -> Iterator[Served]:
    """A server that takes one change a minute."""
    with serving(store, Settings(limits=Limits(writes=1))) as served:
        yield served


def test_who_adds_too_much_is_told_when_to_go_on_and_loses_nothing(hurried: Served) -> None:
    forms = Forms(hurried.client())
    forms.open(f"/add?objects-to={THESIS}").send(REPLACED)
    other = {"label": "Sellers wait", "text": "A seller who can wait has nothing to fear from a buyer in a hurry."}
    forms.open(f"/add?objects-to={THESIS}").send(other)
    assert forms.answer.status_code == 429
    assert int(forms.answer.headers["retry-after"]) > 0
    assert other["text"] in forms.answer.text


@pytest.mark.slow
def test_checking_while_one_types_does_not_count_as_changing(hurried: Served) -> None:
    forms = Forms(hurried.client())
    for _ in range(3):
        forms.open(f"/add?objects-to={THESIS}").send(REPLACED, to=f"/add/check?objects-to={THESIS}")
        assert forms.answer.status_code == 200
    assert forms.answer.json()["faults"] == {}
    assert forms.answer.json()["drawing"].startswith("<svg")


# --- several corpora, sources ---


def test_a_text_of_ones_own_becomes_a_source_to_add_claims_to(opened_folder: Store) -> None:
    with serving(opened_folder) as served:
        forms = Forms(served.client())
        text = "# On ferries\n\nA ferry is slow.\n\nA bridge is quick, and dear.\n"
        forms.open("/add/source").send({"title": "On ferries", "authors": "Ada Lovelace\nAnn Other", "text": text})
        assert forms.answer.headers["location"] == "/corpus/on-ferries/source"
        page = forms.open("/add?kind=claim&corpus=on-ferries&quote=A+bridge+is+quick").answer.text
        assert '<option value="on-ferries" selected>' in page
        assert forms.send(REPLACED).answer.status_code == 303
    rows = opened_folder.query("SELECT ?h { ?s schema:text ?t ; ca:heldBy ?h FILTER(CONTAINS(STR(?s), 'on-ferries')) }")
    assert {row["h"].rpartition("/")[2] for row in rows} == {"ada-lovelace", "ann-other"}


@pytest.mark.slow
def test_all_faults_of_a_source_are_told_at_once(opened_folder: Store) -> None:
    with serving(opened_folder) as served:
        forms = Forms(served.client())
        assert forms.open("/add/source").send({"title": "On ferries"}).answer.status_code == 422
        assert "Paste the text" in forms.fault("text")
        forms.send({"text": "A ferry is slow.", "name": "No name!", "issued": "lately"})
        assert forms.answer.status_code == 422
        assert forms.fault("name")
        assert forms.fault("issued")
        assert "A ferry is slow." in forms.answer.text


def test_a_store_without_a_folder_says_that_it_takes_no_texts(looking: Forms) -> None:
    looking.open("/add/source").send({"title": "On ferries", "authors": "Ada", "text": "A ferry is slow."})
    assert looking.answer.status_code == 403
    assert "no folder for texts" in looking.text


# --- round trips ---


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80).map(str.strip).filter(bool))
def test_whatever_is_written_stands_in_the_form_that_comes_back(looking: Forms, text: str) -> None:
    looking.open("/add?kind=claim").send({"text": f"\n{text}\n\n{text}", "label": text, "do": "preview"})
    page = BeautifulSoup(looking.answer.text, "html.parser")
    written = page.select_one("#field-text")
    title = page.select_one("#field-label")
    assert written is not None
    assert title is not None
    assert written.get_text().removeprefix("\n").splitlines() == f"{text}\n\n{text}".splitlines()
    assert str(title["value"]) == text
