"""An argument that becomes items comes back as it was: nodes, edges, texts, and what no item can express."""

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.formats.argument import Argument, Node
from claims.formats.corpus_names import CorpusNames
from claims.formats.lowering import Lowered, lowered
from claims.formats.raising import Holding, raised
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments

NAMESPACE = "https://w3id.org/claimatlas/corpus/harbour/"


def brought_in(*those: Argument) -> tuple[list[Lowered], Holding]:
    """Return what becomes of arguments in one corpus."""
    names = CorpusNames(NAMESPACE, "The harbour")
    made = [lowered(copy.deepcopy(one), names) for one in those]
    items = {item.iri: item for item in (*names.beginning(), *(item for one in made for item in one.items))}
    records = {iri: json.loads(said) for one in made for iri, said in one.records.items()}
    return made, Holding(NAMESPACE, "The harbour", "en", items, records)


@settings(max_examples=examples(40), deadline=None)
@given(arguments())
def test_any_argument_comes_back_as_it_was(argument: Argument) -> None:
    [made], holding = brought_in(argument)
    assert raised(holding, [made.file]) == argument


@settings(max_examples=examples(50), deadline=None)
@given(st.lists(arguments(), min_size=2, max_size=3))
def test_arguments_that_share_ids_come_back_one_by_one(those: list[Argument]) -> None:
    made, holding = brought_in(*those)
    assert [raised(holding, [one.file], rest=False) for one in made] == those


def test_what_is_edited_is_given_back_as_it_was_edited() -> None:
    [made], holding = brought_in(Argument("rain", nodes={"1": Node("1", "I", "It rains.\x07")}))
    claim = holding.items[NAMESPACE + "1"].model_copy(update={"text": "It pours."})
    after = raised(Holding(NAMESPACE, items={**holding.items, claim.iri: claim}, records=holding.records), [made.file])
    assert after.nodes["1"].text == "It pours."
