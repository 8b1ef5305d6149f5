"""What the demo is made of, read from the files beside this one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from studio.bundle import bundled_path
from studio.records import Input, Project, Prompt, Rubric
from studio.rubric.reading import parse_rubric
from studio.store.inputs import new_input

FOLDER = Path(__file__).parent
DEMO = Project(
    id="demo",
    title="Fernweg support (demo)",
    task="Fernweg, a small online shop for hiking gear, answers its customers by e-mail.",
    rubric="support-reply",
    demo=True,
)


def demo_rubric() -> Rubric:
    """The rubric the demo was rated and judged under, as it is shipped."""
    path = bundled_path("rubrics") / "support-reply.yaml"
    return parse_rubric(path.read_text("utf-8"), file=path.name)


def demo_prompts() -> list[Prompt]:
    """The two prompts that are compared."""
    return [Prompt(**row) for row in json.loads((FOLDER / "prompts.json").read_text("utf-8"))]


def demo_inputs() -> list[Input]:
    """Thirty messages from customers, written for the demo."""
    return [new_input(project=DEMO.id, text=row["text"], tags=row["tags"]) for row in rows("inputs.jsonl")]


@cache
def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one of the files beside this one."""
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines() if line.strip()]
