"""The one table from errors to exit codes."""

from claims import ClaimsError
from graph import GraphError, UnknownContributionError, UnknownFileError, UnknownItemError, UnknownQueryError

_EXIT_CODES: tuple[tuple[type[Exception], int], ...] = (
    (UnknownItemError, 1),
    (UnknownQueryError, 1),
    (UnknownContributionError, 1),
    (UnknownFileError, 1),
    (GraphError, 2),
    (ClaimsError, 2),
    (OSError, 2),
)


def exit_code(error: Exception) -> int | None:
    """Return 1 for what does not exist, 2 for what could not run, None for an error that nobody foresaw."""
    # The map's errors are known by their base's name: importing viz to ask would load the whole drawing machinery.
    if any(base.__module__ == "viz.errors" for base in type(error).__mro__):
        return 2
    return next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), None)
