"""Copying a store: it is proved, it goes on where it was cut short, and nobody takes a part for the whole."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import SourceText
from graph import Store, StoreError, StoreWriteError, copy_store, copying, open_store
from graph.engines import Oxigraph
from graph.engines.sparql_server import SparqlServer

XSD = "http://www.w3.org/2001/XMLSchema#"


class CutError(StoreWriteError):
    """The copy was cut short here."""


@pytest.fixture
def in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copy the essay in several portions."""
    monkeypatch.setattr(copying, "_PORTION", 5_000)


def cut_after(portions: int, patch: pytest.MonkeyPatch, engine: type[Oxigraph] | type[SparqlServer]) -> None:
    """Have an engine fail after some portions."""
    left, add = [portions], cast("Any", engine).add_many

    def add_some(self: object, content: Iterable[bytes]) -> None:
        if left[0] == 0:
            raise CutError("The disk is full.")
        left[0] -= 1
        add(self, content)

    patch.setattr(engine, "add_many", add_some)


@pytest.mark.usefixtures("in_portions")
def test_a_copy_into_a_folder_that_was_cut_short_goes_on_where_it_was(store: Store, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        cut_after(2, patch, Oxigraph)
        with pytest.raises(StoreWriteError, match="The disk is full"):
            copy_store(store, str(tmp_path))
    assert not (tmp_path / ".claimatlas").exists()
    copied = copy_store(store, str(tmp_path))
    assert copied.went_on >= 10_000
    with open_store(tmp_path) as there:
        assert set(there.export("nquads").splitlines()) == set(store.export("nquads").splitlines())


@pytest.mark.usefixtures("in_portions")
def test_a_copy_onto_a_server_that_was_cut_short_is_no_store_until_it_is_gone_on_with(store: Store, url: str) -> None:
    with closing(SparqlServer(url)) as server:
        server.update("DROP ALL")
    with pytest.MonkeyPatch.context() as patch:
        cut_after(2, patch, SparqlServer)
        with pytest.raises(StoreWriteError):
            copy_store(store, url)
    with pytest.raises(StoreError, match=r"was cut short\. Finish it by the same `claimatlas copy`"):
        open_store(url)
    assert copy_store(store, url).went_on >= 10_000
    with open_store(url) as there:
        assert set(there.export("ntriples").splitlines()) == set(store.export("ntriples").splitlines())


@pytest.mark.usefixtures("in_portions")
def test_a_copy_of_something_else_is_not_gone_on_with(store: Store, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        cut_after(2, patch, Oxigraph)
        with pytest.raises(StoreWriteError):
            copy_store(store, str(tmp_path))
    store.update("INSERT DATA { <urn:s> <urn:p> 1 }")
    with pytest.raises(StoreError, match="begun of something else, or the store has changed since"):
        copy_store(store, str(tmp_path))


def test_what_an_engine_does_not_keep_is_found(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add = Oxigraph.add_many

    def lose_one(self: Oxigraph, content: Iterable[bytes]) -> None:
        lines = b"".join(content).splitlines(keepends=True)
        add(self, [b"".join(lines[1:])])

    monkeypatch.setattr(Oxigraph, "add_many", lose_one)
    with pytest.raises(StoreError, match="is not the same"):
        copy_store(store, str(tmp_path))
    assert not (tmp_path / ".claimatlas").exists()


def test_a_store_is_not_copied_over_another(store: Store, folder: Path) -> None:
    with pytest.raises(StoreError, match="There is a store already"):
        copy_store(store, str(folder))


def test_attached_texts_go_along(folder: Path, tmp_path: Path) -> None:
    with open_store(folder) as store:
        store.attach(SourceText("A text.\n"), "mine")
        copied = copy_store(store, str(tmp_path / "copy"))
    assert copied.sources == ("mine",)
    with open_store(tmp_path / "copy") as there:
        text = there.source("mine")
    assert text
    assert text.text == "A text.\n"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3), st.integers(0, 4))
def test_numbers_are_compared_by_their_value(number: object, zeros: int) -> None:
    def line(text: str, kind: str) -> bytes:
        value = ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
        return copying._line(ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), value))

    assert line(str(number), "decimal") == line(f"{number}{'0' * zeros}", "decimal")


@pytest.mark.parametrize(("one", "other"), [("10.120Z", "10.12Z"), ("10.000Z", "10Z"), ("10.5+01:00", "10.500+01:00")])
def test_times_are_compared_without_the_zeros_at_their_end(one: str, other: str) -> None:
    def line(seconds: str) -> bytes:
        value = ox.Literal(f"2026-10-10T10:10:{seconds}", datatype=ox.NamedNode(XSD + "dateTime"))
        return copying._line(ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), value))

    assert line(one) == line(other)
