"""The words that differ are marked, and no word is lost."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.ui.differences import Piece, marked, word_differences
from tests.ui.drawn import drawn, read

WORDS = st.lists(st.sampled_from(["a", "b", "c", " ", "  ", "\n", "long", "."]), max_size=60).map("".join)


@given(st.tuples(WORDS, WORDS) | st.tuples(st.text(), st.text()))
@settings(deadline=None)
def test_joined_again_the_pieces_are_the_texts(texts: tuple[str, str]) -> None:
    left, right = word_differences(texts)
    assert ("".join(p.text for p in left), "".join(p.text for p in right)) == texts
    same = [[word for p in side if not p.differs for word in p.text.split()] for side in (left, right)]
    assert same[0] == same[1]


def test_a_changed_phrase_is_one_mark() -> None:
    left, right = word_differences(("we send it at no cost today", "we send it for free today"))
    assert [piece.text for piece in left if piece.differs] == ["at no cost "]
    assert [piece.text for piece in right if piece.differs] == ["for free "]


def test_equal_texts_have_no_mark() -> None:
    left, right = word_differences(("the same\nwords", "the same\nwords"))
    assert left == right == [Piece(text="the same\nwords", differs=False)]


def test_a_differing_word_cannot_break_out_of_its_colour() -> None:
    drawing = marked([Piece(text="a ", differs=False), Piece(text="] :red[x] ![y](z)", differs=True)], colour="blue")
    assert drawing == "a :blue-background[" + r"\] \:" + "\u2060" + r"red\[x\] \!\[y\]\(z\)]"


def test_texts_too_long_to_compare_are_shown_with_a_word_about_it() -> None:
    def page() -> None:
        from studio.ui.differences import show_differences

        show_differences(("a " * 11_000, "b"), key="d", labels=("Before", "After"))

    words = read(drawn(page))
    assert "These texts are too long to mark their differences." in words
    assert "Before" in words and "After" in words


def test_an_empty_side_says_so() -> None:
    def page() -> None:
        from studio.ui.differences import show_differences

        show_differences(("", "new words"), key="d", labels=("Before", "After"))

    assert "(empty)" in read(drawn(page))


def test_two_texts_of_ten_thousand_words_are_compared_within_a_second() -> None:
    words = [f"word{n % 97}" for n in range(10_000)]
    other = [word if n % 5 else "changed" for n, word in enumerate(words)]
    began = time.process_time()
    left, _ = word_differences((" ".join(words), " ".join(other)))
    assert sum(len(piece.text.split()) for piece in left if piece.differs) == 2_000
    assert time.process_time() - began < 1
