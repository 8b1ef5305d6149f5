"""What a dataset would be, counted beside the page: what is left at each step, why the rest is not, its first rows."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.curation.dataset import Preview, preview
from studio.curation.formats.format import Format
from studio.curation.funnel import Dropped, Step
from studio.curation.recipe import Recipe
from studio.curation.row_files import json_line
from studio.curation.scan import Finding
from studio.exporting.background import Background, Walk, Walked, Work
from studio.exporting.recipes import held_out_of
from studio.records import Project, Rubric, Sample
from studio.redaction import redacted
from studio.store.samples import samples_of
from studio.store.subjects import subject_count
from studio.store.verdicts import opinions_version
from studio.ui import opened
from studio.ui.formats import counted, number
from studio.ui.messages import guarded
from studio.ui.plain import plain
from studio.ui.tables import Column, table
from studio.ui.visible import visible

ANSWERS_AT_ONCE_SECONDS = 1.0
SHOWN_CHARACTERS = 300
_ASKED = "curate_asked"
CHOOSING = ("Format", "Answered", "Prompt", "Model", "Date", "Length", "Language", "Judges", "Value known", "Value")
CLEANING = ("Held-out file", "Secrets and personal data", "Exact duplicates", "Near duplicates")
SHARING = ("Steps before", "Balance")


@st.cache_resource(show_spinner=False)
def desk() -> Background:
    """Where long work of this server is done."""
    return Background()


def preview_work(project: Project, *, rubric: Rubric, format: Format, recipe: Recipe) -> Work[Preview]:
    """The preview as it stands now: begun when the recipe, a sample, a rating or a verdict has changed."""
    workspace = opened.workspace()
    with workspace.reading() as database:
        version = opinions_version(database, project.id)
        samples = subject_count(database, project.id, mode="direct")
    key = ("preview", project.id, rubric.id, format.name, recipe.id, _stamp(recipe), version, samples)
    former = st.session_state.get(_ASKED)
    if former not in (None, key):
        desk().stop(former)
    st.session_state[_ASKED] = key
    background = desk()

    # On another thread: nothing of Streamlit in here.
    def made(walk: Walk) -> Preview:
        papers = background.shared(
            ("papers", project.id, rubric.id, recipe.values.measure, version),
            lambda: workspace.papers(project, rubric=rubric, measure=recipe.values.measure),
        )
        return preview(
            format=format.name,
            candidates=Walked(workspace.candidates(project, rubric=rubric), walk),
            recipe=recipe,
            papers=papers,
            held_out=held_out_of(recipe, workspace=workspace.folder),
        )

    return background.ask(key, made, total=samples)


def _stamp(recipe: Recipe) -> int:
    """Changes with the held-out file."""
    name = recipe.hygiene.held_out
    path = opened.workspace().folder / (name or "")
    return path.stat().st_mtime_ns if name and path.is_file() else 0


def finished(work: Work[Preview]) -> Preview | None:
    """The preview once it is there; until then a line that counts, and the page stays usable."""
    if work.wait(seconds=ANSWERS_AT_ONCE_SECONDS):
        return work.outcome.result()
    _counting(work)
    return None


@st.fragment(run_every=0.5)
@guarded()
def _counting(work: Work[Preview]) -> None:
    if work.outcome.done():
        st.rerun()
    st.progress(work.walk.share, text=f"Looking at {number(work.walk.done)} of {number(work.walk.total)} samples …")


def step_line(made: Preview, names: Sequence[str], *, key: str, tags: bool = False) -> None:
    """What is left after some steps and why the rest is not, with examples to look at."""
    steps = [s for s in made.selection.steps if s.name in names or (tags and s.name.startswith("Tag "))]
    _line(made, steps, what="sample", key=key)


def judge_notes(made: Preview, *, key: str) -> None:
    """Why judges that the recipe names did not stand in."""
    notes = made.selection.notes
    if len(notes) < 3:
        for note in notes:
            st.caption(plain(note))
        return
    with st.popover("Some judges did not stand in: why", key=key):
        for note in notes:
            st.caption(plain(note))


def pair_line(made: Preview, *, key: str) -> None:
    """The same for pairs."""
    _line(made, made.selection.pair_steps, what="pair", key=key)


def _line(made: Preview, steps: Sequence[Step], *, what: str, key: str) -> None:
    dropped = [one for step in steps for one in step.dropped]
    if not dropped:
        if steps and steps[-1].left:
            st.caption(f":material/subdirectory_arrow_right: {counted(steps[-1].left, what)}, nothing left out here")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/subdirectory_arrow_right: **{counted(steps[-1].left, what)}** left", width="content")
        with st.popover(f"{counted(sum(one.count for one in dropped), what)} left out: why", key=key):
            _reasons(dropped)


def _reasons(dropped: Sequence[Dropped]) -> None:
    named = {name for one in dropped for identity in one.examples for name in identity.split(">")}
    known = opened.workspace().read(lambda database: samples_of(database, sorted(named)))
    for one in dropped:
        st.markdown(f"**{number(one.count)}** · {plain(one.reason)}")
        for identity in one.examples[:2]:
            texts = [_short(known[name]) for name in identity.split(">") if name in known]
            if texts:
                st.code("\n– – –\n".join(texts), language=None, wrap_lines=True)


def _short(sample: Sample) -> str:
    # A sample may be here because it holds a key.
    text = visible(redacted(sample.output))
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]} …"


def findings_line(made: Preview, *, key: str) -> None:
    """What the scan for keys and personal data found, listed with its place, never shown whole."""
    selection = made.selection
    if not selection.finding_counts:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        found = ", ".join(f"{plain(name)} in {number(count)}" for name, count in selection.finding_counts.items())
        st.markdown(f":orange[:material/privacy_tip:] Found: {found}", width="content")
        with st.popover("Where", key=key):
            _findings(selection.findings)


def _findings(findings: Sequence[Finding]) -> None:
    columns = [
        Column(field="name", heading="Looks like"),
        Column(field="place", heading="In the"),
        Column(field="shown", heading="Begins with"),
        Column(field="sample", heading="Sample"),
    ]
    rows = [{"name": f.name, "place": f.place, "shown": f.shown, "sample": f.sample} for f in findings]
    table(rows, columns=columns, key="curate_findings", alt_text="What the scan found, with its place")


def show_first_rows(made: Preview) -> None:
    """The first rows of each file, exactly as they will be written."""
    for name, rows in made.rows.items():
        st.caption(plain(name))
        text = "\n".join(json_line(row).decode() for row in rows[:3])
        st.code(text[:6_000], language=None, wrap_lines=True, height=240)
