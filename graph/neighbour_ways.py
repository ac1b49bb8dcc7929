"""The ways from an item to its neighbours: for each kind of item, the relations that count, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """A way from one item to others: the relation, its pattern, and whether it is gone against its direction.

    The pattern holds `{c}` for the item that is known; it binds ?x, and where the relation has a node of its own ?via,
    where it is an undercut ?on, and where the relation itself is to be read from the store ?bearing.

    Where very many relations lead from an item, `plain` tells what they lead to without their nodes, and `tied` what
    ties it to one of those: of power links to the same, each bearing once, and not each link.
    """

    relation: str
    pattern: str
    is_back: bool
    plain: str
    tied: str

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that it binds, the other end first."""
        return variables_of(self.pattern)


def variables_of(pattern: str) -> tuple[str, ...]:
    """Return the variables of a way's pattern, the other end first."""
    return tuple(name for name in ("x", "via", "on", "bearing") if f"?{name} " in f"{pattern} ")


def _back(relation: str, pattern: str, plain: str = "", tied: str = "") -> Way:
    return Way(relation, pattern, is_back=True, plain=plain or pattern, tied=tied or pattern)


def _on(relation: str, pattern: str, plain: str = "", tied: str = "") -> Way:
    return Way(relation, pattern, is_back=False, plain=plain or pattern, tied=tied or pattern)


_BEARINGS = "ca:wields|ca:strengthens|ca:erodes"
_A_BEARING = f"FILTER(?bearing IN ({_BEARINGS.replace('|', ', ')}))"
STATEMENT_WAYS = (
    _back("supports", "?via ca:conclusion {c} ; ca:premise ?x", "?x ca:supports {c}"),
    _back("attacks", "?via ca:attacked {c} ; ca:attacker ?x", "?x ca:attacks {c}"),
    _back("undercuts", "?on ca:conclusion {c} . ?via ca:attacked ?on ; ca:attacker ?x"),
    _back("undercuts", "?on ca:premise {c} . ?via ca:attacked ?on ; ca:attacker ?x"),
    _on("supports", "?via ca:premise {c} ; ca:conclusion ?x", "{c} ca:supports ?x"),
    _on("attacks", "?via ca:attacker {c} ; ca:attacked ?x", "{c} ca:attacks ?x"),
    _on("undercuts", "?via ca:attacker {c} ; ca:attacked ?on . ?on ca:conclusion ?x"),
    _on("undercuts", "?via ca:attacker {c} ; ca:attacked ?on . ?on ca:premise ?x"),
    _back("restates", "?via ca:rephrased {c} ; ca:rephrases ?x", "?x ca:restates {c}"),
    _on("restates", "?via ca:rephrases {c} ; ca:rephrased ?x", "{c} ca:restates ?x"),
    _back("statedBy", "?via ca:statedBy {c} ; ca:policy ?x"),
    _on("about", "{c} ca:about ?x"),
)
_POLICY = (
    _on(
        "bearing",
        "?via ca:policy {c} ; ca:power ?x ; ca:bearing ?bearing",
        f"{{c}} {_BEARINGS} ?x",
        f"{{c}} ?bearing ?x {_A_BEARING}",
    ),
    _on("statedBy", "?via ca:policy {c} ; ca:statedBy ?x"),
    _back("about", "?x ca:about {c}"),
    _on("carriedOutBy", "{c} ca:carriedOutBy ?x"),
    _on("targets", "{c} ca:targets ?x"),
    _on("instrument", "{c} ca:instrument ?x"),
)
_CONCEPT = (
    _back(
        "bearing",
        "?via ca:power {c} ; ca:policy ?x ; ca:bearing ?bearing",
        f"?x {_BEARINGS} {{c}}",
        f"?x ?bearing {{c}} {_A_BEARING}",
    ),
    _on("broader", "{c} skos:broader ?x"),
    _back("broader", "?x skos:broader {c}"),
    _back("instrument", "?x ca:instrument {c}"),
    _back("subject", "?x dcterms:subject {c}"),
    _back("scheme", "?x ca:scheme {c}"),
)
_ACTOR = (
    _back("carriedOutBy", "?x ca:carriedOutBy {c}"),
    _back("targets", "?x ca:targets {c}"),
    _back("heldBy", "?x ca:heldBy {c}"),
    _back("about", "?x ca:about {c}"),
)
_RELATION = (
    _back("undercuts", "?via ca:attacked {c} ; ca:attacker ?x"),
    *(
        _on(name, f"{{c}} ca:{name} ?x")
        for name in (
            "premise", "conclusion", "attacker", "attacked", "rephrases", "rephrased", "policy", "power", "statedBy",
            "whosePower",
        )
    ),
)  # fmt: skip
_FIGURE = (_back("figure", "?x ca:figure {c}"),)
WAYS: Mapping[str, Sequence[Way]] = {
    **dict.fromkeys(("Claim", "Thesis", "Evidence", "Counterargument", "Rebuttal"), STATEMENT_WAYS),
    "Policy": _POLICY,
    **dict.fromkeys(("PowerType", "Instrument", "Topic", "ArgumentScheme"), _CONCEPT),
    **dict.fromkeys(("State", "Person", "Organization", "Group"), _ACTOR),
    **dict.fromkeys(("Inference", "Conflict", "Rephrase", "PowerLink"), _RELATION),
    "Observation": _FIGURE,
}
_ALL = [*STATEMENT_WAYS, *_POLICY, *_CONCEPT, *_ACTOR, *_RELATION, *_FIGURE]
ORDER = tuple(dict.fromkeys((way.relation, way.is_back) for way in _ALL))
"""The relations in their order: the property's name ("bearing" for wields, strengthens and erodes), and whether it
leads from the other item to the one that is nearer."""
RANK = {relation: rank for rank, relation in enumerate(ORDER)}
