"""The house itself: packages, doors, files, what is shipped, and what must not be said."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("ontology", "claims", "graph", "viz", "app")
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    if (ROOT / name).is_file()
]
CODE = [path for path in TRACKED if path.suffix in (".py", ".js", ".css", ".html")]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_folders_with_code_are_the_five_packages_and_tests() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in TRACKED if path.name == "__init__.py"}
    assert found == {*PACKAGES, "tests"}


def test_the_wheel_and_the_import_contract_list_the_same_packages() -> None:
    wheel = CONFIG["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(wheel) == set(CONFIG["tool"]["importlinter"]["root_packages"]) == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_door_exports_sorted_names_that_exist(package: str) -> None:
    door = importlib.import_module(package)
    assert list(door.__all__) == sorted(door.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert all(hasattr(door, name) for name in door.__all__)


@pytest.mark.parametrize("package", PACKAGES)
def test_an_unknown_name_is_refused_at_the_door(package: str) -> None:
    with pytest.raises(AttributeError):
        _ = importlib.import_module(package).no_such_name


def test_no_file_of_code_is_longer_than_500_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in CODE}
    assert {name: length for name, length in lengths.items() if length > 500} == {}


def test_every_module_says_what_it_is() -> None:
    texts = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in CODE if path.suffix == ".py"}
    assert [name for name, text in texts.items() if text and not ast.get_docstring(ast.parse(text))] == []


def test_every_file_that_the_documents_link_to_is_there() -> None:
    documents = [path for path in TRACKED if path.suffix == ".md"]
    links = [(path, link) for path in documents for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))]
    assert [link for path, link in links if not (path.parent / link).exists()] == []


def test_no_file_names_a_registry_host_or_a_path_of_a_machine() -> None:
    hosts = "|".join(("py" + "pi", "python" + "hosted", "npm" + "js"))
    pattern = re.compile(rf"https?://[a-z0-9.-]*({hosts})|(^|[^\w.~])/(ro" + r"ot|ho" + r"me)/")
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in TRACKED if path.suffix != ".png"}
    assert [str(path) for path, text in texts.items() if pattern.search(text)] == []


def test_constraints_pin_every_dependency_to_one_version_without_addresses() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    pinned = {re.split("==", line)[0].lower().replace("_", "-") for line in lines}
    wanted = CONFIG["project"]["dependencies"] + CONFIG["project"]["optional-dependencies"]["dev"]
    assert {re.split(r"[<>=]", name)[0].lower() for name in wanted} <= pinned


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from the checkout with the build tools that are installed."""
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return zipfile.ZipFile(next(target.glob("*.whl")))


@pytest.mark.parametrize("suffix", [".ttl", ".rq", ".html", ".js", ".css"])
def test_the_wheel_holds_every_data_file(wheel: zipfile.ZipFile, suffix: str) -> None:
    inside = (path.relative_to(ROOT).as_posix() for path in TRACKED if path.relative_to(ROOT).parts[0] in PACKAGES)
    wanted = {name for name in inside if name.endswith(suffix)}
    assert wanted
    assert wanted <= set(wheel.namelist())


def test_the_wheel_holds_no_other_top_level_folder(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_installed_wheel_answers_a_query_away_from_the_checkout(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    code = "from graph import open_store; print(bool(open_store(':memory:').query('ASK { ?t a ca:Thesis }')))"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); {code}"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout == "True\n"
