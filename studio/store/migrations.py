"""The shape of the database, version by version; a released step is never edited, only followed by another."""

from __future__ import annotations

from studio.errors import StoreError
from studio.store.engine import Database, Migrations

migrations = Migrations("studio")

# STRICT tables with ANY columns keep a value exactly as it was given: 4 stays a number, "4" stays a text.
# Ratings as they stand are kept by triggers, in the transaction of the event itself: a view over a hundred thousand
# events takes a tenth of a second each time, and she presses a key every two.
_FIRST = """
create table project (
    id text primary key, title text not null, task text not null, rubric text not null,
    demo integer not null, created_at text not null
) strict;
create table rubric (
    id text primary key, name text not null, version integer not null, title text not null,
    body text not null, created_at text not null
) strict;
create index rubric_name on rubric (name);
create table prompt (
    project text not null references project on delete cascade, id text not null, name text not null,
    system text not null, template text not null, created_at text not null,
    primary key (project, id)
) strict;
create table judge (
    id text primary key, rubric_id text not null references rubric, model text not null, mode text not null,
    settings text not null, name text not null, imported integer not null, created_at text not null
) strict;
create table input (
    id text primary key, project text not null references project on delete cascade, text text not null,
    tags text not null, origin text not null, reference text, created_at text not null
) strict;
create index input_project on input (project);
create table sample (
    id text primary key, project text not null references project on delete cascade,
    input_id text not null references input on delete cascade, prompt_id text, system text not null,
    repeat integer not null, output text not null, failure text, item text, tags text not null,
    call_id integer, created_at text not null
) strict;
create index sample_project on sample (project, id);
create index sample_input on sample (input_id);
create index sample_item on sample (project, item) where item is not null;
create index sample_failed on sample (project) where failure is not null;
create table pair (
    id text primary key, project text not null references project on delete cascade,
    input_id text not null references input on delete cascade,
    sample_a text not null references sample on delete cascade,
    sample_b text not null references sample on delete cascade, item text
) strict;
create index pair_project on pair (project, id);
create index pair_input on pair (input_id);
create index pair_samples on pair (sample_a, sample_b);
create table rater (id text primary key, name text not null, is_slot integer not null) strict;
create table rating_event (
    id integer primary key, uid text not null unique,
    project text not null references project on delete cascade, rater text not null references rater,
    subject text not null, rubric_id text not null, criterion text not null, action text not null,
    value any, note text not null, blind integer not null, inclusion real, reason text not null,
    shown text not null, undoes text, created_at text not null,
    check (action in ('rate', 'skip', 'flag', 'unflag', 'undo')),
    check ((action = 'rate') = (value is not null))
) strict;
create index rating_event_key on rating_event (project, rater, rubric_id, criterion, subject, id);
create index rating_event_subject on rating_event (subject);
create index rating_event_undoes on rating_event (undoes) where undoes is not null;
create table rating (
    project text not null references project on delete cascade, rater text not null, rubric_id text not null,
    criterion text not null, subject text not null, event_id integer not null, action text not null, value any,
    note text not null, blind integer not null, inclusion real, created_at text not null,
    primary key (project, rater, rubric_id, criterion, subject)
) strict, without rowid;
create index rating_subject on rating (subject);
create trigger rating_given after insert on rating_event when new.action in ('rate', 'skip')
    and not exists (select 1 from rating_event where undoes = new.uid) begin
    insert or replace into rating values (
        new.project, new.rater, new.rubric_id, new.criterion, new.subject, new.id, new.action, new.value,
        new.note, new.blind, new.inclusion, new.created_at);
end;
create trigger rating_taken_back after insert on rating_event when new.action = 'undo' begin
    delete from rating where project = new.project and rater = new.rater and rubric_id = new.rubric_id
        and criterion = new.criterion and subject = new.subject
        and event_id = (select id from rating_event where uid = new.undoes);
    insert or ignore into rating
        select project, rater, rubric_id, criterion, subject, id, action, value, note, blind, inclusion, created_at
        from rating_event as event
        where project = new.project and rater = new.rater and rubric_id = new.rubric_id
          and criterion = new.criterion and subject = new.subject and action in ('rate', 'skip')
          and not exists (select 1 from rating_event as undo where undo.undoes = event.uid)
        order by id desc limit 1;
end;
create table run (
    id integer primary key, project text not null references project on delete cascade, kind text not null,
    state text not null, plan text not null, message text not null, cap_usd real,
    created_at text not null, ended_at text
) strict;
create index run_project on run (project, id);
create table call (
    id integer primary key, run_id integer references run on delete cascade, model text not null,
    subject text not null, reply text not null, failure text, message text not null, seconds real not null,
    input_tokens integer, output_tokens integer, cached_input_tokens integer, cost_usd real,
    exact_model text not null, created_at text not null
) strict;
create index call_run on call (run_id, model, failure, cost_usd);
create table verdict (
    id integer primary key, project text not null references project on delete cascade, subject text not null,
    judge_id text not null references judge, criterion text not null, ordering text not null,
    repeat integer not null, value any, failure text, explanation text not null, probabilities text, mass real,
    raw text not null, call_id integer, run_id integer, created_at text not null,
    check ((value is null) <> (failure is null)),
    unique (project, judge_id, criterion, subject, ordering, repeat)
) strict;
create index verdict_subject on verdict (subject);
create index verdict_failed on verdict (project, judge_id, criterion, failure) where failure is not null;
create table note (
    id integer primary key, project text not null references project on delete cascade, subject text not null,
    author text not null, text text not null, created_at text not null
) strict;
create index note_subject on note (subject);
create table fact (key text primary key, value text not null) strict;
"""

_PICKS = """
create table pick (
    project text not null references project on delete cascade,
    input_id text not null references input on delete cascade, picker text not null,
    sample_id text not null references sample on delete cascade, created_at text not null,
    primary key (input_id, picker)
) strict, without rowid;
create index pick_project on pick (project);
create index pick_sample on pick (sample_id);
"""


@migrations(name="first")
def _first(database: Database) -> None:
    database.executescript(_FIRST)


_RUBRIC_WORKSHOP = """
create table rubric_standing (
    rubric_id text primary key, name text not null, standing text not null, created_at text not null,
    check (standing in ('tried', 'saved', 'trusted'))
) strict;
create index rubric_standing_name on rubric_standing (name);
insert into rubric_standing select id, name, 'saved', created_at from rubric;
create table proposal (
    id integer primary key, project text not null references project on delete cascade, run_id integer not null,
    rubric_name text not null, base_id text not null, kind text not null, body text not null, state text not null,
    created_at text not null,
    check (kind in ('rubric', 'edit')), check (state in ('open', 'accepted', 'declined'))
) strict;
create index proposal_rubric on proposal (project, rubric_name, id);
create index proposal_run on proposal (run_id);
create table test_opening (
    project text not null references project on delete cascade, rubric_name text not null, first_id text not null,
    second_id text not null, model text not null, created_at text not null,
    primary key (project, first_id, second_id, model)
) strict;
create trigger rating_carried_taken_back after insert on rating_event when new.action = 'undo' begin
    delete from rating where subject = new.subject and rubric_id <> new.rubric_id
        and event_id = (select id from rating_event where uid = new.undoes);
end;
"""


@migrations(name="rubric workshop")
def _rubric_workshop(database: Database) -> None:
    database.executescript(_RUBRIC_WORKSHOP)


@migrations(name="picks")
def _picks(database: Database) -> None:
    database.executescript(_PICKS)


_BATCHES = """
create table batch (
    id integer primary key, run_id integer not null references run on delete cascade, judge_id text not null,
    key text not null unique, remote_id text not null, state text not null, requests integer not null,
    answered integer not null, message text not null, created_at text not null,
    check (state in ('handing_in', 'working', 'cancelling', 'closed'))
) strict;
create index batch_run on batch (run_id, judge_id);
create table batch_request (
    name text primary key, batch_id integer not null references batch on delete cascade
) strict, without rowid;
create index batch_request_batch on batch_request (batch_id);
create table canary (
    run_id integer not null references run on delete cascade, judge_id text not null, subject text not null,
    criterion text not null, expected any not null, value any, failure text, kind text not null,
    primary key (run_id, judge_id, subject, criterion)
) strict, without rowid;
"""


@migrations(name="batches and canaries")
def _batches(database: Database) -> None:
    database.executescript(_BATCHES)


@migrations(name="taste models")
def _taste_models(database: Database) -> None:
    database.executescript("""
create table taste_model (
    project text not null references project on delete cascade, judge_id text not null references judge,
    body blob not null, event_id integer not null, trained_at text not null, primary key (project, judge_id)
) strict;
""")


@migrations(name="canaries and their plain twins")
def _plain_twins(database: Database) -> None:
    database.executescript("alter table canary add column plain text not null default '';")


_OPINION_CHANGES = """
create table opinion_change (
    project text primary key references project on delete cascade, replaced integer not null
) strict, without rowid;
create trigger verdict_replaced after update on verdict begin
    insert into opinion_change values (new.project, 1) on conflict (project) do update set replaced = replaced + 1;
end;
"""


@migrations(name="replaced verdicts are counted")
def _opinion_changes(database: Database) -> None:
    database.executescript(_OPINION_CHANGES)


@migrations(name="what raters were told")
def _told(database: Database) -> None:
    database.executescript("""
create table told (
    project text not null references project on delete cascade, rater text not null, subject text not null,
    told_at text not null, primary key (rater, subject)
) strict, without rowid;
create index told_project on told (project);
""")


@migrations(name="carried ratings are noted")
def _carryings(database: Database) -> None:
    database.executescript("""
create table carrying (
    uid text primary key, project text not null references project on delete cascade, old_rubric text not null,
    new_rubric text not null, criteria text not null, created_at text not null
) strict, without rowid;
create index carrying_project on carrying (project);
""")


@migrations(name="who wrote samples and with which tags")
def _sample_origins(database: Database) -> None:
    # Asked at each draw of a form; without the index every output of the project is read for it.
    database.executescript("create index sample_origin on sample (project, system, tags) where failure is null")


def pending_migrations(database: Database) -> list[str]:
    """Names of the steps this database still needs, in order."""
    return [step.name for step in migrations.pending(database)]


def refuse_newer_database(database: Database) -> None:
    """Raises StoreError when a newer studio has already changed this database."""
    known = {step.name for step in migrations._migrations}
    unknown = [step.name for step in migrations.applied(database) if step.name not in known]
    if unknown:
        raise StoreError(
            happened="This database was written by a newer Rubric Studio.",
            safe="It was not changed.",
            to_do="Update Rubric Studio, or open another workspace.",
        )
