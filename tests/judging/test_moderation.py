"""OpenAI's moderation endpoint judges policies beside the others: categories become verdicts, nothing is guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest

from studio.errors import StudioError
from studio.judging.judge_run import judge_lanes, judge_plan, keep_judges, usual_settings
from studio.prompting.judge_request import judge_prompts
from studio.records import Criterion, Judge, Rubric, Scale
from studio.runs.jobs import Jobs
from studio.store import runs
from tests.providers.doors import Recorded, door
from tests.runs.running import PROJECT, Shop

MODEL = "openai:omni-moderation-latest"
FLAG_ALLOW = Scale(values=("flag", "allow"), level="ordinal")
POLICIES = Rubric(
    name="policies",
    title="Policies",
    criteria=(
        Criterion(id="hate_threatening", question="Does it threaten people for what they are?", scale=FLAG_ALLOW),
        Criterion(id="self_harm_intent", question="Does somebody announce harm to themselves?"),
        Criterion(id="flagged", question="Is anything wrong with it?", scale=FLAG_ALLOW),
        Criterion(id="polite", question="Is it polite?"),
        Criterion(id="violence", question="How violent is it?", scale=Scale(values=(1, 2, 3), level="ordinal")),
    ),
)
SAID = {
    "id": "modr-1",
    "model": "omni-moderation-2024-09-26",
    "results": [
        {
            "flagged": True,
            "categories": {"hate/threatening": True, "self-harm/intent": False, "violence": False},
            "category_scores": {"hate/threatening": 0.91, "self-harm/intent": 0.02, "violence": 0.1},
        }
    ],
}


def judged(folder: Path, answer: dict[str, Any]) -> tuple[Shop, Recorded]:
    recorded = Recorded(lambda body: httpx2.Response(200, json=answer))
    shop = Shop(folder, count=2)
    provider = door("openai", transport=recorded.transport)
    shop.jobs = Jobs(store=shop.store, open_provider=lambda address: provider, price=lambda address, usage: 0.0)
    judge = Judge(model=MODEL, rubric_id=POLICIES.id, settings=usual_settings(MODEL))

    def action(database: Any) -> int:
        keep_judges(database, rubric=POLICIES, judges=[judge])
        plan = judge_plan(judges=[judge])
        return runs.new_run(database, project=PROJECT, kind="judge", plan=plan)

    run_id = shop.store.write(action)
    with shop.store.reading() as database:
        run = runs.run_of(database, run_id)
    assert run is not None
    shop.jobs.start(
        run_id=run_id, lanes=judge_lanes(run, reading=shop.store.reading, price=lambda a, u: 0.0, secret="s")
    )
    shop.end(run_id)
    shop.close()
    return shop, recorded


def test_categories_become_verdicts_under_the_criteria_that_bear_their_names(tmp_path: Path) -> None:
    shop, recorded = judged(tmp_path, SAID)
    found = {
        criterion: (value, failure)
        for criterion, value, failure in shop.rows(
            "select criterion, value, failure from verdict where subject = '0000000000000000'"
        )
    }
    assert found == {
        "hate_threatening": ("flag", None),
        "self_harm_intent": ("pass", None),
        "flagged": ("flag", None),
        "polite": (None, "not_applicable"),
        "violence": (None, "not_applicable"),
    }
    assert shop.rows("select probabilities from verdict where criterion = 'self_harm_intent'")[0] == (
        '{"fail":0.02,"pass":0.98}',
    )
    assert [request.url.path for request in recorded.requests] == ["/v1/moderations"] * 2
    assert recorded.bodies[0] == {"model": "omni-moderation-latest", "input": "It is in van 0."}


def test_an_answer_without_categories_is_unreadable_and_no_verdict(tmp_path: Path) -> None:
    shop, _ = judged(tmp_path, {"results": []})
    assert shop.rows("select distinct failure from verdict") == [("unreadable",)]


def test_pairs_are_refused_in_words() -> None:
    judge = Judge(model=MODEL, rubric_id=POLICIES.id, settings=usual_settings(MODEL), mode="pairwise")
    with pytest.raises(StudioError, match="one text at a time"):
        judge_prompts(rubric=POLICIES, judge=judge)
