"""What a page has beside when a server gives it: names for addresses, ways to what it leaves out, and who visits.

The page itself is the same for all visitors, so that it can be kept; what is told to one of them alone (`Visit`) is put
into it each time. Nothing here knows of HTTP: addresses come as data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_PLAIN = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?")


@dataclass(frozen=True)
class Served:
    """What a served page is told of its server.

    Attributes:
        addresses: name → address of what a page leads to; "{}" stands for what is asked for there: `around` (what is
            near an item), `part` (a section or a source), `power` (policies and types of power), `overview`,
            `argument`, `text`, `search` (items by words, as JSON), `add`, `edit`, `retract`, `history` (where
            "{page}" stands for the page of the item). "" leads to the views of the page itself.
        assets: name → address of style sheet and scripts (see `served_assets`): `style`, `first`, `script`.
        namespaces: prefix → namespace, by which items are named in addresses.
        site: what the IRIs of items that have a page on the server begin with; the rest is the address of the page.
        around: the IRI of what the page lies around; "" for none.
        page: address of a further page of the same ("{}": its number).
        texts: IRIs of the sources with an attached text.
        about: what the page holds, where it is not the whole corpus, such as “300 of 100,000 statements”.
    """

    addresses: Mapping[str, str]
    assets: Mapping[str, str]
    namespaces: Mapping[str, str] = field(default_factory=dict)
    site: str = ""
    around: str = ""
    page: str = ""
    texts: frozenset[str] = frozenset()
    about: str = ""

    def name(self, iri: str) -> str:
        """What an item is called in addresses: `prefix:id`, or its whole IRI."""
        for prefix, namespace in self.namespaces.items():
            if iri.startswith(namespace) and _PLAIN.fullmatch(iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri


@dataclass(frozen=True)
class Notice:
    """What was just done, told above the page.

    Attributes:
        words: what was done: “Added”.
        title: to what.
        number: of the contribution.
        undo: address to which a form is sent that takes it back; "" where the visitor may not.
    """

    words: str
    title: str
    number: int
    undo: str = ""


@dataclass(frozen=True)
class Visit:
    """What a page tells one visitor alone.

    Attributes:
        links: words and address of what the header leads to beside the views.
        name: who visits; "" where nobody signed in.
        may_add: whether forms to add and edit are offered.
        csrf: what forms carry.
        sign_in: address where one signs in; "" where that is not to be offered.
        sign_out: address to which a form is sent that signs out; "" likewise.
        notice: what was just done.
        view: the view to open at where the address of the page does not say it.
        at: the name of what it is to show.
        fresh: the name of the item that is to be marked, for it is new.
    """

    links: tuple[tuple[str, str], ...] = ()
    name: str = ""
    may_add: bool = False
    csrf: str = ""
    sign_in: str = ""
    sign_out: str = ""
    notice: Notice | None = None
    view: str = ""
    at: str = ""
    fresh: str = ""

    @property
    def data(self) -> dict[str, Any]:
        """What the page's script is told."""
        return {"mayAdd": self.may_add, "view": self.view, "at": self.at, "fresh": self.fresh}


def served_data(
    served: Served, graph: MultiDiGraph[str], names: Mapping[str, str], steps: Iterable[str], questions: Iterable[str]
) -> dict[str, Any]:
    """What the script of a served page gets beside.

    Args:
        served: what the page knows of its server.
        graph: the projection.
        names: element id by node key, in the order of the items.
        steps: IRIs of the steps of argument, in their order.
        questions: ids of critical questions, in their order.
    """
    number = {key: place for place, key in enumerate(names)}
    prefixes = list(served.namespaces)
    sections = {key: graph.nodes[key]["part"] for key in names if graph.nodes[key].get("source") in served.texts}
    parts = list(dict.fromkeys(sections.values()))
    share = graph.graph.get("share")
    spaces = served.namespaces.values()
    return {
        "addresses": dict(served.addresses),
        "prefixes": prefixes,
        "spaces": list(spaces),
        "paths": [space.removeprefix(served.site) if space.startswith(served.site) else "" for space in spaces],
        "names": [_told(served.name(key), anchor, prefixes) for key, anchor in names.items()],
        "steps": [served.name(step) if step else "" for step in steps],
        "questions": list(questions),
        "beyond": [[number[key], *ends] for key, ends in graph.graph.get("beyond", {}).items() if key in number],
        "parts": [served.name(part) for part in parts],
        "stands": [parts.index(sections[key]) + 1 if sections.get(key) else 0 for key in names] if parts else [],
        "around": served.name(served.around) if served.around else "",
        "next": [names.get(share.item, ""), served.page, share.page + 1] if share and share.page < share.pages else [],
    }


def _told(name: str, anchor: str, prefixes: list[str]) -> Any:
    """The name of an item, shortly: its prefix's place, with what follows where that is not its anchor."""
    prefix, _, local = name.partition(":")
    if prefix not in prefixes:
        return name
    return prefixes.index(prefix) if local == anchor else [prefixes.index(prefix), local]
