"""Load on a server with `wrk`: many connections that ask for different things, and how long they wait."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Ask:
    """What is asked of a server.

    Attributes:
        url: its address, without a slash at the end.
        requests: (path, body) in turns; with a body it is a POST.
        headers: of every request.
    """

    url: str
    requests: Sequence[tuple[str, str]]
    headers: dict[str, str]


@dataclass(frozen=True)
class Load:
    """What became of it: requests a second, waiting times in milliseconds, answers that were no success."""

    rate: float
    p50: float
    p99: float
    bad: int


def wrk() -> str | None:
    """Return the program that makes the load (Debian: `apt-get install wrk`); None where it is not there."""
    return shutil.which("wrk")


def loaded(ask: Ask, connections: int, seconds: int) -> Load:
    """Ask for some seconds, with a number of connections at once.

    Args:
        ask: What to ask.
        connections: How many requests are under way at any time.
        seconds: For how long.

    Raises:
        RuntimeError: When the server cannot be reached.
    """
    with TemporaryDirectory() as folder:
        script = Path(folder) / "ask.lua"
        script.write_text(_script(ask), "utf-8")
        command = [
            str(wrk()), "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "--latency", "-s", str(script),
            ask.url,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr or done.stdout)
    return _read(done.stdout)


def _script(ask: Ask) -> str:
    rows = ",\n".join(f"{{{_lua(path)}, {_lua(body)}}}" for path, body in ask.requests)
    headers = ", ".join(f"[{_lua(name)}]={_lua(value)}" for name, value in ask.headers.items())
    return f"""
local asked = {{ {rows} }}
local headers = {{ {headers} }}
local at = 0
request = function()
  at = at % #asked + 1
  local path, body = asked[at][1], asked[at][2]
  if body == "" then return wrk.format("GET", path, headers) end
  return wrk.format("POST", path, headers, body)
end
"""


def _lua(text: str) -> str:
    # Of JSON's escapes Lua reads all but \\u, which ensure_ascii=False avoids, and \\/, which json does not write.
    return json.dumps(text, ensure_ascii=False)


def _read(report: str) -> Load:
    def time(share: str) -> float:
        found = re.search(rf"{share}%\s+([\d.]+)(us|ms|s|m)", report)
        return float(found[1]) * _UNITS[found[2]] if found else float("nan")

    rate = re.search(r"Requests/sec:\s+([\d.]+)", report)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", report)
    torn = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", report)
    faults = int(bad[1]) if bad else 0
    return Load(
        float(rate[1]) if rate else 0.0, time("50"), time("99"), faults + sum(map(int, torn.groups() if torn else ()))
    )
