"""The colours as a style sheet: those of the maps."""

from functools import cache

from fastapi import APIRouter
from fastapi.responses import Response

from viz import stylesheet

router = APIRouter(include_in_schema=False)


@router.get("/static/palette.css")
def palette() -> Response:
    """The colours of the maps as variables, for the other pages."""
    return Response(_text(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


@cache
def _text() -> str:
    return stylesheet()
