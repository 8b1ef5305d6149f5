"""Judge A against judge B on the same samples: what changed, whether it helped, and which ratings would still tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from studio.agreement.changes import Change, ChangeKind
from studio.agreement.headline import difference_headline
from studio.comparing.two_judges import QuestionDifference, TwoJudges
from studio.records import Judge
from studio.store.engine import Database
from studio.store.judges import judges_used
from studio.store.rubrics import rubrics_used
from studio.ui import formats, opened
from studio.ui.addressed import addressed_choice
from studio.ui.compare_look import Look, against, judge_word, spaced
from studio.ui.compare_sample import show_subject
from studio.ui.links import link_to
from studio.ui.metric_words import help_on, meanings
from studio.ui.plain import plain
from studio.ui.tables import Column, table

WORDING = " · asked by "
KINDS: Mapping[ChangeKind, str] = {
    "broken": "Broken: was right, is wrong",
    "fixed": "Fixed: was wrong, is right",
    "moved": "Moved: wrong before and after",
    "unrated": "Not rated by you yet",
}


def draw(look: Look) -> None:
    """Choose two, read the sentence, see what changed."""
    names = opened.workspace().read(lambda database: _judges(database, look))
    if len(names) < 2:
        st.caption("There is only one judge. Add a second one, or another wording of the rubric, to compare them.")
        link_to("judge", label="To the judges", icon=":material/gavel:")
        return
    first, second = _choose(names)
    if first == second:
        st.caption("Choose two different judges.")
        return
    found = against(look, first=first, second=second, former=_former_too(names, first, second))
    if found is None or not found.questions:
        st.caption("These two have no verdicts on the same samples for the same question.")
        _left_out(found)
        return
    _show(look, found, names)


def _judges(database: Database, look: Look) -> dict[str, str]:
    """Judges under this wording first, then those of others with the wording's version."""
    here, project = look.opinions.rubric, look.opinions.project
    versions = {rubric.id: f"{rubric.name} {rubric.version}" for rubric in rubrics_used(database, project)}
    known = [judge for judge in judges_used(database, project) if judge.rubric_id in {here.id, *versions}]
    judges = sorted(known, key=lambda judge: judge.rubric_id != here.id)
    names = {judge.id: _name(judge, versions, of_here=judge.rubric_id == here.id) for judge in judges}
    twice = Counter(names.values())
    return {name: word if twice[word] == 1 else f"{word} · {name[:4]}" for name, word in names.items()}


def _name(judge: Judge, versions: Mapping[str, str], *, of_here: bool) -> str:
    wording = "" if of_here else f"{WORDING}{versions.get(judge.rubric_id, 'former')}"
    return f"{judge_word(judge)}{wording}"


def _choose(names: Mapping[str, str]) -> tuple[str, str]:
    with st.container(horizontal=True, gap="small"):
        first = addressed_choice("First", options=names, key="compare_first", name="a", width=360)
        others = {name: word for name, word in names.items() if name != first}
        second = addressed_choice("Against", options=others, key="compare_second", name="b", width=360)
    return first, second


def _former_too(names: Mapping[str, str], *judges: str) -> bool:
    """Whether ratings of a former wording count; asked only where the two wordings differ."""
    if not any(WORDING in names[judge] for judge in judges):
        return True
    return bool(
        st.toggle(
            "Count ratings of the other wording too",
            value=True,
            key="compare_former",
            help="When two wordings are compared, your ratings under the former one count where you gave no newer one.",
        )
    )


def _show(look: Look, found: TwoJudges, names: Mapping[str, str]) -> None:
    shown = [one for one in found.questions if look.criterion in ("", one.criterion.id)]
    chosen = {f"{one.criterion.id}.{one.order}": one for one in shown}
    if not chosen:
        st.caption("These two were not both asked this question.")
        return
    _numbers(shown)
    _left_out(found)
    options = {key: spaced(one.criterion.id) + (f" ({one.order})" if one.order else "") for key, one in chosen.items()}
    one = chosen[next(iter(options))]
    if len(options) > 1:
        one = chosen[addressed_choice("Question", options=options, key="compare_changed_of", name="changed_of")]
    first, second = (judge_word(judge) for judge in (found.first, found.second))
    if first == second:
        first, second = names[found.first.id], names[found.second.id]
    st.markdown(plain(difference_headline(one.found, first=first, second=second, rater=look.rater_word)), width=760)
    _until_clear(found, one)
    _changed(look, found, one)
    meanings(("difference", "mcnemar", "holm", "only_changed"))


def _numbers(questions: Sequence[QuestionDifference]) -> None:
    table(
        [_row(one) for one in questions],
        columns=[
            Column(field="question", heading="Question"),
            Column(field="n", heading="Ratings", form="number"),
            Column(field="difference", heading="Difference", help="Second minus first share of agreement with you."),
            Column(field="fixed", heading="Fixed", form="number"),
            Column(field="broken", heading="Broken", form="number"),
            Column(field="moved", heading="Moved", form="number"),
            Column(field="unrated", heading="Not rated", form="number"),
            Column(field="p", heading="p", help=help_on("mcnemar")),
            Column(field="p_all", heading="p, all asked", help=help_on("holm")),
        ],
        key="compare_differences",
        alt_text="The second judge against the first, question by question",
    )


def _row(one: QuestionDifference) -> dict[str, str | int | float | None]:
    found, accuracy = one.found, one.found.differences["accuracy"]
    figure = accuracy if accuracy.value is not None else found.differences["mae"]
    times, unit = (100, " points") if figure is accuracy else (1, "")
    ends = [None if end is None else end * times for end in (figure.value, figure.low, figure.high)]
    words = "too few to tell" if found.n < 20 else _signed(ends, unit, digits=0 if unit else 2)
    return {
        "question": spaced(one.criterion.id) + (f" ({one.order})" if one.order else ""),
        "n": found.n,
        "difference": words,
        "fixed": found.fixed,
        "broken": found.broken,
        "moved": found.moved,
        "unrated": found.unrated,
        "p": _p_in_words(found.mcnemar),
        "p_all": _p_in_words(one.mcnemar_of_all),
    }


def _p_in_words(p: float) -> str:
    return "under 0.001" if p < 0.001 else f"{p:.3f}"


def _signed(ends: Sequence[float | None], unit: str, *, digits: int) -> str:
    value, low, high = ends
    if value is None:
        return "–"
    interval = "" if low is None or high is None else f" [{low:+.{digits}f} to {high:+.{digits}f}]"
    return f"{value:+.{digits}f}{interval}{unit}".replace("-", formats.MINUS)


def _until_clear(found: TwoJudges, one: QuestionDifference) -> None:
    """Only changed verdicts without a rating can still move the difference; how many, and the way to them."""
    told = one.changed_only
    if one.former_ratings:
        count = formats.counted(one.former_ratings, "rating")
        st.caption(f"{count} here were given under the first judge's wording of the rubric.")
    if told.clear or not told.left:
        state = "It is settled" if told.clear else "Every changed verdict is rated, and neither is nearer"
        st.caption(f":material/check_circle: {state}: rating more of these samples would not change the answer.")
        return
    more = f"about {told.more} more should settle it" if told.more else "even all of them may not settle it"
    count = formats.counted(told.left, "changed verdict")
    st.caption(f"{count} of {one.both:,} have no rating; {more}. Unchanged verdicts add nothing to the difference.")
    link_to(
        "rate",
        label=f"Rate only what changed ({told.left:,} left)",
        icon=":material/rule:",
        query={"queue": "better", "a": found.first.id, "b": found.second.id},
    )


def _changed(look: Look, found: TwoJudges, one: QuestionDifference) -> None:
    by_kind: dict[ChangeKind, list[Change]] = {kind: [] for kind in KINDS}
    for change in one.found.changes:
        by_kind[change.kind].append(change)
    options: dict[str, str] = {kind: f"{KINDS[kind]} ({len(some):,})" for kind, some in by_kind.items() if some}
    if not options:
        st.caption(f"Both give the same verdict on all {one.both:,} samples.")
        return
    chosen = addressed_choice("Changed verdicts", options=options, key="compare_changed", name="changed", width=360)
    changes = next(some for kind, some in by_kind.items() if kind == chosen)
    place = st.pagination(len(changes), key="compare_changed_page") if len(changes) > 1 else 1
    change = changes[min(place, len(changes)) - 1]
    show_subject(
        one.subject_of(change),
        criterion=one.criterion,
        hers=change.rating,
        judges=[found.first, found.second],
        order=one.order,
        rater=look.rater_word,
    )


def _left_out(found: TwoJudges | None) -> None:
    for criterion, why in (found.not_comparable if found else {}).items():
        st.caption(f"{plain(spaced(criterion))}: {plain(why)}")
