"""The kinds of boxes and the relations a map can draw: word, glyph and order of each, said once for all views.

Colours stand in `colours.py`, shapes and strokes in `templates/paint.js`; both go by the names given here.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of box: its name in the projection, the word people read, and the glyph beside the word."""

    name: str
    word: str
    glyph: str


class Relation(NamedTuple):
    """A relation: its name, its words from either end, its glyph, and what the legend says of it.

    Attributes:
        name: as in the projection, but: "says" stands for: this statement says that the policy bears on the power;
            "carries" for an actor who carries out a policy, "uses" for a policy and its instrument, "relates" for any
            other link that the answer to a query names.
        active: words read from source to target: "supports".
        passive: words read from target to source: "supported by".
        mark: the short word of the outline: "for".
        legend: its words in the legend.
        glyph: one sign.
    """

    name: str
    active: str
    passive: str
    mark: str
    legend: str
    glyph: str


STATEMENTS = ("thesis", "claim", "evidence", "counterargument", "rebuttal")
"""The kinds of statements."""
BEARINGS = ("wields", "strengthens", "erodes")

# No sign here has a coloured emoji form: phones would show that in place of ours.
KINDS = {
    kind.name: kind
    for kind in (
        Kind("thesis", "Thesis", "◉"),
        Kind("claim", "Claim", "●"),
        Kind("evidence", "Evidence", "▤"),
        Kind("counterargument", "Counterargument", "✕"),
        Kind("rebuttal", "Rebuttal", "↵"),
        Kind("power", "Power type", "★"),
        Kind("policy", "Policy", "⬢"),
        Kind("actor", "Actor", "♙"),
        Kind("group", "Instrument", "▣"),
        Kind("other", "Other", "□"),
    )
}

# The order is the order of preference where a box could hang in several places (see tree.py).
RELATIONS = {
    relation.name: relation
    for relation in (
        Relation("supports", "supports", "supported by", "for", "supports", "◄"),
        Relation("attacks", "speaks against", "attacked by", "against", "attacks", "┣"),
        Relation("undercuts", "undercuts a step to", "has a step undercut by", "undercut", "undercuts a step", "◇"),
        Relation("rephrases", "restates", "restated by", "restated", "restates", "≈"),
        Relation("broader", "is a kind of", "has kinds", "kind", "is a kind of", "–"),
        Relation("strengthens", "strengthens", "strengthened by", "strengthens", "strengthens", "▲"),
        Relation("wields", "wields", "wielded by", "wields", "wields", "◆"),
        Relation("erodes", "erodes", "eroded by", "erodes", "erodes", "▼"),
        Relation("carries", "carries out", "carried out by", "carried out", "carries out", "▸"),
        Relation("uses", "uses", "used by", "use", "uses", "⊸"),
        Relation("says", "says so of", "said by", "said in", "says so", "·"),
        Relation("about", "speaks of", "spoken of in", "speaks of it", "speaks of", "❝"),
        Relation("relates", "is linked to", "linked from", "linked", "is linked to", "→"),
    )
}

RANK = {name: rank for rank, name in enumerate(RELATIONS)}
