"""Drafts and their faults: how places and faults are told, one by one and many at once."""

import pytest

from claims.drafts import DraftFault, Origin
from claims.errors import DraftError


def test_an_error_tells_the_first_fifty_faults_and_holds_them_all() -> None:
    error = DraftError([DraftFault(Origin("kitchen", "row", row), "label", "Needs a label.") for row in range(2, 62)])
    lines = str(error).splitlines()
    assert (len(error.faults), len(lines), lines[-1]) == (60, 51, "… and 10 more")
    assert lines[0] == "kitchen, row 2, label: Needs a label."


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (DraftFault(Origin(), "", "Says nothing."), "Says nothing."),
        (DraftFault(Origin(), "label", "Needs one."), "label: Needs one."),
        (DraftFault(Origin("kitchen"), "", "Is empty."), "kitchen: Is empty."),
        (DraftFault(Origin("", "item", 4), "", "Says nothing."), "item 4: Says nothing."),
    ],
)
def test_a_fault_is_told_with_as_much_of_its_place_as_is_known(fault: DraftFault, text: str) -> None:
    assert str(fault) == text
