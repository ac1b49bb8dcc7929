"""Errors of maps.

MapError    a map cannot be made of what was asked for
"""


class MapError(Exception):
    """A map cannot be made: the item it should start from is not there, or is of a kind that has no map.

    Attributes:
        item: the key (IRI) that was asked for.
    """

    def __init__(self, message: str, item: str) -> None:
        super().__init__(message)
        self.item = item
