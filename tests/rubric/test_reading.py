"""A rubric file is read, or refused in words that name the line."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import RubricError
from studio.records import ONE_TO_FIVE, PASS_FAIL, Scale
from studio.rubric.reading import parse_rubric
from studio.rubric.scales import YES_NO
from studio.rubric.source import MAXIMUM_BYTES, decoded
from tests.rubric.broken import BROKEN, START

FULL = """\
# yaml-language-server: $schema=rubric.schema.json
rubric: support-reply          # id
version: 3
title: Support reply
task: What the product does, for whom, and what the output is.
combine: all_must_pass
criteria:
  - id: answers_the_question
    question: Does the reply answer what the customer asked?
    scale: pass_fail
    weight: 2
    must_pass: true
    anchors: {pass: Every question is answered., fail: A question is left open.}
    examples:
      - {input: Where is it?, output: In the post., value: fail, why: Says nothing of when.}
  - id: mentions_price
    question: Does it name the price?
    scale: yes_no
    anchors: {yes: A price stands in it., no: No price.}
  - id: tone
    question: >
      How warm
      is it?
    scale: one_to_five
    anchors:
      1: Cold.
      5: Like a friend.
  - id: topic
    question: What is it about?
    scale: {values: [returns, sizes, other], level: nominal}
  - id: closeness
    question: How close is it to the reference?
    scale: {minimum: 0, maximum: 1}
    weight: 0.5
"""


def test_a_full_file_is_read_whole() -> None:
    rubric = parse_rubric(FULL)
    first, second, third, fourth, fifth = rubric.criteria
    assert (rubric.name, rubric.version, rubric.combine) == ("support-reply", 3, "all_must_pass")
    assert (first.scale, first.weight, first.must_pass) == (PASS_FAIL, 2.0, True)
    assert first.examples[0].why == "Says nothing of when."
    assert (second.scale, second.anchors["yes"]) == (YES_NO, "A price stands in it.")
    assert (third.scale, third.question, third.anchors) == (
        ONE_TO_FIVE,
        "How warm is it?",
        {1: "Cold.", 5: "Like a friend."},
    )
    assert fourth.scale == Scale(values=("returns", "sizes", "other"), level="nominal")
    assert fifth.scale == Scale(values=(), level="interval", minimum=0.0, maximum=1.0)


def test_a_short_file_has_the_defaults() -> None:
    rubric = parse_rubric("rubric: tone-of-voice\ncriteria:\n  - id: a\n    question: Is it ours?\n")
    assert (rubric.title, rubric.version, rubric.task, rubric.combine) == ("Tone of voice", 1, "", "weighted_mean")
    criterion = rubric.criteria[0]
    assert (criterion.scale, criterion.weight, criterion.must_pass) == (PASS_FAIL, 1.0, False)


def test_the_way_a_text_is_quoted_does_not_make_another_rubric() -> None:
    folded = parse_rubric(START.replace("Q?", ">\n      Q?\n"))
    assert folded.id == parse_rubric(START.replace("Q?", "'Q?'")).id == parse_rubric(START).id


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    assert parse_rubric("\ufeff" + FULL.replace("\n", "\r\n")) == parse_rubric(FULL)
    assert decoded(b"\xef\xbb\xbf" + FULL.encode(), file="f") == "\ufeff" + FULL


def test_a_number_that_equals_one_of_the_scale_is_written_like_the_scale() -> None:
    rubric = parse_rubric(f"{START}    scale: one_to_five\n    anchors: {{1.0: Cold.}}\n")
    assert [repr(value) for value in rubric.criteria[0].anchors] == ["1"]


def test_a_weight_of_2_and_of_2_0_gives_the_same_rubric_id() -> None:
    rubric = parse_rubric(FULL)
    whole = replace(rubric.criteria[0], weight=2)
    assert replace(rubric, criteria=(whole, *rubric.criteria[1:])).id == rubric.id


def test_an_empty_key_counts_as_left_out() -> None:
    rubric = parse_rubric(f"{START}    anchors:\n    examples:\n    weight:\ntask:\n")
    assert (rubric.task, rubric.criteria[0].weight, rubric.criteria[0].examples) == ("", 1.0, ())


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_in_words_with_its_place(name: str) -> None:
    content, words, line, column = BROKEN[name]
    with pytest.raises(RubricError) as caught:
        parse_rubric(decoded(content, file="my.yaml"), file="my.yaml")
    error = caught.value
    assert words in error.happened
    assert (error.file, error.line, error.column) == ("my.yaml", line, column)
    assert error.happened.startswith("my.yaml") and error.safe and error.to_do


def test_each_broken_file_takes_less_than_a_second_and_all_less_than_50_mb_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    program = """
import resource, time
from studio.errors import RubricError
from studio.rubric.reading import parse_rubric
from studio.rubric.source import decoded
from tests.rubric.broken import BROKEN, START
from studio.rubric.tree import read_tree
parse_rubric(START); read_tree(START, file="f")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
slowest = 0.0
for content, *_ in BROKEN.values():
    started = time.process_time()
    try: parse_rubric(decoded(content, file="f"), file="f")
    except RubricError: pass
    slowest = max(slowest, time.process_time() - started)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, slowest)
"""
    pytest.importorskip("resource", reason="peak memory is read with the POSIX resource module")
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", program]
    ran = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(root)}, capture_output=True, text=True, check=True
    )
    grown_megabytes, slowest_seconds = (float(word) for word in ran.stdout.split())
    assert grown_megabytes < 50
    assert slowest_seconds < 1
    assert list(tmp_path.iterdir()) == []


def test_the_largest_file_allowed_is_read_and_one_byte_more_is_not() -> None:
    largest = START + "#" * (MAXIMUM_BYTES - len(START))
    assert parse_rubric(largest).name == "a"
    with pytest.raises(RubricError, match="256 kB at most"):
        parse_rubric(largest + "#")
