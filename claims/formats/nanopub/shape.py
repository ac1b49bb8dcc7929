"""What the data of a node keeps of the nanopublication that it was read from."""

from typing import TypedDict


class KeptNanopub(TypedDict):
    """One nanopublication, whole.

    Attributes:
        iri: Its IRI.
        head: The IRI of the graph that says that it is one, and which its other graphs are.
        assertion: The IRI of the graph of what it asserts.
        provenance: The IRI of the graph of where that comes from.
        pubinfo: The IRI of the graph of where the nanopublication comes from.
        prefixes: Prefix → namespace, as its file declares them, as far as it uses them.
        graphs: Graph → its triples, as N-Triples write their terms.
    """

    iri: str
    head: str
    assertion: str
    provenance: str
    pubinfo: str
    prefixes: dict[str, str]
    graphs: dict[str, list[list[str]]]
