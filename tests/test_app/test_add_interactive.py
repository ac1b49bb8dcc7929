"""`claimatlas add -i`: what is asked, what is made of the answers, and that nothing is added before it is confirmed."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from app import main
from app.argument_schemes import all_schemes, critical_questions, likely_schemes
from claims import SourceText
from graph import Store, find_item, open_store

TARGET = "surplus-is-vulnerability"
TITLE = "Ships wait in port"
TEXT = "Ships that nobody unloads cost their owners money on every day in port."
SOURCE = SourceText(
    "HARBOURS\n\n"
    "Nobody pays a ship that lies in port for weeks, and its owner soon asks for help.\n"
    "A harbour that is closed harms its own town first; the tide turns for all alike.\n"
    "When the tide turns for all alike, towns learn to share their piers.\n"
)
NONE, YES, NO, STOP = "", "y", "n", "q"


class Done(NamedTuple):
    """What came of a command line."""

    code: int
    out: str
    err: str


Talk = Callable[..., Done]


@pytest.fixture
def talk(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Talk:
    """Run `claimatlas add …` with answers, line by line, in a folder with a store of its own."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CLAIMATLAS_BY", "Ada")

    def run(arguments: str, *answers: str) -> Done:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
        capsys.readouterr()
        code = main(["add", *arguments.split()])
        shown = capsys.readouterr()
        return Done(code, shown.out, shown.err)

    return run


def claim(
    *,
    title: tuple[str, ...] = (TITLE,),
    text: tuple[str, ...] = (TEXT,),
    quote: tuple[str, ...] = (),
    held_by: tuple[str, ...] = (NONE,),
    supports: tuple[str, ...] = (NONE,),
    attacks: tuple[str, ...] = (NONE,),
    subject: tuple[str, ...] = (NONE,),
) -> tuple[str, ...]:
    """Return the answers to all questions about a claim but the last, whether to add it."""
    return (*title, *text, *quote, *held_by, *supports, *attacks, *subject)


def asked(pattern: str) -> list[dict[str, str]]:
    """Ask the store of this folder."""
    with open_store(read_only=True) as store:
        return list(store.query(f"SELECT * {{ {pattern} }}"))


# ---- From the first question to the last ----


def test_answers_become_a_claim(talk: Talk) -> None:
    done = talk("claim -i", *claim(), YES)
    assert done.code == 0
    assert done.out == "ships-wait-in-port  claim  Ships wait in port\nada  person  Ada\n"


def test_the_kind_is_asked_for_and_chosen_by_name(talk: Talk) -> None:
    assert "  thesis  " in talk("-i", "thesis", *claim(), YES).out


def test_the_kind_is_chosen_by_number(talk: Talk) -> None:
    done = talk("-i", "99", "2", *claim(), YES)
    assert "That is none of these kinds." in done.err
    assert "  thesis  " in done.out


def test_a_claim_is_what_is_meant_by_no_answer(talk: Talk) -> None:
    assert "  claim  " in talk("-i", NONE, *claim(), YES).out


def test_enter_alone_confirms(talk: Talk) -> None:
    assert talk("claim -i", *claim(), NONE).out


def test_no_adds_nothing(talk: Talk) -> None:
    done = talk("claim -i", *claim(), NO)
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith("Nothing was added.\n")
    assert not asked("corpus:ships-wait-in-port ?p ?o")


@pytest.mark.parametrize("number", range(len(claim()) + 1))
def test_the_end_of_the_answers_stops_and_adds_nothing(number: int, talk: Talk) -> None:
    done = talk("claim -i", *claim()[:number])
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("Stopped.\n")
    assert not asked("corpus:ships-wait-in-port ?p ?o")


def test_ctrl_c_stops_and_adds_nothing(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.interview.confirm", _interrupted)
    done = talk("claim -i", *claim())
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("Stopped.\n")


def _interrupted(*_: object, **__: object) -> bool:
    raise KeyboardInterrupt


def test_the_map_and_the_notes_are_shown_before_it_is_confirmed(talk: Talk) -> None:
    done = talk("claim -i", *claim(supports=(TARGET, NONE, NONE), subject=("power:trust", NONE)), NO)
    before = done.err.partition("Add this?")[0]
    assert f"+ claim: {TITLE} [ships-wait-in-port]" in before
    assert f"[{TARGET}]" in before
    assert "subject Trust [trust]" in before


def test_notes_are_told_once(talk: Talk) -> None:
    assert talk("claim -i", *claim(), YES).err.count("Note: ") == 1


def test_a_near_duplicate_is_shown_before_it_is_confirmed(talk: Talk) -> None:
    talk("claim -i", *claim(), YES)
    done = talk("claim -i", *claim(title=("Ships wait in ports",)), NO)
    assert "Note: ships-wait-in-ports: Is much like ships-wait-in-port" in done.err.partition("Add this?")[0]


def test_what_is_there_already_ends_the_questions(talk: Talk) -> None:
    talk("claim -i", *claim(), YES)
    done = talk("claim -i", TITLE, TEXT)
    assert (done.code, done.out) == (0, "")
    assert "This is there already." in done.err


def test_a_dry_run_draws_the_map_on_stdout_and_asks_for_no_confirmation(talk: Talk) -> None:
    done = talk("claim -i --dry-run", *claim())
    assert done.out.startswith(f"+ claim: {TITLE} [ships-wait-in-port]\n")
    assert not asked("corpus:ships-wait-in-port ?p ?o")


def test_fields_that_are_given_are_not_asked(talk: Talk) -> None:
    done = talk("claim -i --label Ports --subject power:trust", *claim(title=(), subject=()), YES)
    assert done.out.startswith("ports  claim  Ports\n")


# ---- Answers with faults ----


def test_a_title_that_is_too_long_is_asked_again_at_once(talk: Talk) -> None:
    done = talk("claim -i", *claim(title=("x" * 61, TITLE)), YES)
    assert done.code == 0
    assert "(This has 61.)" in done.err


def test_a_text_that_is_too_long_is_asked_again_at_once(talk: Talk) -> None:
    done = talk("claim -i", *claim(text=("x" * 10_001, TEXT)), YES)
    assert done.code == 0
    assert "1 to 10,000 characters" in done.err


def test_an_answer_that_is_needed_is_asked_again(talk: Talk) -> None:
    done = talk("claim -i", *claim(title=(NONE, TITLE)), YES)
    assert done.code == 0
    assert "This is needed" in done.err


def test_a_title_that_is_taken_is_asked_again(talk: Talk) -> None:
    with open_store(read_only=True) as store:
        taken = next(iter(store.query(f"SELECT ?label {{ corpus:{TARGET} rdfs:label ?label }}")))["label"]
    assert "ships-wait-in-port  claim" in talk("claim -i", *claim(title=(taken,), text=(TEXT, TITLE)), YES).out


def test_a_given_field_that_names_nothing_is_asked_again(talk: Talk) -> None:
    done = talk("claim -i --about no-such-thing-at-all", TITLE, "china", NONE, *claim(title=()), YES)
    assert done.code == 0
    assert asked("corpus:ships-wait-in-port ca:about ?china")


def test_answers_that_are_no_text_are_refused(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk("claim -i", *claim(), NO)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Sch\xf6n\n"), encoding="utf-8"))
    assert main(["add", "claim", "-i"]) == 2


def test_evidence_that_is_a_reason_for_nothing_is_asked_again_for_what(talk: Talk) -> None:
    answers = claim(attacks=(NONE, TARGET, NONE, NONE, NONE))  # attacks none; then supports; then its source
    done = talk("evidence -i", *answers, YES)
    assert done.code == 0
    assert "Stands behind nothing." in done.err
    assert asked("corpus:ships-wait-in-port ca:supports ?claim")


def test_a_counterargument_to_nothing_is_asked_again_for_what(talk: Talk) -> None:
    done = talk("counterargument -i", *claim(attacks=(NONE, NONE, TARGET, NONE)), YES)
    assert done.code == 0
    assert asked("corpus:ships-wait-in-port ca:attacks ?claim")


def test_a_type_of_power_that_hangs_nowhere_is_asked_again_for_the_broader_one(talk: Talk) -> None:
    answers = ("Harbour power", "Power over who may land.", NONE, "power:hard", NONE, YES)
    assert talk("power-type -i", *answers).out == "harbour-power  power-type  Harbour power\n"


def test_what_no_answer_can_mend_is_told_and_not_added(talk: Talk) -> None:
    answers = ("Days in port", NONE, "corpus:year", "ships", "united-states", NONE, "3", "days", NONE, NONE)
    done = talk("observation -i", *answers)
    assert (done.code, done.out) == (2, "")
    assert "Belongs to no statement" in done.err


# ---- Choosing items ----


def test_an_item_is_found_by_words_and_chosen_by_number(talk: Talk) -> None:
    done = talk("claim -i", *claim(attacks=("surplus vulnerable", "1", NONE)), YES)
    assert f"1. Paradoxically, a trade surplus makes a state vulnerable\n     [{TARGET}]" in done.err
    assert asked(f"corpus:ships-wait-in-port ca:attacks corpus:{TARGET} BIND(1 AS ?yes)")


def test_an_item_is_chosen_by_its_title(talk: Talk) -> None:
    talk("claim -i", *claim(attacks=("Paradoxically, a trade surplus makes a state vulnerable", NONE)), YES)
    assert asked(f"corpus:ships-wait-in-port ca:attacks corpus:{TARGET} BIND(1 AS ?yes)")


def test_an_inference_is_attacked_by_its_id(talk: Talk) -> None:
    with open_store(read_only=True) as store:
        row = next(iter(store.query("SELECT ?step { ?step a ca:Inference } ORDER BY ?step")))
    talk("claim -i", *claim(attacks=(row["step"].rpartition("/")[2], NONE)), YES)
    assert asked(f"corpus:ships-wait-in-port ca:undercuts <{row['step']}> BIND(1 AS ?yes)")


def test_several_items_are_chosen_one_after_the_other(talk: Talk) -> None:
    talk("claim -i", *claim(attacks=(TARGET, "imbalance-gives-leverage", TARGET, NONE)), YES)
    assert len(asked("corpus:ships-wait-in-port ca:attacks ?other")) == 2


def test_words_that_find_nothing_are_asked_again(talk: Talk) -> None:
    done = talk("claim -i", *claim(attacks=("xyzzy", TARGET, NONE)), YES)
    assert "Nothing that fits has all these words." in done.err
    assert asked("corpus:ships-wait-in-port ca:attacks ?other")


def test_only_what_can_be_meant_is_found(talk: Talk) -> None:
    talk("claim -i", *claim(held_by=("china", NONE), subject=("china", NONE)), YES)
    holder = asked("corpus:ships-wait-in-port ca:heldBy/rdfs:label ?name")
    assert holder == [{"name": "China"}]
    assert not asked("corpus:ships-wait-in-port dcterms:subject ?subject")


# ---- Argument schemes and critical questions ----

SUPPORTED = (TARGET, "example")  # the scheme has four questions: premises, inference, inference, conclusion


def test_a_step_follows_the_scheme_that_is_chosen(talk: Talk) -> None:
    talk("claim -i", *claim(supports=(*SUPPORTED[:1], "1", STOP, NONE)), YES)
    assert asked("?step ca:premise corpus:ships-wait-in-port ; ca:scheme ?scheme")


def test_likely_schemes_are_shown_with_name_and_definition(talk: Talk) -> None:
    done = talk("evidence -i", TITLE, TEXT, NONE, TARGET)
    assert "  1. Argument from example\n     One or a few cases show" in done.err
    assert "\n  6. " not in done.err.partition("Likely argument schemes")[2]


def test_all_schemes_are_shown_page_by_page(talk: Talk) -> None:
    done = talk("claim -i", *claim(supports=(TARGET, "?", *[NONE] * 5)))
    shown = done.err.partition("? for all")[2]
    assert "39. " in shown
    assert "8 of 39." in shown


def test_a_scheme_is_chosen_from_a_page_by_its_number(talk: Talk, shipped: Store) -> None:
    talk("claim -i", *claim(supports=(TARGET, "?", NONE, "12", STOP, NONE)), YES)
    scheme = asked("?step ca:premise corpus:ships-wait-in-port ; ca:scheme ?scheme")[0]["scheme"]
    assert scheme == all_schemes(shipped)[11].iri


def test_no_scheme_is_an_answer_too(talk: Talk) -> None:
    talk("claim -i", *claim(supports=(TARGET, NONE, NONE)), YES)
    assert asked(f"?step ca:premise corpus:ships-wait-in-port ; ca:conclusion corpus:{TARGET}")
    assert not asked("?step ca:premise corpus:ships-wait-in-port ; ca:scheme ?scheme")


def test_a_scheme_of_no_such_name_is_asked_again(talk: Talk) -> None:
    done = talk("claim -i", *claim(supports=(TARGET, "xyzzy", NONE, NONE)), YES)
    assert "No scheme is called so" in done.err


def test_each_support_can_follow_a_scheme_of_its_own(talk: Talk) -> None:
    second = ("imbalance-gives-leverage", "from sign", STOP)
    talk("claim -i", *claim(supports=(TARGET, "from example", STOP, *second, NONE)), YES)
    rows = asked("?step ca:premise corpus:ships-wait-in-port ; ca:scheme ?scheme")
    assert {row["scheme"].rpartition("/")[2] for row in rows} == {"example", "sign"}


REPLY = ("Ships are paid for waiting", "The owners of ships are often paid for days in port.")


@pytest.mark.parametrize(
    ("questions_before", "attacked"),
    [
        (0, "corpus:ships-wait-in-port"),
        (1, f"corpus:{TARGET}-because-ships-wait-in-port"),
        (3, f"corpus:{TARGET}"),
    ],
)
def test_a_bad_answer_attacks_the_part_that_the_question_challenges(
    questions_before: int, attacked: str, talk: Talk
) -> None:
    answers = (*[NO] * questions_before, YES, *REPLY, *[STOP] * (questions_before < 3))
    done = talk("claim -i", *claim(supports=(TARGET, "from example", *answers, NONE)), YES)
    assert done.code == 0
    assert asked(f"?conflict ca:attacker corpus:ships-are-paid-for-waiting ; ca:attacked {attacked}")


def test_an_undercut_step_keeps_its_scheme_and_ends(talk: Talk) -> None:
    talk("claim -i", *claim(supports=(TARGET, "from example", NO, YES, *REPLY, STOP, NONE)), YES)
    step = f"corpus:{TARGET}-because-ships-wait-in-port"
    row = f"{step} ca:premise corpus:ships-wait-in-port ; ca:conclusion corpus:{TARGET} ; ca:scheme ?scheme"
    assert asked(row) == [{"scheme": "https://w3id.org/claimatlas/scheme/example"}]


def test_what_is_added_with_counterarguments_is_sound(talk: Talk) -> None:
    replies = (YES, *REPLY, YES, f"{REPLY[0]} too", "Other owners of ships wait for nothing.", STOP)
    assert talk("claim -i", *claim(supports=(TARGET, "from example", *replies, NONE)), YES).code == 0
    assert main(["check"]) == 0


def test_a_counterargument_with_a_fault_is_asked_again(talk: Talk) -> None:
    reply = ("x" * 61, REPLY[0], "x" * 10_001, REPLY[1])
    done = talk("claim -i", *claim(supports=(TARGET, "from example", YES, *reply, STOP, NONE)), YES)
    assert done.code == 0
    assert asked("corpus:ships-are-paid-for-waiting ca:attacks ?claim")


def test_a_counterargument_can_be_given_up(talk: Talk) -> None:
    done = talk("claim -i", *claim(supports=(TARGET, "from example", YES, NONE, STOP, NONE)), YES)
    assert done.code == 0
    assert "counterargument" not in done.out


def test_a_key_that_is_none_of_the_three_is_asked_again(talk: Talk) -> None:
    done = talk("claim -i", *claim(supports=(TARGET, "from example", "7", STOP, NONE)), YES)
    assert "Type one of y, n, q." in done.err


def test_schemes_are_ranked_by_how_often_such_steps_follow_them(shipped: Store) -> None:
    likely = likely_schemes(shipped, "evidence", find_item(shipped, TARGET), "")
    assert [scheme.iri.rpartition("/")[2] for scheme in likely][:2] == ["example", "sign"]
    assert len(likely) == 5


def test_words_that_a_scheme_shares_with_the_texts_bring_it_up(shipped: Store) -> None:
    target = find_item(shipped, TARGET)
    before = [scheme.iri for scheme in likely_schemes(shipped, "evidence", target, "", 39)]
    scheme = next(one for one in all_schemes(shipped) if one.iri not in before)
    after = [one.iri for one in likely_schemes(shipped, "evidence", target, scheme.definition, 39)]
    assert scheme.iri in after


def test_every_scheme_has_questions_that_challenge_a_part_of_the_argument(shipped: Store) -> None:
    parts = {question.part for one in all_schemes(shipped) for question in critical_questions(shipped, one)}
    assert parts == {"thePremises", "theInference", "theConclusion"}
    assert all(critical_questions(shipped, one) for one in all_schemes(shipped))


# ---- Passages ----


@pytest.fixture
def attached(folder: Path) -> None:
    """A made-up text stands for the essay's."""
    with open_store(folder) as store:
        store.attach(SOURCE)


def test_without_a_text_no_quotation_is_asked_for(talk: Talk) -> None:
    assert "Words of the passage" not in talk("claim -i", *claim(), YES).err


@pytest.mark.usefixtures("attached")
def test_a_quotation_is_shown_where_it_stands(talk: Talk) -> None:
    done = talk("claim -i", *claim(quote=("closed harms its own town",)), YES)
    assert "A harbour that is [closed harms its own town] first;" in " ".join(done.err.split())
    assert asked("?note oa:hasBody corpus:ships-wait-in-port ; oa:hasTarget/ca:paragraph 2")


@pytest.mark.usefixtures("attached")
def test_of_several_places_one_is_chosen(talk: Talk) -> None:
    done = talk("claim -i", *claim(quote=("tide turns for all alike", "2")), YES)
    assert "These words stand in 2 places:" in done.err
    assert "rests on paragraph 3" in done.err


@pytest.mark.usefixtures("attached")
def test_of_several_places_none_may_be_meant(talk: Talk) -> None:
    done = talk("claim -i", *claim(quote=("tide turns for all alike", NONE, NONE)), YES)
    assert done.code == 0
    assert "rests on paragraph" not in done.err


@pytest.mark.usefixtures("attached")
def test_words_that_are_not_in_the_text_bring_the_nearest(talk: Talk) -> None:
    done = talk("claim -i", *claim(quote=("harbour which was closed harms its town", "...", NONE)), YES)
    assert "These words are not in the text. What is nearest:\n  1. paragraph 2" in done.err
    assert "A quotation needs at least one word." in done.err


@pytest.mark.usefixtures("attached")
def test_what_is_quoted_is_held_by_the_authors_unless_another_is_named(talk: Talk) -> None:
    done = talk("claim -i", *claim(quote=("closed harms its own town",)), YES)
    assert "Enter for the source's authors" in done.err
    assert "held by Ada" not in done.err


def test_evidence_without_a_passage_is_asked_for_its_source(talk: Talk) -> None:
    talk("evidence -i", *claim(supports=(TARGET, NONE, NONE), attacks=(NONE, "Harbour Times, 2024")), YES)
    assert asked("corpus:ships-wait-in-port schema:citation ?where") == [{"where": "Harbour Times, 2024"}]


# ---- Other kinds ----


def test_a_policy_is_asked_for_its_bearing_on_power(talk: Talk) -> None:
    links = ("tariff", "1", NONE, "united-states", NONE, NONE, NONE, NO, NONE, NONE, "power:trust", NONE)
    done = talk("policy -i", "Port tax", TEXT, *links, "united-states", NONE, TARGET, NONE, NONE, YES)
    assert done.code == 0
    assert asked("corpus:port-tax ca:erodes ?power") == [{"power": "https://w3id.org/claimatlas/power/trust"}]


def test_a_policy_that_bears_on_no_power_is_not_asked_whose(talk: Talk) -> None:
    answers = ("power:", "tariff", "1", NONE, "united-states", NONE, NONE, "2024", YES, NONE, NONE, NONE)
    done = talk("policy -i", "Port tax", TEXT, *answers, YES)
    assert done.code == 0
    assert "Whose power" not in done.err
    assert asked("corpus:port-tax ca:recommended true ; schema:startDate ?year")[0]["year"] == "2024"


def test_a_conflict_joins_two_items_of_the_store(talk: Talk) -> None:
    done = talk("conflict -i", NONE, TARGET, "imbalance-gives-leverage", YES)
    assert "This is needed" in done.err
    assert done.out == f"{TARGET}-against-imbalance-gives-leverage  conflict\n"


def test_a_person_is_asked_for_a_name_only(talk: Talk) -> None:
    assert talk("person -i", "Grace Harbour", YES).out == "grace-harbour  person  Grace Harbour\n"


def test_a_date_that_is_none_is_asked_again(talk: Talk) -> None:
    links = ("tariff", "1", NONE, "united-states", NONE, NONE, "last year", "2024", NO, NONE, NONE, NONE)
    done = talk("policy -i", "Port tax", TEXT, *links, YES)
    assert done.code == 0
    assert "“last year” is no date" in done.err
