"""How a judge is asked, as a frozen record; it asks nobody."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

JuryRule = Literal["majority", "mean", "median", "any_fail", "weighted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSettings:
    """How a judge is asked; part of its identity."""

    temperature: float | None = None
    effort: Literal["low", "medium", "high"] | None = None
    calls: Literal["all_criteria", "one_criterion"] = "all_criteria"
    reason: Literal["before", "after", "none"] = "before"
    form: Literal["json", "one_token", "moderation"] = "json"
    """`one_token` asks for one letter and reads its probability: for small local models. `moderation` sends the text
    alone to a moderation endpoint and reads its categories."""
    examples: bool = True
    """Whether the rubric's examples are shown to the judge."""
    probabilities: bool = False
    """Whether to ask for token probabilities, where the model gives them."""
    instructions: str = ""
    """Her own words in place of the studio's standard instructions; empty means the standard ones."""
    members: tuple[str, ...] = ()
    """Of a jury: its judges by id; nobody is asked for a jury's own verdict."""
    weights: tuple[float, ...] = ()
    """Of a weighted jury: how much each member's voice counts."""

    def changed(self) -> dict[str, Any]:
        """Only what differs from the defaults: a setting added later leaves the names of older judges alone."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}


def settings_from(changed: dict[str, Any]) -> JudgeSettings:
    """The settings that `changed` gave, read back from JSON, where tuples have become lists."""
    given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in changed.items()}
    return JudgeSettings(**given)


STANDARD = JudgeSettings()
