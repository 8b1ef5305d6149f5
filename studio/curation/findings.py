"""Scans samples for secrets and personal data on their way; keeps counts and the first few hundred findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from studio.curation.candidate import Candidate, PairCandidate, tags_of
from studio.curation.recipe import Hygiene
from studio.curation.scan import Finding, findings_in, may_hold_something

MOST_LISTED = 500


@dataclass(slots=True, kw_only=True)
class Findings:
    """What the scan found so far."""

    listed: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """How many samples hold each kind of thing."""
    _prompts: dict[tuple[str, str], tuple[Finding, ...]] = field(default_factory=dict)

    def of(self, candidate: Candidate, *, hygiene: Hygiene) -> str:
        """Notes what a sample holds, and says why it must be dropped if the recipe drops such things."""
        texts = [("input", candidate.input.text), ("output", candidate.sample.output)]
        texts += [("reference", candidate.input.reference or ""), ("tags", " ".join(tags_of(candidate).values()))]
        texts += _said(candidate)
        return self._noted([*_in_texts(texts, owner=candidate.id), *self._in_prompt(candidate)], hygiene=hygiene)

    def of_pair(self, candidate: PairCandidate, *, hygiene: Hygiene) -> str:
        """The same for what was said of a pair; its samples are looked at by themselves."""
        return self._noted(list(_in_texts(_said(candidate), owner=candidate.id)), hygiene=hygiene)

    def _noted(self, found: Sequence[Finding], *, hygiene: Hygiene) -> str:
        if not found:
            return ""
        self.counts.update({finding.name for finding in found})
        self.listed.extend(found[: max(0, MOST_LISTED - len(self.listed))])
        drops = [f for f in found if (hygiene.secrets if f.kind == "secret" else hygiene.personal) == "drop"]
        return f"the {drops[0].place} holds what looks like: {drops[0].name}" if drops else ""

    def _in_prompt(self, candidate: Candidate) -> tuple[Finding, ...]:
        prompt = candidate.prompt
        if prompt is None:
            return ()
        key = (prompt.system, prompt.template)
        if key not in self._prompts:
            self._prompts[key] = tuple(findings_in("\n".join(key), sample=candidate.id, place="prompt"))
        return self._prompts[key]


def _said(candidate: Candidate | PairCandidate) -> list[tuple[str, str]]:
    notes = [("note", rating.note) for rating in candidate.ratings]
    explanations = [("explanation", verdict.explanation) for verdict in candidate.verdicts]
    return notes + explanations + [("raw reply", verdict.raw) for verdict in candidate.verdicts if verdict.raw]


def _in_texts(texts: Sequence[tuple[str, str]], *, owner: str) -> Iterator[Finding]:
    # Nearly all samples hold nothing, and one look at everything tells so sooner than one at each text.
    if may_hold_something("\n".join(text for _, text in texts)):
        for place, text in texts:
            yield from findings_in(text, sample=owner, place=place)
