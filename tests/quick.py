"""What the quick tests (`make test`) leave to the slow ones (`make test-slow`): further values and examples."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings


def fast_first(values: Iterable[Any], *fast: Any) -> list[Any]:
    """The values as parameters of a test; those that are not among the fast ones are left to `make test-slow`."""
    return [value if value in fast else pytest.param(value, marks=pytest.mark.slow) for value in values]


def examples(thorough: int) -> int:
    """How many examples a property test tries: a quarter of those of `make test-slow`, which runs it again."""
    return thorough if settings.get_current_profile_name() == "thorough" else max(thorough // 4, 2)
