"""Texts that attack the page, in every field of every kind, and colours that all can read."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.test_viz.conftest import Opener, Visit
from tests.test_viz.made_up import iri, town
from viz import Map, argument_map, power_map

if TYPE_CHECKING:
    import networkx as nx

EVIL = (
    "</script><img src=x onerror=window.broken=1><script>window.broken=1</script>"
    "\"'><svg onload=window.broken=1> href={{ 7*7 }}{% raw %}<!--\u202e ${window.broken=1}"
)


def poisoned(evil: str) -> "nx.MultiDiGraph[str]":
    """The town with an evil text in every attribute that holds a text, the id included."""
    graph = town()
    for place, key in enumerate(list(graph)):
        node = graph.nodes[key]
        for name, value in list(node.items()):
            node[name] = _poison(name, value, evil, place)
    for _, _, data in graph.edges(data=True):
        data.update({name: evil for name in ("scheme",) if name in data})
        data.update({name: [evil] for name in ("whose",) if name in data})
    return graph


def _poison(name: str, value: object, evil: str, place: int) -> object:
    """An attribute with the evil text in it; what is no text stays."""
    if name == "id":
        return f"{value}{evil}"
    if isinstance(value, str) and name != "kind":
        return f"{evil} {place}"
    return [evil] if isinstance(value, list) and name != "broader" else value


def maps(evil: str) -> list[Map]:
    graph = poisoned(evil)
    return [argument_map(graph, iri("free-ferry"), title=evil), power_map(graph, title=evil)]


def use(page: Visit) -> None:
    """Goes through everything that shows texts: folds, details of every item, search, outline."""
    page.ask("atlas.main.unfoldAll()")
    page.ask("atlas.data.items.forEach((item) => atlas.main.choose(item))")
    page.page.keyboard.press("/")
    page.page.keyboard.type("script")
    page.page.keyboard.press("Enter")
    page.ask("atlas.main.show('outline')")
    page.ask("atlas.main.setFace('title')")


@pytest.mark.parametrize("which", [0, 1])
def test_evil_texts_in_every_field_execute_nothing(visit: Opener, which: int) -> None:
    page = visit(maps(EVIL)[which])
    use(page)
    assert page.ask("window.broken") is None
    assert (page.messages, page.requests) == ([], [])
    assert page.ask("document.querySelectorAll('main img, main svg, aside img, aside svg').length") == 0


@pytest.mark.parametrize("which", [0, 1])
def test_texts_of_100_000_characters_break_nothing(visit: Opener, which: int) -> None:
    graph = town()
    for name in ("trade-grows", "attraction", "festival", "motto"):
        graph.nodes[iri(name)].update(label="long " * 20_000, text="x" * 100_000)
    shown = [argument_map(graph, iri("free-ferry"), title="t" * 100_000), power_map(graph, title="Long")][which]
    page = visit(shown)
    use(page)
    assert page.messages == []
    assert page.ask("document.documentElement.scrollWidth") <= 1600


def test_an_evil_item_is_found_by_its_address(visit: Opener) -> None:
    page = visit(maps(EVIL)[0])
    page.ask("atlas.main.choose(atlas.data.items[3])")
    address = page.ask("location.hash")
    page.ask("atlas.main.choose(null)")
    page.ask("(hash) => { location.hash = hash; }", address)
    page.wait("atlas.main.state.item === 3")


def test_a_map_works_inside_a_notebooks_frame(visit: Opener, argument: Map) -> None:
    page = visit(argument)
    page.ask(
        """(shown) => { const holder = document.createElement("div"); document.body.replaceChildren(holder);
        holder.innerHTML = shown; }""",
        argument._repr_html_(),
    )
    frame = page.page.frame_locator("iframe")
    frame.locator("#_view-button").click()
    frame.locator("#_outline a", has_text="The guild's letter").first.click()
    assert frame.locator("#_panel h2").inner_text() == "The guild's letter"


# The contrast of two named colours of the page, after WCAG 2.2.
CONTRAST = """([front, back]) => {
  const light = (name) => { const c = document.createElement("canvas").getContext("2d");
    c.fillStyle = atlas.paint.colour(name); c.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...c.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05); }"""
KINDS = ("thesis", "claim", "evidence", "counterargument", "rebuttal", "policy", "power")
TEXTS = [
    *((kind, f"{kind}-fill") for kind in KINDS),
    *(("ink", f"{kind}-fill") for kind in KINDS),
    *(("muted", f"{kind}-fill") for kind in KINDS),
    *((kind, "panel") for kind in KINDS),
    *((bearing, "policy-fill") for bearing in ("wields", "strengthens", "erodes")),
    ("ink", "panel"), ("muted", "panel"), ("muted", "ground"), ("accent", "panel"),
]  # fmt: skip
STROKES = [(name, "ground") for name in ("supports", "attacks", "rephrases", "wields", "broader", "says")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_a_contrast_of_at_least_four_and_a_half(visit: Opener, argument: Map, scheme: str) -> None:
    page = visit(argument, color_scheme=scheme)
    poor = [pair for pair in TEXTS if page.ask(CONTRAST, pair) < 4.5]
    assert poor == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_stroke_has_a_contrast_of_at_least_three(visit: Opener, argument: Map, scheme: str) -> None:
    page = visit(argument, color_scheme=scheme)
    assert [pair for pair in STROKES if page.ask(CONTRAST, pair) < 3] == []


def test_the_button_turns_light_to_dark_and_back(visit: Opener, argument: Map) -> None:
    page = visit(argument)
    grounds = [page.ask("getComputedStyle(document.body).backgroundColor")]
    for _ in range(2):
        page.page.locator("#_theme-button").click()
        grounds.append(page.ask("getComputedStyle(document.body).backgroundColor"))
    assert [before != after for before, after in pairwise(grounds)] == [True, True]
    assert grounds[0] == grounds[2]
