"""Adding, editing and taking back as a person does it: in a real browser, against a real server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from graph import Store
from tests.test_viz.conftest import fast_first
from tests.test_web.conftest import Served
from tests.test_web.filling import IRI, REPLACED, THESIS, Visit, last, sign_in, text_of, visiting

Opener = Callable[..., Visit]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
FOUND = """async () => (await axe.run(document)).violations.map(({ impact, id, nodes }) =>
  `${impact} ${id}: ${nodes.slice(0, 3).map(({ target, any }) => `${target} ${any[0]?.message ?? ""}`).join(" | ")}`)"""
SIZES = {"screen": (1280, 900), "tablet": (820, 1100), "phone": (360, 780)}
PAGES = ["/add", f"/add?objects-to={THESIS}", f"/items/{THESIS}/edit", f"/items/{THESIS}/retract", "/add?kind=policy"]


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Opener]:
    """Opens a page of the server; a refusal is no fault of the page."""
    with ExitStack() as stack:
        visits: list[Visit] = []

        def opener(address: str, **options: Any) -> Visit:
            visits.append(stack.enter_context(visiting(browser, served, **options)))
            return visits[-1].go(address)

        yield opener
        assert [text for one in visits for text in one.messages if "the server responded with" not in text] == []


# --- adding ---


def test_an_objection_is_previewed_added_and_undone(visit: Opener, store: Store) -> None:
    page = visit(f"/add?objects-to={THESIS}")
    page.fill(REPLACED)
    expect(page.page.locator("#preview svg")).to_contain_text("A seller that finds other")
    expect(page.page.locator("#preview .in-words")).to_have_text(
        "Counterargument “Buyers can be replaced” speaks against Thesis “Asymmetry empowers the less dependent side”"
    )
    page.send()
    expect(page.notice).to_contain_text("Added: Buyers can be replaced")
    expect(page.page.locator(".box", has_text="A seller that finds other")).to_be_visible()
    expect(page.page.locator(".box", has_text="In an interdependent economic")).to_be_visible()
    assert store.query(f"ASK {{ <{IRI}buyers-can-be-replaced> ca:attacks <{IRI}{THESIS}> }}")
    with page.page.expect_navigation():
        page.page.get_by_role("button", name="Undo").click()
    expect(page.notice).to_contain_text("Undone")
    expect(page.page.locator(".box", has_text="In an interdependent economic").first).to_be_visible()
    expect(page.page.locator(".box", has_text="A seller that finds other")).to_have_count(0)
    assert not text_of(store, "buyers-can-be-replaced")


@pytest.mark.slow
def test_a_support_that_is_begun_on_an_item_page_is_seen_on_the_map(visit: Opener, store: Store) -> None:
    page = visit(f"/items/{THESIS}")
    page.page.get_by_role("link", name="Support", exact=True).click()
    page.fill(REPLACED)
    page.send()
    expect(page.page.locator(".box", has_text="A seller that finds other")).to_be_visible()
    assert store.query(f"ASK {{ <{IRI}buyers-can-be-replaced> ca:supports <{IRI}{THESIS}> }}")


def test_a_critical_question_is_answered_from_the_page_of_the_item_that_it_tests(visit: Opener, store: Store) -> None:
    page = visit(f"/items/{THESIS}")
    asked = page.page.locator('a[href^="/add?answers="]').first
    address = str(asked.get_attribute("href"))
    page.go(address)
    expect(page.page.get_by_role("heading", level=1)).to_have_text("Answer a critical question")
    page.fill(REPLACED)
    page.send()
    expect(page.notice).to_contain_text("Added: Buyers can be replaced")
    assert last(store).message.startswith("Answers the critical question: ")
    assert store.query(f"ASK {{ <{IRI}buyers-can-be-replaced> ca:attacks|ca:undercuts ?any }}")


def test_faults_appear_at_fields_that_were_left_and_go_when_they_are_mended(visit: Opener) -> None:
    page = visit(f"/add?objects-to={THESIS}")
    fault = page.page.locator("#field-label-fault")
    page.field("label").focus()
    page.field("text").focus()
    expect(fault).to_contain_text("1 to 60 characters")
    expect(page.field("label")).to_have_attribute("aria-invalid", "true")
    expect(page.page.locator("#field-text-fault")).to_be_hidden()
    assert page.page.evaluate("document.activeElement.id") == "field-text"
    page.field("label").fill("Buyers can be replaced")
    expect(fault).to_be_hidden()
    expect(page.field("label")).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.slow
def test_the_counter_counts_signs_as_people_do(visit: Opener) -> None:
    page = visit("/add?kind=claim")
    count = page.page.locator("#field-label-count")
    expect(count).to_have_text("0 of 60")
    page.field("label").fill("🚢" * 5)
    expect(count).to_have_text("5 of 60")
    page.field("label").fill("x" * 63)
    expect(count).to_have_text("3 too many")


@pytest.mark.slow
def test_what_says_nearly_the_same_appears_while_one_writes(visit: Opener, store: Store) -> None:
    page = visit("/add?kind=claim")
    page.field("text").fill(text_of(store, THESIS).replace("gives power", "gives strength"))
    link = page.page.locator("#alike a").first
    expect(link).to_have_text("Asymmetry empowers the less dependent side")
    assert str(link.get_attribute("href")).endswith(THESIS)
    expect(page.page.locator("#told")).to_have_text("One statement says nearly the same.")
    page.field("text").fill("Ferries are slower than bridges, and cheaper.")
    expect(page.page.locator("#alike")).to_be_hidden()


def test_a_statement_is_chosen_by_typing_words_of_its_title(visit: Opener, store: Store) -> None:
    page = visit("/add?kind=claim")
    page.fill(REPLACED)
    supports = page.page.get_by_role("combobox", name="Supports")
    supports.fill("asymmetry empow")
    option = page.page.get_by_role("option", name="Asymmetry empowers the less dependent side")
    expect(option).to_be_visible()
    expect(supports).to_have_attribute("aria-expanded", "true")
    supports.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    supports.press("Enter")
    expect(page.page.get_by_role("checkbox", name="Asymmetry empowers")).to_be_checked()
    expect(page.page.locator("#preview svg")).to_contain_text("THESIS")
    page.page.locator("[data-field=scheme] select").select_option(label="Argument from example")
    expect(page.page.locator("[data-scheme] li").first).to_be_visible()
    page.send()
    step = f"?step ca:premise <{IRI}buyers-can-be-replaced> ; ca:conclusion <{IRI}{THESIS}>"
    assert store.query(f"ASK {{ {step} ; ca:scheme scheme:example }}")


@pytest.mark.slow
def test_suggestions_are_of_the_kinds_that_the_field_can_name_and_close_with_escape(visit: Opener) -> None:
    page = visit("/add?kind=claim")
    holder = page.page.get_by_role("combobox", name="Held by")
    holder.fill("united")
    options = page.page.locator(".options [role=option]")
    expect(options.first).to_contain_text("United States")
    expect(options.filter(has_text="United Kingdom")).to_be_visible()
    assert {text.split()[0].lower() for text in options.all_inner_texts()} <= {
        "state", "person", "organization", "group",
    }  # fmt: skip
    holder.press("Enter")
    expect(options.first).to_have_attribute("aria-selected", "true")
    holder.press("Escape")
    expect(options.first).to_be_hidden()
    expect(holder).to_have_value("united")


@pytest.mark.slow
def test_another_kind_shows_its_fields_and_keeps_what_was_written(visit: Opener) -> None:
    page = visit("/add?kind=claim")
    page.fill(REPLACED)
    with page.page.expect_navigation():
        page.page.locator("#kind").select_option("evidence")
    expect(page.field("text")).to_have_value(REPLACED["text"])
    expect(page.page.get_by_label("Where it comes from")).to_be_visible()


def test_faults_of_a_form_that_was_sent_are_listed_first_and_lead_to_their_fields(visit: Opener) -> None:
    page = visit(f"/add?objects-to={THESIS}")
    page.field("label").fill("x" * 70)
    page.send()
    expect(page.page.locator("#faults")).to_be_focused()
    assert page.page.title().startswith("2 to mend: Object to:")
    page.page.locator("#faults a", has_text="Title").click()
    expect(page.field("label")).to_be_focused()
    expect(page.field("label")).to_have_value("x" * 70)


@pytest.mark.slow
def test_a_fault_in_a_field_that_is_folded_away_is_unfolded(visit: Opener) -> None:
    page = visit("/add?kind=claim")
    page.fill(REPLACED)
    page.page.locator(".more-fields > summary").click()
    page.field("lang").fill("no language")
    page.send()
    expect(page.page.locator("#field-lang-fault")).to_be_visible()


def test_all_of_it_goes_by_keyboard(visit: Opener, store: Store) -> None:
    page = visit(f"/add?objects-to={THESIS}")
    page.field("label").focus()
    keyboard = page.page.keyboard
    keyboard.type(REPLACED["label"])
    keyboard.press("Tab")
    keyboard.type(REPLACED["text"])
    for _ in range(20):
        keyboard.press("Tab")
        if page.page.evaluate("document.activeElement.id") == "send":
            break
    with page.page.expect_navigation():
        keyboard.press("Enter")
    assert text_of(store, "buyers-can-be-replaced") == REPLACED["text"]


def test_without_script_one_adds_by_ids_and_sees_a_preview(visit: Opener, store: Store) -> None:
    page = visit("/add?kind=claim", java_script_enabled=False)
    page.fill(REPLACED)
    page.page.locator("[data-field=supports] input").fill(THESIS)
    with page.page.expect_navigation():
        page.page.get_by_role("button", name="Preview").click()
    assert page.page.locator("#preview svg").count() == 1
    page.send()
    assert store.query(f"ASK {{ <{IRI}buyers-can-be-replaced> ca:supports <{IRI}{THESIS}> }}")


@pytest.mark.slow
def test_hostile_words_stay_words_in_every_place_that_shows_them(visit: Opener) -> None:
    hostile = "<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>"
    page = visit(f"/add?objects-to={THESIS}")
    page.fill({"label": hostile[:55], "text": hostile})
    expect(page.page.locator("#preview svg")).to_contain_text("<img src=x")
    page.checked()
    assert page.page.title().startswith("Object to:")
    assert page.page.locator("#preview img, #preview script").count() == 0


# --- editing, two people, retracting, undoing ---


def test_two_people_edit_one_item_and_the_second_chooses_field_by_field(
    browser: Browser, served_with_tokens: Served
) -> None:
    store, mine = served_with_tokens.store, "Where two depend on each other, power is with the one that depends less."
    theirs = "Power lies with the side that can do without the other more easily than the other."
    with visiting(browser, served_with_tokens) as ada, visiting(browser, served_with_tokens) as ann:
        for person, role in ((ada, "add"), (ann, "admin")):
            sign_in(person, role)
            person.go(f"/items/{THESIS}/edit")
        ada.fill({"text": theirs})
        ada.page.locator("#message").fill("Clearer")
        ada.send()
        ann.fill({"text": mine})
        ann.page.locator("[data-field=commitment] select").select_option("granted")
        ann.send()
        expect(ann.page.get_by_role("heading", level=1)).to_contain_text("Two versions of")
        expect(ann.page.locator("#since")).to_contain_text("Ada Lovelace")
        expect(ann.page.locator("#since")).to_contain_text("Clearer")
        text = ann.page.locator("[data-field=text].version")
        expect(text).to_contain_text(mine)
        expect(text).to_contain_text(theirs)
        assert text_of(store, THESIS) == theirs
        text.get_by_role("radio", name="Theirs").check()
        ann.send()
    assert text_of(store, THESIS) == theirs
    assert store.query(f"ASK {{ <{IRI}{THESIS}> ca:commitment ca:granted }}")
    assert last(store).by == "Ann"


@pytest.mark.slow
def test_faults_of_an_edit_appear_as_one_types(visit: Opener) -> None:
    page = visit(f"/items/{THESIS}/edit")
    page.field("label").fill("x" * 61)
    page.field("text").focus()
    expect(page.page.locator("#field-label-fault")).to_contain_text("1 to 60 characters")


@pytest.mark.slow
def test_a_reason_is_asked_for_before_anything_is_retracted(visit: Opener, store: Store) -> None:
    page = visit(f"/add?objects-to={THESIS}")
    page.fill(REPLACED)
    page.send()
    page.go("/items/buyers-can-be-replaced/retract").send()
    expect(page.page.locator("#reason")).to_be_focused()
    assert text_of(store, "buyers-can-be-replaced")
    page.page.locator("#reason").fill("Said already")
    page.send()
    expect(page.notice).to_contain_text("Retracted")
    assert page.page.url.endswith(f"#/focus/{THESIS}")
    assert not text_of(store, "buyers-can-be-replaced")


# --- what the pages look like, and to whom ---


@pytest.mark.parametrize("theme", fast_first(["light", "dark", "contrast"], "light"))
@pytest.mark.parametrize("size", fast_first(SIZES, "screen", "phone"))
@pytest.mark.slow
def test_no_rule_of_accessibility_is_broken_and_nothing_is_cut_off(visit: Opener, size: str, theme: str) -> None:
    width, height = SIZES[size]
    page = visit("/add", viewport={"width": width, "height": height})
    page.page.evaluate("(theme) => localStorage.setItem('theme', theme)", theme)
    found = {}
    for address in PAGES:
        page.go(address)
        for folded in page.page.locator("main details").all():
            folded.evaluate("(element) => { element.open = true; }")
        page.page.evaluate(AXE)
        found[address] = page.ask(FOUND)
        assert page.ask("document.documentElement.scrollWidth") <= width
    assert {address: rules for address, rules in found.items() if rules} == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_a_form_with_faults_and_two_versions_are_accessible_too(visit: Opener, store: Store, size: str) -> None:
    width, height = SIZES[size]
    page = visit(f"/add?supports={THESIS}", viewport={"width": width, "height": height})
    page.field("text").fill(text_of(store, THESIS))
    page.send()
    page.page.evaluate(AXE)
    assert page.ask(FOUND) == []
    other = visit(f"/items/{THESIS}/edit", viewport={"width": width, "height": height})
    page.go(f"/items/{THESIS}/edit").fill({"text": REPLACED["text"]})
    page.send()
    other.fill({"text": REPLACED["text"][::-1]})
    other.send()
    other.page.evaluate(AXE)
    assert other.ask(FOUND) == []
    assert other.ask("document.documentElement.scrollWidth") <= width
