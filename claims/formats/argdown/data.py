"""The YAML in an Argdown document: `{key: value}` behind elements, and the frontmatter between two lines of ===."""

import json
import re
from collections.abc import Mapping
from typing import Final

from claims.formats.argument import Json
from claims.formats.untrusted import failure, parse_yaml

_BLOCK = re.compile(r"\{[ \t]*\n")
_TABS = re.compile(r"^\t+", re.MULTILINE)
_KEY = r"[A-Za-z][A-Za-z0-9_]*"
_QUOTED = r"\"[^\"\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]*\""
_PLAIN = r"[A-Za-z][A-Za-z0-9_/-]*(?: [A-Za-z0-9_/-]+)*"
_VALUE = rf"{_QUOTED}|-?(?:0|[1-9][0-9]{{0,14}})(?:\.[0-9]{{1,15}})?|{_PLAIN}"
_PAIR: Final = re.compile(rf" *({_KEY}): +({_VALUE}) *([,}}])")
_WORDS: Mapping[str, Json] = {"true": True, "false": False, "null": None}
_ODD = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def parse_data(image: str, name: str, line: int) -> dict[str, Json]:
    """Return what data in braces hold; in block format where a line break follows the brace.

    Raises:
        FormatError: When it is no YAML, or no mapping of keys to values; tells the line.
    """
    simple = _simple(image)
    if simple is not None:
        return simple
    block = _BLOCK.match(image)
    text, line = (image[block.end() : -1], line + 1) if block else (image, line)
    return _mapping(text, name, line)


def parse_frontmatter(text: str, name: str, line: int) -> dict[str, Json]:
    """Return what the text between the lines of === holds.

    Raises:
        FormatError: When it is no YAML, or no mapping of keys to values; tells the line.
    """
    return _mapping(text, name, line)


def _mapping(text: str, name: str, line: int) -> dict[str, Json]:
    value = parse_yaml(_TABS.sub(lambda tabs: "    " * len(tabs[0]), text), name, line) if text.strip() else {}
    if value is None or isinstance(value, dict):
        return value or {}
    raise failure(name, f"line {line}", "The data are no keys with values; write them as {key: value}.")


def _simple(image: str) -> dict[str, Json] | None:
    """Return what data hold that are plain words, numbers and quoted texts; None for others, which YAML reads."""
    found: dict[str, Json] = {}
    position = 1
    while match := _PAIR.match(image, position):
        key, said, close = match.groups()
        if key.lower() in _ODD or key in found:
            return None
        value = _scalar(said)
        if value is _UNSURE:
            return None
        found[key] = value
        position = match.end()
        if close == "}":
            return found if position == len(image) else None
    return None


_UNSURE: Final = "\0"


def _scalar(said: str) -> Json:
    if said.startswith('"'):
        return said[1:-1]
    if said[0].isalpha():
        return _WORDS[said] if said in _WORDS else _UNSURE if said.lower() in _ODD else said
    return float(said) if "." in said else int(said) if said != "-0" else _UNSURE


def data_text(data: Mapping[str, Json]) -> str:
    """Return data as they stand behind an element: `{key: value}`, in one line."""
    return "{" + ", ".join(f"{_key_text(key)}: {_value_text(value)}" for key, value in data.items()) + "}"


def frontmatter_text(data: Mapping[str, Json], depth: int = 0) -> str:
    """Return data as lines of YAML, mappings within them indented."""
    lines = []
    for key, value in data.items():
        begin = "  " * depth + _key_text(key) + ":"
        if isinstance(value, dict) and value and depth < _DEEP:
            lines.append(f"{begin}\n{frontmatter_text(value, depth + 1)}")
        else:
            lines.append(f"{begin} {_value_text(value)}\n")
    return "".join(lines)


_DEEP = 8
_PLAIN_KEY = re.compile(_KEY)
_PLAIN_VALUE = re.compile(_PLAIN)
_UNSAFE = re.compile(r"@(?=include\()|[}=\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _key_text(key: str) -> str:
    plain = _PLAIN_KEY.fullmatch(key) and key.lower() not in _ODD
    return key if plain else _quoted(key)


def _value_text(value: Json) -> str:
    if isinstance(value, str):
        plain = _PLAIN_VALUE.fullmatch(value) and value.lower() not in _ODD
        return value if plain else _quoted(value)
    if isinstance(value, dict):
        return data_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(_value_text, value)) + "]"
    return json.dumps(value)


def _quoted(text: str) -> str:
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))
