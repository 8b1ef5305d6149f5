"""Which of some samples hold certain words, in what was asked, in what was answered, or in a judge's reason."""

from __future__ import annotations

from collections.abc import Sequence

from studio.store.engine import Database
from studio.store.queries import marks

SUBJECTS_A_QUESTION = 500

_TEXTS = """select sample.id as subject, input.text || char(10) || sample.output as words
            from sample join input on input.id = sample.input_id where sample.id in ({marks})
            union all
            select pair.id, input.text || char(10) || a.output || char(10) || b.output
            from pair join input on input.id = pair.input_id join sample as a on a.id = pair.sample_a
            join sample as b on b.id = pair.sample_b where pair.id in ({marks})
            union all
            select subject, explanation from verdict
            where judge_id = ? and criterion = ? and subject in ({marks})"""


def subjects_with_words(
    database: Database, subjects: Sequence[str], *, words: str, judge_id: str, criterion: str
) -> set[str]:
    """Those of these samples and pairs that hold the words, in large or small letters."""
    found: set[str] = set()
    for start in range(0, len(subjects), SUBJECTS_A_QUESTION):
        part = list(subjects[start : start + SUBJECTS_A_QUESTION])
        sql = f"select subject from ({_TEXTS.format(marks=marks(len(part)))}) where instr(lower(words), lower(?))"
        found |= {row[0] for row in database.conn.execute(sql, [*part, *part, judge_id, criterion, *part, words])}
    return found
