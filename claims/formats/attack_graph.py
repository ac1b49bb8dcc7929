"""Abstract argumentation frameworks as files have them: arguments, and which attacks which. ICCMA, APX, TGF.

A file is read into an `AttackGraph`, numbers only, as fast as solvers need it; and that becomes an `Argument` where it
is brought in among others. What was written by this project says in comments what its arguments stand for, and that is
read too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from claims.errors import FormatError
from claims.formats.argument import Argument, Node, Note
from claims.formats.untrusted import failure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 20_000_000
"""How many arguments a framework may have."""

MOST_NODES = 1_000_000
"""How many arguments and attacks it may have to be brought in as statements and conflicts."""

_MARK = ", as an abstract argumentation framework."
_TOLD = 100
"""How many faults of a file are collected."""


class Meaning(NamedTuple):
    """What a file says that an argument stands for.

    Attributes:
        id: An id; "" where it has none.
        title: What stands behind that.
        whole: Both, as the file has them.
    """

    id: str
    title: str
    whole: str


@dataclass(frozen=True, eq=False)
class AttackGraph:
    """An abstract argumentation framework.

    Attributes:
        names: The names of its arguments; None where they are the numbers from 1.
        size: How many arguments there are.
        attacker: Who attacks, by places from 0.
        attacked: Who is attacked.
        title: What the file calls it; "" for nothing.
        meanings: What the file says that arguments stand for, by their places.
    """

    names: Sequence[str] | None
    size: int
    attacker: "NDArray[np.int32]"
    attacked: "NDArray[np.int32]"
    title: str = ""
    meanings: Mapping[int, Meaning] = field(default_factory=dict)

    def name(self, place: int) -> str:
        """Return the name of an argument."""
        return self.names[place] if self.names is not None else str(place + 1)

    def place(self, name: str) -> int | None:
        """Return the place of an argument; None where none has that name."""
        if self.names is not None:
            return self.names.index(name) if name in self.names else None
        is_number = name.isascii() and name.isdecimal() and len(name) < 10
        return int(name) - 1 if is_number and 1 <= int(name) <= self.size else None

    def argument(self, name: str, format: str) -> Argument:  # noqa: A002 - what it is called everywhere
        """Return it as an argument: a statement for each argument, a conflict for each attack.

        Args:
            name: What notes call it.
            format: The name of its format.

        Raises:
            FormatError: When it is too large for that.
        """
        if self.size + len(self.attacker) > MOST_NODES:
            counts = f"{self.size:,} arguments and {len(self.attacker):,} attacks"
            message = f"It has {counts}, too many to bring in; claimatlas standing --af FILE answers questions on it."
            raise failure(name, "", message)
        argument = Argument(name, format, self.title)
        told = [self.meanings[place].id for place in range(self.size) if place in self.meanings]
        has_ids = all(told) and len(set(told)) == self.size
        ids = told if has_ids else [self.name(place) for place in range(self.size)]
        for place, one in enumerate(ids):
            argument.add(Node(one, "I", self._text(place, has_ids)))
        pairs = dict.fromkeys(zip(self.attacker.tolist(), self.attacked.tolist(), strict=True))
        for one, other in pairs:
            argument.relate(argument.free(f"{ids[one]} attacks {ids[other]}"), "CA", [ids[one]], [ids[other]])
        return argument

    def _text(self, place: int, has_ids: bool) -> str:
        meaning = self.meanings.get(place)
        if meaning is None:
            return f"Argument {self.name(place)}"
        return meaning.title if has_ids else meaning.whole


def attack_graph(
    names: Sequence[str] | None, size: int, pairs: Sequence[tuple[int, int]], told: "Meanings | None" = None
) -> AttackGraph:
    """Return a framework of attacks as pairs of places."""
    import numpy as np  # not needed by those who read other formats

    columns = np.asarray(pairs, np.int32).reshape(-1, 2)
    title, meanings = (told.title, told.meanings) if told else ("", {})
    return AttackGraph(names, size, columns[:, 0].copy(), columns[:, 1].copy(), title, meanings)


class Meanings:
    """What comments say that arguments stand for, where this project wrote them; else nothing.

    Args:
        first: The first comment of the file, without the sign of a comment.
    """

    def __init__(self, first: str) -> None:
        self.is_ours = first.strip().endswith(_MARK)
        self.title = first.strip().removesuffix(_MARK) if self.is_ours else ""
        self.meanings: dict[int, Meaning] = {}

    def take(self, place: int | None, said: str) -> None:
        """Take what a comment says of an argument: an id and a title."""
        one, _, title = said.strip().partition(" ")
        if self.is_ours and place is not None and place not in self.meanings:
            self.meanings[place] = Meaning(one, title, said.strip())


class Faults:
    """The faults of a file: all of them are told, up to a bound.

    Args:
        name: What notes call the file.
    """

    def __init__(self, name: str) -> None:
        self._name, self._notes, self._more = name, list[Note](), 0

    def add(self, line: int, message: str) -> None:
        """Tell a fault; `line` counts from 1."""
        if len(self._notes) < _TOLD:
            self._notes.append(Note("refused", self._name, f"line {line}" if line else "", message))
        else:
            self._more += 1

    def refuse(self) -> None:
        """End reading where there were faults.

        Raises:
            FormatError: Then.
        """
        if self._more:
            self._notes.append(Note("refused", self._name, "", f"There are {self._more:,} faults more."))
        if self._notes:
            raise FormatError(self._notes)


def shown(said: str) -> str:
    """Return what a file says as a message can show it."""
    line = said.strip()
    return line if len(line) <= 40 else f"{line[:39]}…"
