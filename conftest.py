"""The documents run: Python and console blocks of the Markdown files, with the files that they show, and docstrings."""

import os
import re
import shlex
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

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
        done = subprocess.run(
            shlex.split(command), cwd=folder.name, env=environment, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        printed = done.stdout.rstrip("\n").splitlines()
        if expected[-1:] == ["…"]:
            expected = expected[:-1]
            printed = printed[: len(expected)]
        if printed != expected:
            faults.append(
                f"$ {command}\n--- the document says\n{chr(10).join(expected)}\n--- but it prints\n{done.stdout}"
            )
    return "\n".join(faults) or None


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
    """Take the document's folder away."""
    folder = namespace["folder"]
    if isinstance(folder, TemporaryDirectory):
        folder.cleanup()


pytest_collect_file = (
    Sybil(
        parsers=[
            CodeBlockParser("python", run_python),
            CodeBlockParser("console", run_console),
            CodeBlockParser("yaml", keep_file),
            CodeBlockParser("markdown", keep_file),
        ],
        patterns=["*.md"],
        setup=open_folder,
        teardown=close_folder,
    )
    + Sybil(
        parsers=[DocTestParser()],
        patterns=["ontology/*.py", "claims/*.py", "graph/*.py", "viz/*.py", "app/*.py"],
        document_types={".py": PythonDocStringDocument},
    )
).pytest()
