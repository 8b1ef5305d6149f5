"""Perturbed copies: changed in the way their name says, apart from her own data, and read back as who was fooled."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.generation.check_results import check_results
from studio.generation.judge_checks import begin_checks, checks_project
from studio.generation.perturbed import COPY_TAG, PERTURBATIONS, perturbed_copies
from studio.records import Criterion, Judge, Project, Rubric, Sample, Verdict
from studio.store.engine import Database
from studio.store.inputs import new_input, save_inputs
from studio.store.judges import save_judge
from studio.store.projects import save_project
from studio.store.rubrics import save_rubric
from studio.store.samples import every_sample, save_samples
from studio.store.store import Store
from studio.store.verdicts import save_verdicts

SHOP = Project(id="shop", title="Shop", rubric="reply")
RUBRIC = Rubric(name="reply", title="Reply", criteria=(Criterion(id="answers", question="Does it answer?"),))
JUDGE = Judge(model="scripted:fair", rubric_id=RUBRIC.id)
TEXT = "Please send it back within thirty days. We pay for the parcel. The money comes in a week."


def sample(name: str = "a", text: str = TEXT) -> Sample:
    asked = new_input(project="shop", text="Can I return it?")
    return Sample(id=name, project="shop", input_id=asked.id, output=text, system="openai:big")


@pytest.mark.parametrize("change", PERTURBATIONS)
def test_each_change_makes_another_text_and_always_the_same_one(change: str) -> None:
    (copy,) = perturbed_copies([sample()], changes=[change])  # type: ignore[list-item]
    (again,) = perturbed_copies([sample()], changes=[change])  # type: ignore[list-item]
    assert copy.output != TEXT and copy == again
    assert copy.tags[COPY_TAG] == "a" and copy.system == f"copy: {change}"


def test_what_is_cut_and_shuffled_says_less_and_what_is_longer_says_the_same() -> None:
    made = {one.system: one.output for one in perturbed_copies([sample()], changes=list(PERTURBATIONS))}
    assert TEXT.startswith(made["copy: cut short"])
    assert sorted(made["copy: shuffled"].split()) == sorted(TEXT.split())
    assert all(sentence in made["copy: longer"] for sentence in TEXT.split(". ")[:1])
    assert made["copy: flattering"].endswith(TEXT) and made["copy: claims to be good"].startswith(TEXT)


def test_a_copy_is_never_copied_and_one_that_came_out_alike_is_left_out() -> None:
    (copy,) = perturbed_copies([sample()], changes=["longer"])
    assert perturbed_copies([copy], changes=["longer"]) == []
    assert perturbed_copies([sample(text="No.")], changes=["typing errors", "shuffled"]) == []


def test_checks_lie_beside_her_project_and_tell_who_was_fooled(tmp_path: Path) -> None:
    store = Store(tmp_path / "studio.db")
    asked = new_input(project="shop", text="Can I return it?")
    there = checks_project(SHOP)

    def begin(database: Database) -> int:
        save_project(database, SHOP)
        save_inputs(database, [asked])
        save_samples(database, [sample("a"), sample("b", f"{TEXT} Kind regards.")])
        save_rubric(database, RUBRIC)
        save_judge(database, JUDGE)
        return begin_checks(database, SHOP, answers=5, changes=["cut short", "longer"])

    assert store.write(begin) == 6
    assert store.write(begin) == 0, "the same checks again add nothing"
    with store.reading() as database:
        assert len(list(every_sample(database, "shop"))) == 2
        made = list(every_sample(database, there.id))
    # The judge passes everything: right for what is longer, fooled by what was cut short.
    said = [Verdict(subject=one.id, judge_id=JUDGE.id, criterion="answers", value="pass") for one in made]
    store.write(lambda database: save_verdicts(database, said, project=there.id))
    with store.reading() as database:
        found = {one.change: one for one in check_results(database, there.id, rubric=RUBRIC)}
    assert {change: (one.n, one.fooled) for change, one in found.items()} == {"cut short": (2, 2), "longer": (2, 0)}
    store.close()
