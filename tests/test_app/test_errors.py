"""Every error that the packages below can raise has an exit code."""

import inspect

import pytest

import claims
import graph
import viz
from app.errors import exit_code

PUBLIC = [
    error
    for package in (claims, graph, viz)
    for name in package.__all__
    if inspect.isclass(error := getattr(package, name)) and issubclass(error, Exception)
]


@pytest.mark.parametrize("error", PUBLIC, ids=lambda error: error.__name__)
def test_a_public_error_has_an_exit_code(error: type[Exception]) -> None:
    assert exit_code(error.__new__(error)) in (1, 2)


def test_an_error_that_nobody_foresaw_has_none() -> None:
    assert exit_code(ZeroDivisionError()) is None
