"""`claimatlas add -i`: an item is put together question by question, shown as a map, and added when it is confirmed.

Every answer is tried at once, and what has a fault is asked again.
"""

from collections.abc import Mapping

from app.additions import Wishes, add_drafts
from app.argument_schemes import CriticalQuestion, critical_questions
from app.composition import Composition, Part, Step
from app.field_prompts import ask_field, ask_items
from app.fields_to_ask import ADDABLE, NOT_ASKED
from app.options import say
from app.prompts import as_index, ask, ask_key, ask_until, confirm, show_numbered, tell
from app.quote_prompts import ask_quote
from app.scheme_prompts import choose_scheme
from app.telling import tell_cautions
from app.text_map import paragraphs_of, text_map
from claims import KINDS, DraftError, DraftFault, Origin, Policy, Statement, fields_to_fill
from graph import Store, corpus_of, passages_of

_OF_STATEMENTS = ("label", "text", "quote", "held_by", "supports", "attacks", "citation", "subject")
_NOT_ASKED = ("id", "lang", "passage", "occurrence", *NOT_ASKED)
_BEARINGS = ("wields", "strengthens", "erodes")
_OF_BEARINGS = ("whose_power", "stated_by", "basis")


def interview(store: Store, wishes: Wishes, kind: str, given: Mapping[str, object]) -> int:
    """Ask for an item, add it when that is confirmed, and return the exit code.

    Args:
        store: Where to add it.
        wishes: How.
        kind: Its kind; "" to ask for that too.
        given: Fields that are known already, and not asked.

    Raises:
        click.Abort: When there are no more answers; nothing is added.
        claims.DraftError: When it has faults that no other answer can mend; nothing is added.
    """
    talk = _Interview(store, wishes, kind or _ask_kind(), given)
    if talk.ask_all():
        return talk.finish()
    say("Nothing was added.")
    return 0


def _ask_kind() -> str:
    show_numbered([f"{kind}: {(KINDS[kind].__doc__ or '').splitlines()[0]}" for kind in ADDABLE])

    def meant(answer: str) -> str:
        index = as_index(answer, len(ADDABLE))
        return ADDABLE[index] if index >= 0 else answer.lower() or ADDABLE[0]

    question = f"What do you want to add (number or name; Enter for {ADDABLE[0]})"
    return meant(ask_until(question, lambda answer: "" if meant(answer) in ADDABLE else "That is none of these kinds."))


class _Interview:
    """One interview."""

    def __init__(self, store: Store, wishes: Wishes, kind: str, given: Mapping[str, object]) -> None:
        corpus = corpus_of(store, wishes.corpus)
        self.store, self.wishes, self.kind = store, wishes, KINDS[kind]
        self.passages = passages_of(store, corpus)
        self.has_authors = bool(corpus.creators)
        self.made = Composition(store, wishes, Part({"kind": kind, **given}))
        self.fields = self.made.item.fields

    def ask_all(self) -> bool:
        """Ask for every field that is not known; return whether there is something to add."""
        order = _OF_STATEMENTS if issubclass(self.kind, Statement) else fields_to_fill(self.kind)
        for name in order:
            if name not in self.fields and self._applies(name):
                self._ask(name)
            self.made.settle(self.made.item, self._ask)
            if name == "text" and self.made.is_there():
                say("This is there already. To link it to others: claimatlas add inference -i, or add conflict -i.")
                return False
            if name == "attacks":
                self._mend()
        self._mend()
        return True

    def finish(self) -> int:
        """Show what was put together, and add it when that is confirmed; return the exit code."""
        drafts = self.made.drafts()
        if self.wishes.dry_run:
            return add_drafts(self.store, self.wishes, drafts)
        addition = self.made.tried()
        say("")
        say(text_map(self.store, addition, paragraphs_of(self.store, self.wishes.corpus, drafts, addition)).rstrip())
        tell_cautions(addition.cautions)
        if addition.items and not confirm("Add this?", default=True):
            say("Nothing was added.")
            return 0
        return add_drafts(self.store, self.wishes, drafts, cautions=False)

    def _applies(self, name: str) -> bool:
        """Whether a field is to be asked for, after what was answered."""
        if name == "quote":
            return self.passages is not None and "passage" not in self.fields
        if name == "citation":
            return self.kind.kind == "evidence" and not self._is_quoted()
        if name in _OF_BEARINGS and issubclass(self.kind, Policy):
            return any(bearing in self.fields for bearing in _BEARINGS)
        return name not in _NOT_ASKED

    def _is_quoted(self) -> bool:
        return "quote" in self.fields or "passage" in self.fields

    def _ask(self, name: str) -> None:
        if name == "quote":
            self.fields.pop("occurrence", None)
            self.fields |= ask_quote(self.passages) if self.passages else {}
        elif name == "supports":
            self._ask_supports()
        else:
            value = ask_field(self.store, self.kind, name, self._enter(name))
            self.fields |= {} if value is None else {name: value}

    def _enter(self, name: str) -> str:
        """Return what an empty answer means."""
        if name != "held_by":
            return "none"
        return "the source's authors" if self._is_quoted() and self.has_authors else self.wishes.by or "yourself"

    def _mend(self) -> None:
        """Ask for what the item is still refused for, such as evidence that is a reason for nothing.

        Raises:
            claims.DraftError: When no question would mend it.
        """
        while faults := self.made.faults(self.made.item):
            names = list(dict.fromkeys(name for fault in faults for name in self._mending(fault)))
            if not names:
                raise DraftError(faults)
            for fault in faults:
                tell(fault.message)
            for name in names:
                if self.made.faults(self.made.item):
                    self._ask(name)
                    self.made.settle(self.made.item, self._ask)

    def _mending(self, fault: DraftFault) -> tuple[str, ...]:
        """Return the fields by which a fault can be mended."""
        if fault.field in fields_to_fill(self.kind).keys() - set(_NOT_ASKED):
            return (fault.field,)
        return ("supports", "attacks") if issubclass(self.kind, Statement) and not fault.field else ()

    def _ask_supports(self) -> None:
        for hit in ask_items(self.store, self.kind, "supports"):
            texts = f"{self.fields['label']} {self.fields['text']} {hit.label} {hit.text}"
            step = Step(hit, choose_scheme(self.store, self.kind.kind, hit.iri, texts))
            self.made.steps.append(step)
            if step.scheme:
                self._test(step, critical_questions(self.store, step.scheme))

    def _test(self, step: Step, questions: list[CriticalQuestion]) -> None:
        """Ask what could be said against a step, by the questions that test its scheme."""
        tell("What could be said against that? A bad answer to a question is a counterargument.")
        for number, question in enumerate(questions, 1):
            tell(f"{number} of {len(questions)}: {question.text}")
            key = ask_key("Could this be answered badly? [y/N/q]", "ynq", "n")
            if key == "q":
                return
            if key == "y":
                self._ask_objection(step, question)

    def _ask_objection(self, step: Step, question: CriticalQuestion) -> None:
        title = ask("Title of that counterargument (Enter for none after all)")
        if not title:
            return
        attacked = {"thePremises": self.made.id, "theConclusion": step.conclusion.iri}.get(question.part)
        fields: dict[str, object] = {
            "kind": "counterargument",
            "attacks": [attacked or self.made.named(step)],
            "label": title,
        }
        objection = Part(fields, Origin(f"counterargument {len(self.made.objections) + 1}"))
        self.made.objections.append(objection)

        def ask_for(name: str) -> None:
            fields[name] = ask_field(self.store, KINDS["counterargument"], name)

        self.made.settle(objection, ask_for)
        ask_for("text")
        self.made.settle(objection, ask_for)
