"""What tests of commands share."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to be in while commands write; Ctrl-C is afterwards what it was before."""
    monkeypatch.chdir(tmp_path)
    interrupting = signal.getsignal(signal.SIGINT)
    yield tmp_path
    signal.signal(signal.SIGINT, interrupting)  # a command that reads lets Ctrl-C end the process


@pytest.fixture(scope="session")
def _read(made_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(made_folder, tmp_path_factory.mktemp("read"), dirs_exist_ok=True)


@pytest.fixture
def at_hand(_read: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have commands read the shipped essay in a folder: without a store each would make it anew, in memory."""
    monkeypatch.setenv("CLAIMATLAS_STORE", str(_read))
