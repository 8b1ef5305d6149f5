"""Models are asked with settings of their own, and what was made with other settings is another sample."""

from __future__ import annotations

from pathlib import Path

from studio.records import Prompt
from studio.store.inputs import new_input, save_inputs
from studio.store.variants import variants
from tests.generation.writing import SHOP, ended, opened

PROMPT = Prompt(name="Plain", system="Be brief.")


def test_a_template_may_name_the_tags_of_an_input(tmp_path: Path) -> None:
    workspace, provider = opened(tmp_path, "Yes.", "Yes.")
    one = new_input(project=SHOP.id, text="Open {{mood}}?", tags={"mood": "angry"})
    other = new_input(project=SHOP.id, text="Closed?")
    workspace.write(lambda database: save_inputs(database, [one, other]))
    prompt = Prompt(name="Moods", template="Mood: {{mood}}. {{input}}")
    run_id = workspace.start_generating(SHOP, prompts_used=[prompt], models=["scripted:a"], most_in_flight=1)
    assert ended(workspace, run_id).state == "done"
    assert [request.user[0] for request in provider.asked] == ["Mood: angry. Open {{mood}}?", "Mood: . Closed?"]
    workspace.close()


def test_each_model_is_asked_with_its_own_settings_and_keeps_a_column_of_its_own(tmp_path: Path) -> None:
    workspace, provider = opened(tmp_path, *["Yes."] * 4)
    workspace.write(lambda database: save_inputs(database, [new_input(project=SHOP.id, text="Open on Sunday?")]))
    own = {"temperature": 0.2, "effort": "low", "max_output_tokens": 300}

    def made(**settings: object) -> None:
        models = ["scripted:a", "scripted:b"]
        run_id = workspace.start_generating(SHOP, prompts_used=[PROMPT], models=models, **settings)
        assert ended(workspace, run_id).state == "done"

    made(by_model={"scripted:b": own})
    asked = {request.model: request for request in provider.asked}
    assert (asked["a"].temperature, asked["a"].effort, asked["a"].max_output_tokens) == (None, None, 1024)
    assert (asked["b"].temperature, asked["b"].effort, asked["b"].max_output_tokens) == (0.2, "low", 300)
    made()
    assert len(provider.asked) == 3, "the first model's answer is there; the second one's is another one"
    with workspace.reading() as database:
        columns = [(one.system, one.settings) for one in variants(database, SHOP.id)]
    assert sorted(columns) == [
        ("scripted:a", ""),
        ("scripted:b", ""),
        ("scripted:b", "temperature 0.2 effort low at most 300"),
    ]
    workspace.close()
