"""Names of which each is used once: ids and titles."""

from collections.abc import Callable, Iterable


class FreeNames:
    """Names of which each is used once.

    Args:
        taken: Those in use.
        with_number: Returns a name with a number, for one that is in use; by default with a hyphen between.
    """

    def __init__(self, taken: Iterable[str] = (), with_number: Callable[[str, int], str] = "{}-{}".format) -> None:
        self._taken, self._with_number = set(taken), with_number
        self._last: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """Return a name that is not in use, and use it."""
        found, number = wanted, self._last.get(wanted, 1)
        while found in self._taken:
            number += 1
            found = self._with_number(wanted, number)
        self._last[wanted] = number
        self._taken.add(found)
        return found
