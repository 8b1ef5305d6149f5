"""Giving rubrics away and taking them in on the command line: read first, kept only when trusted."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from studio.rubric.reading import parse_rubric
from studio.store.rubric_standing import standing_of
from studio.workspace import Workspace
from tests.commands.studio_command import RUBRIC, studio


def written(folder: Path) -> Path:
    path = folder / "reply.yaml"
    path.write_text(RUBRIC.lstrip())
    return path


def test_a_bundle_is_written_as_a_zip_and_taken_in_only_when_trusted(tmp_path: Path) -> None:
    target, home = tmp_path / "reply.zip", tmp_path / "home"
    home.mkdir()
    assert studio("rubric", "share", written(tmp_path), "--out", target).returncode == 0
    assert sorted(zipfile.ZipFile(target).namelist()) == ["README.md", "reply.yaml"]
    looked = studio("rubric", "import", target, "--workspace", home)
    assert looked.returncode == 1
    assert "Does it answer?" in looked.stdout and "Nothing was taken in." in looked.stdout
    assert not (home / "rubrics").exists()
    taken = studio("rubric", "import", target, "--workspace", home, "--trust")
    assert taken.returncode == 0 and "Taken in: reply.yaml" in taken.stdout
    workspace = Workspace(home, read_only=True)
    rubric = parse_rubric((home / "rubrics" / "reply.yaml").read_text())
    assert workspace.read(lambda database: standing_of(database, rubric.id)) == "trusted"


def test_a_taken_id_gets_a_number_and_the_same_rubric_is_not_kept_twice(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = written(tmp_path)
    for _ in range(2):
        assert studio("rubric", "import", path, "--workspace", home, "--trust").returncode == 0
    path.write_text(path.read_text().replace("Does it answer?", "Does it help?"))
    assert studio("rubric", "import", path, "--workspace", home, "--trust").returncode == 0
    assert sorted(file.name for file in (home / "rubrics").glob("reply*")) == ["reply-2.yaml", "reply.yaml"]
    assert parse_rubric((home / "rubrics" / "reply-2.yaml").read_text()).name == "reply-2"


def test_what_was_not_understood_of_a_foreign_rubric_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "promptfoo.yaml"
    path.write_text("assert:\n  - type: llm-rubric\n    value: Is polite\n  - type: javascript\n    value: output\n")
    told = json.loads(studio("rubric", "import", path, "--workspace", tmp_path, "--json").stdout)
    (rubric,) = told["rubrics"]
    assert rubric["format"] == "promptfoo assertions" and any("javascript" in one for one in rubric["not_understood"])
    assert told["kept"] == []


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert studio("rubric", "import", tmp_path / "none.zip").returncode == 2
    assert studio("rubric", "share", tmp_path / "none.yaml", "--out", tmp_path / "x.zip").returncode == 2
