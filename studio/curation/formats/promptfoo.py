"""promptfoo: a configuration with the rubric as model-graded assertions, and one test an input."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from studio.curation.candidate import Candidate, tags_of
from studio.curation.formats.best import best_sample, expected_answer
from studio.curation.formats.criterion_words import criterion_words
from studio.curation.formats.format import Files, Format, Row, has_input
from studio.curation.provenance import sample_origin
from studio.curation.selection import Group, Selection
from studio.curation.value import ValueRule
from studio.prompting.templates import filled, names_in
from studio.records import Criterion, Prompt

_TEMPLATE_MARKS = re.compile(r"\{\{|\{%|\{#")
_OPENED = re.compile(
    r"\s*(?:file|package|https?|python|exec|javascript|huggingface|az|env|portkey|langfuse|helicone):", re.I
)


def _fits(candidate: Candidate) -> str:
    """promptfoo opens or runs such texts: a `file://x.py` is executed, double braces are a program of their own."""
    texts = (candidate.input.text, candidate.sample.output, candidate.input.reference or "")
    if any(_OPENED.match(text) for text in texts):
        return "a text starts like a file or address, which promptfoo would open"
    if any(_TEMPLATE_MARKS.search(text) for text in texts):
        return "a text holds template marks such as {{ }}, which promptfoo would run"
    return has_input(candidate)


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    for group in groups:
        best = best_sample(group, rule=rule)
        origin = sample_origin(best, rule=rule)
        row = {
            "vars": {"input": best.input.text, "reference": expected_answer(group, rule=rule)},
            "metadata": {**origin, "tags": dict(tags_of(best))},
        }
        yield f"{group.part}.jsonl", row


def _files(selection: Selection) -> Files:
    papers = selection.rule.papers
    content = {
        "description": f"{papers.project_title or papers.project}: {papers.rubric.title}",
        "prompts": [_prompt(prompt) for prompt in selection.prompts or [Prompt(name="input")]],
        # Nothing is called until she names a model here.
        "providers": ["echo"],
        "defaultTest": {"assert": [_assertion(criterion) for criterion in papers.rubric.criteria]},
        "tests": [f"file://{part}.jsonl" for part in selection.parts],
    }
    # JSON is YAML, and it leaves nothing to the taste of a YAML writer.
    yield "promptfooconfig.yaml", json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _prompt(prompt: Prompt) -> dict[str, Any]:
    """As chat messages in JSON: promptfoo fills a plain text twice, and the second time it runs what it filled in."""
    others = {name: f"{{% raw %}}{{{{{name}}}}}{{% endraw %}}" for name in names_in(prompt.template)}
    template = filled(prompt.template, values={**others, "input": "{{input}}"})
    messages = [{"role": "system", "content": _literal(prompt.system)}] if prompt.system else []
    chat = [*messages, {"role": "user", "content": template}]
    return {"label": prompt.name, "raw": json.dumps(chat, ensure_ascii=False)}


def _assertion(criterion: Criterion) -> dict[str, Any]:
    weight = {"weight": criterion.weight} if criterion.weight != 1 else {}
    return {
        "type": "llm-rubric",
        "metric": criterion.id,
        "value": _literal(criterion_words(criterion)),
        **weight,
    }


def _literal(text: str) -> str:
    """The text so that it is not read as a template."""
    if not _TEMPLATE_MARKS.search(text):
        return text
    inside = text.replace("{% endraw", "{ % endraw").replace("{%endraw", "{ %endraw")
    return f"{{% raw %}}{inside}{{% endraw %}}"


FORMAT = Format(
    name="promptfoo",
    title="promptfoo tests",
    description="One test an input and the rubric as llm-rubric assertions, to run with `promptfoo eval`.",
    purpose="test",
    needs="samples",
    rows=_rows,
    files=_files,
    fits=_fits,
)
