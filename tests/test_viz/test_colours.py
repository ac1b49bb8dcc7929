"""The colours: every text can be read on every ground it stands on, in every theme."""

import re

import pytest
from playwright.sync_api import Browser

from tests.tabs import tab
from viz.colours import PALETTE, THEMES, contrast, stylesheet
from viz.kinds import BEARINGS, KINDS, RELATIONS

LEAST = {"light": 4.5, "dark": 4.5, "contrast": 7.0}
GROUNDS = ("ground", "panel")
ON_GROUNDS = ("ink", "muted", "accent", *KINDS, *RELATIONS)
PAIRS = [
    *((text, ground) for text in ON_GROUNDS for ground in GROUNDS),
    *((kind, f"{kind}-fill") for kind in KINDS),
    *((text, f"{kind}-fill") for text in ("ink", "muted") for kind in KINDS),
    *((bearing, "policy-fill") for bearing in BEARINGS),
]


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_on_every_ground_it_stands_on(theme: str) -> None:
    found = {
        (text, ground): contrast(getattr(PALETTE[text], theme), getattr(PALETTE[ground], theme))
        for text, ground in PAIRS
    }
    assert {pair: ratio for pair, ratio in found.items() if ratio < LEAST[theme]} == {}


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_every_kind_and_every_relation_has_its_colours() -> None:
    assert {*KINDS, *(f"{kind}-fill" for kind in KINDS), *RELATIONS} <= PALETTE.keys()


def test_every_colour_is_written_as_rrggbb() -> None:
    assert all(re.fullmatch("#[0-9a-f]{6}", part) for colour in PALETTE.values() for part in colour)


def colours(browser: Browser, theme: str = "", **media: str) -> dict[str, str]:
    """What a browser makes of the rules: the colour of each name."""
    with tab(browser, **media) as page:
        page.set_content(f"<style>{stylesheet()}</style>")
        if theme:
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        found = page.evaluate(
            """(names) => names.map((name) => { document.body.style.color = `var(--${name})`;
            return getComputedStyle(document.body).color; })""",
            list(PALETTE),
        )
    return dict(zip(PALETTE, (_hex(colour) for colour in found), strict=True))


def _hex(colour: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize("theme", THEMES)
def test_the_button_of_the_page_can_choose_every_theme(browser: Browser, theme: str) -> None:
    for system in ("light", "dark"):
        expected = {name: getattr(colour, theme) for name, colour in PALETTE.items()}
        assert colours(browser, theme, color_scheme=system) == expected


@pytest.mark.parametrize("system", ["light", "dark"])
def test_without_a_choice_the_theme_follows_the_readers_system(browser: Browser, system: str) -> None:
    expected = {name: getattr(colour, system) for name, colour in PALETTE.items()}
    assert colours(browser, color_scheme=system) == expected


def test_a_system_that_asks_for_more_contrast_gets_it(browser: Browser) -> None:
    expected = {name: colour.contrast for name, colour in PALETTE.items()}
    assert colours(browser, contrast="more") == expected


@pytest.mark.parametrize("theme", ["", *THEMES])
def test_a_system_that_forces_its_colours_gets_text_that_differs_from_its_ground(browser: Browser, theme: str) -> None:
    found = colours(browser, theme, forced_colors="active")
    assert {found[name] for name in (*KINDS, *RELATIONS)} == {found["ink"]}
    assert {found[f"{kind}-fill"] for kind in KINDS} == {found["ground"]}
    assert contrast(found["ink"], found["ground"]) > 7
