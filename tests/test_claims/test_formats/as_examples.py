"""Arguments to write: the harbour, with more of it where a test needs more, and texts that mean harm."""

from claims.formats.argument import Argument, Node
from claims.model import Evidence, Item, Policy, PowerLink, PowerType

BASE = "https://example.org/"
STATEMENTS = (
    ("a", "thesis", "Lower the toll", "The harbour toll should be lowered."),
    ("b", "evidence", "Fewer ships call", "Fewer ships call at the harbour since the toll was raised."),
    ("c", "counterargument", "The toll pays for light", "The toll pays for the lighthouse."),
    ("d", "rebuttal", "Light costs less", "The lighthouse costs far less than the toll brings in."),
)
HOSTILE = (
    "# no heading",
    "- no list",
    "1. no list either",
    "1) nor this",
    "+ nor that",
    "= no underline",
    "--- no rule",
    "```no code",
    "~~~ no code ~~struck~~",
    "<script>alert(1)</script>",
    "<b>&amp; &lt; &#65;</b>",
    "[x](javascript:alert(1)) ![y](z) [r]: http://example.org",
    "a | b \\| c \\\\| d | --- |",
    "**bold** _it_ `code` snake_case_name $x$",
    'back\\slash "quoted" \\N \\G \\l \\',
    "<<b>html-like</b>>",
    "two\nlines\r\nand\ttab\x0b\x0c",
    "nul \x00 bell \x07 escape \x1b delete \x7f next \x85 line \u2028 end \uffff \ud800",
    "right-to-left \u202eoverride, \u2067isolate",
    "<https://example.org/?a=1&b=2>",
    "]]> <!-- no comment --> <?php ?>",
    "\ufeff mark \u200b\xa0",
    "%41 % comment * /* comment */ // comment",
    "x" * 3_000,
    "",
    "   ",
)


def harbour() -> Argument:
    """Return the argument that every format has a file of."""
    made = Argument("harbour", title="The harbour toll")
    for one, kind, title, text in STATEMENTS:
        made.add(Node(one, "I", text, title, kind=kind))
    made.relate("r", "RA", ["b"], ["a"])
    made.relate("k", "CA", ["c"], ["a"])
    made.relate("l", "CA", ["d"], ["c"])
    return made


def port() -> Argument:
    """Return the harbour with linked premises, an undercut, a rephrase, policies and types of power."""
    made = harbour()
    made.relate("linked", "RA", ["b", "d"], ["a"]).scheme = "example"
    made.relate("undercut", "CA", ["c"], ["linked"])
    made.relate("again", "MA", ["d"], ["b"])
    made.others += powers()
    b = made.nodes["b"]
    b.item = Evidence(iri=BASE + "b", label=b.title, text=b.text, held_by=(BASE + "ada",), commitment="asserted")
    return made


def powers() -> list[Item]:
    """Return a policy that wields one type of power and erodes another."""
    scheme, definition = (BASE + "scheme",), "A way to get what one wants."
    hard = PowerType(
        iri=BASE + "hard", label="Hard power", definition=definition, in_scheme=scheme, top_concept_of=scheme
    )
    trade = PowerType(
        iri=BASE + "trade", label="Trade | power", definition=definition, in_scheme=scheme, broader=(hard.iri,)
    )
    toll = Policy(
        iri=BASE + "toll",
        label="The raised toll",
        text="The town raised the harbour toll.",
        instrument=(BASE + "tax",),
        carried_out_by=(BASE + "town",),
        recommended=False,
    )
    wields, erodes = (
        PowerLink(
            iri=BASE + bearing,
            policy=toll.iri,
            power=power.iri,
            bearing=bearing,
            whose_power=(BASE + "town",),
            stated_by=(BASE + "b",),
            basis=basis,
        )
        for bearing, power, basis in (("wields", hard, "explicit"), ("erodes", trade, "inferred"))
    )
    return [hard, trade, toll, wields, erodes]


def hostile() -> Argument:
    """Return an argument in which every text, title, name and id means harm."""
    made = Argument(HOSTILE[9], title=HOSTILE[12])
    for number, text in enumerate(HOSTILE):
        node = Node(f"{number} {text}", "I", text, text[:60], kind="claim", section=text, commitment=text, lang=text)
        node.held_by, node.citation, node.data = (text, text), (text,), {text: [text]}
        made.add(node)
    ids = [*made.nodes]
    for number, one in enumerate(ids[1:]):
        made.relate(f"r {number} {HOSTILE[number]}", ("RA", "CA", "MA")[number % 3], [one], [ids[0]]).scheme = one
    return made


def chain(length: int, type_: str = "RA") -> Argument:
    """Return an argument in which each statement bears on the one before."""
    made = Argument("chain")
    for number in range(length):
        made.add(Node(f"s{number}", "I", f"Statement {number} is so."))
    for number in range(1, length):
        made.relate(f"r{number}", type_, [f"s{number}"], [f"s{number - 1}"])
    return made


def ring(length: int) -> Argument:
    """Return an argument in which each statement supports the one before, and the first the last."""
    made = chain(length)
    made.relate("r0", "RA", ["s0"], [f"s{length - 1}"])
    return made
