"""What tests of commands share."""

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
