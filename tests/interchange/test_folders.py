"""Which files of a folder are read, and what is said of the others."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from studio.errors import ImportRefused
from studio.records import Scale
from studio.store.projects import project, save_project
from studio.store.store import Store
from tests.interchange.conftest import Import, Write
from tests.interchange.reading import all_ratings, all_samples, all_verdicts, only_rubric

PAPER: dict[str, Any] = {
    "dataset": "stories",
    "criteria": {"pace": "Does it move?", "warmth": "Is it kind?"},
    "scales": {
        "five": {"type": "ordinal", "values": [1, 2, 3, 4, 5]},
        "share": {"type": "continuous", "min": 0, "max": 1},
    },
}
ITEMS = [{"item_id": "i0", "input": "q", "output": "a"}, {"item_id": "i1", "input": "q", "output": "b"}]


def rating(item: str, **fields: Any) -> dict[str, Any]:
    return {"item_id": item, "criterion": "pace", "scale": "five", "rater_id": "ada", "rater_kind": "human", **fields}


@pytest.fixture
def folder(write: Write) -> Path:
    write("stories/dataset.json", json.dumps(PAPER))
    write("stories/items.jsonl", ITEMS)
    write("stories/notes.txt", "not for us")
    write("stories/ratings.jsonl", [rating("i0", score=2)])
    return write("stories/LICENSE", "free").parent


def test_a_folder_makes_its_project_with_title_rubric_and_scales(store: Store, folder: Path, take: Import) -> None:
    write_more = [rating("i1", criterion="warmth", scale="share", score=0.25)]
    (folder / "ratings-more.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, write_more)).encode()))
    report = take(folder)
    assert report.files == ("items.jsonl", "ratings-more.jsonl.gz", "ratings.jsonl")
    assert {r.value for r in all_ratings(store)} == {2, 0.25}
    rubric = only_rubric(store)
    assert [(c.id, c.question) for c in rubric.criteria] == [("pace", "Does it move?"), ("warmth", "Is it kind?")]
    assert rubric.criteria[1].scale == Scale(values=(), level="interval", minimum=0.0, maximum=1.0)
    with store.reading() as database:
        found = project(database, "p")
    assert found is not None
    assert (found.title, found.rubric) == ("stories", "stories")


def test_a_project_that_has_a_rubric_keeps_it(store: Store, folder: Path, take: Import) -> None:
    take(folder)
    with store.reading() as database:
        found = project(database, "p")
    assert found is not None
    own = type(found)(id="p", title="Mine", rubric="my-own", task="t")
    store.write(lambda database: save_project(database, own))
    report = take(folder)
    assert 'stand under the rubric "stories", not under "my-own"' in report.notes[0]
    with store.reading() as database:
        kept = project(database, "p")
    assert kept is not None
    assert (kept.title, kept.rubric, kept.task) == ("Mine", "my-own", "t")


def test_the_full_set_is_read_once_and_loses_no_text(store: Store, folder: Path, write: Write, take: Import) -> None:
    write("stories/items_full.jsonl", [*ITEMS[:1], {"item_id": "i2", "input": "q", "system": "m"}])
    full = [rating("i0", score=2), rating("i2", score=5)]
    (folder / "ratings_full.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, full)).encode()))
    report = take(folder)
    assert (report.items, report.items_without_text, report.ratings, report.duplicates) == (3, 1, 2, 0)
    assert "ratings.jsonl was not read" in report.notes[0]
    assert {s.output for s in all_samples(store)} == {"a", "b", ""}


def test_a_link_out_of_the_folder_is_not_followed_and_said(
    store: Store, folder: Path, write: Write, take: Import
) -> None:
    outside = write("elsewhere/secret.jsonl", [{"item_id": "secret", "output": "secret"}])
    (folder / "items-linked.jsonl").symlink_to(outside)
    (folder / "items-inside.jsonl").symlink_to(folder / "items.jsonl")
    report = take(folder)
    assert "items-linked.jsonl was not read: it is a link out of the folder" in report.notes
    assert "secret" not in {s.output for s in all_samples(store)}
    assert "items-inside.jsonl" in report.files


def test_a_dataset_json_that_is_a_link_out_of_the_folder_is_not_read(folder: Path, write: Write, take: Import) -> None:
    (folder / "dataset.json").unlink()
    (folder / "dataset.json").symlink_to(write("elsewhere/paper.json", json.dumps(PAPER)))
    report = take(folder)
    assert any("dataset.json was not read" in note for note in report.notes)
    assert report.rubric == "p"


def test_files_given_one_by_one_use_the_dataset_json_beside_them(store: Store, folder: Path, take: Import) -> None:
    report = take(folder / "items.jsonl", folder / "ratings.jsonl")
    assert "criteria and scales are read from the dataset.json beside the files" in report.guesses
    assert only_rubric(store).criteria[0].question == "Does it move?"


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ("{", "dataset.json cannot be used: the JSON is broken"),
        ('{"scales": {"a": {"type": "spicy"}}}', '"scales.a.type": Input should be'),
        ('{"scales": {"a": {"type": "ordinal"}}}', 'the scale "a" has neither values nor min and max'),
        ('{"scales": {"a": {"type": "ordinal", "values": [1, 1]}}}', 'the scale "a" has a value twice'),
        ('{"scales": {"a": {"type": "continuous", "min": 2, "max": 1}}}', 'the scale "a" ends before it begins'),
        ('{"criteria": {"a": 7}}', '"criteria.a": Input should be a valid string'),
        ('{"criteria": {"a": "x", "a": "y"}}', 'the key "a" stands twice'),
        ("[" * 70 + "]" * 70, "dataset.json cannot be used"),
        ('{"dataset": "' + "x" * 1_000_001 + '"}', "it is larger than 1 MB"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_dataset_json_that_is_wrong_is_refused_with_the_place(
    paper: str, words: str, folder: Path, take: Import
) -> None:
    (folder / "dataset.json").write_text(paper)
    with pytest.raises(ImportRefused) as refusal:
        take(folder)
    assert words in refusal.value.happened


def test_a_folder_without_items_and_ratings_is_refused_in_words(tmp_path: Path, take: Import) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImportRefused, match=r"holds neither items\*\.jsonl nor ratings\*\.jsonl"):
        take(tmp_path / "empty")
    with pytest.raises(ImportRefused, match="There is nothing to import"):
        take()


def test_a_files_name_is_only_shown_never_trusted(write: Write, take: Import) -> None:
    report = take(write("a\x1b[31m\n**b**.jsonl", ITEMS))
    assert report.files == ("a\ufffd[31m\ufffd**b**.jsonl",)


def test_verdicts_of_several_files_share_judges_and_the_later_file_wins(
    store: Store, folder: Path, write: Write, take: Import
) -> None:
    judged = rating("i0", rater_id="gpt", rater_kind="judge")
    write("stories/ratings-1.jsonl", [judged | {"score": 1}])
    write("stories/ratings-2.jsonl", [judged | {"score": 2}])
    report = take(folder)
    assert report.duplicates == 1
    assert [v.value for v in all_verdicts(store)] == [2]
