"""What the tests of the ontology share: its concepts in one graph."""

import pytest
from rdflib import Graph

from ontology import concept_files


@pytest.fixture(scope="session")
def concepts() -> Graph:
    """All concept files in one graph."""
    graph = Graph()
    for file in concept_files():
        graph.parse(data=file.read_text("utf-8"), format="turtle")
    return graph
