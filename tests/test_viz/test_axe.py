"""What a person needs who sees little, hears the page, or has a keyboard only, in every view of the page."""

from collections.abc import Callable, Iterable
from importlib.resources import files
from itertools import product
from typing import Any

import pytest

from tests.test_viz.conftest import Opener, Visit, fast_first
from tests.test_viz.hostile import everything
from tests.test_viz.made_up import iri, town
from viz import Map

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

# Which rules are broken, how badly, and where. Nothing is left out: best practices, not only what a standard demands.
FOUND = """async () => (await axe.run(document)).violations.map(({ impact, id, nodes }) =>
  `${impact} ${id}: ${nodes.slice(0, 3).map(({ target, any }) => `${target} ${any[0]?.message ?? ""}`).join(" | ")}`)"""

VIEWS = {
    "start": "#/start",
    "argument": "#/argument?sel=trade-grows",
    "argument as outline": "#/argument?sel=trade-grows&as=outline",
    "argument as map": "#/argument?as=map",
    "section": "#/section/1?as=map",
    "section as outline": "#/section/1?sel=weather&as=outline",
    "power": "#/power?as=map&sel=attraction",
    "power as outline": "#/power?as=outline&sel=attraction",
    "power by actor": "#/power?by=actor&as=map&sel=festival",
    "power by actor as outline": "#/power?by=actor&as=outline",
    "power by instrument": "#/power?by=instrument&as=map",
    "focus": "#/focus/too-dear?as=map&depth=2&sel=winter-fund",
    "focus as outline": "#/focus/too-dear?as=outline&sel=too-dear",
    "reading": "#/reading?sel=motto",
    "reading in reason order": "#/reading?order=reason&sel=motto",
    "answer": "#/answer?as=map",
    "answer as outline": "#/answer?as=outline",
    "filtered": "#/argument?as=map&hide=evidence,attacks&power=soft&holder=The%20harbour%20master",
    "nothing left": "#/argument?as=map&hide=thesis,claim,evidence,counterargument,rebuttal",
}
SIZES = {"screen": (1400, 900), "phone": (390, 844)}
THEMES = ["light", "dark", "contrast"]
SOME = ("start", "argument", "section as outline", "power", "focus", "reading", "filtered")
"""One view of each make."""


@pytest.fixture(scope="module")
def whole() -> Map:
    """A page of the town with all views."""
    graph = town()
    event = {"number": 1, "what": "added", "who": "Ada", "when": "2025-01-02", "why": "To begin"}
    graph.add_node(iri("alden"), kind="actor", id="alden", label="Alden", text="", kind_word="State", history=[event])
    for policy in ("festival", "toll-threat"):
        graph.add_edge(iri(policy), iri("alden"), key="carried_out_by", relation="carried_out_by")
    for key in ("trade-grows", "weather"):
        graph.nodes[iri(key)].update(history=[event], places=[(3, 9)])
    for _, node in graph.nodes(data=True):
        if node["kind"] == "inference":
            node["questions"] = ["why"]
    graph.graph["questions"] = {"why": "Is there another cause?"}
    return everything(graph, "The town of Alden lies on a river, and its ferry takes anyone across for nothing.")


def opened(visit: Opener, whole: Map, size: str = "screen", theme: str = "light", **more: Any) -> Visit:
    """The page at a size, in a theme."""
    width, height = SIZES[size]
    scheme = "dark" if theme == "dark" else "light"
    page = visit(whole, viewport={"width": width, "height": height}, color_scheme=scheme, **more)
    if theme == "contrast":
        page.ask("atlas.main.setTheme('contrast')")
    return page


def faults(page: Visit) -> list[str]:
    """What axe finds now. The policy of the page lets no script element in, but what the browser itself is asked."""
    if not page.ask("'axe' in window"):
        page.ask(f"() => {{ {AXE} }}")
    return list(page.ask(FOUND))


def in_views(page: Visit, look: Callable[[Visit], Any], names: Iterable[str] = VIEWS) -> dict[str, Any]:
    """What is noticed in each view, where anything is."""
    found = {}
    for name in names:
        page.go(VIEWS[name])
        found[name] = look(page)
    return {name: noticed for name, noticed in found.items() if noticed}


# --- axe ---


def open_parts(page: Visit) -> dict[str, list[str]]:
    """What axe finds while a part that opens is open, by part."""
    found = {}
    for part, keys in {"share": "s", "help": "?", "filters": "l"}.items():
        page.go("#/argument?as=map")
        page.press(keys)
        found[part] = faults(page)
        page.press("Escape")
    page.press("/")
    page.page.keyboard.insert_text("trade")
    found["search"] = faults(page)
    page.press("Escape")
    page.go("#/start")
    page.ask("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found["details"] = faults(page)
    return found


LOOKS = [(SOME, "screen", "light"), *product([(*VIEWS,)], SIZES, THEMES)]


@pytest.mark.parametrize("look", fast_first(LOOKS, LOOKS[0]), ids=lambda look: f"{len(look[0])}-{look[1]}-{look[2]}")
def test_axe_finds_nothing_in_any_view(visit: Opener, whole: Map, look: tuple[Iterable[str], str, str]) -> None:
    names, size, theme = look
    assert in_views(opened(visit, whole, size, theme), faults, names) == {}


@pytest.mark.parametrize("theme", fast_first(THEMES, "light"))
@pytest.mark.parametrize("size", fast_first(SIZES, "screen"))
def test_axe_finds_nothing_while_menu_help_filters_or_hits_are_open(
    visit: Opener, whole: Map, size: str, theme: str
) -> None:
    found = open_parts(opened(visit, whole, size, theme))
    assert {part: noticed for part, noticed in found.items() if noticed} == {}


def test_axe_finds_nothing_in_the_list_that_stands_without_a_script(visit: Opener, whole: Map) -> None:
    page = opened(visit, whole)
    page.ask("document.documentElement.className = ''; document.querySelectorAll('.needs-script').forEach("
             "(one) => one.remove()); document.querySelectorAll('.book, .reading, .start').forEach("
             "(one) => { one.style.display = 'block'; })")  # fmt: skip
    assert faults(page) == []


# --- the keyboard ---

# The element that has the focus: its name, whether it is in sight, and how wide the ring around it is.
STOP = """() => { const one = document.activeElement; if (!one || one === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const again = (window.stops ??= new Set()).has(one);
  window.stops.add(one);
  const { width, height, left, top, right, bottom } = one.getBoundingClientRect();
  return { again, ring: outlineStyle === "none" ? 0 : parseFloat(outlineWidth),
    seen: width > 0 && height > 0 && right > 0 && bottom > 0 && left < innerWidth && top < innerHeight,
    name: `${one.localName}#${one.id}.${one.className} ${(one.ariaLabel ?? one.textContent).slice(0, 40)}` }; }"""

# Controls that are shown and that Tab did not come to. Of a group that arrow keys walk (map, reading), one is enough.
MISSED = """() => [...document.querySelectorAll("button, a[href], input, select, summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.disabled && one.tabIndex >= 0
    && !window.stops.has(one) && !one.closest(".box, .reading-text, .reading-list"))
  .map((one) => `${one.localName}#${one.id}.${one.className} ${one.textContent.trim().slice(0, 40)}`)"""


def tab_stops(page: Visit) -> list[dict[str, Any]]:
    """Where Tab stops until it comes round; on its way from the end of the page to its start it is nowhere."""
    page.ask("() => { window.stops = new Set(); }")
    stops: list[dict[str, Any]] = []
    for _ in range(400):
        page.press("Tab")
        stop = page.ask(STOP)
        if stop and stop["again"]:
            return stops
        stops += [stop] if stop else []
    raise AssertionError("Tab does not come round")


def lost(page: Visit) -> list[str]:
    """Where Tab stops without a ring or out of sight, and to which controls it does not come."""
    stops = tab_stops(page)
    assert len(stops) > 5
    return [*(stop["name"] for stop in stops if not stop["ring"] or not stop["seen"]), *page.ask(MISSED)]


STOPS = [(SOME, "phone"), *product([(*VIEWS,)], SIZES)]


@pytest.mark.parametrize("look", fast_first(STOPS, STOPS[0]), ids=lambda look: f"{len(look[0])}-{look[1]}")
def test_tab_comes_to_every_control_of_every_view_and_shows_where_it_is(
    visit: Opener, whole: Map, look: tuple[Iterable[str], str]
) -> None:
    names, size = look
    assert in_views(opened(visit, whole, size), lost, names) == {}


def test_tab_comes_to_every_control_of_the_filters_on_a_phone(visit: Opener, whole: Map) -> None:
    page = opened(visit, whole, "phone")
    page.go("#/argument?as=map")
    page.press("l")
    assert lost(page) == []


def test_tab_stays_in_the_help_while_it_is_open(visit: Opener, whole: Map) -> None:
    page = opened(visit, whole)
    page.press("?", "Tab", "Tab", "Tab")
    assert page.ask("document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))")


@pytest.mark.parametrize("view", ["argument as map", "power", "focus"])
def test_the_box_with_the_keys_has_a_ring_and_is_in_view(visit: Opener, whole: Map, view: str) -> None:
    page = opened(visit, whole)
    page.go(VIEWS[view])
    page.ask("atlas.byId('main').focus()")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowLeft"):
        page.press(key)
        stop = page.ask(STOP)
        assert (stop["ring"] > 0, stop["seen"]) == (True, True)
        assert "box" in stop["name"]


# --- wishes of the reader's system ---


@pytest.mark.parametrize(
    "wish", [{"forced_colors": "active"}, {"contrast": "more"}], ids=["forced colours", "contrast"]
)
@pytest.mark.parametrize("size", fast_first(SIZES, "screen"))
@pytest.mark.slow
def test_forced_colours_and_more_contrast_break_no_view(
    visit: Opener, whole: Map, size: str, wish: dict[str, str]
) -> None:
    page = opened(visit, whole, size, **wish)
    assert in_views(page, faults) == {}
    assert page.messages == []


def test_with_forced_colours_links_and_boxes_are_drawn_in_colours_that_differ_from_the_ground(
    visit: Opener, whole: Map
) -> None:
    page = opened(visit, whole, forced_colors="active")
    page.go("#/argument?as=map")
    drawn = page.ask("""() => { const canvas = document.getElementById("_links");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const found = new Set();
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 200) found.add(data.slice(at, at + 3).join());
      return found.size; }""")
    assert drawn > 2


@pytest.mark.parametrize("size", fast_first(SIZES, "screen"))
def test_nothing_moves_by_itself_for_readers_who_want_no_motion(visit: Opener, whole: Map, size: str) -> None:
    page = opened(visit, whole, size)
    moving = "document.getAnimations().map((one) => one.animationName ?? one.transitionProperty ?? 'unnamed')"
    assert in_views(page, lambda now: now.ask(moving)) == {}
    page.go("#/argument?as=map&sel=trade-grows")
    for act in ("atlas.view.all()", "atlas.view.home(true)", "document.getElementById('_zoom-in').click()"):
        before = page.ask(f"() => {{ {act}; return {{ ...atlas.camera.now }}; }}")
        page.wait("new Promise((done) => setTimeout(() => done(true), 50))")
        assert page.ask("({ ...atlas.camera.now })") == before
