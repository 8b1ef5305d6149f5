"""What a person should know before she trusts a number, in plain words; it refuses to repeat what the figure says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from studio.agreement.figures import TOO_FEW, Figure
from studio.agreement.report_shape import AgreementReport
from studio.records import Value

HIGH_AGREEMENT = 0.8
COMMON_VALUE = 0.8
PARADOX_GAP = 0.2
NOTABLE_LEANING = 0.05
"""Of the scale's range: a smaller bias is not worth a word."""
NOTABLE_DROP = 0.2


def percent(share: float) -> str:
    """A share in words: 84 %."""
    return f"{100 * share:.0f} %"


def span(figure: Figure, *, percents: bool = False) -> str:
    """An interval in brackets, or nothing where there is none."""
    if figure.low is None or figure.high is None:
        return ""
    if percents:
        return f" [{100 * figure.low:.0f}–{100 * figure.high:.0f}]"
    return f" [{figure.low:.2f} to {figure.high:.2f}]"


def notes_on(report: AgreementReport) -> tuple[str, ...]:
    """The notes that apply to this report, most important first."""
    writers: tuple[Callable[[AgreementReport], str | None], ...] = (
        _too_few,
        _no_better_than_constant,
        _worse_than_luck,
        _prevalence_paradox,
        _leaning_note,
        _only_between_inputs,
        _off_scale,
        _left_out,
        _weighted,
    )
    return tuple(note for write in writers if (note := write(report)))


def _too_few(report: AgreementReport) -> str | None:
    if report.n == 0 or report.n >= TOO_FEW:
        return None
    return f"{report.n} rated samples are too few to tell. Rate at least {TOO_FEW - report.n} more."


def _no_better_than_constant(report: AgreementReport) -> str | None:
    accuracy = report["accuracy"].value
    constant = next((b for b in report.baselines if b.name == "constant"), None)
    if accuracy is None or constant is None or constant.accuracy is None or constant.accuracy == 1:
        return None
    if report.n < TOO_FEW or accuracy > constant.accuracy:
        return None
    return (
        f"Always saying {constant.value} would agree on {percent(constant.accuracy)}; this judge agrees on "
        f"{percent(accuracy)}, so it adds nothing yet."
    )


def _worse_than_luck(report: AgreementReport) -> str | None:
    figure = report["kappa"] if report.figures["kappa"].value is not None else report.figures.get("spearman")
    if figure is None or figure.high is None or figure.high >= 0:
        return None
    return "This judge agrees less than luck would. Check whether it reads the scale the wrong way round."


def _prevalence_paradox(report: AgreementReport) -> str | None:
    accuracy, kappa, ac1 = (report[key].value for key in ("accuracy", "kappa", "ac1"))
    if accuracy is None or kappa is None or ac1 is None or report.n < TOO_FEW:
        return None
    common = max(report.per_value, key=lambda v: v.rated + v.judged)
    share = (common.rated + common.judged) / (2 * report.n)
    if accuracy < HIGH_AGREEMENT or share < COMMON_VALUE or ac1 - kappa < PARADOX_GAP:
        return None
    rare = min((v for v in report.per_value if v.rated), key=lambda v: v.rated)
    found = _both(report, rare.value)
    return (
        f"Ratings and verdicts both say {common.value} about {percent(share)} of the time, so luck alone already "
        f"agrees a lot and kappa has little room. Look at {rare.value}: {rare.rated} ratings, of which the judge "
        f"found {found}. Rate more samples that are likely {rare.value}."
    )


def _both(report: AgreementReport, value: Value) -> int:
    """How many samples have this value from both sides."""
    place = report.values.index(value)
    return report.confusion.counts[place][place] if report.confusion else 0


def leaning(report: AgreementReport) -> Literal["too kind", "too strict"] | None:
    """Whether verdicts lie above or below the ratings by more than chance and by enough to matter."""
    figure = report.figures.get("bias")
    if figure is None or figure.value is None or figure.n < TOO_FEW:
        return None
    low, high = (figure.value if end is None else end for end in (figure.low, figure.high))
    numbers = [value for value in report.values if not isinstance(value, str)]
    reach = max(numbers) - min(numbers) if numbers else len(report.values) - 1
    if low <= 0 <= high or abs(figure.value) < NOTABLE_LEANING * max(reach, 0):
        return None
    return "too kind" if figure.value > 0 else "too strict"


def _leaning_note(report: AgreementReport) -> str | None:
    way, figure = leaning(report), report.figures.get("bias")
    if way is None or figure is None or figure.value is None:
        return None
    if report.confusion and len(report.values) == 2 and not report.weighted:
        best = report.per_value[-1]
        rated, judged = percent(best.rated / report.n), percent(best.judged / report.n)
        return f"The judge is {way}: it says {best.value} on {judged} of these samples, the ratings on {rated}."
    steps = " steps" if any(isinstance(value, str) for value in report.values) else ""
    side = "above" if figure.value > 0 else "below"
    return f"The judge is {way}: its verdicts lie {abs(figure.value):.2f}{steps} {side} the ratings on average."


def _only_between_inputs(report: AgreementReport) -> str | None:
    pooled, within = report.figures.get("kendall"), report.figures.get("within_kendall")
    if pooled is None or within is None or pooled.value is None or within.value is None:
        return None
    highest = within.value if within.high is None else within.high
    if pooled.value - within.value < NOTABLE_DROP or highest >= pooled.value:
        return None
    return (
        f"Over all samples the judge follows the ratings ({pooled.value:.2f}), among samples of one input much less "
        f"({within.value:.2f}): it sees which inputs are hard, less which answer is better."
    )


def _off_scale(report: AgreementReport) -> str | None:
    if not report.off_scale or not report.values:
        return None
    odd = ", ".join(f"{number:.4g}" for number in report.off_scale[:3])
    return f"Values such as {odd} are not on the scale. Nothing is rounded; equal values are therefore not counted."


def _left_out(report: AgreementReport) -> str | None:
    if not report.without_verdict:
        return None
    return f"{report.without_verdict} rated samples have no verdict (an error, or not judged yet) and are left out."


def _weighted(report: AgreementReport) -> str | None:
    if not report.weighted:
        return None
    return "Each rating counts by its sample's chance of being picked, so that the mixed queue does not distort."
