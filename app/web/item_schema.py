"""What search engines read in an item's page: the item in the words of schema.org, as JSON-LD."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.web.item_cards import BASE
from app.web.item_shown import Group, Shown, View

Said = dict[str, Any]
_ACTORS = {
    "State": "GovernmentOrganization", "Person": "Person", "Organization": "Organization", "Group": "Organization",
}  # fmt: skip
_CONCEPTS = ("power", "instrument", "topic", "scheme")


def schema_of(view: View, kind: str, here: str) -> Said:
    """Return an item in the words of schema.org.

    Args:
        view: Its page.
        kind: The name of its most precise class.
        here: The address of the page, whole.
    """
    said: Said = {"@context": "https://schema.org", "@type": "Thing", "@id": view.iri, "url": here, "name": view.title}
    if view.language:
        said["inLanguage"] = view.language
    said |= _of_kind(view, kind)(view)
    if kind in _ACTORS:
        said["@type"] = _ACTORS[kind]
    if not view.is_statement and "inLanguage" in said and said["@type"] not in ("CreativeWork", "Claim"):
        del said["inLanguage"]  # only of works
    return {name: value for name, value in said.items() if value not in ("", [], None)}


def _of_kind(view: View, kind: str) -> Callable[[View], Said]:
    if view.is_statement:
        return _claim
    space = view.iri.removeprefix(f"{BASE}/").partition("/")[0] if view.iri.startswith(BASE) else ""
    return _KINDS.get(kind, _concept if space in _CONCEPTS and kind else _thing)


def _claim(view: View) -> Said:
    facts = _by_key(view)
    return {
        "@type": "Claim",
        "text": view.text,
        "author": _things(_ends(facts, "heldBy"), _actor_type),
        "creativeWorkStatus": " ".join(one.title for one in _ends(facts, "commitment")),
        "about": _things(_ends(facts, "about", "subject")),
        "citation": list(_values(facts, "citation")),
        "datePublished": _made(view),
        "appearance": _sources(view),
    }


def _policy(view: View) -> Said:
    facts = _by_key(view)
    return {
        "@type": "Action",
        "description": view.text,
        "agent": _things(_ends(facts, "carriedOutBy"), _actor_type),
        "object": _things(_ends(facts, "targets")),
        "instrument": _things(_ends(facts, "instrument")),
        "startTime": next(iter(_values(facts, "startDate")), ""),
    }


def _concept(view: View) -> Said:
    space = view.iri.rpartition("/")[0] + "/"
    terms = {"@type": "DefinedTermSet", "@id": space, "name": space.rstrip("/").rpartition("/")[2]}
    return {"@type": "DefinedTerm", "description": view.text, "termCode": view.name, "inDefinedTermSet": terms}


def _observation(view: View) -> Said:
    facts = _by_key(view)
    return {
        "@type": "Observation",
        "measuredProperty": next(iter(_things(_ends(facts, "measuredProperty"))), None),
        "observationAbout": next(iter(_things(_ends(facts, "observationAbout"))), None),
        "value": _number(next(iter(_values(facts, "value")), "")),
        "unitText": next(iter(_values(facts, "unitText")), ""),
        "observationDate": next(iter(_values(facts, "observationDate")), ""),
    }


def _source(view: View) -> Said:
    facts = _by_key(view)
    return {
        "@type": "CreativeWork",
        "author": _things(_ends(facts, "creator"), _actor_type),
        "publisher": next(iter(_things(_ends(facts, "publisher"), _actor_type)), None),
        "datePublished": next(iter(_values(facts, "issued")), ""),
        "hasPart": _things(_ends(facts, "isPartOf-of"), lambda _: "CreativeWork"),
    }


def _section(view: View) -> Said:
    facts = _by_key(view)
    whole = _things(_ends(facts, "isPartOf"), lambda _: "CreativeWork")
    position = next(iter(_values(facts, "position")), "")
    return {"@type": "CreativeWork", "isPartOf": next(iter(whole), None), "position": position}


def _relation(view: View) -> Said:
    facts = _by_key(view)
    ends = ("premise", "conclusion", "attacker", "attacked", "rephrases", "rephrased", "policy", "power")
    step = (*view.own_step.premises, *view.own_step.conclusions) if view.own_step else ()
    return {"@type": "CreativeWork", "about": _things((*step, *_ends(facts, *ends))), "datePublished": _made(view)}


def _terms(view: View) -> Said:
    members = _ends(_by_key(view), "inScheme-of")
    return {"@type": "DefinedTermSet", "hasDefinedTerm": _things(members, lambda _: "DefinedTerm")}


def _thing(view: View) -> Said:
    return {"description": view.text}


_KINDS: Mapping[str, Callable[[View], Said]] = {
    "Policy": _policy,
    "Observation": _observation,
    "Source": _source,
    "Section": _section,
    "ConceptScheme": _terms,
    **dict.fromkeys(("Inference", "Conflict", "Rephrase", "PowerLink"), _relation),
}


def _by_key(view: View) -> dict[str, Group]:
    return {group.key: group for group in (*view.facts, *view.groups)}


def _ends(groups: Mapping[str, Group], *keys: str) -> list[Shown]:
    return [end for key in keys if key in groups for end in groups[key].ends]


def _values(groups: Mapping[str, Group], key: str) -> tuple[str, ...]:
    return groups[key].values if key in groups else ()


def _actor_type(end: Shown) -> str:
    return _ACTORS.get(end.look.word, "Organization")


def _things(ends: Iterable[Shown], kind: Callable[[Shown], str] = lambda _: "Thing") -> list[Said]:
    return [{"@type": kind(end), "@id": end.iri, "name": end.title} for end in ends]


def _sources(view: View) -> list[Said]:
    works = {place.source.iri: place.source for place in view.places}
    return _things(works.values(), lambda _: "CreativeWork")


def _made(view: View) -> str:
    """Return the day on which an item was added; "" where the store was made with it."""
    first = view.history[-1] if view.history else None
    return first.made.at[:10] if first and first.change.what == "added" else ""


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
