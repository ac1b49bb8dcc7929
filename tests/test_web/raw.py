"""HTTP as bytes over a socket, for what clients smooth over."""

import socket
from urllib.parse import urlsplit


def exchanged(url: str, *requests: str) -> bytes:
    """Send requests one after the other on one connection, the last one closing it; return all that comes back.

    Args:
        url: The server's address.
        requests: Method and target of each, such as `HEAD /store?graph=urn:a`.
    """
    host = urlsplit(url).netloc
    lines = [f"{request} HTTP/1.1\r\nHost: {host}\r\n" for request in requests]
    sent = "\r\n".join(lines) + "Connection: close\r\n\r\n"
    with socket.create_connection((host.split(":")[0], int(host.split(":")[1])), 30) as connection:
        connection.sendall(sent.encode("latin-1"))
        return received(connection)


def received(connection: socket.socket) -> bytes:
    """Return all that comes until the other end closes."""
    return b"".join(iter(lambda: connection.recv(1 << 16), b""))
