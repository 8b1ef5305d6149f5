"""The `studio` command: reads the words, opens the workspace, prints what came of it; it decides nothing itself."""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studio import __version__
from studio.errors import NotFound, StudioError
from studio.redaction import guard_logs

OK, FINDING, USAGE = 0, 1, 2

# At Python's usual 700 the garbage collector walks through what is being imported again and again: a twentieth of the
# processor time until `studio judge` sends its first request.
NEW_OBJECTS_A_COLLECTION = 50_000

# A command is a file in studio/commands with `add_arguments(parser)` and `run(arguments) -> int`, and a line here.
COMMANDS = {
    "start": "open the studio in the browser",
    "doctor": "check this machine: versions, keys, local model, disk",
    "demo": "make the demo project, or make it anew",
    "import": "take in samples, ratings and verdicts",
    "generate": "make inputs and samples with models",
    "steps": "split answers into steps that are rated one by one",
    "judge": "let judges rate every sample that lacks a verdict",
    "compare": "how far every judge agrees with a rater",
    "best": "which of several answers each judge would pick, and what its picks are worth",
    "export": "write a dataset with its card and manifest",
    "rubric": "check, convert, share, take in, or print the schema of rubrics",
    "backup": "make a backup of the workspace's database",
    "restore": "put a backup in place of the database",
}


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command; 0 is well, 1 a finding, 2 wrong usage."""
    gc.set_threshold(NEW_OBJECTS_A_COLLECTION)
    guard_logs()
    arguments = _parser(words if words is not None else sys.argv[1:]).parse_args(words)
    command = _command(arguments.command)
    try:
        return int(command.run(arguments))
    except StudioError as error:
        return _told(error, as_json=getattr(arguments, "json", False))
    except KeyboardInterrupt:
        print("Stopped. Everything finished is saved.", file=sys.stderr)
        return FINDING
    except BrokenPipeError:
        # The reader (`head`, a pager) has seen enough; a second error at exit would only confuse.
        sys.stderr.close()
        return OK


def tell(report: object, *, as_json: bool, words: str) -> None:
    """Prints a report: as one JSON document for programs, in words for people."""
    print(json.dumps(report, ensure_ascii=False, indent=2, default=str) if as_json else words)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="studio", description="Turn your taste into rubrics and judges that share it."
    )
    parser.add_argument("--version", action="version", version=f"Rubric Studio {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    wanted = next((word for word in words if word in COMMANDS), None)
    for name, sentence in COMMANDS.items():
        command = commands.add_parser(name, help=sentence, description=sentence.capitalize() + ".")
        # Only the command that is called is imported: `studio judge` must not wait for Streamlit.
        if name == wanted:
            _command(name).add_arguments(command)
    return parser


def add_workspace(parser: argparse.ArgumentParser, *, json_report: bool = True) -> None:
    """The words every command knows."""
    parser.add_argument("--workspace", type=Path, default=Path.cwd(), metavar="DIR", help="the folder (here)")
    if json_report:
        parser.add_argument("--json", action="store_true", help="report as JSON")


def _command(name: str) -> Any:
    from studio.settings import keep_arithmetic_on_one_thread

    keep_arithmetic_on_one_thread()
    return importlib.import_module(f"studio.commands.{name}_command")


def _told(error: StudioError, *, as_json: bool) -> int:
    told: dict[str, Any] = {"error": error.happened, "safe": error.safe, "to_do": error.to_do}
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
    print("\n".join(part for part in (error.happened, error.safe, error.to_do) if part), file=sys.stderr)
    return USAGE if isinstance(error, NotFound) else FINDING
