"""Nanopublications in TriG: https://nanopub.net/guidelines/working_draft/.

Each is four graphs: its head, what it asserts, where that comes from (provenance), and where the nanopublication comes
from (publication info). A file can hold many. Those that break a rule (`rules.py`) are refused one by one.
The codes of trusty URIs are verified (`trusty.py`), and signatures by the keys that stand beside them
(`signature.py`); who owns a key is not.
"""

from pathlib import Path

from claims.errors import FormatError
from claims.formats.argument import Argument
from claims.formats.nanopub.meaning import meaning
from claims.formats.nanopub.parts import Parts, kept, parts_of
from claims.formats.nanopub.rules import NP, Nanopub, broken_rules
from claims.formats.nanopub.signature import is_signed, signature_fits
from claims.formats.nanopub.trig import TrigWriter, parse_trig, term_text
from claims.formats.nanopub.writing import written
from claims.formats.untrusted import failure


def recognises(path: Path, head: str) -> bool:
    """Whether a file is TriG that names the vocabulary of nanopublications."""
    return path.suffix.lower() == ".trig" and NP in head


def parse(text: str, name: str) -> Argument:
    """Return what the nanopublications of a TriG text say; of those that are not well-formed, why they are refused.

    Raises:
        FormatError: When it is no TriG, or holds no nanopublication that is well-formed; has every reason.
    """
    parts = parts_of(parse_trig(text, name))
    if not parts.nanopubs:
        raise failure(
            name, "", f"There is no nanopublication in it: no graph says that something is a <{NP}Nanopublication>."
        )
    argument = Argument(name, "nanopub")
    refused = 0
    for one in parts.nanopubs:
        broken = broken_rules(one, parts.neighbours)
        refused += bool(broken)
        for rule in broken:
            argument.note("refused", f"nanopublication {term_text(one.iri)}", f"It is not taken: {rule}.")
        if not broken:
            _take(one, argument)
    if refused == len(parts.nanopubs):
        raise FormatError(argument.notes)
    _tell(parts, argument)
    return argument


def _take(one: Nanopub, argument: Argument) -> None:
    found = meaning(one)
    again = [node for node in found.nodes if node.id in argument.nodes]
    if again:
        known = ", ".join(node.id for node in again)
        what = f"It says anew what {known} is; what was said first stands, and this is kept beside it."
        argument.note("kept", f"nanopublication {term_text(one.iri)}", what)
        others = argument.data.setdefault("nanopubs", [])
        others.append(kept(one))  # type: ignore[union-attr, arg-type]
        return
    for node in found.nodes:
        argument.add(node)
    argument.edges += found.edges


def _tell(parts: Parts, argument: Argument) -> None:
    """Note what holds of the file as a whole."""
    for graph in parts.strays:
        where = "triples in no graph" if graph is None else f"graph {term_text(graph)}"
        argument.note("refused", where, "They are not taken: they belong to none of the nanopublications.")
    unknown = sum(_has_unknown_signature(one) for one in parts.nanopubs)
    if unknown:
        what = f"{unknown} of its nanopublications have signatures that cannot be verified: no RSA or DSA key is there."
        argument.note("warning", "", what)


def _has_unknown_signature(one: Nanopub) -> bool:
    quads = [*one.quads]
    return is_signed(quads) and signature_fits(str(one.iri), quads) is None


def generate(argument: Argument) -> str:
    """Return an argument as nanopublications: one for each statement, with the relations that arrive at it.

    So each can be read, cited and revised by itself: a claim, and what speaks for and against it. A relation that
    attacks another is with the statement that this one arrives at. Nanopublications that were read from a file come
    out as they went in, as long as what they say is unchanged.
    """
    writer = TrigWriter()
    for one in written(argument):
        writer.add(one["graphs"], one["prefixes"])
    return writer.text
