"""The three readings of for and against: what a standing objection does to a claim.

Each is a proof standard (Farley and Freeman 1995, “Burden of proof in legal argumentation”; Gordon, Prakken and Walton
2007, “The Carneades model of argument and burden of proof”, Artificial Intelligence 171). Nothing here has a weight, so
that the standards which compare weights cannot be told from one another; what is left is whether an objection defeats
what it attacks, or contests it. In terms of ASPIC+ (Modgil and Prakken 2014, “The ASPIC+ framework for structured
argumentation: a tutorial”): whether it is a *contrary* of what it attacks (one way) or its *contradictory* (both).

An undercut, an attack on an inference or on another attack, always defeats (Pollock 1987, “Defeasible reasoning”).
"""

from dataclasses import dataclass
from typing import Literal

Contests = Literal["never", "what is supported", "always"]


@dataclass(frozen=True, slots=True)
class ProofStandard:
    """How objections are weighed.

    Attributes:
        name: What it is called in commands and addresses.
        contests: When an objection that stands leaves a claim open instead of defeating it.
        label: Its name for people.
        text: What it says, in a sentence.
        literature: What the literature calls it, and where.
    """

    name: str
    contests: Contests
    label: str
    text: str
    literature: str


STANDARDS = {
    standard.name: standard
    for standard in (
        ProofStandard(
            "default",
            "what is supported",
            "Default reading",
            "An objection that stands defeats a claim that has no support of its own; a claim with support that stands"
            " is left open; and a claim whose every support has fallen falls.",
            "Preponderance of the evidence without weights, where reasons for and against are both there, and"
            " dialectical validity elsewhere (Gordon, Prakken and Walton 2007, section 4): contrary for premises,"
            " contradictory for conclusions in ASPIC+ (Modgil and Prakken 2014).",
        ),
        ProofStandard(
            "strict",
            "never",
            "Strict reading",
            "Any objection that stands defeats the claim that it attacks, however well that is supported.",
            "Dialectical validity: at least one reason for, and none against, that stands (Farley and Freeman 1995;"
            " Gordon, Prakken and Walton 2007, section 4): objections are contraries in ASPIC+ (Modgil and Prakken"
            " 2014).",
        ),
        ProofStandard(
            "balanced",
            "always",
            "Balanced reading",
            "An objection that stands never does more than leave a claim open.",
            "Preponderance of the evidence (best argument) where all reasons weigh the same, so that for and against"
            " always tie (Gordon, Prakken and Walton 2007, section 4): objections are contradictories without"
            " preferences in ASPIC+ (Modgil and Prakken 2014).",
        ),
    )
}
"""The standards by name, the default first."""

DEFAULT = "default"
