from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import StudioError
from studio.prompting.templates import filled, names_in


def test_a_name_is_replaced_by_its_value_with_or_without_spaces_in_the_braces() -> None:
    assert filled("Say {{ input }} and {{input}}.", values={"input": "hi"}) == "Say hi and hi."


def test_names_are_told_once_each_in_order_of_appearance() -> None:
    assert names_in("{{b}} {{a}} {{ b }} {c}") == ("b", "a")


def test_a_value_that_looks_like_a_name_stays_as_it_is() -> None:
    assert filled("{{input}}|{{rubric}}", values={"input": "{{rubric}}", "rubric": "secret"}) == "{{rubric}}|secret"


@given(st.text(), st.text())
def test_values_are_never_looked_into(first: str, second: str) -> None:
    assert filled("{{a}}\x00{{b}}", values={"a": first, "b": second}) == f"{first}\x00{second}"


@pytest.mark.parametrize(
    "name",
    ["c.api_key", "config.__class__", "self", "7*7", "input|safe", "''.__class__.__mro__", "input[0]", "Input", ""],
)
def test_an_unknown_name_is_refused_in_words_and_nothing_is_evaluated(name: str) -> None:
    with pytest.raises(StudioError) as refused:
        filled("{{" + name + "}}", values={"input": "x"})
    assert "{{" + name + "}}" in refused.value.happened
    assert "{{input}}" in refused.value.to_do


def test_other_kinds_of_placeholders_are_plain_text() -> None:
    text = "{input} %(input)s $input ${input} {% if x %} {# no #}"
    assert filled(text, values={"input": "x"}) == text


def test_a_backslash_in_a_value_is_no_reference_to_a_group() -> None:
    assert filled("{{input}}", values={"input": r"\1 \g<0>"}) == r"\1 \g<0>"
