"""Imports files and folders into a project: looks at everything first, then writes it in pieces or all at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from studio.errors import ImportRefused
from studio.interchange.batch import verdicts_there
from studio.interchange.event_rows import EventReader
from studio.interchange.folders import chosen_files
from studio.interchange.opinions import Opinions
from studio.interchange.plan import Plan, check_project_id, planned
from studio.interchange.report import ImportReport
from studio.interchange.surveying import surveyed
from studio.interchange.tally import Tally
from studio.interchange.terms import Terms
from studio.interchange.walk import Walk
from studio.records import Judge, Rubric
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.judges import judge_of
from studio.store.projects import save_project
from studio.store.ratings import events
from studio.store.rubrics import save_rubric
from studio.store.store import Store

Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many; what it raises stops the import, and what is written stays."""
Piece = Callable[[Database], None]

_PIECES_AHEAD = 1
_NAMED = 5


class NothingImported(ImportRefused):
    """An import that was to be whole or not at all, and would not be whole; the report names the lines."""

    def __init__(self, report: ImportReport) -> None:
        places = "; ".join(f"{one.file}, line {one.line:,}: {one.reason}" for one in report.skipped[:_NAMED])
        super().__init__(
            happened=f"Lines that cannot be taken in: {report.skipped_total:,}. {places}.",
            safe="Nothing was imported.",
            to_do="Mend these lines, or import without the all-or-nothing switch.",
        )
        self.report = report


def import_files(
    *,
    store: Store,
    project_id: str,
    paths: Sequence[Path],
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    all_or_nothing: bool = False,
    progress: Progress | None = None,
    rubric: Rubric | None = None,
) -> ImportReport:
    """Takes folders and files into a project, which is made if it is missing; `rubric` is the project's own, if any."""
    check_project_id(project_id)
    tally = Tally()
    chosen = chosen_files([Path(path) for path in paths], note=tally.note, guess=tally.guess)
    files, survey = surveyed(chosen.files, mapping=mapping or {}, encoding=encoding, tally=tally)
    if survey.left_out:
        tally.note(f"not kept: the fields of `meta` ({', '.join(sorted(survey.left_out)[:8])})")
    with store.reading() as database:
        plan = planned(
            database,
            project_id=project_id,
            chosen=chosen,
            files=files,
            survey=survey,
            own_rubric=rubric,
            tally=tally,
        )
    pieces = _pieces(store, plan, tally, progress or _nobody_listens)
    if all_or_nothing:
        _at_once(store, pieces, plan, tally)
    else:
        _piece_by_piece(store, pieces)
    return _report(plan, tally)


def _nobody_listens(done: int, of: int) -> None:
    pass


def _pieces(store: Store, plan: Plan, tally: Tally, progress: Progress) -> Iterator[Piece]:
    """Each piece is one transaction; the first makes what the others point to, the last counts."""
    judges: list[Judge] = []
    done = 0

    def opening(database: Database) -> None:
        save_project(database, plan.project)
        if plan.choice:
            save_rubric(database, plan.choice.rubric)

    def closing(database: Database) -> None:
        there = (verdicts_there(database, judge, project=plan.project.id) for judge in judges)
        tally.new["verdicts"] += sum(there)

    yield opening
    for batch in _walk(store, plan, tally).batches(plan.files):
        judges += batch.judges
        yield partial(batch.write, tally=tally)
        done += batch.rows
        progress(done, plan.survey.rows)
    yield closing


def _walk(store: Store, plan: Plan, tally: Tally) -> Walk:
    moment, project_id = now(), plan.project.id

    def find_judge(judge_id: str) -> Judge | None:
        with store.reading() as database:
            return judge_of(database, judge_id)

    def undoable(rater: str) -> Collection[str]:
        with store.reading() as database:
            return [event.uid for event in events(database, project_id, rater=rater)]

    opinions = None
    if plan.choice:
        opinions = Opinions(
            Terms(plan.choice, find_judge=find_judge),
            project=project_id,
            rubric_id=plan.choice.rubric.id,
            moment=moment,
            first_run=plan.survey.first_run or 0,
            exported_as=plan.exported_as,
        )
    return Walk(
        project=project_id,
        known=plan.known,
        rated=plan.survey.rated,
        opinions=opinions,
        events=EventReader(project=project_id, moment=moment, undoable=undoable),
        tally=tally,
    )


def _piece_by_piece(store: Store, pieces: Iterator[Piece]) -> None:
    """Reads ahead while the writer writes; between two pieces everybody else's writes have their turn."""
    waiting: deque[Future[None]] = deque()
    for piece in pieces:
        waiting.append(store.write_soon(piece))
        if len(waiting) > _PIECES_AHEAD:
            waiting.popleft().result()
    for future in waiting:
        future.result()


def _at_once(store: Store, pieces: Iterator[Piece], plan: Plan, tally: Tally) -> None:
    """One transaction, which a single line that cannot be taken undoes."""

    def all_pieces(database: Database) -> None:
        for piece in pieces:
            piece(database)
        if tally.skipped_total:
            raise NothingImported(_report(plan, tally))

    store.write(all_pieces, patience_seconds=None)


def _report(plan: Plan, tally: Tally) -> ImportReport:
    return tally.report(
        project=plan.project.id,
        files=tuple(file.source.name for file in plan.files),
        rubric=plan.choice.rubric if plan.choice else None,
    )
