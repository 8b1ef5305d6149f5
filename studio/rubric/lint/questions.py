"""Advice on how a criterion's question is worded; English word lists, silent on what they do not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.records import Rubric
from studio.rubric.lint.advice import Advice, Rule
from studio.rubric.lint.scales import is_anchored

LONGEST_QUESTION = 200
SAME_QUESTION = 88
"""Likeness in percent from which two questions are taken to ask the same."""

_JOINED = re.compile(r"\b(\w+),? (and|or|as well as) (\w+)", re.IGNORECASE)
_ENUMERATION = re.compile(r",[^,]* (?:and|or) ")
_FIXED_PAIRS = re.compile(
    r"\bbetween\b.*\band\b|\b(?:more|again|over|now|through|up) and (?:more|again|over|then|through|down)\b|"
    r"\b(?:more|yes|one|whether) or (?:less|no|two|not)\b|\b(?:questions and answers|pros and cons)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(good|bad|nice|great|appropriate(?:ly)?|proper(?:ly)?|high[- ]quality|quality|adequate(?:ly)?|suitable|"
    r"reasonable|reasonably|effective(?:ly)?|engaging|helpful|useful|satisfactory|acceptable|well[- ]written|decent)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(not|no|never|none|nothing|without|neither|nor|fails? to|lacks?|avoids?|free of|free from|\w+n['’]t|"
    r"un(?!iversal|ique|it|ion|der|til|less|iform)\w{3,}|in(?:correct|accurate|complete|appropriate|consistent)\w*)\b",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(
    (
        *("a", "an", "the", "is", "are", "was", "does", "do", "did", "has", "have", "it", "its", "this", "that"),
        *("of", "to", "in", "on", "for", "with", "by", "be", "as", "at", "from", "how", "much", "what", "which"),
        *("output", "reply", "answer", "response", "text", "summary", "story"),
    )
)


def _one_thing(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        joined = _JOINED.search(c.question)
        if re.search(r"\b(and/or|or/and)\b", c.question, re.IGNORECASE):
            message = "The question says “and/or”. Decide which one you mean: a judge has to."
            yield Advice(severity="warning", rule="and-or", criterion=c.id, message=message)
        elif c.question.count("?") > 1:
            message = "These are several questions. Make each its own criterion, so that a fail says which one it was."
            yield Advice(severity="warning", rule="two-things", criterion=c.id, message=message)
        elif joined and not _ENUMERATION.search(c.question) and not _FIXED_PAIRS.search(c.question):
            both = joined.group()
            message = f"“{both}” may ask two things. Can an output have one without the other? Then make two criteria."
            yield Advice(severity="warning", rule="two-things", criterion=c.id, message=message)


def _vague(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        found = _VAGUE.search(c.question)
        if found and not is_anchored(c):
            message = (
                f"“{found.group()}” means something else to everybody. Say in the anchors what it looks like here."
            )
            yield Advice(severity="warning", rule="vague-word", criterion=c.id, message=message)


def _double_negative(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        found = [match.group() for match in _NEGATION.finditer(c.question)]
        if len(found) > 1:
            pair = f"“{found[0]}”, “{found[1]}”"
            message = f"Two negations ({pair}) are easily read the wrong way round. Ask for what is there."
            yield Advice(severity="warning", rule="double-negative", criterion=c.id, message=message)


def _form(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        if not c.question.rstrip().endswith(("?", "\N{FULLWIDTH QUESTION MARK}")):
            message = "This is no question. Word it as one that the scale's values answer."
            yield Advice(severity="advice", rule="no-question", criterion=c.id, message=message)
        if len(c.question) > LONGEST_QUESTION:
            message = f"The question has {len(c.question)} characters. Keep it short; details belong in the anchors."
            yield Advice(severity="advice", rule="long-question", criterion=c.id, message=message)


def _answer_fits(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        asks_how_much = re.match(r"how (?!does|do|is|are)\w+", c.question, re.IGNORECASE)
        asks_whether = re.match(r"(is|are|does|do|did|has|have|can|will|would) ", c.question, re.IGNORECASE)
        if asks_how_much and len(c.scale.values) == 2:
            message = f"The question asks how much, the answer can only be {c.scale.values[0]} or {c.scale.values[1]}."
            yield Advice(severity="advice", rule="answer-does-not-fit", criterion=c.id, message=message)
        elif asks_whether and c.scale.level != "nominal" and all(not isinstance(v, str) for v in c.scale.values):
            message = "The question can be answered by yes or no, the scale asks how much. Start it with “How”."
            yield Advice(severity="advice", rule="answer-does-not-fit", criterion=c.id, message=message)


def _overlap(rubric: Rubric) -> Iterator[Advice]:
    from rapidfuzz.fuzz import token_sort_ratio

    cores = [_core(c.question) for c in rubric.criteria]
    for later, criterion in enumerate(rubric.criteria):
        for earlier in range(later):
            if cores[later] and token_sort_ratio(cores[earlier], cores[later]) >= SAME_QUESTION:
                other = rubric.criteria[earlier].id
                message = f"It asks nearly the same as {other}. What one says, the other repeats: keep the sharper one."
                yield Advice(severity="warning", rule="overlap", criterion=criterion.id, message=message)
                break


def _core(question: str) -> str:
    return " ".join(word for word in re.findall(r"\w+", question.lower()) if word not in _SMALL_WORDS)


QUESTION_RULES: tuple[Rule, ...] = (_one_thing, _vague, _double_negative, _form, _answer_fits, _overlap)
