"""What the store holds reaches curation whole: a jury stands in like any judge she has checked."""

from __future__ import annotations

from pathlib import Path

from studio.curation.recipe import Recipe
from studio.store.judges import judges_used, save_judge
from studio.store.juries import new_jury
from studio.workspace import Workspace
from tests.checked_judge import RATED, checked_workspace


def test_a_jury_is_compared_with_her_and_may_stand_in_like_any_judge(tmp_path: Path) -> None:
    workspace = Workspace(checked_workspace(tmp_path))
    project = workspace.project("shop")
    rubric = workspace.rubric_of(project)
    assert rubric is not None
    both = workspace.read(lambda database: judges_used(database, "shop"))
    jury = new_jury(both, rule="median", name="The two")
    workspace.write(lambda database: save_judge(database, jury))
    papers = workspace.papers(project, rubric=rubric)
    assert {one.name for one in papers.judges} == {"fair", "strict", "The two"}
    assert papers.judge("The two").prompt_hash == ""
    assert papers.judge("The two").agreement["answers"].n == RATED
    candidates = list(workspace.candidates(project, rubric=rubric))
    said = {verdict.judge_id for verdict in candidates[0].verdicts}
    assert jury.id in said
    recipe = Recipe.model_validate({"recipe": "x", "values": {"judges": ["The two"], "least_agreement": 0}})
    seen = workspace.preview(project, rubric=rubric, format="sft", recipe=recipe)
    assert "The two" not in " ".join(seen.selection.notes)
    assert jury.id in seen.selection.rule.checked("warmth")
    workspace.close()


def test_papers_say_what_the_comparison_says_by_any_measure(tmp_path: Path) -> None:
    workspace = Workspace(checked_workspace(tmp_path))
    project = workspace.project("shop")
    rubric = workspace.rubric_of(project)
    whole = {(one.judge.id, one.criterion.id): one.report for one in workspace.compare(project, rubric=rubric).judges}
    for measure in ("accuracy", "kappa"):
        papers = workspace.papers(project, rubric=rubric, measure=measure)
        told = {(one.judge.id, name): figure for one in papers.judges for name, figure in one.agreement.items()}
        assert told == {key: report[measure] for key, report in whole.items()}
    workspace.close()
