"""Opens a folder: its rubrics, its store, its runs; what pages, commands and notebooks hold."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from studio.bundle import bundled_path
from studio.errors import NotFound, StudioError
from studio.own_judges.retraining import Retraining
from studio.records import Project, Rater, Rubric, content_id
from studio.rubric.folder import RubricFolder
from studio.runs.jobs import Jobs
from studio.settings import Settings, load_settings
from studio.store import projects, raters, ratings, rubrics, runs
from studio.store.engine import Database
from studio.store.journal import Entry, journal_entries, refill, write_down
from studio.store.ratings import RatingEvent
from studio.store.store import Store
from studio.workspace_runs import WorkspaceRuns

if TYPE_CHECKING:
    from studio.agreement.resampling import Resampling
    from studio.comparing.best_answers import BestAnswers
    from studio.comparing.comparison import Comparison
    from studio.curation.dataset import Dataset, Preview
    from studio.curation.papers import Papers
    from studio.curation.recipe import Measure, Recipe
    from studio.exporting.candidates import Candidates
    from studio.generation.answer_steps import StepEnd, StepsMade
    from studio.providers.base import Provider

T = TypeVar("T")

DATABASE = "studio.db"


class Workspace(WorkspaceRuns):
    """One folder of work. Open it in one process at a time for writing; close it when done."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.folder = folder.resolve()
        self.store = Store(self.folder / DATABASE, read_only=read_only)
        self.jobs = Jobs(store=self.store, open_provider=self._open_provider, price=self.price_usd)
        if not read_only:
            self._settle_in()

    @property
    def settings(self) -> Settings:
        """The workspace's settings as they stand in its file now."""
        return load_settings(self.folder)

    @cached_property
    def rubrics(self) -> RubricFolder:
        """The rubric files she edits and shares."""
        return RubricFolder(self.folder / "rubrics")

    def reading(self) -> AbstractContextManager[Database]:
        """A connection for queries; see studio.store."""
        return self.store.reading()

    def read(self, query: Callable[[Database], T]) -> T:
        """Runs one query."""
        with self.store.reading() as database:
            return query(database)

    def write(self, action: Callable[[Database], T]) -> T:
        """Runs one change; it is durable when this returns."""
        return self.store.write(action)

    def close(self) -> None:
        """Stops runs where they are and finishes every write."""
        self._retraining.close()
        try:
            self.jobs.close()
        finally:
            self.store.close()

    # Projects

    def projects(self) -> list[Project]:
        """Every project of the workspace."""
        return self.read(projects.projects)

    def project(self, project_id: str) -> Project:
        """The project of this id; raises NotFound in words."""
        found = self.read(lambda database: projects.project(database, project_id))
        if found is None:
            known = ", ".join(project.id for project in self.projects()) or "none yet"
            raise NotFound(happened=f"There is no project called {project_id!r}.", to_do=f"Choose one of: {known}.")
        return found

    def save_project(self, project: Project) -> None:
        """Adds a project, or changes it."""
        self.write(lambda database: projects.save_project(database, project))

    def rubric_of(self, project: Project) -> Rubric | None:
        """The rubric a project is judged by: the file of its name, or what an import brought with it."""
        shelf = self.rubrics.load()
        named = next((rubric for rubric in shelf.rubrics if rubric.name == project.rubric), None)
        if named is not None:
            return named
        kept = self.read(lambda database: rubrics.rubric_versions(database, project.rubric))
        return kept[0] if kept else None

    def split_into_steps(self, project: Project, *, step: StepEnd) -> StepsMade:
        """Splits the project's answers into steps, in a project of their own with a rubric that asks of each step."""
        from studio.generation.answer_steps import split_answers, steps_rubric

        rubric = steps_rubric()
        if rubric.name not in {known.name for known in self.rubrics.load().rubrics}:
            self.rubrics.save(rubric)
        return self.store.write(lambda database: split_answers(database, project, step=step), patience_seconds=None)

    # Rating

    def append_ratings(self, events: Sequence[RatingEvent], *, rater: Rater, rubric: Rubric) -> None:
        """Adds rating events for good: to the database first, then to the journal beside its backups."""

        def action(database: Database) -> int:
            raters.save_rater(database, rater)
            rubrics.save_rubric(database, rubric)
            return ratings.append_events(database, events)

        saved = self.store.write_soon(action)
        self._write_down_after(saved, events)
        saved.add_done_callback(lambda done: None if done.exception() else self._retrain(events))
        self.store.wait_for(saved)

    def keep_rubric(self, rubric: Rubric, *, before: Rubric | None, reworded_hold: bool = False) -> int:
        """Writes down a rubric that was saved in place of another; returns how many ratings still count under it."""
        from studio.drafting.staleness import keep_version, ratings_that_hold

        names = [project.id for project in self.projects()]
        held = ratings_that_hold(names, old=before, new=rubric, reworded=reworded_hold)
        saved = self.store.write_soon(lambda database: keep_version(database, old=before, new=rubric, carryings=held))
        self._write_down_after(saved, held)
        # A million verdicts that stay take ten seconds: she waits once, and nothing is lost if she leaves.
        return self.store.wait_for(saved, patience_seconds=None)

    # Comparing

    def compare(
        self,
        project: Project,
        *,
        rubric: Rubric | None = None,
        rater: str | None = None,
        subjects: Collection[str] | None = None,
        resampling: Resampling | None = None,
    ) -> Comparison:
        """How far every judge agrees with the rater, under the project's rubric or the one given."""
        from studio.comparing.comparison import compare

        asked = rubric or self.rubric_of(project)
        if asked is None:
            raise NotFound(happened=f"The project {project.title} has no rubric yet.", to_do="Choose or write one.")
        with self.store.reading() as database:
            return compare(
                database, project=project.id, rubric=asked, rater=rater, subjects=subjects, resampling=resampling
            )

    def best_answers(
        self, project: Project, *, criterion: str, rubric: Rubric | None = None, **choices: Any
    ) -> BestAnswers:
        """Best of n: what each judge would pick, and what its picks are worth; see studio.comparing.best_answers."""
        from studio.comparing.best_answers import best_answers

        asked = rubric or self.rubric_of(project)
        if asked is None:
            raise NotFound(happened=f"The project {project.title} has no rubric yet.", to_do="Choose or write one.")
        return self.read(
            lambda database: best_answers(database, project=project.id, rubric=asked, criterion=criterion, **choices)
        )

    # Exporting

    def candidates(self, project: Project, *, rubric: Rubric, format: str = "") -> Candidates:
        """Samples and pairs with everything said of them under this rubric, as far as the format carries it."""
        from studio.curation.formats import format_named
        from studio.exporting.candidates import Candidates

        with_history = bool(format) and format_named(format).with_history
        return Candidates(project.id, rubric.id, self.store.reading, with_history=with_history)

    def papers(
        self,
        project: Project,
        *,
        rubric: Rubric,
        rater: str | None = None,
        licence: str = "",
        measure: Measure = "accuracy",
    ) -> Papers:
        """What goes with a dataset of this project: rubric, judges, and their agreement with the rater now."""
        from studio.comparing.comparison import compare
        from studio.exporting.project_papers import project_papers

        with self.store.reading() as database:
            comparison = compare(database, project=project.id, rubric=rubric, rater=rater, only=measure)
            return project_papers(
                database, project=project, rubric=rubric, comparison=comparison, measure=measure, licence=licence
            )

    def export(
        self,
        project: Project,
        *,
        rubric: Rubric,
        format: str,
        folder: Path,
        recipe: Recipe | None = None,
        rater: str | None = None,
        licence: str = "",
        replace: bool = False,
    ) -> Dataset:
        """Writes a dataset folder with its card and manifest, whole or not at all."""
        from studio.curation.dataset import write_dataset
        from studio.curation.recipe import Recipe
        from studio.exporting.recipes import held_out_of

        used = recipe or Recipe(recipe="everything")
        return write_dataset(
            folder=folder,
            format=format,
            candidates=self.candidates(project, rubric=rubric, format=format),
            recipe=used,
            papers=self.papers(project, rubric=rubric, rater=rater, licence=licence, measure=used.values.measure),
            held_out=held_out_of(used, workspace=self.folder),
            replace=replace,
        )

    def preview(
        self, project: Project, *, rubric: Rubric, format: str, recipe: Recipe | None = None, rater: str | None = None
    ) -> Preview:
        """What an export would hold: the count at each step and the first rows; writes nothing."""
        from studio.curation.dataset import preview
        from studio.curation.recipe import Recipe
        from studio.exporting.recipes import held_out_of

        used = recipe or Recipe(recipe="everything")
        return preview(
            format=format,
            candidates=self.candidates(project, rubric=rubric),
            recipe=used,
            papers=self.papers(project, rubric=rubric, rater=rater, measure=used.values.measure),
            held_out=held_out_of(used, workspace=self.folder),
        )

    # The inside

    @cached_property
    def _retraining(self) -> Retraining:
        return Retraining(self.store)

    def _write_down_after(self, saved: Future[int], entries: Sequence[Entry]) -> None:
        # On the writer thread, after the commit: also when somebody holds the file for longer than she waits for it.
        saved.add_done_callback(lambda done: None if done.exception() else write_down(self._journal, entries))

    def _retrain(self, events: Sequence[RatingEvent]) -> None:
        for project in {event.project for event in events}:
            self._retraining.rated(project)

    @property
    def _journal(self) -> Path:
        return self.store.backup_folder / "ratings.jsonl"

    def _settle_in(self) -> None:
        self.write(runs.mark_interrupted)
        if self.store.notices:
            back = self.write(lambda database: refill(database, journal_entries(self._journal)))
            self.store.notices.append(f"{back} ratings came back from the journal.")
        if not (self.folder / "rubrics").exists():
            shutil.copytree(bundled_path("rubrics"), self.folder / "rubrics")
        self.rubrics.bring_schema(bundled_path("rubrics"))

    def _open_provider(self, address: str) -> Provider:
        from studio.providers.registry import open_provider

        return open_provider(address, settings=self.settings, workspace=self.folder)


def slug(title: str) -> str:
    """An id for a title: small letters, digits, hyphens, accents dropped; a short hash where only other letters are."""
    latin = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join("".join(sign if sign.isalnum() else " " for sign in latin).split())[:48].strip("-")
    if words:
        return words
    if not any(sign.isalnum() for sign in title):
        raise StudioError(happened="A name needs a letter or a digit.", to_do="Write another name.")
    return f"n-{content_id('name', title)[:8]}"
