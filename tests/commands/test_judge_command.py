"""`studio judge` with juries, batches and files, as a script uses it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.commands.studio_command import RUBRIC, items, studio, told
from tests.runs.batch_server import Vendor, batch_server, chat
from tests.store.shelf import ask


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reply.yaml").write_text(RUBRIC)
    studio("import", items(tmp_path, count=8), "--project", "shop", "--workspace", tmp_path)
    return tmp_path


def judge(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    rubric = folder / "reply.yaml"
    return studio("judge", "--project", "shop", "--workspace", folder, "--rubric", rubric, "--json", *words)


def test_the_judges_of_a_run_become_a_jury_that_compare_knows(folder: Path) -> None:
    three = [word for name in ("fair", "kind", "strict") for word in ("--judge", f"scripted:{name}")]
    assert judge(folder, *three, "--jury", "majority").returncode == 0
    ratings = [
        {"item_id": f"i{n}", "criterion": "answers", "scale": "pass_fail", "rater_id": "ana", "rater_kind": "human"}
        | {"label": "pass" if n % 2 else "fail"}
        for n in range(8)
    ]
    (folder / "ratings.jsonl").write_text("\n".join(map(json.dumps, ratings)))
    studio("import", folder / "ratings.jsonl", "--project", "shop", "--workspace", folder)
    found = studio("compare", "--project", "shop", "--rubric", folder / "reply.yaml", "--workspace", folder, "--json")
    names = [one["judge"] for one in told(found)["judges"]]
    assert names[-1] == "Majority of scripted:fair, scripted:kind, scripted:strict"


def test_weights_that_do_not_fit_are_refused_before_anybody_is_asked(folder: Path) -> None:
    words = ("--judge", "scripted:fair", "--judge", "scripted:kind", "--jury", "weighted", "--weights", "2")
    refused = judge(folder, *words)
    assert refused.returncode == 1
    assert "a weight above 0" in refused.stdout
    assert ask(folder / "studio.db", "select count(*) from verdict") == [(0,)]


def test_a_model_that_cannot_exist_is_a_wrong_usage_and_makes_no_run(folder: Path) -> None:
    for model, word in (("gpt", "not a model's address"), ("nobody:gpt", 'no provider called "nobody"')):
        refused = judge(folder, "--judge", model)
        assert refused.returncode == 2
        assert word in refused.stderr
    assert ask(folder / "studio.db", "select count(*) from run") == [(0,)]


def test_a_project_without_a_rubric_takes_the_one_it_is_judged_by_so_that_compare_needs_none(folder: Path) -> None:
    assert judge(folder, "--judge", "scripted:fair").returncode == 0
    found = studio("compare", "--project", "shop", "--workspace", folder, "--json")
    assert "no rubric" not in found.stderr
    assert told(found)["rubric"]["name"] == "reply"


def test_limits_a_minute_are_written_down_with_the_run_so_that_a_resumed_one_keeps_them(folder: Path) -> None:
    assert judge(folder, "--judge", "scripted:fair", "--requests-per-minute", 60_000).returncode == 0
    (plan,) = ask(folder / "studio.db", "select plan from run")[0]
    assert json.loads(plan)["per_minute"] == {"requests": 60_000, "tokens": None}
    assert judge(folder, "--judge", "scripted:kind", "--tokens-per-minute", 0).returncode == 2


def test_only_the_samples_that_fit_are_judged(folder: Path) -> None:
    (wanted,) = ask(folder / "studio.db", "select id from sample where output = 'Answer 3.'")
    words = ("--judge", "scripted:fair", "--contains", "ANSWER 3")
    assert told(judge(folder, *words, "--dry-run"))["calls"] == 1
    assert judge(folder, *words, "--rated", "no").returncode == 0
    assert ask(folder / "studio.db", "select subject from verdict") == [wanted]


def test_only_what_a_cheap_judge_passed_goes_to_a_dear_one(folder: Path) -> None:
    assert judge(folder, "--judge", "scripted:fair", "--passed-by", "scripted:kind").returncode == 2
    assert judge(folder, "--judge", "scripted:kind").returncode == 0
    passed = {one for (one,) in ask(folder / "studio.db", "select subject from verdict where value = 'pass'")}
    assert 0 < len(passed) < 8
    assert judge(folder, "--judge", "scripted:fair", "--passed-by", "scripted:kind").returncode == 0
    fair = "select subject from verdict join judge on judge.id = judge_id where model = 'scripted:fair'"
    assert {one for (one,) in ask(folder / "studio.db", fair)} == passed


def test_when_no_sample_fits_nobody_is_asked_and_it_says_so(folder: Path) -> None:
    refused = judge(folder, "--judge", "scripted:fair", "--rated", "yes")
    assert refused.returncode == 2
    assert "No sample fits" in refused.stderr
    assert judge(folder, "--judge", "scripted:fair", "--tag", "topic").returncode == 2


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Vendor:
    with batch_server() as server:
        for name in ("OPENAI", "ANTHROPIC"):
            monkeypatch.setenv(f"{name}_API_KEY", "sk-test-0123456789abcdef")
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        yield server


def test_a_batch_is_handed_in_collected_and_reported(folder: Path, vendor: Vendor) -> None:
    done = judge(folder, "--judge", "openai:gpt-5-mini", "--judge", "anthropic:claude-haiku-4-5", "--batch")
    report = told(done)
    assert done.returncode == 0
    assert [one["done"] for one in report["judges"]] == [8, 8]
    assert len(vendor.batches) == 2
    # 1 call at the full and 7 at half the price: 1,000 tokens read, 100 written, 0.25 and 2 USD a million.
    assert report["judges"][0]["cost_usd"] == pytest.approx((1 + 7 / 2) * (1000 * 0.25 + 100 * 2.0) / 1e6)


def test_a_dry_run_of_a_batch_costs_half(folder: Path) -> None:
    words = ("--judge", "openai:gpt-5-mini", "--dry-run")
    plain, batch = told(judge(folder, *words)), told(judge(folder, *words, "--batch"))
    assert batch["cost_usd"]["expected"] == pytest.approx(plain["cost_usd"]["expected"] / 2)


def test_requests_go_out_and_results_come_in_through_files(folder: Path) -> None:
    out, back = folder / "requests.jsonl", folder / "results.jsonl"
    assert told(judge(folder, "--judge", "vllm:q", "--write-requests", out))["requests"] == 8
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    back.write_text(
        "\n".join(json.dumps({"custom_id": x["custom_id"], "response": {"body": chat(x["body"])}}) for x in lines)
    )
    read = studio("judge", "--project", "shop", "--workspace", folder, "--read-results", back, "--json")
    assert (read.returncode, told(read)["verdicts"]) == (0, 8)
    again = studio("judge", "--project", "shop", "--workspace", folder, "--read-results", back, "--json")
    assert again.returncode == 1 and "was read already" in again.stdout


def test_canaries_are_reported_beside_the_judges(folder: Path) -> None:
    text = RUBRIC.rstrip() + '\n    examples:\n      - {input: "Where?", output: "Read the website.", value: fail}\n'
    (folder / "reply.yaml").write_text(text)
    report = told(judge(folder, "--judge", "scripted:fair", "--canaries"))
    assert [one["kind"] for one in report["canaries"]] == ["injected"] * 3 + ["known"]
    assert report["judges"][0]["done"] == 8
