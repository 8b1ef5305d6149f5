"""The quick reader reads what it reads exactly as the full parser does, and leaves the rest to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RubricError
from studio.rubric.plain import plain_values
from studio.rubric.source import checked_text
from studio.rubric.tree import read_tree, values

PLAIN = """\
# a comment
rubric: support-reply   # behind a value
version: 3
task: >-
  Two lines
  of one paragraph

  and a second
note: |
  First
    indented

  last
quoted: "say \\"hi\\"\\n"   # comment
single: 'it''s'
url: http://a.b/c#d
long: a text
  on two lines
nothing:
words: [yes, "no", 'maybe', 1, 2.5, true, {a: b, 1: c}, []]
criteria:
  - id: a
    anchors: {pass: It does., fail: It does not.}

  - {id: b, question: Q?}
  -
    id: c
same_column:
- one
- -5
1: number
needs work: a key of two words
"quoted: key": "\\u00e9\\r\\\\u"
"""

PIECES = (
    " ",
    "\n",
    ":",
    ": ",
    "- ",
    "#",
    " #",
    "{",
    "}",
    "[",
    "]",
    ",",
    '"',
    "'",
    "|",
    ">",
    "|-",
    "\n  ",
    "\\",
    "a",
    "1",
    "\t",
)


def test_the_plain_form_is_read_like_the_full_parser_reads_it() -> None:
    assert repr(plain_values(PLAIN)) == repr(values(read_tree(PLAIN, file="x")))


@settings(max_examples=400, deadline=None)
@given(
    start=st.integers(0, len(PLAIN)),
    length=st.integers(0, 120),
    changes=st.lists(st.tuples(st.integers(0, 120), st.integers(0, 3), st.sampled_from(PIECES)), max_size=3),
)
def test_a_damaged_text_is_read_the_same_or_not_at_all(
    start: int, length: int, changes: list[tuple[int, int, str]]
) -> None:
    text = PLAIN[start : start + length]
    for at, cut, piece in changes:
        text = text[:at] + piece + text[at + cut :]
    quickly = plain_values(text) if text.strip() else None
    if quickly is not None:
        assert repr(quickly) == repr(values(read_tree(checked_text(text, file="x"), file="x")))


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c",
        "a: 1\na: 2",
        "a: &x 1\nb: *x",
        "a: !t b",
        "%YAML 1.2\n---\na: b",
        "a: b\n---\nc: d",
        "a: 'open",
        "a: [1, 2",
        "a:\n\tb: 1",
        "a: b\n c: d",
        "- a\nb: c",
        "? a\n: b",
        "a: |2\n   x\n",
        "a: " + "[" * 30 + "]" * 30,
    ],
)
def test_what_is_broken_clever_or_rare_is_left_to_the_full_parser(text: str) -> None:
    assert plain_values(text) is None


def test_yes_no_on_off_and_dates_are_text() -> None:
    text = "a: [yes, no, on, off, 2026-11-22, 1_000, 0x1F, 0o17, ~, null, True, .inf]\n"
    expected = ["yes", "no", "on", "off", "2026-11-22", "1_000", 31, 15, None, None, True, float("inf")]
    with_full_parser = values(read_tree(text, file="x"))
    assert with_full_parser == {"a": expected}


def test_the_full_parser_refuses_what_the_quick_one_left() -> None:
    with pytest.raises(RubricError, match="second time"):
        read_tree("a: 1\na: 2", file="x")
