"""Words for how often a judge agrees with a rater."""

from __future__ import annotations

from studio.agreement.words.wording import Words

AGREEMENT: dict[str, Words] = {
    "accuracy": Words(
        name="Agreement",
        tooltip="How often this judge gives the same value as you. Luck is still in it.",
        formula="equal values / n; interval: Wilson, by input",
        source="Wilson 1927",
    ),
    "kappa": Words(
        name="Kappa",
        tooltip="How often this judge agrees with you, after taking away the agreement you would get by luck. "
        "0 = no better than luck, 1 = always the same.",
        formula="(p_o − p_e) / (1 − p_e), p_e = Σ p_i· p_·i",
        source="Cohen 1960",
    ),
    "kappa_linear": Words(
        name="Kappa, near misses count half way",
        tooltip="Kappa in which one step off is a quarter as bad as four steps off.",
        formula="1 − Σ d p / Σ d e, d = |i − j|",
        source="Cohen 1968",
    ),
    "kappa_quadratic": Words(
        name="Kappa, large misses count most",
        tooltip="Kappa in which one step off hardly counts and large misses count a lot (the square of the steps).",
        formula="1 − Σ d p / Σ d e, d = (i − j)²",
        source="Cohen 1968; Fleiss & Cohen 1973",
    ),
    "ac1": Words(
        name="AC1",
        tooltip="Agreement beyond luck that stays steady when nearly all have one value, where kappa has no room.",
        formula="(p_o − p_e) / (1 − p_e), p_e = Σ π(1 − π) / (K − 1), K values on the scale",
        source="Gwet 2008",
    ),
    "ac2": Words(
        name="AC2",
        tooltip="AC1 that gives part credit for near misses.",
        formula="AC1 with credit 1 − (i − j)² / range²",
        source="Gwet 2014",
    ),
    "alpha_nominal": Words(
        name="Alpha, equal or not",
        tooltip="Agreement of two or more raters beyond luck, also when some did not rate everything. "
        "1 = always the same, 0 = luck, below 0 = worse than luck.",
        formula="1 − D_o / D_e, values differ or do not",
        source="Krippendorff 2011",
    ),
    "alpha_ordinal": Words(
        name="Alpha, by order",
        tooltip="The same where values have an order: being far apart in the order counts more.",
        formula="1 − D_o / D_e, difference = (ranks between)²",
        source="Krippendorff 2011",
    ),
    "alpha_interval": Words(
        name="Alpha, by distance",
        tooltip="The same where values are numbers: being far apart counts more.",
        formula="1 − D_o / D_e, difference = (distance)²",
        source="Krippendorff 2011",
    ),
    "mcc": Words(
        name="Matthews correlation",
        tooltip="One number for how well all values are told apart, fair to rare ones. 0 = luck, 1 = perfect.",
        formula="(c s − Σ p_k t_k) / √((s² − Σ p_k²)(s² − Σ t_k²))",
        source="Matthews 1975; Gorodkin 2004",
    ),
    "precision": Words(
        name="Precision",
        tooltip="When the judge says this value, how often do you say it too? (Mean over values in use.)",
        formula="hits / verdicts with the value",
        source="van Rijsbergen 1979",
    ),
    "recall": Words(
        name="Recall",
        tooltip="Of the samples you gave this value, how many did the judge find? (Mean over values in use.)",
        formula="hits / ratings with the value",
        source="van Rijsbergen 1979",
    ),
    "f1": Words(
        name="F1",
        tooltip="Precision and recall in one: high only when both are. (Mean over values in use.)",
        formula="2 hits / (ratings + verdicts with the value)",
        source="van Rijsbergen 1979",
    ),
    "specificity": Words(
        name="Specificity",
        tooltip="Of the samples you gave another value, how many did the judge give another one too?",
        formula="true refusals / ratings without the value",
        source="Yerushalmy 1947",
    ),
    "above_constant": Words(
        name="Above a constant answer",
        tooltip="How much more often the judge agrees with you than one that always says your most frequent value.",
        formula="p_o − max p_i·",
        source="zero-rule baseline",
    ),
    "above_coin": Words(
        name="Above a weighted coin",
        tooltip="How much more often the judge agrees with you than a coin weighted by how often you give each value.",
        formula="p_o − Σ p_i·²",
        source="prevalence-matched baseline",
    ),
    "confusion": Words(
        name="Confusion matrix",
        tooltip="How often each of your values met each of the judge's. Off the diagonal you disagree; open a cell.",
        formula="counts, your values as rows",
        source="Pearson 1904",
        better="",
    ),
}
