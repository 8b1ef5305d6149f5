"""The commands from import to export: what they print for programs and for people, and how they end."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from studio.cli import FINDING, OK, USAGE
from studio.settings import Server, Settings, save_settings
from studio.workspace_lock import workspace_lock
from tests.commands.studio_command import RUBRIC, environment, items, lines, studio, studio_process, told, words
from tests.providers.loopback import loopback

KAPPA_OF_THREE_IN_FOUR = 0.5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which four samples were imported, rated and judged."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "reply.yaml").write_text(RUBRIC)
    opinion = {"criterion": "answers", "scale": "pass_fail"}
    rated = ["pass", "pass", "fail", "fail"]
    judged = ["pass", "fail", "fail", "fail"]
    rows = [
        {"item_id": f"i{n}", "rater_id": who, "rater_kind": kind, "label": value} | opinion
        for who, kind, values in (("anna", "human", rated), ("strict", "judge", judged))
        for n, value in enumerate(values)
    ]
    done = studio(
        *("import", items(folder, count=4), lines(folder / "opinions.jsonl", rows)),
        *("--project", "shop", "--workspace", folder, "--json"),
    )
    assert done.returncode == OK, done.stdout + done.stderr
    return folder


def test_compare_gives_every_coefficient_as_promised(folder: Path) -> None:
    done = studio("compare", "--project", "shop", "--workspace", folder, "--json")
    assert done.returncode == OK, done.stderr
    report = told(done)
    assert report["rater"] == {"id": "anna", "kind": "person", "name": "anna"}
    (judge,) = report["judges"]
    assert (judge["judge"], judge["criterion"], judge["order"], judge["n"], judge["errors"]) == (
        *("strict", "answers", None),
        *(4, 0),
    )
    assert judge["accuracy"]["value"] == 0.75
    assert {"low", "high", "method"} <= judge["accuracy"].keys()
    assert judge["kappa"]["value"] == pytest.approx(KAPPA_OF_THREE_IN_FOUR)
    assert judge["confusion"] == {"values": ["fail", "pass"], "counts": [[2, 0], [1, 1]]}
    assert judge["alpha"].keys() == {"nominal", "ordinal", "interval"}
    for name in ("kappa", "ac1", "mcc", "precision", "recall", "f1", "mae"):
        assert "value" in judge[name] and (judge[name]["value"] is not None or judge[name]["why"])


def test_compare_in_words_names_the_judge_and_the_rater(folder: Path) -> None:
    done = studio("compare", "--project", "shop", "--workspace", folder)
    assert done.returncode == OK
    assert "judges against anna" in done.stdout and "strict" in done.stdout and "0.75" in done.stdout


def test_an_unknown_rater_is_told_who_there_is(folder: Path) -> None:
    done = studio("compare", "--project", "shop", "--workspace", folder, "--rater", "nobody", "--json")
    assert done.returncode == USAGE
    assert "anna" in told(done)["to_do"] and "Traceback" not in done.stderr


def test_an_unknown_project_is_told_which_there_are(folder: Path) -> None:
    for command in (["compare"], ["judge", "--judge", "scripted:fair"], ["export", "--format", "csv", "--out", folder]):
        done = studio(*command, "--project", "shopp", "--workspace", folder)
        assert done.returncode == USAGE, command
        assert "'shopp'" in done.stderr and "shop" in done.stderr and "Traceback" not in done.stderr


def test_wrong_words_end_with_two(folder: Path) -> None:
    assert studio("compare").returncode == USAGE
    assert studio("no-such-command").returncode == USAGE
    done = studio("judge", "--project", "shop", "--workspace", folder)
    assert done.returncode == USAGE and "--judge" in done.stderr


def test_a_workspace_without_anything_is_told_in_words(tmp_path: Path) -> None:
    done = studio("compare", "--project", "shop", "--workspace", tmp_path)
    assert done.returncode == FINDING
    assert "no studio database" in done.stderr and "Traceback" not in done.stderr


def test_judge_reports_each_judge_and_ends_well(tmp_path: Path) -> None:
    report = _judged(tmp_path, "scripted:fair", "scripted:strict", expected=OK)
    assert report["state"] == "done"
    assert [(one["name"], one["done"], one["waiting"], one["calls"]) for one in report["judges"]] == [
        ("scripted:fair", 6, 0, 6),
        ("scripted:strict", 6, 0, 6),
    ]
    again = _judge(tmp_path, "scripted:fair", "scripted:strict")
    assert [one["calls"] for one in told(again)["judges"]] == [0, 0]


def test_judge_ends_with_one_when_something_failed(tmp_path: Path) -> None:
    report = _judged(tmp_path, "scripted:rambling", expected=FINDING)
    assert report["judges"][0]["failed"] == {"unreadable": 6}


def test_judge_with_a_model_nobody_knows_says_so(tmp_path: Path) -> None:
    report = _judged(tmp_path, "scripted:no-such-model", expected=FINDING)
    assert report["state"] == "failed" and report["judges"][0]["calls"] == 1


def test_judge_with_a_provider_nobody_knows_says_so(tmp_path: Path) -> None:
    report = _judged(tmp_path, "nowhere:model", expected=USAGE)
    assert "nowhere" in report["error"] and report["safe"] == "Nothing was sent."


def test_a_second_writer_is_refused_in_words_while_readers_are_let_in(folder: Path) -> None:
    with workspace_lock(folder, purpose="studio judge"):
        refused = studio_process("judge", "--project", "shop", "--judge", "scripted:fair", "--workspace", folder)
        assert refused.returncode == FINDING
        assert "studio judge" in refused.stderr and "Traceback" not in refused.stderr
        assert studio_process("compare", "--project", "shop", "--workspace", folder).returncode == OK


def test_export_writes_a_folder_and_says_what_is_in_it(folder: Path, tmp_path: Path) -> None:
    parts = ("export", "--project", "shop", "--format", "csv", "--out", tmp_path / "set", "--workspace", folder)
    done = studio(*parts, "--json")
    assert done.returncode == OK, done.stderr
    assert sum(told(done)["rows"].values()) == 4
    assert told(studio(*parts, "--json"))["new"] is False


def test_what_import_left_out_is_said_and_ends_with_one(tmp_path: Path) -> None:
    bad = tmp_path / "items.jsonl"
    bad.write_text('{"item_id": "a", "input": "q", "output": "o"}\nthis is no JSON\n')
    done = studio("import", bad, "--project", "shop", "--workspace", tmp_path)
    assert done.returncode == FINDING
    assert "line 2" in done.stdout.lower()


def test_a_backup_can_be_made_and_put_back(tmp_path: Path) -> None:
    studio("import", items(tmp_path, count=3), "--project", "shop", "--workspace", tmp_path)
    made = told(studio("backup", "--workspace", tmp_path, "--json"))
    assert Path(made["backup"]).stat().st_size == made["bytes"]
    studio("import", items(tmp_path, count=9), "--project", "shop", "--workspace", tmp_path)
    done = studio("restore", made["backup"], "--workspace", tmp_path, "--json")
    assert (done.returncode, told(done)["restored"]) == (OK, made["backup"])
    report = told(_judge(tmp_path, "scripted:fair"))
    assert report["judges"][0]["done"] == 3
    assert studio("restore", tmp_path / "no-such-file.db", "--workspace", tmp_path).returncode == USAGE


def test_demo_and_doctor_report(tmp_path: Path) -> None:
    done = studio("demo", "--workspace", tmp_path, "--json")
    assert done.returncode == OK and told(done)["project"] == "demo" and told(done)["samples"] > 50
    checked = studio("doctor", "--workspace", tmp_path, "--json")
    found = {one["name"]: one["words"] for one in told(checked)["findings"]}
    assert checked.returncode in (OK, FINDING) and {"SQLite", "keys", "key store"} <= found.keys()


def test_the_doctor_tells_which_servers_on_this_machine_answer(tmp_path: Path) -> None:
    with loopback() as server:
        save_settings(Settings(servers=(Server(name="mine", base_url=f"{server.url}/v1"),)), folder=tmp_path)
        checked = studio("doctor", "--workspace", tmp_path, "--json")
    words = next(one["words"] for one in told(checked)["findings"] if one["name"] == "servers here")
    assert "mine with 2 models" in words


def test_a_reader_that_has_seen_enough_gets_no_stack(folder: Path) -> None:
    line = " ".join(words("compare", "--project", "shop", "--workspace", folder, "--json")) + " | head -c 1"
    done = subprocess.run(line, shell=True, env=environment(), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def _judge(folder: Path, *judges: str) -> subprocess.CompletedProcess[str]:
    (folder / "reply.yaml").write_text(RUBRIC)
    named = [part for judge in judges for part in ("--judge", judge)]
    return studio(
        *("judge", "--project", "shop", "--rubric", folder / "reply.yaml", "--workspace", folder, "--json", *named)
    )


def _judged(folder: Path, *judges: str, expected: int) -> dict[str, Any]:
    studio("import", items(folder, count=6), "--project", "shop", "--workspace", folder)
    done = _judge(folder, *judges)
    assert done.returncode == expected, done.stdout + done.stderr
    return told(done)
