"""How far she is, quietly: what was saved and why it was asked, her pace, and how near the decision is."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from studio.agreement.figures import TOO_FEW
from studio.rating.deciding import between_two, consistency, nearest_judge
from studio.rating.queue_modes import Reason
from studio.records import Judge
from studio.store.judges import judge_of
from studio.store.rating_desk import answers_asked_again
from studio.ui import opened, rate_turn
from studio.ui.formats import counted, her_time, percent
from studio.ui.pace import pace_words
from studio.ui.plain import plain
from studio.ui.rate_pair import order_shown, side_word
from studio.ui.rate_seat import Seat
from studio.ui.rate_sight import Sight
from studio.ui.rate_turn import Step
from studio.ui.verdict_marks import value_word

ASKED_BECAUSE: dict[Reason | str, str] = {
    "random": "picked at random",
    "disagree": "asked because the judges disagree",
    "unsure": "asked because a judge was not sure",
    "changed": "asked because the two judges differ",
    "rare": "asked because such verdicts are rare",
    "tags": "asked because little with its tags is rated",
    "again": "asked a second time, to see how steady you are",
}

ALSO_ELSEWHERE = ":material/info: You had answered this in another tab as well. Your last answer stands, both are kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The decision in words, and about how many more answers it takes, where that is known."""

    words: str
    more: int | None = None


def progress_lines(one: Seat, sight: Sight) -> None:
    """Whether it is flagged, what was saved last and her pace, with a bar; one line on the decision."""
    goal = _goal(one, sight)
    wanted = rate_turn.subject_count_of(one) * len(one.criteria)
    words, share = pace_words(
        [answer.answered_at for answer in sight.answers], wanted=wanted, more=goal.more if goal else None
    )
    if sight.flagged:
        st.markdown(":gray-badge[:material/flag: Flagged]")
    saved = saved_words(one, sight.step)
    st.progress(share, text=f":small[:gray[{' · '.join([*([saved] if saved else []), words])}]]")
    if goal:
        st.markdown(goal.words)
    if sight.also_elsewhere:
        st.caption(ALSO_ELSEWHERE)


def saved_words(one: Seat, step: Step | None) -> str:
    """What was done last, when, and only now why it was asked: known before, the reason would lead her."""
    if step is None:
        return ""
    if step.action == "undo":
        return "Taken back"
    told = {"skip": "unsure", "flag": "flagged", "unflag": "no longer flagged"}
    said = told.get(step.action, "") if step.value is None else _value(one, step)
    because = ASKED_BECAUSE.get(step.reason)
    return f":material/check: Saved {her_time(step.at)}: {plain(said)}" + (f", {because}" if because else "")


def _value(one: Seat, step: Step) -> str:
    assert step.value is not None
    if one.kind == "direct":
        return value_word(step.value)
    return side_word(step.value, order=order_shown(step.subject, rater=one.rater.id))


def _goal(one: Seat, sight: Sight) -> Goal | None:
    if one.queue.mode == "better":
        return _better(one, sight)
    return _check(one) if one.queue.mode == "check" else _known(one, sight)


def _better(one: Seat, sight: Sight) -> Goal:
    if not (one.queue.a and one.queue.b) or one.queue.a == one.queue.b:
        return Goal(words="Choose two different judges: you are asked where they differ.")
    found = between_two(rate_turn.field_reader(one)(), sight.answers)
    if found.left == 0 and found.difference.n == 0:
        return Goal(words="The two judges differ nowhere here. There is nothing to decide.")
    ahead = one.queue.b if (found.difference.value or 0) > 0 else one.queue.a
    if found.clear:
        return Goal(words=f"It is clear: **{_name(ahead)}** agrees with you more often. You can stop.", more=0)
    seen = f"{counted(found.difference.n, 'difference')} rated, {found.left:,} left"
    lead = f"**{_name(ahead)}** is ahead" if found.difference.value else "Nobody is ahead yet"
    if found.more is None:
        return Goal(words=f"{lead}: {seen}. It may take all of them.", more=found.left * len(one.criteria))
    return Goal(
        words=f"{lead}: {seen}. About {found.more} more until it is clear.", more=found.more * len(one.criteria)
    )


def _known(one: Seat, sight: Sight) -> Goal | None:
    if len(sight.answers) < TOO_FEW:
        return None
    found = nearest_judge(rate_turn.field_reader(one)(), sight.answers)
    if found is None or found.agreement.width is None:
        return None
    half = found.agreement.width / 2
    words = (
        f"The nearest judge agrees with you on {percent(found.agreement.value)}, give or take {half * 100:.0f} points."
    )
    if found.sign.more:
        words += f" About {found.sign.more:,} more for {found.aim * 100:.0f} points."
    return Goal(words=words, more=found.sign.more)


def _check(one: Seat) -> Goal:
    found = consistency(opened.workspace().read(lambda database: answers_asked_again(database, one.desk)))
    if not found.asked:
        return Goal(words="You will see how often you give the same answer twice.")
    return Goal(words=f"You gave the same answer {found.same} of {found.asked} times.")


def _name(judge_id: str) -> str:
    judge: Judge | None = opened.workspace().read(lambda database: judge_of(database, judge_id))
    return plain(judge.name or judge.model) if judge else "A judge"
