"""The three published sets beside the project, whole."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from studio.records import Rater
from studio.store.judges import judges_used
from studio.store.projects import project, project_counts
from studio.store.raters import raters
from studio.store.store import Store
from tests.interchange.conftest import Import
from tests.interchange.reading import all_pairs, all_samples, all_verdicts, judge_names, only_rubric

SHARED = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data sets are not beside the project")


def promised(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SHARED / name / "dataset.json").read_text("utf-8"))
    return found


@pytest.mark.slow
def test_hanna_comes_in_whole_and_agrees_with_its_own_counts(store: Store, take: Import) -> None:
    report = take(SHARED / "hanna")
    counts = promised("hanna")["counts"]
    assert report.items == counts["items_full"]
    assert report.items - report.items_without_text == counts["items_with_text"]
    assert report.ratings == counts["human_ratings_full"]
    assert report.verdicts + sum(report.failures.values()) == counts["judge_ratings_full"]
    assert report.failures == {"out_of_scale": 1051}
    assert (report.skipped_total, report.duplicates) == (0, 0)
    with store.reading() as database:
        held = project_counts(database, "p")
        found = project(database, "p")
        assert raters(database, "p")[0] == Rater(id="slot1", name="slot1", is_slot=True)
        assert len(judges_used(database, "p")) == 20
    assert held["ratings"] == counts["human_ratings_full"]
    assert held["verdicts"] + held["failed_verdicts"] == counts["judge_ratings_full"]
    assert held["samples"] == counts["items_with_text"]
    assert found is not None
    assert (found.title, found.rubric) == ("hanna", "hanna")
    part = take(SHARED / "hanna" / "items.jsonl", SHARED / "hanna" / "ratings.jsonl")
    assert part.rubric_id == report.rubric_id
    assert part.already_there == {"inputs": 96, "items": 96, "ratings": 1728, "verdicts": 11520}


def test_hanna_keeps_means_as_numbers_and_spoilt_means_as_failures_with_what_was_given(
    store: Store, take: Import
) -> None:
    take(SHARED / "hanna" / "items.jsonl", SHARED / "hanna" / "ratings.jsonl")
    assert only_rubric(store).criteria[0].question == "how well the story matches its prompt"
    names = judge_names(store)
    by_name = [(names[verdict.judge_id], verdict) for verdict in all_verdicts(store)]
    assert (4.6667, None) in [(v.value, v.failure) for name, v in by_name if name == "Beluga-13B/p1"]
    spoilt = [v for _, v in by_name if v.failure]
    assert len(spoilt) == 49
    assert {v.failure for v in spoilt} == {"out_of_scale"}
    assert "0.3333" in {v.raw for v in spoilt}
    assert not [v for _, v in by_name if isinstance(v.value, float) and v.value.is_integer()]


def test_pandalm_becomes_pairs_with_ties_and_garbage_stays_unreadable(store: Store, take: Import) -> None:
    report = take(SHARED / "pandalm")
    counts = promised("pandalm")["counts"]
    assert report.items == report.pairs == counts["items"] == len(all_pairs(store))
    assert report.ratings + report.verdicts + sum(report.failures.values()) == counts["ratings"]
    verdicts = all_verdicts(store)
    assert Counter(v.failure for v in verdicts)["unreadable"] == 25
    assert {v.raw for v in verdicts if v.failure} == {"garbage"}
    assert {v.order for v in verdicts} == {"AB"}
    assert only_rubric(store).criteria[0].scale.values == ("A", "B", "tie")


def test_llmbar_keeps_both_orders_and_its_judges_models(store: Store, take: Import) -> None:
    report = take(SHARED / "llmbar_case")
    counts = promised("llmbar_case")["counts"]
    assert report.items == counts["items"]
    assert report.ratings + report.verdicts + sum(report.failures.values()) == counts["ratings"]
    orders = Counter(verdict.order for verdict in all_verdicts(store))
    assert orders == {"AB": 3150, "BA": 3150}
    with store.reading() as database:
        judges = judges_used(database, "p")
    assert {(judge.name, judge.model, judge.mode, judge.imported) for judge in judges} >= {
        ("GPT-4/CoT", "imported:GPT-4", "pairwise", True)
    }
    subsets = {sample.tags["subset"] for sample in all_samples(store)}
    assert subsets == {"Base_9", "Base_10", "Constraint", "Negation", "Normal"}


@pytest.mark.parametrize("name", ["llmbar_case", "pandalm"])
def test_the_same_set_twice_adds_nothing(name: str, store: Store, take: Import) -> None:
    take(SHARED / name)
    with store.reading() as database:
        before = project_counts(database, "p")
    again = take(SHARED / name)
    with store.reading() as database:
        assert project_counts(database, "p") == before
    told = again.already_there
    assert told["items"] == again.items
    assert told["ratings"] == again.ratings
    assert told["verdicts"] == again.verdicts + sum(again.failures.values())


def test_all_or_nothing_takes_a_sound_set(store: Store, take: Import) -> None:
    report = take(SHARED / "pandalm", all_or_nothing=True)
    assert report.items == len(all_pairs(store)) == 999
