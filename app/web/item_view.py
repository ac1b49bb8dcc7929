"""What an item's page shows: what it says, where it stands, its links both ways, the steps that it is part of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from app.item_fields import short_name
from app.web.change_view import events_of
from app.web.item_cards import address_of
from app.web.item_shown import Challenge, Group, Look, Shown, Standing, Steps, StepShown, View
from claims import Quote
from graph import (
    Annotation,
    ArgumentStep,
    End,
    LinkGroup,
    Store,
    annotation_iris_of,
    annotations,
    ends_of,
    history_of,
    link_groups,
    quotes_of,
    statements_in,
    steps_of,
    steps_told,
)
from viz import KINDS, RELATIONS, STATEMENTS

PASSAGE_SHOWN = 400
"""How many characters of a passage are shown."""

_SAID = """SELECT ?p ?o (LANG(?o) AS ?lang) {{
  VALUES ?p {{ rdfs:label skos:prefLabel dcterms:title schema:text skos:definition rdfs:comment ca:kind rdf:type }}
  <{0}> ?p ?o
}} ORDER BY (LANG(?o) != "en") ?lang ?o"""
_TITLES, _TEXTS = ("label", "prefLabel", "title"), ("text", "definition", "comment")
_LOOKS = {
    "powertype": "power", "instrument": "group", **dict.fromkeys(("state", "person", "organization", "group"), "actor"),
}  # fmt: skip
_GLYPHS = {"inference": "supports", "conflict": "attacks", "rephrase": "rephrases", "powerlink": "says"}
_MARKS = {
    "restates": "rephrases",
    "carriedOutBy": "carries",
    "instrument": "uses",
    "statedBy": "says",
    "subject": "about",
}
# Told elsewhere on the page, or for machines.
_TOLD = ("wasGeneratedBy", "comment", "title", "hasTarget", "criticalQuestion")
# Relations as nodes: the plain links beside them, and the steps, tell the same.
_NODES = (
    "premise-of", "conclusion-of", "attacker-of", "attacked-of", "rephrases-of", "rephrased-of", "policy-of",
    "power-of",
)  # fmt: skip
_BY_STEPS = ("supports", "supports-of")
_WORDS = {"commitment": "stance", "broader-of": "has kinds", "subject": "subjects", "inScheme-of": "concepts"}
_FACTS = ("heldBy", "commitment", "bearing", "basis", "qualifier", "scheme")
_ORDER = (
    "attacks-of", "undercuts-of", "attacks", "undercuts", "restates", "restates-of", "premise", "conclusion",
    "attacker", "attacked", "rephrases", "rephrased", "policy", "power", "whosePower", "wields", "strengthens",
    "erodes", "wields-of", "strengthens-of", "erodes-of", "statedBy", "statedBy-of", "broader", "broader-of", "about",
    "figure", "subject",
)  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """What stands at the top of an item's page."""

    kind: str
    title: str
    text: str
    language: str


def heading_of(store: Store, iri: str) -> Heading:
    """Return what an item is, its title and its text."""
    said: dict[str, list[tuple[str, str]]] = {}
    for row in store.ask(_SAID.format(iri)):
        said.setdefault(item_name(row["p"]), []).append((row["o"], row.get("lang", "")))
    titles = [one for name in _TITLES for one in said.get(name, ())]
    texts = [one for name in _TEXTS for one in said.get(name, ())]
    # Of what is in no class of ours, any other class tells.
    kind = min((item_name(one) for one, _ in said.get("kind") or said.get("type", [])), default="")
    title, language = titles[0] if titles else ("", "")
    return Heading(kind, title, texts[0][0] if texts else "", language)


def view_of(store: Store, iri: str, *, only: str = "", page: int = 1) -> View:
    """Return an item's page.

    Args:
        store: Where it is.
        iri: Its IRI.
        only: The key of a group of links, or "steps-to" or "steps-from": only a page of these; by default all.
        page: Which page of them.
    """
    head = heading_of(store, iri)
    look = look_of(head.kind)
    view = View(
        iri, short_name(iri), address_of(iri), look, head.title or _title(store, iri), head.text, head.language,
        is_statement=look.name in STATEMENTS, only=only,
    )  # fmt: skip
    return _one_group(store, view, page) if only else _whole(store, view, head)


def _whole(store: Store, view: View, head: Heading) -> View:
    iri = view.iri
    by_steps = _hidden(view, head.kind)
    counted = link_groups(store, iri, counted=(*_NODES, *_TOLD, *by_steps))
    found = [group for group in counted if group.key not in (*_TOLD, *by_steps)]
    shown = [_group(group) for group in found]
    is_fact = {group.key for group in found if group.key in _FACTS or not (group.ends or group.key in _NODES)}
    facts = tuple(sorted((one for one in shown if one.key in is_fact), key=lambda one: one.words != "held by"))
    groups = [one for one in shown if one.key not in is_fact and one.key not in _NODES]
    if head.kind == "Section":
        groups.insert(0, _group(statements_in(store, iri)))
    return replace(
        view,
        facts=facts,
        groups=tuple(sorted(groups, key=_rank)),
        nodes=tuple(one for one in shown if one.key in _NODES),
        to_it=_steps(store, iri, "conclusion") if view.is_statement else Steps(),
        from_it=_steps(store, iri, "premise") if view.is_statement else Steps(),
        own_step=next(map(_step, steps_told(store.ask, [iri])), None) if head.kind == "Inference" else None,
        places=places_of(store, iri),
        history=events_of(history_of(store, iri)),
    )


def _one_group(store: Store, view: View, page: int) -> View:
    if view.only == "steps-to":
        return replace(view, to_it=_steps(store, view.iri, "conclusion", page))
    if view.only == "steps-from":
        return replace(view, from_it=_steps(store, view.iri, "premise", page))
    if view.only == "section-of":
        return replace(view, groups=(_group(statements_in(store, view.iri, page=page)),))
    return replace(view, groups=tuple(map(_group, link_groups(store, view.iri, only=view.only, page=page))))


def _hidden(view: View, kind: str) -> tuple[str, ...]:
    """Return the keys of the groups that the steps on the page tell as well."""
    if kind == "Inference":
        return ("premise", "conclusion", "scheme", "undercuts-of")
    return _BY_STEPS if view.is_statement else ()


def _rank(group: Group) -> tuple[int, str]:
    return (_ORDER.index(group.key) if group.key in _ORDER else len(_ORDER), group.words)


def _title(store: Store, iri: str) -> str:
    """Return what an item without a title can be called: a relation by what it joins, else its name."""
    return ends_of(store.ask, [iri])[iri].label


def look_of(kind: str) -> Look:
    """Return how items look whose most precise class has this name; "" for those that have none."""
    name = _LOOKS.get(kind.lower(), kind.lower())
    box = KINDS.get(name)
    if box is None:
        glyph = RELATIONS[_GLYPHS[name]].glyph if name in _GLYPHS else KINDS["other"].glyph
        return Look("other", _words(kind) or "Item", glyph)
    return Look(name, box.word if name not in ("actor", "group") else _words(kind), box.glyph)


def _words(kind: str) -> str:
    """Return the name of a class as words: PowerLink gives Power link."""
    return "".join(f" {c.lower()}" if c.isupper() and place else c for place, c in enumerate(kind))


def item_name(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rpartition("#")[2].rpartition("/")[2]


def shown(end: End) -> Shown:
    """Return a link's other end as it is shown."""
    return Shown(end.iri, end.label, address_of(end.iri), look_of(end.kind))


def _group(group: LinkGroup) -> Group:
    relation = RELATIONS.get(_MARKS.get(group.name, group.name))
    return Group(
        group.key, _WORDS.get(group.key, group.relation), relation.glyph if relation else "→", group.total,
        group.page, group.pages, tuple(map(shown, group.ends)), group.values,
    )  # fmt: skip


def _steps(store: Store, iri: str, role: str, page: int = 1) -> Steps:
    found = steps_of(store, iri, "premise" if role == "premise" else "conclusion", page=page, most=30)
    return Steps(found.total, found.page, found.pages, tuple(map(_step, found.steps)))


def _step(step: ArgumentStep) -> StepShown:
    def ends(some: Iterable[End]) -> tuple[Shown, ...]:
        return tuple(map(shown, some))

    questions = (
        Challenge(one.text, f"/add?{urlencode({'answers': one.id, 'step': step.iri})}") for one in step.questions
    )
    return StepShown(
        address_of(step.iri), ends(step.premises), ends(step.conclusions), shown(step.scheme) if step.scheme else None,
        tuple(questions), ends(step.undercut_by), f"/add?{urlencode({'objects-to': step.iri})}",
    )  # fmt: skip


def places_of(store: Store, iri: str) -> tuple[Standing, ...]:
    """Return where an item stands, with the words there where the source's text is at hand or may be quoted."""
    found = annotations(store, annotation_iris_of(store, iri))
    if not found:
        return ()
    named = ends_of(store.ask, {one for note in found for one in (note.source, note.section) if one})
    quotes = quotes_of(store, found)
    ordered = sorted(found, key=lambda note: (note.source, note.span or (0, 0)))
    return tuple(_standing(note, quotes.get(note.iri), named) for note in ordered if note.source)


def _standing(note: Annotation, quote: Quote | None, named: dict[str, End]) -> Standing:
    words = " ".join(quote.exact.split()) if quote else ""
    section = shown(named[note.section]) if note.section else None
    is_cut = len(words) > PASSAGE_SHOWN
    return Standing(shown(named[note.source]), section, note.paragraph, words[:PASSAGE_SHOWN], is_cut)
