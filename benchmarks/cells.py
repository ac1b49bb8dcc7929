"""How figures are written in the tables of RESULTS.md."""

import statistics
from collections.abc import Sequence


def row(*cells: str) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |"


def quantiles(times: Sequence[float], unit: str = "ms") -> str:
    """Return the median and the 99th percentile of times."""
    late = sorted(times)[min(int(len(times) * 0.99), len(times) - 1)]
    return f"{short(statistics.median(times))} {unit} median, {short(late)} {unit} p99"


def span(times: Sequence[float]) -> str:
    """Return a median with the least and the greatest, where there are several."""
    median = short(statistics.median(times))
    return f"{median} ({short(min(times))} to {short(max(times))})" if len(times) > 1 else median


def short(value: float) -> str:
    """Return a number with about three digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
