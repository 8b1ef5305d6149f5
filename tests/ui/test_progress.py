"""The panel of a run: counts that add up, refusals apart from errors, unknown money as a word."""

from __future__ import annotations

from tests.ui.drawn import drawn, read


def test_every_judge_has_its_counts_cost_and_time_in_words() -> None:
    def page() -> None:
        from studio.runs.progress import LaneProgress, RunProgress
        from studio.ui.progress import show_run_progress

        shared = {"calls": 0, "retries": 0}
        quick = LaneProgress(
            label="Quick *judge*",
            done=1340,
            failed={"timeout": 2, "refused": 3},
            waiting=655,
            cost_usd=0.4213,
            seconds_left=(240, 420),
            message="",
            **shared,
        )
        slow = LaneProgress(
            label="Slow",
            done=0,
            failed={},
            waiting=2000,
            cost_usd=None,
            seconds_left=None,
            message="The provider is slowing us down, next try in 20 s.",
            calls=3,
            retries=3,
        )
        show_run_progress(RunProgress(run_id=1, state="running", message="", lanes=(quick, slow), under_way=8))

    words = read(drawn(page))
    assert "Quick *judge*" in words
    assert "1,340 of 2,000 done · 3 refused · 2 no answer in time · 655 waiting" in words
    assert "about 0.42 USD · 4 to 7 min left" in words
    assert "price unknown" in words
    assert "0 of 2,000 done · 2,000 waiting · 3 calls repeated" in words
    assert "next try in 20 s" in words
    assert "You can close this tab" in words


def test_a_run_with_nothing_to_do_is_whole_and_says_its_state() -> None:
    def page() -> None:
        from studio.runs.progress import LaneProgress, RunProgress
        from studio.ui.progress import show_run_progress

        lane = LaneProgress(
            label="J", done=0, failed={}, waiting=0, calls=0, retries=0, cost_usd=0, seconds_left=None, message=""
        )
        show_run_progress(
            RunProgress(run_id=1, state="paused", message="Paused at the cap.", lanes=(lane,), under_way=0)
        )

    words = read(drawn(page))
    assert words.startswith("paused Paused at the cap.")
    assert "0 of 0 done" in words and "no cost" in words
    assert "You can close this tab" not in words


def test_every_state_of_a_run_has_a_mark() -> None:
    from typing import get_args

    from studio.records import RunState
    from studio.ui.progress import RUN_MARKS

    assert set(RUN_MARKS) == set(get_args(RunState))
