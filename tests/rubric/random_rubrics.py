"""Random rubrics for hypothesis: every scale, awkward texts, anchors and examples on the scale."""

from __future__ import annotations

from hypothesis import strategies as st

from studio.records import Criterion, Example, Rubric, Scale
from studio.rubric.scales import NAMED_SCALES
from studio.rubric.shape import RESERVED_IDS

AWKWARD = (
    "yes", "no", "null", "~", "true", "1", "1.0", "-", "- item", "key: value", "# no comment", "a #b", "a # b", "'",
    '"', "it's", 'say "hi"', "{a: b}", "[a, b]", "*star", "&anchor", "!tag", "%percent", "@at", "`tick`", "|", ">",
    "? a", ": colon", "ends with:", "back\\slash", "two\nlines", "two\n\nparagraphs", "  indented\nlines",
    "line\n  more", "tab\there", "nbsp\u00a0here", "line\u2028separator", "next\x85line", "ünïcödé 🙂",
    "---", "...", "<<<<<<<", "a, b",
    "word " * 30, ("long line of text, with commas: and colons " * 3) + "\nsecond", "a  b " * 30, "=1+1", "\ufeffbom",
    "x" * 130, "trailing \nspace", "2026-11-22", "0x1F", "1_000", ".5", "1e3", ".nan", "crlf\r\nhere",
)  # fmt: skip

letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))
texts = st.one_of(st.sampled_from(AWKWARD), st.text(letters, max_size=20)).map(str.strip)
filled = texts.filter(bool)
rubric_ids = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True).filter(lambda name: name not in RESERVED_IDS)
criterion_ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,12}", fullmatch=True)
numbers = st.one_of(st.integers(-1000, 1000), st.floats(-1000, 1000, allow_nan=False).filter(lambda x: x != int(x)))


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    kind = draw(st.sampled_from(("named", "words", "numbers", "interval", "range")))
    if kind == "words":
        words = draw(st.lists(filled.filter(lambda word: len(word) < 40), min_size=2, max_size=4, unique=True))
        return Scale(values=tuple(words), level=draw(st.sampled_from(("nominal", "ordinal"))))
    if kind == "numbers":
        return Scale(values=tuple(draw(st.lists(numbers, min_size=2, max_size=5, unique=True))), level="ordinal")
    if kind == "interval":
        values = sorted(draw(st.lists(numbers, min_size=2, max_size=5, unique=True)), reverse=draw(st.booleans()))
        return Scale(values=tuple(values), level="interval")
    if kind == "range":
        low, high = sorted(draw(st.lists(st.integers(-5, 5), min_size=2, max_size=2, unique=True)))
        return Scale(values=(), level="interval", minimum=float(low), maximum=float(high))
    return NAMED_SCALES[draw(st.sampled_from(sorted(NAMED_SCALES)))]


def values_of(scale: Scale) -> st.SearchStrategy:
    if scale.values:
        return st.sampled_from(scale.values)
    return st.floats(scale.minimum, scale.maximum)


@st.composite
def criteria(draw: st.DrawFn, criterion_id: str) -> Criterion:
    scale = draw(scales())
    on_scale = values_of(scale)
    examples = st.builds(Example, input=texts, output=filled, value=on_scale, why=texts)
    return Criterion(
        id=criterion_id,
        question=draw(filled),
        scale=scale,
        anchors=draw(st.dictionaries(on_scale, filled, max_size=2)),
        weight=draw(st.one_of(st.just(1.0), st.floats(0, 1000), st.integers(0, 10).map(float))),
        must_pass=draw(st.booleans()),
        examples=tuple(draw(st.lists(examples, max_size=1))),
    )


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    ids = draw(st.lists(criterion_ids, min_size=1, max_size=3, unique=True))
    return Rubric(
        name=draw(rubric_ids),
        title=draw(filled),
        task=draw(texts),
        criteria=tuple(draw(criteria(criterion_id)) for criterion_id in ids),
        version=draw(st.integers(1, 99)),
        combine=draw(st.sampled_from(("weighted_mean", "all_must_pass", "minimum"))),
    )
