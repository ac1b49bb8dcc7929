"""The semantics of abstract argumentation by the names that the competition ICCMA gives them, and its tasks.

Dung 1995 (Artificial Intelligence 77(2)) for the first four; Baroni, Caminada and Giacomin 2011, “An introduction to
argumentation semantics”, The Knowledge Engineering Review 26(4), for all.
"""

from collections.abc import Mapping

SEMANTICS: Mapping[str, str] = {
    "CO": "complete",
    "GR": "grounded",
    "PR": "preferred",
    "ST": "stable",
    "SST": "semi-stable",  # Caminada 2006, “Semi-stable semantics”
    "STG": "stage",  # Verheij 1996, “Two approaches to dialectical argumentation”
    "ID": "ideal",  # Dung, Mancarella and Toni 2007, “Computing ideal sceptical argumentation”
}
"""Short name → name."""

PROBLEMS: Mapping[str, str] = {
    "SE": "some extension",
    "EE": "every extension",
    "CE": "how many extensions there are",
    "DC": "whether an argument is in some extension (credulous acceptance)",
    "DS": "whether an argument is in every extension (sceptical acceptance)",
}
"""What can be asked under each semantics: short name → what it is."""
