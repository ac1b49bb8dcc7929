"""The engines that a store can stand on: Oxigraph in memory or in a folder, or a SPARQL 1.1 server by its address.

Each answers SPARQL and changes what it holds in one transaction per call; all else is the store's. Read `engine.py`
first (what a store needs of an engine), then `oxigraph.py`. `sparql_server.py` is the other one; beside it stand where
servers have their endpoints, the connection with its retries, paging past caps on rows, the lock that the writers of
one server share, and large changes. It is imported where it is needed: a client for HTTP takes its time to load.
"""

from graph.engines.engine import Dataset, Engine
from graph.engines.oxigraph import Oxigraph

__all__ = ["Dataset", "Engine", "Oxigraph"]
