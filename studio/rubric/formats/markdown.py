"""Markdown for people: a rubric to read, print or paste into a document; it is not read back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.records import Criterion, Example, Rubric
from studio.rubric.combining import combine_in_words
from studio.rubric.formats.conversion import Conversion, RubricFormat
from studio.rubric.formats.wording import anchor_lines
from studio.rubric.scales import scale_in_words

_MARKS = re.compile(r"([\\`*_\[\]<>|~]|^#|^[-+=](?=[\s=-]))", re.MULTILINE)


def _write(rubric: Rubric) -> Conversion[str]:
    parts = [f"# {_plain(rubric.title)}", _plain(rubric.task), f"**The result.** {_plain(combine_in_words(rubric))}"]
    parts += [part for c in rubric.criteria for part in _criterion(c)]
    parts.append(f"*Rubric `{rubric.name}`, version {rubric.version}, content `{rubric.id}`.*")
    return Conversion(result="\n\n".join(part for part in parts if part) + "\n")


def _criterion(criterion: Criterion) -> Iterator[str]:
    yield f"## {_plain(criterion.question)}"
    must = " Must be met." if criterion.must_pass else ""
    yield f"`{criterion.id}` · {_plain(scale_in_words(criterion.scale))} · weight {criterion.weight:g}.{must}"
    yield "\n".join(f"- {_plain(line.removeprefix('- '))}" for line in anchor_lines(criterion))
    yield from (_example(e) for e in criterion.examples)


def _example(example: Example) -> str:
    lines = [f"**In:** {_plain(example.input)}"] if example.input else []
    lines += [f"**Out:** {_plain(example.output)}", f"**{_plain(str(example.value))}** {_plain(example.why)}".rstrip()]
    return "\n".join(f"> {line}  " for line in "\n".join(lines).split("\n"))


def _plain(text: str) -> str:
    """The text so that no sign of it is read as Markdown or HTML."""
    return _MARKS.sub(r"\\\1", text)


FORMAT = RubricFormat(name="markdown", title="Markdown to read and print", suffix=".md", write=_write)
