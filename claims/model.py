"""What a claim is: the kinds of items, as frozen values that are checked when they are made.

Read `Statement` and `Inference` first. Every class is one of the vocabulary's, by the same name; every field is one of
its properties (`held_by` is ca:heldBy). Two items are equal when they say the same. What is demanded of an item by
itself is said in the shapes (`ontology/shapes.ttl`) and held here in the same words; whether what it names exists is
for the store to say.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from claims.demands import broken_rules, fault, in_shapes_words, rules_of
from claims.fields import Date, Iri, Language, Links, Number, String, Strings, Term, Text, Whole, YesNo, says
from ontology import PREFIXES

_GIVEN: dict[frozenset[str], set[str]] = {}
"""Which fields of items were given, each such set once: of many items a set of its own takes a third of the memory."""


class Item(BaseModel):
    """What all items have: an IRI. Not made itself.

    Raises:
        pydantic.ValidationError: When a value is not what its field or the class's shape demands; has every fault.

    Example:
        >>> claim = Claim(
        ...     iri="https://example.org/trade",
        ...     label="Trade binds",
        ...     text="Countries that trade with each other grow to depend on each other.",
        ...     held_by="https://example.org/ada",
        ...     commitment="asserted",
        ... )
        >>> claim.kind, claim.held_by
        ('claim', ('https://example.org/ada',))
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str]
    """What the kind of item is called in commands and files."""
    also: ClassVar[tuple[str, ...]] = ()
    """IRIs of classes outside the vocabulary that such items are of, too."""

    iri: Iri

    @model_validator(mode="wrap")
    @classmethod
    def _hold_against_shape(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Check the types of values and the rules of the shape together, so that all faults are told at once."""
        if not hasattr(cls, "kind"):
            raise TypeError(f"{cls.__name__} is what several kinds have in common; make an item of one of them.")
        try:
            item = handler(data)
            given = item.__pydantic_fields_set__
            object.__setattr__(item, "__pydantic_fields_set__", _GIVEN.setdefault(frozenset(given), given))
            values: Mapping[str, Any] = item.__dict__
            errors: list[InitErrorDetails] = []
        except ValidationError as error:
            values = data if isinstance(data, Mapping) else {}
            errors = [in_shapes_words(cls, detail) for detail in error.errors(include_url=False)]
        wrong = {detail["loc"][0] for detail in errors}
        found = (*broken_rules(cls, values), *cls._more_faults(values))
        errors += [detail for detail in found if detail["loc"][0] not in wrong]
        if errors:
            order = [*cls.model_fields]
            errors.sort(key=lambda detail: order.index(name) if (name := detail["loc"][0]) in order else len(order))
            raise ValidationError.from_exception_data(cls.__name__, errors)
        return item

    @classmethod
    def _more_faults(cls, values: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
        """Yield what breaks a rule that concerns several fields; overridden where there is one."""
        return iter(())


class Statement(Item):
    """Something that is said and can be supported or attacked. Made as one of its kinds below."""

    label: Text = says("rdfs:label", "Short title, at most 60 characters")
    text: Text = says("schema:text", "The statement in full, one or two plain sentences in your own words")
    lang: Language = "en"
    held_by: Links = says("ca:heldBy", "Who holds it")
    commitment: Term = says("ca:commitment", "How the author stands to it")
    subject: Links = says("dcterms:subject", "Types of power and topics that it is about", default=())
    about: Links = says("ca:about", "Actors and policies that it speaks of", default=())
    figure: Links = says("ca:figure", "Observations: its figures as data", default=())
    citation: Strings = says("schema:citation", "Where it comes from: a reference or an address", default=())
    implicit: YesNo = says("ca:implicit", "Whether the text does not say it but needs it", default=False)


class Claim(Statement):
    """A statement put forward as true, that reasons can be asked for."""

    kind = "claim"


class Thesis(Claim):
    """A claim that the text as a whole, or a section of it, sets out to establish."""

    kind = "thesis"


class Evidence(Statement):
    """A fact, figure, event, report or example that is brought forward in support of something else."""

    kind = "evidence"


class Counterargument(Claim):
    """A claim that speaks against the author's case, whoever holds it."""

    kind = "counterargument"


class Rebuttal(Claim):
    """A claim that answers a counterargument."""

    kind = "rebuttal"


class Inference(Item):
    """A step from premises to a conclusion; several premises of one inference work only together."""

    kind = "inference"
    premise: Links = says("ca:premise", "Statements that it starts from")
    conclusion: Iri = says("ca:conclusion", "The statement that it arrives at")
    scheme: Iri | None = says("ca:scheme", "The argument scheme that it follows", default=None)


class Conflict(Item):
    """An attack: on a statement, or on a relation (then it is an undercut)."""

    kind = "conflict"
    attacker: Iri = says("ca:attacker", "The statement that attacks")
    attacked: Iri = says("ca:attacked", "The statement or relation that is attacked")


class Rephrase(Item):
    """One statement says again, in other words, what another says."""

    kind = "rephrase"
    rephrases: Iri = says("ca:rephrases", "The statement that says it again")
    rephrased: Iri = says("ca:rephrased", "The statement that is said again")


class Policy(Item):
    """An act, measure, plan or course of action of a government or leader."""

    kind = "policy"
    label: Text = says("rdfs:label", "Short title, at most 60 characters")
    text: Text = says("schema:text", "The policy in full, one or two plain sentences in your own words")
    lang: Language = "en"
    instrument: Links = says("ca:instrument", "The instruments that it uses")
    carried_out_by: Links = says("ca:carriedOutBy", "Who carries it out, or would")
    targets: Links = says("ca:targets", "Whom it is aimed at", default=())
    start_date: Date | None = says("schema:startDate", "When it began: a year, month or day", default=None)
    recommended: YesNo = says("ca:recommended", "Whether the authors recommend it", default=False)


class PowerLink(Item):
    """One assertion that a policy bears on a type of power."""

    kind = "link"
    policy: Iri = says("ca:policy", "The policy that bears on power")
    power: Iri = says("ca:power", "The type of power that it bears on")
    bearing: Term = says("ca:bearing", "How: wields, strengthens or erodes")
    whose_power: Links = says("ca:whosePower", "Whose power it is")
    stated_by: Links = says("ca:statedBy", "Statements through which the text says so")
    basis: Term = says("ca:basis", "explicit where the text says so, inferred where it follows", default="explicit")


class Observation(Item):
    """A figure as data."""

    kind = "observation"
    label: Text = says("rdfs:label", "Title that says which figure it is, at most 100 characters")
    lang: Language = "en"
    measured_property: Iri = says("schema:measuredProperty", "The measure: what was measured")
    observation_about: Links = says("schema:observationAbout", "Whom or what the figure is about")
    value: Number = says("schema:value", "The figure, a plain number")
    unit_text: Text = says("schema:unitText", "Its unit in words")
    qualifier: Term = says("ca:qualifier", "exact, approximate, moreThan or lessThan", default="exact")
    observation_date: Date | None = says("schema:observationDate", "Its date: a year, month or day", default=None)


class Actor(Item):
    """Someone who acts, holds views or has power. Made as one of its kinds below."""

    label: Text = says("rdfs:label", "Name")
    lang: Language = "en"


class State(Actor):
    """A country, past or present, or a self-governing territory."""

    kind = "state"


class Person(Actor):
    """A human being."""

    kind = "person"


class Organization(Actor):
    """A body with a name and members."""

    kind = "organization"


class Group(Actor):
    """Many actors taken together."""

    kind = "group"
    member: Links = says("schema:member", "Its members", default=())


class Concept(Item):
    """What the concepts of all schemes have. Made as one of its kinds below."""

    also = (PREFIXES["skos"] + "Concept",)
    label: Text = says("skos:prefLabel", "Name")
    lang: Language = "en"
    definition: Text = says("skos:definition", "What it is, in a sentence")
    broader: Links = says("skos:broader", "Broader concepts", default=())
    in_scheme: Links = says("skos:inScheme", "The concept scheme that it belongs to")
    top_concept_of: Links = says("skos:topConceptOf", "The scheme that it heads", default=())


class PowerType(Concept):
    """A way of getting others to do what one wants, or a resource for it."""

    kind = "power-type"

    @classmethod
    def _more_faults(cls, values: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
        if not (values.get("broader") or values.get("top_concept_of")):
            message = "Hangs nowhere: name the broader type of power (skos:broader power:soft, for one)."
            yield fault("broader", message, cls.__name__, ())


class Instrument(Concept):
    """A kind of means that policies use."""

    kind = "instrument"


class Topic(Concept):
    """A subject that statements are about."""

    kind = "topic"


class Measure(Item):
    """A property that observations measure."""

    kind = "measure"
    label: Text = says("skos:prefLabel", "What is measured")
    lang: Language = "en"


class Source(Item):
    """A text that items are anchored in."""

    kind = "source"
    title: Text = says("dcterms:title", "Title")
    lang: Language = "en"
    creator: Links = says("dcterms:creator", "Authors")
    publisher: Links = says("dcterms:publisher", "Publisher", default=())
    issued: Date | None = says("dcterms:issued", "When it appeared: a year, month or day", default=None)
    main_thesis: Iri | None = says("ca:mainThesis", "The claim that it as a whole argues for", default=None)
    length: Whole = says("ca:length", "How many characters its text has", ge=0)
    sha256: String = says("ca:sha256", "The SHA-256 digest of its text", pattern="^[0-9a-f]{64}$")
    quotable: YesNo = says("ca:quotable", "Whether anchors may hold words of it", default=False)


class Section(Item):
    """A part of a source."""

    kind = "section"
    title: Text = says("dcterms:title", "Title")
    lang: Language = "en"
    is_part_of: Iri = says("dcterms:isPartOf", "The source that it is part of")
    position: Whole = says("schema:position", "Its place among the sections, from 1", ge=1)
    first_paragraph: Whole = says("ca:firstParagraph", "The number of its first paragraph")
    last_paragraph: Whole = says("ca:lastParagraph", "The number of its last paragraph")

    @classmethod
    def _more_faults(cls, values: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
        first, last = values.get("first_paragraph"), values.get("last_paragraph")
        if isinstance(first, int) and isinstance(last, int) and first > last:
            message = rules_of(cls)["first_paragraph"].message
            yield fault("first_paragraph", message, cls.__name__, first)


class ImportedFile(Item):
    """A file of another tool that items were imported from."""

    kind = "imported-file"
    title: Text = says("dcterms:title", "Title")
    lang: Language = "en"
    format: String = says("dcterms:format", "The name of its format")
    source: Iri | None = says("dcterms:source", "The source that its items are anchored in", default=None)


class KeptNode(Item):
    """A node of an imported argument that is no statement or relation here, kept as it came."""

    kind = "kept-node"
    node_type: String = says("ca:nodeType", "Its type, as AIF abbreviates it")
    text: Text | None = says("schema:text", "What is said", default=None)
    lang: Language = "en"
    comes_from: Links = says("ca:comesFrom", "What edges lead from, to it", default=())
    leads_to: Links = says("ca:leadsTo", "What edges lead to, from it", default=())


_CLASSES = (
    Claim, Thesis, Evidence, Counterargument, Rebuttal, Inference, Conflict, Rephrase, Policy, PowerLink, Observation,
    State, Person, Organization, Group, Topic, Measure, Instrument, PowerType, Source, Section,
    ImportedFile, KeptNode,
)  # fmt: skip
KINDS: Mapping[str, type[Item]] = {kind.kind: kind for kind in _CLASSES}
"""The kinds of items by the names that commands and files use."""
