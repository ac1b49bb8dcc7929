"""A real Virtuoso server for tests and benchmarks: on this machine alone, with data of its own, ended by process id."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

PROGRAM = shutil.which("virtuoso-t") or "/usr/bin/virtuoso-t"
USER, PASSWORD = "dba", "dba"  # the administrator of a new database
_INI = """[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
"""


def free_ports(number: int) -> list[int]:
    """Return ports that nothing listens on."""
    found = [socket.socket() for _ in range(number)]
    try:
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in found]
    finally:
        for one in found:
            one.close()


@contextmanager
def virtuoso(folder: Path, buffers: int = 20_000) -> Iterator[str]:
    """Run a server whose data are in a folder; yield its address.

    Args:
        folder: The folder, which is made.
        buffers: How many pages of 8 kB it holds in memory.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port, sql_port = free_ports(2)
    settings = _INI.format(folder=folder, port=port, sql_port=sql_port, buffers=buffers, dirty=buffers * 3 // 4)
    (folder / "virtuoso.ini").write_text(settings, "utf-8")
    command = [PROGRAM, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    with (
        (folder / "out").open("w") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=os.environ) as server,
    ):
        try:
            with httpx.Client(transport=httpx.HTTPTransport(retries=30)) as client:
                client.get(f"http://127.0.0.1:{port}/sparql", params={"query": "ASK {}"}, timeout=60)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()  # the data are thrown away: there is nothing to be put in order
