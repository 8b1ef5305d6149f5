"""Best of n: which answer each judge would pick, what its picks are worth, and when more answers stop helping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from studio.agreement.best_of_n import BestOf
from studio.agreement.figures import Figure
from studio.agreement.words.best_of_n import course_in_words
from studio.comparing.best_answers import BestAnswers, JudgePicks, best_answers
from studio.records import Project, Rubric, Scale
from studio.rubric.scales import is_ordered
from studio.store.picks import Pick, save_picks
from studio.store.samples import samples_of
from studio.store.variants import Variant, Writer
from studio.store.verdicts import opinions_version
from studio.ui import formats, opened
from studio.ui.charts.sharpening import SharpeningPoint, sharpening_chart
from studio.ui.empty import empty_state
from studio.ui.links import link_to
from studio.ui.messages import guarded
from studio.ui.model_choice import model_words
from studio.ui.plain import plain
from studio.ui.tables import Column, Row, export_buttons, table
from studio.ui.visible import visible

EVERYBODY = ""
KEPT = 8
MOST_DRAWN, USUALLY_DRAWN = 6, 4


def best_of_n(project: Project, headings: Mapping[Variant, str]) -> None:
    """Whose answers, on which question; then the curve, its words, and the picks."""
    rubric = opened.workspace().rubric_of(project)
    ordered = {one.id: one.question for one in rubric.criteria if is_ordered(one.scale)} if rubric else {}
    if rubric is None or not ordered:
        empty_state(
            "Picking the best answer needs a rubric with a better and a worse.",
            button="To the rubrics",
            key="generate_best_rubric",
            page="rubrics",
        )
        return
    st.fragment(_best)(project, rubric, ordered, _writers(headings))


@guarded()
def _best(project: Project, rubric: Rubric, ordered: Mapping[str, str], writers: Mapping[str, Writer | None]) -> None:
    left, right = st.columns(2, gap="medium")
    criterion = left.selectbox(
        "Question",
        options=list(ordered),
        format_func=lambda one: visible(ordered[one]),
        key="generate_best_criterion",
        bind="query-params",
    )
    writer = right.selectbox(
        "Among", options=list(writers), format_func=lambda one: visible(one or _TOGETHER), key="generate_best_writer"
    )
    version = opened.workspace().read(lambda database: opinions_version(database, project.id))
    found = _found(project.id, rubric.id, str(criterion), writer or EVERYBODY, version, _rubric=rubric, _of=writers)
    if found.most < 2:
        st.markdown("No input has two answers here. Make several samples for each input, then let a judge see them.")
        return
    if not found.judges:
        st.markdown("No judge has seen these answers yet.")
        link_to("judge", label="Let a judge see them", icon=":material/gavel:")
        return
    _curves(found)
    _picked(project, found)


_TOGETHER = "All prompts and models together"


def _writers(headings: Mapping[Variant, str]) -> dict[str, Writer | None]:
    """All together, and each prompt with a model that answered several times."""
    several = {one.writer for one in headings if one.repeat}
    named = {heading.removesuffix(" · 1"): one for one, heading in headings.items() if not one.repeat}
    return {EVERYBODY: None} | {name: one.writer for name, one in named.items() if one.writer in several}


@st.cache_resource(max_entries=KEPT, show_spinner="Working it out …")
def _found(
    project_id: str,
    rubric_id: str,
    criterion: str,
    writer: str,
    version: tuple[int, ...],
    *,
    _rubric: Rubric,
    _of: Mapping[str, Writer | None],
) -> BestAnswers:
    del rubric_id, version  # part of the key only
    return opened.workspace().read(
        lambda database: best_answers(
            database, project=project_id, rubric=_rubric, criterion=criterion, writer=_of.get(writer)
        )
    )


def _curves(found: BestAnswers) -> None:
    scale = found.criterion.scale
    told = _chosen(found)
    points = [point for name, one in told.items() for point in _points(name, one)]
    if points:
        sharpening_chart(
            points,
            key="generate_best_chart",
            alt_text="Expected rating of each judge's pick against the number of answers it picks from",
            shares=_is_share(scale),
        )
        st.caption("Solid line: your rating of the judge's pick. Dashed line: the judge's own verdict on it.")
    for name, one in told.items():
        st.markdown(f"**{plain(name)}** {plain(course_in_words(one.curve))}", width=760)
    for one in found.judges:
        if not one.curve.points:
            st.caption(f"{plain(_name(one))} has seen {found.most} answers of no input yet.")
    if told:
        first = next(iter(told.values())).curve
        st.caption(
            f"{formats.counted(first.inputs, 'input')} with {found.most} judged answers each, "
            f"{formats.counted(first.rated, 'rating')}. Where you have not rated, the judge's verdicts count, "
            "corrected by your ratings; that is valid only if you rated at random. The band: if you rated another set "
            "like this, 19 times in 20 the result would land in it. The dot: more answers do not clearly help.",
            width=760,
        )
        with st.expander("Figures", icon=":material/table:"):
            rows = [_row(name, point, scale) for name, one in told.items() for point in one.curve.points]
            table(rows, columns=_COLUMNS, key="generate_best_table", alt_text="Best of n in figures")


def _chosen(found: BestAnswers) -> dict[str, JudgePicks]:
    """The judges that are drawn: those she chose, at first the ones whose last pick is worth most."""
    ranked = sorted((one for one in found.judges if one.curve.points), key=_worth, reverse=True)
    by_name = {_name(one): one for one in ranked}
    if len(by_name) <= MOST_DRAWN:
        return by_name
    names = st.multiselect(
        "Judges",
        options=list(by_name),
        default=list(by_name)[:USUALLY_DRAWN],
        max_selections=MOST_DRAWN,
        format_func=visible,
        key="generate_best_judges",
    )
    return {str(name): by_name[str(name)] for name in names}


def _worth(one: JudgePicks) -> float:
    last = one.curve.points[-1]
    return (last.rating.value if last.rating.value is not None else last.liking.value) or 0.0


def _points(name: str, one: JudgePicks) -> list[SharpeningPoint]:
    return [
        SharpeningPoint(
            judge=name,
            n=point.n,
            rating=None if point.rating.too_few else point.rating.value,
            low=point.rating.low,
            high=point.rating.high,
            liking=point.liking.value,
            is_enough=point.n == one.curve.enough and one.curve.course != "helps",
        )
        for point in one.curve.points
    ]


_COLUMNS = (
    Column(field="judge", heading="Judge", width="medium"),
    Column(field="n", heading="Answers", form="number"),
    Column(field="rating", heading="Your rating of its pick"),
    Column(field="liking", heading="Its own verdict"),
)


def _row(name: str, point: BestOf, scale: Scale) -> Row:
    rating = "too few to tell" if point.rating.too_few else _words(point.rating, scale)
    return {"judge": name, "n": point.n, "rating": rating, "liking": _words(point.liking, scale)}


def _words(figure: Figure, scale: Scale) -> str:
    if _is_share(scale):
        return formats.percent_interval(figure.value, low=figure.low, high=figure.high)
    return formats.coefficient_interval(figure.value, low=figure.low, high=figure.high)


def _is_share(scale: Scale) -> bool:
    """Whether the mean on this scale is the share of the better one of two words."""
    return len(scale.values) == 2 and all(isinstance(value, str) for value in scale.values)


def _name(one: JudgePicks) -> str:
    return one.judge.name or model_words(one.judge.model)


def _picked(project: Project, found: BestAnswers) -> None:
    by_name = {_name(one): one for one in found.judges}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox(
            "Its picks", options=list(by_name), format_func=visible, key="generate_best_judge", width=320
        )
        chosen = by_name[str(name)]
        st.button(
            f"Mark {formats.counted(len(chosen.picks), 'pick')} beside the answers",
            key="generate_best_mark",
            icon=":material/star:",
            on_click=_mark,
            args=(project.id, str(name), chosen.picks),
        )
    export_buttons(lambda: _rows(chosen.picks), key="generate_best_export", file_name="best-answers")
    said = st.session_state.pop("generate_best_said", "")
    if said:
        st.caption(f":material/check: {plain(said)}")


def _mark(project_id: str, name: str, picks: Mapping[str, str]) -> None:
    made = [
        Pick(project=project_id, input_id=input_id, picker=name, sample_id=sample_id)
        for input_id, sample_id in picks.items()
    ]
    opened.workspace().write(lambda database: save_picks(database, made))
    st.session_state["generate_best_said"] = f"{formats.counted(len(made), 'answer')} marked as picked by {name}."


def _rows(picks: Mapping[str, str]) -> Sequence[Row]:
    found = opened.workspace().read(lambda database: samples_of(database, list(picks.values())))
    return [
        {"input_id": one.input_id, "sample_id": one.id, "system": one.system, "output": one.output}
        for one in found.values()
    ]
