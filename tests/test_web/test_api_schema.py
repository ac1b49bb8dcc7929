"""The OpenAPI document of the application, held against a real server by requests that it calls right and wrong."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.web import Limits, Settings
from graph import open_store
from tests.test_web.conftest import Served, serving

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip


@pytest.fixture
def served_freely() -> Iterator[Served]:
    """The shipped essay in memory, served to everybody as admin, who may change it as often as they like."""
    settings = Settings(limits=Limits(writes=10**6, query_seconds=5), workers=1)
    with open_store(":memory:") as store, serving(store, settings) as served:
        yield served


_NO_HTTP = b"Invalid HTTP request received."
_LONGEST_ADDRESS = 60_000
"""The server parses no address of 2¹⁶ characters, which a hundred long items in a query amount to."""

KNOWN = {
    ("items", "name"): ("ignoring-attraction-loses", "power:trust", "united-states", "scheme:example"),
    ("queries", "name"): ("policies-eroding-power", "ratios-by-partner"),
    ("contributions", "number"): ("1", "2", "last"),
}
"""Part of the path, name of a parameter in it → what is there, which chance would not find."""


def sent(case: Case[Any], choice: int | None) -> None:
    """Send a request, in whose path something that is there may stand, and hold the answer against the document."""
    for (part, name), values in KNOWN.items():
        if choice is not None and f"/api/{part}/" in case.operation.path and name in case.path_parameters:
            case.path_parameters[name] = values[choice % len(values)]
    answer = case.call(timeout=60)
    if answer.content == _NO_HTTP:  # the server refused it before the application saw it
        assert len(str(answer.request.url)) > _LONGEST_ADDRESS
    else:
        case.validate_response(answer, checks=CHECKS)


def faults_of(served: Served, examples: int, *, seeded: bool) -> list[str]:
    """Send each operation of the document some requests that it calls right, and some that it calls wrong."""
    schema = schemathesis.openapi.from_url(f"{served.url}/api/openapi.json")
    chosen = settings(
        max_examples=examples, deadline=None, phases=[Phase.generate], derandomize=seeded, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    faults = []
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    # What can take everything out comes last.
    for operation in sorted(operations, key=lambda one: (not one.path.startswith("/api/"), one.method == "delete")):
        for mode in GenerationMode:
            requests = operation.as_strategy(generation_mode=mode)
            try:
                chosen(given(requests, st.none() | st.integers(0, 3))(sent))()
            except Unsatisfiable:  # no request to it is wrong
                pass
            except (Exception, BaseExceptionGroup) as error:
                told = "\n".join(map(str, getattr(error, "exceptions", ())))
                faults.append(f"{operation.label}, {mode.value}:\n{error}\n{told}")
    return faults


def test_every_route_answers_as_the_document_says(served_freely: Served) -> None:
    assert faults_of(served_freely, 2, seeded=True) == []


@pytest.mark.slow
def test_every_route_answers_as_the_document_says_to_many_requests(served_freely: Served) -> None:
    assert faults_of(served_freely, 150, seeded=False) == []
