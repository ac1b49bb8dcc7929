"""A way through all views of a page in the browser, which notes whatever a text should not be able to do."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Browser, Dialog, Page, Request

from tests.test_viz.conftest import Visit
from viz.text import clean

VIEWS = [
    "#/start", "#/argument", "#/argument?as=outline", "#/section/1", "#/section/1?as=outline", "#/power",
    "#/power?as=outline", "#/power?by=actor", "#/power?by=instrument", "#/focus/{}?depth=2",
    "#/focus/{}?as=outline&depth=6", "#/reading", "#/reading?order=reason", "#/answer", "#/answer?as=outline",
]  # fmt: skip
COUNT = "window.broken = 0; window.alert = window.confirm = window.prompt = () => { window.broken += 1; };"

# What none of our own pages has: elements and attributes that load, run, or lead out of the page.
FOREIGN = """() => [...document.querySelectorAll("*")].filter((one) =>
    [...one.attributes].some(({ name }) => /^on|^src|^srcdoc|^action|^formaction|^style$|^data$|^autofocus/.test(name)
      && !(name === "style" && one.closest("#_stage, #_reading, #_start, #_panel, #_filters, #_outline, #_hits")))
    || one.matches("img, iframe, object, embed, base, video, audio, foreignObject, animate, marquee, portal, frame")
    || (one.matches("script, style, meta, link, title:not(svg > title), form") && !window.ours.includes(one))
    || ["href", "xlink:href"].some((name) => one.hasAttribute(name) && !/^#|^data:,$/.test(one.getAttribute(name))))
  .map((one) => one.outerHTML.slice(0, 200)).concat(
    [...document.head.children].map((one) => one.tagName).join(" ") === HEAD ? [] : ["the head"])""".replace(
    "HEAD", '"META META META META META LINK TITLE STYLE SCRIPT"'
)

# Parts of the page, or the page, that would have to be scrolled sideways.
SIDEWAYS = """() => [document.scrollingElement, ...document.querySelectorAll(
    "main, #_panel, #_filters, #_outline, #_start, .reading-text, .reading-list, #_hits, #_crumbs, dialog[open]")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1
    && !["hidden", "clip"].includes(getComputedStyle(one).overflowX))
  .map((one) => `${one.tagName} ${one.id || one.className}: ${one.scrollWidth} > ${one.clientWidth}`)"""

# Each box of the map is brought in and asked for its words; what it has too wide or has not at all is noted.
BOXES = """() => { const { drawing, look } = atlas.main; if (!atlas.main.isDrawn()) return { boxes: 0, amiss: [] };
  const amiss = [];
  const said = (box) => { const { label, text } = box.item;
    const whole = look().face === "title" ? label : box.kind === "power" ? `${label}: ${text}` : text ?? label;
    return (box.tagged ? whole : `${atlas.data.kinds.get(box.kind).glyph} ${whole}`).slice(0, 4000).trim(); };
  for (const box of atlas.state.as === "map" ? drawing.tree.walk : []) {
    atlas.view.bringIn(box, { readable: true, middle: true });
    atlas.view.draw();
    const words = atlas.boxes.elementOf(box)?.querySelector(".words");
    const { width, height } = atlas.view.rect(box);
    if (words?.textContent !== said(box)) amiss.push(["words", box.name, words?.textContent.slice(0, 99)]);
    else if (words.offsetWidth > width || words.offsetHeight > height + 1) amiss.push(["size", box.name]);
  }
  return { boxes: drawing.tree.walk.length, amiss }; }"""

SHOWN = """(anchors) => anchors.map((anchor) => { atlas.go({ sel: anchor });
  const panel = document.getElementById("_panel");
  const texts = (selector) => [...panel.querySelectorAll(selector)].map((one) => one.textContent);
  const [label, text = ""] = texts("h2, h2 ~ p");
  return { label, text, facts: texts("dd"), rest: texts("li, small, blockquote") }; })"""


@dataclass
class Tour:
    """What was noticed on a way through all views of a page.

    Attributes:
        evil: the text that is everywhere.
        graph: that has it.
        happened: what should not have: messages, dialogs, requests, executed texts.
        foreign: elements that are none of ours, by view.
        sideways: what would have to be scrolled sideways, by view.
        amiss: boxes that are not drawn well, by view.
        boxes: how many boxes each view has.
        panels: what the panel of details says, by anchor.
    """

    evil: str
    graph: "nx.MultiDiGraph[str]"
    happened: list[str] = field(default_factory=list)
    foreign: dict[str, list[str]] = field(default_factory=dict)
    sideways: dict[str, list[str]] = field(default_factory=dict)
    amiss: dict[str, list[Any]] = field(default_factory=dict)
    boxes: dict[str, int] = field(default_factory=dict)
    panels: dict[str, dict[str, Any]] = field(default_factory=dict)

    def look_at(self, page: Visit, view: str) -> None:
        """Notes what is there now."""
        for notes, script in ((self.foreign, FOREIGN), (self.sideways, SIDEWAYS)):
            if found := page.ask(script):
                notes[view] = found


def note(page: Page, file: Path, happened: list[str]) -> None:
    """Notes messages, errors, dialogs, and requests for anything but the file."""

    def ask_no_one(dialog: Dialog) -> None:
        happened.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def ask_for_itself(request: Request) -> None:
        if not request.url.startswith((file.as_uri(), "data:,", "blob:")):
            happened.append(f"request: {request.url[:200]}")

    page.on("console", lambda message: happened.append(f"console: {message.text[:300]}"))
    page.on("pageerror", lambda error: happened.append(f"error: {error.message[:300]} {(error.stack or '')[:300]}"))
    page.on("dialog", ask_no_one)
    page.on("request", ask_for_itself)


def watched(browser: Browser, file: Path, tour: Tour, **options: Any) -> Visit:
    """A page that notes in the tour whatever happens that should not."""
    context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce", **options})
    page = context.new_page()
    note(page, file, tour.happened)
    page.add_init_script(COUNT)
    page.goto(file.as_uri())
    visit = Visit(page)
    visit.wait("document.documentElement.classList.contains('ready')")
    visit.ask(
        "window.ours = [...document.querySelectorAll("
        "'head > *, body > script:nth-last-of-type(-n + 3), dialog > form')]"
    )
    return visit


def walk(page: Visit, tour: Tour, at: str) -> None:
    """Goes through all views, unfolds everything there, opens what can be opened, and chooses every item."""
    for view in VIEWS:
        page.go(view.format(at))
        page.ask("atlas.main.isDrawn() && atlas.main.unfoldAll()")
        found = page.ask(BOXES)
        tour.boxes[view] = found["boxes"]
        if found["amiss"]:
            tour.amiss[view] = found["amiss"]
        page.ask("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        tour.look_at(page, view)
    page.go("#/argument?face=title")
    tour.amiss.update({"titles": amiss} if (amiss := page.ask(BOXES)["amiss"]) else {})
    page.ask("document.getElementById('_query').focus()")
    page.page.keyboard.insert_text((clean(tour.evil) or "a")[:40])
    page.press("Enter", "s")
    tour.look_at(page, "search")
    page.ask("atlas.go({ filters: { power: '__proto__', actor: '<img src=x onerror=broken++>', holder: 'x' } })")
    tour.look_at(page, "filters")
    page.ask("atlas.export.toPaper()")
    tour.look_at(page, "print")
    anchors = page.ask("[...atlas.data.anchors.keys()]")
    page.go("#/argument")
    tour.panels = dict(zip(anchors, page.ask(SHOWN, anchors), strict=True))
    tour.look_at(page, "panel")
