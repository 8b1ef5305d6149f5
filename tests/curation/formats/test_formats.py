"""Each format's rows have the columns its reader documents, with the right texts in them."""

from __future__ import annotations

import ast
import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.curation.dataset import preview, write_dataset
from studio.curation.formats import FORMATS, format_named
from studio.errors import NotFound
from studio.records import Criterion, Prompt
from tests.curation.shop import KIND, PAPERS, RUBRIC, filled, pair, ratings, recipe, sample, shop, steps, verdicts

GOOD = {"answers": "pass", "tone": 5}
BAD = {"answers": "fail", "tone": 1}
KEEP = [{"criterion": "answers", "any_of": ["pass"]}]
ROLES = ("system", "user", "assistant")


def rows(format: str, candidates=None, **parts: Any) -> dict[str, list[Any]]:
    """The rows of each file, all in one split."""
    parts = {"split": {"train": 1, "validation": 0, "test": 0}, **parts}
    found = preview(format=format, candidates=candidates or two(), recipe=recipe(**parts), papers=PAPERS, first=1_000)
    return {name: list(rows) for name, rows in found.rows.items()}


def two() -> list[Any]:
    """A good and a bad answer to one input."""
    return [
        sample("a", text="Where is it?", output="Here.", rated=GOOD),
        sample("b", output="No.", text="Where is it?", rated=BAD),
    ]


def asked() -> list[dict[str, str]]:
    return [
        {"role": "system", "content": "You are kind."},
        {"role": "user", "content": "A customer writes: Where is it?"},
    ]


def said(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


def test_sft_is_a_conversation_that_ends_with_the_answer() -> None:
    (row,) = rows("sft", keep=KEEP)["train.jsonl"]
    assert row["messages"] == [*asked(), said("Here.")]
    assert (row["sample"], row["source"], json.loads(row["values"])["answers"]) == ("a", "rating", "pass")


def test_prompt_and_completion_stand_apart() -> None:
    (row,) = rows("prompt_completion", keep=KEEP)["train.jsonl"]
    assert (row["prompt"], row["completion"]) == (asked(), [said("Here.")])


def test_training_rows_can_leave_the_prompt_out() -> None:
    (row,) = rows("sft", keep=KEEP, messages="input_only")["train.jsonl"]
    assert row["messages"] == [{"role": "user", "content": "Where is it?"}, said("Here.")]


def test_a_template_is_filled_once_and_other_names_stay() -> None:
    prompt = Prompt(name="p", template="{{input}} in {{language}}")
    (row,) = rows("sft", [sample("a", text="Say {{language}}", prompt=prompt)])["train.jsonl"]
    assert row["messages"][0]["content"] == "Say {{language}} in {{language}}"


@pytest.mark.parametrize("name", ["dpo", "openai_preference"])
def test_preferences_have_one_prompt_and_two_answers(name) -> None:
    (row,) = rows(name)["train.jsonl"]
    if name == "dpo":
        assert (row["prompt"], row["chosen"], row["rejected"]) == (asked(), [said("Here.")], [said("No.")])
        assert (row["margin"], row["source"]) == (1.0, "rating_difference")
    else:
        assert row == {
            "input": {"messages": asked()},
            "preferred_output": [said("Here.")],
            "non_preferred_output": [said("No.")],
        }


def test_answers_under_different_prompts_are_preferred_for_the_bare_input() -> None:
    candidates = [two()[0], sample("b", output="No.", text="Where is it?", rated=BAD, prompt=Prompt(name="terse"))]
    (row,) = rows("dpo", candidates)["train.jsonl"]
    assert row["prompt"] == [{"role": "user", "content": "Where is it?"}]


def test_reward_rows_are_whole_conversations_and_ties_stand_apart() -> None:
    a, b = two()
    c = sample("c", output="There.", text="Where is it?", rated=GOOD)
    found = rows("reward", [a, b, c])
    assert {tuple(row["chosen"][-1].items()) for row in found["train.jsonl"]} == {
        tuple(said(text).items()) for text in ("Here.", "There.")
    }
    assert all(row["chosen"][:-1] == row["rejected"][:-1] == asked() for row in found["train.jsonl"])
    assert "prompt" not in found["train.jsonl"][0]
    (tie,) = found["train_ties.jsonl"]
    assert (tie["margin"], "chosen" in tie) == (0.0, False)


def test_kto_marks_what_the_recipe_keeps_and_what_it_does_not() -> None:
    found = rows("kto", keep=KEEP)["train.jsonl"]
    assert [(row["completion"][0]["content"], row["label"]) for row in found] == [("Here.", True), ("No.", False)]
    assert all(row["prompt"] == asked() for row in found)


def test_grpo_gives_each_prompt_once_with_the_rubric_beside_it(tmp_path) -> None:
    (row,) = rows("grpo")["train.jsonl"]
    assert (row["prompt"], row["rubric_id"]) == (asked(), RUBRIC.id)
    write_dataset(folder=tmp_path / "g", format="grpo", candidates=two(), recipe=recipe(), papers=PAPERS)
    spec = json.loads((tmp_path / "g" / "reward.json").read_text())
    assert [criterion["id"] for criterion in spec["criteria"]] == ["answers", "tone"]


def test_openai_rows_hold_messages_alone_and_their_origin_stands_line_by_line_beside_them() -> None:
    found = rows("openai_sft")
    assert all(
        set(row) == {"messages"} and {m["role"] for m in row["messages"]} == set(ROLES) for row in found["train.jsonl"]
    )
    assert [row["sample"] for row in found["train_provenance.jsonl"]] == ["a", "b"]
    assert [row["messages"][-1]["content"] for row in found["train.jsonl"]] == ["Here.", "No."]


def test_judge_training_asks_as_the_studio_asks_and_answers_as_she_rated() -> None:
    candidate = sample("a", text="Where is it?", output="Here.", judged=GOOD)
    rated = replace(candidate, ratings=ratings("a", {"answers": "fail"}, note="It says nothing."))
    (row,) = rows("judge_training", [rated], values={"judges": ["Good"]})["train.jsonl"]
    assert json.loads(row["completion"][0]["content"]) == {"answers": {"reason": "It says nothing.", "value": "fail"}}
    assert "Does the reply answer what was asked?" in row["prompt"][0]["content"]
    assert "Here." in row["prompt"][1]["content"]
    assert (row["value"], row["explanation_by"], row["rater"]) == ("fail", "ada", "ada")


def test_judge_training_takes_the_reason_of_a_judge_that_agrees_and_else_asks_for_none() -> None:
    candidate = sample("a", rated=GOOD)
    agreeing = verdicts("a", {"answers": "pass"}, explanation="It answers.")
    differing = verdicts("a", {"tone": 1}, explanation="Rude.")
    found = rows("judge_training", [replace(candidate, verdicts=agreeing + differing)])["train.jsonl"]
    assert [(row["criterion"], row["explanation"]) for row in found] == [("answers", "It answers."), ("tone", "")]
    assert json.loads(found[1]["completion"][0]["content"]) == {"tone": {"value": 5}}
    assert "reason" not in found[1]["prompt"][0]["content"].split("# Your reply")[1]


def test_deepeval_goldens_are_one_array_with_one_golden_an_input(tmp_path) -> None:
    write_dataset(folder=tmp_path / "d", format="deepeval", candidates=shop(), recipe=recipe(), papers=PAPERS)
    goldens = [row for path in (tmp_path / "d").glob("t*.json") for row in json.loads(path.read_text())]
    goldens += json.loads((tmp_path / "d" / "validation.json").read_text())
    assert len(goldens) == 12
    known = {"input", "actual_output", "expected_output", "name", "comments", "additional_metadata"}
    assert all(set(golden) == known and golden["input"] for golden in goldens)


def test_the_expected_answer_is_the_reference_or_else_the_best_sample() -> None:
    a, b = two()
    (row,) = rows("deepeval", [b, a])["train.json"]
    assert row["expected_output"] == "Here."
    asked_with_reference = replace(a.input, reference="On the shelf.")
    (row,) = rows("deepeval", [replace(a, input=asked_with_reference)])["train.json"]
    assert (row["expected_output"], row["actual_output"]) == ("On the shelf.", "Here.")


@pytest.mark.parametrize(
    "hostile", ['"""', "'''", "{braces} {{double}}", "back\\slash", "line\u2028end", "\ud83d", "%s %d", "#"]
)
def test_the_inspect_task_compiles_and_its_template_can_be_filled_whatever_the_rubric_says(tmp_path, hostile) -> None:
    first = Criterion(id="answers", question=f"Does it answer {hostile}?", anchors={"pass": hostile})
    rubric = replace(RUBRIC, title=f"Support {hostile}", criteria=(first,))
    write_dataset(
        folder=tmp_path / "i",
        format="inspect",
        candidates=shop(),
        recipe=recipe(),
        papers=replace(PAPERS, rubric=rubric),
    )
    tree = ast.parse((tmp_path / "i" / "task.py").read_text())
    values = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    words = values["CRITERIA"]["answers"]
    assert hostile in words
    template = values["TEMPLATE"] % words.replace("{", "{{").replace("}", "}}")
    filled = template.format(question="Q", answer="A", criterion="C", instructions="I")
    assert words in filled
    assert [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] == ["graded", "rubric_support_reply"]


def test_inspect_samples_have_input_target_and_id() -> None:
    (row,) = rows("inspect")["train.jsonl"]
    assert (row["id"], row["input"], row["target"]) == ("i1", asked(), "Here.")
    assert isinstance(row["metadata"], dict)


def promptfoo_config(folder: Path, *, candidates=None, papers=PAPERS) -> dict[str, Any]:
    write_dataset(folder=folder, format="promptfoo", candidates=candidates or shop(), recipe=recipe(), papers=papers)
    return json.loads((folder / "promptfooconfig.yaml").read_text())


def test_promptfoo_gets_prompts_assertions_and_tests_that_are_there(tmp_path) -> None:
    config = promptfoo_config(tmp_path / "p")
    (prompt,) = config["prompts"]
    assert json.loads(prompt["raw"]) == [
        {"role": "system", "content": "You are kind."},
        {"role": "user", "content": "A customer writes: {{input}}"},
    ]
    assert [(one["type"], one["metric"]) for one in config["defaultTest"]["assert"]] == [
        ("llm-rubric", "answers"),
        ("llm-rubric", "tone"),
    ]
    assert all((tmp_path / "p" / name.removeprefix("file://")).is_file() for name in config["tests"])
    assert config["providers"] == ["echo"]


@pytest.mark.parametrize(
    "text",
    [
        "file://run.py",
        "  FILE://x",
        "package:a:b",
        "{{ constructor }}",
        "{% include 'x' %}",
        "a {# note #} b",
        "https://x.example",
    ],
)
def test_a_text_that_promptfoo_would_run_or_open_never_reaches_it(tmp_path, text) -> None:
    candidates = [*shop(), sample("bad", of="i99", text=text), sample("worse", of="i98", output=text)]
    promptfoo_config(tmp_path / "p", candidates=candidates)
    written = "".join(path.read_text() for path in (tmp_path / "p").glob("*.jsonl"))
    assert "i99" not in written
    assert "i98" not in written
    assert json.loads((tmp_path / "p" / "manifest.json").read_text())["steps"][1]["dropped"][0]["count"] == 2


def test_a_rubric_with_template_marks_is_literal_for_promptfoo(tmp_path) -> None:
    criterion = replace(RUBRIC.criteria[0], question="Uses {{name}} {% endraw %}?")
    papers = replace(PAPERS, rubric=replace(RUBRIC, criteria=(criterion,)))
    (assertion,) = promptfoo_config(tmp_path / "p", papers=papers)["defaultTest"]["assert"]
    assert assertion["value"].startswith("{% raw %}")
    assert assertion["value"].endswith("{% endraw %}")
    assert assertion["value"].count("{% endraw %}") == 1


PAYLOADS = [
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "|calc",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0\u2003=1",
    "\uff1d1+1",
    '\u200b\ufeff=HYPERLINK("http://x")',
    "\x00=1",
    "\ufe63\u207a1",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_of_the_table_starts_a_formula(tmp_path, payload) -> None:
    hostile = sample(
        "a", text=payload, output=payload, system=payload, tags={payload: payload}, prompt=replace(KIND, name=payload)
    )
    rated = replace(hostile, ratings=ratings("a", {"answers": "pass"}, note=payload, rater=payload))
    write_dataset(folder=tmp_path / "c", format="csv", candidates=[rated], recipe=recipe(), papers=PAPERS)
    content = (tmp_path / "c" / "samples.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, row = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(header) == len(row)
    cells = dict(zip(header, row, strict=True))
    for name in ("input", "output", "model", "prompt", "answers: note"):
        assert cells[name] == f"'{payload}"


@pytest.mark.parametrize("text", ["-5", "+3.2", "-1,000.5", "12 %", "1e-5", "Hello = world", "a-b", "", "´=1"])
def test_numbers_and_ordinary_texts_stay_as_they_are_in_the_table(text) -> None:
    from studio.curation.safe_cell import safe_cell

    assert safe_cell(text) == text


def test_every_line_of_the_table_has_ratings_and_verdicts_in_columns_of_their_own() -> None:
    (first, *_) = rows("csv", shop())["samples.csv"]
    assert (first["answers: rating"], first["answers: value"], first["answers: from"]) == ("pass", "pass", "rating")
    assert (first["answers: Good"], first["answers: Weak"], first["tone: Good"]) == ("pass", "", 4)


def test_hugging_face_parquet_holds_what_the_rows_hold_with_stated_types(tmp_path) -> None:
    import pyarrow.parquet

    hostile = [*shop(), sample("odd", of="i99", output="half \ud83d", text="nul \x00")]
    write_dataset(folder=tmp_path / "h", format="huggingface", candidates=hostile, recipe=recipe(), papers=PAPERS)
    tables = [pyarrow.parquet.read_table(path) for path in sorted((tmp_path / "h" / "data").glob("*.parquet"))]
    found = {row["sample"]: row for table in tables for row in table.to_pylist()}
    assert len(found) == 25
    assert found["s00a"]["ratings"][0] == {
        "rater": "ada",
        "criterion": "answers",
        "value": "pass",
        "number": None,
        "note": "",
        "rubric": RUBRIC.id,
    }
    assert (found["odd"]["output"], found["odd"]["input"]) == ("half \ufffd", "nul \x00")
    assert not list((tmp_path / "h").rglob("*.jsonl"))


def test_hugging_face_jsonl_holds_the_same_rows_and_no_parquet(tmp_path) -> None:
    write_dataset(folder=tmp_path / "h", format="huggingface_jsonl", candidates=shop(), recipe=recipe(), papers=PAPERS)
    found = [json.loads(line) for path in (tmp_path / "h" / "data").glob("*") for line in path.open()]
    assert len(found) == 24
    assert not list((tmp_path / "h").rglob("*.parquet"))
    card = (tmp_path / "h" / "README.md").read_text()
    assert '"dataset_info"' in card or "dataset_info:" in card


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_every_format_tells_what_it_is_and_writes_the_shop(tmp_path, known) -> None:
    made = write_dataset(
        folder=tmp_path / "out", format=known.name, candidates=filled(known), recipe=recipe(keep=KEEP), papers=PAPERS
    )
    assert known.title
    assert known.description.endswith(".")
    assert sum(made.rows.values()) > 0
    assert format_named(known.name) is known


@pytest.mark.parametrize(
    "name", ["sft", "prompt_completion", "dpo", "reward", "kto", "grpo", "openai_sft", "inspect", "deepeval"]
)
def test_a_sample_without_input_text_is_left_out_and_counted_where_the_format_starts_from_one(name) -> None:
    empty = [replace(one, input=replace(one.input, text="")) for one in two()]
    found = preview(format=name, candidates=empty, recipe=recipe(keep=KEEP), papers=PAPERS)
    assert found.rows == {}
    assert [(d.reason, d.count) for step in found.selection.steps for d in step.dropped] == [
        ("there is no input text", 2)
    ]


def test_an_empty_answer_teaches_nothing_but_stays_in_an_evaluation_set() -> None:
    empty = [sample("a", output=" ", rated=GOOD)]
    assert rows("sft", empty) == {}
    assert len(rows("jsonl", empty)["items.jsonl"]) == 1


def test_steps_stand_in_the_columns_of_stepwise_supervision() -> None:
    candidates = [*steps("a", texts=["Three rows.", "24 books."], values=["pass", "fail"]), *two()]
    found = rows("prm", candidates, keep=KEEP)
    (row,) = found["train.jsonl"]
    assert row["prompt"] == "You are kind.\n\nA customer writes: Question i1?"
    assert (row["completions"], row["labels"]) == (["Three rows.", "24 books."], [True, False])
    assert (row["samples"], row["sources"]) == (["a1", "a2"], ["rating", "rating"])


def test_a_step_of_an_answer_is_never_taught_as_a_whole_answer() -> None:
    for name in ("sft", "kto", "dpo"):
        assert rows(name, steps("a", texts=["One.", "Two."], values=["pass", "fail"]), keep=KEEP) == {}


def test_an_unknown_format_is_refused_with_the_list() -> None:
    with pytest.raises(NotFound, match=r'no format called "xlsx"\. Nothing was written\. Use one of these: jsonl, csv'):
        format_named("xlsx")


def test_pairs_stand_as_items_with_two_outputs_in_evaluation_jsonl() -> None:
    a, b = sample("a", output="One."), sample("b", output="Two.")
    found = rows("jsonl", [a, b, pair(a, b, rated="B")])
    (item,) = found["items.jsonl"]
    assert (item["item_id"], item["output_a"], item["output_b"]) == ("a-b", "One.", "Two.")
    (rating,) = found["ratings.jsonl"]
    assert (rating["label"], rating["scale"], rating["rater_kind"]) == ("B", "preference", "human")
