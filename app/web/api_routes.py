"""How the routes of the JSON API are declared: GET answers HEAD too, and every address tells which methods it has."""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute

from app.web.api_answers import only_known
from app.web.plain_routes import OtherMethods

Handler = TypeVar("Handler", bound=Callable[..., Any])


def api_router(tag: str) -> APIRouter:
    """Return a router for routes of the JSON API.

    Args:
        tag: What they are listed under.
    """
    return APIRouter(tags=[tag], dependencies=[Depends(only_known)])


def get(router: APIRouter, path: str, **more: Any) -> Callable[[Handler], Handler]:
    """Declare a route for GET and HEAD."""

    def declared(handler: Handler) -> Handler:
        router.add_api_route(path, handler, methods=["HEAD"], include_in_schema=False)
        router.add_api_route(path, handler, methods=["GET"], **more)
        return handler

    return declared


def other_methods(*routers: APIRouter) -> APIRouter:
    """Return the routes that tell which methods the addresses of routers have, and refuse others."""
    methods: dict[str, list[str]] = {}
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                methods.setdefault(route.path, []).extend(sorted(route.methods or ()))
    found = APIRouter(include_in_schema=False)
    for path, known in methods.items():
        found.add_route(path, OtherMethods(*sorted(set(known))), include_in_schema=False)  # type: ignore[arg-type]
    return found
