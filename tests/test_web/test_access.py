"""Who may do what: tokens, sessions, forms, and the rate of changes."""

from pathlib import Path

import httpx
import pytest

from app.web import Settings
from app.web.tokens import TokenFileError, Tokens, digest_of
from graph import Store
from tests.test_web.conftest import TOKENS, Served, serving


def token_page(client: httpx.Client) -> str:
    """The CSRF field of the page that asks for a token."""
    return client.get("/sign-in").text.partition('name="csrf" value="')[2].partition('"')[0]


def test_without_a_token_file_everybody_on_this_machine_may_read(served: Served) -> None:
    assert served.client().get("/metrics").status_code == 200


@pytest.mark.parametrize("role", ["read", "add", "admin"])
def test_a_token_lets_in(served_with_tokens: Served, role: str) -> None:
    assert served_with_tokens.client(role).get("/metrics").status_code == 200


def test_who_shows_no_token_is_asked_for_one(served_with_tokens: Served) -> None:
    answer = served_with_tokens.client().get("/metrics")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="claimatlas"')


def test_a_token_that_nobody_has_is_refused(served_with_tokens: Served) -> None:
    answer = served_with_tokens.client().get("/metrics", headers={"Authorization": "Bearer guessed-it-didn-t-i"})
    assert (answer.status_code, answer.json()["title"]) == (401, "Unauthorized")


def test_with_public_anybody_reads(store: Store, token_file: Path) -> None:
    with serving(store, Settings(token_file=token_file, public=True)) as served:
        assert served.client().get("/metrics").status_code == 200


def test_a_token_is_revoked_by_taking_its_line_out(store: Store, token_file: Path) -> None:
    with serving(store, Settings(token_file=token_file)) as served, served.client("read") as rita:
        before = rita.get("/metrics").status_code
        token_file.write_text(f"Ann admin {TOKENS['admin']}\n", "utf-8")
        assert (before, rita.get("/metrics").status_code) == (200, 401)


def test_a_token_file_that_gets_broken_lets_nobody_in(store: Store, token_file: Path) -> None:
    with serving(store, Settings(token_file=token_file)) as served, served.client("admin") as ann:
        token_file.write_text("Ann adm1n oops\n", "utf-8")
        answer = ann.get("/metrics")
        assert (answer.status_code, "line 1" in answer.json()["detail"]) == (503, True)


def test_signing_in_begins_a_session(served_with_tokens: Served) -> None:
    with served_with_tokens.client() as browser:
        form = {"csrf": token_page(browser), "token": TOKENS["add"], "then": "/metrics"}
        answer = browser.post("/sign-in", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/metrics")
        assert browser.get("/metrics").status_code == 200


def test_the_session_cookie_is_closed_to_scripts_and_to_other_sites(served_with_tokens: Served) -> None:
    cookie = served_with_tokens.client().get("/sign-in").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_signing_out_ends_the_session(served_with_tokens: Served) -> None:
    with served_with_tokens.client() as browser:
        browser.post("/sign-in", data={"csrf": token_page(browser), "token": TOKENS["add"]})
        browser.post("/sign-out", data={"csrf": token_page(browser)})
        assert browser.get("/metrics").status_code == 401


def test_signing_in_with_a_wrong_token_says_so_at_the_field(served_with_tokens: Served) -> None:
    with served_with_tokens.client() as browser:
        answer = browser.post("/sign-in", data={"csrf": token_page(browser), "token": "wrong"})
        assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (403, True)


@pytest.mark.parametrize("then", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(served_with_tokens: Served, then: str) -> None:
    with served_with_tokens.client() as browser:
        answer = browser.post("/sign-in", data={"csrf": token_page(browser), "token": TOKENS["add"], "then": then})
        assert answer.headers["location"] == "/"


@pytest.mark.parametrize("csrf", ["", "0" * 64, "ä"])
def test_a_form_without_the_field_of_its_session_is_refused(served_with_tokens: Served, csrf: str) -> None:
    with served_with_tokens.client() as browser:
        token_page(browser)
        answer = browser.post("/sign-in", data={"csrf": csrf, "token": TOKENS["add"]})
        assert (answer.status_code, answer.json()["title"]) == (403, "Old form")


def test_the_field_of_one_session_is_of_no_use_in_another(served_with_tokens: Served) -> None:
    with served_with_tokens.client() as one, served_with_tokens.client() as other:
        token_page(other)
        assert other.post("/sign-in", data={"csrf": token_page(one), "token": TOKENS["add"]}).status_code == 403


def test_a_session_cookie_that_was_tampered_with_is_none(served_with_tokens: Served) -> None:
    with served_with_tokens.client() as browser:
        browser.post("/sign-in", data={"csrf": token_page(browser), "token": TOKENS["add"]})
        value = browser.cookies["claimatlas"]
        browser.cookies.clear()
        browser.cookies.set("claimatlas", value[:-2] + ("AA" if not value.endswith("AA") else "BB"))
        assert browser.get("/metrics").status_code == 401


def test_a_digest_in_the_token_file_stands_for_the_token(tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text(f"# people\n\nAnn Lee admin sha256:{digest_of('a-very-long-secret')}\n", "utf-8")
    grant = Tokens(tmp_path / "tokens").of("a-very-long-secret")
    assert grant is not None
    assert (grant.name, grant.role.word) == ("Ann Lee", "admin")


BROKEN = [
    ("Ann admin short\n", "line 1: a token has at least 16 characters"),
    ("Ann boss 0123456789abcdef\n", "line 1: a line is NAME ROLE TOKEN"),
    ("\nAnn add sha256:12\n", "line 2: after sha256: stand 64 hexadecimal digits"),
    ("# nobody yet\n", "holds no token"),
]


@pytest.mark.parametrize(("text", "told"), BROKEN)
def test_a_token_file_with_faults_is_refused_by_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "tokens").write_text(text, "utf-8")
    with pytest.raises(TokenFileError, match=told):
        Tokens(tmp_path / "tokens")


def test_all_faults_of_a_token_file_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text("one\ntwo\n", "utf-8")
    with pytest.raises(TokenFileError, match=r"(?s)line 1.*line 2"):
        Tokens(tmp_path / "tokens")


def test_a_token_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TokenFileError, match="No such file"):
        Tokens(tmp_path / "missing")


def test_a_server_for_reading_gives_nobody_more(store: Store, token_file: Path) -> None:
    with serving(store, Settings(token_file=token_file, read_only=True)) as served:
        answer = served.client("admin").get("/sign-in")
        assert 'href="/add"' not in answer.text


def test_pages_offer_additions_to_those_who_may_add(served: Served) -> None:
    assert 'href="/add"' in served.client().get("/sign-in").text
