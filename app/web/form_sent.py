"""A form as a browser sent it: its content, and whether it may be taken; where it may not, nothing of it is lost."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from app.web.access import Visitor, check_form, must_be, visitor_of
from app.web.problems import Problem
from app.web.tokens import Role


@dataclass(frozen=True)
class Sent:
    """A form that a browser sent.

    Attributes:
        form: Its content.
        visitor: Who sent it; may add.
        stale: Whether it came from a page that is too old, or of somebody else: it must be shown again first.
    """

    form: FormData
    visitor: Visitor
    stale: bool

    def text(self, name: str) -> str:
        """Return what a field says, in one line or several, without the space around it; "" for nothing."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""


async def sent_form(request: Request) -> Sent:
    """Return the form that a request brings.

    Raises:
        Problem: When the visitor may not add (401, 403).
    """
    visitor = visitor_of(request)
    if not visitor.may_add:
        must_be(request, Role.ADD)
    try:
        await check_form(request)
    except Problem:
        return Sent(await request.form(), visitor, stale=True)
    return Sent(await request.form(), visitor, stale=False)


def why_not(request: Request, sent: Sent) -> Problem | None:
    """Return why a form cannot be taken now, though it may be shown again; None where it can. Counts it as a change."""
    if sent.stale:
        return Problem(
            403, "The page was too old to be taken. Look over what you wrote, and send it again.", "Old form"
        )
    try:
        must_be(request, Role.ADD)
    except Problem as problem:
        return problem
    return None


SentForm = Annotated[Sent, Depends(sent_form)]
"""For routes that take a form and show it again where they cannot; they ask `why_not` before they change anything."""
