"""What does not fit in a rubric file, as one sentence with its place; knows pydantic's complaints, not YAML's."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from studio.rubric.conversion import KEY, Path
from studio.rubric.shape import CriterionInFile, ExampleInFile, ListedScale, RubricInFile

_EXPECTED = {
    "string_type": "must be text; put a number in quotes",
    "int_type": "must be a whole number without quotes",
    "float_type": "must be a number without quotes",
    "bool_type": "must be `true` or `false`",
    "list_type": "must be a list: one `- ` a line",
    "dict_type": "must be a mapping: one `key: value` a line",
    "model_type": "must be a mapping: one `key: value` a line",
    "model_attributes_type": "must be a mapping: one `key: value` a line",
    "finite_number": "must be a finite number",
}
_LIMITS = {
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "too_short": "needs at least {min_length}",
    "too_long": "has more than {max_length}",
    "literal_error": "must be {expected}",
}
_UNION_STEPS = frozenset(("named", "listed", "range"))


def first_problem(error: ValidationError, *, found: Any) -> tuple[str, Path]:
    """The sentence and the path of the first complaint, with the number of the others."""
    complaints = error.errors(include_url=False)
    # A misspelt key is reported last and is usually why another one is missing.
    complaints.sort(key=lambda complaint: complaint["type"] != "extra_forbidden")
    path = tuple(step for step in complaints[0]["loc"] if step not in _UNION_STEPS)
    others = len(complaints) - 1
    more = f" ({others} more {'thing' if others == 1 else 'things'} in this file.)" if others else ""
    return _sentence(complaints[0], path, found=found) + more, path


def path_in_words(path: Path, *, found: Any) -> str:
    """Where in the file: `question` in criterion 2 (`warm_and_plain`)."""
    steps = [step for step in path if step != KEY]
    if len(steps) < 2 or steps[0] != "criteria" or not isinstance(steps[1], int):
        return f"`{'.'.join(map(str, steps))}`" if steps else "The file"
    criterion = f"criterion {steps[1] + 1}{_named(found, steps[1])}"
    inner = steps[2:]
    if inner[:1] == ["examples"] and len(inner) > 1 and isinstance(inner[1], int):
        criterion = f"example {inner[1] + 1} of {criterion}"
        inner = inner[2:]
    return f"`{'.'.join(map(str, inner))}` in {criterion}" if inner else criterion.capitalize()


def _named(found: Any, at: int) -> str:
    try:
        return f" (`{found['criteria'][at]['id']}`)"
    except (KeyError, IndexError, TypeError):
        return ""


def _sentence(complaint: ErrorDetails, path: Path, *, found: Any) -> str:
    kind, context = complaint["type"], complaint.get("ctx", {})
    where = path_in_words(path, found=found)
    if kind == "extra_forbidden":
        return f"{where} is not a key that is known here. {_did_you_mean(path)}"
    if kind == "missing":
        return f"{where} is missing."
    if kind == "string_pattern_mismatch":
        return f"{where}: {_id_rule(path)}"
    if kind == "value_error":
        return f"{where}: {context['error']}."
    return f"{where} {_expectation(kind, context, complaint)}."


def _expectation(kind: str, context: Mapping[str, Any], complaint: ErrorDetails) -> str:
    if kind == "too_short" and isinstance(complaint["input"], str):
        return "is empty"
    if kind in _LIMITS:
        return _LIMITS[kind].format(**context).replace("'", "`")
    return _EXPECTED.get(kind, complaint["msg"].lower())


def _id_rule(path: Path) -> str:
    letters = "small letters" if path == ("rubric",) else "letters"
    return f"an id has only {letters} (a to z), digits, - and _, starts with a letter or digit, and is 64 long at most."


def _did_you_mean(path: Path) -> str:
    known = list(_model_at(path[:-1]).model_fields)
    close = difflib.get_close_matches(str(path[-1]).lower(), known, n=1, cutoff=0.6)
    return f"Did you mean `{close[0]}`?" if close else f"The keys are {', '.join(known)}."


def _model_at(path: Path) -> type[BaseModel]:
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return RubricInFile
    if names[-1] == "scale":
        return ListedScale
    return ExampleInFile if names[-1] == "examples" else CriterionInFile
