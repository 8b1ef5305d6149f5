"""Each row of ../shared/data/reference.csv as a computation of ours, straight from the files beside it."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from studio.agreement.ladder import Ladder
from studio.agreement.people import PeopleReport, people_report
from studio.agreement.proportions import grouped_share
from studio.agreement.raters import majority_values, mean_values
from studio.agreement.report import agreement_report
from studio.agreement.report_shape import AgreementReport
from studio.agreement.resampling import Resampling

SHARED = Path(__file__).parents[3] / "shared" / "data"
QUICK = Resampling(redraws=20)
ONE_TO_FIVE = (1, 2, 3, 4, 5)
PANDALM = ("A", "B", "tie")
HANNA_PEOPLE = ("slot1", "slot2", "slot3")
ANNOTATORS = ("annotator1", "annotator2", "annotator3")
UNPARSED = "unparsed"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """One rating or verdict as it stands in a file."""

    item: str
    criterion: str
    rater: str
    kind: str
    order: str
    value: str | float | None
    status: str


def reference_rows() -> list[dict[str, str]]:
    """All rows of reference.csv."""
    with (SHARED / "reference.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _json_lines(path: Path) -> Iterator[dict[str, object]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from map(json.loads, text.splitlines())


@cache
def ratings_of(dataset: str, subset: str) -> tuple[Rated, ...]:
    """All ratings and verdicts of a folder; HANNA's full set is the packed file."""
    name = "ratings_full.jsonl.gz" if (dataset, subset) == ("hanna", "full") else "ratings.jsonl"
    return tuple(
        Rated(
            item=str(row["item_id"]),
            criterion=str(row["criterion"]),
            rater=str(row["rater_id"]),
            kind=str(row["rater_kind"]),
            order=str(row.get("order", "")),
            value=row.get("score", row.get("label")),  # type: ignore[arg-type]
            status=str(row["status"]),
        )
        for row in _json_lines(SHARED / dataset / name)
    )


@cache
def items_of(dataset: str) -> dict[str, dict[str, object]]:
    """The items of a folder by id."""
    return {str(row["item_id"]): row for row in _json_lines(SHARED / dataset / "items.jsonl")}


@cache
def column(dataset: str, subset: str, criterion: str, rater: str, order: str = "") -> dict[str, str | float | None]:
    """One rater's values by item."""
    return columns(dataset, subset).get((criterion, rater, order), {})


@cache
def columns(dataset: str, subset: str) -> dict[tuple[str, str, str], dict[str, str | float | None]]:
    """Every rater's values by criterion and order; LLMBar keeps orders apart, the others have one."""
    found: dict[tuple[str, str, str], dict[str, str | float | None]] = {}
    for rated in ratings_of(dataset, subset):
        order = rated.order if dataset == "llmbar_case" else ""
        found.setdefault((rated.criterion, rated.rater, order), {})[rated.item] = rated.value
    return found


# HANNA: means of three slots against means of three runs, contaminated means (below the scale) included as published.


@cache
def hanna_people(subset: str, criterion: str) -> PeopleReport:
    slots = {name: list(column("hanna", subset, criterion, name).values()) for name in HANNA_PEOPLE}
    return people_report(slots, values=ONE_TO_FIVE, level="ordinal", resampling=QUICK)


@cache
def hanna_judge(subset: str, criterion: str, judge: str) -> AgreementReport:
    slots = {name: column("hanna", subset, criterion, name) for name in HANNA_PEOPLE}
    items = list(slots["slot1"])
    means = mean_values(
        {name: [values[item] for item in items] for name, values in slots.items()},
        ladder=Ladder(values=ONE_TO_FIVE, level="interval"),
    )
    verdicts = [column("hanna", subset, criterion, judge)[item] for item in items]
    return agreement_report(means, verdicts, values=ONE_TO_FIVE, level="interval", resampling=QUICK)


def _hanna_people(key: str) -> Callable[[Row], float | None]:
    return lambda row: hanna_people(row["subset"], row["criterion"])[key].value


def _hanna_judge(key: str) -> Callable[[Row], float | None]:
    return lambda row: hanna_judge(row["subset"], row["criterion"], row["rater_2"])[key].value


def _mean_score(row: Row) -> float:
    scores = [float(r.value) for r in ratings_of("hanna", row["subset"]) if r.kind == "human" and r.value is not None]
    return sum(scores) / len(scores)


def _below_scale(row: Row) -> float:
    return float(sum(r.status == "below_scale" for r in ratings_of("hanna", row["subset"])))


# PandaLM: three people, their majority, one order; 25 unreadable verdicts counted in three different ways.


def pandalm_values(rater: str) -> list[str | float | None]:
    items = list(column("pandalm", "", "preference", "annotator1"))
    if rater == "majority":
        return majority_values({name: pandalm_values(name) for name in ANNOTATORS})  # type: ignore[return-value]
    return [column("pandalm", "", "preference", rater)[item] for item in items]


@cache
def pandalm(first: str, second: str, unread: str | None = None) -> AgreementReport:
    verdicts = [unread if value is None else value for value in pandalm_values(second)]
    values = PANDALM if unread in (None, *PANDALM) else (*PANDALM, UNPARSED)
    return agreement_report(pandalm_values(first), verdicts, values=values, level="nominal", resampling=QUICK)


@cache
def pandalm_people() -> PeopleReport:
    ratings = {name: pandalm_values(name) for name in ANNOTATORS}
    return people_report(ratings, values=PANDALM, level="nominal", resampling=QUICK)


def _pandalm(key: str, *, unread: str | None = None, times: float = 1) -> Callable[[Row], float | None]:
    def computed(row: Row) -> float | None:
        value = pandalm(row["rater_1"], row["rater_2"], unread)[key].value
        return None if value is None else times * value

    return computed


def _decided(row: Row) -> float | None:
    hers, theirs = (
        [None if value == "tie" else value for value in pandalm_values(row[rater])] for rater in ("rater_1", "rater_2")
    )
    return agreement_report(hers, theirs, values=PANDALM, level="nominal", resampling=QUICK)["accuracy"].value


def _majority_count(value: str) -> Callable[[Row], float]:
    return lambda row: float(pandalm_values("majority").count(value))


def _share(hits: list[bool]) -> float | None:
    return grouped_share(np.array(hits, dtype=float), np.ones(len(hits)), n=len(hits), confidence=0.95, why="").value


def _longer_picked(row: Row) -> float | None:
    items = items_of("pandalm")
    lengths = [(len(str(items[i]["output_a"])), len(str(items[i]["output_b"]))) for i in _pandalm_items()]
    picks = zip(pandalm_values(row["rater_1"]), lengths, strict=True)
    return _share([(value == "A") == (a > b) for value, (a, b) in picks if value in ("A", "B") and a != b])


def _pandalm_items() -> list[str]:
    return list(column("pandalm", "", "preference", "annotator1"))


def _first_picked(row: Row) -> float | None:
    return _share([value == "A" for value in pandalm_values(row["rater_1"]) if value in ("A", "B")])


# LLMBar: a gold preference, each judge in both orders; an unreadable verdict is a value of its own, never right.


def llmbar_items(subset: str) -> list[str]:
    return [name for name, item in items_of("llmbar_case").items() if subset in ("All 315", item["subset"])]


def llmbar_values(rater: str, order: str, subset: str) -> list[str]:
    values = column("llmbar_case", "", "instruction_following", rater, order)
    return [str(values.get(item) or UNPARSED) for item in llmbar_items(subset)]


@cache
def llmbar(first: tuple[str, str], second: tuple[str, str], subset: str) -> AgreementReport:
    return agreement_report(
        llmbar_values(*first, subset),
        llmbar_values(*second, subset),
        values=("A", "B", UNPARSED),
        level="nominal",
        resampling=QUICK,
    )


def _right(report: AgreementReport) -> float:
    return float(round((report["accuracy"].value or 0) * report.n))


def _llmbar_right(order: str) -> Callable[[Row], float]:
    return lambda row: _right(llmbar(("gold", "AB"), (row["rater_2"], order), row["subset"]))


def _llmbar_kappa(order: str) -> Callable[[Row], float | None]:
    return lambda row: llmbar(("gold", "AB"), (row["rater_2"], order), row["subset"])["kappa"].value


def _both_orders(row: Row) -> dict[str, list[str]]:
    judge = (row["rater_2"] or row["rater_1"]).split(" ")[0]
    return {order: llmbar_values(judge, order, row["subset"]) for order in ("AB", "BA")}


def _right_twice(row: Row) -> float:
    gold, both = llmbar_values("gold", "AB", row["subset"]), _both_orders(row)
    return float(sum(g == a == b for g, a, b in zip(gold, both["AB"], both["BA"], strict=True)))


def _same_twice(row: Row) -> float:
    """As published: two unreadable verdicts count as the same."""
    both = _both_orders(row)
    return float(sum(a == b for a, b in zip(both["AB"], both["BA"], strict=True)))


def _order_kappa(row: Row) -> float | None:
    judge = row["rater_1"].split(" ")[0]
    return llmbar((judge, "AB"), (judge, "BA"), row["subset"])["kappa"].value


def _first_shown(row: Row) -> float | None:
    both = _both_orders(row)
    shown = [(value, "A") for value in both["AB"]] + [(value, "B") for value in both["BA"]]
    return _share([value == first for value, first in shown if value != UNPARSED])


def _unparsed(row: Row) -> float:
    return float(sum(values.count(UNPARSED) for values in _both_orders(row).values()))


COMPUTED: dict[tuple[str, str], Callable[[Row], float | None]] = {
    ("hanna", "krippendorff_nominal"): _hanna_people("alpha_nominal"),
    ("hanna", "krippendorff_ordinal"): _hanna_people("alpha_ordinal"),
    ("hanna", "krippendorff_interval"): _hanna_people("alpha_interval"),
    ("hanna", "ICC1"): _hanna_people("icc1"),
    ("hanna", "ICC1k"): _hanna_people("icc1k"),
    ("hanna", "ICC2"): _hanna_people("icc2"),
    ("hanna", "ICC2k"): _hanna_people("icc2k"),
    ("hanna", "ICC3"): _hanna_people("icc3"),
    ("hanna", "ICC3k"): _hanna_people("icc3k"),
    ("hanna", "pearson"): _hanna_judge("pearson"),
    ("hanna", "spearman"): _hanna_judge("spearman"),
    ("hanna", "kendall_tau_b"): _hanna_judge("kendall"),
    ("hanna", "rmse"): _hanna_judge("rmse"),
    ("hanna", "mean_score"): _mean_score,
    ("hanna", "count_below_scale"): _below_scale,
    ("pandalm", "agreement"): _pandalm("accuracy"),
    ("pandalm", "cohen_kappa"): _pandalm("kappa"),
    ("pandalm", "krippendorff_nominal"): lambda row: pandalm_people()["alpha_nominal"].value,
    ("pandalm", "fleiss_kappa"): lambda row: pandalm_people()["fleiss_kappa"].value,
    ("pandalm", "majority_count_tie"): _majority_count("tie"),
    ("pandalm", "majority_count_A"): _majority_count("A"),
    ("pandalm", "majority_count_B"): _majority_count("B"),
    ("pandalm", "accuracy_pct (unparsed=tie)"): _pandalm("accuracy", unread="tie", times=100),
    ("pandalm", "precision_macro_pct (unparsed=tie)"): _pandalm("precision", unread="tie", times=100),
    ("pandalm", "recall_macro_pct (unparsed=tie)"): _pandalm("recall", unread="tie", times=100),
    ("pandalm", "f1_macro_pct (unparsed=tie)"): _pandalm("f1", unread="tie", times=100),
    ("pandalm", "cohen_kappa (unparsed=tie)"): _pandalm("kappa", unread="tie"),
    ("pandalm", "accuracy (unparsed dropped)"): _pandalm("accuracy"),
    ("pandalm", "cohen_kappa (unparsed dropped)"): _pandalm("kappa"),
    ("pandalm", "accuracy (unparsed=wrong)"): _pandalm("accuracy", unread=UNPARSED),
    ("pandalm", "accuracy (both not tie)"): _decided,
    ("pandalm", "longer_pick_rate"): _longer_picked,
    ("pandalm", "first_pick_rate"): _first_picked,
    ("llmbar_case", "correct_AB"): _llmbar_right("AB"),
    ("llmbar_case", "correct_BA"): _llmbar_right("BA"),
    ("llmbar_case", "correct_both_orders"): _right_twice,
    ("llmbar_case", "same_verdict_both_orders"): _same_twice,
    ("llmbar_case", "cohen_kappa_AB (unparsed = own class)"): _llmbar_kappa("AB"),
    ("llmbar_case", "cohen_kappa_BA (unparsed = own class)"): _llmbar_kappa("BA"),
    ("llmbar_case", "cohen_kappa_AB_vs_BA"): _order_kappa,
    ("llmbar_case", "first_shown_pick_rate"): _first_shown,
    ("llmbar_case", "unparsed"): _unparsed,
}
