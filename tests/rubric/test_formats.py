"""Rubrics of other tools are read with a list of what was left behind, and ours are written for them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.errors import ImportRefused, NotFound, RubricError, StudioError
from studio.records import ONE_TO_FIVE, PASS_FAIL, Rubric, Scale
from studio.rubric.folder import RubricFolder
from studio.rubric.formats import FORMATS, read_foreign, rubric_format, write_foreign
from studio.rubric.reading import parse_rubric
from studio.rubric.scales import YES_NO, is_ordered
from studio.rubric.tree import read_tree, values
from studio.rubric.writing import new_rubric_text
from tests.rubric.random_rubrics import rubrics

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "rubric"
SUPPORT = parse_rubric((ROOT / "rubrics" / "support-reply.yaml").read_text(encoding="utf-8"))

PROMPTFOO = """\
description: Support bot
prompts: [prompts/support.txt]
providers: [openai:gpt-x]
defaultTest:
  assert:
    - type: llm-rubric
      metric: polite
      value: Is the reply polite?
      weight: 2
      threshold: 0.8
      provider: openai:gpt-x
    - type: not-llm-rubric
      value: Mentions that it is an AI
    - type: latency
      threshold: 2000
tests:
  - vars: {question: Where is my parcel?}
    assert:
      - type: assert-set
        assert:
          - type: llm-rubric
            value: Names a date for {{question}}
      - type: contains
        value: parcel
"""

GRADER = {
    "type": "multi",
    "name": "Support quality",
    "graders": {
        "helpful": {
            "type": "score_model",
            "name": "helpful",
            "model": "gpt-x",
            "range": [1, 5],
            "pass_threshold": 4,
            "input": [
                {"role": "system", "content": "Rate how far the reply solves the customer's problem."},
                {"role": "user", "content": "Customer: {{item.input}}\n\nReply:\n{{sample.output_text}}"},
            ],
        },
        "tone": {
            "type": "label_model",
            "name": "tone",
            "model": "gpt-x",
            "labels": ["warm", "rude"],
            "passing_labels": ["warm"],
            "input": [{"role": "user", "content": [{"type": "input_text", "text": "What tone has the reply?"}]}],
        },
        "topic": {
            "type": "label_model",
            "name": "topic",
            "labels": ["returns", "sizes", "other"],
            "passing_labels": ["returns", "sizes"],
            "input": [{"role": "user", "content": "What is it about?"}],
        },
        "exact": {"type": "string_check", "name": "exact", "input": "{{sample.output_text}}", "operation": "eq"},
    },
    "calculate_output": "0.75 * helpful + 0.25 * tone",
}

GEVAL = """
from deepeval.metrics import GEval
import os; os.system("touch /tmp/never")
metric = GEval(
    name="Correctness",
    criteria="Is the output factually correct?",
    evaluation_steps=["Compare the facts.", "Penalise omissions."],
    evaluation_params=[LLMTestCaseParams.ACTUAL_OUTPUT],
    rubric=[
        Rubric(score_range=(0, 2), expected_outcome="Wrong."),
        Rubric(score_range=(3, 7), expected_outcome="Partly right."),
        Rubric(score_range=(8, 10), expected_outcome="Right."),
    ],
    model=make_model("gpt-x"),
    threshold=0.7,
)
strict = GEval(name="Safe", evaluation_steps=["Is nobody harmed?"], strict_mode=True)
"""

PROMETHEUS = """\
[Does the answer show empathy?]
Score 1: It ignores how the person feels.
Score 2: It names the feeling in passing.
Score 3: It names the feeling and reacts to it.
Score 4: It reacts with care.
Score 5: It reacts with care that fits this person.
"""

HEALTHBENCH = {
    "prompt": [{"role": "user", "content": "My chest hurts."}],
    "rubrics": [
        {"criterion": "Tells the person to call an ambulance.", "points": 9, "tags": ["level:example"]},
        {"criterion": "Recommends waiting until tomorrow.", "points": -7, "tags": []},
    ],
}


def test_promptfoo_assertions_become_criteria_and_the_rest_is_listed() -> None:
    conversion, known = read_foreign(PROMPTFOO, file="promptfooconfig.yaml")
    rubric = conversion.result
    assert known.name == "promptfoo" and (rubric.title, rubric.name) == ("Support bot", "support-bot")
    assert [(c.question, c.scale.values, c.weight) for c in rubric.criteria] == [
        ("Is the reply polite?", ("fail", "pass"), 2.0),
        ("Mentions that it is an AI", ("yes", "no"), 1.0),
        ("Names a date for {{question}}", ("fail", "pass"), 1.0),
    ]
    assert conversion.not_carried == (
        "The prompts: add them on the Generate page.",
        "A rubric names no model: choose the judges in the studio.",
        "The tests' variables: import them as inputs.",
        "'polite': the threshold 0.8; here judges answer pass or fail.",
        "`latency` is checked by code in promptfoo; a rubric asks judges. Leave that check where it is.",
        "'Names a date for {{question}}' was asked only in test 1; here it is asked of every output.",
        "`contains` is checked by code in promptfoo; a rubric asks judges. Leave that check where it is.",
        "names_date_for_question: {{question}} was filled in for each test; here judges see it as it is. Reword it.",
    )


def test_openai_graders_become_criteria_with_their_scales_and_weights() -> None:
    conversion, known = read_foreign(json.dumps(GRADER), file="grader.json")
    helpful, tone, topic = conversion.result.criteria
    assert known.name == "openai-grader" and conversion.result.title == "Support quality"
    assert (helpful.scale, helpful.weight) == (ONE_TO_FIVE, 0.75)
    assert helpful.question == "Rate how far the reply solves the customer's problem."
    assert (tone.scale, tone.question) == (Scale(values=("rude", "warm"), level="ordinal"), "What tone has the reply?")
    assert topic.scale.level == "nominal"
    text = " ".join(conversion.not_carried)
    for words in (
        "names no model",
        "pass threshold 4",
        "that returns, sizes pass",
        "`exact` (string_check)",
        "formula",
    ):
        assert words in text


def test_geval_is_read_from_python_without_running_it() -> None:
    conversion, known = read_foreign(GEVAL, file="metrics.py")
    correct, safe = conversion.result.criteria
    assert known.name == "deepeval"
    assert (correct.id, correct.question) == ("Correctness", "Is the output factually correct?")
    assert correct.scale == Scale(values=(1, 2, 3), level="ordinal")
    assert dict(correct.anchors) == {1: "Wrong.", 2: "Partly right.", 3: "Right."}
    assert (safe.scale, safe.question) == (PASS_FAIL, "Is nobody harmed?")
    assert any("evaluation steps" in note for note in conversion.not_carried)
    assert not Path("/tmp/never").exists()


def test_geval_steps_are_read_from_json() -> None:
    steps = {"name": "Coherence", "evaluation_steps": ["Read it.", "Is it coherent?"], "threshold": 0.5}
    (criterion,) = read_foreign(json.dumps(steps), file="x.json")[0].result.criteria
    assert (criterion.question, criterion.scale.values) == ("Read it.\nIs it coherent?", tuple(range(11)))


def test_prometheus_rubrics_are_read_as_text_and_as_json() -> None:
    from_text, known = read_foreign(PROMETHEUS, file="empathy.txt")
    (criterion,) = from_text.result.criteria
    assert known.name == "prometheus"
    assert (criterion.question, criterion.scale) == ("Does the answer show empathy?", ONE_TO_FIVE)
    assert criterion.anchors[5] == "It reacts with care that fits this person."
    scores = {f"score{n}_description": criterion.anchors[n] for n in range(1, 6)}
    from_json, _ = read_foreign(
        json.dumps({"criteria": criterion.question, **scores, "author": "x"}), file="empathy.json"
    )
    assert from_json.result.criteria[0].anchors == criterion.anchors
    assert from_json.not_carried == ("`author`",)


def test_healthbench_points_become_weights_and_minus_points_turn_the_scale() -> None:
    lines = json.dumps(HEALTHBENCH) + "\n" + json.dumps(HEALTHBENCH) + "\n"
    conversion, known = read_foreign(lines, file="healthbench.jsonl")
    wanted, unwanted = conversion.result.criteria
    assert known.name == "healthbench"
    assert (wanted.scale, wanted.weight) == (YES_NO, 9.0)
    assert (unwanted.scale.values, unwanted.weight) == (("yes", "no"), 7.0)
    assert "1 more examples in the file, each with its own rubric." in conversion.not_carried


def test_our_own_files_are_read_and_their_mistakes_named_with_the_place() -> None:
    assert read_foreign(new_rubric_text(SUPPORT))[0].result == SUPPORT
    with pytest.raises(RubricError, match="line 3, column 1"):
        read_foreign("rubric: a\ncriteria: []\nweigth: 1\n", file="a.yaml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("Just a note to self.", "of no known format"),
        ('{"type": "score_model", ', "not valid JSON"),
        ('{"a": 1, "a": 2}', "stands twice"),
        ('{"a": NaN}', "not a JSON number"),
        ('{"a": ' + "9" * 5000 + "}", "thousands of digits"),
        ("[" * 100_000, "nested too deeply"),
        ("a: &x 1\nb: *x\n", "no anchors"),
        ('{"type": "string_check", "name": "x"}', "no criterion that a judge could answer"),
        ("x" * 300_000, "256 kB at most"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        read_foreign(text, file="x")
    assert words in caught.value.happened
    assert caught.value.safe == "Nothing was taken in."


# To renew after a wanted change: PYTHONPATH=. python -m tests.rubric.test_formats
@pytest.mark.parametrize("known", [known for known in FORMATS if known.write], ids=lambda known: known.name)
def test_each_format_is_written_as_agreed(known) -> None:
    written = write_foreign(SUPPORT, to=known.name).result
    assert written == (GOLDEN / f"{known.name}{known.suffix}.txt").read_text(encoding="utf-8")


def test_written_promptfoo_yaml_and_openai_json_have_the_shapes_those_tools_read() -> None:
    config = values(read_tree(write_foreign(SUPPORT, to="promptfoo").result, file="x"))
    assert config["defaultTest"]["threshold"] == 0.5
    asserts = config["defaultTest"]["assert"]
    assert [(a["type"], a["metric"], a.get("weight")) for a in asserts][:2] == [
        ("llm-rubric", "answers_the_question", 2),
        ("llm-rubric", "correct_next_step", None),
    ]
    from openai.types.graders import ScoreModelGrader

    grader = json.loads(write_foreign(SUPPORT, to="openai-grader").result)
    assert grader["type"] == "multi" and grader["calculate_output"].startswith("0.4 * (answers_the_question / 1)")
    for found in grader["graders"].values():
        assert ScoreModelGrader.model_validate(found).input[1].content.endswith("{{sample.output_text}}")


def test_template_marks_in_a_rubric_do_not_reach_the_other_tools_templates() -> None:
    rubric = parse_rubric('rubric: a\ncriteria:\n  - id: x\n    question: "Is {{env.KEY}} {% endraw %} there?"\n')
    promptfoo = values(read_tree(write_foreign(rubric, to="promptfoo").result, file="x"))
    value = promptfoo["defaultTest"]["assert"][0]["value"]
    assert value.startswith("{% raw %}") and value.count("{% endraw") == 1 and value.endswith("{% endraw %}")
    assert "{{env.KEY}}" not in write_foreign(rubric, to="openai-grader").result


def test_what_a_format_cannot_hold_is_said() -> None:
    topic = Scale(values=("a", "b"), level="nominal")
    rubric = parse_rubric("rubric: a\ncriteria:\n  - id: x\n    question: Q?\n  - id: topic\n    question: Which?\n")
    rubric = replace(rubric, criteria=(rubric.criteria[0], replace(rubric.criteria[1], scale=topic)))
    for name in ("promptfoo", "openai-grader", "deepeval", "prometheus", "inspect"):
        assert any(note.startswith("topic: ") for note in write_foreign(rubric, to=name).not_carried), name


@pytest.mark.parametrize("to", ["promptfoo", "openai-grader", "deepeval"])
def test_what_the_studio_wrote_comes_back_as_it_was(to: str) -> None:
    for rubric in RubricFolder(ROOT / "rubrics").load().rubrics:
        back = read_foreign(write_foreign(rubric, to=to).result, file="their.txt")[0].result
        kept = [(c.question, c.scale, dict(c.anchors), c.examples) for c in back.criteria]
        assert kept == [
            (c.question, c.scale, dict(c.anchors), c.examples) for c in rubric.criteria if is_ordered(c.scale)
        ]
        assert back.task == rubric.task


def test_a_text_that_somebody_changed_is_left_whole() -> None:
    written = write_foreign(RubricFolder(ROOT / "rubrics").load().rubrics[0], to="openai-grader")
    changed = written.result.replace("Value: fail", "Verdict: fail")
    (criterion,) = read_foreign(changed, file="their.json")[0].result.criteria
    assert criterion.question.startswith("Task: An assistant works out an answer step by step.")
    assert (criterion.scale.values, dict(criterion.anchors), criterion.examples) == ((), {}, ())


@pytest.mark.parametrize("file", ["rubric.md", "scorer.py"])
def test_what_is_written_for_people_is_refused_with_what_can_be_read(file: str) -> None:
    with pytest.raises(ImportRefused, match=r"is of no known format\. These can be read: "):
        read_foreign('"""A scorer."""\n**The result.** Something: {', file=file)


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="promptfoo, openai-grader"):
        write_foreign(SUPPORT, to="excel")
    with pytest.raises(NotFound, match="can be read but not written"):
        write_foreign(SUPPORT, to="healthbench")
    assert rubric_format("markdown").suffix == ".md"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rubric=rubrics())
def test_any_rubric_can_be_written_in_every_format(rubric: Rubric) -> None:
    for known in FORMATS:
        if known.write:
            text = known.write(rubric).result
            if known.suffix == ".py":
                compile(text, known.name, "exec")
            if known.suffix == ".json":
                json.loads(text)
            if known.suffix == ".yaml":
                read_tree(text, file=known.name)


JUNK = st.sampled_from(
    (None, True, 0, -1, 1.5, 1e308, "", " ", "{{a}}", [], {}, [1], {"a": 1}, [[]], "é" * 70, "a\tb", 10**30)
)
DOCUMENTS = (values(read_tree(PROMPTFOO, file="x")), GRADER, HEALTHBENCH, {"criteria": "Q?", "score1_description": "a"})


@settings(max_examples=150, deadline=None)
@given(data=st.data(), document=st.sampled_from(DOCUMENTS))
def test_damaged_documents_are_read_or_refused_in_words(data: st.DataObject, document: object) -> None:
    damaged = json.loads(json.dumps(document))
    for _ in range(data.draw(st.integers(1, 3))):
        _damage(damaged, data)
    try:
        conversion, _ = read_foreign(json.dumps(damaged), file="x.json")
    except StudioError:
        return
    assert parse_rubric(new_rubric_text(conversion.result)) == conversion.result


def _damage(document: object, data: st.DataObject) -> None:
    here = document
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if isinstance(here[key], dict | list) and here[key] and data.draw(st.booleans()):
            here = here[key]
        else:
            here[key] = json.loads(json.dumps(data.draw(JUNK)))
            return


if __name__ == "__main__":
    for format_ in FORMATS:
        if format_.write:
            (GOLDEN / f"{format_.name}{format_.suffix}.txt").write_text(format_.write(SUPPORT).result, encoding="utf-8")
