"""The steps a sample must pass, in order, each a question that answers with a reason or with nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from studio.curation.candidate import Candidate, InputGroup, tags_of
from studio.curation.conditions import unknown, unmet
from studio.curation.duplicates import exact_duplicates, near_duplicates
from studio.curation.findings import Findings
from studio.curation.funnel import Tally
from studio.curation.held_out import HeldOut
from studio.curation.recipe import Characters, Choose
from studio.curation.value import ValueRule, judge_values, voices_of
from studio.errors import StudioError
from studio.rules.language import language_of

Check = Callable[[Candidate], str]
"""Why a sample does not pass; empty when it does."""


def choosing(choose: Choose, *, rule: ValueRule, hands_on: bool) -> Iterator[tuple[str, Check]]:
    """The steps that look at where a sample comes from; only those the recipe uses.

    `hands_on`: ratings are handed on as they are, also those of a sample whose text is not there.
    """
    yield "Answered", _answered_or_rated if hands_on else _answered
    if choose.prompts:
        yield "Prompt", lambda c: _among(c.prompt.name if c.prompt else "", choose.prompts, what="prompt")
    if choose.models:
        yield "Model", lambda c: _among(c.sample.system, choose.models, what="model")
    for name, wanted in choose.tags.items():
        yield f"Tag {name}", _tagged(name, wanted)
    if choose.created_from or choose.created_before:
        yield "Date", lambda c: _dated(c, choose=choose)
    if (choose.input_characters, choose.output_characters) != (Characters(), Characters()):
        yield "Length", lambda c: _long_enough(c, choose=choose)
    if choose.languages:
        yield "Language", lambda c: _in_language(c.sample.output, languages=choose.languages)
    if choose.judges != "any":
        yield "Judges", lambda c: _judges_say(c, choose=choose, rule=rule)


def valuing(rule: ValueRule, *, only_decided: bool) -> Iterator[tuple[str, Check]]:
    """The step that looks at what a sample is worth."""
    conditions = rule.recipe.keep
    if only_decided:
        yield "Value known", lambda c: unknown(conditions, candidate=c, rule=rule)
    elif conditions:
        yield "Value", lambda c: unmet(conditions, candidate=c, rule=rule)


def cleaning(
    rule: ValueRule, *, held_out: HeldOut | None, findings: Findings, hands_on: bool
) -> Iterator[tuple[str, Check]]:
    """The steps of hygiene."""
    hygiene = rule.recipe.hygiene
    if hygiene.held_out is not None:
        yield "Held-out file", _not_held_out(_given(held_out, name=hygiene.held_out))
    yield "Secrets and personal data", lambda c: findings.of(c, hygiene=hygiene)
    if hygiene.exact_duplicates or (hygiene.exact_duplicates is None and not hands_on):
        yield "Exact duplicates", exact_duplicates()
    if hygiene.near_duplicates is not None:
        yield "Near duplicates", near_duplicates(threshold=hygiene.near_duplicates, of=hygiene.near_duplicates_of)


def screened(
    groups: Iterable[InputGroup], *, steps: Sequence[tuple[str, Check]], tally: Tally
) -> Iterator[tuple[InputGroup, Sequence[Candidate]]]:
    """Each group with those of its samples that pass; rated ones come first, so that they outlive their duplicates."""
    for group in groups:
        ordered = sorted(group.samples, key=lambda sample: not sample.ratings)
        yield group, [sample for sample in ordered if _passes(sample, steps=steps, tally=tally)]


def _passes(candidate: Candidate, *, steps: Sequence[tuple[str, Check]], tally: Tally) -> bool:
    tally.came_in += 1
    for name, check in steps:
        if reason := check(candidate):
            tally.drop(candidate.id, step=name, reason=reason)
            return False
    return True


def _answered(candidate: Candidate) -> str:
    failure = candidate.sample.failure
    return f"the model gave no answer ({failure.replace('_', ' ')})" if failure else ""


def _answered_or_rated(candidate: Candidate) -> str:
    return "" if candidate.ratings or candidate.verdicts else _answered(candidate)


def _among(value: str, wanted: Sequence[str], *, what: str) -> str:
    return "" if value in wanted else f"another {what}" if value else f"no {what} known"


def _tagged(name: str, wanted: Sequence[str]) -> Check:
    return lambda candidate: _among(tags_of(candidate).get(name, ""), wanted, what=f"{name} tag")


def _dated(candidate: Candidate, *, choose: Choose) -> str:
    day = candidate.sample.created_at[:10]
    if not day:
        return "no date known"
    if choose.created_from and day < choose.created_from:
        return "too old"
    return "too new" if choose.created_before and day >= choose.created_before else ""


def _long_enough(candidate: Candidate, *, choose: Choose) -> str:
    return _within(candidate.input.text, choose.input_characters, what="input") or _within(
        candidate.sample.output, choose.output_characters, what="output"
    )


def _within(text: str, limits: Characters, *, what: str) -> str:
    if limits.hold(text):
        return ""
    return (
        f"the {what} is empty" if not text else f"the {what} is too {'short' if len(text) < limits.least else 'long'}"
    )


def _in_language(text: str, *, languages: Sequence[str]) -> str:
    found = language_of(text)
    return f"the output is in another language ({found})" if found and found not in languages else ""


def _judges_say(candidate: Candidate, *, choose: Choose, rule: ValueRule) -> str:
    agree = []
    voices = voices_of(candidate.verdicts, least_confidence=rule.recipe.values.least_confidence)
    for criterion in rule.papers.rubric.criteria:
        said = judge_values(voices.get(criterion.id, ()), judges=rule.checked(criterion.id) or rule.judge_ids)
        if len(said) > 1:
            agree.append(len(set(said.values())) == 1)
    if not agree:
        return "fewer than two judges gave a verdict"
    if choose.judges == "agree":
        return "" if all(agree) else "the judges differ"
    return "the judges agree" if all(agree) else ""


def _not_held_out(held_out: HeldOut) -> Check:
    def check(candidate: Candidate) -> str:
        if held_out.holds(candidate.input.text):
            return "the input stands in the held-out file"
        if held_out.holds(candidate.sample.output):
            return "the output stands in the held-out file"
        shares = held_out.shares_words(candidate.input.text) or held_out.shares_words(candidate.sample.output)
        return f"{held_out.words} words in a row stand in the held-out file" if shares else ""

    return check


def _given(held_out: HeldOut | None, *, name: str) -> HeldOut:
    if held_out is None:
        raise StudioError(
            happened=f"The recipe keeps out what stands in {name}, but that file was not given.",
            safe="Nothing was written.",
            to_do="Put the file where the recipe says, or take held_out out of the recipe.",
        )
    return held_out
