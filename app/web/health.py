"""For whoever watches over the server: is it alive, is it ready, what has it done."""

from fastapi import APIRouter
from fastapi.responses import Response

from app.web.access import Reader
from app.web.metrics import MEDIA_TYPE
from app.web.problems import Problem
from app.web.site import SiteDep
from graph import GraphError

router = APIRouter(tags=["health"])


@router.get("/health")
async def health() -> dict[str, str]:
    """Tell that the server is alive; asks nothing of the store."""
    return {"status": "alive"}


@router.get("/ready")
def ready(site: SiteDep) -> dict[str, str | int]:
    """Tell that the store answers; 503 where it does not."""
    try:
        site.store.ask("ASK {}")
        return {"status": "ready", "contributions": site.store.last[0]}
    except (GraphError, OSError) as error:
        raise Problem(503, f"The store does not answer: {error}") from error


@router.get("/metrics", include_in_schema=False)
def metrics(site: SiteDep, _: Reader) -> Response:
    """Tell what the server has done, in Prometheus' text format."""
    return Response(site.metrics.text(site.store.last[0]), media_type=MEDIA_TYPE)
