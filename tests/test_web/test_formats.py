"""Which format a client gets: held against the rules of Accept headers for any header."""

from hypothesis import given
from hypothesis import strategies as st

from app.web.formats import DOCUMENTS, GRAPHS, TABLES, Chosen, Format, chosen, prefers_page
from app.web.negotiation import choose
from app.web.problems import Problem

OFFERS = ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/turtle"]
ranges = st.tuples(
    st.sampled_from([*OFFERS, "application/*", "text/*", "*/*", "image/png", "text/html"]),
    st.integers(0, 1000).map(lambda thousandths: thousandths / 1000),
)


def header(wanted: list[tuple[str, float]]) -> str:
    """An Accept header."""
    return ", ".join(f"{name}; charset=utf-8;q={quality}" for name, quality in wanted)


def quality(wanted: dict[str, float], offer: str) -> float:
    """What a client thinks of an offer: what it says of the most exact range counts."""
    for name in (offer, f"{offer.split('/')[0]}/*", "*/*"):
        if name in wanted:
            return wanted[name]
    return 0.0


headers = st.dictionaries(
    st.sampled_from([*OFFERS, "application/*", "text/*", "*/*", "image/png"]),
    st.integers(0, 1000).map(lambda thousandths: thousandths / 1000),
    min_size=1,
)


def tried(accept: str, wanted: tuple[str, ...], formats: tuple[Format, ...]) -> Chosen | None:
    """What is chosen; None where nothing is acceptable."""
    try:
        return chosen(accept, wanted, formats)
    except Problem as problem:
        if problem.status_code != 406:
            raise
        return None


@given(headers)
def test_nothing_on_offer_is_liked_better_than_what_is_chosen(wanted: dict[str, float]) -> None:
    liked = choose(header(list(wanted.items())), OFFERS)
    best = max(quality(wanted, offer) for offer in OFFERS)
    if best == 0:
        assert liked is None
    else:
        assert liked == next(offer for offer in OFFERS if quality(wanted, offer) == best)


@given(st.lists(ranges, max_size=6), st.sampled_from([TABLES, GRAPHS, DOCUMENTS]))
def test_any_header_gives_a_format_on_offer_or_is_refused(
    wanted: list[tuple[str, float]], formats: tuple[Format, ...]
) -> None:
    choice = tried(header(wanted), (), formats)
    names = {name: one.name for one in formats for name in (one.media_type, *one.others)}
    assert choice is None or names[choice.media_type] == choice.name


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_header_is_too_odd(accept: str, word: str) -> None:
    for formats in (TABLES, GRAPHS):
        choice = tried(accept, (word,) if word else (), formats)
        assert choice is None or choice.name in {one.name for one in formats}
    assert prefers_page(accept) in (True, False)


def test_every_format_is_got_by_each_of_its_names() -> None:
    for formats in (TABLES, GRAPHS, DOCUMENTS):
        for one in formats:
            for name in (one.media_type, *one.words):
                assert chosen("", (name,), formats).media_type == one.media_type
            for other in (one.media_type, *one.others):
                assert chosen(other, (), formats).media_type == other
