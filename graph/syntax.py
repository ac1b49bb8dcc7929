"""SPARQL as text: its tokens, its form, and errors that a person can act on.

Only what an error message and the choice of a media type need; parsing proper is the engine's.
"""

import re
from collections.abc import Iterator

from graph.answer import Form
from graph.errors import NetworkRefusedError, QuerySyntaxError

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<string>\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<iri><[^<>"{}|^`\s]*>)
      | (?P<blank>_:[\w.-]+)
      | (?P<name>(?:[A-Za-z][\w.-]{0,100})?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
      | (?P<variable>[?$]\w+)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<other>\S)""",
    re.VERBOSE | re.DOTALL,
)  # Prefixes have a limit: else the time to look for their colons would grow with the square of the text's length.
_DEPTH = 250
"""How many brackets may be open at once: engines parse by recursion, and deeper nesting can end the process."""

_SHORT = 2_000
"""Up to how many characters a second parser is asked about a fault: it may take half a millisecond for each."""

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
"""The keywords that an operation of an update begins with."""

_CALLS = {"SERVICE": "asks another server", "LOAD": "fetches a file from the network"}
# Said in words among the character classes of the engine's list of what it expected.
_SENTENCE = re.compile(r"(?:^|, |one of )([A-Z][A-Za-z*]*(?: [\w*'.]+){2,})")


Token = tuple[str, str, int]


def tokens(sparql: str) -> Iterator[Token]:
    """Yield (kind, text, position) of every token but comments."""
    for match in _TOKEN.finditer(sparql):
        if match.lastgroup != "comment":
            yield match.lastgroup or "other", match.group(), match.start()


def query_form(sparql: str) -> str:
    """Return the first keyword after the prologue, in capitals: SELECT, ASK, INSERT …; "" where there is none."""
    words = (text.upper() for kind, text, _ in tokens(sparql) if kind == "word")
    return next((word for word in words if word not in ("PREFIX", "BASE")), "")


def form_of(sparql: str) -> Form:
    """Return which form of answer a query asks for; "table" where that cannot be told, for it has a fault."""
    word = query_form(sparql)
    return "boolean" if word == "ASK" else "graph" if word in ("CONSTRUCT", "DESCRIBE") else "table"


def guard(sparql: str, *, allow_network: bool) -> None:
    """Let only SPARQL pass that an engine can parse and that stays in its store.

    Args:
        sparql: A query or an update.
        allow_network: Whether it may call out from this machine, by SERVICE or LOAD.

    Raises:
        QuerySyntaxError: When too many brackets are open at once.
        NetworkRefusedError: When it would call out and may not, or when that cannot be ruled out.
    """
    if sum(map(sparql.count, "({[")) > _DEPTH:
        _refuse_depth(sparql, list(tokens(sparql)))
    if not allow_network and may_call(sparql):
        _refuse_network(sparql, list(tokens(sparql)))


def may_call(sparql: str) -> bool:
    """Whether there is any sign that SPARQL calls out: most has none, and need not be taken apart to see that."""
    return "\\" in sparql or any(word.lower() in sparql.lower() for word in _CALLS)


def _refuse_depth(sparql: str, found: list[Token]) -> None:
    depth = 0
    for kind, text, position in found:
        if kind == "other":
            depth += (text in "({[") - (text in ")}]")
        if depth > _DEPTH:
            reason = f"more than {_DEPTH} brackets are open here; write it flatter"
            raise QuerySyntaxError(reason, *_place(sparql, position))


def _refuse_network(sparql: str, found: list[Token]) -> None:
    calls = [(text.upper(), at) for kind, text, at in found if kind == "word" and text.upper() in _CALLS]
    # An escape can hide a word from us, or put us out of step with the engine: where there is one, names count too.
    odd = any("\\" in text for kind, text, _ in found if kind != "string")
    if odd and not calls:
        calls = [(hidden.group().upper(), hidden.start()) for hidden in re.finditer("service|load|\\\\u", sparql, re.I)]
    if calls:
        word, position = calls[0]
        line, _, _ = _place(sparql, position)
        what = _CALLS.get(word, "may hide a call to the network")
        raise NetworkRefusedError(
            f"line {line}: {word} {what}, which is not allowed here. "
            "Allow it with --allow-network (in Python: allow_network=True)."
        )


def without_semicolon(sparql: str) -> str:
    """Return an update without the semicolons after its last operation, of which the engine takes one."""
    found = list(tokens(sparql)) if sparql.rstrip().endswith(";") or "#" in sparql else []
    while found and found[-1][1] == ";":
        position = found.pop()[2]
        sparql = sparql[:position] + " " + sparql[position + 1 :]
    return sparql


def query_error(sparql: str, error: SyntaxError, *, prologue: str = "", update: bool = False) -> QuerySyntaxError:
    """Return the engine's syntax error as one with line, column, the line itself, and advice in plain words.

    Args:
        sparql: The text as the person wrote it.
        error: What the engine said of `prologue + sparql`.
        prologue: What was put before the text, on its first line.
        update: Whether the text was to be an update.
    """
    told = _engine_error(sparql, prologue, str(error))
    found = _unknown_prefix(sparql, prologue) or _wrong_form(sparql, update)
    found = found or (None if prologue.startswith("BASE") else _relative_iri(sparql))
    if not found and len(sparql) <= _SHORT:
        found = _second_opinion(sparql, prologue, update)
    message, position = found or told
    return QuerySyntaxError(message, *_place(sparql, position))


def _unknown_prefix(sparql: str, prologue: str) -> tuple[str, int] | None:
    known = set(re.findall(r"PREFIX ([^ ]*:)", prologue))
    declaring = False
    for kind, text, position in tokens(sparql):
        if kind == "name":
            prefix = text[: text.index(":") + 1]
            if declaring:
                known.add(prefix)
            elif prefix not in known:
                return f"the prefix “{prefix}” is not declared; write PREFIX {prefix} <…> first", position
        declaring = kind == "word" and text.upper() == "PREFIX"
    return None


def _wrong_form(sparql: str, update: bool) -> tuple[str, int] | None:
    form, expected = query_form(sparql), UPDATES if update else _FORMS
    if form in expected:
        return None
    position = next((p for k, t, p in tokens(sparql) if k == "word" and t.upper() == form), 0)
    kind = "an update" if update else "a query"
    if not form:
        return f"{kind} needs one of {', '.join(expected)}; there is none", position
    if form in UPDATES:
        return f"{form} changes the store; this is the place for questions ({', '.join(_FORMS)})", position
    return f"{kind} starts with {', '.join(expected[:-1])} or {expected[-1]}, not “{form}”", position


def _relative_iri(sparql: str) -> tuple[str, int] | None:
    if any(kind == "word" and text.upper() == "BASE" for kind, text, _ in tokens(sparql)):
        return None
    relative = (at for kind, text, at in tokens(sparql) if kind == "iri" and not re.match(r"<[A-Za-z][\w+.-]*:", text))
    position = next(relative, None)
    return None if position is None else ("an IRI in < > must be whole, such as <https://example.org/a>", position)


def _engine_error(sparql: str, prologue: str, message: str) -> tuple[str, int]:
    """Return what the engine says, with the sentences picked out of its list of character classes, and where."""
    place = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if place is None:
        return message, 0
    lines = (prologue + sparql).splitlines(keepends=True)
    position = sum(map(len, lines[: int(place[1]) - 1])) + int(place[2]) - 1 - len(prologue)
    said = _SENTENCE.search(place[3])
    reason = said[1] if said else "this cannot be read"
    if reason.startswith("The SELECT contains a variable that is unbound"):
        reason = "SELECT names a variable that is neither grouped nor aggregated; add it to GROUP BY"
    return reason, min(max(position, 0), len(sparql))


def _second_opinion(sparql: str, prologue: str, update: bool) -> tuple[str, int] | None:
    """Ask rdflib's parser where the fault is: it names the start of the part that cannot be read."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery, parseUpdate

    try:
        (parseUpdate if update else parseQuery)(prologue + sparql)
    except ParseException as error:
        position = min(max(error.loc - len(prologue), 0), len(sparql))
    except Exception:
        return None
    else:
        return None
    kind, seen = next(((k, t) for k, t, p in tokens(sparql) if p >= position), ("", ""))
    if not seen:
        return "something is missing at the end; brackets come in pairs", position
    if kind in ("variable", "iri", "name", "string", "blank"):
        return f"the pattern that starts with “{seen}” cannot be read; a triple has three parts", position
    return f"“{seen}” cannot be read here", position


def _place(sparql: str, position: int) -> tuple[int, int, str]:
    before = sparql[:position]
    line = before.count("\n") + 1
    lines = sparql.split("\n")
    return line, position - (before.rfind("\n") + 1) + 1, lines[line - 1].rstrip("\r")
