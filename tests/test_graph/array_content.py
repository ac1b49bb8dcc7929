"""What tests of arrays share: all that arrays say, as it can be compared."""

from graph import ArgumentArrays


def content(arrays: ArgumentArrays) -> dict[str, object]:
    """Return all that arrays say, in a form that can be compared."""
    columns = ("kind", "commitment", "source", "target", "premise_start", "premises", "whole")
    said: dict[str, object] = {name: getattr(arrays, name).tolist() for name in columns}
    types = [getattr(arrays, name).dtype.str for name in columns]
    return said | {"iris": [arrays.iri(n) for n in range(len(arrays))], "bounds": arrays.iris.bounds, "types": types}
