"""From the tokens of an Argdown text to its document; what breaks the rules is noted, and the rest is read.

What the reference implementation passes over, up to the next empty line, is passed over here, too; where it gives up
the whole document, only the block that is wrong is left out, and where it does so for want of an empty line before an
element with a title, the element is read as if the line stood there. Every fault is noted with its line and column.
"""

from collections.abc import Sequence
from itertools import pairwise

from claims.errors import FormatError
from claims.formats.argdown.content import KINDS, ContentReader
from claims.formats.argdown.data import parse_data, parse_frontmatter
from claims.formats.argdown.inference import InferenceLine
from claims.formats.argdown.lexer import Lexer, Token
from claims.formats.argdown.marks import Places
from claims.formats.argdown.model import Content, Document, Part, Place
from claims.formats.argument import Json, Level

_END = Token("end of text", "", -1)
_TITLED = ("statement definition", "statement reference", "argument definition", "argument reference")
_LEVELS = ("indent", "dedent", "relation")
_STOPS = ("empty", "number", "inference", "bullet", "numbered", _END.kind)
_SHOWN = 40


class DocumentReader:
    """Reads one text.

    Attributes:
        document: What was read.
        faults: What breaks the rules: how grave, where, and what.
    """

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name, self.places = text, name, Places(text)
        lexer = Lexer(text)
        self.tokens = lexer.run()
        self.index = 0
        self.document = Document(comments=[*lexer.marks.comments.values()])
        self.parts = self.document.parts
        self.faults: list[tuple[Level, int, str]] = []

    def read(self) -> Document:
        """Return the document."""
        self._skip("newline", "empty")
        self._frontmatter()
        while self.index < len(self.tokens):
            self._block()
            if self._begins_line():
                self._fault(
                    "warning", self._token().offset, "Here an empty line should stand; it is read as if it did."
                )
            elif self._kind() not in ("empty", _END.kind):
                self._pass_over("Here an empty line has to stand, or the end", "Put one, or indent a relation deeper.")
            self._skip("empty")
        return self.document

    def _begins_line(self) -> bool:
        """Whether an element with a title comes next, and begins a line."""
        return self._kind() in _TITLED and self.text.startswith("\n", self._token().offset - 1)

    def _token(self) -> Token:
        return self.tokens[self.index] if self.index < len(self.tokens) else _END

    def _kind(self) -> str:
        return self._token().kind

    def _next(self) -> Token:
        token = self._token()
        self.index += 1
        return token

    def _skip(self, *kinds: str) -> None:
        while self._kind() in kinds:
            self.index += 1

    def _fault(self, level: Level, offset: int, message: str) -> None:
        self.faults.append((level, len(self.text) if offset < 0 else offset, message))

    def _pass_over(self, why: str, mend: str = "", until: Sequence[str] = ("empty", _END.kind)) -> None:
        """Leave out what stands up to the next empty line, or another kind of token, and say so."""
        start = self._token().offset
        if self._kind() in _LEVELS and _LEVELS[0] in until:
            self.index += 1
        while self._kind() not in until:
            self.index += 1
        end = self._token().offset
        said = " ".join(self.text[start : end if end >= 0 else len(self.text)].split())
        shown = said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"
        self._fault("refused", start, f"{why}, so “{shown}” is left out.{' ' if mend else ''}{mend}")

    def _frontmatter(self) -> None:
        if self._kind() != "frontmatter":
            return
        token = self._next()
        try:
            line = self.places.line(token.offset)
            self.document.frontmatter = parse_frontmatter(token.value, self.name, line)
        except FormatError as error:
            self._take_over(error, token.offset)
        self._skip("newline")
        if self._kind() not in ("empty", _END.kind):
            self._fault("warning", self._token().offset, "After the frontmatter an empty line should follow.")
        self._skip("empty")

    def _take_over(self, error: FormatError, offset: int) -> None:
        for note in error.notes:
            line = note.where.removeprefix("line ").split(",")[0]
            at = self.places.start(int(line)) if line.isdigit() else offset
            self._fault("refused", max(at, offset), f"These data are left out: {note.message}")

    # Blocks

    def _block(self) -> None:
        kind = self._kind()
        if kind == "heading":
            self._heading()
        elif kind == "number":
            self._structure()
        elif kind == "indent" and self._following() in ("bullet", "numbered"):
            self._list()
        elif kind in _TITLED or kind in KINDS:
            self._tree(self._element("block"))
        else:
            self._pass_over(*_why_no_block(self._following() if kind == "indent" else kind))

    def _following(self) -> str:
        return self.tokens[self.index + 1].kind if self.index + 1 < len(self.tokens) else ""

    def _heading(self) -> None:
        token = self._next()
        part = Part("heading", mark=token.value, offset=token.offset)
        part.content = self._content()
        part.data = self._data()
        if part.content.text or part.content.tags:
            self.parts.append(part)
        else:
            self._fault("refused", token.offset, "A heading without a title is left out.")

    def _list(self) -> None:
        self.index += 1
        while self._kind() in ("bullet", "numbered"):
            token = self._next()
            self._tree(self._element(token.kind, "" if token.kind == "bullet" else token.value))  # type: ignore[arg-type]
        if self._kind() == "dedent":
            self.index += 1

    def _structure(self) -> None:
        """Read a pcs; one that is not whole is left out."""
        start, before = self.index, len(self.parts)
        fault = self._steps()
        if not fault:
            self.parts[before].first = True
            self._check_numbers([part for part in self.parts[before:] if part.place == "step" and part.mark])
            return
        del self.parts[before:]
        at = self._token().offset
        self.index = start
        self._pass_over(fault, f"See line {self.places.line(at)}." if at >= 0 else "")

    def _steps(self) -> str:
        """Read the steps of a pcs, and return what is wrong with it; "" for nothing."""
        kinds: list[str] = []
        while self._kind() in ("number", "inference"):
            kinds.append(self._kind())
            fault = self._step() if kinds[-1] == "number" else self._inference()
            if fault:
                return fault
        if "inference" not in kinds:
            return "A premise-conclusion structure needs an inference, such as ----, before its conclusion"
        wrong = kinds[-2:] != ["inference", "number"] or ("inference", "inference") in pairwise(kinds)
        return "After each inference a conclusion has to stand, and nothing after the last" if wrong else ""

    def _step(self) -> str:
        token = self._next()
        if self._kind() not in KINDS and not self._kind().startswith("statement"):
            return "A step of a premise-conclusion structure has to be a statement"
        index = self._element("step", token.value[1:-1])
        self.parts[index].offset = token.offset
        self._tree(index)
        return ""

    def _inference(self) -> str:
        token = self._next()
        line: InferenceLine = token.value
        if line.fault:
            return line.fault.rstrip(".")
        part = Part("inference", "step", rules=line.rules, offset=token.offset)
        if line.data:
            part.data = self._parsed(line.data, line.data_offset)
        self.parts.append(part)
        if self._kind() != "newline":
            return "The conclusion has to stand in the line after the inference"
        self._skip("newline")
        self._tree(len(self.parts) - 1)
        return ""

    def _check_numbers(self, steps: list[Part]) -> None:
        for number, step in enumerate(steps, 1):
            if step.mark.lstrip("0") != str(number):
                message = (
                    f"This is statement {number} of its premise-conclusion structure, but is numbered ({step.mark})."
                )
                self._fault("warning", step.offset, message)

    # Elements

    def _tree(self, root: int) -> None:
        """Read the relations below an element, and those below them, however deep."""
        parents: list[int] = []
        last = root
        while True:
            kind = self._kind()
            if kind == "indent" and self._following() == "relation":
                self.index += 1
                parents.append(last)
            elif kind == "relation" and parents:
                last = self._relation(parents[-1])
            elif kind == "dedent" and parents:
                self.index += 1
                last = parents.pop()
            elif parents and kind not in _STOPS:
                self._pass_over("This is neither a relation nor the end of the line", "", (*_LEVELS, *_STOPS))
            else:
                break

    def _relation(self, parent: int) -> int:
        token = self._next()
        if token.value == "><" and self._kind().startswith("argument"):
            self._fault(
                "warning", token.offset, "Only statements can be contradictory; an argument is taken all the same."
            )
        if self._kind() not in KINDS and self._kind() not in _TITLED:
            self._fault("refused", token.offset, "A relation without a statement or argument is left out.")
            return parent
        index = self._element("relation", token.value)
        self.parts[index].parent = parent
        return index

    def _element(self, place: Place, mark: str = "") -> int:
        token = self._token()
        kind, _, use = token.kind.partition(" ")
        titled = token.kind in _TITLED
        part = Part("argument" if kind == "argument" and titled else "statement", place, mark=mark, offset=token.offset)
        if titled:
            part.title = self._next().value
        part.reference = titled and use == "reference"
        part.content = self._tags_only() if part.reference else self._content()
        part.data = self._data()
        if titled and not (part.reference or part.content.text or part.content.tags):
            self._fault("warning", token.offset, "A definition without text is taken as a reference.")
            part.reference = True
        self.parts.append(part)
        return len(self.parts) - 1

    def _tags_only(self) -> Content:
        start = self.index
        while self._kind() == "tag" or (self._kind() == "text" and not self._token().value.strip()):
            self.index += 1
        content, _ = ContentReader().read([one for one in self.tokens[start : self.index] if one.kind == "tag"], 0)
        if self._kind() == "newline":
            self.index += 1
        return content

    def _content(self) -> Content:
        reader = ContentReader()
        content, self.index = reader.read(self.tokens, self.index)
        for offset in reader.unclosed:
            self._fault(
                "warning", offset, "Nothing closes this bold or italic text; write \\* or \\_ for the sign itself."
            )
        return content

    def _data(self) -> dict[str, Json] | None:
        if self._kind() != "data":
            return None
        token = self._next()
        self._skip("newline")
        return self._parsed(token.value, token.offset)

    def _parsed(self, image: str, offset: int) -> dict[str, Json] | None:
        try:
            return parse_data(image, self.name, self.places.line(offset))
        except FormatError as error:
            self._take_over(error, offset)
            return None


def _why_no_block(kind: str) -> tuple[str, str]:
    reasons = {
        "relation": ("A relation follows an empty line", "Remove the line, and indent the relation."),
        "frontmatter": ("A frontmatter stands in the first line only", ""),
        "inference": ("An inference stands between premises and a conclusion only", ""),
        "data": ("Data follow what they are about", "Remove the empty line."),
    }
    return reasons.get(kind, ("No block begins so", ""))
