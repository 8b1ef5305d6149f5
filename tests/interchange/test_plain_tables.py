"""Tables and objects of other people: columns she names, columns whose names let guess, and what is said about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from studio.errors import ImportRefused
from studio.records import ONE_TO_FIVE, PASS_FAIL, PREFERENCE, Scale
from studio.store.judges import judges_used
from studio.store.store import Store
from tests.interchange.conftest import Import, Write
from tests.interchange.reading import (
    all_inputs,
    all_pairs,
    all_ratings,
    all_samples,
    all_verdicts,
    judge_names,
    only_rubric,
)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("comma.csv", 'id,question,reply\n1,"Where, when?",There\n'),
        ("excel.csv", "\ufeffid;question;reply\r\n1;Where, when?;There\r\n"),
        ("sep.csv", "sep=;\r\nid;question;reply\r\n1;Where, when?;There\r\n"),
        ("tabs.tsv", "id\tquestion\treply\n1\tWhere, when?\tThere\n"),
        ("tabs.txt", "id\tquestion\treply\n1\tWhere, when?\tThere\n"),
        ("pipe.csv", "id|question|reply\n1|Where, when?|There\n"),
        ("old mac.csv", 'id,question,reply\r1,"Where, when?",There\r'),
    ],
)
def test_a_table_comes_in_whatever_separates_its_cells(
    name: str, table: str, store: Store, write: Write, take: Import
) -> None:
    report = take(write(name, table))
    assert [one.text for one in all_inputs(store)] == ["Where, when?"]
    assert [(s.item, s.output) for s in all_samples(store)] == [("1", "There")]
    assert report.guesses == (
        f'{name}: the column "id" is read as item_id',
        f'{name}: the column "question" is read as input',
        f'{name}: the column "reply" is read as output',
    )


def test_she_says_which_column_is_what_and_the_rest_is_named_as_unused(
    store: Store, write: Write, take: Import
) -> None:
    table = "nr,ask,said,who,colour\n7,Where?,There,bot-2,red\n"
    mapping = {"nr": "item_id", "ask": "input", "said": "output", "who": "tags.persona"}
    report = take(write("a.csv", table), mapping=mapping)
    (sample,) = all_samples(store)
    assert (sample.item, sample.output, sample.tags) == ("7", "There", {"persona": "bot-2"})
    assert report.guesses == ()
    assert report.notes == ('a.csv: not used: "colour"',)


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"nr": "input"}, 'a.csv has no column "nr"'),
        ({"alpha": "colour"}, 'There is no field "colour"'),
        ({"alpha": "tags."}, 'There is no field "tags."'),
        ({"alpha": "output", "beta": "output"}, 'Two columns cannot both be "output"'),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_refused(
    mapping: dict[str, str], words: str, write: Write, take: Import
) -> None:
    with pytest.raises(ImportRefused) as refusal:
        take(write("a.csv", "alpha,beta\n1,2\n"), mapping=mapping)
    assert words in refusal.value.happened


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.parquet"])
def test_the_same_rows_come_in_from_every_form(name: str, store: Store, tmp_path: Path, take: Import) -> None:
    rows = [{"id": f"s{n}", "prompt": f"Ask {n}", "output": "Say\n" * n, "model": "m"} for n in range(5)]
    rows[3] |= {"expected": "Say so"}
    path = tmp_path / name
    if name.endswith("parquet"):
        import pyarrow
        import pyarrow.parquet

        pyarrow.parquet.write_table(pyarrow.Table.from_pylist([{"expected": None, **row} for row in rows]), path)
    else:
        path.write_text(json.dumps(rows) if name.endswith("json") else "".join(json.dumps(row) + "\n" for row in rows))
    report = take(path)
    assert report.items == 5
    assert {(s.item, s.output, s.system) for s in all_samples(store)} == {
        (row["id"], row["output"], row["model"]) for row in rows
    }
    assert {one.text: one.reference for one in all_inputs(store)}["Ask 3"] == "Say so"


def test_the_prompt_is_the_input_only_where_there_is_no_other(store: Store, write: Write, take: Import) -> None:
    take(write("a.jsonl", [{"input": "Where?", "prompt": "terse", "output": "There"}]))
    assert [one.text for one in all_inputs(store)] == ["Where?"]
    assert all_samples(store)[0].tags == {"prompt": "terse"}


def test_an_instruction_with_an_input_is_one_question(store: Store, write: Write, take: Import) -> None:
    take(write("a.jsonl", [{"instruction": "Translate.", "input": "Haus", "output": "house"}]))
    assert [one.text for one in all_inputs(store)] == ["Translate.\n\nHaus"]


def test_a_chat_is_read_as_its_turns(store: Store, write: Write, take: Import) -> None:
    one, two = {"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}
    take(write("a.jsonl", [{"input": [one], "output": "x"}, {"input": [one, two], "output": "x"}]))
    assert [found.text for found in all_inputs(store)] == ["Hello", "user: Hello\n\nassistant: Hi"]


def test_inputs_alone_become_inputs_and_no_samples(store: Store, write: Write, take: Import) -> None:
    report = take(write("a.csv", "id,question,persona\n1,Where?,novice\n2,When?,expert\n"))
    assert (report.inputs, report.items) == (2, 0)
    assert [(one.text, one.origin, one.tags) for one in all_inputs(store)] == [
        ("Where?", "imported", {"persona": "novice"}),
        ("When?", "imported", {"persona": "expert"}),
    ]


def test_outputs_without_inputs_do_not_look_like_answers_to_one_input(store: Store, write: Write, take: Import) -> None:
    take(write("a.csv", "text\nfirst\nsecond\n"))
    samples = all_samples(store)
    assert {s.output for s in samples} == {"first", "second"}
    assert len({s.input_id for s in samples}) == 2


def test_rows_without_a_name_are_named_by_their_content(store: Store, write: Write, take: Import) -> None:
    path = write("a.csv", "input,output\nq,one\nq,two\nq,one\n")
    assert take(path).items == 2
    assert take(path).already_there["items"] == 2
    assert len(all_samples(store)) == 2


def test_an_id_that_stands_for_several_outputs_is_not_an_items_name(store: Store, write: Write, take: Import) -> None:
    table = "id,input,output,model,score\n1,q,one,m1,3\n1,q,two,m2,4\n2,r,three,m1,5\n"
    report = take(write("a.csv", table))
    assert (report.items, report.ratings, report.skipped_total) == (3, 3, 0)
    assert any("told apart by their text" in guess for guess in report.guesses)
    assert {s.output: s.system for s in all_samples(store)} == {"one": "m1", "two": "m2", "three": "m1"}


def test_an_output_that_was_empty_is_kept_and_one_that_is_missing_is_marked(
    store: Store, write: Write, take: Import
) -> None:
    rows = [
        {"item_id": "empty", "input": "q", "output": "", "system": "m"},
        {"item_id": "missing", "input": "q", "system": "m"},
    ]
    report = take(write("a.jsonl", rows))
    found = {s.item: (s.output, s.failure, dict(s.tags)) for s in all_samples(store)}
    assert found == {"empty": ("", None, {}), "missing": ("", "not_applicable", {"text": "absent"})}
    assert report.items_without_text == 1
    take(write("b.jsonl", [rows[1] | {"output": "here it is"}]))
    assert {s.output for s in all_samples(store)} == {"", "here it is"}


@pytest.mark.parametrize(
    ("cells", "scale", "values"),
    [
        (["1", "4", "3"], ONE_TO_FIVE, {1, 3, 4}),
        (["1", "4", "3,5"], Scale(values=(), level="interval", minimum=1.0, maximum=5.0), {1, 4, 3.5}),
        (["0", "1", "1"], Scale(values=(0, 1), level="ordinal"), {0, 1}),
        (["7", "10", "2"], Scale(values=tuple(range(1, 11)), level="ordinal"), {7, 10, 2}),
        (["0.2", "0.95", "1"], Scale(values=(), level="interval", minimum=0.0, maximum=1.0), {0.2, 0.95, 1}),
        (["Pass", "FAIL", "pass"], PASS_FAIL, {"pass", "fail"}),
        (["TRUE", "false", "true"], PASS_FAIL, {"pass", "fail"}),
        (["no", "Yes", "yes"], Scale(values=("no", "yes"), level="ordinal"), {"no", "yes"}),
        (["Good", "bad", "good"], Scale(values=("Good", "bad"), level="nominal"), {"Good", "bad"}),
        (["A", "tie", "B"], PREFERENCE, {"A", "tie", "B"}),
    ],
)
def test_the_scale_is_read_off_the_values_and_said(
    cells: list[str], scale: Scale, values: set[Any], store: Store, write: Write, take: Import
) -> None:
    rows = "".join(f'q{n};a{n};"{cell}"\n' for n, cell in enumerate(cells))
    report = take(write("a.csv", "question;answer;human_label\n" + rows))
    assert only_rubric(store).criteria[0].scale == scale
    assert {rating.value for rating in all_ratings(store)} == values
    assert [g for g in report.guesses if 'the scale of "overall"' in g]


def test_free_text_is_not_taken_for_a_scale(write: Write, take: Import) -> None:
    rows = "".join(f"q{n},a{n},opinion {n}\n" for n in range(150))
    with pytest.raises(ImportRefused, match="more than 100 different texts"):
        take(write("a.csv", "question,answer,rating\n" + rows))


def test_a_column_a_criterion_is_mapped_one_by_one(store: Store, write: Write, take: Import) -> None:
    table = "question,answer,tone human,tone gpt,facts human\nq,a,4,5,pass\nr,b,2,2,fail\n"
    mapping = {"tone human": "rating.tone", "tone gpt": "verdict.tone", "facts human": "rating.facts"}
    report = take(write("a.csv", table), mapping=mapping)
    assert (report.ratings, report.verdicts) == (4, 2)
    assert {(r.criterion, r.value) for r in all_ratings(store)} == {
        ("tone", 4),
        ("tone", 2),
        ("facts", "pass"),
        ("facts", "fail"),
    }
    assert {v.value for v in all_verdicts(store)} == {5, 2}


def test_a_long_table_names_rater_or_judge_in_a_column(store: Store, write: Write, take: Import) -> None:
    table = "id,input,output,annotator,metric,score\n1,q,a,ada,tone,4\n1,q,a,bob,tone,5\n1,q,a,ada,facts,1\n"
    report = take(write("people.csv", table))
    assert (report.items, report.ratings, report.verdicts) == (1, 3, 0)
    report = take(write("judges.csv", "item_id,criterion,judge,score,explanation\n1,tone,gpt,2,too dry\n"))
    assert (report.items, report.verdicts) == (0, 1)
    (verdict,) = all_verdicts(store)
    assert (verdict.value, verdict.explanation) == (2, "too dry")
    assert set(judge_names(store).values()) == {"gpt"}


def test_two_answers_in_a_row_become_a_pair_with_a_preference(store: Store, write: Write, take: Import) -> None:
    take(write("a.csv", "question,answer_a,answer_b,model_a,model_b,winner\nq,one,two,m1,m2,b\n"))
    (pair,) = all_pairs(store)
    assert [(s.output, s.system) for s in all_samples(store)] == [("one", "m1"), ("two", "m2")]
    assert [(r.subject, r.criterion, r.value) for r in all_ratings(store)] == [(pair.id, "preference", "B")]


def test_a_column_that_is_empty_at_first_is_still_known(store: Store, write: Write, take: Import) -> None:
    rows = "".join(f"q{n},a{n},\n" for n in range(1_500)) + "last,a,4\n"
    report = take(write("a.csv", "question,answer,rating\n" + rows))
    assert (report.items, report.ratings) == (1_501, 1)


def test_a_text_that_looks_like_a_formula_or_markup_is_only_text(store: Store, write: Write, take: Import) -> None:
    nasty = "=HYPERLINK(1) <script>alert(1)</script> ![x](http://127.0.0.1/x) {{input}}"
    take(write("a.csv", f'input,output\n"{nasty}","{nasty}"\n'))
    assert all_inputs(store)[0].text == all_samples(store)[0].output == nasty


def test_a_judge_of_a_table_is_an_imported_one(store: Store, write: Write, take: Import) -> None:
    take(write("a.csv", "question,answer,rater_id,rater_kind,model,label\nq,a,j1,judge,openai:gpt-x,pass\n"))
    with store.reading() as database:
        (judge,) = judges_used(database, "p")
    assert (judge.name, judge.model, judge.imported) == ("j1", "openai:gpt-x", True)
