"""What kind of sample each one is, for slices: its tags, its prompt, who wrote it, how long it is; never its text."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from studio.store.engine import Database
from studio.store.queries import marks

SUBJECTS_A_QUESTION = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleKind:
    """What is known of a sample, or of the pair that it and another one make, without reading it."""

    tags: Mapping[str, str]
    prompt: str
    """The prompt's name, empty where none is known."""
    system: str
    characters: int
    """Of the output; of a pair, of both."""


_SAMPLE = """select sample.id, sample.tags, input.tags, coalesce(prompt.name, ''), sample.system, length(sample.output)
             from sample join input on input.id = sample.input_id
             left join prompt on prompt.project = sample.project and prompt.id = sample.prompt_id
             where sample.id in ({marks})"""
_PAIR = """select pair.id, '{{}}', input.tags, '', a.system || ' / ' || b.system, length(a.output) + length(b.output)
           from pair join input on input.id = pair.input_id join sample as a on a.id = pair.sample_a
           join sample as b on b.id = pair.sample_b where pair.id in ({marks})"""


def sample_kinds(database: Database, subjects: Collection[str]) -> dict[str, SampleKind]:
    """The kind of each of these samples and pairs."""
    names, found = sorted(subjects), dict[str, SampleKind]()
    for start in range(0, len(names), SUBJECTS_A_QUESTION):
        part = names[start : start + SUBJECTS_A_QUESTION]
        for sql in (_SAMPLE, _PAIR):
            for name, own, of_input, prompt, system, characters in database.conn.execute(
                sql.format(marks=marks(len(part))), part
            ):
                tags = json.loads(of_input) | json.loads(own)
                found[name] = SampleKind(tags=tags, prompt=prompt, system=system, characters=characters)
    return found
