"""Names that people give become ids that files and addresses can carry."""

from __future__ import annotations

import pytest

from studio.errors import StudioError
from studio.workspace import slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Support Replies", "support-replies"),
        ("  Über-Café №1 ", "uber-cafe-no1"),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 80, "a" * 48),
    ],
)
def test_a_title_becomes_a_plain_id(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_a_name_in_another_script_gets_an_id_of_its_own() -> None:
    assert slug("Мария").startswith("n-")
    assert slug("Мария") == slug("Мария") != slug("Марта")


def test_a_name_without_a_letter_or_digit_is_refused_in_words() -> None:
    with pytest.raises(StudioError, match="a letter or a digit"):
        slug(" … ")
