"""Every chart of Compare can be saved as a drawing and as numbers; probabilities are shown with both their curves."""

from __future__ import annotations

import json

import pytest

from studio.rubric.writing import new_rubric_text
from studio.store.engine import Database
from tests.pages.conftest import Studio, words
from tests.pages.test_compare import COUNT, RUBRIC, STRICT, fill, rate


@pytest.fixture
def shop(studio: Studio) -> Studio:
    studio.workspace.rubrics.save_text(new_rubric_text(RUBRIC))
    studio.workspace.write(fill)
    rate(studio, range(COUNT))
    return studio


def give_chances(database: Database) -> None:
    database.conn.execute(
        """update verdict set probabilities = case when judge_id = ? and value = 'fail'
           then '{"fail": 0.7, "pass": 0.3}' else '{"fail": 0.2, "pass": 0.8}' end""",
        (STRICT.id,),
    )


@pytest.mark.parametrize(
    ("name", "saved"),
    [("differ", {"compare", "compare_map", "compare_confusion"}), ("more", {"compare", "compare_outlook"})],
)
def test_every_chart_of_a_part_has_its_one_save(shop: Studio, name: str, saved: set[str]) -> None:
    app = shop.page("compare")
    app.segmented_control(key="compare_part").select(name).run()
    offered = {one.proto.id for one in app.get("download_button")}
    for key in saved:
        for kind in ("svg", "chart_csv", "chart_jsonl"):
            assert sum(known.endswith(f"-{key}_{kind}") for known in offered) == 1, (key, kind)


def test_probabilities_show_whether_they_come_true_and_whether_they_tell_apart(shop: Studio) -> None:
    shop.workspace.write(give_chances)
    app = shop.page("compare")
    app.segmented_control(key="compare_part").select("numbers").run()
    app.selectbox(key="compare_sure").select(f"{STRICT.id}.answers.").run()
    told = words(app)
    assert "Does it come true?" in told and "Does it tell apart?" in told
    offered = {one.proto.id.rpartition("-")[2] for one in app.get("download_button")}
    assert {"compare_calibration_svg", "compare_roc_svg"} <= offered


def test_a_number_says_where_to_read_on_and_the_words_stand_there(shop: Studio) -> None:
    app = shop.page("compare")
    app.segmented_control(key="compare_part").select("numbers").run()
    headings = json.loads(app.dataframe[0].proto.columns)
    assert headings["kappa"]["help"].endswith("under “What these numbers mean”.")
    assert "What these numbers mean" in [one.label for one in app.expander]
    assert "Gwet 2008" in words(app)


def test_differences_are_narrowed_by_how_sure_the_judge_was(shop: Studio) -> None:
    def give(database: Database) -> None:
        database.conn.execute(
            """update verdict set probabilities = case when subject = ? then '{"fail": 0.95, "pass": 0.05}'
               else '{"fail": 0.6, "pass": 0.4}' end where judge_id = ?""",
            (f"{4:016d}", STRICT.id),
        )

    app = shop.page("compare")
    assert not [one for one in app.selectbox if one.key == "compare_confidence"]
    shop.workspace.write(give)
    app = shop.page("compare")
    app.selectbox(key="compare_pick").select(f"{STRICT.id}.answers.").run()
    app.selectbox(key="compare_confidence").select("sure").run()
    assert "Answer 4." in words(app) and "Answer 0." not in words(app)
    app.selectbox(key="compare_confidence").select("unsure").run()
    assert "Answer 0." in words(app) and "Answer 4." not in words(app)
