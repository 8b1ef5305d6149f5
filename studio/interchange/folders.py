"""Which files an import reads when it is given folders and files; it leaves none out without saying so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.interchange.dataset_file import FILE_NAME, DatasetFile, dataset_file
from studio.interchange.files import check_file, shown_name
from studio.interchange.problems import refused

Tell = Callable[[str], None]

_ITEMS = "items"
_RATINGS = "ratings"
_ENDINGS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
_WHOLE = "_full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The files of one import, items before ratings, and the dataset.json that stands over them."""

    files: tuple[Path, ...]
    paper: DatasetFile | None
    title: str
    """What the project is called if it is made by this import."""


def chosen_files(paths: Sequence[Path], *, note: Tell, guess: Tell) -> Chosen:
    """What the given folders and files amount to; raises in words where that is nothing."""
    files: list[Path] = []
    papers: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += _in_folder(path, note)
            papers += _inside(path, [path / FILE_NAME] if (path / FILE_NAME).exists() else [], note)
        elif path.name == FILE_NAME:
            papers.append(path)
        else:
            check_file(path)
            files.append(path)
    if not files:
        raise refused("There is nothing to import.", to_do="Give a folder with items and ratings, or files.")
    if not papers:
        papers = _beside(files, guess)
    if len(set(papers)) > 1:
        raise refused(f"There are {len(set(papers))} files called {FILE_NAME}.", to_do="Import one folder at a time.")
    paper = dataset_file(papers[0]) if papers else None
    named = (paper.title or paper.dataset) if paper else ""
    return Chosen(files=tuple(dict.fromkeys(files)), paper=paper, title=named or _title(paths[0]))


def _in_folder(folder: Path, note: Tell) -> list[Path]:
    found = sorted(path for path in folder.iterdir() if path.name.endswith(_ENDINGS))
    items = [path for path in found if path.name.startswith(_ITEMS)]
    ratings = [path for path in found if path.name.startswith(_RATINGS)]
    if not items and not ratings:
        raise refused(
            f"The folder {shown_name(folder)} holds neither items*.jsonl nor ratings*.jsonl.",
            to_do="Give the files themselves, one after the other.",
        )
    return _inside(folder, [*items, *_without_parts(ratings, note)], note)


def _without_parts(ratings: Sequence[Path], note: Tell) -> list[Path]:
    """Leaves out `ratings` where `ratings_full` has the same rows and more."""
    stems = {path.name.partition(".")[0] for path in ratings}
    kept = []
    for path in ratings:
        if path.name.partition(".")[0] + _WHOLE in stems:
            note(f"{shown_name(path)} was not read: it is a part of what stands in the file called {_WHOLE[1:]}")
        else:
            kept.append(path)
    return kept


def _inside(folder: Path, files: Iterable[Path], note: Tell) -> list[Path]:
    """Leaves out links that lead out of the folder: who gave the folder did not give what lies elsewhere."""
    home = folder.resolve()
    kept = []
    for path in files:
        if path.resolve().is_relative_to(home):
            kept.append(path)
        else:
            note(f"{shown_name(path)} was not read: it is a link out of the folder")
    return kept


def _beside(files: Sequence[Path], guess: Tell) -> list[Path]:
    """The dataset.json in the one folder where all these interchange files lie."""
    folders = {path.parent.resolve() for path in files}
    is_interchange = all(path.name.startswith((_ITEMS, _RATINGS)) for path in files)
    beside = next(iter(folders)) / FILE_NAME
    if len(folders) > 1 or not is_interchange or not beside.is_file() or beside.is_symlink():
        return []
    guess(f"criteria and scales are read from the {FILE_NAME} beside the files")
    return [beside]


def _title(path: Path) -> str:
    name = shown_name(path.resolve() if path.is_dir() else path)
    return name if path.is_dir() else name.removesuffix(".gz").rpartition(".")[0] or name
