"""What a page offers to choose from: who wrote a project's samples, and which input each one answers."""

from __future__ import annotations

from pathlib import Path

from studio.records import Project, Sample
from studio.store.inputs import new_input, save_inputs
from studio.store.migrations import pending_migrations
from studio.store.samples import inputs_of_samples, save_samples, systems_in_use
from studio.store.store import Store
from studio.store.subject_choice import tags_in_use
from studio.workspace import Workspace
from tests.store.shelf import PROJECT, filled


def test_only_answered_samples_of_the_project_are_listed(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    for name in ("shop", "other"):
        workspace.save_project(Project(id=name, title=name))
    asked = {name: new_input(project=name, text=f"Where, {name}?") for name in ("shop", "other")}
    made = [
        Sample(id="a", project="shop", input_id=asked["shop"].id, output="Here.", system="local:b"),
        Sample(id="b", project="shop", input_id=asked["shop"].id, output="There.", system="local:a"),
        Sample(id="c", project="shop", input_id=asked["shop"].id, output="", failure="refused", system="local:c"),
        Sample(id="d", project="shop", input_id=asked["shop"].id, output="Nobody wrote this."),
        Sample(id="e", project="other", input_id=asked["other"].id, output="Elsewhere.", system="local:d"),
    ]
    workspace.write(lambda database: save_inputs(database, asked.values()))
    workspace.write(lambda database: save_samples(database, made))
    assert workspace.read(lambda database: systems_in_use(database, "shop")) == ["local:a", "local:b"]
    found = workspace.read(lambda database: inputs_of_samples(database, "shop"))
    assert found == dict.fromkeys(["a", "b", "d"], asked["shop"].id)
    workspace.close()


def test_a_database_of_the_former_steps_gains_the_index_that_forms_ask(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    former = "delete from _sqlite_migrations where name = 'who wrote samples and with which tags'"
    store.write(lambda database: database.conn.execute("drop index sample_origin"))
    store.write(lambda database: database.conn.execute(former))
    store.close()
    store = Store(tmp_path / "studio.db")
    with store.reading() as database:
        assert pending_migrations(database) == []
        assert systems_in_use(database, PROJECT) == ["a model"]
        assert tags_in_use(database, PROJECT) == {}
    store.close()
