"""Documents for the tests of Argdown: drawn at random, as their parts, so that what is written has to be read again."""

from hypothesis import strategies as st

from claims.formats.argdown.model import SIGNS, Content, Document, Part, Range, RangeKind

_WORDS = st.sampled_from(
    ["boats", "are", "dear.", "e.g.", "(so)", "5%", "a-b", "x_y", "*", "#one", "[in]", "<tag>", "{a}", "\\", "//", "§",
     "+", "-", "===", "1.", "(1)", "@[x]", "_", "3:4", "a:b:c", "Straße", "🚢", ",", "}", "><", "--"]
)  # fmt: skip
_TITLES = st.sampled_from(["Boats", "Wood: nails", "A & B", "Ümlaut?", "x*y", "Untitled 1", "No. 3", "#5"])
_TAGS = st.lists(st.sampled_from(["pro", "con", "two words", "r&d", "ä-1"]), max_size=2, unique=True)
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
mappings = st.dictionaries(st.text(max_size=8) | st.sampled_from(["rank", "isCanonical"]), _VALUES, max_size=3)
"""What can stand in braces."""
_DATA = st.none() | mappings
_YES_OR_NO = st.booleans()


@st.composite
def _contents(draw: st.DrawFn, least: int = 1) -> Content:
    words = draw(st.lists(_WORDS, min_size=least, max_size=6))
    text = " ".join(words)
    ranges = []
    if len(words) > 0 and draw(_YES_OR_NO):
        at = draw(st.integers(0, len(words) - 1))
        start = len(" ".join([*words[:at], ""])) if at else 0
        kind: RangeKind = "bold" if words[at] > "b" else "italic"
        ranges.append(Range(kind, start, start + len(words[at])))
    return Content(text, ranges, draw(_TAGS))


@st.composite
def _elements(draw: st.DrawFn, /, **how: object) -> Part:
    kind = draw(st.sampled_from(["statement", "argument"])) if how.get("place") != "step" else "statement"
    title = draw(_TITLES) if kind == "argument" or draw(st.booleans()) else ""
    reference = bool(title) and draw(st.booleans())
    content = Content("", [], draw(_TAGS)) if reference else draw(_contents())
    return Part(kind, title=title, content=content, data=draw(_DATA), reference=reference, **how)  # type: ignore[arg-type]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return any document: sections, lists, structures, and relations nested below them."""
    document = Document(dict(draw(mappings)))
    for _ in range(draw(st.integers(1, 6))):
        what = draw(st.sampled_from(["heading", "block", "bullet", "numbered", "pcs"]))
        if what == "heading":
            mark = "#" * draw(st.integers(1, 4))
            document.parts.append(Part("heading", content=draw(_contents()), data=draw(_DATA), mark=mark))
        elif what == "pcs":
            _add_structure(draw, document.parts)
        else:
            mark = "1." if what == "numbered" else ""
            _add_tree(draw, document.parts, draw(_elements(place=what, mark=mark)))
    return document


def _add_structure(draw: st.DrawFn, parts: list[Part]) -> None:
    number = 0
    for step in range(draw(st.integers(1, 2))):
        for _ in range(draw(st.integers(1 - step, 2)) or 1):
            number += 1
            _add_tree(draw, parts, draw(_elements(place="step", mark=str(number), first=number == 1)))
        rules = draw(st.lists(_WORDS.filter(lambda word: word not in ("{a}", "}")), max_size=2))
        _add_tree(draw, parts, Part("inference", "step", data=draw(_DATA), rules=rules), ["<_"])
        number += 1
        _add_tree(draw, parts, draw(_elements(place="step", mark=str(number))))


def _add_tree(draw: st.DrawFn, parts: list[Part], root: Part, signs: list[str] | None = None) -> None:
    path = [len(parts)]
    parts.append(root)
    for _ in range(draw(st.integers(0, 3))):
        del path[draw(st.integers(1, len(path))) :]
        sign = draw(st.sampled_from(signs if signs and len(path) == 1 else [*SIGNS]))
        parts.append(draw(_elements(place="relation", mark=sign, parent=path[-1])))
        path.append(len(parts) - 1)
