"""Words for several people and for what a judge can be expected to reach."""

from __future__ import annotations

from studio.agreement.words.wording import Words

PEOPLE: dict[str, Words] = {
    "fleiss_kappa": Words(
        name="Fleiss' kappa",
        tooltip="Agreement of several people beyond luck, when it does not matter who rated what.",
        formula="(P̄ − P_e) / (1 − P_e), P_e = Σ p_j²",
        source="Fleiss 1971",
    ),
    "icc1": Words(
        name="ICC(1)",
        tooltip="How much of the spread of ratings comes from the samples, not from who rated them: one rater.",
        formula="(MSB − MSW) / (MSB + (k − 1) MSW)",
        source="Shrout & Fleiss 1979",
    ),
    "icc1k": Words(
        name="ICC(1,k)",
        tooltip="The same for the mean of all raters of a sample: how far that mean can be relied on.",
        formula="(MSB − MSW) / MSB",
        source="Shrout & Fleiss 1979",
    ),
    "icc2": Words(
        name="ICC(2)",
        tooltip="Like ICC(1) when the same people rated everything and stand for people like them.",
        formula="(MSB − MSE) / (MSB + (k − 1) MSE + k (MSC − MSE) / n)",
        source="Shrout & Fleiss 1979",
    ),
    "icc2k": Words(
        name="ICC(2,k)",
        tooltip="The same for the mean of these people.",
        formula="(MSB − MSE) / (MSB + (MSC − MSE) / n)",
        source="Shrout & Fleiss 1979",
    ),
    "icc3": Words(
        name="ICC(3)",
        tooltip="Like ICC(2) for exactly these people; that one is always kinder does not count.",
        formula="(MSB − MSE) / (MSB + (k − 1) MSE)",
        source="Shrout & Fleiss 1979",
    ),
    "icc3k": Words(
        name="ICC(3,k)",
        tooltip="The same for the mean of these people.",
        formula="(MSB − MSE) / MSB",
        source="Shrout & Fleiss 1979",
    ),
    "people_ceiling": Words(
        name="Agreement between people",
        tooltip="How near each person comes to the others, beside how near the judge comes to the same people. "
        "No judge can be expected to do much better.",
        formula="each left out in turn, against the others' majority or mean",
        source="Artstein & Poesio 2008",
    ),
    "share_of_ceiling": Words(
        name="Share of your own consistency",
        tooltip="The judge's agreement with you, divided by your agreement with yourself on a second, blind rating. "
        "Above 100 % the judge is steadier than you are.",
        formula="agreement with the judge / agreement with oneself; interval: MOVER",
        source="Donner & Zou 2012",
    ),
    "winning_rate": Words(
        name="Winning rate",
        tooltip="The share of people whom the judge could replace without loss, judged by the other people. "
        "From 50 % on it passes.",
        formula="share of people with t-test p below Benjamini–Yekutieli's line, at ε",
        source="Calderon, Reichart & Dror 2025",
    ),
    "advantage_probability": Words(
        name="Advantage probability",
        tooltip="How often the judge is at least as near to the other people as one of them. For comparing judges.",
        formula="mean over people of the share of samples with S(judge) ≥ S(person)",
        source="Calderon, Reichart & Dror 2025",
    ),
}
