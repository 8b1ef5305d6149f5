"""`studio.reward` with judges that need no key: rules, and a taste that she has trained."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

import pytest

import studio
from studio.errors import StudioError
from studio.judging.judge_run import keep_judges
from studio.own_judges.kinds import own_judge
from studio.records import Judge, Project, Rater, Sample, Verdict
from studio.reward_function import RewardFunction
from studio.rubric.reading import parse_rubric
from studio.store.inputs import new_input, save_inputs
from studio.store.juries import new_jury
from studio.store.ratings import RatingEvent
from studio.store.samples import save_samples
from studio.store.verdicts import save_verdicts
from studio.workspace import Workspace
from tests.taste.planted import WORDS, rated_answers

TEXT = """
rubric: reply
criteria:
  - id: good
    question: Is it good?
  - id: short
    question: Has it at most 40 words?
    rule: {length: {at_most: 40}}
"""
RUBRIC = parse_rubric(TEXT)
PROJECT = Project(id="shop", title="Shop", rubric="reply")
LONG, BRIEF = " ".join(WORDS + WORDS[::2]), "Parcel sorry apologies order refund week."


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(tmp_path)
    opened.rubrics.save_text(TEXT.lstrip())
    opened.save_project(PROJECT)
    given = rated_answers(120)
    asked = {text: new_input(project="shop", text=text) for text in dict.fromkeys(one.group for one in given)}
    made = [
        Sample(id=one.subject, project="shop", input_id=asked[one.group].id, output=one.text.output) for one in given
    ]
    opened.write(lambda database: save_inputs(database, asked.values()))
    opened.write(lambda database: save_samples(database, made))
    events = [
        RatingEvent(
            project="shop",
            rater="anna",
            subject=one.subject,
            rubric_id=RUBRIC.id,
            criterion="good",
            value=str(one.values["good"]),
        )
        for one in given
    ]
    opened.append_ratings(events, rater=Rater(id="anna", name="Anna"), rubric=RUBRIC)
    yield opened
    opened.close()


def run(workspace: Workspace, kind: str) -> None:
    judge = own_judge("rule" if kind == "rule" else "taste", rubric=RUBRIC)
    run_id = workspace.start_judging(PROJECT, rubric=RUBRIC, judges=[judge])
    assert workspace.jobs.wait(run_id, seconds=120.0)


def rewards(reward: RewardFunction, *completions: str) -> list[float | None]:
    return reward(prompts=["Where is my parcel?"] * len(completions), completions=list(completions))


def test_rules_reward_what_keeps_them_without_ratings_on_them(workspace: Workspace) -> None:
    run(workspace, "rule")
    reward = studio.reward("shop", "Rules", workspace=workspace)
    assert rewards(reward, BRIEF, LONG) == [1.0, 0.0]
    assert reward.spent_usd == 0.0


def test_a_taste_rewards_with_its_chance_and_leaves_out_what_it_has_not_seen_the_like_of(workspace: Workspace) -> None:
    run(workspace, "taste")
    reward = studio.reward("shop", "Your taste", workspace=workspace, criterion="good")
    new = rated_answers(30, seed=9)
    *given, strange = rewards(reward, *(one.text.output for one in new), "Pchnąć w tę łódź jeża lub ośm skrzyń fig")
    worth = {
        value: [found for one, found in zip(new, given, strict=True) if found and one.values["good"] == value]
        for value in ("pass", "fail")
    }
    assert fmean(worth["pass"]) > fmean(worth["fail"]) + 0.2
    assert all(0 < found < 1 for found in worth["pass"])
    assert strange is None


def test_a_taste_that_was_never_trained_is_refused_before_the_training(workspace: Workspace) -> None:
    judge = own_judge("taste", rubric=RUBRIC)
    said = Verdict(subject="s00000", judge_id=judge.id, criterion="good", value="pass")
    workspace.write(lambda database: keep_judges(database, rubric=RUBRIC, judges=[judge]))
    workspace.write(lambda database: save_verdicts(database, [said], project="shop"))
    with pytest.raises(StudioError, match="has not been trained"):
        studio.reward("shop", "Your taste", workspace=workspace, unchecked=True)


def test_a_criterion_of_rules_is_not_rewarded_by_a_taste(workspace: Workspace) -> None:
    run(workspace, "taste")
    with pytest.raises(StudioError, match="no criterion 'short'"):
        studio.reward("shop", "Your taste", workspace=workspace, criterion="short")


def known(workspace: Workspace, judge: Judge) -> str:
    """A judge that has said something of a sample, so that the project knows it."""
    said = Verdict(subject="s00000", judge_id=judge.id, criterion="good", value="pass")
    workspace.write(lambda database: keep_judges(database, rubric=RUBRIC, judges=[judge]))
    workspace.write(lambda database: save_verdicts(database, [said], project="shop"))
    return judge.name or judge.model


MEMBERS = (Judge(model="openai:x", rubric_id=RUBRIC.id, name="X"), own_judge("taste", rubric=RUBRIC))
NEVER = "is no model that could be asked about a new output"


@pytest.mark.parametrize(
    ("judge", "told"),
    [
        (own_judge("stack", rubric=RUBRIC), NEVER),
        (new_jury(MEMBERS, rule="majority", name="Both"), NEVER),
        (Judge(model="import:crowd", rubric_id=RUBRIC.id, name="Crowd", imported=True), NEVER),
        (own_judge("taste", rubric=RUBRIC, mode="pairwise"), "compares two outputs and gives single ones no value"),
    ],
)
def test_what_cannot_speak_of_a_new_output_is_refused_even_unchecked(
    workspace: Workspace, judge: Judge, told: str
) -> None:
    workspace.write(lambda database: keep_judges(database, rubric=RUBRIC, judges=MEMBERS))
    with pytest.raises(StudioError, match=told):
        studio.reward("shop", known(workspace, judge), workspace=workspace, unchecked=True)


def test_a_rule_on_repeats_is_refused_because_it_speaks_of_all_samples_at_once(tmp_path: Path) -> None:
    opened = Workspace(tmp_path)
    text = "rubric: new\ncriteria:\n  - {id: new, question: Is it new?, rule: {repeats: {at_most: 0.9}}}\n"
    opened.rubrics.save_text(text)
    rubric = parse_rubric(text)
    judge = own_judge("rule", rubric=rubric)
    asked = new_input(project="shop", text="Where is it?")
    made = [Sample(id=f"r{number}", project="shop", input_id=asked.id, output="Here.") for number in range(2)]
    project = Project(id="shop", title="Shop", rubric="new")
    opened.save_project(project)
    opened.write(lambda database: save_inputs(database, [asked]))
    opened.write(lambda database: save_samples(database, made))
    assert opened.jobs.wait(opened.start_judging(project, rubric=rubric, judges=[judge]), seconds=60.0)
    with pytest.raises(StudioError, match="asks whether an earlier sample is like it"):
        studio.reward("shop", "Rules", workspace=opened)
    opened.close()


def test_a_taste_that_does_not_agree_with_her_may_not_reward(workspace: Workspace) -> None:
    run(workspace, "taste")
    with pytest.raises(StudioError, match="Your taste may not reward on good:"):
        studio.reward("shop", "Your taste", workspace=workspace, least_agreement=0.99)


def test_a_project_without_a_rubric_has_nothing_to_reward_by(tmp_path: Path) -> None:
    opened = Workspace(tmp_path)
    opened.save_project(Project(id="bare", title="Bare"))
    with pytest.raises(StudioError, match="The project bare has no rubric"):
        studio.reward("bare", "Rules", workspace=opened)
    opened.close()
