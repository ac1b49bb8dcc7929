"""The reading view: how a text is cut at its passages, what the page says of it, and how it is used."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from graph import Reading, ReadingParagraph, ReadingSection
from tests.tabs import tab
from tests.test_viz.conftest import wait_until
from tests.test_viz.made_up import add_statement, iri, town
from viz import Map, Opening, atlas
from viz.reading import MarkedText, Segment, reading_view

if TYPE_CHECKING:
    import networkx as nx

SECTIONS = {
    "": [
        "Alden lies on a river, and its ferry takes anyone across for nothing. Some say “a gift without aim,” alas.",
        "Traders come more often, and forty stalls became eighty in a year. The year was mild.",
    ],
    "THE PRICE": [
        "In winter the boats earn little. What stalls pay in summer makes up for it, as the books show.",
        "Boats before coins.",
    ],
}  # fmt: skip
WORDS = {  # what stands where; the claim on trade reaches over the evidence for it, the motto stands twice
    "free-ferry": ["its ferry takes anyone across for nothing"],
    "trust-grows": ["a gift without aim"],
    "trade-grows": ["Traders come more often, and forty stalls became eighty in a year"],
    "market-count": ["forty stalls became eighty"],
    "weather": ["The year was mild"],
    "too-dear": ["In winter the boats earn little"],
    "winter-fund": ["What stalls pay in summer makes up for it"],
    "toll-books": ["What stalls pay in summer makes up for it"],
    "motto": ["Boats before coins", "for nothing"],
}


def book(sections: Mapping[str, Sequence[str]], found: Mapping[str, Sequence[str]], **more: Any) -> Reading:
    """A text to be read, with items where their words stand in it."""
    whole = "".join(part + "\n\n" for heading, texts in sections.items() for part in (heading, *texts))
    parts: list[ReadingSection] = []
    position = number = 0
    for heading, texts in sections.items():
        start, position = position, position + len(heading) + 2
        paragraphs = []
        for text in texts:
            number += 1
            paragraphs.append(ReadingParagraph(number, position, position + len(text), text))
            position += len(text) + 2
        parts.append(ReadingSection(len(parts) + 1, heading, start, tuple(paragraphs)))
    places = {
        iri(name): tuple((whole.index(words), whole.index(words) + len(words)) for words in each)
        for name, each in found.items()
    }
    return Reading("town", "A town and its ferry", True, tuple(parts), places, **more)


def marked(reading: Reading, graph: "nx.MultiDiGraph[str] | None" = None) -> MarkedText:
    """The text as the page marks it, with every statement of the town on the page."""
    graph = graph or town()
    return reading_view([reading], graph, {key: node["id"] for key, node in graph.nodes(data=True)})[0]


def segments(text: MarkedText) -> Iterator[Segment]:
    """All segments in order."""
    for section in text.sections:
        yield from section.heading
        for paragraph in section.paragraphs:
            yield from paragraph.segments


def passages(text: MarkedText) -> dict[str, list[str]]:
    """The words of each passage, by the anchors of its items."""
    found: dict[str, list[str]] = {}
    for segment in segments(text):
        for passage in segment.covers:
            found.setdefault(" ".join(mark.anchor for mark in passage.marks), []).append(segment.text)
    return found


# --- How a text is cut ---

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda span: (span[0], sum(span))), max_size=8)
paragraphs = st.lists(st.text("ab .,“”\u202e", min_size=1, max_size=25), min_size=1, max_size=4)


def scattered(texts: list[str], places: list[tuple[int, int]]) -> Reading:
    """A text with statements at any places at all."""
    names = list(WORDS)
    bare = book({"": texts}, {})
    found = {iri(name): (place,) for name, place in zip(names, places, strict=False)}
    return Reading(bare.corpus, bare.title, True, bare.sections, found)


@given(paragraphs, spans)
def test_the_segments_of_a_paragraph_are_the_paragraph(texts: list[str], places: list[tuple[int, int]]) -> None:
    cut = marked(scattered(texts, places)).sections[0].paragraphs
    assert ["".join(segment.text for segment in paragraph.segments) for paragraph in cut] == texts
    assert all(segment.text for paragraph in cut for segment in paragraph.segments)


@given(paragraphs, spans)
def test_a_segment_is_covered_by_the_passages_around_it(texts: list[str], places: list[tuple[int, int]]) -> None:
    reading = scattered(texts, places)
    text = marked(reading)
    known = {passage for segment in segments(text) for passage in segment.covers}
    for paragraph, cut in zip(reading.sections[0].paragraphs, text.sections[0].paragraphs, strict=True):
        ends = accumulate(len(segment.text) for segment in cut.segments)
        for segment, end in zip(cut.segments, (paragraph.start + end for end in ends), strict=True):
            start = end - len(segment.text)
            assert set(segment.covers) == {one for one in known if one.start < end and start < one.end}
            assert all(one.start <= start and end <= one.end for one in segment.covers)


@given(paragraphs, spans)
def test_every_passage_begins_once(texts: list[str], places: list[tuple[int, int]]) -> None:
    cut = list(segments(marked(scattered(texts, places))))
    begun = [passage.number for segment in cut for passage in segment.begins]
    assert begun == sorted(set(begun))
    assert set(begun) == {passage.number for segment in cut for passage in segment.covers}


def test_of_nested_passages_the_shortest_gives_the_colour() -> None:
    inner = next(one for one in segments(marked(book(SECTIONS, WORDS))) if one.text == "forty stalls became eighty")
    assert (inner.anchors, inner.kind) == (("market-count", "trade-grows"), "evidence")


def test_items_with_the_same_words_share_a_passage() -> None:
    assert passages(marked(book(SECTIONS, WORDS)))["toll-books winter-fund"] == [WORDS["toll-books"][0]]


def test_a_passage_takes_in_the_quotation_marks_and_the_full_stop_that_belong_to_it() -> None:
    found = passages(marked(book(SECTIONS, WORDS)))
    assert found["trust-grows"] == ["“a gift without aim,”"]
    assert found["motto"][-1] == "Boats before coins."
    assert found["toll-books winter-fund"] == ["What stalls pay in summer makes up for it"]  # and not the comma


def test_a_passage_that_runs_over_paragraphs_is_marked_in_each() -> None:
    reading = book({"": ["One two.", "Three four."]}, {})
    long = Reading("town", "Town", True, reading.sections, {iri("motto"): ((6, 17),)})
    assert passages(marked(long)) == {"motto": ["two.", "Three"]}
    assert sum(len(segment.begins) for segment in segments(marked(long))) == 1


def test_words_of_a_heading_can_be_a_passage() -> None:
    assert passages(marked(book(SECTIONS, {"motto": ["THE PRICE"]}))) == {"motto": ["THE PRICE"]}


def test_an_item_that_is_not_on_the_page_is_not_marked() -> None:
    text = reading_view([book(SECTIONS, WORDS)], town(), {iri("motto"): "motto"})[0]
    assert set(passages(text)) == {"motto"}


def test_passages_are_numbered_through_all_texts_of_a_page() -> None:
    graph = town()
    names = {key: node["id"] for key, node in graph.nodes(data=True)}
    texts = reading_view([book(SECTIONS, WORDS), book(SECTIONS, WORDS)], graph, names)
    begun = [passage.number for text in texts for segment in segments(text) for passage in segment.begins]
    assert begun == list(range(len(begun)))


# --- What the page says ---

EVIL = "</script><img src=x onerror=window.broken=1>\"'><svg onload=window.broken=1>{{ 7*7 }}<!--\u202e"
MISSING = Reading("town", "A town and its ferry")


def page_of(reading: Reading, graph: "nx.MultiDiGraph[str] | None" = None) -> Map:
    """The page of the town, open at the reading view."""
    return atlas(graph or town(), title="Town", opening=Opening("reading"), readings=[reading])


class Paragraphs(HTMLParser):
    """Collects what the paragraphs of the text say, and every attribute of the reading view."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._inside = False
        self.feed(text[text.index('<section id="_reading"') :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "p":
            self._inside = ("class", "reading-paragraph") in attrs
            self.texts += [""] if self._inside else []

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def test_the_paragraphs_of_the_page_say_what_the_text_says() -> None:
    texts = [text for texts in SECTIONS.values() for text in texts]
    assert Paragraphs(page_of(book(SECTIONS, WORDS)).html()).texts == texts


def test_a_hostile_text_is_said_as_it_is() -> None:
    assert Paragraphs(page_of(book({"": [EVIL]}, {"motto": ["window"]})).html()).texts == [EVIL]


def test_text_that_turns_the_direction_is_kept_to_its_own_piece() -> None:
    html = page_of(book({"": ["before \u202eturned after"]}, {"motto": ["after"]})).html()
    assert "<bdi>before \u202eturned </bdi>" in html


def test_the_view_has_no_style_attribute() -> None:
    found = Paragraphs(page_of(book(SECTIONS, WORDS)).html()).attributes
    assert "style" not in dict(found)


def test_items_without_a_passage_in_the_edition_are_counted() -> None:
    assert "3 items have no passage" in page_of(book(SECTIONS, WORDS, missing=3)).html()
    assert "1 item has no passage" in page_of(book(SECTIONS, WORDS, missing=1)).html()


def test_a_text_that_is_not_attached_says_how_to_attach_it() -> None:
    html = page_of(MISSING).html()
    assert "claimatlas source attach FILE</code>" in html
    assert re.search(r'class="reading plain"', html)


# --- In a browser ---

Opened = Callable[..., Page]
CHOSEN = "[...document.querySelectorAll('#_reading mark.chosen')].map((mark) => mark.textContent).join('')"
IN_VIEW = """(selector) => { const at = document.querySelector(selector).getBoundingClientRect();
  const frame = document.querySelector(selector).closest(".reading-text, .reading-list").getBoundingClientRect();
  return at.top >= frame.top && at.bottom <= frame.bottom; }"""


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Opens a page; what it writes to the console fails the test."""
    messages: list[str] = []
    tabs = ExitStack()

    def opener(shown: Map, fragment: str = "#/reading", width: int = 1400, **options: Any) -> Page:
        size = {"width": width, "height": 800}
        page = tabs.enter_context(tab(browser, viewport=size, reduced_motion="reduce", **options))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(shown.save(tmp_path / "town.html").as_uri() + fragment)
        return page

    with tabs:
        yield opener
    assert messages == []


@pytest.fixture(scope="module")
def ferry() -> Map:
    return page_of(book(SECTIONS, WORDS))


@pytest.fixture(scope="module")
def long() -> Map:
    """A text of two hundred paragraphs with a statement in each."""
    graph = town()
    texts = [
        f"This is paragraph {number}, which says thing {number}. " + "And it goes on. " * 20 for number in range(200)
    ]
    for number in range(200):
        add_statement(graph, f"thing-{number}", "claim", label=f"Thing {number}", text=f"That is thing {number}.")
    return page_of(book({"": texts}, {f"thing-{number}": [f"says thing {number}."] for number in range(200)}), graph)


def selected(page: Page) -> str:
    return str(page.evaluate("atlas.state.sel"))


def rows(page: Page) -> list[str]:
    return page.locator(".reading-list bdi").all_inner_texts()


def test_a_click_on_a_passage_chooses_its_item(opened: Opened, ferry: Map) -> None:
    page = opened(ferry)
    page.get_by_text("The year was mild.").click()
    assert (selected(page), page.evaluate(CHOSEN)) == ("weather", "The year was mild.")
    assert page.locator(".reading-row.chosen").inner_text().startswith("✕")


def test_a_click_where_several_items_stand_lets_the_reader_choose(opened: Opened, ferry: Map) -> None:
    page = opened(ferry)
    page.get_by_text("What stalls pay in summer makes up for it").click()
    assert selected(page) == ""
    page.locator(".reading-choice button").nth(1).click()
    assert selected(page) == "winter-fund"


def test_a_click_on_a_glyph_chooses_its_item_though_others_stand_there(opened: Opened, ferry: Map) -> None:
    page = opened(ferry)
    page.locator("[data-passage] > a[href='#winter-fund']").click()
    assert selected(page) == "winter-fund"


def test_choosing_a_statement_brings_its_passage_into_view(opened: Opened, long: Map) -> None:
    page = opened(long)
    page.locator(".reading-row", has_text="Thing 150").locator("a").click()
    assert page.evaluate(CHOSEN) == "says thing 150."
    wait_until(page, f"({IN_VIEW})('mark.chosen')")


def test_the_address_of_an_item_brings_both_its_passage_and_its_statement_into_view(opened: Opened, long: Map) -> None:
    page = opened(long, "#/reading?sel=thing-120")
    wait_until(page, f"({IN_VIEW})('mark.chosen')")
    wait_until(page, f"({IN_VIEW})('.reading-row.chosen')")


def test_the_list_goes_along_with_the_text(opened: Opened, long: Map) -> None:
    page = opened(long)
    page.locator(".reading-text").hover()
    page.mouse.wheel(0, 6000)
    wait_until(page, "document.querySelector('.reading-list').scrollTop > 300")


def test_an_item_with_two_passages_is_marked_at_both(opened: Opened, ferry: Map) -> None:
    page = opened(ferry, "#/reading?sel=motto")
    assert page.evaluate(CHOSEN) == "for nothing.Boats before coins."


def test_keys_walk_from_passage_to_passage_and_open_their_items(opened: Opened, ferry: Map) -> None:
    page = opened(ferry)
    page.locator("[data-passage] > a").first.focus()
    labels = []
    for key in ("j", "ArrowDown", "k", "End", "Home"):
        page.keyboard.press(key)
        labels.append(page.evaluate("document.activeElement.hash"))
    assert labels == ["#motto", "#trust-grows", "#motto", "#motto", "#free-ferry"]
    page.keyboard.press("Enter")
    assert selected(page) == "free-ferry"


def test_keys_choose_among_the_items_of_a_passage_and_come_back_to_it(opened: Opened, ferry: Map) -> None:
    page = opened(ferry)
    page.locator("[data-passage] > a[href='#toll-books']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert (selected(page), page.evaluate("document.activeElement.hash")) == ("", "#toll-books")
    for key in ("Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    assert selected(page) == "winter-fund"


def test_text_and_list_are_one_stop_of_the_tab_key_each(opened: Opened, long: Map) -> None:
    page = opened(long)
    for pane in (".reading-text", ".reading-list"):
        assert page.locator(f"{pane} a[tabindex='0']").count() == 1
        assert page.locator(f"{pane} a:not([tabindex])").count() == 0


def test_statements_stand_in_the_order_of_the_text(opened: Opened, ferry: Map) -> None:
    assert rows(opened(ferry))[:4] == [
        "Alden should keep its ferry free", "Boats before coins",
        "Neighbours trust a town that gives", "A free ferry makes trade grow",
    ]  # fmt: skip


def test_in_reason_order_each_statement_stands_once_under_what_it_bears_on(opened: Opened, ferry: Map) -> None:
    page = opened(ferry)
    page.get_by_role("button", name="Reason order").click()
    found = rows(page)
    assert len(found) == len(set(found))
    attack = page.locator(".reading-row", has_text="The town cannot afford it")
    assert (attack.get_attribute("aria-level"), attack.locator(".reading-relation").inner_text()) == ("2", "against")
    assert found.index("The town cannot afford it") + 1 == found.index("The summer pays for the winter")
    assert "order=reason" in page.url


def test_what_a_filter_refuses_is_neither_marked_nor_listed(opened: Opened, ferry: Map) -> None:
    page = opened(ferry, "#/reading?hide=evidence")
    inner = page.locator("mark", has_text="forty stalls became eighty")
    assert (inner.get_attribute("data-kind"), "Market stalls doubled" in rows(page)) == ("claim", False)
    assert not page.locator("[data-passage] > a[href='#market-count']").is_visible()


def test_the_page_knows_the_words_of_an_items_passage(opened: Opened, ferry: Map) -> None:
    page = opened(ferry)
    assert page.evaluate("atlas.reading.quote(atlas.data.anchors.get('weather'))") == "The year was mild."
    assert page.evaluate("atlas.reading.quote(atlas.data.anchors.get('elsewhere'))") == ""


def test_on_a_phone_the_text_comes_first_and_the_statements_behind_a_button(opened: Opened, ferry: Map) -> None:
    page = opened(ferry, width=390)
    assert (page.locator(".reading-text").is_visible(), page.locator(".reading-list").is_visible()) == (True, False)
    page.get_by_role("button", name="Statements").click()
    page.locator(".reading-row a", has_text="The weather was good that year").click()
    assert page.locator("mark.chosen").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_a_script_the_text_can_be_read_and_its_glyphs_are_links(opened: Opened, ferry: Map) -> None:
    page = opened(ferry, java_script_enabled=False)
    assert page.get_by_text("The year was mild.").is_visible()
    glyph = page.locator("[data-passage] > a[href='#weather']")
    assert glyph.is_visible()
    glyph.click()
    assert page.url.endswith("#weather")


def test_without_the_text_its_statements_are_listed_in_full(opened: Opened) -> None:
    page = opened(page_of(MISSING))
    assert page.locator(".reading-list h3").first.inner_text() == "The harbour"
    assert page.get_by_text("Traders who cross for nothing cross more often.").first.is_visible()
    page.locator(".reading-row a", has_text="The weather was good that year").click()
    assert selected(page) == "weather"


def test_a_page_without_any_item_can_be_read(opened: Opened) -> None:
    graph = town()
    graph.clear()
    page = opened(page_of(book(SECTIONS, {}), graph))
    assert page.get_by_text("Boats before coins.").is_visible()


def test_hostile_texts_and_labels_execute_nothing(opened: Opened) -> None:
    graph = town()
    for key, node in graph.nodes(data=True):
        node.update(label=f"{EVIL} {key}", text=EVIL)
    page = opened(
        page_of(book({EVIL: [EVIL, "x" * 100_000]}, {"motto": ["window"], "weather": ["x" * 100_000]}), graph)
    )
    page.get_by_role("button", name="Reason order").click()
    page.locator(".reading-row a").first.click()
    assert page.evaluate("window.broken") is None
    assert page.locator("#_reading :is(img, svg)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1400
