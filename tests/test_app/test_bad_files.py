"""Files of bad drafts: what `claimatlas add --skip-bad` puts aside is never lost."""

from pathlib import Path

import pytest

from app import main


def test_a_file_of_bad_drafts_that_may_be_half_mended_is_not_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    Path("claims.csv").write_text("kind,label,text\nclaim,Ports close,\n", "utf-8")
    Path("claims.bad.csv").write_text("half mended", "utf-8")
    assert main(["add", "--from", "claims.csv", "--skip-bad"]) == 1
    assert "to be mended in claims.bad2.csv" in capsys.readouterr().err
    assert Path("claims.bad.csv").read_text("utf-8") == "half mended"
