"""Vector drawings: the ones Python makes, and those the page makes of what it draws."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.tabs import tab
from tests.test_viz.made_up import add_statement, iri, town
from viz.argument import argument_scene
from viz.colours import PALETTE, stylesheet
from viz.focus import focus_scene
from viz.kinds import KINDS, RELATIONS
from viz.scene import PAD_X, Box, Face, Link, Scene
from viz.strokes import NAMESPACE, Pen
from viz.svg import svg
from viz.tree import unfold

if TYPE_CHECKING:
    import networkx as nx

HOSTILE = "</text><script>alert(1)</script>&<b>\x00\x08\ud800\ufffe\u202e]]>"


def read(text: str) -> ET.Element:
    return ET.fromstring(text)


def texts(drawing: ET.Element) -> list[str]:
    """What is written in a drawing, line by line."""
    return [element.text or "" for element in drawing.iter(f"{{{NAMESPACE}}}text")]


def one_box(text: str, **options: Any) -> Scene:
    face = Face((text,), 80)
    return Scene(("a",), {"a": Box("a", "a", "claim", face, face, 320, **options)}, (), {})


def test_a_drawing_has_every_unfolded_box_with_its_kind_and_its_lines(graph: "nx.MultiDiGraph[str]") -> None:
    scene = argument_scene(graph, iri("free-ferry"), 9)
    written = texts(read(svg(scene, title="A town")))
    for box in scene.boxes.values():
        kind = KINDS[box.kind]
        assert f"{kind.glyph} {kind.word.upper()}" in written
        assert set(box.text.lines) <= set(written)


def test_what_is_folded_is_counted_and_not_drawn(graph: "nx.MultiDiGraph[str]") -> None:
    scene = argument_scene(graph, iri("free-ferry"), 9)
    drawing = read(svg(scene, {iri("free-ferry")}, title="A town"))
    shown = unfold(scene, {iri("free-ferry")}).column
    hidden = [box for key, box in scene.boxes.items() if key not in shown]
    assert hidden
    assert not {line for box in hidden for line in box.text.lines} & set(texts(drawing))
    assert {"+5", "+1"} <= set(texts(drawing))


def test_a_focus_map_counts_what_is_folded_on_both_sides(graph: "nx.MultiDiGraph[str]") -> None:
    scene = focus_scene(graph, iri("trade-grows"), 1)
    written = texts(read(svg(scene, title="Trade")))
    assert sum(line.startswith("+") for line in written) >= 2


def test_without_a_choice_that_is_drawn_which_is_unfolded_at_first(graph: "nx.MultiDiGraph[str]") -> None:
    scene = argument_scene(graph, iri("free-ferry"), 1)
    assert svg(scene, title="T") == svg(scene, scene.opened, title="T") != svg(scene, set(scene.boxes), title="T")


def test_short_titles_can_be_drawn_in_place_of_sentences(graph: "nx.MultiDiGraph[str]") -> None:
    written = texts(read(svg(argument_scene(graph, iri("free-ferry"), 1), title="T", face="title")))
    assert "Alden should keep its ferry free" in written


def test_those_who_do_not_see_a_drawing_are_told_what_it_is(graph: "nx.MultiDiGraph[str]") -> None:
    drawing = read(svg(argument_scene(graph, iri("free-ferry"), 9), title="A town & its ferry"))
    assert drawing.get("role") == "img"
    assert drawing.get("aria-label") == drawing.findtext(f"{{{NAMESPACE}}}title") == "A town & its ferry"
    said = drawing.findtext(f"{{{NAMESPACE}}}desc") or ""
    assert said.startswith("A map of 13 boxes and 14 links; it starts at: Alden should keep its ferry free")


def test_the_legend_names_the_kinds_and_relations_that_are_drawn_and_no_others(graph: "nx.MultiDiGraph[str]") -> None:
    written = texts(read(svg(argument_scene(graph, iri("free-ferry"), 9), title="T")))
    assert {"Thesis", "Evidence", "supports", "undercuts a step", "restates", "support together"} <= set(written)
    assert not {"Policy", "wields", "speaks of", "so many more are folded here"} & set(written)


@given(st.text(max_size=60))
def test_any_text_gives_valid_xml_in_which_only_the_text_differs(text: str) -> None:
    drawing = read(svg(one_box(text, note=text, foot=text), title=text))
    tags = [element.tag for element in drawing.iter()]
    assert {tag.removeprefix(f"{{{NAMESPACE}}}") for tag in tags} <= {
        "svg",
        "title",
        "desc",
        "rect",
        "path",
        "g",
        "text",
    }


def test_hostile_texts_stay_texts_and_control_characters_are_left_out() -> None:
    text = svg(one_box(HOSTILE, note=HOSTILE, foot="f" + HOSTILE), title=HOSTILE)
    drawing = read(text)
    assert not list(drawing.iter("script"))
    assert "<script" not in text
    assert any("<script>alert(1)</script>&<b>]]>" in line for line in texts(drawing))


def test_a_drawing_has_no_style_no_script_and_no_address(graph: "nx.MultiDiGraph[str]") -> None:
    text = svg(argument_scene(graph, iri("free-ferry"), 9), title="T")
    for element in read(text).iter():
        assert not {"style", "class", "id", "href", "onload"} & set(element.keys())
    assert "url(" not in text
    assert text.count("http") == 1


def test_a_fragment_is_the_same_without_the_line_of_a_file(graph: "nx.MultiDiGraph[str]") -> None:
    scene = argument_scene(graph, iri("free-ferry"), 9)
    whole, part = svg(scene, title="T"), svg(scene, title="T", fragment=True)
    assert whole == f'<?xml version="1.0" encoding="UTF-8"?>\n{part}\n'
    assert part.startswith("<svg ")


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_each_theme_has_its_own_ground_and_ink(graph: "nx.MultiDiGraph[str]", theme: str) -> None:
    text = svg(argument_scene(graph, iri("free-ferry"), 9), title="T", theme=theme)
    used = set(re.findall("#[0-9a-f]{6}", text))
    assert used <= {getattr(colour, theme) for colour in PALETTE.values()}
    assert {getattr(PALETTE[name], theme) for name in ("ground", "ink", "thesis", "supports")} <= used


def test_a_line_too_long_for_its_box_is_condensed_and_no_other() -> None:
    foot = "a foot that goes on for a while longer than fits in"
    drawing = read(svg(one_box("A short text", foot=foot), title="T"))
    tight = [element for element in drawing.iter(f"{{{NAMESPACE}}}text") if element.get("textLength")]
    assert [element.text for element in tight] == [foot]
    assert tight[0].get("textLength") == "284"


def test_an_empty_map_gives_a_drawing_that_says_so() -> None:
    drawing = read(svg(Scene((), {}, (), {}), title="Nothing"))
    assert drawing.findtext(f"{{{NAMESPACE}}}desc") == "An empty map."


def test_everything_lies_within_the_edges_of_the_drawing(browser: Browser, graph: "nx.MultiDiGraph[str]") -> None:
    with tab(browser) as page:
        page.set_content(svg(focus_scene(graph, iri("too-dear"), 3), title="T", fragment=True))
        out = page.evaluate(
            """() => { const { left, right, top, bottom } = document.querySelector("svg").getBoundingClientRect();
            return [...document.querySelectorAll("svg :not(title, desc)")].filter((one) => {
              const r = one.getBoundingClientRect();
              return r.left < left - 1 || r.right > right + 1 || r.top < top - 1 || r.bottom > bottom + 1;
            }).map((one) => one.outerHTML); }"""
        )
    assert out == []


def test_no_text_is_wider_than_its_box(browser: Browser, graph: "nx.MultiDiGraph[str]") -> None:
    with tab(browser) as page:
        page.set_content(svg(argument_scene(graph, iri("free-ferry"), 9), title="T", fragment=True))
        lines = "[...document.querySelectorAll('svg text[font-size=\"16\"]')]"
        widths = page.evaluate(f"{lines}.map((one) => one.getComputedTextLength())")
    assert len(widths) > 13
    assert max(widths) <= 320 - 2 * PAD_X


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_shape(kind: str) -> None:
    root = ET.Element("svg")
    Pen(root, "light").shape(kind, 0, 0, 320, 80)
    assert root[0].get("d", "").endswith("Z")
    assert root[0].get("fill") == PALETTE[f"{kind}-fill"].light


def test_every_relation_can_be_drawn() -> None:
    boxes = {key: one_box(key).boxes["a"] for key in ("a", "b")}
    for name in RELATIONS:
        scene = Scene(("a",), boxes, [Link("b", "a", name)], {"a": ["b"]}, opened=frozenset("a"))
        assert RELATIONS[name].legend in texts(read(svg(scene, title="T")))


# --- the page's own drawings ---

STUB = """const atlas = { data: DATA };
atlas.byId = (name) => document.getElementById("_" + name);
atlas.make = (tag) => document.createElement(tag);
"""
VIEW = """atlas.view = { state: { places: new Map([["a", 1], ["b", 2]]) },
  bounds: () => ({ left: -100, top: -50, right: 500, bottom: 250 }),
  paintWhole: (c) => {
    let x = -90;
    for (const kind of atlas.data.kinds.keys()) { atlas.paint.shape(c, kind, x, -40, 58, 60, false); x += 65; }
    atlas.data.relations.forEach(({ name }, n) => {
      c.beginPath(); c.moveTo(-80 + 44 * n, 100); c.quadraticCurveTo(-60 + 44 * n, 60, -60 + 44 * n, 180);
      atlas.paint.stroke(c, name, { inferred: n === 3 });
      atlas.paint.mark(c, name, -60 + 44 * n, 200, Math.PI, n % 2 ? 1 : 0.6); });
    atlas.paint.write(c, "A text & a <tag>", -80, 230, { weight: "bold", fill: "thesis" });
    atlas.paint.write(c, "one that is condensed to its room", 200, 230, { size: 13, room: 90 });
    atlas.paint.chip(c, 420, 230, [{ text: "+3", fill: "accent" }, { text: "▲2", fill: "strengthens" }]);
  } };
atlas.links = { reach: () => null };
"""
# The mean difference per channel (0 to 255) between the drawing on a canvas and the SVG.
DIFFERENCE = """async () => {
  const pixels = async (source) => {
    const image = new Image(); image.src = source; await image.decode();
    const canvas = document.createElement("canvas"); [canvas.width, canvas.height] = [656, 386];
    const c = canvas.getContext("2d"); c.drawImage(image, 0, 0, 656, 386);
    return c.getImageData(0, 0, 656, 386).data; };
  const png = await atlas.export.png();
  const one = await pixels(URL.createObjectURL(png));
  const other = await pixels("data:image/svg+xml," + encodeURIComponent(atlas.export.svg()));
  let sum = 0; for (let n = 0; n < one.length; n += 1) sum += Math.abs(one[n] - other[n]);
  return [sum / one.length, new Set(one).size]; }"""


@pytest.fixture
def exporter(browser: Browser) -> Iterator[Page]:
    """A page with the modules that draw and export, and a view of made-up strokes."""
    data = {"font": 16, "line": 21, "small": 13, "smallLine": 20, "padX": 18, "padY": 10, "columnGap": 92}
    kinds = json.dumps([kind._asdict() for kind in KINDS.values()])
    relations = json.dumps([relation._asdict() for relation in RELATIONS.values()])
    made = f"{{measures: {json.dumps(data)}, kinds: new Map({kinds}.map((k) => [k.name, k])), relations: {relations}}}"
    folder = files("viz") / "templates"
    paint, context, export = (
        (folder / f"{name}.js").read_text(encoding="utf-8") for name in ("paint", "svg_context", "export")
    )
    with tab(browser) as page:
        page.set_content(
            f"<!DOCTYPE html><title>Über die Fähre: A & B?</title><style>{stylesheet()}</style><div id='_print'></div>"
        )
        page.add_script_tag(content="\n".join([STUB.replace("DATA", made), paint, VIEW, context, export]))
        yield page


def test_the_svg_of_the_page_looks_like_its_picture(exporter: Page) -> None:
    difference, shades = exporter.evaluate(DIFFERENCE)
    assert difference < 1.5
    assert shades > 50


def test_the_svg_of_the_page_is_valid_xml_with_the_title(exporter: Page) -> None:
    drawing = read(exporter.evaluate("atlas.export.svg()"))
    assert drawing.get("aria-label") == "Über die Fähre: A & B?"
    assert "A text & a <tag>" in texts(drawing)
    assert {element.tag.split("}")[1] for element in drawing.iter()} == {"svg", "title", "desc", "path", "text"}


def test_the_svg_context_leaves_out_what_xml_cannot_hold(exporter: Page) -> None:
    text = exporter.evaluate(
        r"""() => { const c = atlas.svgContext(10, 10); c.fillText("a\u0000\ud800<b>&\"\ufffe", 1, 2);
        return c.svg({ title: "\u0008<t>" }); }"""
    )
    assert texts(read(text)) == ['a\ufffd<b>&"']


def test_transformations_are_undone_by_restore_as_on_a_canvas(exporter: Page) -> None:
    paths = exporter.evaluate(
        """() => { const c = atlas.svgContext(10, 10);
        c.save(); c.translate(5, 5); c.scale(2, 2); c.rotate(Math.PI / 2);
        c.beginPath(); c.moveTo(1, 0); c.lineTo(2, 0); c.stroke(); c.restore();
        c.beginPath(); c.rect(1, 1, 2, 2); c.fill();
        return c.svg().match(/ d="[^"]*"/g); }"""
    )
    assert paths == [' d="M5,7L5,9"', ' d="M1,1L3,1L3,3L1,3Z"']


def test_a_picture_has_double_size(exporter: Page) -> None:
    size = exporter.evaluate("atlas.export.png().then(createImageBitmap).then((image) => [image.width, image.height])")
    assert size == [2 * 656, 2 * 386]


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_saved_file_is_named_after_the_title(exporter: Page, kind: str) -> None:
    with exporter.expect_download() as waiting:
        exporter.evaluate("(kind) => atlas.export.save(kind)", kind)
    assert waiting.value.suggested_filename == f"uber-die-fahre-a-b.{kind}"
    start = waiting.value.path().read_bytes()[:60]
    assert start.startswith(b"<?xml" if kind == "svg" else b"\x89PNG")


def test_where_there_is_no_map_nothing_is_saved(exporter: Page) -> None:
    exporter.evaluate("atlas.view.state.places.clear()")
    assert exporter.evaluate("atlas.export.svg()") == ""
    assert exporter.evaluate("atlas.export.save('png')") == ""


def test_printing_puts_the_map_on_paper_in_the_colours_of_the_light_theme(exporter: Page) -> None:
    exporter.evaluate("document.documentElement.dataset.theme = 'dark'")
    exporter.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = exporter.locator("#_print svg").first
    assert paper.get_attribute("role") == "img"
    assert "rgb(244, 246, 249)" in str(paper.locator("path").first.get_attribute("fill"))
    assert exporter.evaluate("document.documentElement.dataset.theme") == "dark"
    assert exporter.evaluate("atlas.paint.colour('ground')") == "rgb(18, 22, 29)"


def test_a_long_argument_is_drawn_in_full() -> None:
    graph = town()
    add_statement(graph, "long", "claim", text="boat " * 400)
    graph.add_edge(iri("long"), iri("free-ferry"), key="long", relation="attacks")
    written = texts(read(svg(argument_scene(graph, iri("free-ferry"), 9), title="T")))
    assert any(line.endswith("…") for line in written)
