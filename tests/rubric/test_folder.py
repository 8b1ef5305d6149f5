"""A folder of rubrics: a bad file hides no good one, nothing is overwritten unasked, a killed save leaves no half."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import NotFound, RubricChanged, RubricError, StudioError
from studio.rubric.folder import RubricFolder
from studio.rubric.reading import parse_rubric
from tests.rubric.broken import BROKEN, START

CRITERION = """\
  - id: criterion_{n}
    question: Does the reply answer what the customer asked, in part {n} of the message?
    weight: 2
    anchors:
      pass: Every question in the message gets a direct answer, or the reply says what is still missing.
      fail: At least one question is left open, or the answer is about something else.
    examples:
      - input: "My boots came in the wrong size. How do I swap them?"
        output: Sorry about that! Please return the boots with the label in the box.
        value: fail
        why: Says how to return them, but not how to get the right size.
"""


def _text(name: str, *, criteria: int = 5) -> str:
    head = f"# A rubric of ours.\nrubric: {name}\nversion: 1\ntitle: Title\ntask: >-\n  A task\n  on two lines.\n"
    return f"{head}criteria:\n" + "\n".join(CRITERION.format(n=n) for n in range(criteria))


@pytest.fixture
def folder(tmp_path: Path) -> RubricFolder:
    path = tmp_path / "rubrics"
    path.mkdir()
    (path / "support.yaml").write_text(_text("support"), encoding="utf-8")
    (path / "tone.yml").write_text(START.replace("rubric: a", "rubric: tone"), encoding="utf-8")
    return RubricFolder(path)


def test_every_bad_file_is_named_and_hides_no_good_one(folder: RubricFolder) -> None:
    for name, (content, *_) in BROKEN.items():
        (folder.path / f"bad {name}.yaml").write_bytes(content)
    before = {path: path.read_bytes() for path in folder.path.iterdir()}
    shelf = folder.load()
    assert [rubric.name for rubric in shelf.rubrics] == ["support", "tone"]
    assert {error.file for error in shelf.broken} == {f"bad {name}.yaml" for name in BROKEN}
    assert {path: path.read_bytes() for path in folder.path.iterdir()} == before


def test_two_files_with_one_id_are_told_apart(folder: RubricFolder) -> None:
    (folder.path / "zz.yaml").write_text(_text("support"), encoding="utf-8")
    shelf = folder.load()
    assert [file.file for file in shelf.files] == ["support.yaml", "tone.yml"]
    assert [str(error.file) for error in shelf.broken] == ["zz.yaml"]
    assert "as support.yaml does" in shelf.broken[0].happened


def test_other_files_hidden_files_and_left_overs_are_not_rubrics(folder: RubricFolder) -> None:
    for name in ("README.md", "rubric.schema.json", ".hidden.yaml", ".support.yaml.x7.new"):
        (folder.path / name).write_text("x", encoding="utf-8")
    assert (len(folder.load().files), folder.load().broken) == (2, ())


def test_a_missing_folder_is_an_empty_one(tmp_path: Path) -> None:
    assert RubricFolder(tmp_path / "none").load().files == ()


def test_two_hundred_files_load_in_less_than_half_a_second(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"rubric-{number}.yaml").write_text(_text(f"rubric-{number}"), encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("a: [", encoding="utf-8")
    folder = RubricFolder(tmp_path)
    cold = _processor_seconds(folder)
    warm = _processor_seconds(folder)
    shelf = folder.load()
    assert (len(shelf.files), len(shelf.broken)) == (200, 1)
    assert cold < 0.5
    assert warm < 0.05


def _processor_seconds(folder: RubricFolder) -> float:
    started = time.process_time()
    folder.load()
    return time.process_time() - started


def test_a_changed_file_is_seen_at_the_next_load(folder: RubricFolder) -> None:
    opened = folder.open("support")
    assert not folder.is_changed(opened)
    (folder.path / "support.yaml").write_text(_text("support", criteria=2), encoding="utf-8")
    assert folder.is_changed(opened)
    assert len(folder.open("support").rubric.criteria) == 2


def test_saving_changes_only_what_changed(folder: RubricFolder) -> None:
    opened = folder.open("support")
    saved = folder.save(replace(opened.rubric, title="New"), opened=opened)
    assert saved.text == _text("support").replace("title: Title", "title: New")
    assert (folder.path / "support.yaml").read_text(encoding="utf-8") == saved.text
    assert folder.save(saved.rubric, opened=saved) == saved


def test_a_file_changed_on_disk_is_not_overwritten_and_both_versions_are_shown(folder: RubricFolder) -> None:
    opened = folder.open("support")
    theirs = _text("support", criteria=1)
    (folder.path / "support.yaml").write_text(theirs, encoding="utf-8")
    with pytest.raises(RubricChanged) as caught:
        folder.save(replace(opened.rubric, title="Mine"), opened=opened)
    assert caught.value.theirs == theirs and "title: Mine" in caught.value.mine
    assert (folder.path / "support.yaml").read_text(encoding="utf-8") == theirs
    chosen = folder.save_text(caught.value.mine, file=caught.value.file, seen=caught.value.theirs)
    assert folder.open("support") == chosen


def test_a_removed_file_is_reported_and_can_be_written_again(folder: RubricFolder) -> None:
    opened = folder.open("support")
    (folder.path / "support.yaml").unlink()
    with pytest.raises(RubricChanged, match="removed on disk") as caught:
        folder.save(replace(opened.rubric, title="Mine"), opened=opened)
    folder.save_text(caught.value.mine, file=opened.file, seen=caught.value.theirs)
    assert folder.open("support").rubric.title == "Mine"


def test_a_new_rubric_gets_a_file_named_by_its_id_and_takes_no_other_ones_place(folder: RubricFolder) -> None:
    rubric = parse_rubric(START.replace("rubric: a", "rubric: summary"))
    assert folder.save(rubric).file == "summary.yaml"
    with pytest.raises(StudioError, match="already a rubric called `summary`"):
        folder.save(rubric)
    with pytest.raises(StudioError, match="already a rubric called `tone`"):
        folder.save(replace(rubric, name="tone"))
    (folder.path / "broken.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(StudioError, match="already"):
        folder.save(replace(rubric, name="broken"))
    assert (folder.path / "broken.yaml").read_text(encoding="utf-8") == "a: ["


def test_a_rubric_cannot_take_the_id_of_another_file(folder: RubricFolder) -> None:
    opened = folder.open("support")
    with pytest.raises(StudioError, match=r"already a rubric called `tone`, in tone\.yml"):
        folder.save(replace(opened.rubric, name="tone"), opened=opened)


def test_a_broken_file_can_be_mended_in_the_source_view(folder: RubricFolder) -> None:
    (folder.path / "support.yaml").write_text("rubric: support\ncriteria: [", encoding="utf-8")
    seen = folder.source("support.yaml")
    with pytest.raises(RubricError):
        folder.save_text("rubric: support\n", file="support.yaml", seen=seen)
    folder.save_text(_text("support"), file="support.yaml", seen=seen)
    assert folder.load().broken == ()


@pytest.mark.parametrize(
    "name",
    [
        "../a", "../../etc/passwd", "/abs", "a/../../b", "x/..", "a/b", "a\\b", "..", ".", "", "a\0b", "C:a", "a.yaml",
        "con", "nul", "com1", "lpt9", "aux", "A", "ünïcode", "-a", "_a", "a" * 65, "a b", "a:b", "a\n",
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(folder: RubricFolder, name: str) -> None:
    before = sorted(folder.path.parent.rglob("*"))
    rubric = parse_rubric(START)
    with pytest.raises(StudioError):
        folder.save(replace(rubric, name=name))
    with pytest.raises(StudioError):
        folder.save_text(START, file=f"../{name}", seen="")
    with pytest.raises(NotFound):
        folder.open(name)
    assert folder.source(name) is None
    assert sorted(folder.path.parent.rglob("*")) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_out_of_the_folder_are_not_followed(folder: RubricFolder, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(_text("outside"), encoding="utf-8")
    (folder.path / "link.yaml").symlink_to(outside)
    (folder.path / "loop.yaml").symlink_to(folder.path / "loop.yaml")
    (folder.path / "gone.yaml").symlink_to(tmp_path / "gone")
    (folder.path / "folder.yaml").mkdir()
    os.mkfifo(folder.path / "pipe.yaml")
    shelf = folder.load()
    assert len(shelf.files) == 2
    assert {error.file for error in shelf.broken} == {
        "link.yaml",
        "loop.yaml",
        "gone.yaml",
        "folder.yaml",
        "pipe.yaml",
    }
    with pytest.raises(StudioError):
        folder.save_text(_text("outside", criteria=1), file="link.yaml", seen=_text("outside"))
    assert outside.read_text(encoding="utf-8") == _text("outside")


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_within_the_folder_stays_a_link(folder: RubricFolder) -> None:
    (folder.path / "kept").mkdir()
    real = folder.path / "kept" / "real.yaml"
    real.write_text(_text("linked"), encoding="utf-8")
    (folder.path / "linked.yaml").symlink_to(real)
    opened = folder.open("linked")
    folder.save(replace(opened.rubric, title="New"), opened=opened)
    assert (folder.path / "linked.yaml").is_symlink()
    assert "title: New" in real.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_a_saved_file_keeps_its_mode(folder: RubricFolder) -> None:
    path = folder.path / "support.yaml"
    path.chmod(0o664)
    opened = folder.open("support")
    folder.save(replace(opened.rubric, title="New"), opened=opened)
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


def test_the_schema_is_brought_beside_the_rubrics_and_kept_up_to_date(folder: RubricFolder, tmp_path: Path) -> None:
    shipped = tmp_path / "shipped" / "rubric.schema.json"
    shipped.parent.mkdir()
    shipped.write_text('{"first": 1}')
    folder.bring_schema(shipped.parent)
    shipped.write_text('{"second": 2}')
    folder.bring_schema(shipped.parent)
    assert (folder.path / "rubric.schema.json").read_text() == '{"second": 2}'
    folder.bring_schema(tmp_path / "none")
    RubricFolder(tmp_path / "nowhere").bring_schema(shipped.parent)


@pytest.mark.skipif(not Path("/dev/full").exists() or os.geteuid() != 0, reason="needs a small tmpfs, so root on Linux")
def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "none", tmp_path], check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a tmpfs")
    try:
        folder = RubricFolder(tmp_path)
        opened = folder.save_text(_text("a"))
        with pytest.raises(StudioError, match="could not be saved") as caught:
            folder.save(replace(opened.rubric, task="long " * 3000), opened=opened)
        assert "Free some space" in caught.value.to_do
        assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
        assert folder.open("a") == opened
    finally:
        subprocess.run(["umount", tmp_path], check=True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes the POSIX way")
def test_a_save_killed_at_any_moment_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    texts = [_text("a", criteria=3), _text("a", criteria=6)]
    for name, text in zip(("one.txt", "two.txt", "a.yaml"), (*texts, texts[0]), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for _ in range(200):
        pid = os.fork()
        if pid == 0:
            _save_for_ever(tmp_path, texts)
        time.sleep(random.uniform(0.0, 0.03))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        assert (tmp_path / "a.yaml").read_text(encoding="utf-8") in texts
    folder = RubricFolder(tmp_path)
    opened = folder.open("a")
    folder.save(replace(opened.rubric, title="After"), opened=opened)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "one.txt", "two.txt"]


def _save_for_ever(path: Path, texts: list[str]) -> None:
    folder = RubricFolder(path)
    while True:
        for text in texts:
            folder.save_text(text, file="a.yaml", seen=folder.source("a.yaml"))
