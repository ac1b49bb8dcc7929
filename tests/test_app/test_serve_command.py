"""`claimatlas serve`: starts, says where, and ends in good order; what cannot be is refused before all that."""

import logging
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from app import main


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Put back what a server changes in the process that it has for itself."""
    loggers = [logging.getLogger(f"claimatlas.{name}") for name in ("access", "web")]
    before = [(one.handlers, one.level, one.propagate) for one in loggers]
    interval, ending = sys.getswitchinterval(), signal.getsignal(signal.SIGTERM)
    yield
    sys.setswitchinterval(interval)
    signal.signal(signal.SIGTERM, ending)
    for one, (handlers, level, propagate) in zip(loggers, before, strict=True):
        one.handlers, one.propagate = handlers, propagate
        one.setLevel(level)


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, running, and the address that it tells."""
    command = [str(Path(sys.executable).with_name("claimatlas")), "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            told = next(line for line in process.stderr if "http://" in line)
            yield process, re.findall(r"http://[^/]+/", told)[0]
        finally:
            process.kill()


def test_it_says_where_it_serves(folder: Path) -> None:
    with serving("--store", str(folder)) as (_, url):
        assert httpx.get(url + "ready").json()["status"] == "ready"


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_good_order_when_told_to(folder: Path, stop: signal.Signals) -> None:
    with serving("--store", str(folder)) as (process, url):
        httpx.get(url + "health")
        process.send_signal(stop)
        assert process.wait(60) == 0


def test_the_store_can_be_opened_again_after_it(folder: Path) -> None:
    with serving("--store", str(folder)) as (process, url):
        httpx.get(url + "ready")
        process.terminate()
        process.wait(60)
    assert main(["log", "--store", str(folder)]) == 0


def test_another_command_is_told_who_holds_the_store(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with serving("--store", str(folder)) as (process, _):
        code = main(["add", "claim", "--label", "Held", "--text", "It is held.", "--store", str(folder)])
        assert (code, str(process.pid) in capfd.readouterr().err) == (2, True)


def test_without_a_store_the_shipped_essay_is_served_for_reading() -> None:
    with serving() as (_, url):
        assert httpx.get(url + "ready").status_code == 200


def test_a_port_that_is_taken_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code = main(["serve", "--port", str(taken.getsockname()[1])])
    assert (code, "Choose another with --port" in capfd.readouterr().err) == (2, True)


def test_others_are_let_in_only_with_tokens_or_for_reading(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", "0.0.0.0"]) == 2
    assert "--token-file" in capfd.readouterr().err


def test_a_token_file_with_faults_is_told_before_anything_is_served(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tokens").write_text("Ann\n", "utf-8")
    assert main(["serve", "--port", "0", "--token-file", str(tmp_path / "tokens")]) == 2
    assert "line 1" in capfd.readouterr().err


@pytest.mark.parametrize("size", ["0", "-1", "much", "1T"])
def test_a_size_that_is_none_is_told(size: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--body", size]) == 2
    assert "is no size" in capfd.readouterr().err
