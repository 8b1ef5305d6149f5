"""What a YAML parser's complaint means to the person who wrote the file; knows nothing of rubrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

_STRAY = {
    "%": "A text that starts with % needs quotes.",
    "@": "A text that starts with @ needs quotes.",
    "`": "A text that starts with a backtick needs quotes.",
}
_MEANINGS = {
    "found unexpected end of stream": "The file ends inside a quoted text: a closing quote is missing.",
    "found '<stream end>'": "The file ends too early: a bracket is not closed.",
    "mapping values are not allowed": (
        "A colon stands where none is expected. A text with a colon needs quotes; or the line is indented too far."
    ),
    "sequence entries are not allowed": "A list cannot start on this line. Put `- ` on a line of its own.",
    "could not find expected ':'": (
        "A colon is missing: every line is `key: value`, `- item` or an indented part of a text."
    ),
    "expected <block end>": (
        "This does not fit the lines above. Check the indentation, and quotes inside a quoted text."
    ),
    "expected ',' or": "A comma or a closing bracket is missing before this.",
    "unknown escape character": "Inside double quotes a backslash must be doubled (\\\\), or use single quotes.",
    "that cannot start any token": "This sign cannot start a text. Put the text in quotes.",
}


def trouble_in_words(error: MarkedYAMLError, *, text: str) -> str:
    """One or two plain sentences on what is wrong and what mends it."""
    problem = error.problem or ""
    if "'\\t'" in problem:
        return "A tab stands here. YAML takes only spaces for indentation: replace it by spaces."
    for sign, words in _STRAY.items():
        if f"'{sign}'" in problem:
            return words
    meaning = next((words for pattern, words in _MEANINGS.items() if pattern in problem), "")
    at_the_end = error.problem_mark is not None and not text[error.problem_mark.index :].strip()
    cut_off = " This is the end of the file: perhaps it was cut off." if at_the_end else ""
    return (meaning or f"This is not valid YAML ({problem}).") + cut_off
