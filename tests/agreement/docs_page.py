"""Writes the numbers' part of docs/agreement.md from the words the pages use: python -m tests.agreement.docs_page"""

from __future__ import annotations

from pathlib import Path

from studio.agreement.words import GROUPS, METRICS

DOCS = Path(__file__).parents[2] / "docs" / "agreement.md"
START, END = "<!-- numbers: written by tests/agreement/docs_page.py -->\n", "<!-- end of numbers -->"


def metric_lines(key: str) -> str:
    """One number as the page shows it."""
    words = METRICS[key]
    better = f" Better: {words.better}." if words.better else ""
    return f"**{words.name}** (`{key}`). {words.tooltip}{better}<br>\n`{words.formula}` · {words.source}\n"


def numbers_part() -> str:
    """All numbers, group by group."""
    parts = [f"### {title}\n\n" + "\n".join(metric_lines(key) for key in group) for title, group in GROUPS.items()]
    return "\n" + "\n".join(parts) + "\n"


if __name__ == "__main__":
    before, rest = DOCS.read_text("utf-8").split(START)
    DOCS.write_text(before + START + numbers_part() + END + rest.split(END)[1], encoding="utf-8")
