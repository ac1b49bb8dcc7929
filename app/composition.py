"""What is put together in an interview: an item, the steps of argument from it, and the counterarguments to those.

It can be tried at any time: a dry run finds the faults of what there is so far.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.additions import Wishes
from app.argument_schemes import Scheme
from app.prompts import tell
from app.text_map import item_id
from claims import Draft, DraftError, DraftFault, Inference, Origin
from graph import Addition, Hit, Store


@dataclass
class Step:
    """A step of argument from the new item to another one; `id` is "" while nothing has to name the step."""

    conclusion: Hit
    scheme: Scheme | None
    id: str = ""


@dataclass
class Part:
    """One draft in the making; its place tells it from the others where faults are told."""

    fields: dict[str, object]
    place: Origin = field(default_factory=Origin)


@dataclass
class Composition:
    """What was put together so far.

    Attributes:
        store: Where it is to be added.
        wishes: How.
        item: The item.
        steps: The steps of argument from it.
        objections: Counterarguments to it, to those steps, or to what they lead to.
        id: The id that the item will have; "" while that is not known.
    """

    store: Store
    wishes: Wishes
    item: Part
    steps: list[Step] = field(default_factory=list)
    objections: list[Part] = field(default_factory=list)
    id: str = ""

    def drafts(self) -> list[Draft]:
        """Return all of it as drafts."""
        steps = [Part(self._step(step), Origin("the support")) for step in self.steps]
        return [Draft(part.fields, part.place) for part in (self.item, *steps, *self.objections)]

    def tried(self) -> Addition:
        """Return what would be added.

        Raises:
            claims.DraftError: When there are faults.
        """
        return self.wishes.add(self.store, self.drafts(), dry_run=True)

    def settle(self, part: Part, ask_again: Callable[[str], None]) -> None:
        """Ask again for those fields of a part that have a fault, until none has.

        Args:
            part: The part.
            ask_again: Asks for the field of that name and puts the answer into the part, or leaves it out.
        """
        while wrong := {one.field: one for one in self.faults(part) if one.field in part.fields.keys() - {"kind"}}:
            for name, fault in wrong.items():
                tell(f"{name.replace('_', ' ')}: {fault.message}{_length(part.fields.pop(name), fault)}")
            for name in wrong:
                ask_again(name)

    def faults(self, part: Part) -> list[DraftFault]:
        """Return the faults that a part has as it is, those of what is not answered yet among them."""
        try:
            self.tried()
        except DraftError as error:
            return [fault for fault in error.faults if fault.place == part.place]
        return []

    def is_there(self) -> bool:
        """Find the id that the item will have; return whether the store says the same already.

        The id stays unknown while the item has faults.
        """
        try:
            addition = self.wishes.add(self.store, [Draft(self.item.fields)], dry_run=True)
        except DraftError:
            return False
        if addition.items:
            self.id = item_id(addition.items[0].iri)
        return addition.already > 0

    def named(self, step: Step) -> str:
        """Return the id of a step, so that it can be attacked: the one that it would get by itself."""
        if not step.id:
            steps = (item for item in self.tried().items if isinstance(item, Inference))
            step.id = next(item_id(item.iri) for item in steps if item.conclusion == step.conclusion.iri)
        return step.id

    def _step(self, step: Step) -> dict[str, object]:
        premise = self.id or str(self.item.fields.get("label", ""))
        fields: Mapping[str, object] = {
            "kind": "inference",
            "id": step.id,
            "premise": [premise],
            "conclusion": step.conclusion.iri,
            "scheme": step.scheme.iri if step.scheme else "",
        }
        return {name: value for name, value in fields.items() if value}


def _length(value: object, fault: DraftFault) -> str:
    is_length = isinstance(value, str) and "characters" in fault.message
    return f" (This has {len(str(value)):,}.)" if is_length else ""
