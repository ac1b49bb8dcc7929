"""A folder of AIF files as corpora of debates have them: `python benchmarks/aif_folder.py FOLDER [FILES]`.

Shaped like the public ones: about 51 nodes a file, of which a quarter are statements, most are locutions with their
illocutions and transitions, some are shared with the file before. Seeded: the same arguments give the same files.
"""

import json
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from random import Random

_WORDS = """tariff harbour treaty toll vote border river council budget island school levy grain ferry court market
road bridge union garden census subsidy reform port ship tax aid army press""".split()  # noqa: SIM905 - easier to read


def write_folder(folder: Path, files: int = 4500, seed: int = 7) -> int:
    """Write files into a folder and return how many nodes they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(seed)  # noqa: S311 - nothing secret
    number, nodes, shared = 0, 0, list[Mapping[str, object]]()
    for at in range(files):
        made = _File(random, number)
        made.fill(shared)
        number, shared = made.number, made.nodes[:1]
        nodes += len(made.nodes)
        (folder / f"nodeset{at:05}.json").write_text(json.dumps(made.content(), ensure_ascii=False), encoding="utf-8")
    return nodes


class _File:
    """One file under way."""

    def __init__(self, random: Random, number: int) -> None:
        self.random, self.number = random, number
        self.nodes: list[Mapping[str, object]] = []
        self.edges: list[dict[str, object]] = []
        self.locutions: list[dict[str, object]] = []

    def fill(self, shared: list[Mapping[str, object]]) -> None:
        """Fill it: turns of a dialogue, each asserting a statement, some of which bear on the one before."""
        self.nodes += shared
        before, said_before = "", ""
        for turn in range(self.random.randint(9, 14)):
            statement = self._node("I", self._sentence())
            said = self._node("L", f"Speaker {self.random.randint(1, 9)} : {self._sentence()}")
            self.locutions.append({"nodeID": said, "personID": str(turn % 9), "timestamp": _TIME})
            self._path(said, self._node("YA", "Asserting", "Asserting", "74"), statement)
            if before:
                transition = self._node("TA", "Default Transition", "Default Transition", "82")
                self._path(said_before, transition, said)
                if self.random.random() < 0.7:
                    kind, scheme, id_ = self.random.choice(_RELATIONS)
                    relation = self._node(kind, scheme, scheme, id_)
                    self._path(statement, relation, before)
                    if self.random.random() < 0.3:
                        self._path(transition, self._node("YA", "Arguing", "Arguing", "80"), relation)
            before, said_before = statement, said

    def content(self) -> Mapping[str, object]:
        """Return the file as AIFdb writes it."""
        return {"nodes": self.nodes, "edges": self.edges, "locutions": self.locutions}

    def _node(self, kind: str, text: str, scheme: str = "", scheme_id: str = "") -> str:
        self.number += 1
        node: dict[str, object] = {"nodeID": str(self.number), "text": text, "type": kind, "timestamp": _TIME}
        self.nodes.append(node | ({"scheme": scheme, "schemeID": scheme_id} if scheme else {}))
        return str(self.number)

    def _path(self, *ids: str) -> None:
        for one, other in pairwise(ids):
            edge: dict[str, object] = {
                "edgeID": str(len(self.edges) + 1),
                "fromID": one,
                "toID": other,
                "formEdgeID": None,
            }
            self.edges.append(edge)

    def _sentence(self) -> str:
        words = [self.random.choice(_WORDS) for _ in range(self.random.randint(6, 18))]
        return " ".join(["The", *words]) + "."


_TIME = "2019-03-04 10:20:30"
_RELATIONS = (
    ("RA", "Default Inference", "72"),
    ("RA", "CauseToEffect", "12"),
    ("CA", "Default Conflict", "71"),
    ("MA", "Default Rephrase", "144"),
)

if __name__ == "__main__":
    total = write_folder(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 4500)
    print(f"{total:,} nodes")
