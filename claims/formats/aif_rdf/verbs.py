"""AIF as RDF, read and written: Turtle, N-Triples, RDF/XML and JSON-LD in; Turtle out.

Read in both of AIF's namespaces and with both sets of properties; see `terms.py`. Written in the namespace of
AIF's ontology with the properties of AIFdb, and unlike AIFdb's own export with every edge: attacks on inferences, too.

AIF's ontology: http://www.arg.dundee.ac.uk/aif. AIFdb: http://www.aifdb.org/nodesets.
"""

import re
from pathlib import Path

from claims.formats.aif_rdf.writing import Writer
from claims.formats.aif_rules import warn
from claims.formats.aif_speakers import fill
from claims.formats.argument import Argument

_EXTENSIONS = (".ttl", ".rdf", ".owl", ".nt", ".jsonld", ".json", ".xml")
_NAMESPACE = re.compile(r"www\.arg\.(?:dundee\.ac\.uk|tech)/aif\b")
_TERMS = re.compile(
    r"[:#](?:[A-Z]{1,2}-node|claimText|Premise|Conclusion|IllocutionaryContent|has\w*(?:Premise|Conclusion|Element))\b"
)


def recognises(path: Path, head: str) -> bool:
    """Return whether a file is AIF in RDF: by its extension, and a namespace and a term of AIF's in it."""
    if path.suffix.lower() not in _EXTENSIONS or not _NAMESPACE.search(head):
        return False
    return bool(_TERMS.search(head)) or "<Ontology" in head


def parse(text: str, name: str) -> Argument:
    """Return the argument that a text in RDF tells in AIF's terms.

    Args:
        text: The text, in Turtle, N-Triples, RDF/XML or JSON-LD.
        name: What the argument is called, in notes as well; an extension helps to find the syntax.

    Raises:
        FormatError: When it is of none of these syntaxes, or needs something that is not in the text; tells where.

    Example:
        >>> argument = parse('''@prefix aif: <http://www.arg.dundee.ac.uk/aif#> .
        ... <#a> a aif:I-node ; aif:claimText "Ships avoid the port." ; aif:Premise <#r> .
        ... <#r> a aif:RA-node ; aif:Conclusion <#b> .
        ... <#b> a aif:I-node ; aif:claimText "The toll deters them." .''', "tolls")
        >>> [(edge.source, edge.target) for edge in argument.edges]
        [('a', 'r'), ('r', 'b')]
    """
    from claims.formats.aif_rdf.reading import read_triples
    from claims.formats.aif_rdf.syntax import triples  # here, for it needs rdflib, which takes long to load

    argument = Argument(name, "aif-rdf")
    read_triples(triples(text, name), argument)
    fill(argument, {})
    warn(argument)
    return argument


def generate(argument: Argument) -> str:
    """Return an argument in Turtle.

    Nodes have the IRIs that they were read with; others have their item's, or are named by their ids, relative to the
    file. What was read beyond AIF's terms is said again.
    """
    return Writer(argument).turtle()
