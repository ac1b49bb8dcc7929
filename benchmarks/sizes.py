"""Numbers of claims as people write them."""

_TIMES = {"k": 1_000, "m": 1_000_000}


def number(text: str) -> int:
    """Return the number that a text such as 100000, 100,000, 100k or 1M stands for.

    Raises:
        ValueError: When it is none.
    """
    digits = text.strip().lower().replace(",", "").replace("_", "")
    times = _TIMES.get(digits[-1:], 1)
    return int(digits.removesuffix(digits[-1]) if times > 1 else digits) * times
