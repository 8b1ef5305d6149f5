"""What docs/taste.md says that can be run is run."""

from __future__ import annotations

import re
from pathlib import Path

from studio.own_judges.rated_texts import FEWEST_VERDICTS
from studio.own_judges.retraining import FEWEST_NEW_RATINGS, QUIET_SECONDS
from studio.rubric.reading import parse_rubric
from studio.rules.checking import RULES
from studio.rules.language import LANGUAGES
from studio.taste.feature_space import DIRECTIONS
from studio.taste.fitting import WIDEST
from studio.taste.problem import FEWEST_INPUTS, FEWEST_OF_A_VALUE, FEWEST_RATINGS
from studio.taste.text_statistics import STATISTICS

PAGE = (Path(__file__).parents[2] / "docs" / "taste.md").read_text("utf-8")


def test_the_example_is_a_rubric() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    found = parse_rubric(f"rubric: example\ncriteria:\n{example}")
    assert [one.rule.kind for one in found.criteria if one.rule] == ["length", "phrases"]


def test_every_rule_has_its_line() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(RULES)
    assert f"({len(LANGUAGES)} of them)" in PAGE


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"{len(STATISTICS)} plain numbers" in PAGE and f"{DIRECTIONS} directions" in PAGE
    assert (FEWEST_RATINGS, FEWEST_INPUTS, FEWEST_OF_A_VALUE, FEWEST_VERDICTS) == (20, 5, 5, 20)
    assert (QUIET_SECONDS, FEWEST_NEW_RATINGS, WIDEST) == (20.0, 5, 2.5)
