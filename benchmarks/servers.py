"""SPARQL servers to measure beside: each started on a free port of this machine, and ended by its own process."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from ontology import HISTORY

BIN = Path(sys.executable).parent
GRAPH = HISTORY.replace("history", "current")
"""The graph that holds the current state in Virtuoso, which has no default graph to put it in."""
_VIRTUOSO = ("virtuoso-t", "isql-vt")
_FAULT = "not loaded:"
_FAULTS = f"select concat('{_FAULT}', ll_error) from DB.DBA.load_list where ll_error is not null;"  # noqa: S608 - ours
_TRIES = 2400
_PAUSE = 0.05
_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
LockFile = {folder}/virtuoso.lck
ErrorLogLevel = 3
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{port}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
MaxQueryMem = 2G
DirsAllowed = {folder}, {data}
DefaultIsolation = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
KeepAliveTimeout = 600
MaxKeepAlives = 10
[SPARQL]
DefaultGraph = {graph}
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 120
MaxQueryCostEstimationTime = 0
"""


@contextmanager
def server(command: Sequence[object], ready: str, *, bind: bool = False) -> Iterator[str]:
    """Run a server on a free port, wait until it answers, and end it.

    Args:
        command: The command, without its port.
        ready: The path that is asked for until it answers.
        bind: Whether the port is told as `--bind HOST:PORT`, and not as `--port PORT`.

    Raises:
        RuntimeError: When it does not start.
    """
    port = free_port()
    where = ["--bind", f"127.0.0.1:{port}"] if bind else ["--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with _running([*map(str, command), *where], url + ready):
        yield url


@contextmanager
def oxigraph(place: Path) -> Iterator[str]:
    """Run the Oxigraph server over a folder of Oxigraph's; yield its address."""
    with server([BIN / "oxigraph", "serve", "--location", place], "/", bind=True) as url:
        yield url


def has_virtuoso() -> bool:
    """Whether Virtuoso is on this machine (Debian: `apt-get install virtuoso-opensource`)."""
    return all(map(shutil.which, _VIRTUOSO))


@contextmanager
def virtuoso(folder: Path, triples: Path) -> Iterator[str]:
    """Run Virtuoso over a new database in a folder, with a file of N-Triples in its graph; yield its SPARQL address.

    Its cap of 10,000 rows is lifted, and it may keep 1.4 GB of pages in memory.
    """
    program, client = (str(shutil.which(name)) for name in _VIRTUOSO)
    port, http = free_port(), free_port()
    folder.mkdir(parents=True)
    ini = folder / "virtuoso.ini"
    ini.write_text(
        _INI.format(folder=folder.resolve(), data=triples.parent.resolve(), port=port, http=http, graph=GRAPH), "utf-8"
    )
    url = f"http://127.0.0.1:{http}/sparql"
    with _running([program, "+foreground", "+configfile", str(ini)], url):
        place = f"'{triples.parent.resolve()}', '{triples.name}', '{GRAPH}'"
        load = f"ld_dir({place}); rdf_loader_run(); checkpoint; {_FAULTS}"
        command = [client, f"127.0.0.1:{port}", "dba", "dba", "VERBOSE=OFF", f"EXEC={load}"]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        if _FAULT in told:
            raise RuntimeError(f"Virtuoso did not load {triples.name}: {told.partition(_FAULT)[2][:300]}")
        yield url


@contextmanager
def _running(command: Sequence[str], url: str) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until(lambda: httpx.get(url, timeout=60).status_code < 500, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until(is_so: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    for _ in range(_TRIES):
        try:
            if is_so():
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None:
            break
        time.sleep(_PAUSE)
    raise RuntimeError(f"{process.args!r} did not start.")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])
