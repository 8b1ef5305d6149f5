"""Rating under a rubric with rules: what a rule answers is not asked of her."""

from __future__ import annotations

from studio.own_judges.kinds import left_to_people
from studio.rubric.reading import parse_rubric
from tests.pages.conftest import Studio, words

WITH_A_RULE = """
rubric: reply
title: Reply
criteria:
  - id: brief
    question: Is it at most 40 words long?
    rule: {length: {at_most: 40}}
  - id: answers
    question: Does it answer?
"""


def test_she_is_asked_what_no_rule_answers(studio: Studio) -> None:
    studio.fill()
    rubrics = studio.workspace.rubrics
    rubrics.save_text(WITH_A_RULE.lstrip(), file="reply.yaml", seen=rubrics.source("reply.yaml"))
    app = studio.page("rate", studio_rater="Ada")
    shown = words(app)
    assert "Does it answer?" in shown
    assert "Is it at most 40 words long?" not in shown


def test_where_rules_answer_everything_she_may_check_them() -> None:
    rubric = parse_rubric(
        WITH_A_RULE.replace("    question: Does it answer?\n", "    question: Q?\n    rule: {links: {at_most: 0}}\n")
    )
    assert left_to_people(rubric) == rubric.criteria
    assert [one.id for one in left_to_people(parse_rubric(WITH_A_RULE))] == ["answers"]
