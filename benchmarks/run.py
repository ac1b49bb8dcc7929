"""Measure everything and write `RESULTS.md`: `make benchmark`. The million claims take most of the time."""

from pathlib import Path

import adding
import commands
import formats
import maps
import serving

if __name__ == "__main__":
    lines = [
        *commands.results(),
        "",
        *maps.results(),
        "",
        *adding.results(),
        "",
        *serving.results(),
        "",
        *formats.results(),
    ]
    Path(__file__).with_name("RESULTS.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
