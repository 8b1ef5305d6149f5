"""Pairs of published judges on the same items, and how often a number of ratings names the better one."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.rating.draw import drawn
from studio.rating.queue_modes import SHARES

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SETS = ("llmbar_case", "pandalm")


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgePair:
    """Two judges on the items both judged."""

    name: str
    step: npt.NDArray[np.int_]
    """By item: 1 where only the second is right, -1 where only the first is, else 0."""
    differs: npt.NDArray[np.bool_]

    @property
    def difference(self) -> float:
        """How much more often the second judge is right."""
        return float(self.step.mean())

    def found_at_random(self, *, ratings: int, repeats: int) -> float:
        """How often so many random ratings name the better judge; a draw counts half."""
        random = np.random.default_rng(ratings)
        return self._share([random.permutation(len(self.step))[:ratings] for _ in range(repeats)])

    def found_by_the_queue(self, *, ratings: int, repeats: int) -> float:
        """The same with the picks of "find the better judge"."""
        return self._share([self._picked(ratings, seed=str(repeat)) for repeat in range(repeats)])

    def best_possible(self, *, ratings: int) -> float:
        """How often the better one is named by the best method for which one difference is like another, exactly.

        Ratings tell of two judges only where these differ. Where nothing tells beforehand which differences are fixes,
        any choice of them is as good as a random one, and of two mirrored splits the likelier is the one that agrees
        with the majority drawn (Neyman and Pearson), whose chance is hypergeometric; a draw counts half.
        """
        ahead, behind = int((self.step == 1).sum()), int((self.step == -1).sum())
        return majority_named(
            max(ahead, behind), min(ahead, behind), int(self.differs.sum()) - ahead - behind, ratings=ratings
        )

    def _picked(self, ratings: int, *, seed: str) -> list[int]:
        open_, places = np.ones(len(self.step), dtype=bool), []
        strengths = {"random": np.ones(len(self.step)), "changed": self.differs.astype(float)}
        for number in range(ratings):
            pick = drawn(strengths, SHARES["better"], open_=open_, seed=f"{self.name}/{seed}/{number}")
            assert pick is not None
            open_[pick.place] = False
            places.append(pick.place)
        return places

    def _share(self, samples: list[list[int]] | list[npt.NDArray[np.int_]]) -> float:
        right = np.sign(self.difference)
        named = [np.sign(self.step[sample].sum()) for sample in samples]
        return float(np.mean([1.0 if one == right else 0.5 if one == 0 else 0.0 for one in named]))


def majority_named(more: int, fewer: int, neither: int, *, ratings: int) -> float:
    """The chance that more of the larger kind than of the smaller are drawn without putting back, ties half."""
    drawn = min(ratings, more + fewer + neither)
    every, found = comb(more + fewer + neither, drawn), 0.0
    for first in range(min(more, drawn) + 1):
        for second in range(min(fewer, first, drawn - first) + 1):
            rest = drawn - first - second
            if rest <= neither:
                ways = comb(more, first) * comb(fewer, second) * comb(neither, rest)
                found += ways / every * (1.0 if first > second else 0.5)
    return found


def judge_pairs() -> Iterator[JudgePair]:
    """Every two judges of the shared sets, shown in the same order, that are not equally good."""
    for folder in SETS:
        gold, verdicts = _read(SHARED / folder / "ratings.jsonl")
        for first, second in combinations(verdicts, 2):
            shared = sorted(verdicts[first].keys() & verdicts[second].keys() & gold.keys())
            a, b, truth = ([side[item] for item in shared] for side in (verdicts[first], verdicts[second], gold))
            step = [(y == t) - (x == t) for x, y, t in zip(a, b, truth, strict=True)]
            if first[1] == second[1] and sum(step):
                yield JudgePair(
                    name=f"{folder}: {first[0]} and {second[0]}, {first[1]}",
                    step=np.array(step),
                    differs=np.array([x != y for x, y in zip(a, b, strict=True)]),
                )


def _read(path: Path) -> tuple[dict[str, str], dict[tuple[str, str], dict[str, str]]]:
    """The majority of the people by item, and each judge's verdicts by (judge, order)."""
    people: defaultdict[str, list[str]] = defaultdict(list)
    verdicts: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        if "label" not in row:
            continue
        if row["rater_kind"] == "human":
            people[row["item_id"]].append(row["label"])
        else:
            verdicts[row["rater_id"], row["order"]][row["item_id"]] = row["label"]
    return {item: Counter(labels).most_common(1)[0][0] for item, labels in people.items()}, dict(verdicts)
