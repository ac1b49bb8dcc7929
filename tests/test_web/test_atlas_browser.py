"""The served atlas in a browser: from world to world, search, messages, actions, and marking a passage."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser

from app.web import Settings
from claims import SourceText
from graph import Store, add, create_store, main_thesis, open_store, register_source
from tests.test_viz.conftest import Visit, fast_first
from tests.test_web.atlas_visits import HOSTILE, SPEECH, Opener, follow, made_up, ready, visits, with_hub
from tests.test_web.conftest import TOKENS, Served, serving

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
FOUND = """async () => (await axe.run(document)).violations.map(({ impact, id, nodes }) =>
  `${impact} ${id}: ${nodes.slice(0, 3).map(({ target, any }) => `${target} ${any[0]?.message ?? ""}`).join(" | ")}`)"""
ITEM = "globalization-enhances-american-power"
SIZES = {"screen": (1400, 900), "tablet": (834, 1112), "phone": (360, 740)}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A corpus that is too large for one page, with a claim on which more bears than a world holds."""
    with pytest.MonkeyPatch.context() as patch, open_store(made_up(tmp_path_factory.mktemp("large"))) as store:
        patch.setattr("graph.worlds.SHARE", 40)
        with_hub(store, 90)
        with serving(store) as served:
            yield served


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A text of one's own with a claim in it, and another of hostile words."""
    with open_store(create_store(tmp_path_factory.mktemp("speech"), empty=True)) as store:
        evil = f"Evil words\n\n{HOSTILE} said nobody ever & never.\n"
        for title, text in (("On bridges", SPEECH), ("Evil words", evil)):
            register_source(store, SourceText(text), title, ["Ada Lovelace"])
        add(
            store,
            {
                "kind": "claim",
                "label": "Bridges pay back late",
                "text": "What a bridge costs comes back over a century, not over a year.",
                "quote": "they pay back for a century",
            },
            corpus="on-bridges",
        )
        with serving(store) as served:
            yield served


@pytest.fixture
def visit(browser: Browser) -> Iterator[Opener]:
    with visits(browser) as opener:
        yield opener


def go_unfolded(page: Visit) -> None:
    """Unfold everything that can be drawn, so that boxes at the edge of the world are on the map."""
    page.ask("atlas.main.unfoldAll()")
    page.ask("atlas.view.draw()")


def test_a_world_opens_at_its_item(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-5:s-500")
    assert (page.state()["view"], page.state()["at"], page.messages) == ("focus", "s-500", [])


def test_a_box_at_the_edge_leads_to_its_world_and_back(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-5:s-500")
    anchor = page.ask("atlas.data.items[atlas.data.served.beyond.find(([, below]) => below)[0]].anchor")
    page.go(f"#/focus/{anchor}?as=map")
    page.click_box(anchor)
    follow(page, f'.box[data-name="{anchor}"] .beyond.after')
    there = page.state()["at"], urlsplit(page.page.url).path, anchor in page.shown()
    page.page.go_back()
    ready(page)
    assert there == (anchor, "/map", True)
    assert page.state()["at"] == anchor
    assert "s-500" in page.page.url


def test_a_world_has_what_its_edge_promised(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-5:s-500")
    anchor, count = page.ask(
        "atlas.data.served.beyond.filter(([, below]) => below)"
        ".map(([number, below]) => [atlas.data.items[number].anchor, below])[0]"
    )
    before = page.ask("(anchor) => atlas.data.anchors.get(anchor).below.length", anchor)
    page.go(f"#/focus/{anchor}?sel={anchor}")
    follow(page, "#_panel p.more a")
    assert page.ask("(anchor) => atlas.data.anchors.get(anchor).below.length", anchor) == before + count


def test_a_hub_is_walked_page_by_page(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-1:a-hub")
    seen = []
    for _ in range(3):
        seen.append(page.page.locator(".pages span").inner_text())
        if page.page.locator(".pages a[rel=next]").count():
            follow(page, ".pages a[rel=next]")
    assert seen == ["Statements 1–40 of 90", "Statements 41–80 of 90", "Statements 81–90 of 90"]


def test_the_chip_of_a_hub_leads_to_its_next_page(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-1:a-hub")
    follow(page, '.box[data-name="a-hub"] .beyond.after')
    assert parse_qs(urlsplit(page.page.url).query)["page"] == ["2"]


def test_an_address_of_an_item_that_is_elsewhere_leads_to_its_world(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/#/focus/s-1999")
    page.page.wait_for_url("**/map?around=s-1999#/focus/s-1999")
    ready(page)
    assert page.state()["at"] == "s-1999"


def test_an_address_within_the_page_that_is_elsewhere_leads_to_its_world(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-5:s-500")
    page.ask("location.hash = '#/argument/s-1999'")
    page.page.wait_for_url("**/map?around=s-1999#/**")
    ready(page)
    assert page.state()["at"] == "s-1999"


def test_a_search_finds_what_is_in_other_worlds(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-5:s-500")
    page.page.fill("#_query", "spoke 077")
    page.page.locator("#_hits .elsewhere a").first.wait_for()
    follow(page, "#_hits .elsewhere a")
    assert page.state()["at"] == "spoke-077"


def test_a_search_is_walked_by_keyboard_into_other_worlds(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-5:s-500")
    page.page.fill("#_query", "spoke 078")
    page.page.locator("#_hits .elsewhere a").first.wait_for()
    page.page.locator("#_query").focus()
    page.press("ArrowDown")
    with page.page.expect_navigation():
        page.press("Enter")
    assert "spoke-078" in page.page.url


def test_the_map_around_an_actor_shows_all_that_names_them(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-5:actor-0")
    kinds = page.ask("atlas.main.drawing.scene.boxes.map((box) => box.item.kind)")
    assert (page.state()["view"], kinds.count("actor")) == ("answer", 1)
    assert len(kinds) > 30


def test_the_theme_goes_along(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-5:s-500")
    page.click("#_theme-button")
    chosen = page.ask("document.documentElement.dataset.theme")
    page.page.goto(f"{large.url}/map?around=made-up-5:s-501")
    ready(page)
    assert page.ask("document.documentElement.dataset.theme") == chosen == "dark"


def test_filters_go_along(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-5:s-500#/focus/s-480?hide=evidence&sel=s-480")
    follow(page, "#_panel .do a:text-is('Map around it')")
    assert page.state()["filters"]["hide"] == ["evidence"]


def test_tabs_of_a_world_lead_to_the_pages_of_the_whole(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-5:s-500")
    tabs = {link.inner_text(): link.get_attribute("href") for link in page.page.locator("#_views a").all()}
    assert tabs == {"Overview": "/", "Argument": "/#/argument", "Power": "/map?view=power#/power"}


def test_the_panel_leads_to_the_forms(visit: Opener, served_for_reading_and_adding: Served) -> None:
    page = visit(f"{served_for_reading_and_adding.url}/map?around={ITEM}#/focus/{ITEM}?sel={ITEM}")
    links = {link.inner_text(): link.get_attribute("href") for link in page.page.locator("#_panel .do a").all()}
    name = f"corpus%3A{ITEM}"
    assert {words: links[words] for words in ("Support this", "Object to this", "Edit", "Retract")} == {
        "Support this": f"/add?supports={name}",
        "Object to this": f"/add?objects-to={name}",
        "Edit": f"/items/{name}/edit",
        "Retract": f"/items/{name}/retract",
    }
    assert str(links["Page"]).endswith(f"/{ITEM}")


def test_a_step_can_be_undercut_and_its_questions_answered(
    visit: Opener, served_for_reading_and_adding: Served
) -> None:
    page = visit(f"{served_for_reading_and_adding.url}/#/focus/{ITEM}?sel={ITEM}")
    asked = [
        parse_qs(urlsplit(str(link.get_attribute("href"))).query) for link in page.page.locator("#_panel .act").all()
    ]
    undercuts = [query for query in asked if "undercuts" in query]
    answers = [query for query in asked if "answers" in query]
    store = served_for_reading_and_adding.store
    steps = {
        row["step"].rpartition("/")[2] for row in store.query(f"SELECT ?step {{ ?step ca:conclusion corpus:{ITEM} }}")
    }
    assert undercuts
    assert {query["undercuts"][0].partition(":")[2] for query in undercuts} <= steps
    assert answers
    assert {query["step"][0].partition(":")[2] for query in answers} <= steps
    assert all(store.query(f"ASK {{ scheme:{query['answers'][0]} a ca:CriticalQuestion }}") for query in answers)


@pytest.fixture(scope="module")
def served_for_reading_and_adding() -> Iterator[Served]:
    """The shipped essay, served to somebody who may add."""
    with open_store(":memory:") as store, serving(store) as served:
        yield served


def test_who_may_only_read_is_led_to_no_form(visit: Opener, store: Store, token_file: Path) -> None:
    with serving(store, Settings(token_file=token_file)) as served:
        page = visit(
            f"{served.url}/#/focus/{ITEM}?sel={ITEM}", extra_http_headers={"Authorization": f"Bearer {TOKENS['read']}"}
        )
        addresses = page.ask("[...document.querySelectorAll('a, form')].map((one) => one.href || one.action)")
    assert [one for one in addresses if urlsplit(one).path.startswith(("/add", "/items", "/contributions"))] == []
    assert page.page.locator("#_panel .do a", has_text="Page").count() == 1


def test_ids_that_need_encoding_are_encoded(visit: Opener, store: Store) -> None:
    store.update(
        """INSERT DATA { <https://w3id.org/claimatlas/corpus/notes/50%25&more> a ca:Statement, ca:Claim ;
        ca:kind ca:Claim ; rdfs:label "Half & more"@en ; schema:text "Half of it, and then some more of it."@en ;
        ca:commitment ca:asserted ; ca:heldBy corpus:authors }"""
    )
    name = "https://w3id.org/claimatlas/corpus/notes/50%25&more"
    with serving(store) as served:
        page = visit(f"{served.url}/map?around=https%3A%2F%2Fw3id.org%2Fclaimatlas%2Fcorpus%2Fnotes%2F50%2525%26more")
        page.ask("(anchor) => atlas.go({ sel: atlas.state.at })", "")
        address = page.page.locator("#_panel .do a", has_text="Support this").get_attribute("href")
    assert parse_qs(urlsplit(str(address)).query)["supports"] == [name]


def test_a_message_tells_what_was_added_and_marks_it(visit: Opener, served: Served) -> None:
    text = "A claim that is added while the server runs, to be seen at once."
    done = add(served.store, {"kind": "claim", "label": "Seen at once", "text": text, "supports": ITEM})
    number = done.contribution.number  # type: ignore[union-attr]
    page = visit(f"{served.url}/map?around=seen-at-once&added={number}#/focus/seen-at-once")
    page.wait("atlas.main.drawing.hits?.size === 1")
    assert page.page.locator("#_notice p").inner_text() == f"Added: Seen at once (contribution {number})"
    assert page.page.locator("#_notice form").get_attribute("action") == f"/contributions/{number}/undo"
    assert "added=" not in page.page.url
    page.click("#_notice [aria-label='Close the message']")
    assert page.page.locator("#_notice").count() == 0


def test_what_was_added_is_undone_from_its_message(visit: Opener, served: Served) -> None:
    text = "A claim that is added while the server runs, to be undone again."
    done = add(served.store, {"kind": "claim", "label": "To be undone", "text": text, "supports": ITEM})
    page = visit(f"{served.url}/map?around=to-be-undone&added={done.contribution.number}")  # type: ignore[union-attr]
    with page.page.expect_navigation():
        page.click("#_notice form button")
    assert not served.store.query("ASK { ?claim rdfs:label 'To be undone'@en }")


# ---- marking a passage ----

MARK = """([from, to, start, end]) => { const text = document.querySelector(".reading-text");
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT); const range = document.createRange();
  let before = "";
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const at = node.data.indexOf(from); const stop = node.data.indexOf(to);
    if (at >= 0 && !before) { range.setStart(node, at + start); before = "found"; }
    if (stop >= 0) range.setEnd(node, stop + to.length + end);
  }
  getSelection().removeAllRanges(); getSelection().addRange(range); }"""


def marked(page: Visit, first: str, last: str) -> dict[str, str]:
    """Mark from some words to others; return what the link to the form asks for."""
    page.ask(MARK, [first, last, 0, 0])
    page.page.locator(".passage-bar").wait_for()
    address = str(page.page.locator(".passage-bar a").first.get_attribute("href"))
    assert urlsplit(address).path == "/add"
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_a_marked_passage_goes_to_the_form_in_its_own_words(visit: Opener, speech: Served) -> None:
    page = visit(f"{speech.url}/#/reading")
    assert marked(page, "Bridges cost", "pay back slowly") == {
        "corpus": "on-bridges",
        "quote": "Bridges cost “much”. They pay back slowly",
        "paragraph": "2",
    }


def test_a_passage_may_begin_in_another_passage(visit: Opener, speech: Served) -> None:
    page = visit(f"{speech.url}/#/reading")
    assert marked(page, "for a century", "who built them")["quote"] == "for a century, as those who built them"


def test_a_passage_may_reach_over_paragraphs(visit: Opener, speech: Served) -> None:
    page = visit(f"{speech.url}/#/reading")
    found = marked(page, "as those who built", "for one year")
    assert found["quote"] == "as those who built them knew. Nobody builds a bridge for one year"
    assert found["paragraph"] == "2"


def test_a_hostile_passage_goes_to_the_form_as_it_is(visit: Opener, speech: Served) -> None:
    page = visit(f"{speech.url}/#/reading")
    assert marked(page, "</script>", "never")["quote"] == f"{HOSTILE} said nobody ever & never"
    assert page.page.title() != "broken"


def test_a_passage_that_is_too_long_is_told_to_be(visit: Opener, opened_folder: Store) -> None:
    text = SourceText(f"Long\n\nBegin {'word ' * 500}end.\n")
    register_source(opened_folder, text, "Long", ["Ada Lovelace"])
    with serving(opened_folder) as served:
        page = visit(f"{served.url}/#/reading")
        page.ask(MARK, ["Begin", "end", 0, 0])
        page.page.locator(".passage-bar").wait_for()
    assert "Too long: 2,509 characters" in page.page.locator(".passage-bar p").inner_text()
    assert page.page.locator(".passage-bar a:visible").count() == 0


def test_a_passage_is_marked_with_the_mouse_and_the_bar_reached_by_key(visit: Opener, speech: Served) -> None:
    page = visit(f"{speech.url}/#/reading")
    box = page.page.locator(".reading-paragraph", has_text="Nobody  builds").bounding_box()
    assert box
    page.page.mouse.move(box["x"] + 2, box["y"] + 10)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 160, box["y"] + 10, steps=5)
    page.page.mouse.up()
    page.page.locator(".passage-bar").wait_for()
    page.press("c")
    assert page.ask("document.activeElement.textContent") == "Claim from this passage"
    page.press("Escape")
    assert page.page.locator(".passage-bar:visible").count() == 0


def test_marking_offers_nothing_to_who_may_only_read(visit: Opener, speech: Served) -> None:
    with serving(speech.store, Settings(read_only=True)) as served:
        page = visit(f"{served.url}/#/reading")
        page.ask(MARK, ["Bridges cost", "pay back slowly", 0, 0])
        assert (
            page.ask("new Promise((done) => setTimeout(() => done(document.querySelector('.passage-bar')), 200))")
            is None
        )


# ---- for everybody ----


ADDRESSES = {
    "overview": "/",
    "world": "/map?around=made-up-5:s-500#/focus/s-480?sel=s-480",
    "hub": "/map?around=made-up-1:a-hub&added=2#/focus/a-hub?as=outline&sel=a-hub",
    "power": "/map?view=power",
    "section": "/map?part=made-up-3:section-2",
}
LOOKS = [(name, size, scheme) for name in ADDRESSES for size in SIZES for scheme in ("light", "dark")]


@pytest.mark.parametrize("look", fast_first(LOOKS, ("hub", "phone", "dark"), ("world", "screen", "light")))
def test_served_pages_break_no_rule_of_axe(visit: Opener, large: Served, look: tuple[str, str, str]) -> None:
    address, (width, height), scheme = ADDRESSES[look[0]], SIZES[look[1]], look[2]
    page = visit(large.url + address, viewport={"width": width, "height": height}, color_scheme=scheme)
    page.ask(AXE)
    assert page.ask(FOUND) == []
    assert page.ask("document.documentElement.scrollWidth") <= width


def test_the_bar_at_a_passage_breaks_no_rule_of_axe(visit: Opener, speech: Served) -> None:
    page = visit(f"{speech.url}/#/reading", viewport={"width": 360, "height": 740})
    marked(page, "Bridges cost", "pay back slowly")
    page.ask(AXE)
    assert page.ask(FOUND) == []


def test_without_a_script_a_world_is_a_list(visit: Opener, large: Served) -> None:
    page = visit(f"{large.url}/map?around=made-up-5:s-500", java_script_enabled=False)
    assert page.page.locator("#_book strong").count() > 300


def test_the_exported_page_knows_nothing_of_a_server(store: Store) -> None:
    from graph import projection
    from viz import Opening, atlas

    page = atlas(projection(store), title="x", opening=Opening("argument", main_thesis(store))).html()
    assert not [word for word in ('"served"', "/map?", "_visit", "<!--notice", "passage-bar") if word in page]
    assert json.dumps("served") not in page
