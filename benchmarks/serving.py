"""Measure the web server under load: pages, JSON, additions, and SPARQL beside two SPARQL servers in the same run.

`python benchmarks/serving.py [SIZE…]`, sizes such as `1k 100k`. Needs `wrk` (Debian: `apt-get install wrk`). The
peers are the Oxigraph server (PyPI `oxigraph`) and rdflib-endpoint, over the same triples; each server has the
machine, beside wrk, to itself.
"""

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode

import httpx
from corpus import MadeUpCorpus
from load import Ask, Load, loaded, wrk
from servers import BIN, oxigraph, server

from graph import open_store, prefixes

SIZES = ("1k", "100k")
CONNECTIONS = (1, 8, 64)
SECONDS = 4
DIFFERENT = 2_000
"""How many different requests of a kind are asked in turns."""
_SLOW_PEER = 10_000
"""Up to how many claims rdflib-endpoint takes part: it holds them in memory, and takes a minute to load 100,000."""
_JSON = {"Accept": "application/sparql-results+json"}
_DECLARED = "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in prefixes().items())


@dataclass(frozen=True)
class Question:
    """A query that all SPARQL servers are asked: what it is called, and its text for a statement."""

    name: str
    sparql: str

    def of(self, iri: str) -> str:
        """Return the query for a statement, with all prefixes declared: the peers know none."""
        return _DECLARED + self.sparql.replace("$item", f"<{iri}>")


QUESTIONS = tuple(
    Question(name, sparql)
    for name, sparql in {
        "all of a statement": "SELECT ?p ?o { $item ?p ?o }",
        "what bears on a statement": "SELECT ?other ?label { ?other ca:supports|ca:attacks $item ; rdfs:label ?label }",
        "objections two steps down": "SELECT ?one ?two { ?one ca:supports|ca:attacks $item . ?two ca:attacks ?one }",
        "policies that erode each power": "SELECT ?power (COUNT(?policy) AS ?n) "
        "{ ?policy ca:erodes ?power FILTER(?policy != $item) } GROUP BY ?power",
        "1,000 titles": "SELECT ?item ?label "
        "{ ?item a ca:Claim ; rdfs:label ?label FILTER(?item != $item) } LIMIT 1000",
    }.items()
)


def results(sizes: Sequence[str] = SIZES) -> list[str]:
    """Return the section of RESULTS.md."""
    if wrk() is None:
        return ["## Serving", "", "Not measured: `wrk` is not on this machine."]
    lines = [
        "## Serving",
        "",
        "`claimatlas serve` with its defaults but for the limit on changes, asked by `wrk`",
        f"for {SECONDS} s with 1, 8 and 64 connections at once, on the same 2 cores. Requests of a kind differ",
        f"({DIFFERENT:,} of them in turns), so that few answers are found finished.",
        "Milliseconds: median; 99th percentile. A second: requests answered.",
    ]
    for size in sizes:
        number = int(size.lower().replace("k", "000"))
        with TemporaryDirectory() as folder:
            print(f"making {number:,} claims …", file=sys.stderr)
            corpus = MadeUpCorpus(number, 1)
            corpus.load(Path(folder))
            lines += ["", f"### {number:,} claims", "", *_of_corpus(Path(folder), corpus, number)]
    return lines


def _of_corpus(folder: Path, corpus: MadeUpCorpus, number: int) -> list[str]:
    chance = random.Random(1)  # noqa: S311
    items = [corpus.statement(chance.randrange(number)) for _ in range(DIFFERENT)]
    dump = folder / "dump.nt"
    with open_store(folder, read_only=True) as store:
        dump.write_bytes(store.export("ntriples"))
    own, shared = _own(folder, items), {"claimatlas": _questions("/sparql", folder, items)}
    with _oxigraph(folder, dump) as url:
        shared["Oxigraph server"] = _asked(url, "/query", items)
    if number <= _SLOW_PEER:
        with _rdflib_endpoint(dump) as url:
            shared["rdflib-endpoint"] = _asked(url, "/", items)
    return [*_own_table(own), "", *_shared_table(shared)]


def _own(folder: Path, items: Sequence[str]) -> dict[str, list[Load]]:
    """Measure what only we have: pages, JSON, search, a named query, additions."""
    names = [quote(item, safe="") for item in items]
    pages = [item.removeprefix("https://w3id.org/claimatlas") for item in items]
    with _claimatlas(folder) as url:
        words = _words(url, items)
        kinds: dict[str, tuple[list[tuple[str, str]], dict[str, str]]] = {
            "item page (HTML)": ([(page, "") for page in pages], {"Accept": "text/html"}),
            "item (JSON)": ([(f"/api/items/{name}", "") for name in names], {}),
            "neighbourhood (JSON)": ([(f"/api/items/{name}/neighbours", "") for name in names], {}),
            "search": ([(f"/api/search?{urlencode({'q': word})}", "") for word in words], {}),
            "named query": ([(f"/api/queries/{_NAMED}?{_NAMED_BY}={name}", "") for name in names], {}),
            "add a claim": (_drafts(items), {"Content-Type": "application/json"}),
        }
        return {kind: _loads(Ask(url, requests, headers)) for kind, (requests, headers) in kinds.items()}


_NAMED, _NAMED_BY = "objections-to-claim", "statement"


def _words(url: str, items: Sequence[str]) -> list[str]:
    """Return words that stand in the corpus."""
    labels = [httpx.get(f"{url}/api/items/{quote(item, safe='')}", timeout=60).json()["label"] for item in items[:200]]
    return sorted({word for label in labels for word in label.lower().split() if len(word) > 3})


def _drafts(items: Sequence[str]) -> list[tuple[str, str]]:
    """Return additions of a claim that supports another, more than can be made in the time."""
    number, made = count(), []
    for _ in range(10):
        for item in items:
            n = next(number)
            draft = {
                "kind": "claim",
                "label": f"A further reason, number {n}",
                "text": f"Reason {n} is given here.",
                "supports": item,
            }
            corpus = item.rsplit("/", 2)[1]
            made.append((f"/api/items?corpus={corpus}", json.dumps(draft)))
    random.Random(2).shuffle(made)  # noqa: S311
    return made


def _loads(ask: Ask) -> list[Load]:
    _warmed(ask)
    return [loaded(ask, connections, SECONDS) for connections in CONNECTIONS]


def _warmed(ask: Ask) -> None:
    """See that it answers as it should, before it is measured."""
    for path, body in ask.requests[:3]:
        answer = httpx.request(
            "POST" if body else "GET", ask.url + path, content=body or None, headers=ask.headers, timeout=120
        )
        if answer.is_error:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:300]}")


def _questions(path: str, folder: Path, items: Sequence[str]) -> dict[str, list[Load]]:
    with _claimatlas(folder) as url:
        return _asked(url, path, items)


def _asked(url: str, path: str, items: Sequence[str]) -> dict[str, list[Load]]:
    """Ask a SPARQL server all questions."""
    found = {}
    for question in QUESTIONS:
        requests = [(f"{path}?{urlencode({'query': question.of(item)})}", "") for item in items]
        found[question.name] = _loads(Ask(url, requests, _JSON))
    return found


@contextmanager
def _claimatlas(folder: Path) -> Iterator[str]:
    command = [BIN / "claimatlas", "serve", "--store", folder, "--writes", "1000000000"]
    with server(command, "/ready") as url:
        yield url


@contextmanager
def _oxigraph(folder: Path, dump: Path) -> Iterator[str]:
    place = folder / "oxigraph"
    subprocess.run([BIN / "oxigraph", "load", "--location", place, "--file", dump], check=True, capture_output=True)
    with oxigraph(place) as url:
        yield url


@contextmanager
def _rdflib_endpoint(dump: Path) -> Iterator[str]:
    with server([BIN / "rdflib-endpoint", "serve", "--host", "127.0.0.1", str(dump)], "/") as url:
        yield url


def _own_table(own: dict[str, list[Load]]) -> list[str]:
    lines = [
        f"| what | {' | '.join(f'{n} at once: ms | a second' for n in CONNECTIONS)} |",
        "|---" * (1 + 2 * len(CONNECTIONS)) + "|",
    ]
    for kind, loads in own.items():
        lines.append(
            f"| {kind} | {' | '.join(f'{_times(load)} | {load.rate:,.0f}{_faults(load)}' for load in loads)} |"
        )
    return lines


def _shared_table(shared: dict[str, dict[str, list[Load]]]) -> list[str]:
    """Return the questions with the time of each server, and how many times it is that of the Oxigraph server."""
    lines = [
        f"| question | server | {' | '.join(f'{n} at once: ms | ratio' for n in CONNECTIONS)} |",
        "|---" * (2 + 2 * len(CONNECTIONS)) + "|",
    ]
    base = shared["Oxigraph server"]
    for question in QUESTIONS:
        for name, found in shared.items():
            cells = [
                f"{_times(load)}{_faults(load)} | {load.p50 / other.p50:.2f}"
                for load, other in zip(found[question.name], base[question.name], strict=True)
            ]
            lines.append(f"| {question.name} | {name} | {' | '.join(cells)} |")
    return lines


def _times(load: Load) -> str:
    return f"{load.p50:,.2f}; {load.p99:,.1f}"


def _faults(load: Load) -> str:
    return f" ({load.bad:,} failed)" if load.bad else ""


if __name__ == "__main__":
    print("\n".join(results(sys.argv[1:] or SIZES)))
