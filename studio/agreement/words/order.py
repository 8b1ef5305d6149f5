"""Words for order, distance and probabilities."""

from __future__ import annotations

from studio.agreement.words.wording import Words

ORDER: dict[str, Words] = {
    "spearman": Words(
        name="Rank correlation",
        tooltip="Does the judge put samples in the same order as you? 1 = same order, 0 = no relation, −1 = reversed.",
        formula="Pearson correlation of middle ranks",
        source="Spearman 1904",
    ),
    "kendall": Words(
        name="Kendall's tau-b",
        tooltip="Take two samples you rated differently: how much more often does the judge order them as you do than "
        "the other way? Not meant for pass or fail.",
        formula="(C − D) / √(pairs untied in x · pairs untied in y)",
        source="Kendall 1945",
    ),
    "pearson": Words(
        name="Correlation",
        tooltip="Do the judge's numbers rise with yours on a straight line? It misses a judge that is always kinder.",
        formula="cov(x, y) / (sd x · sd y)",
        source="Pearson 1895",
    ),
    "within_pearson": Words(
        name="Correlation inside inputs",
        tooltip="The same among samples of one input only. Low here and high over all: the judge sees which inputs are "
        "hard, not which answer is better.",
        formula="Σ (x − x̄_input)(y − ȳ_input) / √(Σ (x − x̄)² · Σ (y − ȳ)²)",
        source="Bakdash & Marusich 2017",
    ),
    "within_kendall": Words(
        name="Order inside inputs",
        tooltip="Take two samples of one input that you rated differently: how much more often does the judge order "
        "them as you do than the other way?",
        formula="tau-b over pairs of samples of one input",
        source="Kendall 1945; Deutsch, Foster & Freitag 2023",
    ),
    "mae": Words(
        name="Mean distance",
        tooltip="How far the judge is from you on average, in the scale's own steps.",
        formula="mean |verdict − rating|",
        source="Willmott & Matsuura 2005",
        better="lower",
    ),
    "rmse": Words(
        name="Root mean square distance",
        tooltip="Like the mean distance, but large misses count more.",
        formula="√ mean (verdict − rating)²",
        source="Willmott & Matsuura 2005",
        better="lower",
    ),
    "bias": Words(
        name="Leaning",
        tooltip="Above 0 the judge is kinder than you, below 0 stricter.",
        formula="mean (verdict − rating); interval: Student's t, by input",
        source="Bland & Altman 1986",
        better="near zero",
    ),
}

PROBABILITY: dict[str, Words] = {
    "auc": Words(
        name="Area under the curve",
        tooltip="Take one sample with the value and one without: how often does the judge give the first the higher "
        "probability? 0.5 = luck.",
        formula="P(p₁ > p₀) + ½ P(p₁ = p₀)",
        source="Hanley & McNeil 1982",
    ),
    "brier": Words(
        name="Brier score",
        tooltip="How far the judge's probabilities are from what you then said. 0 = certain and right.",
        formula="mean Σ (p − outcome)², halved for two values",
        source="Brier 1950",
        better="lower",
    ),
    "overconfidence": Words(
        name="Overconfidence",
        tooltip="How much surer the judge is than it is right, on average. Above 0: too sure of itself.",
        formula="mean highest probability − share of these that are right",
        source="Lichtenstein, Fischhoff & Phillips 1982",
        better="near zero",
    ),
    "calibration": Words(
        name="Calibration curve",
        tooltip="Where the judge says 80 %, do you agree 80 times in 100? On the diagonal it means what it says.",
        formula="share per tenth of probability; interval: Wilson, by input",
        source="Murphy & Winkler 1977",
        better="",
    ),
}
