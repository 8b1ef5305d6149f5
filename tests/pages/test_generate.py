"""Generating as she does it: inputs, prompts, samples side by side; every step says what comes next."""

from __future__ import annotations

import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from studio.generation.plan_draft import PlanDraft
from studio.records import Project, Run, Sample
from studio.store.inputs import inputs, new_input, save_inputs
from studio.store.prompt_versions import prompt_versions
from studio.store.ratings import last_event
from studio.store.samples import samples_of_input, save_samples
from studio.store.variants import answers_to, competitors
from tests.pages.conftest import Studio, words


def start(studio: Studio) -> None:
    studio.workspace.save_project(Project(id="shop", title="Shop", task="A shop answers its customers."))


def texts(studio: Studio) -> list[str]:
    return [one.text for one in studio.workspace.read(lambda database: inputs(database, "shop"))]


def ended(studio: Studio) -> Run:
    run = studio.workspace.runs("shop", kind="generate")[0]
    assert studio.workspace.jobs.wait(run.id, seconds=20.0)
    return run


def test_without_a_project_one_sentence_leads_home(studio: Studio) -> None:
    assert "There is no project yet." in words(studio.page("generate"))


def test_a_new_project_begins_with_its_inputs_and_what_it_does(studio: Studio) -> None:
    start(studio)
    app = studio.page("generate")
    assert app.text_area(key="generate_task_shop").value == "A shop answers its customers."
    assert "The built-in model is for trying things out" in words(app)
    app.text_area(key="generate_task_shop").input("A bakery answers its customers.").run()
    assert studio.workspace.project("shop").task == "A bakery answers its customers."


def test_an_input_she_writes_is_stored_with_its_tags(studio: Studio) -> None:
    start(studio)
    app = studio.page("generate", generate_way="write")
    app.text_area(key="generate_written").input("My boots leak.")
    app.text_input(key="generate_written_tags").input("topic: returns, urgent")
    app.button(key="generate_write").click().run()
    (one,) = studio.workspace.read(lambda database: inputs(database, "shop"))
    assert (one.text, one.origin, one.tags) == ("My boots leak.", "written", {"topic": "returns", "urgent": ""})
    assert "1 input added." in words(app)


def test_pasted_lines_become_inputs_once(studio: Studio) -> None:
    start(studio)
    app = studio.page("generate", generate_way="paste")
    app.text_area(key="generate_pasted").input("Back?\nWhen?\nBack?\n").run()
    assert app.button(key="generate_paste").label == "Add 2 inputs"
    app.button(key="generate_paste").click().run()
    assert texts(studio) == ["Back?", "When?"]


def test_a_model_writes_inputs_and_near_duplicates_are_left_out_by_name(studio: Studio) -> None:
    start(studio)
    draft = PlanDraft(number=10, dimensions=(("mood", "calm\nannoyed"),))
    app = studio.page("generate", generate_input_model_shop=["scripted:fair"], generate_plan_shop=draft)
    assert "10 inputs, 2 combinations with 5 each." in words(app)
    app.button(key="generate_begin_inputs").click().run()
    run = ended(studio)
    told = words(app.run())
    assert run.plan["what"] == "inputs"
    assert texts(studio)
    assert "repeated others" in told
    assert "by a model" in list(app.dataframe[0].value["origin"])


def test_a_dimension_without_values_is_said_before_anything_is_sent(studio: Studio) -> None:
    start(studio)
    app = studio.page("generate")
    app.button(key="generate_add_persona").click().run()
    assert "Still without values: persona." in words(app)
    assert not [button for button in app.button if button.key == "generate_begin_inputs"]
    app.text_area(key="generate_plan_1_0_persona").input("parent\nracer").run()
    assert "30 inputs, 2 combinations with 15 each." in words(app)


def test_what_she_has_just_typed_stays_when_a_dimension_is_added(studio: Studio) -> None:
    start(studio)
    app = studio.page("generate")
    app.text_input(key="generate_plan_0_kind").input("Short mails")
    app.button(key="generate_add_tone").click().run()
    assert app.text_input(key="generate_plan_1_kind").value == "Short mails"
    app.text_input(key="generate_add_own").input("season").run()
    assert [name for name, _ in app.session_state["generate_plan_shop"].dimensions] == ["tone", "season"]


def test_a_plan_is_saved_beside_the_rubrics_and_opened_again(studio: Studio) -> None:
    start(studio)
    draft = PlanDraft(kind="Short", number=4, dimensions=(("topic", "orders\n  late\n  lost"),))
    app = studio.page("generate", generate_plan_shop=draft)
    app.text_input(key="generate_plan_name_0").input("mails").run()
    app.button(key="generate_plan_save").click().run()
    assert "Saved as plans/mails.yaml." in words(app)
    assert "late" in (studio.folder / "plans" / "mails.yaml").read_text()
    again = studio.page("generate")
    again.button(key="generate_plan_open_mails").click().run()
    assert again.session_state["generate_plan_shop"].dimensions == draft.dimensions
    assert "4 inputs, 2 combinations with 2 each." in words(again)


def test_hard_cases_aim_at_a_question_and_a_value(studio: Studio) -> None:
    studio.fill()
    app = studio.page("generate", generate_part="inputs", generate_adding=True)
    app.button(key="generate_hard_add_borderline").click().run()
    app.button(key="generate_hard_add_prompt_injection").click().run()
    draft = app.session_state["generate_plan_shop"]
    assert [(wish.kind, wish.criterion, wish.value) for wish in draft.hard_cases] == [
        ("borderline", "answers", "fail"),
        ("prompt_injection", "", None),
    ]
    assert "6 hard cases" in words(app)


def test_a_model_proposes_values_below_her_own(studio: Studio) -> None:
    start(studio)
    draft = PlanDraft(dimensions=(("topic", "returns"),))
    app = studio.page("generate", generate_input_model_shop=["scripted:fair"], generate_plan_shop=draft)
    app.button(key="generate_plan_0_0_topic_suggest").click().run()
    outline, until = "", time.monotonic() + 20.0
    while len(outline.splitlines()) < 3 and time.monotonic() < until:
        ((_, outline),) = app.run().session_state["generate_plan_shop"].dimensions
    assert outline.startswith("returns\n") and len(outline.splitlines()) > 2


def test_a_file_of_inputs_comes_in_beside_the_page(studio: Studio, tmp_path: Path) -> None:
    start(studio)
    app = studio.page("generate", generate_way="file")
    content = "input,topic\nMy boots leak.,returns\nWhere is it?,delivery\n"
    app.file_uploader(key="generate_file").set_value(("inputs.csv", content.encode(), "text/csv")).run()
    app.button(key="generate_import").click().run()
    assert app.session_state["generate_import_job"].ended.wait(20.0)
    assert sorted(texts(studio)) == ["My boots leak.", "Where is it?"]
    assert "2 inputs" in words(app.run())


def test_inputs_are_deleted_unless_somebody_judged_an_answer(studio: Studio) -> None:
    studio.fill()
    from studio.ui.generate_inputs import _delete  # the table's rows cannot be picked in a test without a browser

    every = studio.workspace.read(lambda database: inputs(database, "shop"))
    _delete([one.id for one in every])
    assert len(texts(studio)) == 3


def fill_with_repeats(studio: Studio) -> None:
    start(studio)
    made = [
        new_input(project="shop", text="My boots leak after two days.", tags={"topic": "returns", "mood": "calm"}),
        new_input(project="shop", text="After two days my boots leak!", tags={"topic": "returns", "mood": "calm"}),
        new_input(project="shop", text="Where is order 4711?", tags={"topic": "delivery", "mood": "angry"}),
    ]
    studio.workspace.write(lambda database: save_inputs(database, made))


def looked(studio: Studio) -> AppTest:
    app = studio.page(
        "generate",
        generate_part="inputs",
        generate_inputs_view="variety",
        generate_input_model_shop=["scripted:fair"],
    )
    assert app.session_state["generate_look_shop"].ended.wait(20.0)
    return app.run()


def test_near_duplicates_in_the_set_are_listed_and_dropped(studio: Studio) -> None:
    fill_with_repeats(studio)
    app = looked(studio)
    assert "1 input nearly the same as an earlier one" in words(app)
    assert "distinct-2" in words(app) and "compression ratio" in words(app)
    app.button(key="generate_drop").click().run()
    assert texts(studio) == ["My boots leak after two days.", "Where is order 4711?"]


def test_near_duplicates_are_written_anew_with_the_same_tags(studio: Studio) -> None:
    fill_with_repeats(studio)
    looked(studio).button(key="generate_rewrite").click().run()
    run = ended(studio)
    assert run.plan["inputs"]["named_cells"] == [[{"mood": "calm", "topic": "returns"}, 1]]
    new = [one for one in studio.workspace.read(lambda database: inputs(database, "shop")) if one.origin == "generated"]
    assert [one.tags for one in new] == [{"topic": "returns", "mood": "calm"}]


def test_a_gap_in_the_coverage_is_filled_with_one_click(studio: Studio) -> None:
    fill_with_repeats(studio)
    app = studio.page(
        "generate", generate_part="inputs", generate_inputs_view="map", generate_input_model_shop=["scripted:fair"]
    )
    assert "2 of 4 combinations have no input." in words(app)
    app.button(key="generate_fill").click().run()
    run = ended(studio)
    assert run.plan["inputs"]["dimensions"] == {"mood": ["angry"], "topic": ["returns"]}


def test_what_was_refused_is_listed_with_its_reason_and_asked_for_again(studio: Studio) -> None:
    start(studio)
    app = studio.page(
        "generate", generate_input_model_shop=["scripted:refusing"], generate_plan_shop=PlanDraft(number=3)
    )
    app.button(key="generate_begin_inputs").click().run()
    run = ended(studio)
    studio.workspace.write(lambda database: save_inputs(database, [new_input(project="shop", text="One?")]))
    app = studio.page("generate", generate_part="inputs", generate_inputs_view="failures")
    (failed,) = app.dataframe
    assert list(failed.value["kind"]) == ["refused"]
    app.button(key=f"generate_again_{run.id}").click().run()
    assert studio.workspace.jobs.wait(run.id, seconds=20.0)
    assert studio.workspace.progress(run.id).lanes[0].failed == {"refused": 3}


def test_the_first_prompt_is_written_saved_as_a_version_and_used_again(studio: Studio) -> None:
    start(studio)
    app = studio.page("generate", generate_part="prompts")
    app.button(key="generate_first_prompt").click().run()

    def current() -> list[str]:
        found = studio.workspace.read(lambda database: prompt_versions(database, "shop"))
        return [version.prompt.system for version in found["Plain"]]

    assert current() == ["A shop answers its customers."]
    system = next(area for area in app.text_area if area.key.startswith("generate_prompt_system"))
    system.input("Be warm.").run()
    assert "Not saved yet" in words(app)
    app.button(key="generate_prompt_save").click().run()
    assert current() == ["Be warm.", "A shop answers its customers."]
    app.button(key="generate_version_use").click().run()
    assert current() == ["A shop answers its customers.", "Be warm."]


def test_a_prompt_without_the_users_words_cannot_be_saved(studio: Studio) -> None:
    start(studio)
    app = studio.page("generate", generate_part="prompts")
    app.button(key="generate_first_prompt").click().run()
    template = next(area for area in app.text_area if area.key.startswith("generate_prompt_template"))
    template.input("Say something.").run()
    assert "The user's words are missing" in words(app)
    assert app.button(key="generate_prompt_save").disabled


def test_samples_are_made_for_every_prompt_and_model_and_shown_beside_each_other(studio: Studio) -> None:
    studio.fill(samples_each=0, judged=False)
    studio.page("generate", generate_part="prompts").button(key="generate_first_prompt").click().run()
    app = studio.page("generate", generate_part="samples", generate_models_shop=["scripted:fair", "scripted:refusing"])
    assert app.button(key="generate_begin").label == "Make 6 samples"
    app.button(key="generate_begin").click().run()
    ended(studio)
    told = words(app.run())
    assert "Plain · Scripted: fair" in told and "Plain · Scripted: refusing" in told
    assert "refused" in told
    assert "Input 1 of 3" in told
    asked = studio.workspace.read(lambda database: inputs(database, "shop"))[0]
    made = studio.workspace.read(lambda database: samples_of_input(database, asked.id))
    assert sorted((one.system, one.failure) for one in made) == [
        ("scripted:fair", None),
        ("scripted:refusing", "refused"),
    ]


def test_next_and_back_go_from_input_to_input(studio: Studio) -> None:
    studio.fill()
    app = studio.page("generate", generate_part="samples")
    assert "Question 0?" in words(app) and app.button(key="generate_back").disabled
    app.button(key="generate_next").click().run()
    assert "Question 1?" in words(app)
    app.button(key="generate_back").click().run()
    assert "Question 0?" in words(app)


def test_differences_are_marked_word_by_word(studio: Studio) -> None:
    studio.fill()
    app = studio.page("generate", generate_part="samples", generate_differences=True)
    assert "background[Short]" in words(app) and "background[Warm]" in words(app)


def test_an_answer_is_picked_and_the_pick_taken_back(studio: Studio) -> None:
    studio.fill()
    app = studio.page("generate", generate_part="samples")
    asked = studio.workspace.read(lambda database: inputs(database, "shop"))[0]

    def picked() -> list[str]:
        return [
            one.sample.id
            for one in studio.workspace.read(lambda database: answers_to(database, asked.id))
            if one.pickers
        ]

    app.button(key="generate_pick_1").click().run()
    assert picked() == ["01"]
    assert app.button(key="generate_pick_1").label == "Picked"
    app.button(key="generate_pick_0").click().run()
    assert picked() == ["00"]
    app.button(key="generate_pick_0").click().run()
    assert picked() == []


def test_a_note_and_a_flag_stay_with_the_answer(studio: Studio) -> None:
    studio.fill()
    app = studio.page("generate", generate_part="samples", studio_rater="Ada", generate_more_0=True)
    app.text_area(key="generate_note_0").input("Too short.").run()
    app.button(key="generate_keep_note_0").click().run()
    app.button(key="generate_flag_0").click().run()
    assert "Too short." in words(app)
    assert app.button(key="generate_flag_0").label == "Take the flag away"
    flag = studio.workspace.read(lambda database: last_event(database, "shop", rater="ada"))
    assert flag and (flag.subject, flag.action) == ("00", "flag")


def test_an_answer_is_sent_to_rate(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate", studio_rater="Ada", project="shop", studio_sample_shop="01")
    assert "Answer 0 Warm" in words(app)
    app = studio.page("generate", generate_part="samples", studio_rater="Ada", generate_more_1=True)
    app.button(key="generate_rate_1").click().run()
    assert app.session_state["studio_sample_shop"] in ("01", None)


def test_all_inputs_stand_in_a_grid_with_a_column_a_variant(studio: Studio) -> None:
    studio.fill()
    app = studio.page("generate", generate_part="samples", generate_view="grid")
    (grid,) = app.dataframe
    assert list(grid.value["input"]) == ["Question 0?", "Question 1?", "Question 2?"]
    assert list(grid.value["answer_1"]) == ["Answer 0 Warm", "Answer 1 Warm", "Answer 2 Warm"]


def test_best_of_several_says_what_is_too_early_to_tell_and_marks_the_picks(studio: Studio) -> None:
    studio.fill()
    app = studio.page("generate", generate_part="samples", generate_view="best")
    assert "whether you do is too early to tell with 0 of its answers rated" in words(app)
    app.button(key="generate_best_mark").click().run()
    assert "3 answers marked as picked by" in words(app)
    with studio.workspace.reading() as database:
        picked = [
            who for one in inputs(database, "shop") for answer in answers_to(database, one.id) for who in answer.pickers
        ]
    assert len(picked) == 3 and set(picked) <= {"Kind", "Strict"}


def test_judge_checks_lie_in_a_project_beside_hers(studio: Studio) -> None:
    studio.fill()
    app = studio.page("generate", generate_part="samples", generate_view="checks")
    app.button(key="generate_checks_make").click().run()
    assert studio.workspace.project("shop-checks").title == "Shop, judge checks"
    assert "samples in the project Shop, judge checks" in words(app)
    with studio.workspace.reading() as database:
        assert len(competitors(database, "shop")) == 6


def test_hostile_samples_stay_words(studio: Studio) -> None:
    studio.fill(judged=False)
    asked = studio.workspace.read(lambda database: inputs(database, "shop"))[0]
    bad = "# Big ![x](http://127.0.0.1:9/beacon) <script>alert(1)</script> :red[FAIL]"
    hostile = Sample(id="zz", project="shop", input_id=asked.id, prompt_id="none", system=bad, output=bad)
    studio.workspace.write(lambda database: save_samples(database, [hostile]))
    app = studio.page("generate", generate_part="samples")
    assert bad in [element.value for element in app.get("text")]
    assert not [
        element
        for element in app.markdown
        if "](http" in element.value.replace("\\", "") and "\\]" not in element.value
    ]


def test_a_part_that_lacks_the_one_before_leads_back_to_it(studio: Studio) -> None:
    start(studio)
    app = studio.page("generate", generate_part="samples")
    assert "There are no inputs to answer yet." in words(app)
    app.button(key="generate_needs_inputs").click().run()
    assert app.session_state["generate_part"] == "inputs"
