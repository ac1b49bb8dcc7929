"""An item's links group by group, and the steps of argument that it is part of."""

import pytest

from graph import Store, add, show_item
from graph.argument_steps import steps_of
from graph.described import describe
from graph.linked import ends_of, link_groups, statements_in
from ontology import PREFIXES

ESSAY = "https://w3id.org/claimatlas/corpus/long-american-century/"
THESIS = f"{ESSAY}assault-undercuts-american-power"
ITEMS = [THESIS, f"{ESSAY}united-states", f"{ESSAY}greenland-threat", f"{PREFIXES['power']}trust"]


@pytest.mark.parametrize("item", ITEMS)
def test_the_groups_have_all_links_that_showing_the_item_tells(shipped: Store, item: str) -> None:
    told = {(link.relation, link.other_id) for link in show_item(shipped, item).links if link.other_id}
    groups = link_groups(shipped, item, most=1000)
    grouped = {
        (group.relation, end.iri.rpartition("/")[2].rpartition("#")[2]) for group in groups for end in group.ends
    }
    assert told <= grouped
    assert all(group.total == len(group.ends) + len(group.values) for group in groups)


@pytest.mark.parametrize("most", [1, 7, 60, 1000])
def test_the_pages_of_a_group_have_each_link_once(shipped: Store, most: int) -> None:
    [first] = link_groups(shipped, f"{ESSAY}united-states", only="about-of", most=most)
    found = [
        end.iri
        for page in range(1, first.pages + 1)
        for group in link_groups(shipped, f"{ESSAY}united-states", only="about-of", page=page, most=most)
        for end in group.ends
    ]
    assert len(set(found)) == len(found) == first.total == 153


def test_a_page_beyond_the_last_is_the_last(shipped: Store) -> None:
    [last] = link_groups(shipped, f"{ESSAY}united-states", only="about-of", page=10**6)
    assert (last.page, last.pages) == (3, 3)


def test_groups_that_are_only_counted_give_no_links(shipped: Store) -> None:
    found = {group.key: group for group in link_groups(shipped, THESIS, counted=["conclusion-of", "about"])}
    assert [(found[key].total, found[key].ends) for key in ("conclusion-of", "about")] == [(5, ()), (3, ())]


def test_relations_go_by_what_they_join(shipped: Store) -> None:
    link = f"{ESSAY}greenland-threat-wields-hard"
    assert ends_of(shipped.ask, [link])[link].label == "Threats against Denmark over Greenland → Hard power"


def test_the_items_of_a_section_come_in_the_order_of_the_text(shipped: Store) -> None:
    group = statements_in(shipped, f"{ESSAY}section-1", most=1000)
    first = [end.iri.removeprefix(ESSAY) for end in group.ends]
    assert first.index("trump-imposes-america") < first.index("hard-power-brandished")
    assert len(set(first)) == len(first) > 50


def test_a_step_has_its_premises_scheme_open_questions_and_what_undercuts_it(store: Store) -> None:
    found = steps_of(store, THESIS, "conclusion")
    assert found.total == len(found.steps) == 5
    step = next(one for one in found.steps if len(one.premises) == 2)
    assert step.scheme is not None
    questions = len(step.questions)
    draft = {
        "kind": "counterargument",
        "label": "No such step",
        "text": "The one does not follow.",
        "attacks": step.iri,
    }
    add(store, draft)
    after = next(one for one in steps_of(store, THESIS, "conclusion").steps if one.iri == step.iri)
    assert [end.label for end in after.undercut_by] == ["No such step"]
    assert len(after.questions) < questions


def test_an_item_is_described_with_its_anchor_and_relations_and_nothing_is_said_twice(shipped: Store) -> None:
    answer = describe(shipped, THESIS)
    terms = [tuple(map(str, row)) for row in answer.terms]
    assert len(set(terms)) == len(terms)
    assert {f"<{THESIS}-anchor>", f"<{THESIS}-passage>", f"<{THESIS}-position>"} <= {row[0] for row in terms}
