"""The papers of a dataset: the rubric as it was, the judges, and how far each agreed with her at this moment."""

from __future__ import annotations

from studio import __version__
from studio.comparing.comparison import Comparison
from studio.curation.papers import JudgePaper, Papers
from studio.curation.recipe import Measure
from studio.exporting.quality import corrected_quality
from studio.prompting.judge_request import judge_prompts
from studio.records import Judge, Project, Rubric, content_id
from studio.rubric.writing import new_rubric_text
from studio.store.engine import Database
from studio.store.judges import judges_used
from studio.store.runs import exact_models

ASKED_WITHOUT_WORDS = ("jury", "rule", "taste", "stack")
"""What stands before the colon of judges that are no model: they combine, measure or learn."""
SMALL_MODEL_LIMIT = (
    "Some samples or verdicts come from the built-in demo model, whose verdicts are near chance: not evidence."
)


def project_papers(
    database: Database,
    *,
    project: Project,
    rubric: Rubric,
    comparison: Comparison,
    measure: Measure = "accuracy",
    licence: str = "",
) -> Papers:
    """What is known about the project's judges under this rubric; agreement where she has rated."""
    judges = judges_used(database, project.id, rubric_id=rubric.id)
    exact = exact_models(database, project.id)
    return Papers(
        rubric=rubric,
        project=project.id,
        project_title=project.title,
        rubric_text=new_rubric_text(rubric),
        judges=tuple(
            _judge_paper(judge, comparison=comparison, measure=measure, exact_model=exact.get(judge.model, ""))
            for judge in judges
        ),
        agreement_measure=measure,
        licence=licence,
        rater=comparison.rater.name,
        corrected_quality=tuple(corrected_quality(database, comparison, measure=measure)),
        known_limits=(SMALL_MODEL_LIMIT,) if any(judge.model.startswith("local:") for judge in judges) else (),
        tool_version=__version__,
    )


def _judge_paper(judge: Judge, *, comparison: Comparison, measure: Measure, exact_model: str) -> JudgePaper:
    measured = [one for one in comparison.judges if one.judge.id == judge.id]
    agreement = {one.criterion.id: one.report[measure] for one in measured if measure in one.report.figures}
    return JudgePaper(
        judge=judge,
        name=judge.name or judge.model,
        exact_model=exact_model,
        prompt_hash=_prompt_hash(judge, rubric=comparison.rubric),
        agreement=agreement,
    )


def _prompt_hash(judge: Judge, *, rubric: Rubric) -> str:
    """A name for the words this judge was asked with; empty for one whose words the studio does not know."""
    if judge.imported or judge.model.partition(":")[0] in ASKED_WITHOUT_WORDS:
        return ""
    asked = judge_prompts(rubric=rubric, judge=judge)
    return content_id("judge_prompt", [[prompt.system, prompt.closing] for prompt in asked])
