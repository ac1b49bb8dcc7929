"""The SQLite indexes beside a store, each opened when it is first used: of near-duplicates, and of counts."""

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from graph.asking import Ask

if TYPE_CHECKING:
    from graph.counting.counts_file import CountsFile
    from graph.likeness import LikenessIndex

_LIKENESS, _COUNTS = "likeness.sqlite", "counts.sqlite"


class StoreIndexes:
    """The indexes of a store; what they need is imported when they are used, for most commands use none.

    Args:
        folder: Where they are kept; None to keep them in memory.
        ask: Asks the store.
    """

    def __init__(self, folder: Path | None, ask: Ask) -> None:
        self._folder, self._ask = folder, ask
        self._opening = Lock()
        self._likeness: LikenessIndex | None = None
        self._counts: CountsFile | None = None

    def likeness(self, last: tuple[int, str]) -> "LikenessIndex":
        """Return the index of near-duplicates, brought up to the store's last contribution."""
        from graph.likeness import LikenessIndex
        from graph.likeness_upkeep import catch_up

        with self._opening:
            if self._likeness is None:
                self._likeness = LikenessIndex(self._folder / _LIKENESS if self._folder else None)
        catch_up(self._likeness, self._ask, *last)
        return self._likeness

    def counts(self, last: tuple[int, str]) -> "CountsFile":
        """Return the index of counts, brought up to the store's last contribution."""
        from graph.counting.catching_up import MADE_BY, catch_up
        from graph.counting.counts_file import CountsFile
        from graph.index_file import IndexDamagedError

        with self._opening:
            if self._counts is None:
                self._counts = CountsFile(self._folder / _COUNTS if self._folder else None, MADE_BY)
        try:
            catch_up(self._counts, self._ask, last)
        except IndexDamagedError:  # it is empty now, and is filled again
            catch_up(self._counts, self._ask, last)
        return self._counts

    def recount(self, last: tuple[int, str]) -> None:
        """Have all counted anew, where anything is counted yet: what follows by rule has changed by itself."""
        if self._counts or (self._folder and (self._folder / _COUNTS).exists()):
            from graph.counting.catching_up import recount

            recount(self.counts(last))

    def close(self) -> None:
        """Let go of the files; harmless when it is called again."""
        for index in (self._likeness, self._counts):
            if index:
                index.close()
