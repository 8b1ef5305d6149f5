"""`studio rubric share|import`: giving a rubric away with its agreement record, and taking one in after reading it."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from studio.cli import FINDING, OK, tell
from studio.commands.running import workspace_for_writing
from studio.comparing.shared_record import shared_record
from studio.errors import NotFound
from studio.rubric.disk import text_of
from studio.rubric.formats import write_foreign
from studio.rubric.lint import lint_rubric
from studio.rubric.reading import parse_rubric
from studio.rubric.sharing import Bundle, SharedRubric, read_bundle, write_bundle
from studio.rubric.taking_in import own_copy, take_in
from studio.store.rubric_standing import set_standing
from studio.workspace import Workspace


def share(arguments: argparse.Namespace) -> int:
    """Writes the bundle; with a project its agreement record goes along."""
    if not arguments.file.is_file():
        raise NotFound(happened=f"There is no file {arguments.file}.", to_do="Name a rubric file.")
    text = text_of(arguments.file.resolve(), folder=arguments.file.resolve().parent)
    rubric = parse_rubric(text, file=arguments.file.name)
    record = None
    if arguments.project:
        workspace = Workspace(arguments.workspace, read_only=True)
        record = shared_record(workspace.compare(workspace.project(arguments.project), rubric=rubric))
    written = write_bundle(arguments.out, text=text, agreement=record)
    told = "with its agreement record" if record else "without an agreement record"
    tell({"bundle": str(written), "agreement": record is not None}, as_json=arguments.json, words=f"{written}, {told}.")
    return OK


def take(arguments: argparse.Namespace) -> int:
    """Shows what somebody sent, whole; keeps it only with --trust."""
    if not arguments.source.exists():
        raise NotFound(happened=f"There is no {arguments.source}.", to_do="Name a file, a zip or a folder.")
    bundle = read_bundle(arguments.source)
    kept = _kept(arguments.workspace, bundle) if arguments.trust else []
    told = {
        "rubrics": [_told(shared) for shared in bundle.rubrics],
        "broken": [error.happened for error in bundle.broken],
        "ignored": list(bundle.ignored),
        "kept": kept,
    }
    tell(told, as_json=arguments.json, words=_words(bundle, kept))
    return OK if kept else FINDING


def _kept(folder: Path, bundle: Bundle) -> list[str]:
    names = []
    with workspace_for_writing(folder, purpose="studio rubric import") as workspace:
        for shared in bundle.rubrics:
            file = own_copy(workspace.rubrics, shared) or take_in(workspace.rubrics, shared)
            workspace.write(partial(set_standing, rubric=file.rubric, standing="trusted"))
            names.append(file.file)
    return names


def _told(shared: SharedRubric) -> dict[str, object]:
    return {
        "rubric": shared.rubric.name,
        "format": shared.format,
        "not_understood": list(shared.not_carried),
        "look_at": _odd(shared),
        "text": shared.text,
    }


def _words(bundle: Bundle, kept: list[str]) -> str:
    lines = [line for shared in bundle.rubrics for line in _shown(shared)]
    lines += [f"Cannot be read: {error.happened}" for error in bundle.broken]
    if kept:
        lines.append(f"Taken in: {', '.join(kept)}")
    elif bundle.rubrics:
        lines.append("Nothing was taken in. When you have read it, run the same command again with --trust.")
    else:
        lines.append("There is no rubric in it.")
    return "\n".join(lines)


def _shown(shared: SharedRubric) -> list[str]:
    lines = [f"{shared.file}: {shared.format}", write_foreign(shared.rubric, to="markdown").result.rstrip()]
    lines += [f"Not understood: {words}" for words in shared.not_carried]
    return [*lines, *(f"Look at this: {words}" for words in _odd(shared)), ""]


def _odd(shared: SharedRubric) -> list[str]:
    return [one.message for one in lint_rubric(shared.rubric) if one.severity != "advice"]
