"""Each rule on outputs that keep it, break it, or leave it untold, with the reason in words."""

# ruff: noqa: E501 (a case a line)

from __future__ import annotations

import time
from typing import Any

import pytest

from studio.records import Criterion, Rule
from studio.rules.checking import check, value_of
from studio.rules.found import Asked, Found
from studio.rules.language import language_of
from studio.rules.patterns import refuse_unusable_pattern
from studio.rules.readability import reading_ease
from studio.rules.words import rule_in_words


def found(kind: str, setting: Any, output: str, *, asked: str = "", likeness: float | None = None) -> Found:
    criterion = Criterion(id="c", question="?", rule=Rule(kind=kind, setting=setting))
    return check(criterion, Asked(input_text=asked, output=output, earlier_likeness=likeness))


SCHEMA = {
    "type": "object",
    "required": ["sum"],
    "properties": {"sum": {"type": "integer", "minimum": 1}, "note": {"type": ["string", "null"], "maxLength": 5}},
    "additionalProperties": False,
}
CASES = [
    ("length", {"at_most": 3}, "one two three", True, "It has 3 words."),
    ("length", {"at_most": 2}, "It's well-kept, yes", False, "It has 3 words, at most 2 allowed."),
    ("length", {"at_least": 5, "unit": "characters"}, " ab ", False, "It has 2 characters, at least 5 asked."),
    ("length", {"at_most": 1, "unit": "sentences"}, "One. Two", False, "It has 2 sentences, at most 1 allowed."),
    ("length", {"at_most": 1, "unit": "lines"}, "a\n\nb", False, "It has 2 lines, at most 1 allowed."),
    ("format", "json", '{"a": [1, 2]}', True, "It is JSON and nothing else."),
    ("format", "json", "Sure: {}", False, "It is not JSON: line 1, column 1: expecting value."),
    ("format", "json", "NaN", False, "It is not JSON: NaN is no JSON number."),
    ("format", "one_line", "a\nb", False, "It has 2 lines."),
    ("format", "no_markdown", "This is **bold**.", False, "It has Markdown: “**bold**”."),
    ("format", "no_markdown", "2 * 3 * 4 = 24", True, "It has no Markdown."),
    ("format", "bullet_list", "- a\n- b\n  goes on", True, "It is a list of 2."),
    ("format", "bullet_list", "Here:\n- a", False, "A line is no point of the list: “Here:”."),
    ("json_schema", SCHEMA, '{"sum": 2, "note": null}', True, "It is JSON of the schema."),
    ("json_schema", SCHEMA, '{"note": "a"}', False, "The key “sum” is missing."),
    ("json_schema", SCHEMA, '{"sum": 0}', False, "In the JSON, sum is 0, too small."),
    ("json_schema", SCHEMA, '{"sum": true}', False, "In the JSON, sum is not of type integer."),
    ("json_schema", SCHEMA, '{"sum": 1, "x": 1}', False, "The key “x” is not allowed."),
    ("json_schema", SCHEMA, '{"sum": 1, "note": "longer"}', False, "In the JSON, note has 6 characters, at most 5 allowed."),
    ("phrases", {"required": ["thank you"]}, "Thank  You so much", True, "It says what is required and nothing that is forbidden."),
    ("phrases", {"forbidden": ["sorry"]}, "I am SORRY.", False, "It says “sorry”, which is forbidden."),
    ("phrases", {"forbidden": ["art"]}, "We start now.", True, "It says what is required and nothing that is forbidden."),
    ("phrases", {"forbidden": ["ACME"], "match_case": True}, "acme", True, "It says what is required and nothing that is forbidden."),
    ("patterns", {"required": ["[A-Z]{2}-[0-9]{4}"]}, "Order AB-1234", True, "All patterns are as asked."),
    ("patterns", {"forbidden": ["[0-9]{4}"]}, "PIN 1234", False, "“1234” matches the forbidden pattern “[0-9]{4}”."),
    ("links", {"at_most": 0}, "See www.example.com.", False, "It has 1 link, at most 0 allowed."),
    ("links", {"https_only": True}, "http://a.example/x", False, "The link “http://a.example/x” does not start with https."),
    ("links", {"hosts": ["example.com"]}, "https://help.example.com/a", True, "It has 1 link."),
    ("links", {"hosts": ["example.com"]}, "https://example.com.evil.test", False, "The link “https://example.com.evil.test” leads elsewhere than to example.com."),
    ("readability", {"words_a_sentence_at_most": 5}, "one two three four five six seven. eight nine ten.", True, "Its sentences have 5.0 words."),
    ("readability", {"words_a_sentence_at_most": 4}, "too short", None, "It has 2 words; 10 are needed to tell how it reads."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "setting", "output", "kept", "why"), CASES)
def test_a_rule_says_whether_it_holds_and_why(
    kind: str, setting: Any, output: str, kept: bool | None, why: str
) -> None:
    assert found(kind, setting, output) == Found(holds=kept, why=why)


@pytest.mark.parametrize(("kind", "setting"), [(kind, setting) for kind, setting, *_ in CASES])
def test_every_rule_can_be_said_in_a_sentence(kind: str, setting: Any) -> None:
    told = rule_in_words(Rule(kind=kind, setting=setting))
    assert told[0].isupper() and told.endswith(".")


def test_what_is_copied_from_the_input_is_counted_in_phrases_of_five_words() -> None:
    # Six words have two phrases of five; the first stands in the input.
    told = found("overlap", {"at_most": 0.4}, "a b c d e z", asked="x a b c d e y")
    assert told == Found(holds=False, why="50 % of its 5-word phrases stand in the input, at most 40 % allowed.")
    assert found("overlap", {"at_most": 0.4}, "too short").holds is None


def test_a_repeat_is_told_with_its_likeness_and_nothing_is_made_up_without_other_samples() -> None:
    assert found("repeats", {"at_most": 0.9}, "x", likeness=0.95).holds is False
    assert found("repeats", {"at_most": 0.9}, "x", likeness=0.0).holds is True
    assert found("repeats", {"at_most": 0.9}, "x").holds is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my parcel? It should have been here on Monday and the site says nothing.", "en"),
        ("Wo ist mein Paket? Es sollte am Montag hier sein und auf der Seite steht nichts.", "de"),
        ("Où est mon colis ? Il devait être là lundi et le site ne dit rien pour le moment.", "fr"),
        ("¿Dónde está mi paquete? Debería estar aquí el lunes y la página no dice nada.", "es"),
        ("Где моя посылка? Она должна была прийти в понедельник, но на сайте ничего нет.", "ru"),
        ("荷物はどこですか。月曜日に届くはずでした。", "ja"),
        ("我的包裹在哪里?应该星期一到。", "zh"),
        ("ok 42", None),
    ],
)
def test_languages_are_told_apart_and_a_short_text_is_left_alone(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_the_language_of_the_input_can_be_asked_for() -> None:
    german = "Ich habe das Paket noch nicht, und die Seite sagt mir nicht, wo es ist."
    english = "We are sorry, the parcel is on its way and will be with you on Monday."
    assert found("language", "same_as_input", english, asked=german).why == "It is in English, not in German."
    assert found("language", "same_as_input", german, asked=german).holds is True


def test_reading_ease_is_that_of_flesch() -> None:
    # 6 words, 1 sentence, 6 syllables: 206.835 - 1.015 * 6 - 84.6 * 1 = 116.145
    assert reading_ease(["the", "cat", "sat", "on", "the", "mat"], sentences=1) == pytest.approx(116.145)


@pytest.mark.parametrize("pattern", ["(?=a)b", r"(a)\1", "(?<!x)y", "(", "a" * 2_000])
def test_a_pattern_that_could_hang_or_is_none_is_refused_in_words(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be used|at most 1,000 characters"):
        refuse_unusable_pattern(pattern)


def test_the_worst_patterns_take_time_in_proportion_to_the_text() -> None:
    began = time.process_time()
    for pattern in ("(a+)+$", "(a|aa)+$", "(.*)*=(.*)*;"):
        found("patterns", {"required": [pattern]}, "a" * 200_000 + "!")
    assert time.process_time() - began < 5


def test_hostile_texts_are_judged_like_any_other() -> None:
    for kind, setting, *_ in CASES:
        for output in ("", "\x00", "[" * 100_000, "é" * 200_000, "\ud800 lone"):
            assert found(kind, setting, output).why


def test_the_ends_of_the_scale_are_what_a_rule_gives() -> None:
    criterion = Criterion(id="c", question="?", rule=Rule(kind="length", setting={"at_most": 1}))
    kept, lost, untold = (value_of(criterion, Found(holds=one, why="")) for one in (True, False, None))
    assert (kept, lost, untold) == ("pass", "fail", None)
