"""The connection to a SPARQL server: credentials, certificates, waiting, trying again, and errors in plain words.

What is safe to repeat (a query, or anything that never reached the server) is tried again, after a growing while, when
the server is gone or busy for a moment. An update is sent once.
"""

import os
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, suppress
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from graph.errors import ServerError

T = TypeVar("T")
_TIMEOUT = 60.0
"""Seconds to wait for an answer."""
LONG = 3600.0
"""Seconds to wait where much is written at once."""
_TO_CONNECT = 10.0
"""Seconds to wait for a connection."""
_TOLD = 4000
"""How many characters of an error are read."""
_SHOWN = 300
"""How many of them are shown."""
_TRIES = 4
_LONGEST = 10.0
"""Seconds between two tries at most, whatever a server asks for."""
_BUSY = {429, 502, 503, 504}
"""The answers of a server, or of a proxy before it, that may be another one a moment later."""
_MISSING = {404, 405, 501}


class UnsureError(ServerError):
    """The connection broke off while an update was under way: it may have been made, or not."""


class NotThereError(ServerError):
    """There is nothing at an address, or nothing that takes such requests."""


class _AgainError(Exception):
    """What a further try may mend.

    Args:
        error: What is told when no try is left.
        seconds: How long the server asks to wait.
    """

    def __init__(self, error: ServerError, seconds: float = 0) -> None:
        super().__init__(error)
        self.error, self.seconds = error, seconds


class Connection:
    """A connection to a server, with whatever credentials there are for it.

    They are a name and password in the address, or the variables CLAIMATLAS_USER and CLAIMATLAS_PASSWORD, or
    CLAIMATLAS_TOKEN for a bearer token. Certificates are checked against those of the system, or of SSL_CERT_FILE.

    Args:
        url: The server's address.

    Attributes:
        shown: The address without a password, for messages.
        server: What the server calls itself, from its last answer.
    """

    def __init__(self, url: str) -> None:
        self.shown = without_password(url)
        self.server = ""
        self._has_credentials = "@" in url.partition("://")[2].partition("/")[0]
        timeout = httpx.Timeout(_TIMEOUT, connect=_TO_CONNECT)
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=16)
        self._client = httpx.Client(timeout=timeout, limits=limits, follow_redirects=False, trust_env=True)
        self._client.auth = self._credentials(url)  # type: ignore[assignment]

    def _credentials(self, url: str) -> httpx.Auth | None:
        token, user = os.environ.get("CLAIMATLAS_TOKEN", ""), os.environ.get("CLAIMATLAS_USER", "")
        address = httpx.URL(url)
        if address.username:
            return _Password(address.username, address.password)
        self._has_credentials = bool(token or user)
        if token:
            return _Token(token)
        return _Password(user, os.environ.get("CLAIMATLAS_PASSWORD", "")) if user else None

    def ask(self, method: str, url: str, **content: object) -> httpx.Response:
        """Send what is safe to repeat, and return the answer when it is whole.

        Args:
            method: The method of HTTP.
            url: Where to.
            content: What httpx sends: `data`, `params`, `headers`, `content`, `timeout`.

        Raises:
            SyntaxError: When the server finds a fault in what it was sent.
            NotThereError: When there is nothing of the kind.
            ServerError: When it refused, or did not answer, in the last of several tries.
        """
        return self._tries(lambda: self._read(method, url, content, repeatable=True))

    def change(self, method: str, url: str, **content: object) -> httpx.Response:
        """Send what changes something, once; only what never reached the server is sent again.

        Raises:
            SyntaxError: When the server finds a fault in what it was sent.
            NotThereError: When there is nothing of the kind.
            UnsureError: When it cannot be told whether the change was made.
            ServerError: When the server refused.
        """
        return self._tries(lambda: self._read(method, url, content, repeatable=False))

    def stream(self, url: str, data: Mapping[str, object], accept: str, seconds: float) -> httpx.Response:
        """Send a query, and return the answer as soon as it begins; close it when it is read, or wanted no more.

        Args:
            url: Where to.
            data: The parameters of the SPARQL 1.1 Protocol.
            accept: The media type that the answer is to have.
            seconds: How long to wait, each time that something is waited for.

        Raises:
            TimeoutError: When the server did not begin to answer in time.
            SyntaxError: When the query cannot be parsed.
            ServerError: When the server refused, or answered with something else.
        """
        timeout = httpx.Timeout(seconds, connect=min(seconds, _TO_CONNECT))
        content = {"data": data, "headers": {"Accept": accept}, "timeout": timeout}
        try:
            reply = self._tries(lambda: self._begin("POST", url, content, repeatable=True))
        except ServerError as error:
            if isinstance(error.__cause__, httpx.ReadTimeout | httpx.WriteTimeout):
                raise TimeoutError from error
            raise
        try:
            self.must_be(reply, accept)
        except ServerError:
            reply.close()
            raise
        return reply

    def must_be(self, reply: httpx.Response, accept: str) -> None:
        """Check that an answer has a media type.

        Raises:
            ServerError: When it has another one.
        """
        kind = reply.headers.get("Content-Type", "").partition(";")[0]
        if kind != accept:
            raise ServerError(
                f"{without_password(str(reply.request.url))} answered with {kind or 'something'}, not with {accept}. "
                "Is it the address of a SPARQL server, and is no proxy or login page before it?"
            )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _tries(self, work: Callable[[], T]) -> T:
        again = Retrying(
            stop=stop_after_attempt(_TRIES),
            wait=_pause,
            retry=retry_if_exception_type(_AgainError),
            reraise=True,
        )
        try:
            return again(work)
        except _AgainError as failed:
            raise failed.error from failed.error.__cause__

    def _read(self, method: str, url: str, content: Mapping[str, object], *, repeatable: bool) -> httpx.Response:
        reply = self._begin(method, url, content, repeatable=repeatable)
        with closing(reply):
            try:
                reply.read()
            except httpx.HTTPError as error:
                raise self._broken(error, repeatable=repeatable) from error
        return reply

    def _begin(self, method: str, url: str, content: Mapping[str, object], *, repeatable: bool) -> httpx.Response:
        """Send a request, and return the answer as soon as it begins, if it is a good one."""
        try:
            request = self._client.build_request(method, url, **content)  # type: ignore[arg-type]
            reply = self._client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise _AgainError(_caused(self._unreachable(error), error)) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._broken(error, repeatable=repeatable) from error
        self.server = reply.headers.get("Server", "")
        if reply.is_success:
            return reply
        with closing(reply):
            said = ""
            with suppress(httpx.HTTPError, StopIteration):
                said = next(reply.iter_text(_TOLD)).strip()
        raise self._refusal(reply, said, repeatable=repeatable)

    def _refusal(self, reply: httpx.Response, said: str, *, repeatable: bool) -> Exception:
        """Return what to raise of an answer that is none."""
        where, status = without_password(str(reply.request.url).partition("?")[0]), reply.status_code
        shown = f": {said[:_SHOWN]}" if said and "<html" not in said.lower() else ""
        if status == httpx.codes.BAD_REQUEST:
            return SyntaxError(said)
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            return ServerError(self._closed(where, status, shown))
        if status in _MISSING:
            return NotThereError(f"{where} answered {status}{shown}. Check the address of the server.")
        error = ServerError(f"{where} answered {status} ({reply.reason_phrase}){shown}")
        return _AgainError(error, _asked_to_wait(reply)) if repeatable and status in _BUSY else error

    def _closed(self, where: str, status: int, said: str) -> str:
        if status == httpx.codes.FORBIDDEN:
            return f"{where} does not allow that (403){said or '. Ask whoever runs the server for the right to do it.'}"
        if self._has_credentials:
            return f"{where} does not accept the user and password, or the token, that were given (401)."
        return (
            f"{where} asks who you are (401). Set CLAIMATLAS_USER and CLAIMATLAS_PASSWORD, or CLAIMATLAS_TOKEN, in "
            "the environment."
        )

    def _unreachable(self, error: httpx.HTTPError) -> ServerError:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return ServerError(
                f"The certificate of {self.shown} is not to be trusted: {error}. If it was issued by an authority of "
                "your own, name that one's certificate in SSL_CERT_FILE."
            )
        return ServerError(f"{self.shown} cannot be reached: {error or 'no answer'}. Is the server running?")

    def _broken(self, error: Exception, *, repeatable: bool) -> Exception:
        """Return what to raise where a request may have arrived and its answer did not."""
        if isinstance(error, httpx.TimeoutException):
            found = f"{self.shown} did not answer in time."
        elif isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
            return ServerError(f"{self.shown} is no address of a server: {error}")
        else:
            found = f"{self.shown} broke off its answer: {error or type(error).__name__}."
        if not repeatable:
            return _caused(UnsureError(f"{found} It is not known whether the change was made."), error)
        told = _caused(ServerError(f"{found} Try again."), error)
        return told if isinstance(error, httpx.TimeoutException) else _AgainError(told)


class _Token(httpx.Auth):
    """A bearer token (RFC 6750)."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _Password(httpx.Auth):
    """A name and password, sent in whichever way the server asks for: Digest where it can, or Basic."""

    def __init__(self, user: str, password: str) -> None:
        self._ways = {"digest": httpx.DigestAuth(user, password), "basic": httpx.BasicAuth(user, password)}
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._way is None:
            reply = yield request
            asked = ", ".join(reply.headers.get_list("WWW-Authenticate")).lower()
            self._way = next((way for name, way in self._ways.items() if name in asked), None)
        if self._way is not None:
            yield from self._way.auth_flow(request)


def _caused(error: ServerError, cause: Exception) -> ServerError:
    error.__cause__ = cause
    return error


_growing = wait_exponential_jitter(multiplier=0.1, max=_LONGEST, jitter=0.1)


def _pause(state: RetryCallState) -> float:
    failed = state.outcome.exception() if state.outcome else None
    asked = failed.seconds if isinstance(failed, _AgainError) else 0
    return max(asked, _growing(state))


def _asked_to_wait(reply: httpx.Response) -> float:
    """Return how many seconds a server asks to wait (RFC 9110, Retry-After), no more than is bearable."""
    said = reply.headers.get("Retry-After", "")
    with suppress(ValueError):
        return min(float(said), _LONGEST)
    with suppress(ValueError, TypeError):
        now = parsedate_to_datetime(reply.headers.get("Date", ""))
        return min(max((parsedate_to_datetime(said) - now).total_seconds(), 0), _LONGEST)
    return 0


def without_password(url: str) -> str:
    """Return the address without a user's name and password, to be shown."""
    scheme, separator, rest = url.partition("#")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}".rstrip("/")
