"""How long 100,000 samples take to become a dataset of each format, how much memory, and near-duplicates of 20,000."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from studio.agreement.figures import Figure as Agreement
from studio.curation.candidate import Candidate, PairCandidate
from studio.curation.dataset import write_dataset
from studio.curation.duplicates import near_duplicates
from studio.curation.formats import FORMATS
from studio.curation.papers import JudgePaper, Papers
from studio.curation.recipe import Condition, Recipe, Values
from studio.records import ONE_TO_FIVE, Criterion, Input, Judge, Pair, Prompt, Rating, Rubric, Sample, Verdict
from tests.bench.figure import Figure
from tests.curation.planted import KINDS, inputs

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = 100_000
SAMPLES_PER_INPUT = 4
TEXTS = 20_000
RUBRIC = Rubric(
    name="support-reply",
    title="Support reply",
    criteria=(
        Criterion(id="answers", question="Does the reply answer what the customer asked?"),
        Criterion(id="tone", question="Is the tone kind?", scale=ONE_TO_FIVE),
    ),
)
RUBRIC_ID = RUBRIC.id
JUDGES = {
    judge.id: judge for judge in (Judge(model=f"openai:judge-{number}", rubric_id=RUBRIC_ID) for number in range(2))
}
PROMPT = Prompt(name="kind", system="You answer customers of a bicycle shop, kindly.", template="Customer: {{input}}")
PAPERS = Papers(
    rubric=RUBRIC,
    project="bench",
    judges=tuple(
        JudgePaper(judge=j, name=j.model, agreement={"overall": Agreement(value=0.8, low=0.7, high=0.9, n=120)})
        for j in JUDGES.values()
    ),
)
RECIPE = Recipe(
    recipe="bench",
    values=Values(judges=tuple(JUDGES)),
    keep=(Condition(criterion="answers", any_of=("pass",)),),
)


class Stream:
    """Candidates made when they are asked for, as the store streams them."""

    def __iter__(self) -> Iterator[Candidate | PairCandidate]:
        for number in range(SAMPLES // SAMPLES_PER_INPUT):
            asked = Input(id=f"i{number:07}", project="bench", text=f"Where is order {number}? {'It is late. ' * 12}")
            yield from (_candidate(asked, number=number, repeat=repeat) for repeat in range(SAMPLES_PER_INPUT))
            yield _pair(asked, number=number)


def _candidate(asked: Input, *, number: int, repeat: int) -> Candidate:
    name = f"s{number:07}{repeat}"
    text = f"Reply {repeat} about order {number}. {'We look into it and write again. ' * 16}"
    sample = Sample(id=name, project="bench", input_id=asked.id, output=text, system=f"local:model-{repeat}")
    rated = number % 5 == 0
    values = {"answers": "fail" if repeat == 0 else "pass", "tone": 1 + (number + repeat) % 5}
    ratings = tuple(
        Rating(rater="ada", subject=name, rubric_id=RUBRIC_ID, criterion=criterion, value=value, note="Too late.")
        for criterion, value in values.items()
    )
    verdicts = tuple(
        Verdict(
            subject=name, judge_id=judge_id, criterion=criterion, value=value, explanation="It says so plainly. " * 6
        )
        for judge_id in JUDGES
        for criterion, value in values.items()
    )
    return Candidate(sample=sample, input=asked, prompt=PROMPT, ratings=ratings if rated else (), verdicts=verdicts)


def _pair(asked: Input, *, number: int) -> PairCandidate:
    pair = Pair(
        id=f"p{number}", project="bench", input_id=asked.id, sample_a=f"s{number:07}1", sample_b=f"s{number:07}2"
    )
    said = (("AB", "A"), ("BA", "A" if number % 3 else "B"))
    verdicts = tuple(
        Verdict(subject=pair.id, judge_id=next(iter(JUDGES)), criterion="answers", order=order, value=value)
        for order, value in said
    )
    return PairCandidate(pair=pair, input=asked, verdicts=verdicts)


def figures() -> Iterator[Figure]:
    """Seconds and peak memory for each format, each in a process of its own."""
    for known in (one for one in FORMATS if not one.in_steps):
        command = [sys.executable, "-m", "tests.bench.curation", known.name]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        seconds, made_up, megabytes = (float(one) for one in told[:3])
        what = f"{SAMPLES:,} samples to {known.name}"
        yield Figure(name=what, value=seconds - made_up, unit="s", at_most=20)
        yield Figure(name=f"{what}, the bench's own candidates apart", value=made_up, unit="s")
        yield Figure(name=f"{what}, peak", value=megabytes, unit="MB", at_most=400)
    yield Figure(name=f"near-duplicates among {TEXTS:,}", value=_near_duplicates(), unit="s", at_most=30)


def _near_duplicates() -> float:
    """Seconds of the hygiene step over different texts of which one in five is nearly another one."""
    rng, words = random.Random(0), sorted({word for text in inputs() for word in text.split()})
    texts = [" ".join(rng.choices(words, k=rng.randrange(8, 60))) for _ in range(TEXTS * 4 // 5)]
    texts += [KINDS["one word changed"](text, rng) for text in texts[: TEXTS // 5]]
    asked = Input(id="i", project="bench", text="Where is it?")
    samples = [
        Candidate(sample=Sample(id=f"s{n}", project="bench", input_id="i", output=text), input=asked)
        for n, text in enumerate(texts)
    ]
    check = near_duplicates(threshold=0.9, of="output")
    began = time.monotonic()
    found = sum(bool(check(sample)) for sample in samples)
    assert found > TEXTS // 10, "the planted near-duplicates were not found"
    return time.monotonic() - began


def _export(name: str) -> None:
    """Prints seconds, how many of them go into making candidates up, peak memory, seconds of work, and rows."""
    import resource  # not on Windows, where only this bench is missing

    began = time.monotonic()
    for _ in range(2):  # an export walks its candidates twice
        deque(Stream(), maxlen=0)
    made_up, began, worked = time.monotonic() - began, time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        made = write_dataset(
            folder=Path(folder) / "out", format=name, candidates=Stream(), recipe=RECIPE, papers=PAPERS
        )
    seconds, worked = time.monotonic() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.2f} {made_up:.2f} {peak:.0f} {worked:.2f} {dict(made.rows)}")


if __name__ == "__main__":
    _export(sys.argv[1])
