"""What an item's page shows, as values: links, steps of argument, places, and the page as a whole."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from app.web.change_view import EventShown


@dataclass(frozen=True)
class Look:
    """How a kind of item looks: the kind of box that maps draw for it, its word, and its glyph."""

    name: str
    word: str
    glyph: str


@dataclass(frozen=True)
class Shown:
    """A link's other end: its IRI, its title, the address of its page, and how it looks."""

    iri: str
    title: str
    address: str
    look: Look


@dataclass(frozen=True)
class Group:
    """The links of one relation.

    Attributes:
        key: What tells it from the others in addresses.
        words: The relation as read from the item.
        glyph: Its sign.
        total: How many links there are.
        page: Which page of them this is.
        pages: How many there are.
        ends: The other ends.
        values: What is said in plain values.
    """

    key: str
    words: str
    glyph: str
    total: int
    page: int
    pages: int
    ends: tuple[Shown, ...]
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Challenge:
    """An open critical question about a step, with the address at which it can be answered."""

    text: str
    answer: str


@dataclass(frozen=True)
class StepShown:
    """A step of argument: what it starts from and leads to, its scheme, what is open about it."""

    address: str
    premises: tuple[Shown, ...]
    conclusions: tuple[Shown, ...]
    scheme: Shown | None
    questions: tuple[Challenge, ...]
    undercut_by: tuple[Shown, ...]
    object: str


@dataclass(frozen=True)
class Steps:
    """A page of the steps that an item has a role in."""

    total: int = 0
    page: int = 1
    pages: int = 1
    steps: tuple[StepShown, ...] = ()


@dataclass(frozen=True)
class Standing:
    """A place in a source: which, where in it, and the words there, as far as they may be shown."""

    source: Shown
    section: Shown | None
    paragraph: int
    words: str
    is_cut: bool


@dataclass(frozen=True)
class View:
    """An item's page.

    Attributes:
        iri: The item's IRI.
        name: What people can call it.
        address: The address of its page.
        look: How it looks.
        title: Its title.
        text: What it says; "" for nothing.
        language: The language of both.
        facts: What is said of it in a few words.
        groups: Its other links.
        nodes: Its relations as items of their own, counted.
        to_it: The steps that lead to it.
        from_it: The steps that start from it.
        own_step: The step that it is itself, if it is one.
        places: Where it stands.
        history: What was done to it, newest first.
        is_statement: Whether it is a statement.
        only: The key of the only group that is shown; "" where all are.
    """

    iri: str
    name: str
    address: str
    look: Look
    title: str
    text: str
    language: str
    facts: tuple[Group, ...] = ()
    groups: tuple[Group, ...] = ()
    nodes: tuple[Group, ...] = ()
    to_it: Steps = field(default_factory=Steps)
    from_it: Steps = field(default_factory=Steps)
    own_step: StepShown | None = None
    places: tuple[Standing, ...] = ()
    history: tuple[EventShown, ...] = ()
    is_statement: bool = False
    only: str = ""

    def more(self, key: str, page: int) -> str:
        """Return the address of a page of one group of links."""
        return f"{self.address}?{urlencode({'of': key, 'page': page})}"
