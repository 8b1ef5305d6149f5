"""PRM: each answer as its steps with a yes or no for each, as process reward models learn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio.curation.candidate import Candidate
from studio.curation.conditions import unmet
from studio.curation.formats.format import Format, Row, has_input
from studio.curation.messages import asked
from studio.curation.selection import Group
from studio.curation.steps import chains, step_number, step_texts
from studio.curation.value import ValueRule


def _fits(candidate: Candidate) -> str:
    return has_input(candidate) or ("" if step_number(candidate.sample) else "it is not split into steps")


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    recipe = rule.recipe
    for group in groups:
        for chain in chains(group.samples):
            whole = chain[-1]
            row = {
                # Text and not a chat: that is how these trainers read a prompt.
                "prompt": "\n\n".join(message["content"] for message in asked(whole, messages=recipe.messages)),
                "completions": step_texts(chain),
                "labels": [not unmet(recipe.keep, candidate=step, rule=rule) for step in chain],
                "samples": [step.id for step in chain],
                "sources": [rule.all_decided(step)["overall"].source or "" for step in chain],
                "input_id": whole.input.id,
                "model": whole.sample.system,
                "prompt_name": whole.prompt.name if whole.prompt else "",
            }
            yield f"{group.part}.jsonl", row


FORMAT = Format(
    name="prm",
    title="Steps (process reward model)",
    description="Answers as steps, each marked right or wrong by the recipe, in the columns of stepwise supervision.",
    purpose="train",
    needs="labels",
    rows=_rows,
    fits=_fits,
    in_steps=True,
    shows_the_prompt=True,
)
