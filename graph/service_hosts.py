"""Which hosts SPARQL may call by SERVICE and LOAD: none, but for those that are named."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from graph.errors import NetworkRefusedError
from graph.syntax import may_call, tokens


def refuse_calls(sparql: str, hosts: frozenset[str]) -> None:
    """Let only queries and updates pass that call no other hosts than these.

    What an allowed host says is trusted: it may send the caller on to another.

    Args:
        sparql: The query or update.
        hosts: Names of hosts, such as `query.wikidata.org`, or with a port, such as `localhost:7878`.

    Raises:
        NetworkRefusedError: When it calls another host, or when that cannot be ruled out.
    """
    if not may_call(sparql):
        return
    found = list(tokens(sparql))
    # An escape can hide a word from us, or put us out of step with the engine.
    if any("\\" in text for kind, text, _ in found if kind != "string"):
        word = next((word for word in ("SERVICE", "LOAD", "\\U") if word in sparql.upper()), "")
        if word:
            raise _refused(sparql, sparql.upper().index(word), "SERVICE may hide a call to another server", hosts)
    for position, word, target in _calls(found):
        if not _is_allowed(target, hosts):
            what = f"{target} calls another server" if target else "calls a server that is not named in < >"
            raise _refused(sparql, position, f"{word} {what}", hosts)


def _calls(found: list[tuple[str, str, int]]) -> Iterator[tuple[int, str, str]]:
    """Yield where SPARQL calls out, by which word, and the IRI that it calls; "" where it is no constant in < >."""
    for place, (kind, text, position) in enumerate(found):
        if kind == "word" and text.upper() in ("SERVICE", "LOAD"):
            after = [token for token in found[place + 1 : place + 3] if token[1].upper() != "SILENT"]
            yield position, text.upper(), after[0][1] if after and after[0][0] == "iri" else ""


def _is_allowed(target: str, hosts: frozenset[str]) -> bool:
    try:
        parts = urlsplit(target.strip("<>"))
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return False
    return host in hosts or (port is not None and f"{host}:{port}" in hosts)


def _refused(sparql: str, position: int, what: str, hosts: frozenset[str]) -> NetworkRefusedError:
    line = sparql.count("\n", 0, position) + 1
    known = f"Only these may be called: {', '.join(sorted(hosts))}." if hosts else "No other server may be called."
    return NetworkRefusedError(f"line {line}: {what}, which is not allowed here. {known}")
