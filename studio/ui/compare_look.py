"""What the Compare page looks at: read once, kept while nothing changes, measured for the choices she makes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import streamlit as st

from studio.agreement.figures import Figure
from studio.agreement.report_shape import AgreementReport
from studio.comparing.comparison import measured
from studio.comparing.heard import Heard
from studio.comparing.held import Held
from studio.comparing.judge_comparison import JudgeComparison
from studio.comparing.opinions import Opinions, in_slice, read_opinions
from studio.comparing.own_ceiling import own_agreement
from studio.comparing.rater_choice import RaterChoice
from studio.comparing.two_judges import TwoJudges, compare_two
from studio.records import Judge, Project, Rubric
from studio.store.judges import judge_of
from studio.store.verdicts import opinions_version
from studio.ui import formats, opened

KEPT = 6
KEPT_IN_FULL = 200

Version = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """One view of the page: whose ratings, which question, which samples."""

    opinions: Opinions
    version: Version
    choice: RaterChoice
    held: tuple[Held, ...]
    slice: str
    """The samples' kind, "by=kind"; empty for all of them."""
    criterion: str
    """Empty for every question."""

    @property
    def key(self) -> tuple[str, str, str, str, Version]:
        """What its numbers hang on, whatever the question."""
        return (self.opinions.project, self.opinions.rubric.id, self.choice.asked, self.slice, self.version)

    @property
    def subjects(self) -> Collection[str] | None:
        """The samples of the slice; None for all."""
        return in_slice(self.opinions.slices, self.slice) if self.slice else None

    @property
    def heard(self) -> list[Heard]:
        """What each judge says on the chosen question, or on each."""
        return [one for one in self.opinions.heard if self.criterion in ("", one.criterion.id)]

    @property
    def rater_word(self) -> str:
        """What sentences call the rater: "you" where it is the person who looks."""
        me = opened.rater()
        is_me = self.choice.kind == "person" and not self.choice.time and me is not None and me.id == self.choice.id
        return "you" if is_me else self.choice.name or self.choice.id


def opinions_of(project: Project, rubric: Rubric) -> tuple[Opinions, Version]:
    """Everything said under this rubric; read again only when a rating or a verdict has changed."""
    version = opened.workspace().read(lambda database: opinions_version(database, project.id))
    return _opinions(project.id, rubric.id, version, _rubric=rubric), version


@st.cache_resource(max_entries=KEPT, show_spinner="Reading …")
def _opinions(project_id: str, rubric_id: str, version: Version, *, _rubric: Rubric) -> Opinions:
    return opened.workspace().read(lambda database: read_opinions(database, project=project_id, rubric=_rubric))


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def held_by(
    project_id: str, rubric_id: str, version: Version, who: str | None, *, _opinions: Opinions
) -> tuple[RaterChoice, tuple[Held, ...]]:
    """The chosen rater and her ratings."""
    return opened.workspace().read(lambda database: _opinions.held_by(database, who))


def first_look(look: Look) -> tuple[JudgeComparison, ...]:
    """Agreement of every judge on every question: what the first sentences and the chart need."""
    return _first_look(look.key, _look=look)


@st.cache_resource(max_entries=4 * KEPT, show_spinner="Measuring …")
def _first_look(key: tuple[object, ...], *, _look: Look) -> tuple[JudgeComparison, ...]:
    opinions = _look.opinions
    return measured(opinions.heard, _look.held, groups=opinions.groups, subjects=_look.subjects, brief=True)


def in_full(look: Look, heard: Heard) -> JudgeComparison:
    """One judge on one question with every number."""
    return _in_full((*look.key, heard.judge.id, heard.criterion.id, heard.order), _look=look, _heard=heard)


@st.cache_resource(max_entries=KEPT_IN_FULL, show_spinner=False)
def _in_full(key: tuple[object, ...], *, _look: Look, _heard: Heard) -> JudgeComparison:
    (found,) = measured([_heard], _look.held, groups=_look.opinions.groups, subjects=_look.subjects)
    return found


def own(look: Look) -> dict[str, AgreementReport]:
    """By question, her first answers against her second ones."""
    return _own(look.key, _look=look)


@st.cache_resource(max_entries=4 * KEPT, show_spinner=False)
def _own(key: tuple[object, ...], *, _look: Look) -> dict[str, AgreementReport]:
    opinions = _look.opinions
    return opened.workspace().read(
        lambda database: own_agreement(database, project=opinions.project, rubric=opinions.rubric, rater=_look.choice)
    )


def against(look: Look, *, first: str, second: str, former: bool) -> TwoJudges | None:
    """The second judge against the first on the same samples; None where one of them is gone."""
    found = _against((*look.key, first, second, former), _look=look, _first=first, _second=second, _former=former)
    return found


@st.cache_resource(max_entries=4 * KEPT, show_spinner="Comparing …")
def _against(key: tuple[object, ...], *, _look: Look, _first: str, _second: str, _former: bool) -> TwoJudges | None:
    with opened.workspace().reading() as database:
        before, after = judge_of(database, _first), judge_of(database, _second)
        if before is None or after is None:
            return None
        return compare_two(
            database,
            project=_look.opinions.project,
            first=before,
            second=after,
            rater=_look.choice.asked,
            subjects=_look.subjects,
            former_ratings=_former,
        )


def judge_word(judge: Judge, *, order: str = "") -> str:
    """What people call the judge, with the order where it was shown both."""
    name = judge.name or judge.model
    return f"{name} ({order})" if order else name


def spaced(criterion_id: str) -> str:
    """A question's id as words."""
    return criterion_id.replace("_", " ").capitalize()


def told(figure: Figure | None, *, shares: bool = False) -> str:
    """A figure with its interval; too few ratings read as such."""
    if figure is None or figure.value is None:
        return "–"
    if figure.too_few:
        return "too few to tell"
    written = formats.percent_interval if shares else formats.coefficient_interval
    return written(figure.value, low=figure.low, high=figure.high)
