"""Measure the commands as whole processes, beside peers in the same run.

Times are medians; the machine's speed drifts, so commands and peers take turns and the ratios are what counts.
"""

import platform
import statistics
import subprocess
import sys
import time
from tempfile import TemporaryDirectory

ROUNDS = 9
CLI = "import sys; from app import main; sys.exit(main())"
QUERY = "SELECT ?p ?c { ?p ca:supports+ ?c . ?c a ca:Thesis }"
RDFLIB = f"""
from rdflib import Graph
from claims import RULES, corpus
from ontology import PREFIXES, concept_files
graph = Graph()
for file in (*concept_files(), *corpus().files):
    graph.parse(data=file.read_text("utf-8"), format="turtle")
for rule in RULES:
    graph.update(rule.insert)
list(graph.query({QUERY!r}, initNs=PREFIXES))
"""
COMMANDS = {
    "Python itself (`python -c pass`)": ("-c", "pass"),
    "`claimatlas --help`": ("-c", CLI, "--help"),
    "`claimatlas query` on the essay": ("-c", CLI, "query", QUERY, "--format", "csv"),
    "the same files and query in rdflib": ("-c", RDFLIB),
    "`claimatlas map thesis`": ("-c", CLI, "map", "thesis", "-o", "thesis.html"),
    "`claimatlas map power`": ("-c", CLI, "map", "power", "-o", "power.html"),
    "importing pyvis alone": ("-c", "import pyvis.network"),
    "`claimatlas check` on the essay": ("-c", CLI, "check"),
}


def seconds(arguments: tuple[str, ...], folder: str) -> float:
    """Return how long a Python process with these arguments takes."""
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def results() -> list[str]:
    """Measure all, in turns; return the lines of the report."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with TemporaryDirectory() as folder:
        for _ in range(ROUNDS + 1):
            for name, arguments in COMMANDS.items():
                times[name].append(seconds(arguments, folder))
    medians = {name: statistics.median(found[1:]) for name, found in times.items()}
    query = medians["`claimatlas query` on the essay"]
    rows = [
        f"| {name} | {median:.2f} | {min(times[name][1:]):.2f} to {max(times[name][1:]):.2f} | {median / query:.2f} |"
        for name, median in medians.items()
    ]
    head = [
        "# Speed",
        "",
        f"Whole processes, median of {ROUNDS} rounds in turns after one warm-up, on {platform.machine()} with",
        f"Python {platform.python_version()}. Made by `make bench`. The ratios are against `claimatlas query`.",
        "",
        "| command | median s | min to max s | ratio |",
        "|---|---|---|---|",
    ]
    return [*head, *rows]
