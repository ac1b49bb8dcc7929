"""Adding one by one or all at once: the same store, few questions to it, and nothing remembered that is gone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import DraftError
from graph import Answer, Store, add, open_store, retract
from tests.quick import examples
from tests.test_graph.changing import amiss, draft, state

_GENERATED = b"<http://www.w3.org/ns/prov#wasGeneratedBy>"
_THESIS = "asymmetry-empowers-less-dependent"
_TITLES = [f"Claim of letter {letter}" for letter in "abcdef"]


def without_contributions(store: Store) -> set[bytes]:
    """Return the triples that hold now, but for those that name the contribution."""
    return {line for line in state(store) if _GENERATED not in line}


@st.composite
def _drafts(chosen: st.DrawFn) -> list[dict[str, object]]:
    """Return drafts that name only the thesis, one another's earlier ones and the contributor."""
    found: list[dict[str, object]] = []
    for number, title in enumerate(_TITLES[: chosen(st.integers(1, len(_TITLES)))]):
        ends = st.sampled_from([_THESIS, *_TITLES[:number]])
        ways = st.dictionaries(st.sampled_from(["supports", "attacks", "restates", "because"]), ends, max_size=3)
        kind = chosen(st.sampled_from(["claim", "rebuttal", "counterargument"]))
        more = chosen(ways) or {"attacks": _THESIS}
        found.append(
            draft(title, **more | ({} if kind == "claim" else {"attacks": _THESIS}), subject="trust") | {"kind": kind}
        )
    if len(found) > 1:
        undercut: dict[str, object] = {
            "kind": "conflict",
            "attacker": _TITLES[0],
            "attacked": chosen(st.sampled_from([_THESIS, _TITLES[1]])),
        }
        found.append(undercut)
    return found


@settings(max_examples=examples(5), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_drafts())
def test_one_by_one_gives_the_same_as_all_at_once(drafts: list[dict[str, object]]) -> None:
    with open_store(":memory:") as singly, open_store(":memory:") as together:
        for one in drafts:
            add(singly, one, by="Ada")
        add(together, drafts, by="Ada")
        assert without_contributions(singly) == without_contributions(together)
        assert amiss(together) == amiss(singly) == []


def test_a_claim_is_added_with_few_questions_to_the_store(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, draft("The first of two", supports=_THESIS, subject="trust"))
    asked: list[str] = []
    ask = store.engine.ask

    def noticed(sparql: str) -> Answer:
        asked.append(sparql)
        return ask(sparql)

    monkeypatch.setattr(store.engine, "ask", noticed)
    add(store, draft("The second of two", supports=_THESIS, subject="trust"))
    assert len(asked) <= 7, asked


def test_what_was_taken_out_is_not_remembered(store: Store) -> None:
    add(store, {"kind": "state", "label": "Ruritania"})
    add(store, draft("It is far", about="ruritania", supports=_THESIS))
    retract(store, ["it-is-far", "ruritania"], "Mistaken.", cascade=True)
    with pytest.raises(DraftError, match="about"):
        add(store, draft("It is near", about="ruritania", supports=_THESIS))
