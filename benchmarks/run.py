"""Measure everything, or a part, and write it into `RESULTS.md`: `make bench [ONLY=PART,…] [SIZE=SIZE]`.

`python benchmarks/run.py [--only PART,…] [--size SIZE,…]`, sizes such as `100k` or `1M`. Without a part all are
measured; with a size and no part, the stores. Each part replaces its own sections and leaves the others as they are.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from results_file import replace_sections
from sizes import number

RESULTS = Path(__file__).with_name("RESULTS.md")
Part = Callable[[Sequence[int]], list[str]]
"""Measures at some sizes, or at its own where there are none, and returns the lines of its sections."""


def _commands(_: Sequence[int]) -> list[str]:
    import commands

    return commands.results()


def _maps(sizes: Sequence[int]) -> list[str]:
    import maps

    return maps.results(max(sizes, default=None))


def _adding(sizes: Sequence[int]) -> list[str]:
    import adding

    return adding.results(tuple(sizes) or adding.SIZES)


def _serving(sizes: Sequence[int]) -> list[str]:
    import serving

    return serving.results([str(size) for size in sizes] or serving.SIZES)


def _formats(_: Sequence[int]) -> list[str]:
    import formats

    return formats.results()


def _standing(sizes: Sequence[int]) -> list[str]:
    import standing

    return standing.results(max(sizes, default=None))


def _stores(sizes: Sequence[int]) -> list[str]:
    import stores

    return stores.results(sizes or stores.SIZES)


PARTS: dict[str, Part] = {
    "commands": _commands,
    "maps": _maps,
    "adding": _adding,
    "serving": _serving,
    "formats": _formats,
    "standing": _standing,
    "stores": _stores,
}


def main(arguments: Sequence[str], results: Path = RESULTS) -> int:
    """Measure what is asked for; 0 done, 2 wrong arguments."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--only", default="", metavar="PART,…", help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--size", default="", metavar="SIZE,…", help="such as 100k or 1M")
    given = parser.parse_args(arguments)
    try:
        sizes = [number(size) for size in given.size.split(",") if size]
    except ValueError:
        parser.error(f"{given.size} is no number of claims; write it as 100000, 100k or 1M")
    parts = given.only.split(",") if given.only else ["stores"] if sizes else [*PARTS]
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    for part in parts:
        print(f"{part} …", file=sys.stderr)
        replace_sections(results, PARTS[part](sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
