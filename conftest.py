"""The documents run: Python and console blocks of the Markdown files, with the files that they show, and docstrings."""

import os
import re
import shlex
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from sybil import Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.markdown import CodeBlockParser


def run_console(example: Example) -> str | None:
    """Run the commands of a console block in the document's own empty folder; say where the output differs.

    A line `…` at the end of a command's output stands for further lines.
    """
    folder, faults = example.namespace["folder"], []
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("CLAIMATLAS_STORE", None)
    for part in example.parsed.strip().split("\n$ "):
        command, *expected = part.removeprefix("$ ").splitlines()
        run = _started if command.endswith(" &") else _printed
        printed = run(example, shlex.split(command.removesuffix(" &")), cwd=folder.name, env=environment)
        if expected[-1:] == ["…"]:
            expected = expected[:-1]
            printed = printed[: len(expected)]
        if printed != expected:
            told = [f"$ {command}", "--- the document says", *expected, "--- but it prints", *printed]
            faults.append("\n".join(told))
    return "\n".join(faults) or None


def _printed(_: Example, command: list[str], **where: Any) -> list[str]:
    """Run a command; return what it prints."""
    done = subprocess.run(command, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **where)
    return str(done.stdout).rstrip("\n").splitlines()


def _started(example: Example, command: list[str], **where: Any) -> list[str]:
    """Start a command (a server) that runs on until the document ends; return the first line that it prints."""
    process = subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **where)
    example.namespace.setdefault("running", []).append(process)
    return [str(process.stdout.readline()).rstrip("\n")] if process.stdout else []


def run_python(example: Example) -> str | None:
    """Run a Python block in the document's folder."""
    with chdir(example.namespace["folder"].name):
        return PythonEvaluator()(example)


def keep_file(example: Example) -> None:
    """Keep a block that begins with a file's name, as a comment, as that file in the document's folder."""
    named = re.match(r"(?:#|<!--) (\w+\.\w+)(?: -->)?\n", example.parsed)
    if named:
        (Path(example.namespace["folder"].name) / named[1]).write_text(example.parsed[named.end() :], "utf-8")


def open_folder(namespace: dict[str, object]) -> None:
    """Give a document a folder of its own, away from any store."""
    namespace["folder"] = TemporaryDirectory()


def close_folder(namespace: dict[str, object]) -> None:
    """End what the document started, and take its folder away."""
    for process in cast("list[subprocess.Popen[str]]", namespace.get("running", [])):
        with process:  # closes what it wrote to, and waits for its end
            process.terminate()
    folder = namespace["folder"]
    if isinstance(folder, TemporaryDirectory):
        folder.cleanup()


_WITH_EXAMPLES = (
    "ontology",
    "claims",
    "claims/formats",
    "claims/formats/*",
    "graph",
    "graph/*",
    "viz",
    "app",
    "app/web",
)

pytest_collect_file = (
    Sybil(
        parsers=[
            CodeBlockParser("python", run_python),
            CodeBlockParser("console", run_console),
            CodeBlockParser("yaml", keep_file),
            CodeBlockParser("markdown", keep_file),
            CodeBlockParser("argdown", keep_file),
        ],
        patterns=["*.md"],
        setup=open_folder,
        teardown=close_folder,
    )
    + Sybil(
        parsers=[DocTestParser()],
        patterns=[
            "ontology/*.py",
            "claims/*.py",
            "claims/formats/*.py",
            "claims/formats/*/*.py",
            "graph/*.py",
            "graph/*/*.py",
            "viz/*.py",
            "app/*.py",
            "app/web/*.py",
        ],
        document_types={".py": PythonDocStringDocument},
    )
).pytest()
