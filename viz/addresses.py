"""Addresses within the page: `#/VIEW/AT?KEY=VALUE`, as the page's script reads them."""

from urllib.parse import quote


def address(view: str, at: str | int = "", **query: str) -> str:
    """The address of a view.

    Args:
        view: its name.
        at: anchor or number of what it shows, where it shows one thing.
        query: what else it is told; empty values are left out.
    """
    place = f"/{quote(str(at), safe='')}" if at != "" else ""
    told = "&".join(f"{key}={quote(value, safe=',')}" for key, value in query.items() if value)
    return f"#/{view}{place}{'?' if told else ''}{told}"
