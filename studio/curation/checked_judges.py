"""Which judges may stand in for her on a criterion, and why the others may not; it measures no agreement itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studio.agreement.figures import Figure
from studio.curation.papers import JudgePaper, Papers
from studio.curation.recipe import OVERALL, Values


def checked_judges(rule: Values, *, papers: Papers, criterion: str) -> Mapping[str, JudgePaper]:
    """The judges the recipe names that agree with her well enough on this criterion, by id."""
    named = [judge for name in rule.judges if (judge := papers.judge(name)) is not None]
    return {j.judge.id: j for j in named if not refusal(rule, judge=j, papers=papers, criterion=criterion)}


def refusal(rule: Values, *, judge: JudgePaper, papers: Papers, criterion: str) -> str:
    """Why this judge may not stand in on this criterion; empty when it may."""
    figure = judge.agreement.get(criterion) or judge.agreement.get(OVERALL)
    measure = papers.agreement_measure
    if figure is None:
        return "it has not been compared with her ratings"
    if figure.value is None:
        return f"its {measure} is unknown ({figure.why or 'no reason given'})"
    if figure.n < rule.least_ratings:
        return f"it has been compared with {figure.n} of her ratings, the recipe asks for {rule.least_ratings}"
    reached = figure.low if rule.agreement_at == "low" else figure.value
    if reached is None:
        return f"its {measure} has no interval"
    if reached < rule.least_agreement:
        which = "; the low end does" if rule.agreement_at == "low" else " does"
        return f"its {in_words(figure, measure=measure)}{which} not reach {rule.least_agreement:.2f}"
    return ""


def judge_notes(rule: Values, *, papers: Papers) -> Iterator[str]:
    """One sentence for each judge that the recipe names and that may not stand in on a criterion."""
    for name in rule.judges:
        judge = papers.judge(name)
        if judge is None:
            yield f'The recipe names the judge "{name}", which is not among the judges of this project.'
            continue
        for criterion in papers.rubric.criteria:
            if why := refusal(rule, judge=judge, papers=papers, criterion=criterion.id):
                yield f"{judge.name} did not stand in on {criterion.id}: {why}."


def in_words(figure: Figure, *, measure: str) -> str:
    """An agreement figure with its interval and n."""
    if figure.value is None:
        return f"{measure} unknown ({figure.why or 'no reason given'}, n = {figure.n})"
    interval = f" [{figure.low:.2f} to {figure.high:.2f}]" if figure.low is not None and figure.high is not None else ""
    return f"{measure} {figure.value:.2f}{interval} on {figure.n} ratings"
