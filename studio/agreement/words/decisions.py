"""Words for choosing between judges and for how much to rate."""

from __future__ import annotations

from studio.agreement.words.wording import Words

DECISIONS: dict[str, Words] = {
    "difference": Words(
        name="Difference, B minus A",
        tooltip="How much more B agrees with you than A, on the same samples. If the range holds 0, they may be equal.",
        formula="paired bootstrap, by input",
        source="Efron & Tibshirani 1993",
        better="",
    ),
    "mcnemar": Words(
        name="Luck of the change",
        tooltip="How likely so uneven a split of fixed and broken verdicts would be if the change helped as often as "
        "it hurt. Below 0.05: probably no luck.",
        formula="exact: fixed minus broken, each input as likely to be turned round",
        source="McNemar 1947; Fisher 1935",
        better="lower",
    ),
    "sign_test": Words(
        name="Luck of the moves",
        tooltip="The same for verdicts that moved nearer to you or further away, without being equal.",
        formula="exact: nearer minus further, each input as likely to be turned round",
        source="Dixon & Mood 1946; Fisher 1935",
        better="lower",
    ),
    "holm": Words(
        name="Adjusted for several criteria",
        tooltip="Who asks six questions finds something by luck. This makes up for the number of criteria.",
        formula="p₍ᵢ₎ · (m − i + 1), running maximum",
        source="Holm 1979",
        better="lower",
    ),
    "only_changed": Words(
        name="Rate only what changed",
        tooltip="A verdict that did not change adds exactly nothing to the difference. Rate the changed ones, in "
        "random order, until the answer is clear.",
        formula="changed / total · (fixed − broken) / rated; stop at (n + 1) C(n, fixed) / 2ⁿ < 0.05",
        source="Bonett & Price 2012; Robbins 1970",
        better="",
    ),
    "power": Words(
        name="How many more ratings",
        tooltip="How narrow the range would be after some more ratings, if the value stays as it is.",
        formula="Wilson at n + m; other numbers by √(n / (n + m))",
        source="Wilson 1927",
        better="",
    ),
    "corrected_estimate": Words(
        name="Corrected estimate",
        tooltip="Estimate for all samples, using the judge's verdicts corrected by your ratings. Valid only if those "
        "you rated were picked at random.",
        formula="mean rating + λ (mean verdict on all − mean verdict on rated)",
        source="Angelopoulos et al. 2023; Angelopoulos, Duchi & Zrnic 2023",
        better="",
    ),
    "escalation": Words(
        name="Send to me",
        tooltip="The judge sends what it is unsure of to you; on the rest it is wrong at most as often as you allow.",
        formula="lowest threshold whose exact upper error bound stays below the target",
        source="Angelopoulos et al. 2021; Jung, Brahman & Choi 2024",
        better="",
    ),
    "same_in_both_orders": Words(
        name="Same in both orders",
        tooltip="How often the judge prefers the same output when the two change places.",
        formula="equal verdicts / pairs; interval: Wilson, by pair",
        source="Zheng et al. 2023",
    ),
    "first_shown": Words(
        name="Picks the first shown",
        tooltip="How often the judge picks the output shown first. 50 % is fair.",
        formula="first shown / decided verdicts; interval: Wilson, by pair",
        source="Zheng et al. 2023",
        better="",
    ),
}
