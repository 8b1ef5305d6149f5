"""A rubric travels as a zip or folder, and a hostile zip gets nowhere."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest

from studio.errors import ImportRefused, RubricError, StudioError
from studio.rubric.archive import MAXIMUM_ENTRIES
from studio.rubric.sharing import bundle_bytes, read_bundle, read_files, write_bundle
from tests.rubric.broken import BROKEN, START

RUBRICS = Path(__file__).parents[2] / "rubrics"

SUPPORT = (Path(__file__).parents[2] / "rubrics" / "support-reply.yaml").read_text(encoding="utf-8")
AGREEMENT = {"judges": [{"judge": "openai:x", "kappa": {"value": 0.6, "low": 0.4, "high": 0.8, "n": 60}}]}


@pytest.mark.parametrize("name", ["support.zip", "support"])
def test_a_bundle_comes_back_whole(tmp_path: Path, name: str) -> None:
    target = write_bundle(tmp_path / name, text=SUPPORT, agreement=AGREEMENT)
    bundle = read_bundle(target)
    (shared,) = bundle.rubrics
    assert (shared.file, shared.text, shared.format) == ("support-reply.yaml", SUPPORT, "Rubric Studio file")
    assert bundle.agreement == AGREEMENT
    assert (bundle.ignored, bundle.broken) == (("README.md",), ())
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_the_page_in_a_bundle_can_be_read_without_the_studio(tmp_path: Path) -> None:
    write_bundle(tmp_path / "b", text=SUPPORT, agreement=AGREEMENT)
    page = (tmp_path / "b" / "README.md").read_text(encoding="utf-8")
    assert page.startswith("# Support reply\n") and "agreement.json" in page


def test_the_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    one = write_bundle(tmp_path / "one.zip", text=SUPPORT, agreement=AGREEMENT)
    two = write_bundle(tmp_path / "two.zip", text=SUPPORT, agreement=AGREEMENT)
    assert one.read_bytes() == two.read_bytes()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"mine")
    with pytest.raises(StudioError, match="already there"):
        write_bundle(tmp_path / "b.zip", text=SUPPORT)
    assert (tmp_path / "b.zip").read_bytes() == b"mine"


def test_a_zip_of_many_files_gives_the_good_ones_and_names_the_others() -> None:
    geval = json.dumps({"name": "Kind", "criteria": "Is it kind?", "threshold": 0.5})
    bundle = read_bundle(
        _zip({"team/a.yaml": START, "team/b.yaml": "a: [", "kind.json": geval, "logo.png": "x"}), name="team.zip"
    )
    assert [(shared.file, shared.rubric.name) for shared in bundle.rubrics] == [("a.yaml", "a"), ("kind.json", "kind")]
    assert bundle.rubrics[1].text.startswith("# yaml-language-server")
    assert bundle.rubrics[1].not_carried
    assert len(bundle.broken) == 1 and bundle.ignored == ("logo.png",)


def test_a_single_file_or_a_pasted_text_is_a_bundle_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(SUPPORT, encoding="utf-8")
    assert read_bundle(path).rubrics[0].rubric.name == "support-reply"
    assert read_bundle(SUPPORT.encode(), name="").rubrics[0].rubric.name == "support-reply"
    assert isinstance(read_bundle(BROKEN["latin-1"][0]).broken[0], RubricError)
    with pytest.raises(ImportRefused, match="cannot be read"):
        read_bundle(tmp_path / "none.yaml")


@pytest.mark.parametrize("name", ["../a.yaml", "/etc/a.yaml", "a/../../b.yaml", "..\\a.yaml", "C:\\a.yaml", "\\a.yaml"])
def test_a_zip_that_wants_to_write_elsewhere_is_refused(name: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ImportRefused, match="outside its own folder"):
        read_bundle(_zip({"good.yaml": START, name: START}), name="x.zip")
    assert list(tmp_path.iterdir()) == []


def test_zip_bombs_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(ImportRefused, match="suspiciously tight"):
        read_bundle(_zip({"a.yaml": "#" * 10_000_000}), name="x.zip")
    with pytest.raises(ImportRefused, match="are the limit"):
        read_bundle(_zip({f"{n}.yaml": "" for n in range(MAXIMUM_ENTRIES + 1)}), name="x.zip")
    with pytest.raises(ImportRefused, match="more than 200 MB"):
        read_bundle(_claiming(300_000_000), name="x.zip")


def test_an_entry_that_lies_about_its_size_is_cut_off_and_refused() -> None:
    content = os.urandom(400_000).hex()
    bundle = read_bundle(_zip({"a.yaml": content, "b.yaml": START}), name="x.zip")
    assert "256 kB at most" in bundle.broken[0].happened
    assert len(bundle.rubrics) == 1


def test_links_in_a_zip_and_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="holds a link"):
        read_bundle(_zip({"a.yaml": "/etc/passwd"}, mode=stat.S_IFLNK | 0o777), name="x.zip")
    (tmp_path / "secret.yaml").write_text(SUPPORT, encoding="utf-8")
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "a.yaml").write_text(START, encoding="utf-8")
    assert [shared.file for shared in read_bundle(folder).rubrics] == ["a.yaml"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"PK\x05\x06", b"PK\x03\x04" + bytes(500)])
def test_a_damaged_zip_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ImportRefused, match="damaged zip file"):
        read_bundle(content, name="x.zip")


def test_a_folder_that_comes_over_the_browser_is_read_by_bare_names_and_bounded() -> None:
    text = (RUBRICS / "factuality.yaml").read_bytes()
    bundle = read_files(
        [("../../evil/factuality.yaml", text), ("a/picture.png", b"\x89PNG"), ("b/broken.yaml", b"x: [")]
    )
    (found,) = bundle.rubrics
    assert (found.file, found.rubric.name) == ("factuality.yaml", "factuality")
    assert bundle.ignored == ("picture.png",) and len(bundle.broken) == 1
    with pytest.raises(ImportRefused, match="more than 1,000 files"):
        read_files([(f"{n}.yaml", b"") for n in range(1001)])


def test_a_bundle_in_memory_is_the_one_that_is_written(tmp_path: Path) -> None:
    text = (RUBRICS / "factuality.yaml").read_text("utf-8")
    written = write_bundle(tmp_path / "f.zip", text=text, agreement={"judges": []})
    assert bundle_bytes(text=text, agreement={"judges": []}) == written.read_bytes()


def _zip(files: dict[str, str], *, mode: int = 0o644) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)
            entry.filename = name  # ZipInfo would make a plain name of it
            entry.external_attr = mode << 16
            archive.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _claiming(size_bytes: int) -> bytes:
    """A zip whose directory claims a size that its content has not."""
    content = bytearray(_zip({"a.yaml": "x" * 100}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = size_bytes.to_bytes(4, "little")
    return bytes(content)
