"""Trains tastes anew while she pauses after rating; it starts none that she has not trained once herself."""

from __future__ import annotations

import logging
import threading

from studio.errors import StudioError
from studio.store.store import Store

QUIET_SECONDS = 20.0
FEWEST_NEW_RATINGS = 5

_log = logging.getLogger(__name__)


class Retraining:
    """Waits for a pause, then brings a project's tastes up to date, one project after the other."""

    def __init__(self, store: Store, *, quiet_seconds: float = QUIET_SECONDS) -> None:
        self._store = store
        self._quiet_seconds = quiet_seconds
        self._waiting: dict[str, threading.Timer] = {}
        self._one_at_a_time = threading.Lock()
        self._is_closed = threading.Event()

    def rated(self, project: str) -> None:
        """Something was rated; returns at once."""
        if self._is_closed.is_set():
            return
        earlier = self._waiting.pop(project, None)
        if earlier is not None:
            earlier.cancel()
        timer = threading.Timer(self._quiet_seconds, self._bring_up_to_date, (project,))
        timer.daemon = True
        self._waiting[project] = timer
        timer.start()

    def close(self) -> None:
        """Forgets what waits; a training that has begun writes nothing more."""
        self._is_closed.set()
        for timer in self._waiting.values():
            timer.cancel()
        self._waiting.clear()

    def _bring_up_to_date(self, project: str) -> None:
        with self._one_at_a_time:
            try:
                for judge_id in () if self._is_closed.is_set() else self._behind(project):
                    self._train(project, judge_id)
            except StudioError as error:
                _log.info("A taste was not trained anew: %s", error)
            except Exception as error:
                # Nobody waits for this thread: a folder that is gone, a full disk or a flaw must not fill her console.
                _log.warning("A taste was not trained anew (%s)", type(error).__name__)

    def _behind(self, project: str) -> list[str]:
        from studio.store.taste_models import kept_taste, rating_events_since, tastes_of

        with self._store.reading() as database:
            kept = {name: kept_taste(database, project=project, judge_id=name) for name in tastes_of(database, project)}
            return [
                name
                for name, one in kept.items()
                if one and rating_events_since(database, project, event_id=one.event_id) >= FEWEST_NEW_RATINGS
            ]

    def _train(self, project: str, judge_id: str) -> None:
        # Loaded here: a server that nobody rates on needs no scikit-learn.
        from studio.own_judges.kinds import asked_of
        from studio.own_judges.own_lane import own_lane
        from studio.store.judges import judge_of
        from studio.store.rubrics import rubric

        with self._store.reading() as database:
            judge = judge_of(database, judge_id)
            asked = rubric(database, judge.rubric_id) if judge else None
        if judge is None or asked is None:
            return
        lane = own_lane(
            project=project,
            rubric=asked_of(asked, model=judge.model),
            judge=judge,
            only=None,
            reading=self._store.reading,
        )
        for writing in lane.writings():
            if self._is_closed.is_set():
                return
            self._store.write(writing)
