"""What the one who runs the server chooses: where it listens, who may do what, and how much at most."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Limits:
    """How much one request, and one visitor, may ask for.

    Attributes:
        query_seconds: How long a query may run.
        query_rows: How many rows or triples its answer may have.
        query_memory: How many bytes of memory it may take.
        query_length: How many characters its text may have.
        body: How many bytes a request may bring.
        upload: How many bytes a request may bring that loads RDF or many drafts.
        writes: How many changes a visitor may make in a minute.
        cache: How many bytes of finished pages and answers are kept in memory.
    """

    query_seconds: float = 30.0
    query_rows: int = 100_000
    query_memory: int = 2 * 1024**3
    query_length: int = 100_000
    body: int = 1024**2
    upload: int = 256 * 1024**2
    writes: int = 120
    cache: int = 64 * 1024**2


@dataclass(frozen=True)
class Settings:
    """How the server is run.

    Attributes:
        host: The address that it listens on.
        port: The port; 0 for any that is free.
        host_names: Further names that the server may be asked by (the Host header).
        token_file: Who may do what: lines of name, role and token. None: see `local_role`.
        public: Whether anybody may read where there is a token file.
        read_only: Whether nobody may change anything.
        origins: Origins of web pages elsewhere that may ask this server (CORS).
        outgoing: Hosts that SERVICE and LOAD may call; none by default.
        workers: How many processes answer SPARQL queries.
        warm: Whether these processes and the first page are made at the start, before anybody asks for them.
        limits: How much at most.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    host_names: frozenset[str] = frozenset()
    token_file: Path | None = None
    public: bool = False
    read_only: bool = False
    origins: frozenset[str] = frozenset()
    outgoing: frozenset[str] = frozenset()
    workers: int = 2
    warm: bool = True
    limits: Limits = field(default_factory=Limits)

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def answers_to(self, name: str) -> bool:
        """Whether a request may call the server by this name (of the Host header, without the port).

        A page elsewhere can have its own name lead to this machine (DNS rebinding); it cannot do so with a number.
        """
        known = {name.lower() for name in (*LOOPBACK_NAMES, self.host, *self.host_names)}
        return name.lower() in known or (not self.is_local and _is_number(name))


def _is_number(name: str) -> bool:
    try:
        ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
