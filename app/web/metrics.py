"""What is counted, for Prometheus: requests by route and status, how long they took, how many are under way."""

from contextlib import AbstractContextManager

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

MEDIA_TYPE = CONTENT_TYPE_LATEST
"""The media type of the metrics."""

_TIMES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        names = ("method", "route", "status")
        self._requests = Counter("claimatlas_requests", "Requests answered.", names, registry=self._registry)
        self._seconds = Histogram(
            "claimatlas_request_seconds",
            "How long requests took, in seconds.",
            ("route",),
            buckets=_TIMES,
            registry=self._registry,
        )
        self._now = Gauge("claimatlas_requests_under_way", "Requests that are being answered.", registry=self._registry)
        self._last = Gauge(
            "claimatlas_contributions", "The number of the store's last contribution.", registry=self._registry
        )

    def under_way(self) -> AbstractContextManager[object]:
        """Count a request as under way for as long as the context lasts."""
        return self._now.track_inprogress()

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered.

        Args:
            method: Its method.
            route: The route as it is declared, "" where none fits.
            status: The status of the answer.
            seconds: How long it took.
        """
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route or "none", str(status)).inc()
        self._seconds.labels(route or "none").observe(seconds)

    def text(self, contributions: int) -> bytes:
        """Return the metrics in Prometheus' text format.

        Args:
            contributions: The number of the store's last contribution.
        """
        self._last.set(contributions)
        return generate_latest(self._registry)


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
