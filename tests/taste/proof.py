"""The taste judge on published ratings: `python -m tests.taste.proof` prints the tables of docs/taste.md.

Grouped cross-validation: five folds of inputs, the ratings to learn from drawn at random from the other four, several
seeds. Nothing is chosen by what it is tried on; no language model is asked, only its published verdicts are read.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import rankdata

from studio.providers.word_table import embedded_word_table
from studio.taste.choosing import choose, out_of_fold, trained, tried
from studio.taste.feature_space import Text, described, fit_space
from studio.taste.meaning import WordVectors
from studio.taste.one_thread import one_thread
from studio.taste.problem import JUDGE, Problem

SHARED = Path(__file__).parents[3] / "shared" / "data"
FOLDS = 5


def json_lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


class Pandalm:
    """The decisive pairs: those whose majority is A or B."""

    @one_thread
    def __init__(self, vectors: WordVectors | None = None) -> None:
        said: defaultdict[str, dict[str, str]] = defaultdict(dict)
        people: defaultdict[str, list[str]] = defaultdict(list)
        for row in json_lines(SHARED / "pandalm" / "ratings.jsonl"):
            if row["rater_kind"] == "human":
                people[row["item_id"]].append(row["label"])
            else:
                said[row["rater_id"]][row["item_id"]] = row.get("label", "")
        items = json_lines(SHARED / "pandalm" / "items.jsonl")
        majority = {name: Counter(labels).most_common(1)[0][0] for name, labels in people.items()}
        kept = [item for item in items if majority[item["item_id"]] != "tie"]
        self.answers = np.array([2.0 if majority[item["item_id"]] == "A" else 0.0 for item in kept])
        self.groups = np.unique([item["input"] for item in kept], return_inverse=True)[1]
        texts = list(dict.fromkeys(item[side] for item in items for side in ("output_a", "output_b")))
        space = fit_space(texts, vectors=vectors)
        sides = [
            described(space, [Text(item["input"], item[side]) for item in kept], vectors=vectors)[0]
            for side in ("output_a", "output_b")
        ]
        self.rows, self.blocks = sides[0] - sides[1], space.blocks
        self.verdicts = {
            judge: np.array([{"A": 1.0, "B": -1.0}.get(by_item.get(item["item_id"], ""), 0.0) for item in kept])
            for judge, by_item in said.items()
        }

    def judge_share(self, judge: str) -> float:
        """How often a judge's verdict is the majority; a tie and an unreadable verdict are none."""
        return float((self.verdicts[judge] == self.answers - 1).mean())

    @one_thread
    def shares(self, *, ratings: int, seeds: int, jurors: Sequence[str] = ()) -> list[float]:
        """For each seed, how often the taste (or the stack with these jurors) is right on inputs it never saw."""
        columns = [self.verdicts[judge][:, None] for judge in jurors]
        rows = np.hstack([self.rows, *columns])
        whole = Problem(
            kind="preference",
            rows=rows,
            answers=self.answers,
            groups=self.groups,
            blocks=np.concatenate([self.blocks, np.full(len(jurors), JUDGE)]),
            value_count=3,
        )
        return [
            float(np.mean([_hits(whole, *part) for part in _splits(whole, ratings, seed)])) for seed in range(seeds)
        ]


def _splits(whole: Problem, ratings: int, seed: int) -> Iterator[tuple[Any, Any]]:
    draw = np.random.default_rng(seed)
    order = draw.permutation(whole.groups.max() + 1)
    for fold in range(FOLDS):
        tried = np.flatnonzero(np.isin(whole.groups, order[fold::FOLDS]))
        pool = np.setdiff1d(np.arange(len(whole.answers)), tried)
        yield draw.permutation(pool)[:ratings], tried


def _hits(whole: Problem, learn: Any, held_out: Any) -> float:
    part = whole.part(learn)
    leaning = trained(part, choose(tried(part))).logits(whole.rows[held_out]).mean(axis=1)
    return float(((leaning > 0) == (whole.answers[held_out] == 2)).mean())


@one_thread
def hanna() -> dict[str, dict[str, float]]:
    """Criterion -> who -> Spearman against the mean of three people, on the 96 stories whose text is open."""
    items = json_lines(SHARED / "hanna" / "items.jsonl")
    people: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    judges: defaultdict[tuple[str, str, str], list[float]] = defaultdict(list)
    for row in json_lines(SHARED / "hanna" / "ratings.jsonl"):
        if row["rater_kind"] == "human":
            people[row["criterion"], row["item_id"]].append(row["score"])
        elif row["status"] == "ok":
            name = str(row.get("model", row["rater_id"]))
            judges[row["criterion"], name, row["item_id"]].append(row["score"])
    vectors = embedded_word_table()
    space = fit_space([item["output"] for item in items], vectors=vectors)
    rows, _ = described(space, [Text(item["input"], item["output"]) for item in items], vectors=vectors)
    groups = np.unique([item["input"] for item in items], return_inverse=True)[1]
    found: dict[str, dict[str, float]] = {}
    for criterion in sorted({name for name, _ in people}):
        means = np.array([np.mean(people[criterion, item["item_id"]]) for item in items])
        problem = Problem(kind="number", rows=rows, answers=means, groups=groups, blocks=space.blocks, value_count=0)
        found[criterion] = {"taste": _spearman(out_of_fold(problem)[:, 0], means)}
        for name in sorted({name for known, name, _ in judges if known == criterion}):
            said = [judges.get((criterion, name, item["item_id"])) for item in items]
            both = [place for place, scores in enumerate(said) if scores]
            found[criterion][name] = _spearman(np.array([np.mean(said[p]) for p in both]), means[both])
    return found


def _spearman(one: Any, other: Any) -> float:
    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])


def main() -> None:
    """Prints both tables."""
    pandalm = Pandalm(embedded_word_table())
    print(f"PandaLM, {len(pandalm.answers)} decisive pairs about {pandalm.groups.max() + 1} inputs\n")
    print("| judge | ratings | agreement | seeds from – to |\n|---|---|---|---|")
    for judge in pandalm.verdicts:
        print(f"| {judge} alone | 0 | {pandalm.judge_share(judge):.3f} | |")
    for ratings in (50, 100, 200, 400, 600):
        _row("taste", ratings, pandalm.shares(ratings=ratings, seeds=6))
    for jurors in (["gpt-3.5-turbo"], ["pandalm-7b"], ["gpt-3.5-turbo", "pandalm-7b"]):
        _row(f"stack with {' and '.join(jurors)}", 200, pandalm.shares(ratings=200, seeds=4, jurors=jurors))
    table = hanna()
    names = list(next(iter(table.values())))
    print(f"\n| criterion | {' | '.join(names)} |\n|{'---|' * (len(names) + 1)}")
    for criterion, row in table.items():
        print(f"| {criterion} | {' | '.join(f'{row[name]:.2f}' for name in names)} |")


def _row(name: str, ratings: int, shares: Sequence[float]) -> None:
    spread = f"{min(shares):.3f} – {max(shares):.3f}"
    print(f"| {name} | {ratings} | {np.mean(shares):.3f} | {spread} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
