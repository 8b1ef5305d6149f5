"""Decontamination: what stands in a given file does not go into the dataset."""

from __future__ import annotations

import hashlib

import pytest

from studio.curation.held_out import read_held_out
from studio.errors import StudioError
from tests.curation.shop import chosen, sample

FILES = {
    "test.jsonl": '{"messages": [{"role": "user", "content": "Where is my order?"}]}\n\n{"x": ["unrelated text"]}\n',
    "test.json": '[{"question": "Where is my order?", "n": 3}]',
    "test.csv": '\ufeffinput,n\r\n"Where is my order?",1\r\n',
    "test.txt": "Where is my order?\nSomething else\n",
}


@pytest.mark.parametrize("name", FILES)
def test_an_input_that_stands_in_the_file_is_dropped_whatever_its_case(tmp_path, name) -> None:
    (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    held_out = read_held_out(tmp_path / name, name=name)
    candidates = [sample("in", text="where is  MY order?"), sample("out", of="i2", text="Where are my pedals?")]
    found = chosen(candidates, hygiene={"held_out": name}, held_out=held_out)
    assert found.samples == ["out"]
    assert held_out.sha256 == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()


def test_an_output_that_stands_in_the_file_is_dropped_too(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("Your order is on its way.")
    held_out = read_held_out(tmp_path / "a.txt", name="a.txt")
    assert held_out.holds("your order is on its way.")


def test_texts_of_a_few_letters_say_nothing_about_overlap(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("Yes.\n")
    assert not read_held_out(tmp_path / "a.txt", name="a.txt").holds("Yes.")


def test_a_recipe_whose_held_out_file_was_not_given_is_refused() -> None:
    with pytest.raises(StudioError, match=r"keeps out what stands in eval\.jsonl, but that file was not given"):
        chosen([sample("s")], hygiene={"held_out": "eval.jsonl"})


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jsonl", b"{not json"), ("a.json", b"[" * 100_000), ("a.txt", b"\xff\xfe\x00a"), ("a.jsonl", b"")],
)
def test_a_file_that_cannot_be_read_is_said_in_words(tmp_path, name, content) -> None:
    if content:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(StudioError, match=f"The held-out file {name} cannot be read"):
        read_held_out(tmp_path / name, name=name)


def test_thirteen_words_in_a_row_that_stand_in_the_file_are_overlap_and_twelve_are_not(tmp_path) -> None:
    words = [f"word{number}" for number in range(13)]
    (tmp_path / "test.txt").write_text("Before it: " + ", ".join(words) + ". And after.")
    held_out = read_held_out(tmp_path / "test.txt", name="test.txt", words=13)
    candidates = [
        sample("all", output="I quote: " + " ".join(words).upper() + "!"),
        sample("twelve", of="i2", output="I quote: " + " ".join(words[:-1]) + " twenty"),
        sample("mixed", of="i3", output=" ".join(reversed(words))),
    ]
    found = chosen(candidates, hygiene={"held_out": "test.txt"}, held_out=held_out)
    assert found.samples == ["twelve", "mixed"]
    (dropped,) = next(step for step in found.selection.steps if step.name == "Held-out file").dropped
    assert dropped.reason == "13 words in a row stand in the held-out file"
