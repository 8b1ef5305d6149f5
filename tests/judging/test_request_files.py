"""Requests written for others to run, and their results read back once, by name, whoever ran them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.errors import StudioError
from studio.judging.request_name import RequestName, parsed_name
from studio.records import Judge, Project
from studio.workspace import Workspace
from tests.runs.batch_server import chat
from tests.runs.running import RUBRIC, fill
from tests.store.shelf import ask

JUDGE = Judge(model="vllm:Qwen/Qwen3-32B", rubric_id=RUBRIC.id)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    one = Workspace(tmp_path)
    one.write(lambda database: fill(database, count=12))
    yield one
    one.close()


def project(workspace: Workspace) -> Project:
    return workspace.project("shop")


def written(workspace: Workspace) -> list[dict[str, Any]]:
    file = workspace.folder / "requests.jsonl"
    workspace.write_requests(project(workspace), rubric=RUBRIC, judges=[JUDGE], file=file)
    return [json.loads(line) for line in file.read_text("ascii").splitlines()]


def answered(workspace: Workspace, requests: list[dict[str, Any]], *, name: str = "results.jsonl") -> Path:
    file = workspace.folder / name
    lines = [
        {"custom_id": one["custom_id"], "response": {"status_code": 200, "body": chat(one["body"])}} for one in requests
    ]
    file.write_text("\n".join(map(json.dumps, reversed(lines))))
    return file


def verdicts(workspace: Workspace) -> int:
    return int(ask(workspace.store.path, "select count(*) from verdict where value is not null")[0][0])


def test_each_request_is_one_line_in_openais_batch_shape(workspace: Workspace) -> None:
    lines = written(workspace)
    assert len(lines) == 12
    assert {line["url"] for line in lines} == {"/v1/chat/completions"}
    assert {line["body"]["model"] for line in lines} == {"Qwen/Qwen3-32B"}
    assert lines[0]["body"]["response_format"]["type"] == "json_schema"
    assert isinstance(lines[0]["body"]["messages"][1]["content"], str)
    assert len({line["custom_id"] for line in lines}) == 12
    assert all(len(line["custom_id"]) <= 64 for line in lines)


def test_results_in_any_order_become_verdicts_and_the_same_file_adds_nothing(workspace: Workspace) -> None:
    file = answered(workspace, written(workspace))
    _, report = workspace.read_results(project(workspace), file=file)
    assert (report.verdicts, report.failures, report.unknown) == (24, 0, 0)
    calls = ask(workspace.store.path, "select count(*), count(cost_usd) from call")
    assert calls == [(12, 0)], "what others ran has no price here"
    with pytest.raises(StudioError, match="was read already, as run 1"):
        workspace.read_results(project(workspace), file=file)
    assert (verdicts(workspace), ask(workspace.store.path, "select count(*) from call")) == (24, [(12,)])


def test_half_of_the_results_leave_the_other_half_to_be_written_again(workspace: Workspace) -> None:
    requests = written(workspace)
    workspace.read_results(project(workspace), file=answered(workspace, requests[:6]))
    assert {line["custom_id"] for line in written(workspace)} == {one["custom_id"] for one in requests[6:]}
    _, report = workspace.read_results(project(workspace), file=answered(workspace, requests, name="all.jsonl"))
    assert (report.verdicts, report.already_there) == (12, 6)


def test_servers_that_leave_out_the_inner_envelope_are_understood(workspace: Workspace) -> None:
    file = workspace.folder / "flat.jsonl"
    (first, *_) = written(workspace)
    file.write_text(json.dumps({"custom_id": first["custom_id"], "response": chat(first["body"])}))
    assert workspace.read_results(project(workspace), file=file)[1].verdicts == 2


def test_bad_lines_are_counted_by_number_and_bad_answers_are_failures(workspace: Workspace) -> None:
    first, second, third, *_ = written(workspace)
    error = {"custom_id": second["custom_id"], "error": {"code": "x", "message": "It broke."}}
    prose = {"custom_id": third["custom_id"], "response": {"body": chat({"model": "m"})}}
    prose["response"]["body"]["choices"][0]["message"]["content"] = "I would pass it."
    good = {"custom_id": first["custom_id"], "response": {"body": chat(first["body"])}}
    lines = ["not json", json.dumps({"custom_id": "somebody-elses"}), *map(json.dumps, (error, prose, good))]
    file = workspace.folder / "mixed.jsonl"
    file.write_text("\n".join(lines))
    _, report = workspace.read_results(project(workspace), file=file)
    assert (report.lines, report.unknown, report.first_unknown) == (5, 2, [1, 2])
    assert (report.verdicts, report.failures) == (2, 4)
    kinds = ask(workspace.store.path, "select distinct failure from verdict where failure is not null order by 1")
    assert kinds == [("server",), ("unreadable",)]


def test_a_file_that_answers_nothing_of_ours_is_refused_in_words(workspace: Workspace) -> None:
    file = workspace.folder / "strange.jsonl"
    file.write_text('{"custom_id": "request-1", "response": {}}\n')
    with pytest.raises(StudioError, match="answers a request that this workspace has written"):
        workspace.read_results(project(workspace), file=file)
    with pytest.raises(StudioError, match="cannot be opened"):
        workspace.read_results(project(workspace), file=workspace.folder / "absent.jsonl")


def test_the_file_of_requests_itself_answers_nothing(workspace: Workspace) -> None:
    written(workspace)
    with pytest.raises(StudioError, match="answers a request that this workspace has written"):
        workspace.read_results(project(workspace), file=workspace.folder / "requests.jsonl")


def test_a_request_name_says_everything_and_reads_back() -> None:
    name = RequestName(judge_id="0" * 16, subject="a" * 16, order="BA", repeat=3, place=2)
    assert parsed_name(str(name)) == name
    assert parsed_name("request-1") is None
