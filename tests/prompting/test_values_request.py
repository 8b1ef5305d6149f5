from __future__ import annotations

import json

import pytest

from studio.prompting.strict_json import NotReadable
from studio.prompting.values_request import read_values, values_request


def test_values_come_as_an_outline_without_those_that_are_there() -> None:
    reply = {"groups": [{"name": "orders", "values": ["late", "Lost", "a, b > c: d"]}, {"name": "", "values": ["x"]}]}
    found = read_values(json.dumps(reply), model="openai:big", there=["lost"])
    assert found == ["orders", "  late", "  a b c d", "x"]


def test_a_very_small_model_is_asked_for_lines_and_read_by_line() -> None:
    request = values_request(task="A shop.", dimension="topic", there=["late"], model="local:smollm2")
    assert request.schema is None
    assert "There already: late." in request.user[0]
    assert read_values("Here:\n1. Returns.\n- Sizes\n2. Returns", model="local:smollm2") == ["Returns", "Sizes"]


@pytest.mark.parametrize("text", ["", "no", "[]", '{"groups": 3}', '{"groups": [{"name": 1}]}', '{"groups": []}'])
def test_what_cannot_be_read_gives_a_reason_and_no_value(text: str) -> None:
    with pytest.raises(NotReadable):
        read_values(text, model="openai:big")
