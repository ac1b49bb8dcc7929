"""Triples that are derived from others: the plain ones that most queries want, and the classes above an item's own.

Each rule is said once, as SPARQL, and any engine can run it: `missing` says what should be there and is not,
`insert` adds it, `delete` takes away what nothing stands behind any more. The texts hold whole IRIs, no prefixes, so
that they can be joined to any other text whatever prefixes that one declares.
"""

import re
from dataclasses import dataclass

from ontology import PREFIXES


@dataclass(frozen=True)
class Rule:
    """One rule: the triple `head` follows wherever the pattern `body` holds.

    `properties` are those of the triples that only ever follow by this rule, and `reason` is the pattern that must hold
    for such a triple `?s ?p ?o`; both are "" where a triple like the head may also be stated for itself.
    """

    name: str
    head: str
    body: str
    properties: str = ""
    reason: str = ""

    @property
    def missing(self) -> str:
        """SPARQL that makes the triples that follow by this rule and are not there."""
        return _whole(f"CONSTRUCT {{ {self.head} }} WHERE {{ {self._missing} }}")

    @property
    def insert(self) -> str:
        """SPARQL Update that adds the triples that follow by this rule and are not there yet."""
        return _whole(f"INSERT {{ {self.head} }} WHERE {{ {self._missing} }}")

    def insert_into(self, graph: str) -> str:
        """Return SPARQL Update that adds those triples to a graph (by its IRI), apart from what they follow from."""
        return _whole(f"INSERT {{ GRAPH <{graph}> {{ {self.head} }} }} WHERE {{ {self._missing} }}")

    @property
    def delete(self) -> str:
        """SPARQL Update that removes the triples of this rule that nothing stands behind; "" where none can."""
        return self._stale("DELETE", f"VALUES ?p {{ {self.properties} }}")

    def delete_of(self, triples: str) -> str:
        """Return SPARQL Update that removes, of some triples, those that nothing stands behind; "" where none can.

        Args:
            triples: The triples as the rows of a VALUES block: `(<s> <p> <o>) (…)`.
        """
        return self._stale("DELETE", f"VALUES (?s ?p ?o) {{ {triples} }} FILTER(?p IN ({self._list}))")

    @property
    def find_stale(self) -> str:
        """SPARQL that makes the triples of this rule that nothing stands behind; "" where none can."""
        return self._stale("CONSTRUCT", f"VALUES ?p {{ {self.properties} }}")

    @property
    def _missing(self) -> str:
        return f"{self.body} FILTER NOT EXISTS {{ {self.head} }}"

    @property
    def _list(self) -> str:
        return ", ".join(self.properties.split())

    def _stale(self, form: str, among: str) -> str:
        where = f"{among} ?s ?p ?o . FILTER NOT EXISTS {{ {self.reason} }}"
        return _whole(f"{form} {{ ?s ?p ?o }} WHERE {{ {where} }}") if self.properties else ""


def _whole(sparql: str) -> str:
    """Write the prefixed names of the text as whole IRIs."""
    return re.sub(r"\b(ca|rdfs):(\w+)", lambda name: f"<{PREFIXES[name[1]]}{name[2]}>", sparql)


_BEARINGS = "ca:wields ca:strengthens ca:erodes"
_OWN_CLASS = f'FILTER(STRSTARTS(STR(?kind), "{PREFIXES["ca"]}"))'
_MOST_PRECISE = "FILTER NOT EXISTS { ?item a ?narrower . ?narrower rdfs:subClassOf ?kind }"

_RELATIONS = ("ca:Inference", "ca:Conflict", "ca:Rephrase")
_A_RELATION = f"FILTER(?kind IN ({', '.join(_RELATIONS)}))"


def _no_relation(node: str) -> str:
    """Return the filter that a node is a statement; each class apart, which engines can look up."""
    return " ".join(f"FILTER NOT EXISTS {{ {node} a {one} }}" for one in _RELATIONS)


RULES: tuple[Rule, ...] = (
    Rule(
        "supports",
        "?premise ca:supports ?conclusion",
        "?inference ca:premise ?premise ; ca:conclusion ?conclusion .",
        "ca:supports",
        "?inference ca:premise ?s ; ca:conclusion ?o .",
    ),
    Rule(
        "attacks",
        "?attacker ca:attacks ?attacked",
        f"?conflict ca:attacker ?attacker ; ca:attacked ?attacked . {_no_relation('?attacked')}",
        "ca:attacks",
        f"?conflict ca:attacker ?s ; ca:attacked ?o . {_no_relation('?o')}",
    ),
    Rule(
        "undercuts",
        "?attacker ca:undercuts ?relation",
        f"?conflict ca:attacker ?attacker ; ca:attacked ?relation . ?relation a ?kind . {_A_RELATION}",
        "ca:undercuts",
        f"?conflict ca:attacker ?s ; ca:attacked ?o . ?o a ?kind . {_A_RELATION}",
    ),
    Rule(
        "restates",
        "?again ca:restates ?first",
        "?rephrase ca:rephrases ?again ; ca:rephrased ?first .",
        "ca:restates",
        "?rephrase ca:rephrases ?s ; ca:rephrased ?o .",
    ),
    Rule(
        "power",
        "?policy ?bearing ?power",
        f"?link ca:policy ?policy ; ca:bearing ?bearing ; ca:power ?power . VALUES ?bearing {{ {_BEARINGS} }}",
        _BEARINGS,
        "?link ca:policy ?s ; ca:bearing ?p ; ca:power ?o .",
    ),
    # So that `?s a ca:Statement` finds theses and evidence too, as RDF Schema says it should …
    Rule(
        "classes",
        "?item a ?above",
        f"?item a ?kind . ?kind rdfs:subClassOf+ ?above . {_OWN_CLASS} {_OWN_CLASS.replace('?kind', '?above')}",
    ),
    # … and `?s ca:kind ?kind` tells each of them once, by its most precise class.
    Rule(
        "kind",
        "?item ca:kind ?kind",
        f"?item a ?kind . {_OWN_CLASS} {_MOST_PRECISE}",
        "ca:kind",
        f"?s a ?o . {_MOST_PRECISE.replace('?item', '?s').replace('?kind', '?o')}",
    ),
)
"""Every rule, in the order in which they can be run once."""

PLAIN_PROPERTIES = frozenset(_whole(name)[1:-1] for rule in RULES for name in rule.properties.split())
"""The properties (IRIs) whose triples only ever follow by a rule, and are not to be stated for themselves."""
