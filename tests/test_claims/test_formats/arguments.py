"""Arguments made up by hypothesis, as files of other tools may hold them: sound, odd and broken ones."""

import string

from hypothesis import strategies as st

from claims.formats.argument import NODE_TYPES, Argument, Edge, Json, Node, Span

_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=90) | st.sampled_from(
    ["Rain.", "Rain.\r\nAnd wind.", "a\x07b", "\x00", "  ", "x" * 11_000, "<b>&amp;</b>", "No", "لا"]
)
_names = st.sampled_from(["Ada", "Bob Stone", "the audience", "Ada ", "x" * 70, "", "\u200b"])
_ids = st.sampled_from([*string.digits, "a b", "Ä", "1_67362", "node-7", "7", "?x", "-", "a/b"])
_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
_json: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | _text,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip
_data = st.dictionaries(st.sampled_from(["scheme", "argdown", "timestamp"]), _json, max_size=2)
_spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(0, 20))

nodes = st.builds(
    Node,
    _ids,
    st.sampled_from(["I", "I", "I", *NODE_TYPES, "", "X"]),
    _words,
    _words,
    st.sampled_from(["", "Example", "CauseToEffect", "Argument from Example", "Default Inference", "rule 7"]),
    st.sampled_from(["", "", "claim", "thesis", "evidence", "counterargument", "rebuttal"]),
    st.lists(_names, max_size=2).map(tuple),
    st.sampled_from(["", "", "asserted", "granted"]),
    st.lists(st.sampled_from(["https://example.org/a", "ab", "B 2020", "A 2019"]), max_size=2).map(tuple),
    st.sampled_from(["", "", "de", "en", "EN", "?"]),
    st.lists(_spans, max_size=2).map(tuple),
    st.sampled_from(["", "One"]),
    st.integers(0, 2),
    _data,
)


@st.composite
def arguments(draw: st.DrawFn) -> Argument:
    """Return an argument with any nodes and any edges between them, or from and to what is not there."""
    found = draw(st.lists(nodes, max_size=9, unique_by=lambda node: node.id))
    ends = st.sampled_from([node.id for node in found] + ["gone"])
    text = draw(st.sampled_from(["", "Rain makes the harbour wet, and the toll pays for it."]))
    return Argument(
        draw(st.sampled_from(["harbour", "map 7", "Ü"])),
        draw(st.sampled_from(["aif", "argdown", ""])),
        draw(st.sampled_from(["", "The toll", "x" * 80])),
        draw(st.sampled_from(["en", "", "de"])),
        {node.id: node for node in found},
        draw(st.lists(st.builds(Edge, ends, ends, st.just(dict[str, Json]()) | _data), max_size=14)),
        text,
        draw(st.sampled_from([{}, {"other": "The lighthouse is old."}])),
        draw(_data),
    )
