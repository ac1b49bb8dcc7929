"""Sound items of every kind, made up by hypothesis from what fields and shapes say of themselves."""

from decimal import Decimal

from hypothesis import strategies as st
from rdflib import RDF, Graph, URIRef

from claims import KINDS, FieldOf, Item, fields_of
from ontology import CA, PREFIXES, PropertyRule, property_rules

BASE = "https://example.org/"
CLASSES = {
    **dict.fromkeys(("premise", "conclusion", "attacker", "attacked", "rephrases", "rephrased"), CA.Statement),
    **dict.fromkeys(("held_by", "about", "carried_out_by", "targets", "whose_power", "member", "creator"), CA.Actor),
    "stated_by": CA.Statement,
    "figure": CA.Observation,
    "subject": URIRef(PREFIXES["skos"] + "Concept"),
    "scheme": CA.ArgumentScheme,
    "instrument": CA.Instrument,
    "policy": CA.Policy,
    "power": CA.PowerType,
    "measured_property": CA.Measure,
    "main_thesis": CA.Thesis,
    "is_part_of": CA.Source,
}
"""Field → the class of what it names."""

_letters = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u202d\u202e\ufffe\uffff")
_words = st.text(_letters | st.sampled_from("\n\t\"\\'{}<>&"), max_size=50)
_years = st.integers(1, 9999).map("{:04d}".format)
_months = st.builds("{}-{:02d}".format, _years, st.integers(1, 12))
_days = st.dates().map(str)
_numbers = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(-(10**9), 10**9, places=9)
_languages = st.sampled_from(["en", "fr", "pt-br", "zh-hant"])


def named(field: FieldOf) -> list[str]:
    """Return the IRIs that a field of a made-up item can name; `surroundings` says what they are."""
    return [f"{BASE}{field.name}-{number}" for number in range(3)]


def surroundings() -> Graph:
    """Return the classes of everything that made-up items name."""
    graph = Graph()
    for field in {field for kind in KINDS.values() for field in fields_of(kind) if field.name in CLASSES}:
        for iri in named(field):
            graph.add((URIRef(iri), RDF.type, CLASSES[field.name]))
    return graph


def _text(rule: PropertyRule | None) -> st.SearchStrategy[str]:
    """Return texts as long as a rule wants them, with at least one letter."""
    shortest = max(rule.min_length if rule else 0, 1)
    return _words.map(lambda words: ("a" + words).ljust(shortest, "z"))


def _value(kind: type[Item], field: FieldOf, rule: PropertyRule | None) -> st.SearchStrategy[object]:
    if field.form in ("text", "string"):
        return st.just("0f" * 32) if field.name == "sha256" else _text(rule)
    if field.form == "term":
        return st.sampled_from([iri.removeprefix(PREFIXES["ca"]) for iri in rule.values] if rule else [])
    if field.form == "number":
        annotation = kind.model_fields[field.name].annotation
        return _numbers if annotation is Decimal else st.integers(1, 9)
    forms = {"link": st.sampled_from(named(field)), "boolean": st.booleans(), "date": _years | _months | _days}
    return forms[field.form]


def values_of(kind: type[Item]) -> st.SearchStrategy[dict[str, object]]:
    """Return the values of sound items of a kind, without their IRI; what need not be given is sometimes left out."""
    rules = {rule.path: rule for rule in property_rules(kind.__name__)}
    always: dict[str, st.SearchStrategy[object]] = {}
    optional: dict[str, st.SearchStrategy[object]] = {"lang": _languages} if "lang" in kind.model_fields else {}
    for field in fields_of(kind):
        rule = rules.get(field.path)
        value = _value(kind, field, rule)
        if field.many:
            value = st.lists(value, min_size=1 if rule and rule.min_count else 0, max_size=3)
        needed = field.required or field.name == "broader" or (kind.kind, field.name) == ("kept-node", "text")
        (always if needed else optional)[field.name] = value  # without a text nothing tells the language
    if kind.kind == "power-type":
        always["broader"] = st.just([BASE + "soft"])
    if kind.kind == "section":
        always["last_paragraph"] = st.just(9)
    return st.fixed_dictionaries(always, optional=optional)


def items(kind: str, iri: str = BASE + "item") -> st.SearchStrategy[Item]:
    """Return sound items of a kind."""
    return values_of(KINDS[kind]).map(lambda values: KINDS[kind].model_validate({**values, "iri": iri}))
