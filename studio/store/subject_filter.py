"""Samples or pairs that fit a description: words, prompt, writer, tag, length, what was said of them; names only."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from studio.records import Rubric, Value
from studio.rubric.scales import passes
from studio.store.engine import Database
from studio.store.queries import as_json
from studio.store.subjects import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFilter:
    """What the wanted ones have in common; what is left empty does not matter. A pair fits when one of its two does."""

    words: str = ""
    """In the input or the output, in large or small letters."""
    prompt: str = ""
    """The name of the prompt that it was written under, in whatever version."""
    system: str = ""
    """Who wrote it."""
    tag: tuple[str, str] = ("", "")
    """Name and value."""
    least_characters: int = 0
    most_characters: int | None = None
    rated: bool | None = None
    """Whether anybody has rated it."""
    failed_judges: tuple[str, ...] = ()
    """One of these judges has a failure on it."""
    passed_judge: str = ""
    """This judge has a verdict on it and none of `failing_answers`: what is cheap comes before what is dear."""
    failing_answers: tuple[tuple[str, Value], ...] = ()


_SAMPLE = """sample.project = :p and sample.failure is null
    and (:words = '' or instr(lower(sample.output), lower(:words)) > 0 or instr(lower(input.text), lower(:words)) > 0)
    and (:system = '' or sample.system = :system)
    and (:prompt = '' or sample.prompt_id in (select id from prompt where project = :p and name = :prompt))
    and (:tag_name = ''
         or exists (select 1 from json_each(sample.tags) where key = :tag_name and value = :tag_value)
         or exists (select 1 from json_each(input.tags) where key = :tag_name and value = :tag_value))
    and length(sample.output) >= :least_characters
    and (:most_characters is null or length(sample.output) <= :most_characters)"""
_SUBJECT = """(:rated is null
         or :rated = exists (select 1 from rating where rating.subject = {table}.id and action = 'rate'))
    and (:failed_judges = '[]' or {table}.id in (
         select subject from verdict where project = :p and failure is not null
           and judge_id in (select value from json_each(:failed_judges))))
    and (:passed_judge = '' or {table}.id in (
         select subject from verdict as said where project = :p and judge_id = :passed_judge and value is not null
         group by subject having not max(exists (
             select 1 from json_each(:failing_answers) as failing
             where failing.value ->> 0 = said.criterion and failing.value ->> 1 = said.value))))"""


def failing_answers(rubric: Rubric) -> tuple[tuple[str, Value], ...]:
    """Criterion and value of every answer that is no pass; scales without order or single values have none."""
    return tuple(
        (criterion.id, value)
        for criterion in rubric.criteria
        for value in criterion.scale.values
        if passes(criterion.scale, value) is False
    )


def fitting_subjects(database: Database, wanted: SubjectFilter, *, project: str, mode: Mode) -> list[str]:
    """The names of the samples or pairs that fit, in their order."""
    tag_name, tag_value = wanted.tag
    keys = asdict(wanted) | {"p": project, "tag_name": tag_name, "tag_value": tag_value}
    keys |= {name: as_json(keys[name]) for name in ("failed_judges", "failing_answers")}
    cursor = database.conn.execute(fitting_sql(mode=mode), {name: key for name, key in keys.items() if name != "tag"})
    return [row[0] for row in cursor]


def fitting_sql(*, mode: Mode) -> str:
    """The question that is asked, for whoever wants to see its plan."""
    if mode == "direct":
        return f"""select sample.id from sample join input on input.id = sample.input_id
                   where {_SAMPLE} and {_SUBJECT.format(table="sample")} order by sample.id"""
    return f"""select pair.id from pair where pair.project = :p and {_SUBJECT.format(table="pair")}
                 and exists (select 1 from sample join input on input.id = sample.input_id
                             where sample.id in (pair.sample_a, pair.sample_b) and {_SAMPLE})
               order by pair.id"""


def writers_in_use(database: Database, project_id: str) -> tuple[list[str], list[str]]:
    """The names of the prompts and of the writers of the project's samples, both sorted."""
    prompts = database.conn.execute(
        """select distinct name from prompt where project = :p
             and id in (select prompt_id from sample where project = :p) order by name""",
        {"p": project_id},
    )
    found = [name for (name,) in prompts]
    systems = database.conn.execute(
        "select distinct system from sample where project = ? and system <> '' order by system", (project_id,)
    )
    return found, [system for (system,) in systems]


def failing_judges(database: Database, project_id: str) -> list[str]:
    """The judges with a failure in the project."""
    cursor = database.conn.execute(
        "select distinct judge_id from verdict where project = ? and failure is not null order by judge_id",
        (project_id,),
    )
    return [judge_id for (judge_id,) in cursor]
