"""Annotations that clients send: read, and every fault told at its place, in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.web.annotation_json import CONTEXT
from app.web.problems import Problem
from claims import SourceText, find_quote
from graph import Passage, Store, UnknownItemError, corpora_of, find_item

MOTIVATIONS = (
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
)  # fmt: skip
"""The motivations of the Web Annotation vocabulary."""
_LONGEST_TEXT = 10_000
_HALF = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Sent:
    """An annotation that was sent.

    Attributes:
        motivation: The name of its motivation.
        item: The IRI of the item that it is about; "" for a text that is to become one.
        text: The text of its body; "" where the body is only named.
        language: The language of that.
        target: Its target, as it was sent.
    """

    motivation: str
    item: str
    text: str
    language: str
    target: Mapping[str, Any]


@dataclass
class _Faults:
    """What is wrong with what was sent, each fault at its field."""

    found: list[dict[str, str]] = field(default_factory=list)

    def tell(self, name: str, message: str) -> None:
        self.found.append({"field": name, "message": message})

    def refuse(self) -> None:
        if self.found:
            told = "; ".join(f"{one['field']}: {one['message']}" for one in self.found)
            raise Problem(422, told, "Invalid annotation", errors=self.found)


def read_annotation(store: Store, sent: Any) -> Sent:
    """Return an annotation as it was sent.

    Args:
        store: The store, which knows the items and sources that it names.
        sent: The JSON.

    Raises:
        Problem: When anything of it is wrong (422); has all faults.
    """
    if not isinstance(sent, Mapping):
        raise Problem(422, "An annotation is a JSON object.", "Invalid annotation")
    faults = _Faults()
    if CONTEXT not in _listed(sent.get("@context")):
        faults.tell("@context", f"Needs to be {CONTEXT}.")
    if "Annotation" not in _listed(_of(sent, "type")):
        faults.tell("type", "Needs to be Annotation.")
    item, text, language = _body(store, sent, faults)
    motivation = _motivation(sent, "commenting" if text and not item else "identifying", faults)
    target = _target(store, sent, faults)
    faults.refuse()
    return Sent(motivation, item, text, language, target)


def _motivation(sent: Mapping[str, Any], usual: str, faults: _Faults) -> str:
    given = _listed(sent.get("motivation", usual)) or [usual]
    name = str(given[0]).removeprefix("oa:").removeprefix("http://www.w3.org/ns/oa#")
    if len(given) > 1 or name not in MOTIVATIONS:
        faults.tell("motivation", f"Needs to be one of {', '.join(MOTIVATIONS)}.")
    return name


def _body(store: Store, sent: Mapping[str, Any], faults: _Faults) -> tuple[str, str, str]:
    """Return the IRI of the item, the text and the language of the body; "" for what it has not."""
    given = _listed(sent.get("body"))
    if not given and isinstance(sent.get("bodyValue"), str):
        given = [{"type": "TextualBody", "value": sent["bodyValue"]}]
    if len(given) != 1 or not isinstance(given[0], str | Mapping):
        faults.tell("body", "Needs one body: the IRI of an item, or a TextualBody.")
        return "", "", ""
    body = given[0]
    if isinstance(body, str):
        return _item(store, body, faults), "", ""
    item = _item(store, str(_of(body, "id")), faults) if _of(body, "id") else ""
    if "TextualBody" not in _listed(_of(body, "type")) and "value" not in body:
        if not item:
            faults.tell("body", "Needs the IRI of an item as its id, or a text as its value.")
        return item, "", ""
    return item, *_text(body, faults)


def _text(body: Mapping[str, Any], faults: _Faults) -> tuple[str, str]:
    text, form = body.get("value"), body.get("format", "text/plain")
    languages = _listed(body.get("language"))
    if not isinstance(text, str) or not text.strip():
        faults.tell("body.value", "Needs a text.")
    elif len(text) > _LONGEST_TEXT or _HALF.search(text):
        faults.tell("body.value", f"Is longer than {_LONGEST_TEXT:,} characters, or has half a character in it.")
    if form != "text/plain":
        faults.tell("body.format", "Texts are taken as text/plain only.")
    if len(languages) > 1 or not all(isinstance(one, str) and _LANGUAGE.fullmatch(one) for one in languages):
        faults.tell("body.language", "Needs to be one language tag, such as en.")
    return str(text or "").strip(), str(languages[0]) if languages else ""


def _item(store: Store, name: str, faults: _Faults) -> str:
    if not name.startswith(("http://", "https://")):
        faults.tell("body", f"“{name[:100]}” is no IRI of an item.")
        return ""
    try:
        return find_item(store, name)
    except UnknownItemError as error:
        faults.tell("body", str(error))
        return ""


def _target(store: Store, sent: Mapping[str, Any], faults: _Faults) -> Mapping[str, Any]:
    given = _listed(sent.get("target"))
    if len(given) != 1 or not isinstance(given[0], Mapping):
        faults.tell("target", "Needs one target, with the IRI of a source of this store and a selector.")
        return {}
    target: Mapping[str, Any] = given[0]
    source = source_of(target)
    known = [corpus.source for corpus in corpora_of(store).values()]
    if source not in known:
        told = ", ".join(known[:5]) or "none"
        faults.tell("target.source", f"Needs to be a source of this store; there are {told}.")
    selectors = [one for one in _listed(target.get("selector")) if isinstance(one, Mapping)]
    kinds = {kind for one in selectors for kind in _listed(_of(one, "type"))}
    if not kinds & {"TextQuoteSelector", "TextPositionSelector"}:
        faults.tell("target.selector", "Needs a TextQuoteSelector or a TextPositionSelector.")
    return target


def source_of(target: Mapping[str, Any]) -> str:
    """Return the IRI of the source of a target."""
    source = target.get("source")
    return str(_of(source, "id") if isinstance(source, Mapping) else source or "")


def passage_of(store: Store, target: Mapping[str, Any]) -> Passage:
    """Return the passage that a target selects.

    Args:
        store: The store.
        target: The target, as `read_annotation` gives it.

    Raises:
        Problem: When the text is not at hand, or the selectors find nothing in it, or several passages (422).
    """
    faults, source = _Faults(), source_of(target)
    corpus = next(corpus for corpus in corpora_of(store).values() if corpus.source == source)
    text = store.source(corpus.name)
    if text is None:
        told = "Its text is not attached here, so that no passage of it can be found."
        raise Problem(422, told, "Invalid annotation", errors=[{"field": "target.source", "message": told}])
    position, quote = (_selector(target, kind) for kind in ("TextPositionSelector", "TextQuoteSelector"))
    span = _span(text, position, faults) if position else None
    places = _places(text, quote, faults) if quote else []
    faults.refuse()
    if span and quote and span not in places:
        faults.tell("target.selector", "The quoted words do not stand at the position; leave one of the two out.")
    elif not span and len(places) > 1:
        told = f"The words stand in {len(places)} places"
        faults.tell("target.selector", f"{told}; quote more, or what stands before (prefix) and after them (suffix).")
    faults.refuse()
    return Passage(source, *(span or places[0]))


def _selector(target: Mapping[str, Any], kind: str) -> Mapping[str, Any] | None:
    given = (one for one in _listed(target.get("selector")) if isinstance(one, Mapping))
    return next((one for one in given if kind in _listed(_of(one, "type"))), None)


def _span(text: SourceText, selector: Mapping[str, Any], faults: _Faults) -> tuple[int, int] | None:
    start, end = selector.get("start"), selector.get("end")
    is_whole = all(isinstance(one, int) and not isinstance(one, bool) for one in (start, end))
    if not is_whole or not 0 <= start < end <= len(text.text):  # type: ignore[operator]
        length = len(text.text)
        faults.tell("target.selector", f"start and end need to be whole numbers within the text, 0 to {length:,}.")
        return None
    return start, end  # type: ignore[return-value]


def _places(text: SourceText, selector: Mapping[str, Any], faults: _Faults) -> list[tuple[int, int]]:
    """Return where quoted words stand with what is said to stand around them."""
    exact, prefix, suffix = (selector.get(name, "") for name in ("exact", "prefix", "suffix"))
    if not all(isinstance(one, str) for one in (exact, prefix, suffix)) or not SourceText(exact).words:
        faults.tell("target.selector.exact", "Needs the words of the passage, and prefix and suffix to be texts.")
        return []
    found = [(place.start, place.end) for place in find_quote(text, exact).places]
    fitting = [span for span in found if _fits(text, span, prefix, suffix)]
    if not fitting:
        told = "with this prefix and suffix" if found else "in the text"
        faults.tell("target.selector.exact", f"These words do not stand {told}.")
    return fitting


def _fits(text: SourceText, span: tuple[int, int], prefix: str, suffix: str) -> bool:
    """Whether a passage has certain letters before and after it, whatever the marks and spaces between."""
    start, end = span
    before = _letters(text.text[max(start - 2 * len(prefix) - 20, 0) : start])
    after = _letters(text.text[end : end + 2 * len(suffix) + 20])
    return before.endswith(_letters(prefix)) and after.startswith(_letters(suffix))


def _letters(text: str) -> str:
    return "".join(word.text for word in SourceText(text).words)


def _of(value: Mapping[str, Any], name: str) -> Any:
    """Return what JSON-LD says by `id` or `@id`, `type` or `@type`."""
    return value.get(name, value.get(f"@{name}", ""))


def _listed(value: Any) -> Sequence[Any]:
    """Return one value, or several, as a list; none for nothing."""
    if value in (None, "", [], {}):
        return []
    return value if isinstance(value, list) else [value]
