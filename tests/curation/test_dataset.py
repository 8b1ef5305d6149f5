"""A dataset folder is there whole or not at all, the same twice, and says where it comes from."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.agreement.figures import Figure
from studio.curation.dataset import preview, write_dataset
from studio.curation.formats import FORMATS
from studio.curation.papers import Quality
from studio.curation.row_files import json_line
from studio.errors import StudioError
from tests.curation.shop import PAPERS, RUBRIC, filled, recipe, sample, shop

ROOT = Path(__file__).resolve().parents[2]
KEEP = [{"criterion": "answers", "any_of": ["pass"]}]


def write(folder: Path, *, format: str = "sft", candidates=None, papers=PAPERS, replace_it: bool = False, **parts):
    return write_dataset(
        folder=folder,
        format=format,
        candidates=shop() if candidates is None else candidates,
        recipe=recipe(**parts),
        papers=papers,
        replace=replace_it,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text())


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_the_same_selection_twice_is_the_same_to_the_byte(tmp_path, known) -> None:
    for name in ("one", "two"):
        parts = {} if known.in_steps else {"balance": {"over": ["model"]}}
        write(tmp_path / name, format=known.name, candidates=filled(known), keep=KEEP, **parts)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_another_process_with_another_hash_seed_writes_the_same_bytes(tmp_path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.curation.shop import *; "
        "from studio.curation.dataset import write_dataset; "
        "write_dataset(folder=Path(sys.argv[1]), format='dpo', candidates=shop(), recipe=recipe(), papers=PAPERS)"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], cwd=ROOT, env=environment, check=True)
    assert files(tmp_path / "1") == files(tmp_path / "2")


def test_the_manifest_lists_every_file_with_its_hash_and_says_what_the_rows_rest_on(tmp_path) -> None:
    quality = Quality(criterion="answers", judge="Good", samples=500, share=Figure(value=0.7, low=0.6, high=0.8, n=60))
    papers = replace(PAPERS, rubric_text="rubric: support-reply\n", rater="Ada", corrected_quality=(quality,))
    write(tmp_path / "out", papers=papers, values={"judges": ["Good", "Weak"]}, keep=KEEP)
    told = manifest(tmp_path / "out")
    there = files(tmp_path / "out")
    assert {f["name"]: f["sha256"] for f in told["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in there.items() if name != "manifest.json"
    }
    assert (told["synthetic"], told["licence"], told["format"]) == (True, "CC-BY-4.0", "sft")
    assert (told["rubric"]["id"], told["rubric"]["text"]) == (RUBRIC.id, "rubric: support-reply\n")
    assert told["judges"][0]["agreement"]["overall"] == {"value": 0.8, "low": 0.7, "high": 0.88, "n": 60, "method": ""}
    assert [judge["stands_in_on"] for judge in told["judges"]] == [["answers", "tone"], []]
    assert told["counts"]["by_source"] == {"rating": 6, "verdict": 6}
    assert told["counts"]["chosen"] == sum(told["counts"]["rows"].values()) == 12
    assert told["corrected_quality"][0]["share_that_passes"]["value"] == 0.7
    assert told["compared_with"] == "Ada"
    card = (tmp_path / "out" / "README.md").read_text()
    assert "70% [60% to 80%] of all 500 judged samples pass, by the verdicts of Good corrected with 60 ratings" in card
    assert told["recipe"]["keep"][0]["any_of"] == ["pass"]
    assert next(step for step in told["steps"] if step.get("dropped"))["dropped"][0]["count"] == 12
    assert "2026" not in json.dumps({name: value for name, value in told.items() if name != "judges"})


def test_the_card_is_for_people_and_says_what_not_to_expect(tmp_path) -> None:
    write(tmp_path / "out", values={"judges": ["Good", "Weak"]}, keep=KEEP)
    card = (tmp_path / "out" / "README.md").read_text()
    assert "12 samples of 12 inputs" in card
    assert "| Good (`good-2026-11-01`) | overall | 0.80 [0.70 to 0.88] | 60 | yes |" in card
    assert "| Weak (`openai:weak`) | overall | 0.20 [0.00 to 0.40] | 60 | no |" in card
    assert "- Values of tone: 4: 12" in card
    assert "(1, 2, 3, 4, 5 (worst first); passed: 4 or better)" in card
    assert "The values of 6 of 12 rest on judges" in card
    assert "Take the outputs for synthetic" in card
    assert card.startswith('---\npretty_name: "Bicycle shop"\nlicense: "cc-by-4.0"\n')


def test_names_from_outside_cannot_draw_on_the_card(tmp_path) -> None:
    title = '# Not\n\n---\n![x](http://x.example/y) <img src=x> "quote": *'
    rubric = replace(RUBRIC, title=title)
    papers = replace(PAPERS, rubric=rubric, project_title=title, licence="x: y\n- z")
    write(tmp_path / "out", papers=papers)
    card = (tmp_path / "out" / "README.md").read_text()
    front, _, body = card.removeprefix("---\n").partition("\n---\n")
    assert json.loads(front.splitlines()[0].removeprefix("pretty_name: ")) == title
    assert len(front.splitlines()) == 5
    assert not re.search(r"(?<!\\)[<!]|(?<!\\)\]\(", body)
    assert not re.search(r"^(?:#+|-+) *Not", body, re.MULTILINE)


def test_the_preview_is_exactly_the_first_rows(tmp_path) -> None:
    write(tmp_path / "out", keep=KEEP)
    seen = preview(format="sft", candidates=shop(), recipe=recipe(keep=KEEP), papers=PAPERS, first=2)
    for name, rows in seen.rows.items():
        assert (tmp_path / "out" / name).read_bytes().startswith(b"\n".join(json_line(row) for row in rows))
    assert all(len(rows) <= 2 for rows in seen.rows.values())


def test_a_stream_that_can_be_walked_only_once_gives_the_same_dataset(tmp_path) -> None:
    write(tmp_path / "one")
    write(tmp_path / "two", candidates=iter(shop()))
    assert files(tmp_path / "one") == files(tmp_path / "two")


hostile_text = st.text(st.characters(codec=None), min_size=1, max_size=30)


@given(text=hostile_text, output=hostile_text)
@settings(max_examples=150, deadline=None)
def test_any_text_survives_jsonl_to_the_character(text, output) -> None:
    candidates = [sample("a", text=f"?{text}", output=f"!{output}")]
    loose = recipe(hygiene={"secrets": "list"})
    (rows,) = preview(format="prompt_completion", candidates=candidates, recipe=loose, papers=PAPERS).rows.values()
    line = json_line(rows[0])
    assert len(line.decode("utf-8").splitlines()) == 1
    back = json.loads(line)
    assert back["prompt"][-1]["content"] == f"A customer writes: ?{text}"
    assert back["completion"][0]["content"] == f"!{output}"


def test_an_empty_selection_is_said_in_words_with_the_reasons_and_writes_nothing(tmp_path) -> None:
    with pytest.raises(StudioError) as wrong:
        write(tmp_path / "out", choose={"models": ["none"]})
    assert wrong.value.happened == "None of the 24 samples is left: another model (24)."
    with pytest.raises(StudioError, match="There are no samples yet"):
        write(tmp_path / "out", candidates=[])
    with pytest.raises(StudioError, match=r"No preference pair could be made of 1 samples"):
        write(tmp_path / "out", format="dpo", candidates=[sample("a", rated={"answers": "pass", "tone": 1})])
    assert list(tmp_path.iterdir()) == []


def test_one_class_is_written_with_a_warning(tmp_path) -> None:
    made = write(
        tmp_path / "out", format="kto", candidates=[sample("a", rated={"answers": "pass", "tone": 5})], keep=KEEP
    )
    assert "Every sample is good: a trainer needs both kinds to learn the difference." in made.limits


def test_the_same_export_again_changes_nothing_and_says_so(tmp_path) -> None:
    assert write(tmp_path / "out").is_new
    before = (tmp_path / "out").stat().st_ino
    assert not write(tmp_path / "out").is_new
    assert (tmp_path / "out").stat().st_ino == before


def test_another_dataset_in_the_folder_is_replaced_only_when_she_says_so(tmp_path) -> None:
    write(tmp_path / "out")
    before = files(tmp_path / "out")
    with pytest.raises(StudioError, match="The folder out already holds something else"):
        write(tmp_path / "out", keep=KEEP)
    assert files(tmp_path / "out") == before
    write(tmp_path / "out", keep=KEEP, replace_it=True)
    assert manifest(tmp_path / "out")["counts"]["chosen"] == 6
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_files_of_her_own_is_never_replaced(tmp_path) -> None:
    write(tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(StudioError, match=r"holds files that no export wrote, such as notes\.txt"):
        write(tmp_path / "out", keep=KEEP, replace_it=True)
    other = tmp_path / "home"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    with pytest.raises(StudioError, match=r"holds files that no export wrote, such as letter\.txt"):
        write(other, replace_it=True)
    assert (other / "letter.txt").read_text() == "mine"


def test_a_dataset_that_somebody_changed_is_not_taken_for_the_same(tmp_path) -> None:
    write(tmp_path / "out")
    (tmp_path / "out" / "train.jsonl").write_text("changed\n")
    with pytest.raises(StudioError, match="already holds something else"):
        write(tmp_path / "out")


def test_an_empty_folder_is_taken(tmp_path) -> None:
    (tmp_path / "out").mkdir()
    assert write(tmp_path / "out").is_new


@pytest.mark.parametrize("place", ["out/secrets.toml", "out/.streamlit/secrets.toml", "secrets.toml"])
def test_a_folder_that_holds_keys_gets_no_dataset(tmp_path, place) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("key")
    with pytest.raises(StudioError, match=r"holds a file with keys \(secrets\.toml\)"):
        write(tmp_path / "out", replace_it=True)


def test_a_file_in_the_way_is_said_in_words(tmp_path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(StudioError, match="out is a file, not a folder"):
        write(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize("format", ["sft", "csv", "deepeval", "huggingface"])
def test_a_full_disk_leaves_nothing_half_written_and_the_old_dataset_untouched(tmp_path, format) -> None:
    resource = pytest.importorskip("resource", reason="this system has no limit on the size of a file")
    write(tmp_path / "out", format=format)
    before = files(tmp_path / "out")
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(StudioError, match="The disk is full: the dataset out does not fit"):
            write(tmp_path / "out", format=format, keep=KEEP, replace_it=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="Windows has no users to change to")
def test_a_folder_she_may_not_write_to_is_said_in_words(tmp_path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from tests.curation.shop import *; "
        "from studio.curation.dataset import write_dataset; from studio.curation.row_files import open_rows; "
        "os.geteuid() or os.setuid(65534); "
        "write_dataset(folder=Path(sys.argv[1]), format='sft', candidates=shop(), recipe=recipe(), papers=PAPERS)"
    )
    tmp_path.chmod(0o500)
    command = [sys.executable, "-c", code, tmp_path / "set"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "The folder set cannot be written (Permission denied)" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_name_the_disk_cannot_hold_is_said_in_words(tmp_path) -> None:
    with pytest.raises(StudioError, match="cannot be written"):
        write(tmp_path / ("x" * 300))
    assert not list(tmp_path.iterdir())


def test_candidates_that_break_off_leave_nothing(tmp_path) -> None:
    class Breaking:
        def __iter__(self):
            yield from shop()
            raise StudioError(happened="The database went away.")

    with pytest.raises(StudioError, match="The database went away"):
        write(tmp_path / "out", candidates=Breaking())
    assert list(tmp_path.iterdir()) == []


def test_a_killed_export_leaves_the_old_dataset_or_the_new_one(tmp_path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from tests.curation.shop import *; "
        "from studio.curation.dataset import write_dataset\n"
        "print('ready', flush=True)\n"
        "for n in range(10_000):\n"
        "    write_dataset(folder=Path(sys.argv[1]), format='sft', candidates=shop(2 + n % 2), recipe=recipe(),"
        " papers=PAPERS, replace=True)\n"
    )
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "out")], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(timeout=0.35)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        left = [tmp_path / "out", *tmp_path.glob(".out.*.old")]
        whole = next(folder for folder in left if folder.exists())
        assert {f["name"] for f in manifest(whole)["files"]} == set(files(whole)) - {"manifest.json"}
        assert all(hashlib.sha256(files(whole)[f["name"]]).hexdigest() == f["sha256"] for f in manifest(whole)["files"])
