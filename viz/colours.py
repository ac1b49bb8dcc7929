"""The colours of all maps and pages, said once: for a light ground, a dark one, and for high contrast.

Text in any of these colours can be read on every ground it stands on: contrast (WCAG 2) of 4.5 at least, and of 7 in
the theme of high contrast; a test holds them to it. Style sheets use the names only: `var(--thesis)`.
"""

from typing import NamedTuple

FONT = '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif'


class Colour(NamedTuple):
    """One colour as #rrggbb in each theme: on a light ground, on a dark one, and of high contrast on a light one."""

    light: str
    dark: str
    contrast: str


THEMES = Colour._fields
_GREY = Colour("#5f6976", "#98a3b2", "#333333")
_BLUE = Colour("#1a58b5", "#8ab4f8", "#003a94")
_GREEN = Colour("#136c34", "#6fce8e", "#00491b")
_RED = Colour("#ab1f17", "#ff9d92", "#8c0000")
_VIOLET = Colour("#64309a", "#cfa9f5", "#4a0d85")

PALETTE: dict[str, Colour] = {
    "ground": Colour("#f4f6f9", "#12161d", "#ffffff"),
    "panel": Colour("#ffffff", "#1a2029", "#ffffff"),
    "ink": Colour("#18202c", "#e9edf3", "#000000"),
    "muted": Colour("#4f5b6b", "#aab4c2", "#262626"),
    "line": Colour("#d3d9e2", "#374150", "#000000"),
    "accent": Colour("#0b57d0", "#8ab8ff", "#0000b8"),
    # kinds of boxes
    "thesis": Colour("#14367f", "#bccdff", "#00205f"),
    "thesis-fill": Colour("#dde7ff", "#1d2b50", "#e6edff"),
    "claim": _BLUE,
    "claim-fill": Colour("#ebf2fe", "#16233a", "#ffffff"),
    "evidence": _GREEN,
    "evidence-fill": Colour("#e8f6ec", "#12271a", "#ffffff"),
    "counterargument": _RED,
    "counterargument-fill": Colour("#fdeceb", "#351816", "#ffffff"),
    "rebuttal": Colour("#0a636a", "#67d0d8", "#004a50"),
    "rebuttal-fill": Colour("#e2f5f6", "#0e2a2d", "#ffffff"),
    "policy": Colour("#7d5100", "#f0c05a", "#5a3600"),
    "policy-fill": Colour("#fdf3da", "#2e250d", "#ffffff"),
    "power": _VIOLET,
    "power-fill": Colour("#f4ecfc", "#29193a", "#ffffff"),
    "actor": Colour("#8a2a5f", "#f2a6cf", "#6b0f45"),
    "actor-fill": Colour("#fcebf4", "#341728", "#ffffff"),
    "group": Colour("#4a5560", "#b9c4d0", "#262626"),
    "group-fill": Colour("#edf0f4", "#222a34", "#ffffff"),
    "other": Colour("#4a5560", "#b9c4d0", "#262626"),
    "other-fill": Colour("#ffffff", "#1a2029", "#ffffff"),
    # standing
    "stands": _GREEN,
    "open": Colour("#7d5100", "#f0c05a", "#5a3600"),
    "falls": _RED,
    "falls-fill": Colour("#ffffff", "#1a2029", "#ffffff"),
    "changed": Colour("#b0440c", "#ffab73", "#7a2c00"),
    # relations
    "supports": _GREEN,
    "attacks": _RED,
    "undercuts": _RED,
    "rephrases": _GREY,
    "broader": _GREY,
    "strengthens": _GREEN,
    "wields": _VIOLET,
    "erodes": _RED,
    "carries": Colour("#8a2a5f", "#f2a6cf", "#6b0f45"),
    "uses": _GREY,
    "says": _GREY,
    "about": _GREY,
    "relates": _GREY,
}

# What a reader's own colours (forced-colors) know no name for is drawn as text.
_SYSTEM = {"ground": "Canvas", "panel": "Canvas", "line": "GrayText", "accent": "LinkText"}


def stylesheet() -> str:
    """The rules that give every colour its name in a style sheet.

    The theme follows the reader's system; `data-theme` on the root element ("light", "dark", "contrast") overrules it.
    Where the reader's system forces its own colours, those are used.
    """
    both = [f"--{name}: light-dark({colour.light}, {colour.dark})" for name, colour in PALETTE.items()]
    strong = ["color-scheme: light", *(f"--{name}: {colour.contrast}" for name, colour in PALETTE.items())]
    forced = [f"--{name}: {_system(name)}" for name in PALETTE]
    every = ":root, :root[data-theme]"
    return "\n".join(
        (
            _rule(":root", ["color-scheme: light dark", *both, f"--font: {FONT}"]),
            ':root[data-theme="light"] { color-scheme: light; }',
            ':root[data-theme="dark"] { color-scheme: dark; }',
            _rule(':root[data-theme="contrast"]', strong),
            f"@media (prefers-contrast: more) {{\n{_rule(':root:not([data-theme])', strong)}\n}}",
            f"@media (forced-colors: active) {{\n{_rule(every, ['color-scheme: light dark', *forced])}\n}}\n",
        )
    )


def _system(name: str) -> str:
    return "Canvas" if name.endswith("-fill") else _SYSTEM.get(name, "CanvasText")


def _rule(selector: str, lines: list[str]) -> str:
    return "\n".join((f"{selector} {{", *(f"  {line};" for line in lines), "}"))


def luminance(colour: str) -> float:
    """Relative luminance of a colour (#rrggbb), from 0 for black to 1 for white, as WCAG 2 defines it.

    Args:
        colour: as #rrggbb.
    """
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, from 1 to 21, as WCAG 2 defines it.

    Args:
        one: as #rrggbb.
        other: as #rrggbb.
    """
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
