"""`studio rubric check|convert|share|import|schema`: rubric files without the pages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from studio.cli import FINDING, OK, add_workspace, tell
from studio.commands.rubric_exchange import share, take
from studio.rubric.checking import check_files, convert_file
from studio.rubric.formats import FORMATS
from studio.rubric.schema import rubric_schema_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="say what is wrong with rubric files, and what could be better")
    add_workspace(check)
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    convert = actions.add_parser("convert", help="from or to another tool's format")
    add_workspace(convert)
    convert.add_argument("file", type=Path, metavar="FILE")
    convert.add_argument("--to", required=True, choices=[one.name for one in FORMATS if one.write], metavar="F")
    convert.add_argument("--out", type=Path, metavar="FILE", help="the screen if left out")
    convert.epilog = "Formats: " + "; ".join(f"{one.name} ({one.title})" for one in FORMATS if one.write)
    _exchange_arguments(actions)
    actions.add_parser("schema", help="print the JSON Schema of rubric files")


def run(arguments: argparse.Namespace) -> int:
    """Does the one asked for."""
    if arguments.action == "schema":
        print(rubric_schema_text(), end="")
        return OK
    return ACTIONS[arguments.action](arguments)


def _exchange_arguments(actions: Any) -> None:
    giving = actions.add_parser("share", help="a folder or zip with the rubric, its examples and its agreement record")
    add_workspace(giving)
    giving.add_argument("file", type=Path, metavar="FILE")
    giving.add_argument("--out", type=Path, required=True, metavar="TARGET", help="a new folder, or a new .zip")
    giving.add_argument("--project", metavar="P", help="whose agreement record goes along")
    taking = actions.add_parser("import", help="show somebody else's rubric whole; keep it with --trust")
    add_workspace(taking)
    taking.add_argument("source", type=Path, metavar="SOURCE", help="a file, a zip or a folder")
    taking.add_argument("--trust", action="store_true", help="I have read it: keep it in the workspace")


def _check(arguments: argparse.Namespace) -> int:
    report = check_files(arguments.files)
    tell(report.as_json(), as_json=arguments.json, words=report.in_words())
    return FINDING if report.has_errors else OK


def _convert(arguments: argparse.Namespace) -> int:
    converted = convert_file(arguments.file, to=arguments.to)
    if arguments.out:
        arguments.out.write_text(converted.result, "utf-8")
    told = {"text": converted.result, "not_carried": list(converted.not_carried)}
    words = f"Written: {arguments.out}" if arguments.out else converted.result.rstrip()
    tell(
        told,
        as_json=arguments.json,
        words="\n".join([words, *(f"Not carried over: {one}" for one in converted.not_carried)]),
    )
    return OK


ACTIONS = {"check": _check, "convert": _convert, "share": share, "import": take}
