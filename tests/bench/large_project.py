"""A workspace with a real database of 100,000 samples, 4 judges and her ratings, with the same content each time.

Names are hashes and verdicts come judge by judge in the order of the names, as in a project that grew: what belongs to
one input lies all over the file.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from studio.curation.recipe import Condition, Recipe, Values
from studio.curation.recipe_file import save_recipe
from studio.records import (
    ONE_TO_FIVE,
    Criterion,
    Input,
    Judge,
    Pair,
    Project,
    Prompt,
    Rater,
    Rubric,
    Sample,
    Value,
    Verdict,
    content_id,
)
from studio.store import inputs, judges, projects, prompts, raters, ratings, rubrics, samples, verdicts
from studio.store.engine import Database
from studio.store.store import Store
from tests.curation import planted

SAMPLES, AN_INPUT, RATED_EVERY, PAIRED_EVERY = 100_000, 4, 50, 2
MOMENT = "2026-11-01T12:00:00+00:00"
RUBRIC = Rubric(
    name="support-reply",
    title="Support reply",
    criteria=(Criterion(id="helps", question="Does the reply help the customer?", scale=ONE_TO_FIVE),),
)
JUDGES = tuple(Judge(model=f"scripted:j{number}", rubric_id=RUBRIC.id, name=f"Judge {number}") for number in range(4))
OF_PAIRS = Judge(model="scripted:pairs", rubric_id=RUBRIC.id, mode="pairwise", name="Judge of pairs")
PROMPT = Prompt(name="kind", system="You answer customers of a bicycle shop, kindly.", template="Customer: {{input}}")
RECIPE = Recipe(
    recipe="large",
    values=Values(judges=tuple(judge.name for judge in (*JUDGES, OF_PAIRS))),
    keep=(Condition(criterion="helps", at_least=3),),
)


def fill(folder: Path, *, size: int = SAMPLES) -> None:
    """The workspace: a project with four verdicts on each sample, one in fifty rated, pairs, and a recipe."""
    store = Store(folder / "studio.db")
    store.write(lambda database: _fill(database, size=size), patience_seconds=None)
    store.close()
    (folder / "recipes").mkdir()
    save_recipe(RECIPE, path=folder / "recipes" / "large.yaml")


def _fill(database: Database, *, size: int) -> None:
    chance = random.Random(0)
    projects.save_project(database, Project(id="large", title="Large", rubric=RUBRIC.name))
    rubrics.save_rubric(database, RUBRIC)
    raters.save_rater(database, Rater(id="anna", name="Anna"))
    prompts.save_prompt(database, PROMPT, project_id="large")
    for judge in (*JUDGES, OF_PAIRS):
        judges.save_judge(database, judge)
    asked = [_input(number, chance) for number in range(size // AN_INPUT)]
    inputs.save_inputs(database, asked)
    samples.save_samples(database, (_sample(number, asked, chance) for number in range(size)))
    made = [_pair(number, one) for number, one in enumerate(asked) if number % PAIRED_EVERY == 0]
    samples.save_pairs(database, made)
    worth = {_name(number): chance.randrange(1, 6) for number in range(size)}
    verdicts.save_verdicts(database, _verdicts(worth, chance), project="large")
    verdicts.save_verdicts(database, _pair_verdicts(made, chance), project="large")
    ratings.append_events(database, _ratings(worth, made))


def _input(number: int, chance: random.Random) -> Input:
    text = f"Order {number}: {_text(chance, words=20)}"
    return inputs.new_input(project="large", text=text, tags={"topic": f"topic {number % 5}"})


def _sample(number: int, asked: list[Input], chance: random.Random) -> Sample:
    reach = f" Write to shop{number}@example.org or call 030 {number:07}." if number % 100 == 0 else ""
    return Sample(
        id=_name(number),
        project="large",
        input_id=asked[number // AN_INPUT].id,
        prompt_id=PROMPT.id,
        output=_text(chance, words=chance.randrange(40, 160)) + reach,
        system=f"local:model-{number % AN_INPUT}",
        created_at=MOMENT,
    )


def _pair(number: int, asked: Input) -> Pair:
    first, second = (_name(number * AN_INPUT + place) for place in (1, 2))
    return Pair(id=content_id("pair", number), project="large", input_id=asked.id, sample_a=first, sample_b=second)


def _verdicts(worth: Mapping[str, int], chance: random.Random) -> Iterator[Verdict]:
    reasons = [_text(chance, words=20) for _ in range(1_000)]
    for judge in JUDGES:
        judge_id = judge.id  # worked out from its content each time
        for subject, value in sorted(worth.items()):
            yield Verdict(
                subject=subject,
                judge_id=judge_id,
                criterion="helps",
                value=min(5, max(1, value + chance.choice((-1, 0, 0, 0, 0, 0, 0, 1)))),
                explanation=chance.choice(reasons),
                created_at=MOMENT,
            )


def _pair_verdicts(made: list[Pair], chance: random.Random) -> Iterator[Verdict]:
    judge_id = OF_PAIRS.id
    for pair in made:
        for order in ("AB", "BA"):
            said = chance.choice(("A", "A", "A", "B", "tie"))
            yield Verdict(
                subject=pair.id, judge_id=judge_id, criterion="helps", order=order, value=said, created_at=MOMENT
            )


def _ratings(worth: Mapping[str, int], made: list[Pair]) -> Iterator[ratings.RatingEvent]:
    said: list[tuple[str, Value]] = list(worth.items())[::RATED_EVERY]
    preferred = [(pair.id, "AB"[place % 2]) for place, pair in enumerate(made[::RATED_EVERY])]
    for subject, value in (*said, *preferred):
        yield ratings.RatingEvent(
            project="large",
            rater="anna",
            subject=subject,
            rubric_id=RUBRIC.id,
            criterion="helps",
            value=value,
            note="It says what to do next.",
            created_at=MOMENT,
            uid=f"event-{subject}",
        )


def _name(number: int) -> str:
    return content_id("sample", number)


def _text(chance: random.Random, *, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)) + "."


_WORDS = sorted({word for text in planted.inputs() for word in text.split()})
