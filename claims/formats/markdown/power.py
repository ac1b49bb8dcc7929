"""The part of a report that tells of policies, types of power, and which bears on which."""

from collections.abc import Callable, Iterator

from claims.formats.argument import Argument
from claims.formats.as_power import KIND_OF, Arrow, Box, Names, Power, power_of
from claims.formats.markdown.text import plain, table
from claims.model import Policy


def power_lines(argument: Argument, link: Callable[[str, bool], str]) -> Iterator[str]:
    """Yield the lines of the part; none where the argument has no policies and no types of power.

    Args:
        argument: The argument.
        link: Gives a link to where a statement is told, by its id; False: without its title.
    """
    power = power_of(argument)
    names = Names(argument)
    policies = [box for box in power.boxes.values() if box.kind == "policy"]
    types = [box for box in power.boxes.values() if box.kind != "policy"]
    if power.boxes:
        yield from ("", "## Policies and power")
    if policies:
        yield from ("", *table(["Policy", "", "Power", "Whose power", "Basis", "Stated in"], _bearings(power, link)))
        yield from ("", "### The policies", "", *(_line(box, *_facts(box, names)) for box in policies))
    if types:
        above = {arrow.source: power.boxes[arrow.target].title for arrow in power.arrows if arrow.word == KIND_OF}
        told = (_line(box, f"a kind of {plain(above[box.id])}" if box.id in above else "") for box in types)
        yield from ("", "### The types of power", "", *told)


def _bearings(power: Power, link: Callable[[str, bool], str]) -> Iterator[list[str]]:
    """Yield a row for each power link, those of one policy together, and one for each policy without any."""
    bearing = [arrow for arrow in power.arrows if arrow.word != KIND_OF]
    by_policy: dict[str, list[Arrow]] = {box.id: [] for box in power.boxes.values() if box.kind == "policy"}
    for arrow in bearing:
        by_policy.setdefault(arrow.source, []).append(arrow)
    for one, arrows in by_policy.items():
        title = plain(power.boxes[one].title)
        for arrow in arrows:
            stated = ", ".join(link(statement, False) for statement in arrow.stated_by)
            whose = ", ".join(map(plain, arrow.whose))
            yield [title, plain(arrow.word), plain(power.boxes[arrow.target].title), whose, plain(arrow.basis), stated]
        if not arrows:
            yield [title, "–", "–", "", "", ""]


def _line(box: Box, *facts: str) -> str:
    said = "; ".join(filter(None, facts))
    text = f": {plain(box.whole)}" if box.whole else ""
    return f"- **{plain(box.title)}**{text}{f' ({said})' if said else ''}"


def _facts(box: Box, names: Names) -> Iterator[str]:
    policy = box.item
    if isinstance(policy, Policy):
        parts = (("by", policy.carried_out_by), ("aimed at", policy.targets), ("by means of", policy.instrument))
        for word, iris in parts:
            if iris:
                yield f"{word} {', '.join(map(plain, names.names(iris)))}"
        yield f"since {plain(policy.start_date)}" if policy.start_date else ""
        yield "recommended by the authors" if policy.recommended else ""
