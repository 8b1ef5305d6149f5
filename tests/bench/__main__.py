"""`make bench`: measures and prints a table; ends with 1 when a figure was missed; words choose benches."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from tests.bench import (
    agreement,
    bench_judge,
    better_judge,
    comparepage,
    curation,
    generating,
    importing,
    kills,
    rating,
    soak,
    startup,
    taste,
    weighted_interval,
)
from tests.bench.figure import Figure

# A bench is a module with `figures()` and a line here.
BENCHES: dict[str, Callable[[], Iterator[Figure]]] = {
    "startup": startup.figures,
    "judge": bench_judge.figures,
    "agreement": agreement.figures,
    "comparepage": comparepage.figures,
    "curation": curation.figures,
    "importing": importing.figures,
    "generating": generating.figures,
    "rating": rating.figures,
    "better_judge": better_judge.figures,
    "taste": taste.figures,
}

# Minutes rather than seconds: asked for by name.
LONG_BENCHES: dict[str, Callable[[], Iterator[Figure]]] = {
    "kills": kills.figures,
    "soak": soak.figures,
    "weighted_interval": weighted_interval.figures,
}


def main(wanted: list[str]) -> int:
    """Runs the wanted benches, or all."""
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, Streamlit {version('streamlit')}\n")
    print("| figure | measured | to reach |\n|---|---|---|")
    missed = 0
    for name in wanted or BENCHES:
        for figure in (BENCHES | LONG_BENCHES)[name]():
            missed += not figure.reached
            print(_row(figure), flush=True)
    return min(missed, 1)


def _row(figure: Figure) -> str:
    goal = "" if figure.at_most is None else f"{figure.at_most:g} {figure.unit}"
    mark = "" if figure.reached else " (missed)"
    return f"| {figure.name} | {figure.value:.2f} {figure.unit}{mark} | {goal} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
