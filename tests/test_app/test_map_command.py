"""`claimatlas map`: what it opens at, what it writes, and what it says of what has no map."""

from pathlib import Path

import pytest

from app import main
from app.drawing import UnknownSectionError, draw, draw_answer, file_name, is_query, title_of
from graph import Store, UnknownItemError, create_store, main_thesis
from viz import MapError

STATEMENT = "globalization-enhances-american-power"
CORPUS = "https://w3id.org/claimatlas/corpus/long-american-century/"


pytestmark = pytest.mark.usefixtures("at_hand", "empty_folder")


# ---- What it opens at ----


def test_by_default_it_opens_at_the_argument_for_the_main_thesis(shipped: Store) -> None:
    drawn = draw(shipped)
    assert (drawn.opening.view, drawn.opening.at) == ("argument", main_thesis(shipped))


@pytest.mark.parametrize("what", ["start", "power"])
def test_it_opens_at_a_view(shipped: Store, what: str) -> None:
    assert draw(shipped, what).opening.view == what


@pytest.mark.parametrize("what", ["section-3", "section 3", "Section 3", "corpus:section-3", "Real power"])
def test_a_section_is_named_by_number_id_or_title(shipped: Store, what: str) -> None:
    drawn = draw(shipped, what)
    assert (drawn.opening.view, drawn.opening.at, drawn.title) == ("section", "3", "Real power")


@pytest.mark.parametrize(
    ("what", "focus", "view"),
    [
        (STATEMENT, False, "argument"),
        (STATEMENT, True, "focus"),
        ("thesis", True, "focus"),
        ("tariff-pressure", False, "focus"),
        ("power:trust", False, "focus"),
        ("china", True, "focus"),
    ],
)
def test_an_item_opens_at_its_argument_or_amid_its_neighbours(
    shipped: Store, what: str, focus: bool, view: str
) -> None:
    assert draw(shipped, what, focus=focus).opening.view == view


def test_the_title_is_the_title_of_the_item(shipped: Store) -> None:
    assert draw(shipped, "power:trust").title == "Trust"


def test_depth_and_grouping_reach_the_page(shipped: Store) -> None:
    assert draw(shipped, STATEMENT, depth=4).opening.depth == 4
    assert draw(shipped, "power", by="actor").opening.by == "actor"


# ---- What has no map ----


def test_a_section_that_is_not_there_is_told_with_those_that_are(shipped: Store) -> None:
    with pytest.raises(UnknownSectionError, match=r"no section 9\. There are section-1 \(Opening\), section-2"):
        draw(shipped, "section-9")


def test_of_an_unknown_name_ids_that_look_like_it_are_suggested(shipped: Store) -> None:
    with pytest.raises(UnknownItemError, match=f"Did you mean {STATEMENT}"):
        draw(shipped, "globalisation-enhances-american-power")


def test_a_view_is_suggested_too(shipped: Store) -> None:
    with pytest.raises(UnknownItemError, match="Did you mean reading"):
        draw(shipped, "readings")


def test_an_actor_has_no_argument_and_a_hint_says_what_it_has(shipped: Store) -> None:
    with pytest.raises(MapError, match=r"starts from a statement.*“china” \(actor\).*--focus"):
        draw(shipped, "china")


@pytest.mark.parametrize("focus", [False, True])
def test_a_step_of_argument_has_no_map_of_its_own(shipped: Store, focus: bool) -> None:
    step = next(row["i"] for row in shipped.query("SELECT ?i { ?i a ca:Inference } LIMIT 1"))
    with pytest.raises(MapError, match=r"\(inference\) is none of these\.$"):
        draw(shipped, step, focus=focus)


@pytest.mark.parametrize("what", ["start", "power", "section-3"])
def test_focus_is_for_items(shipped: Store, what: str) -> None:
    with pytest.raises(MapError, match="give an ID"):
        draw(shipped, what, focus=True)


@pytest.mark.parametrize("what", ["thesis", "start", "section-3", STATEMENT])
def test_grouping_is_for_the_map_of_power(shipped: Store, what: str) -> None:
    with pytest.raises(MapError, match="map power --by actor"):
        draw(shipped, what, by="actor")


def test_without_an_attached_text_there_is_nothing_to_read(shipped: Store) -> None:
    with pytest.raises(MapError, match="source attach"):
        draw(shipped, "reading")


# ---- The command ----


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        ([], "thesis.html"),
        (["start"], "start.html"),
        (["section", "3"], "section-3.html"),
        (["power:trust"], "trust.html"),
        (["SELECT ?t { ?t a ca:Thesis }"], "answer.html"),
        (["thesis", "-o", "mine.htm"], "mine.htm"),
    ],
)
def test_it_writes_a_page_and_prints_where(arguments: list[str], file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", *arguments]) == 0
    assert capsys.readouterr().out == f"{file}\n"
    assert "</html>" in Path(file).read_text("utf-8")


@pytest.mark.parametrize("what", ["thesis", "power", "section-3", STATEMENT, "SELECT ?t { ?t a ca:Thesis }"])
def test_a_name_that_ends_in_svg_gives_a_drawing(what: str) -> None:
    assert main(["map", what, "-o", "drawn.svg"]) == 0
    assert "<svg" in Path("drawn.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["start", "-o", "x.svg"], 2, "no drawing"),
        (["thesis", "-o", "x.pdf"], 2, "A map is written as .html or .svg, not as .pdf."),
        (["section-9"], 1, "There is no section 9"),
        (["no-such-thing-at-all"], 1, "There is no item"),
        (["china"], 2, "starts from a statement"),
        (["thesis", "--by", "actor"], 2, "--by groups the map of power"),
        (["start", "--focus"], 2, "give an ID"),
        (["ASK {}"], 2, "ASK gives yes or no"),
        (["SELECT ?t { ?t a ca:Thesis }", "--focus"], 2, "not for a query"),
        (["SELECT ?n { VALUES ?n { 1 } }"], 2, "Its columns are ?n"),
        (["SELECT ?t { ?t a ca:Thesis "], 2, "line 1"),
    ],
)
def test_what_cannot_be_drawn_is_told_and_nothing_is_written(
    arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["map", *arguments]) == code
    assert message in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_a_file_of_the_default_name_that_is_no_map_is_kept() -> None:
    Path("power.html").write_text("my own", "utf-8")
    assert main(["map", "power"]) == 2
    assert Path("power.html").read_text("utf-8") == "my own"


def test_a_store_with_no_thesis_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create_store(tmp_path / "bare", empty=True)
    assert main(["map", "thesis", "--store", str(tmp_path / "bare"), "-o", str(tmp_path / "x.html")]) == 1
    assert "no item “thesis”" in capsys.readouterr().err


# ---- Names and queries ----


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s a ca:Claim }",
        "select*{?s ?p ?o}",
        "  DESCRIBE power:trust",
        "ASK {}",
        "PREFIX x: <urn:x> BASE <urn:y>\nCONSTRUCT { ?s x:p ?o } { ?s ?p ?o }",
        "# All theses\nPREFIX ca: <https://w3id.org/claimatlas/ontology#> # said\nSELECT ?t { ?t a ca:Thesis }",
    ],
)
def test_a_query_is_told_from_a_name(text: str) -> None:
    assert is_query(text)


@pytest.mark.parametrize("text", ["thesis", "select-committee", "Ask for a toll", "section 3", "power:trust", "#", ""])
def test_a_name_is_told_from_a_query(text: str) -> None:
    assert not is_query(text)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("# title: The theses\n# description: all\nSELECT", "The theses"),
        ("PREFIX a: <urn:a#>\n  ## What I want\nSELECT", "What I want"),
        ("SELECT ?s { ?s a <urn:x#y> }", "Answer"),
        ("#\nSELECT", "Answer"),
    ],
)
def test_a_query_is_called_what_its_first_comment_says(query: str, title: str) -> None:
    assert title_of(query) == title


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("thesis", "thesis.html"),
        (f"<{CORPUS}china>", "china.html"),
        ("A claim: with / signs", "with-signs.html"),
        ("..", "map.html"),
    ],
)
def test_the_default_file_is_named_after_what_is_drawn(what: str, name: str) -> None:
    assert file_name(what).rsplit("-", 1)[-1] == name.rsplit("-", 1)[-1]


def test_the_answer_of_a_query_opens_at_its_items(shipped: Store) -> None:
    drawn = draw_answer(shipped, shipped.query("SELECT ?t { ?t a ca:Thesis }"), "Theses")
    assert (drawn.opening.view, drawn.title) == ("answer", "Theses")
    assert drawn.scene
    assert {box.kind for box in drawn.scene.boxes.values()} == {"thesis"}


# ---- A corpus that is too large for one map ----


def test_of_a_large_corpus_what_is_left_out_is_told(
    shipped: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.drawing.MOST", 20)
    drawn = draw(shipped, STATEMENT)
    assert drawn.scene
    assert drawn.opening.at in drawn.scene.boxes
    assert "statements are not in this map" in capsys.readouterr().err


def test_of_a_large_corpus_a_section_and_an_answer_are_drawn_whole(
    shipped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = shipped.query("SELECT ?e { ?e a ca:Evidence }")
    whole = [draw(shipped, "section-5").scene, draw_answer(shipped, answer, "Evidence").scene]
    monkeypatch.setattr("app.drawing.MOST", 20)
    part = [draw(shipped, "section-5").scene, draw_answer(shipped, answer, "Evidence").scene]
    assert [list(scene.boxes) for scene in part if scene] == [list(scene.boxes) for scene in whole if scene]
