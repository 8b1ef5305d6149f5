"""The sentences on top of a comparison, which a person can act on; they refuse percentages below twenty ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.agreement.comparison import Comparison
from studio.agreement.figures import TOO_FEW, Figure
from studio.agreement.notes import leaning, percent, span
from studio.agreement.only_changed import ALL_RATED, DOUBT
from studio.agreement.report_shape import AgreementReport


def headline(
    report: AgreementReport,
    *,
    judge: str,
    rater: str = "you",
    samples: str = "samples",
    criterion: str = "",
    own: Figure | None = None,
) -> str:
    """Who agrees with whom on how many, how sure that is, the rater's own ceiling and which way the judge leans."""
    if report.n == 0:
        return f"{judge} and {rater} have no {samples} in common yet. Rate some that it has judged."
    if report.n < TOO_FEW:
        return (
            f"{judge} shares {report.n} rated {samples} with {rater}: too few to tell. Rate {TOO_FEW - report.n} more."
        )
    if report.refusal:
        return f"{judge} and {rater} share {report.n:,} rated {samples}. {report.refusal}"
    told = _agreement(report, judge=judge, rater=rater, samples=samples) + _ceiling(own, rater=rater) + "."
    way = leaning(report)
    return f"{told} It is {way}{f' on {criterion}' if criterion else ''}." if way else told


def _agreement(report: AgreementReport, *, judge: str, rater: str, samples: str) -> str:
    accuracy = report["accuracy"]
    if accuracy.value is not None:
        shown = percent(accuracy.value) + span(accuracy, percents=True)
        return f"{judge} agrees with {rater} on {shown} of {report.n:,} {samples}"
    distance, order = report["mae"], report["spearman"]
    if distance.value is None:
        return f"{judge} and {rater} cannot be compared on {report.n:,} {samples}"
    told = f"{judge} is {distance.value:.2f}{span(distance)} away from {rater} on average over {report.n:,} {samples}"
    return told if order.value is None else f"{told}; rank correlation {order.value:.2f}{span(order)}"


def _ceiling(own: Figure | None, *, rater: str) -> str:
    if own is None or own.value is None or own.too_few:
        return ""
    oneself = "you agree with yourself" if rater == "you" else f"{rater}'s own second ratings agree"
    return f"; {oneself} on {percent(own.value)}"


def difference_headline(
    found: Comparison, *, first: str, second: str, rater: str = "you", samples: str = "samples"
) -> str:
    """Which of two judges (rubrics, prompts) is nearer to the rater on the same samples, how sure, and what is left."""
    left = f" Rate the {found.unrated:,} changed {samples} without a rating; no other can settle it."
    ask = left if found.unrated else ""
    if found.n < TOO_FEW:
        return f"{first} and {second} share {found.n} rated {samples}: too few to tell.{ask}"
    figure, unit = found.differences["accuracy"], " points"
    if figure.value is None:
        figure, unit = found.differences["mae"], ""
    if figure.value is None or figure.low is None or figure.high is None:
        return f"{first} and {second} cannot be told apart on {found.n:,} {samples}.{ask}"
    changed = f"{found.fixed} fixed, {found.broken} broken, {found.moved} moved"
    if figure.low <= 0 <= figure.high or (unit and _may_be_luck(found, figure)):
        told = _difference(figure, percents=bool(unit)) + unit
        return f"It is not clear whether {first} or {second} is nearer to {rater}: {told} ({changed}).{ask}"
    nearer = second if (figure.value > 0) == bool(unit) else first
    told = _size(figure, percents=bool(unit)) + unit
    return f"{nearer} is nearer to {rater} on the same {found.n:,} {samples}, by {told} ({changed})."


def _may_be_luck(found: Comparison, figure: Figure) -> bool:
    """Whether so few changes may have fallen that way by luck, though redraws of them do not show it."""
    return found.mcnemar >= DOUBT and figure.method != ALL_RATED


def _size(figure: Figure, *, percents: bool) -> str:
    """How large a difference is, whichever way it goes, with its interval."""
    times, digits = (100, 0) if percents else (1, 2)
    near, far = sorted(abs(end or 0) * times for end in (figure.low, figure.high))
    return f"{abs(figure.value or 0) * times:.{digits}f} [{near:.{digits}f} to {far:.{digits}f}]"


def _difference(figure: Figure, *, percents: bool) -> str:
    """Second minus first, signed, with its interval."""
    times = 100 if percents else 1
    form = "+.0f" if percents else "+.2f"
    value, low, high = ((end or 0) * times for end in (figure.value, figure.low, figure.high))
    return f"{value:{form}} [{low:{form}} to {high:{form}}]".replace("-", "−")


def overall_headline(
    reports: Mapping[str, AgreementReport],
    pooled: Figure,
    *,
    judge: str,
    rater: str = "you",
    own: Figure | None = None,
    rivals: int = 0,
    close: str = "",
) -> str:
    """The judge that comes nearest over several questions (by name): how near, which way it leans.

    `close` names another one of which it is not clear whether it is as near.
    """
    refusals = [report.refusal for report in reports.values() if report.refusal]
    if pooled.value is None and refusals:
        return refusals[0]
    if pooled.value is None:
        return (
            f"No judge has a verdict on what {rater} rated: all failed, or not judged yet. Judge these samples again."
        )
    # Ratings of one sample on several questions hang together, so samples are counted here.
    most = max(report.n for report in reports.values())
    if most < TOO_FEW:
        return f"{judge} shares {most} rated samples with {rater}: too few to tell. Rate {TOO_FEW - most} more."
    nearest = f"{judge} comes nearest to {rater}: it agrees" if rivals else f"{judge} agrees with {rater}"
    told = f"{nearest} on {percent(pooled.value)}{span(pooled, percents=True)} of {pooled.n:,} ratings"
    told += f"{_ceiling(own, rater=rater)}."
    told += f" {close} may be as near." if close else ""
    return told + _leanings(reports)


def order_headline(reports: Mapping[str, AgreementReport], *, judge: str, rater: str = "you") -> str:
    """The same where verdicts are not values of the scale, so that only their order can be compared."""
    if refusals := [report.refusal for report in reports.values() if report.refusal]:
        return refusals[0]
    found = [report["spearman"] for report in reports.values()]
    values = [figure.value for figure in found if figure.value is not None and not figure.too_few]
    if not values:
        return f"{judge} and {rater} cannot be compared on enough samples yet. Rate more that it has judged."
    reach = f"{min(values):.2f} to {max(values):.2f}" if len(values) > 1 else f"{values[0]:.2f}"
    least, most = min(figure.n for figure in found), max(figure.n for figure in found)
    samples = f"{most:,}" if least == most else f"{least:,} to {most:,}"
    told = f"{judge} orders samples most like {rater}: rank correlation {reach}, by question, on {samples} samples."
    return told + _leanings(reports)


def _leanings(reports: Mapping[str, AgreementReport]) -> str:
    """On which questions a judge is too kind, and on which too strict."""
    ways, told = {name: leaning(report) for name, report in reports.items()}, ""
    for way in ("too kind", "too strict"):
        names = [name for name, found in ways.items() if found == way]
        where = "every question" if len(names) == len(reports) > 1 else _listed(names)
        told += f" It is {way} on {where}." if names else ""
    return told


def _listed(names: Sequence[str]) -> str:
    words = [f"“{name}”" for name in names]
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"
