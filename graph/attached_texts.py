"""The source texts that are attached to a store in a folder, so that passages can be shown."""

from pathlib import Path

from claims import SourceText
from graph.errors import StoreWriteError


class AttachedTexts:
    """The attached texts of a store.

    Args:
        folder: The store's folder; None where it has none, and so no texts.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / "sources" if folder else None
        self._read: dict[str, tuple[tuple[int, int], SourceText]] = {}

    @property
    def names(self) -> list[str]:
        """The names of the corpora whose text is attached."""
        return sorted(path.stem for path in self._folder.glob("*.txt")) if self._folder else []

    def of(self, corpus: str) -> SourceText | None:
        """Return the text of a corpus, or None where none is attached."""
        path = self._folder / f"{corpus}.txt" if self._folder else None
        if path is None or not path.is_file():
            return None
        seen = path.stat().st_mtime_ns, path.stat().st_size
        known = self._read.get(corpus)
        if known is None or known[0] != seen:
            known = self._read[corpus] = seen, SourceText.read(path)  # its words and paragraphs are worked out once
        return known[1]

    def keep(self, source: SourceText, corpus: str) -> bool:
        """Keep a copy of a text; return whether there is a folder to keep it in.

        Raises:
            StoreWriteError: When the folder cannot be written.
        """
        if self._folder is None:
            return False
        target = self._folder / f"{corpus}.txt"
        new = target.with_suffix(".new")
        try:
            target.parent.mkdir(exist_ok=True)
            new.write_bytes(source.text.encode("utf-8"))
            new.replace(target)
        except OSError as error:
            raise StoreWriteError(f"The text was not attached: {error.strerror}.") from error
        return True
