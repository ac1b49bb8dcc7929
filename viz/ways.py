"""Where the names on the start page lead: to a view of the page, or to another page where that has the item."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from viz.addresses import address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from viz.served import Served


class Ways:
    """The addresses of items and parts of a corpus; "" for what has none.

    Args:
        anchors: anchor by IRI of what is on the page.
        served: what the page knows of its server; without one, what is not on the page has no address.
    """

    def __init__(self, anchors: Mapping[str, str], served: Served | None = None) -> None:
        self._anchors = anchors
        self._served = served
        self._is_part = bool(served and served.about)

    def policy(self, iri: str) -> tuple[str, str]:
        """What a policy is called in addresses, "" where it has none, and the page that has all of its power links."""
        if self._is_part:
            return self._name(iri), self._page("around", self._name(iri))
        return self._anchors.get(iri, ""), ""

    def item(self, view: str, iri: str) -> str:
        """The address of a view of an item."""
        if iri in self._anchors:
            return address(view, self._anchors[iri])
        name = self._name(iri)
        return self._page("around", name) + address(view, name) if name else ""

    def power(self, power: str, policy: str = "") -> str:
        """The address of a type of power in the map of power, of one policy where one is given."""
        if self._is_part:
            page = self.policy(policy)[1] if policy else self._page("power")
            return page + address("power", power=self._name(power), policy=self._name(policy))
        if power not in self._anchors or (policy and policy not in self._anchors):
            return ""
        return address("power", power=self._anchors[power], policy=self._anchors.get(policy, ""))

    def section(self, part: str, number: int, *, is_alone: bool, **query: str) -> str:
        """The address of a section, or of a source (number 0).

        Args:
            part: its IRI.
            number: its number.
            is_alone: whether no other source has a section of that number, so that the number says which is meant.
            query: what the view is told.
        """
        if self._is_part:
            name = self._name(part)
            view = address("section", number, **query) if number else ""
            return self._page("part", name) + view if name else ""
        return address("section", number, **query) if number and is_alone else ""

    def _name(self, iri: str) -> str:
        return self._served.name(iri) if self._served and iri else ""

    def _page(self, kind: str, name: str = "") -> str:
        return self._served.addresses[kind].replace("{}", quote(name, safe="")) if self._served else ""
