"""The README's table of the essay's theses says what comes out."""

import re
from pathlib import Path

from graph import STANDARDS, find_item, open_store, standing_of, weakest_points

README = Path(__file__).parents[2] / "README.md"
_SIGNS = {"stands": "✓ stands", "open": "◐ open", "falls": "✗ falls"}


def told() -> list[list[str]]:
    """The rows of the table: a thesis, its standing under each reading, and what it hangs on."""
    lines = README.read_text("utf-8").splitlines()
    return [line.strip("| ").split(" | ") for line in lines if re.match(r"\| .+ \| [✓◐✗] (stands|open|falls) \|", line)]


def test_the_table_of_theses_in_the_readme_is_what_comes_out() -> None:
    with open_store(":memory:") as store:
        titles = {row["s"]: row["t"] for row in store.query("SELECT ?s ?t { ?s a ca:Statement ; rdfs:label ?t }")}
        found = {name: standing_of(store, name) for name in STANDARDS}
        rows = []
        for thesis in (find_item(store, row[0]) for row in told()):
            number, hangs_on = found["default"].number(thesis), []
            for name, assessment in found.items():
                points = [point.node for point in weakest_points(assessment, number) if point.leaves == "falls"]
                named = ", ".join(f"“{titles[assessment.arrays.iri(node)]}”" for node in points)
                hangs_on += [f"{name}: {named}"] if points else []
            standings = (_SIGNS[assessment.verdict(thesis).standing] for assessment in found.values())
            rows.append([titles[thesis], *standings, "; ".join(hangs_on) or "–"])
        theses = {row["t"] for row in store.query("SELECT ?t { [] a ca:Thesis ; rdfs:label ?t }")}
    assert told() == rows
    assert {row[0] for row in rows} == theses
