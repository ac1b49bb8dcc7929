"""The options of `claimatlas add KIND`: one for each field of a draft of that kind, made from the model."""

from collections.abc import Mapping

import click

from app.fields_to_ask import is_needed, terms_of
from claims import KINDS, FieldOf, Item, fields_of, fields_to_fill, many_fields

_MARK = "field_"
"""What the parameters of fields begin with, so that none is mistaken for an option that every kind has."""
_METAVARS = {"link": "ID", "term": "TERM", "number": "NUMBER", "date": "DATE"}


def field_options(kind: str) -> list[click.Option]:
    """Return the options for the fields of a kind of item, in the order in which they are asked for."""
    known = {one.name: one for one in fields_of(KINDS[kind])}
    fields = fields_to_fill(KINDS[kind])
    return [_option(KINDS[kind], name, meaning, known.get(name)) for name, meaning in fields.items()]


def given_fields(parameters: Mapping[str, object]) -> dict[str, object]:
    """Return field → value of those that were given among a command's parameters.

    Raises:
        click.UsageError: When one is empty: a variable of a script, perhaps, that was not set.
    """
    for name, value in parameters.items():
        if name.startswith(_MARK) and ("" in value if isinstance(value, tuple) else value == ""):
            raise click.UsageError(
                f"--{name.removeprefix(_MARK).replace('_', '-')} is empty; leave it out, or fill it."
            )
    return {
        name.removeprefix(_MARK): list(value) if isinstance(value, tuple) else value
        for name, value in parameters.items()
        if name.startswith(_MARK) and value not in (None, (), "")
    }


def _option(kind: type[Item], name: str, meaning: str, field: FieldOf | None) -> click.Option:
    flag = "--" + name.replace("_", "-")
    more = "; needed" if is_needed(field) else ""
    if field and field.form == "boolean":
        negative = f"--not-{name.replace('_', '-')}"
        return click.Option([_MARK + name, f"{flag}/{negative}"], default=None, help=meaning + ".")
    many = name in many_fields()
    repeated = "; can be given several times" if many else ""
    text = f"{meaning}{more}{repeated}."
    return click.Option([_MARK + name, flag], multiple=many, help=text, metavar=_metavar(kind, field, name))


def _metavar(kind: type[Item], field: FieldOf | None, name: str) -> str:
    """Return what stands for the value in help: the terms to choose from, or the form of the value."""
    if field is None:
        return {"quote": "WORDS", "passage": "START-END", "occurrence": "NUMBER", "id": "ID"}.get(name, _extra(name))
    return "|".join(terms_of(kind, field)) or _METAVARS.get(field.form, "TEXT")


def _extra(name: str) -> str:
    return {"lang": "TAG", "basis": "explicit|inferred"}.get(name, "ID")
