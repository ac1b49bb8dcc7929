"""An Argdown document as text: one line for each part, relations indented below what they are about."""

import re
from collections.abc import Iterator

from claims.formats.argdown.data import data_text, frontmatter_text
from claims.formats.argdown.lexer import SIMPLE_TAG
from claims.formats.argdown.model import Content, Document, Part, Range

_SHORT = {"<+": "+", "<-": "-", "<_": "_"}
_STEP = 20
_FIRST = re.compile(r"(?=\+|-|><|\(\d+\)|#+ |===|[,}`~])|\d+(?=\.)|_(?=>)")
_HARD = re.compile(r"[\\*_\[<{]|/(?=/|\Z)|#(?=\S)|(?<=@include)\(")
_SOFT = re.compile(r"[\\*_\[<{]|/(?=/|\Z)|#(?=\S|\Z)|(?<=@include)\(|([.:])(?=\S+?\1|\S*\Z)")
_SOFT_AT_END = re.compile(r"[\\*_\[<{]|/(?=/)|#(?=\S)|(?<=@include)\(|([.:])(?=\S+?\1)")
_IN_RULES = re.compile(r"[\\,{.:]|-(?=-)|/(?=[/*])|<(?=!)")
_MARKS = {"bold": "**", "italic": "_"}


def written(document: Document) -> str:
    """Return the text that says a document."""
    lines = ["===", frontmatter_text(document.frontmatter).rstrip("\n"), "===", ""] if document.frontmatter else []
    depths: list[int] = []
    before: Part | None = None
    for part in document.parts:
        depths.append(depths[part.parent] + 1 if part.place == "relation" else 0)
        if before is not None and _is_apart(part, before):
            lines.append("")
        lines += _lines(part, depths[-1])
        before = part if part.place != "relation" else before
    for comment in document.comments:
        lines += ["", comment]
    return "\n".join(lines) + "\n" if lines else ""


def _is_apart(part: Part, before: Part) -> bool:
    """Whether an empty line has to stand before a part."""
    if part.place == "relation":
        return False
    return part.place == "block" or part.first or part.place != before.place


def _lines(part: Part, depth: int) -> Iterator[str]:
    data = f" {data_text(part.data)}" if part.data is not None else ""
    if part.kind == "heading":
        yield f"{part.mark} {_said(part)}{data}"
    elif part.kind == "inference":
        yield from _inference_lines(part, data)
    else:
        yield f"{_begin(part, depth)}{_said(part)}{data}"


def _inference_lines(part: Part, data: str) -> Iterator[str]:
    rules = ", ".join(_IN_RULES.sub(r"\\\g<0>", rule) for rule in part.rules)
    if not rules and not data:
        yield "-----"
        return
    yield "--"
    if rules:
        yield rules
    if data:
        yield data.lstrip()
    yield "--"


def _begin(part: Part, depth: int) -> str:
    if part.place == "relation":
        return " " * (4 * min(depth, _STEP) + max(0, depth - _STEP)) + _SHORT.get(part.mark, part.mark) + " "
    marks = {"bullet": "* ", "numbered": f"{part.mark} ", "step": f"({part.mark}) "}
    return marks.get(part.place, "")


def _said(part: Part) -> str:
    """Return title, text and tags."""
    brackets = "<>" if part.kind == "argument" else "[]"
    space = " " if part.title.startswith("-") else ""
    title = f"{brackets[0]}{space}{part.title}{brackets[1]}" if part.title else ""
    said = "" if part.reference else content_text(part.content)
    if not title and part.place == "block" and part.kind != "heading":
        said = _FIRST.sub(r"\g<0>\\", said, count=1) if _FIRST.match(said) else said
    mid = {one.value for one in part.content.ranges if one.kind == "tag"}
    tags = [_tag_text(tag) for tag in part.content.tags if tag not in mid]
    words = [f"{title}:" if title and not part.reference else title, said, *tags]
    return " ".join(word for word in words if word) or "\\ "


def _tag_text(tag: str) -> str:
    return f"#{tag}" if SIMPLE_TAG.fullmatch(tag) else f"#({tag})"


def content_text(content: Content) -> str:
    """Return a text with its marks, and with the signs escaped that would be taken for others; without its tags."""
    text = content.text
    if not content.ranges:
        return _SOFT_AT_END.sub(r"\\\g<0>", text) if _HARD.search(text) else text
    pieces: list[str] = []
    position = 0
    for start, end, opening, raw in _events(content.ranges, text):
        pieces += [_SOFT.sub(r"\\\g<0>", text[position:start]), opening or raw]
        position = end
    return "".join([*pieces, _SOFT_AT_END.sub(r"\\\g<0>", text[position:])])


def _events(ranges: list[Range], text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield where a mark stands or a raw piece begins and ends, in order: start, end, mark, raw piece."""
    found: list[tuple[tuple[int, int, int], tuple[int, int, str, str]]] = []
    for number, one in enumerate(ranges):
        if mark := _MARKS.get(one.kind):
            found.append(((one.start, 1, number), (one.start, one.start, mark, "")))
            found.append(((one.end, 0, -number), (one.end, one.end, mark, "")))
        else:
            raw = f"[{text[one.start : one.end]}]({one.value})" if one.kind == "link" else text[one.start : one.end]
            found.append(((one.start, 2, number), (one.start, one.end, "", raw)))
    position = 0
    for _, event in sorted(found):
        if event[0] >= position:
            position = event[1]
            yield event
