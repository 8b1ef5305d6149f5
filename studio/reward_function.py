"""A judge she has checked as a reward in training, in the shape TRL's trainers call; it stores no verdict."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from studio.curation.checked_judges import refusal
from studio.curation.papers import JudgePaper, Papers
from studio.curation.recipe import OVERALL, Values
from studio.errors import NotFound, StudioError
from studio.judging.reward_asking import RewardAsking, asked_subject, reward_of
from studio.own_judges.kinds import asked_of, own_kind
from studio.own_judges.reward_speaking import RewardSpeaking
from studio.records import Criterion, Judge, Rubric
from studio.rubric.combining import counted_criteria
from studio.settings import workspace_folder
from studio.workspace import Workspace

Reward = float | None
LONGEST_BATCH_SECONDS = 86_400.0
HEARS_OTHERS = ("jury", "stack")
"""Judges made of other judges' verdicts, of which a new output has none."""


def reward(
    project: str,
    judge: str,
    *,
    workspace: Workspace | Path | str | None = None,
    criterion: str = OVERALL,
    least_agreement: float = 0.6,
    least_ratings: int = 20,
    unchecked: bool = False,
    cap_usd: float | None = None,
) -> RewardFunction:
    """A judge of a project, by name or id, as a reward function; refused where she has not checked it well enough.

    `criterion` takes one criterion instead of all as the rubric combines them. `cap_usd` stops the training before the
    judge's calls cost more.
    """
    opened = _opened(workspace)
    found = opened.project(project)
    rubric = opened.rubric_of(found)
    if rubric is None:
        raise NotFound(happened=f"The project {project} has no rubric.", to_do="Choose one on the Rubrics page.")
    papers = opened.papers(found, rubric=rubric)
    paper = _askable(judge, papers=papers)
    asked = _criteria(criterion, rubric=asked_of(rubric, model=paper.judge.model))
    # A rule is right by definition: it was written, not learnt.
    if not unchecked and own_kind(paper.judge.model) != "rule":
        rule = Values(judges=(paper.judge.id,), least_agreement=least_agreement, least_ratings=least_ratings)
        _refuse_unchecked(paper, rule=rule, papers=papers, criteria=asked)
    return RewardFunction(
        opened, project=project, rubric=rubric, judge=paper.judge, criterion=criterion, cap_usd=cap_usd
    )


class RewardFunction:
    """Called with prompts and completions, it gives a reward from 0 (worst) to 1 (best) for each.

    None: the judge gave no usable verdict on this one, and TRL then leaves this reward out for it. Where the judge
    cannot be asked at all (key, quota, money cap) it raises, so that no training goes on without its reward.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        project: str,
        rubric: Rubric,
        judge: Judge,
        criterion: str = OVERALL,
        cap_usd: float | None = None,
    ) -> None:
        self.__name__ = f"{project}_{judge.name or judge.model}"
        self._workspace = workspace
        self._rubric = rubric
        self._answered = asked_of(rubric, model=judge.model)
        self._criterion = criterion
        self._asking = self._voice(project, judge=judge, cap_usd=cap_usd)

    def _voice(self, project: str, *, judge: Judge, cap_usd: float | None) -> RewardAsking | RewardSpeaking:
        rubric, reading = self._answered, self._workspace.reading
        if own_kind(judge.model) is not None:
            return RewardSpeaking(project=project, rubric=rubric, judge=judge, reading=reading)
        return RewardAsking(
            project=project,
            rubric=rubric,
            judge=judge,
            reading=reading,
            around=self._workspace.jobs,
            cap_usd=cap_usd,
        )

    def __call__(self, prompts: Sequence[Any] = (), completions: Sequence[Any] = (), **columns: Any) -> list[Reward]:
        """A reward for each completion; safe from any thread, also from one in which an event loop runs.

        Of the dataset's columns it reads `input` (what was asked, without the prompt around it), `reference` and
        `rubric_id`, which the studio's GRPO export writes.
        """
        self._refuse_other_rubric(columns.get("rubric_id"))
        subjects = [
            asked_subject(prompt, completion, input_text=text, reference=reference)
            for prompt, completion, text, reference in zip(
                prompts,
                completions,
                columns.get("input") or [""] * len(completions),
                columns.get("reference") or [""] * len(completions),
                strict=True,
            )
        ]
        unique = {subject.id: subject for subject in subjects}
        readings = self._workspace.jobs.ask(
            lambda _: self._asking.readings(list(unique.values())), seconds=LONGEST_BATCH_SECONDS
        )
        worth = {
            subject: reward_of(found, rubric=self._answered, criterion=self._criterion)
            for subject, found in readings.items()
        }
        rewards = [worth[subject.id] for subject in subjects]
        _log(columns.get("log_metric"), name=self.__name__, rewards=rewards)
        return rewards

    async def concurrently(self, *, prompts: Sequence[Any], completions: Sequence[Any], **columns: Any) -> list[Reward]:
        """The same for trainers that await several reward functions at once."""
        return await asyncio.to_thread(self, prompts, completions, **columns)

    @property
    def spent_usd(self) -> float:
        """What the calls have cost so far, as far as prices are known."""
        return self._asking.spent_usd

    def close(self) -> None:
        """Gives back connections and processes."""
        self._workspace.close()

    def _refuse_other_rubric(self, rubric_ids: Sequence[str] | None) -> None:
        strange = next((one for one in rubric_ids or () if one and one != self._rubric.id), None)
        if strange is not None:
            raise StudioError(
                happened=f"The dataset asks for the rubric {strange}, and this judge goes by {self._rubric.id}.",
                safe="Nobody was asked.",
                to_do="Export the prompts again, or choose a judge under that rubric.",
            )


def _opened(workspace: Workspace | Path | str | None) -> Workspace:
    if isinstance(workspace, Workspace):
        return workspace
    return Workspace(Path(workspace) if workspace is not None else workspace_folder(), read_only=True)


def _askable(name: str, *, papers: Papers) -> JudgePaper:
    paper = papers.judge(name)
    if paper is None:
        known = ", ".join(one.name for one in papers.judges) or "none yet"
        raise NotFound(happened=f"There is no judge {name!r} under this rubric.", to_do=f"Choose one of: {known}.")
    judge = paper.judge
    why = ""
    if judge.mode == "pairwise":
        why = "compares two outputs and gives single ones no value"
    elif judge.imported or judge.model.partition(":")[0] in HEARS_OTHERS:
        why = "is no model that could be asked about a new output"
    if why:
        raise StudioError(
            happened=f"{paper.name} {why}.", safe="Nobody was asked.", to_do="Choose a judge that rates single outputs."
        )
    return paper


def _criteria(name: str, *, rubric: Rubric) -> Sequence[Criterion]:
    if name == OVERALL:
        return counted_criteria(rubric)
    found = rubric.criterion(name)
    if found is None:
        known = ", ".join(criterion.id for criterion in rubric.criteria)
        raise NotFound(happened=f"The rubric has no criterion {name!r}.", to_do=f"Choose one of: {known}, {OVERALL}.")
    return (found,)


def _refuse_unchecked(paper: JudgePaper, *, rule: Values, papers: Papers, criteria: Sequence[Criterion]) -> None:
    for criterion in criteria:
        if why := refusal(rule, judge=paper, papers=papers, criterion=criterion.id):
            raise StudioError(
                happened=f"{paper.name} may not reward on {criterion.id}: {why}.",
                safe="Nobody was asked.",
                to_do="Rate more samples it has judged, choose another judge, or say unchecked=True.",
            )


def _log(log_metric: Callable[[str, float], None] | None, *, name: str, rewards: Sequence[Reward]) -> None:
    """Tells the trainer which share of the completions got no verdict, where it takes such numbers."""
    if log_metric is not None and rewards:
        log_metric(f"{name}/without_verdict", sum(one is None for one in rewards) / len(rewards))
