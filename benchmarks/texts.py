"""Made-up claims to measure with: words of a made-up language, some common and most rare, as in real texts."""

import csv
import random
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

FIELDS = ("kind", "label", "text", "held_by", "subject")


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    chance = random.Random(1)  # noqa: S311 - nothing secret
    made: dict[str, None] = {}
    while len(made) < 20_000:
        syllables = (chance.choice("bcdfghklmnprstvw") + chance.choice("aeiou") for _ in range(chance.randint(1, 4)))
        made["".join(syllables) + chance.choice(["", "n", "s", "r"])] = None
    return list(made), list(accumulate(1 / (rank + 2) for rank in range(len(made))))


def claims(number: int, start: int = 0) -> Iterator[dict[str, str]]:
    """Yield drafts of claims, all different; the same ones for the same numbers."""
    words, weights = _vocabulary()
    for n in range(start, start + number):
        chance = random.Random(n)  # noqa: S311
        text = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(10, 30))).capitalize()
        label = " ".join(chance.choices(words, cum_weights=weights, k=4))[:48]
        yield dict(zip(FIELDS, ("claim", f"{label} {n}", f"{text}.", "authors", "trust"), strict=True))


def write_csv(path: Path, number: int, start: int = 0) -> None:
    """Write claims as a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(claims(number, start))


def text_of_sentences(number: int = 400) -> str:
    """Return a text to quote: a paragraph for each number."""
    return "\n\n".join(f"Sentence number {n} speaks of trade and of {n * 37} ships." for n in range(number))


def sentence(n: int, number: int = 400) -> str:
    """Return words that stand once in the text."""
    return f"Sentence number {n % number} speaks of trade and of {n % number * 37} ships"
