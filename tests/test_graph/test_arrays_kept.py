"""Arrays on disk: opened and not read again, true after changes, and made anew where they are damaged."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from graph import Store, add, arrays_of, open_store
from graph.arrays.array_files import FOLDER, save_arrays
from graph.arrays.reading import read_arrays
from graph.engines import Oxigraph
from tests.test_graph.array_content import content
from tests.test_graph.changing import draft


@pytest.fixture
def on_disk(folder: Path) -> Iterator[Store]:
    with open_store(folder) as store:
        yield store


def files(store: Store) -> Path:
    assert store.indexes
    return store.indexes / FOLDER


def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it an error to read all from the store."""
    monkeypatch.setattr("graph.arrays.upkeep.read_arrays", None)


def test_arrays_are_kept_beside_the_store(on_disk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = arrays_of(on_disk)
    no_reading(monkeypatch)
    again = arrays_of(on_disk)
    assert again is not first
    assert content(again) == content(first)
    assert isinstance(again.target, np.memmap)


def test_arrays_of_an_empty_store_can_be_kept(tmp_path: Path) -> None:
    with Store(Oxigraph(), "nothing", indexes=tmp_path) as store:
        assert content(arrays_of(store)) == content(arrays_of(store))


def test_after_a_change_only_the_last_state_is_kept(on_disk: Store) -> None:
    before = arrays_of(on_disk)
    known = content(before)
    add(on_disk, draft("Kettles whistle"), by="Ada")
    after = arrays_of(on_disk)
    assert len([path for path in files(on_disk).iterdir() if path.is_dir()]) == 1
    assert content(before) == known  # what somebody still holds is as it was
    assert content(after) == content(read_arrays(on_disk, ""))


def test_a_reader_uses_what_is_kept_and_writes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(folder) as store:
        arrays_of(store)
        add(store, draft("Kettles whistle"), by="Ada")
    kept = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if FOLDER in path.parts}
    no_reading(monkeypatch)
    with open_store(folder, read_only=True) as store:
        arrays = arrays_of(store)
        assert arrays.mark == store.last[1]
        assert arrays_of(store) is arrays
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if FOLDER in path.parts} == kept


@pytest.mark.parametrize("name", ["current.json", "target.npy", "text.npy", "start.npy", "premise_start.npy"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "other"])
def test_damaged_files_are_made_anew(on_disk: Store, name: str, damage: str) -> None:
    right = content(arrays_of(on_disk))
    file = next(files(on_disk).rglob(name))
    if damage == "gone":
        file.unlink()
    elif damage == "other":
        file.write_text('{"made_by": [0]}', "utf-8")
    else:
        data = file.read_bytes()
        file.unlink()  # what is mapped into memory is not to be cut
        file.write_bytes(data[: len(data) // 2] if damage == "cut" else b"")
    assert content(arrays_of(on_disk)) == right


def test_where_nothing_can_be_written_arrays_are_in_memory(on_disk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("graph.arrays.array_files.os.fsync", full)
    arrays = arrays_of(on_disk)
    assert arrays_of(on_disk) is arrays
    assert not [*files(on_disk).iterdir()]


def test_a_writing_that_is_cut_short_leaves_what_was_there(on_disk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = arrays_of(on_disk)
    with monkeypatch.context() as patch:
        patch.setattr("graph.arrays.array_files.json.dump", None)
        with pytest.raises(TypeError):
            save_arrays(before, files(on_disk).parent)
    no_reading(monkeypatch)
    assert content(arrays_of(on_disk)) == content(before)


def test_a_store_can_be_copied_with_its_arrays(on_disk: Store, tmp_path: Path) -> None:
    right = content(arrays_of(on_disk))
    shutil.copytree(files(on_disk), tmp_path / FOLDER)
    shutil.rmtree(files(on_disk))
    on_disk.indexes = tmp_path
    assert content(arrays_of(on_disk)) == right
