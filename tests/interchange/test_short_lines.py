"""Short lines are read in a quicker way, which may neither let more pass nor read anything else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.interchange.json_rows import LONGEST_NUMBER_DIGITS, json_object
from studio.interchange.problems import BadLine

VALUES = (
    *("1", "-0", "01", "1.", ".5", "1e5", "1e999", "-1E-400", "4.6667", "9007199254740993", "123456789012345678901"),
    *("NaN", "Infinity", "-Infinity", "true", "null", "[]", "{}", "[1, 2", '{"b": 1}', '{"b" :1}', '{"a": {"a": 1}}'),
    *('"é"', '"a:b"', '"\\u0000"', '"\\ud800"', '"\\ud83d\\ude00"', '"\x01"', '"\t"', '"\\x"', '"\udc80"', '"open'),
)
FIELDS = st.tuples(st.sampled_from(('"a"', '"b"', '"score"', "a")), st.sampled_from((":", ": ", " :", "")))
PAIRS = st.lists(st.tuples(FIELDS, st.sampled_from(VALUES)), max_size=4)
REST = st.sampled_from(("", "", "", ",", "}", " 1", "\x0b"))


def read(line: str) -> str:
    try:
        return repr(json_object(line))
    except BadLine as problem:
        return str(problem).partition(" at character ")[0]


@settings(max_examples=1_500, deadline=None)
@given(PAIRS, REST)
def test_a_short_line_is_read_like_the_same_line_with_much_space_in_it(
    pairs: list[tuple[tuple[str, str], str]], rest: str
) -> None:
    inside = ",".join(f"{name}{colon}{value}" for (name, colon), value in pairs)

    assert read("{" + inside + "}" + rest) == read("{" + " " * LONGEST_NUMBER_DIGITS + inside + "}" + rest)
