"""Home, Rubrics, Compare, Curate and Settings: empty, full, and what they leave in the store or on the disk."""

from __future__ import annotations

from studio.records import Project
from studio.store import ratings
from studio.store.ratings import RatingEvent
from tests.pages.conftest import Studio, words


def rate_everything(studio: Studio) -> None:
    rubric = next(one for one in studio.workspace.rubrics.load().rubrics if one.name == "reply")
    events = [
        RatingEvent(project="shop", rater="ada", subject=f"{n}{k}", rubric_id=rubric.id, criterion=c, value=v)
        for n in range(3)
        for k in range(2)
        for c, v in (("answers", "pass"), ("warmth", 4))
    ]
    studio.workspace.write(lambda database: ratings.append_events(database, events))


def test_home_welcomes_and_starts_a_project(studio: Studio) -> None:
    app = studio.page("home")
    assert "Welcome" in words(app)
    app.text_input(key="home_first_title").input("My Shop")
    app.button(key="home_first_start").click().run()
    assert [project.id for project in studio.workspace.projects()] == ["my-shop"]
    assert "My Shop" in words(app)


def test_home_ticks_what_is_done_and_names_the_next_step(studio: Studio) -> None:
    studio.fill()
    app = studio.page("home")
    assert "6 samples" in words(app)
    assert "**Rate some yourself, blind**" in words(app)
    assert "24 verdicts" in words(app)


def test_the_demo_is_marked_once_beside_its_name_on_every_page(studio: Studio) -> None:
    for project in (Project(id="mine", title="Mine"), Project(id="tour", title="Tour", demo=True)):
        studio.workspace.save_project(project)
        app = studio.page("generate", project=project.id)
        assert any("Demo" in str(mark.value) for mark in app.sidebar.markdown) == project.demo
        assert "Demo" not in "".join(str(mark.value) for mark in app.main.markdown)


def test_a_project_without_a_rubric_is_asked_to_choose_and_an_empty_shelf_offers_a_new_one(studio: Studio) -> None:
    studio.workspace.save_project(Project(id="mine", title="Mine"))
    assert studio.page("rubrics").selectbox(key="rubrics_file").value is None
    for file in (studio.folder / "rubrics").glob("*.yaml"):
        file.unlink()
    app = studio.page("rubrics")
    assert "There are no rubrics in this folder yet." in words(app)
    assert app.button(key="rubrics_none").label == "New rubric"


def test_a_broken_rubric_file_hides_no_other(studio: Studio) -> None:
    studio.fill()
    (studio.folder / "rubrics" / "broken.yaml").write_text("rubric: [oops\n")
    app = studio.page("rubrics")
    options = app.selectbox(key="rubrics_file").options
    assert "Reply · used by this project" in options
    assert any("broken" in option for option in options)


def test_a_draft_is_kept_across_reloads_and_saved_only_when_asked(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rubrics")
    app.text_input(key="rubrics_reply.yaml_0_0_question").input("Does it truly answer?").run()
    path = studio.folder / "rubrics" / "reply.yaml"
    assert "truly" not in path.read_text()
    app = studio.page("rubrics")
    assert app.text_input(key="rubrics_reply.yaml_0_0_question").value == "Does it truly answer?"
    app.button(key="rubrics_save").click().run()
    assert "Does it truly answer?" in path.read_text()


def test_a_file_changed_on_disk_shows_both_versions(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rubrics")
    app.text_input(key="rubrics_reply.yaml_0_0_question").input("Mine?").run()
    path = studio.folder / "rubrics" / "reply.yaml"
    path.write_text(path.read_text().replace("How warm is it?", "How kind is it?"))
    app.run()
    assert "changed outside the studio" in words(app)
    app.button(key="rubrics_theirs").click().run()
    assert app.text_input(key="rubrics_reply.yaml_1_1_question").value == "How kind is it?"


def test_compare_says_what_is_missing_first(studio: Studio) -> None:
    studio.fill()
    app = studio.page("compare")
    assert "You have not rated anything yet." in words(app)


def test_compare_says_too_few_to_tell_below_twenty_ratings(studio: Studio) -> None:
    studio.fill()
    rate_everything(studio)
    app = studio.page("compare")
    assert "too few to tell" in words(app)
    assert "%" not in words(app).split("Where you differ")[0]


def test_compare_shows_the_samples_on_which_they_differ(studio: Studio) -> None:
    studio.fill()
    rate_everything(studio)
    app = studio.page("compare")
    strict = next(option for option in app.selectbox(key="compare_pick").options if option.startswith("Strict"))
    app.selectbox(key="compare_pick").select(strict).run()
    assert app.selectbox(key="compare_cell").options[0] == "All 6 differences, the furthest apart first"
    assert "Strict says" in words(app)


def test_curate_exports_a_folder_with_its_papers(studio: Studio) -> None:
    studio.fill()
    rate_everything(studio)
    app = studio.page("curate")
    app.button(key="curate_export").click().run()
    folder = studio.folder / "exports" / "shop-jsonl"
    assert {"README.md", "manifest.json"} <= {path.name for path in folder.iterdir()}
    assert "Written: exports/shop-jsonl" in words(app)


def test_limits_a_minute_are_set_for_a_provider_and_let_go_with_zeros(studio: Studio) -> None:
    app = studio.page("settings")
    app.number_input(key="settings_requests_ollama").set_value(120)
    app.button(key="settings_limits_ollama").click().run()
    assert studio.workspace.settings.limits_of("ollama").requests == 120
    app.number_input(key="settings_requests_ollama").set_value(0)
    app.button(key="settings_limits_ollama").click().run()
    assert studio.workspace.settings.minute_limits == ()


def test_settings_show_no_key_and_keep_the_name(studio: Studio, monkeypatch) -> None:
    studio.fill()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-abcdefghijklmnop1234")
    app = studio.page("settings")
    assert "1234" in words(app)
    assert "abcdefgh" not in words(app)
    app.text_input(key="settings_rater").input("Grace").run()
    assert studio.workspace.settings.rater == "Grace"
