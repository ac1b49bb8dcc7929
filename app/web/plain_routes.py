"""Routes of machine doors: they take requests as they are, and say which methods an address has."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.web.problems import Problem


class PlainRoute(APIRoute):
    """A route whose handler gets the request: what FastAPI does for others takes longer than a small query."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler."""
        handler: Callable[[Request], Coroutine[Any, Any, Response]] = self.endpoint
        return handler


class OtherMethods:
    """Answers the methods that an address has no route for: OPTIONS tells which it has, others are refused (405).

    Args:
        methods: The methods that it has.
        headers: What else OPTIONS tells.
    """

    def __init__(self, *methods: str, headers: Mapping[str, str] | None = None) -> None:
        self._allow = ", ".join((*methods, "OPTIONS"))
        self._headers = {"allow": self._allow, **(headers or {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["method"] != "OPTIONS":
            raise Problem(405, f"This address takes {self._allow} only.", headers={"Allow": self._allow})
        await Response(status_code=204, headers=self._headers)(scope, receive, send)
