"""Items as values: frozen, equal by meaning, and refused with every fault at once, in the words of the shapes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from claims import KINDS, Claim, Conflict, FieldOf, Inference, Item, Observation, PowerType, Statement, fields_of
from claims.model import Section, Source
from ontology import PropertyRule, property_rules, shapes_file

BASE = "https://example.org/"
GOOD: dict[str, object] = {
    "iri": BASE + "bread",
    "label": "Bread needs time",
    "text": "Bread that rises slowly tastes better than bread that rises fast.",
    "held_by": BASE + "ada",
    "commitment": "asserted",
}
FIGURE: dict[str, object] = {
    "iri": BASE + "hours",
    "label": "Hours of rising",
    "measured_property": BASE + "time",
    "observation_about": BASE + "bread",
    "value": "18",
    "unit_text": "hours",
}
ONE_OF_EACH: dict[str, dict[str, object]] = {
    "statement": {**GOOD},
    "inference": {"premise": BASE + "a", "conclusion": BASE + "b"},
    "conflict": {"attacker": BASE + "a", "attacked": BASE + "b"},
    "rephrase": {"rephrases": BASE + "a", "rephrased": BASE + "b"},
    "policy": {"label": "Bake early", "text": "Every baker starts at night.", "instrument": BASE + "i",
               "carried_out_by": BASE + "ada"},
    "link": {"policy": BASE + "a", "power": BASE + "b", "bearing": "wields", "whose_power": BASE + "ada",
             "stated_by": BASE + "c"},
    "observation": FIGURE,
    "actor": {"label": "Ada"},
    "concept": {"label": "Baking", "definition": "Making bread in an oven.", "in_scheme": BASE + "s",
                "broader": BASE + "b"},
    "measure": {"label": "Time"},
    "source": {"title": "On Bread", "creator": BASE + "ada", "length": 10, "sha256": "0" * 64},
    "imported-file": {"title": "Bread", "format": "aif"},
    "kept-node": {"node_type": "L"},
    "section": {"title": "Ovens", "is_part_of": BASE + "s", "position": 1, "first_paragraph": 1, "last_paragraph": 2},
}  # fmt: skip
LIKE = {
    **dict.fromkeys(("claim", "thesis", "evidence", "counterargument", "rebuttal"), "statement"),
    **dict.fromkeys(("state", "person", "organization", "group"), "actor"),
    **dict.fromkeys(("topic", "instrument", "power-type"), "concept"),
}


def values_of(kind: str) -> dict[str, object]:
    """Return the values of a sound item of a kind."""
    return {**ONE_OF_EACH[LIKE.get(kind, kind)], "iri": BASE + "item"}


def faults(kind: type[Item], **values: object) -> dict[str, str]:
    """Return field → message of what is wrong with an item."""
    with pytest.raises(ValidationError) as caught:
        kind(**values)  # type: ignore[arg-type]
    return {str(one["loc"][0]): one["msg"] for one in caught.value.errors()}


def refused(name: str, value: object, kind: type[Item] = Claim) -> str:
    """Return the message for one field, the only one that is wrong."""
    sound = FIGURE if kind is Observation else GOOD
    found = faults(kind, **{**sound, name: value})
    assert list(found) == [name]
    return found[name]


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_an_item_of_every_kind(kind: str) -> None:
    assert KINDS[kind].model_validate(values_of(kind)).kind == kind


def test_an_item_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Claim.model_validate(GOOD).label = "Another"


def test_items_that_say_the_same_are_equal_and_count_once() -> None:
    ways = [("a", "b"), ("b", "a"), ("b", "a", "b")]
    claims = {Claim.model_validate(GOOD | {"subject": [BASE + one for one in way]}) for way in ways}
    assert [claim.subject for claim in claims] == [(BASE + "a", BASE + "b")]


def test_items_of_two_kinds_are_not_equal() -> None:
    assert KINDS["claim"].model_validate(GOOD) != KINDS["thesis"].model_validate(GOOD)


def test_one_value_stands_for_a_list_of_one() -> None:
    assert Claim.model_validate(GOOD | {"citation": "Bread, 1990"}).citation == ("Bread, 1990",)


@pytest.mark.parametrize("kind", [Item, Statement])
def test_what_several_kinds_have_in_common_is_not_made_itself(kind: type[Item]) -> None:
    with pytest.raises(TypeError, match="make an item of one of them"):
        kind.model_validate(GOOD)


def test_all_faults_are_told_at_once_in_the_order_of_the_fields() -> None:
    found = faults(Claim, iri="bread", text="", held_by=[], commitment="hoped", citation="ab", price=3)
    assert list(found) == ["iri", "label", "text", "held_by", "commitment", "citation", "price"]


def test_a_fault_of_a_value_does_not_hide_what_the_shape_refuses_in_another() -> None:
    assert set(faults(Claim, **GOOD | {"lang": "?", "label": "x" * 61})) == {"lang", "label"}


TITLE = "Needs one short title per language"
REFUSED: list[tuple[str, object, str]] = [
    ("label", None, TITLE),
    ("label", "x" * 61, TITLE),
    ("label", ["two", "titles"], TITLE),
    ("label", "\u200b\u200b", "Is empty"),
    ("label", "a\x00b", "control character U+0000"),
    ("label", "a\x1b[2Jb", "control character U+001B"),
    ("label", "a\ud800b", "control character U+D800"),
    ("label", "a\u202eb", "control character U+202E"),
    ("text", "x" * 500_000, "1 to 10,000 characters"),
    ("text", 1234567890, "Needs its full text"),
    ("commitment", "hoped", "Needs one commitment of the author"),
    ("commitment", ["asserted", "granted"], "Needs one commitment"),
    ("commitment", "{message}", "“{message}” is no term"),
    ("held_by", [], "Needs at least one holder"),
    ("held_by", 3, "Needs at least one holder"),
    ("held_by", "Ada", "“Ada” is no IRI"),
    ("implicit", "perhaps", "Write ca:implicit true"),
    ("lang", "English!", "is no language tag"),
    ("lang", None, "Must be a text"),
    ("iri", None, "Must be a text"),
    ("citation", "x" * 501, "3 to 500 characters"),
]


@pytest.mark.parametrize(("name", "value", "words"), REFUSED, ids=[f"{name}: {words}" for name, _, words in REFUSED])
def test_a_wrong_value_is_refused_with_what_is_wanted(name: str, value: object, words: str) -> None:
    assert words in refused(name, value)


@pytest.mark.parametrize("value", ["ca:granted", "granted"])
def test_a_term_can_be_written_as_the_messages_write_it(value: str) -> None:
    assert Claim.model_validate(GOOD | {"commitment": value}).commitment == "granted"


@pytest.mark.parametrize(
    "text", ["الخبز يحتاج إلى وقت", "Bread 🍞 needs 👩‍🍳", '<b>Bread</b> & "time" {0}', "Два\nслова"]
)
def test_any_writing_is_kept_as_it_is(text: str) -> None:
    assert Claim.model_validate(GOOD | {"label": text}).label == text


def test_line_ends_are_written_in_one_way() -> None:
    assert Claim.model_validate(GOOD | {"label": "Bread\r\nneeds\rtime"}).label == "Bread\nneeds\ntime"


@pytest.mark.parametrize(("given_", "kept"), [("EN", "en"), ("pt-BR", "pt-br"), ("zh-Hant", "zh-hant")])
def test_languages_are_kept_in_small_letters(given_: str, kept: str) -> None:
    assert Claim.model_validate(GOOD | {"lang": given_}).lang == kept


@pytest.mark.parametrize("value", [True, 1, "true", "yes", "1"])
def test_yes_can_be_said_in_several_ways(value: object) -> None:
    assert Claim.model_validate(GOOD | {"implicit": value}).implicit is True


LONG = "123456789012345.000000000000000001"
NUMBERS: list[tuple[object, str]] = [
    (18, "18"), (1.8, "1.8"), (" 5 ", "5"), ("+5", "5"), ("0.50", "0.5"), ("1e3", "1000"), ("-0.0", "0"), (".5", "0.5"),
    (Decimal("1E+2"), "100"), ("0e99", "0"), (LONG, LONG),
]  # fmt: skip


@pytest.mark.parametrize(("value", "kept"), NUMBERS)
def test_a_number_is_kept_without_digits_that_say_nothing(value: object, kept: str) -> None:
    assert str(Observation.model_validate(FIGURE | {"value": value}).value) == kept


@pytest.mark.parametrize(
    "value",
    ["1e400", "1e999999999", "NaN", float("inf"), "1,8", "1_000", "١٨", "", None, True, [1], "1" * 16, "0." + "1" * 19],
)
def test_what_is_no_plain_number_is_refused(value: object) -> None:
    assert "no plain number" in refused("value", value, Observation)


@pytest.mark.parametrize("value", ["2025", "2025-04", "2024-02-29", 2025, date(2025, 4, 2), "0001"])
def test_a_date_is_a_year_a_month_or_a_day(value: object) -> None:
    assert Observation.model_validate(FIGURE | {"observation_date": value}).observation_date == str(value)


@pytest.mark.parametrize(
    "value", ["2025-13", "2025-02-30", "2025-4", "0000", "٢٠٢٥", "20250402", "April 2025", "-2025"]
)
def test_what_is_no_date_is_refused(value: str) -> None:
    assert "is no date; write a year, month or day" in refused("observation_date", value, Observation)


@pytest.mark.parametrize(
    "iri",
    ["bread", "", "http://a b", "http://a/<b>", "http://a/%zz", "http://a#b#c", "http://[", "http://a/\ue000", "//a"],
)
def test_what_is_no_iri_is_refused(iri: str) -> None:
    assert "is no IRI; write a whole one" in refused("iri", iri)


def test_a_long_address_that_is_none_is_refused_quickly() -> None:
    assert "is no IRI" in refused("iri", f"https://{'a' * 100_000} ")


def test_a_conclusion_is_not_its_own_premise() -> None:
    found = faults(Inference, iri=BASE + "i", premise=[BASE + "a", BASE + "b"], conclusion=BASE + "b")
    assert "not among its own premises" in found["conclusion"]


def test_a_statement_may_attack_itself() -> None:
    assert Conflict(iri=BASE + "i", attacker=BASE + "a", attacked=BASE + "a").attacked == BASE + "a"


def test_a_type_of_power_hangs_somewhere() -> None:
    values = {**values_of("power-type"), "broader": ()}
    message = faults(PowerType, **values)["broader"]
    assert f'sh:message "{message}"@en' in shapes_file().read_text("utf-8")


def test_a_section_does_not_end_before_it_begins() -> None:
    assert "not after its last" in faults(Section, **{**values_of("section"), "first_paragraph": 3})["first_paragraph"]


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [(Section, "position", 0), (Section, "position", "1.5"), (Source, "length", -1), (Source, "sha256", "0" * 63)],
)
def test_a_source_and_its_sections_are_measured_in_whole_numbers_and_digests(
    kind: type[Item], name: str, value: object
) -> None:
    assert list(faults(kind, **{**values_of(kind.kind), name: value})) == [name]


def _rules() -> list[tuple[str, FieldOf, PropertyRule]]:
    """Return every kind, its fields, and the rule of each."""
    rules = {kind: {rule.path: rule for rule in property_rules(cls.__name__)} for kind, cls in KINDS.items()}
    pairs = ((kind, field) for kind, cls in KINDS.items() for field in fields_of(cls))
    return [(kind, field, rules[kind][field.path]) for kind, field in pairs if field.path in rules[kind]]


def _broken(field: FieldOf, rule: PropertyRule) -> list[object]:
    """Return values that break each limit of a rule."""
    broken: list[object] = [[]] if field.many and rule.min_count else []
    if rule.max_count is not None or field.form == "text":
        broken.append([BASE + "y", BASE + "z"])
    broken += [["x" * (rule.min_length - 1)]] if rule.min_length > 1 and field.many else []
    broken += ["x" * (rule.min_length - 1)] if rule.min_length > 1 and not field.many else []
    broken += ["x" * (rule.max_length + 1)] if rule.max_length is not None else []
    return broken + (["unheardof"] if rule.values else [])


@pytest.mark.parametrize(
    ("kind", "field", "rule"), _rules(), ids=[f"{kind} {field.name}" for kind, field, _ in _rules()]
)
def test_every_limit_of_a_shape_is_held_in_its_words(kind: str, field: FieldOf, rule: PropertyRule) -> None:
    sound = values_of(kind)
    for value in _broken(field, rule):
        found = faults(KINDS[kind], **{**sound, field.name: value})
        assert set(found) == {field.name}
        assert (
            found[field.name] == rule.message
            or "no plain number" in found[field.name]
            or "is no date" in found[field.name]
        )
    if rule.min_count and field.required:
        del sound[field.name]
        assert faults(KINDS[kind], **sound) == {field.name: rule.message}


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_of_a_shape_has_a_field(kind: str) -> None:
    paths = {rule.path for rule in property_rules(KINDS[kind].__name__)}
    assert paths <= {field.path for field in fields_of(KINDS[kind])}


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**14), max_value=10**14))
@settings(deadline=None)
def test_any_number_keeps_its_value(number: Decimal) -> None:
    assert Observation.model_validate(FIGURE | {"value": number}).value == number


@given(st.text(), st.text())
@settings(deadline=None)
def test_any_title_and_text_is_kept_or_refused_as_a_fault_of_its_field(label: str, text: str) -> None:
    values = GOOD | {"label": label, "text": text}
    wrong = set()
    try:
        assert Claim.model_validate(values).label.split() == label.split()
    except ValidationError as error:
        wrong = {one["loc"][0] for one in error.errors()}
    assert wrong <= {"label", "text"}
