"""A model's Markdown becomes ours: its shape is kept, its reach is not."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ui.safe_markdown import safe_markdown
from tests.ui.payloads import payloads

MARKS = ("`", "``", "```", "~~~", "|", "---", "# ", "- ", "1. ", "> ", "    ", "*", "**", "~~", "\\", "=", "![", "](")
PIECES = (
    "![x](http://e)",
    "[a](b)",
    "<b>",
    ":red[x]",
    "$x$",
    "&#33;",
    ":material/home:",
    "word",
    " ",
    "\n",
    "\n\n",
    "\t",
)
FRAGMENTS = st.sampled_from(MARKS + PIECES)


def bare(markdown: str) -> str:
    """What is left when code, escaped characters and our own marks are taken away."""
    outside, fence = [], ""
    for line in markdown.split("\n"):
        if fence:
            fence = "" if line == fence else fence
        elif re.fullmatch(r"`{3,}", line):
            fence = line
        else:
            outside.append(line)
    text = re.sub(r"(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)", "", re.sub(r"\\[!-/:-@\[-`{-~]", "", "\n".join(outside)))
    return re.sub(r"^> |\*\*|\*|~~|^ *- |^ *\d+\. |^\|.*?$", "", text, flags=re.MULTILINE)


@given(st.lists(FRAGMENTS, max_size=40).map("".join) | st.text())
def test_no_mark_of_the_text_survives_outside_code(text: str) -> None:
    assert not re.search(r"[\[\]<>!:$&#|=_{}]", bare(safe_markdown(text)))


@pytest.mark.parametrize("payload", payloads("http://beacon.invalid"))
def test_no_payload_leaves_a_picture_link_tag_or_directive(payload: str) -> None:
    assert not re.search(r"[\[\]<>!:$&]", bare(safe_markdown(payload)))


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("Plain words", "Plain words  "),
        ("# Big news", "**Big news**"),
        ("**bold** and *italic* and ~~gone~~", "**bold** and *italic* and ~~gone~~  "),
        ("`x = 1`", "` x = 1 `  "),
        ("- one\n  - two\n- three", "- one\n    - two\n- three"),
        ("1. one\n2) two", "1. one\n2. two"),
        ("> said", "> said  "),
        ("```mermaid\ngraph TD\n```", "```\ngraph TD\n```"),
        ("| a | b |\n|---|:-:|\n| 1 |", "| a | b |\n| --- | --- |\n| 1 |  |"),
        ("see [docs](http://e.org)", "see docs \\(http\\:\u2060\\/\\/e\\.org\\)  "),
        ("![a cat](http://e.org/c.png)", "\\[picture not shown\\:\u2060 a cat\\]  ".replace("\u2060 ", " ")),
    ],
)
def test_the_shape_of_the_text_is_kept(written: str, ours: str) -> None:
    assert safe_markdown(written) == ours


@pytest.mark.parametrize(
    "line", ["[" * 60_000, "`" * 60_001, "![" * 30_000, "**a" * 20_000, "*a " * 20_000, "|-" * 30_000]
)
def test_a_hostile_line_costs_under_two_seconds(line: str) -> None:
    began = time.perf_counter()
    safe_markdown(line)
    safe_markdown(line + "\n" + line)
    assert time.perf_counter() - began < 2
