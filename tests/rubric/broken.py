"""Files that are no rubric: content, words of the message, line and column."""

from __future__ import annotations

START = "rubric: a\ncriteria:\n  - id: x\n    question: Q?\n"
CRITERION = 5
"""The line that follows START."""

Broken = tuple[bytes, str, int | None, int | None]


def _after(line: str, words: str, column: int, *, lines_down: int = 0) -> Broken:
    return (START + line).encode(), words, CRITERION + lines_down, column


BROKEN: dict[str, Broken] = {
    "empty": (b"", "The file is empty.", 1, 1),
    "only spaces": (b" \n\n", "The file is empty.", 1, 1),
    "only comments": (b"# nothing\n", "only comments", 1, 1),
    "a megabyte": (b"#" * 1_000_000, "977 kB; a rubric may be 256 kB at most", None, None),
    "utf-16": (START.encode("utf-16"), "saved as UTF-16", 1, 1),
    "latin-1": ("rubric: a\ntask: caf\xe9".encode("latin-1"), "not UTF-8 here", 2, 10),
    "zero byte": (b"rubric: a\x00b\n", "A zero byte stands here", 1, 10),
    "zero byte in quotes": _after('    anchors: {pass: "a\\0b"}', "invisible control character (U+0000)", 15),
    "half a character in quotes": _after('    anchors: {pass: "\\ud800"}', "invisible control character (U+D800)", 15),
    "control character": (b"rubric: a\ntask: \x1b[31m\n", "invisible control character (U+001B)", 2, 7),
    "conflict markers": _after("<<<<<<< HEAD\n    weight: 2\n=======\n", "Git left a merge conflict here", 1),
    "tab": _after("\tweight: 2", "A tab stands here. YAML takes only spaces", 1),
    "cut off in quotes": _after('    anchors: {pass: "It do', "a closing quote is missing", 27),
    "cut off in brackets": _after("    anchors: {pass: It does,", "perhaps it was cut off", 29),
    "cut off in a key": _after("    ancho", "A colon is missing", 10),
    "colon in a text": _after(
        "    anchors: {}\n    weight: 1: 2", "A text with a colon needs quotes", 14, lines_down=1
    ),
    "duplicate key": _after("    question: Again?", "`question` stands here a second time; the first is in line 4", 5),
    "alias": _after("    anchors: &all {pass: x}\n", "Rubric files take no anchors", 14),
    "alias bomb": (
        b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]\n",
        "Rubric files take no anchors",
        1,
        4,
    ),
    "tag": (b'rubric: !!python/object/apply:os.system ["true"]\n', "Rubric files take no tags", 1, 9),
    "a YAML directive": (b"%YAML 1.1\n---\nrubric: a\n", "needs no YAML directive", 2, 1),
    "two documents": ((START + "---\nrubric: b\n").encode(), "A second document starts here", 5, 1),
    "deep": (("a: " + "[" * 5000).encode(), "nested more than 20 levels deep", 1, 23),
    "a hundred thousand values": (
        ("rubric: [" + "x, " * 80_000).encode(),
        "more than 10,000 keys and values",
        1,
        30001,
    ),
    "unknown key": _after(
        "    weigth: 2", "`weigth` in criterion 1 (`x`) is not a key that is known here. Did you mean", 5
    ),
    "unknown key in an example": _after(
        "    examples: [{outptu: x, value: pass}]", "`outptu` in example 1 of criterion 1 (`x`)", 17
    ),
    "a model address": (b"model: openai:x\n" + START.encode(), "`model` is not a key that is known here", 1, 1),
    "newer format": _after(
        "format: 2\nnew_key: 1", "written for a newer Rubric Studio (format 2; this one reads 1)", 1
    ),
    "a list": (b"- rubric: a\n", "A rubric file is a mapping", 1, 1),
    "a sentence": (b"Is it good?\n", "A rubric file is a mapping", 1, 1),
    "no criteria": (b"rubric: a\n", "`criteria` is missing", 1, 1),
    "empty criteria": (b"rubric: a\ncriteria: []\n", "`criteria` needs at least 1", 2, 1),
    "empty question": (
        b"rubric: a\ncriteria:\n  - id: x\n    question: ' '\n",
        "`question` in criterion 1 (`x`) is empty",
        4,
        5,
    ),
    "path as id": (
        b"rubric: ../../etc/passwd\ncriteria:\n  - id: x\n    question: Q?\n",
        "`rubric`: an id has only",
        1,
        1,
    ),
    "windows device as id": (START.replace("a\n", "con\n", 1).encode(), "Windows keeps this name", 1, 1),
    "number for text": _after("    anchors: {pass: 1}", "`anchors.pass` in criterion 1 (`x`) must be text", 15),
    "text for number": _after("    weight: '2'", "`weight` in criterion 1 (`x`) must be a number without quotes", 5),
    "weight that is no number": _after("    weight: .nan", "`weight` in criterion 1 (`x`) must be a finite number", 5),
    "yes for true": _after("    must_pass: yes", "must be `true` or `false`", 5),
    "unknown scale": _after("    scale: stars", "must be `pass_fail`, `yes_no` or `one_to_five`", 5),
    "truth as a value": _after("    scale: {values: [true, false], level: nominal}", "need quotes", 22),
    "value twice": _after("    scale: {values: [a, b, a], level: nominal}", "`a` stands twice", 28),
    "words at equal distances": _after("    scale: {values: [a, b], level: interval}", "needs numbers", 5),
    "anchor off the scale": _after(
        "    anchors: {maybe: x}", "`maybe` is not on the scale, which has `fail`, `pass`", 15
    ),
    "anchor in quotes": _after(
        "    scale: one_to_five\n    anchors: {'1': x}", "must stand without quotes", 15, lines_down=1
    ),
    "example off the scale": _after(
        "    examples:\n      - {output: x, value: 3}", "`3` is not on the scale", 21, lines_down=1
    ),
    "same id twice": _after("  - id: x\n    question: R?", "Two criteria are called `x`", 5),
}
