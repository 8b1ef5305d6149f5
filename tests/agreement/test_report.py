"""One judge against one rater: the traps of real data, and that nothing is ever NaN."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.agreement.figures import Figure
from studio.agreement.report import agreement_report, brief_report
from studio.agreement.report_shape import AgreementReport
from studio.agreement.resampling import Resampling
from tests.agreement.tables import random_pair

QUICK = Resampling(redraws=60)
PASS_FAIL = ("fail", "pass")
ONE_TO_FIVE = (1, 2, 3, 4, 5)


def all_figures(report: AgreementReport) -> list[Figure]:
    found = list(report.figures.values())
    for value in report.per_value:
        found += [getattr(value, f.name) for f in fields(value) if isinstance(getattr(value, f.name), Figure)]
    return found


def assert_honest(report: AgreementReport) -> None:
    for figure in all_figures(report):
        numbers = [number for number in (figure.value, figure.low, figure.high) if number is not None]
        assert all(math.isfinite(number) for number in numbers)
        if figure.value is None:
            assert figure.why and figure.low is None and figure.high is None
        elif figure.low is None or figure.high is None:
            assert figure.why
        else:
            assert figure.low <= figure.value <= figure.high


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["nominal", "ordinal", "interval"]), st.integers(0, 25))
def test_whatever_the_ratings_every_figure_has_a_number_or_a_reason(data: st.DataObject, level: str, n: int) -> None:
    side = st.lists(st.sampled_from([None, 1, 2, 3]), min_size=n, max_size=n)
    groups = data.draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))
    report = agreement_report(
        data.draw(side), data.draw(side), values=(1, 2, 3), level=level, groups=groups, resampling=QUICK
    )
    assert_honest(report)
    assert report.n + report.without_rating + report.without_verdict == n


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([1, 2.5, 4]), st.sampled_from([1, 3.6667, 5])), max_size=20))
def test_numbers_off_the_scale_are_as_honest(pairs: list[tuple[float, float]]) -> None:
    hers, theirs = [x for x, _ in pairs], [y for _, y in pairs]
    assert_honest(agreement_report(hers, theirs, values=ONE_TO_FIVE, level="ordinal", resampling=QUICK))


def test_errors_and_unrated_samples_are_left_out_and_counted() -> None:
    ratings = ["pass", "fail", None, "pass", float("nan")]
    verdicts = ["pass", None, "fail", "fail", "pass"]
    report = agreement_report(ratings, verdicts, values=PASS_FAIL, level="ordinal", resampling=QUICK)
    assert (report.n, report.without_rating, report.without_verdict) == (2, 2, 1)
    assert report["accuracy"].value == pytest.approx(0.5)


def test_a_value_that_is_not_on_the_scale_is_refused_not_guessed() -> None:
    with pytest.raises(ValueError, match="'maybe' is not a value of this scale"):
        agreement_report(["pass"], ["maybe"], values=PASS_FAIL, level="ordinal")
    with pytest.raises(ValueError, match="'4' is a word on a scale of numbers"):
        agreement_report([4], ["4"], values=ONE_TO_FIVE, level="ordinal")


def test_means_and_half_values_are_never_rounded_onto_the_scale() -> None:
    report = agreement_report([1, 2, 3, 4, 5, 2], [1, 2.3333, 3, 4, 4.6667, 2], values=ONE_TO_FIVE, level="ordinal")
    assert report["kappa"].value is None
    assert "2.333, 4.667 are not on the scale" in str(report["kappa"].why)
    assert report.confusion is None
    assert report["mae"].value == pytest.approx((0.3333 + 0.3333) / 6)
    assert report["spearman"].value is not None
    assert report.off_scale == (2.3333, 4.6667)
    halves = agreement_report([1, 1.5, 2], [1, 1.5, 2], values=(1, 1.5, 2), level="ordinal")
    assert halves["accuracy"].value == 1  # a scale that has half values


def test_a_constant_rater_gets_a_reason_and_an_uninformative_zero_no_interval() -> None:
    report = agreement_report(["pass"] * 30, ["pass"] * 25 + ["fail"] * 5, values=PASS_FAIL, level="ordinal")
    assert report["mcc"].value is None
    assert report["mcc"].why == "Every rating has the same value. Rate samples you expect to differ."
    assert report["kappa"].value == 0
    assert report["kappa"].low is None
    assert report["accuracy"].value == pytest.approx(25 / 30)


def test_both_sides_constant_have_agreement_but_no_kappa() -> None:
    report = agreement_report(["pass"] * 30, ["pass"] * 30, values=PASS_FAIL, level="ordinal")
    assert (report["accuracy"].value, report["kappa"].value) == (1.0, None)
    assert "Every rating and every verdict" in str(report["kappa"].why)


def test_one_row_and_no_row_say_what_to_do() -> None:
    one = agreement_report(["pass"], ["fail"], values=PASS_FAIL, level="ordinal")
    assert (one.n, one["accuracy"].value) == (1, 0.0)
    assert one["spearman"].why == "Only one sample has both a rating and a verdict. Rate more."
    none = agreement_report([], [], values=PASS_FAIL, level="ordinal")
    assert none["kappa"].why.startswith("No sample has both")
    assert none.confusion.counts == ((0, 0), (0, 0))


def test_perfect_agreement_is_not_taken_for_certainty() -> None:
    hers = ["pass"] * 20 + ["fail"] * 10
    report = agreement_report(hers, hers, values=PASS_FAIL, level="ordinal")
    # Wilson's lower end of 30/30 is 0.8865; p_e = (2/3)² + (1/3)² = 5/9; kappa (0.8865 - 5/9) / (4/9) = 0.7446
    assert report["accuracy"].low == pytest.approx(0.8865, abs=1e-4)
    assert report["kappa"].value == 1
    assert report["kappa"].low == pytest.approx((0.88648 - 5 / 9) / (4 / 9), abs=1e-3)
    assert (report["mae"].low, report["mae"].value) == (0.0, 0.0)
    assert (report["mae"].high or 0) > 0.05


def test_disagreement_beyond_luck_is_negative_and_noted() -> None:
    hers = [1, 2] * 20
    report = agreement_report(hers, [3 - value for value in hers], values=(1, 2), level="ordinal")
    assert report["kappa"].value == pytest.approx(-1)
    assert any("less than luck" in note for note in report.notes)


def test_the_confusion_matrix_has_her_values_as_rows() -> None:
    report = agreement_report(["pass", "pass", "fail"], ["fail", "pass", "fail"], values=PASS_FAIL, level="ordinal")
    assert report.confusion.values == ("fail", "pass")
    assert report.confusion.counts == ((1, 0), (1, 1))


def test_each_value_has_its_own_numbers() -> None:
    hers = ["fail"] * 10 + ["pass"] * 40
    theirs = ["fail"] * 6 + ["pass"] * 4 + ["fail"] * 2 + ["pass"] * 38
    fail, _ = agreement_report(hers, theirs, values=PASS_FAIL, level="ordinal").per_value
    assert (fail.rated, fail.judged) == (10, 8)
    assert fail.recall.value == pytest.approx(0.6)
    assert fail.recall.n == 10
    assert fail.precision.value == pytest.approx(6 / 8)
    assert fail.f1.value == pytest.approx(12 / 18)
    assert fail.specificity.value == pytest.approx(38 / 40)


def test_words_in_order_count_as_steps_and_words_without_order_have_none() -> None:
    hers, theirs = ["bad", "fair", "good", "good"], ["bad", "good", "good", "fair"]
    ordered = agreement_report(hers, theirs, values=("bad", "fair", "good"), level="ordinal", resampling=QUICK)
    assert ordered["mae"].value == pytest.approx(0.5)
    assert "words" in str(ordered["pearson"].why)
    plain = agreement_report(hers, theirs, values=("bad", "fair", "good"), level="nominal", resampling=QUICK)
    assert plain["mae"].value is None
    assert "no order" in str(plain["kappa_linear"].why)
    assert plain["accuracy"].value == pytest.approx(0.5)


def test_a_continuous_scale_has_distances_and_no_counts() -> None:
    random = np.random.default_rng(0)
    hers = random.random(40)
    report = agreement_report(hers, hers + 0.1, values=(), level="interval", resampling=QUICK)
    assert report["bias"].value == pytest.approx(0.1)
    assert report["pearson"].value == pytest.approx(1.0)
    assert "no separate values" in str(report["accuracy"].why)


def test_following_the_inputs_is_not_following_the_answers() -> None:
    # Hers: input level + answer quality. The judge sees the level and turns the answers round.
    random = np.random.default_rng(4)
    level = np.repeat(random.permutation(40) * 1.0, 3)
    answer = np.tile([0.0, 1.0, 2.0], 40)
    report = agreement_report(
        level * 5 + answer,
        level * 5 - answer,
        values=(),
        level="interval",
        groups=np.repeat(np.arange(40), 3).tolist(),
        resampling=QUICK,
    )
    assert (report["kendall"].value or 0) > 0.9
    assert report["within_kendall"].value == pytest.approx(-1)
    assert report["within_pearson"].value == pytest.approx(-1)
    assert any("which inputs are hard" in note for note in report.notes)


def test_order_inside_inputs_counts_only_pairs_of_one_input() -> None:
    # input a: (1,1) (2,3) (3,2): two pairs as she, one not; input b: (5,1) (6,1): tied by the judge
    hers, theirs = [1, 2, 3, 5, 6], [1, 3, 2, 1, 1]
    report = agreement_report(hers, theirs, values=(), level="interval", groups=list("aaabb"), resampling=QUICK)
    assert report["within_kendall"].value == pytest.approx((2 - 1) / math.sqrt(4 * 3))
    alone = agreement_report(hers, theirs, values=(), level="interval", resampling=QUICK)
    assert "No input has two" in str(alone["within_kendall"].why)


def test_inclusion_weights_undo_a_queue_that_picks_the_hard_ones() -> None:
    first, second = random_pair(3, n=60, values=3, likeness=0.5)
    weight = np.where(first == second, 2.0, 1.0)
    weighted = agreement_report(first, second, values=(0, 1, 2), level="ordinal", weights=weight, resampling=QUICK)
    repeated = [np.repeat(side, weight.astype(int)) for side in (first, second)]
    counted = agreement_report(*repeated, values=(0, 1, 2), level="ordinal", resampling=QUICK)
    for key in ("accuracy", "kappa", "spearman", "kendall", "mae", "bias", "f1", "mcc"):
        assert weighted[key].value == pytest.approx(counted[key].value)
    assert weighted.n == 60
    assert (weighted["accuracy"].width or 0) > (counted["accuracy"].width or 0)
    with pytest.raises(ValueError, match="weight of 0 or more"):
        agreement_report([1], [1], values=(1, 2), level="ordinal", weights=[-1.0])


def test_baselines_stand_beside_every_judge() -> None:
    report = agreement_report([1, 1, 1, 3], [1, 1, 2, 3], values=(1, 2, 3), level="ordinal", resampling=QUICK)
    constant, coin = report.baselines
    assert (constant.name, constant.value, constant.accuracy) == ("constant", 1, 0.75)
    assert constant.mae == pytest.approx(0.5)  # always 1: one miss of 2 among four
    assert coin.accuracy == pytest.approx(0.75**2 + 0.25**2)
    assert coin.mae == pytest.approx(2 * 0.75 * 0.25 * 2)


def test_a_figure_tells_json_its_value_or_its_reason() -> None:
    report = agreement_report(["pass"] * 3, ["pass"] * 3, values=PASS_FAIL, level="ordinal", resampling=QUICK)
    assert report["kappa"].as_json() == {"value": None, "why": report["kappa"].why, "n": 3}
    assert set(report["accuracy"].as_json()) == {"value", "low", "high", "n", "method"}
    assert report["accuracy"].too_few


def test_a_brief_report_says_the_same_of_what_it_says() -> None:
    random = np.random.default_rng(8)
    hers = random.integers(1, 6, 60).tolist()
    for theirs in (random.integers(1, 6, 60).tolist(), (random.integers(2, 10, 60) / 2).tolist()):
        whole = agreement_report(
            hers, theirs, values=(1, 2, 3, 4, 5), level="ordinal", groups=[n // 3 for n in range(60)]
        )
        brief = brief_report(hers, theirs, values=(1, 2, 3, 4, 5), level="ordinal", groups=[n // 3 for n in range(60)])
        assert all(figure == whole[key] for key, figure in brief.figures.items())
        assert brief.figures.keys() >= {"accuracy", "bias"}
        assert "pearson" not in brief.figures
        assert (brief.n, brief.confusion, brief.baselines) == (whole.n, whole.confusion, whole.baselines)


@pytest.mark.parametrize("hers", [[1, 2, 3, 4, 5] * 8, [1, 2, 2, 4, 5, 3, 1, 5] * 5], ids=["perfect", "mixed"])
@pytest.mark.parametrize("measure", ["kappa", "kappa_quadratic", "ac1", "spearman", "pearson"])
def test_one_coefficient_by_itself_is_what_it_is_among_all(hers, measure) -> None:
    given = {"values": (1, 2, 3, 4, 5), "level": "ordinal", "resampling": QUICK, "groups": [n // 2 for n in range(40)]}
    theirs = [1, 2, 3, 4, 5] * 8
    alone = brief_report(hers, theirs, also=[measure], **given)
    assert alone[measure] == agreement_report(hers, theirs, **given)[measure]
    assert alone[measure].low is not None
