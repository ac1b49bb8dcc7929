"""Argument schemes by the names that other tools give them: “CauseToEffect”, “Argument from Cause to Effect”."""

import re
from collections.abc import Mapping
from functools import cache

from rdflib import SKOS, Graph

from ontology import PREFIXES, concept_files

_SCHEME = PREFIXES["scheme"]
_AROUND = re.compile(r"^(the)?(argument|appeal|reasoning)?(from|by|to)?|(scheme|inference|argument)$")


def scheme_named(name: str) -> str:
    """Return the IRI of the scheme that a name stands for; "" where it is none that is known.

    Example:
        >>> scheme_named("CauseToEffect") == scheme_named("Argument from cause to effect")
        True
        >>> scheme_named("Default Inference")
        ''
    """
    return _by_name().get(_key(name), "")


def name_of_scheme(iri: str) -> str:
    """Return the label of a scheme; "" for what is none of ours."""
    return _said()[iri][0] if iri in _said() else ""


def aif_name(name: str) -> str:
    """Return what AIF calls the scheme of a name; the name itself where it is none that AIF knows.

    Example:
        >>> aif_name("Argument from cause to effect")
        'CauseToEffect'
    """
    iri = scheme_named(name)
    return (_said()[iri][1] if iri else "") or name


def _key(name: str) -> str:
    letters = "".join(character for character in name.lower() if character.isalnum())
    return _AROUND.sub("", letters) or letters


@cache
def _said() -> Mapping[str, tuple[str, str, tuple[str, ...]]]:
    """Return IRI of a scheme → its label, its name in AIF ("" for none), and all that it can be called."""
    graph = Graph().parse(data=concept_files()[-1].read_text("utf-8"), format="turtle")
    found = {}
    for scheme, label in sorted(graph.subject_objects(SKOS.prefLabel)):
        if str(scheme).startswith(_SCHEME) and str(scheme) != _SCHEME:
            close = [str(one).replace("#", "/").rpartition("/")[2] for one in graph.objects(scheme, SKOS.closeMatch)]
            aif = sorted(one.removesuffix("_Scheme") for one in close if one.endswith("_Scheme"))
            more = [str(one) for one in graph.objects(scheme, SKOS.altLabel)]
            local = str(scheme).removeprefix(_SCHEME)
            found[str(scheme)] = (str(label), aif[0] if aif else "", (local, str(label), *aif, *more))
    return found


@cache
def _by_name() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for iri, (_, _, names) in _said().items():
        for name in names:
            found.setdefault(_key(name), iri)
    return found
