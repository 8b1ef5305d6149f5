"""Rewrites a model's Markdown into ours: emphasis, lists, quotes, tables, code; nothing that fetches or poses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.ui.plain import escaped
from studio.ui.visible import visible

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*$")
_ITEM = re.compile(r"^(\s*)(?:([-*+])|(\d{1,9})[.)])\s+(\S.*)$")
_QUOTE = re.compile(r"^ {0,3}>\s?(.*)$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$|^\s*\|\s*:?-+:?\s*\|\s*$")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
# Every repetition is bounded and brackets do not nest: a hostile line costs little more than its length.
_INLINE = re.compile(
    r"(?<!`)(?P<ticks>`++)(?P<code>.{1,500}?)(?<!`)(?P=ticks)(?!`)"
    r"|!\[(?P<alt>[^\[\]\n]{0,300})\]\([^)\n]{0,2000}\)"
    r"|\[(?P<words>[^\[\]\n]{1,300})\]\((?P<address>[^)\s]{0,2000})[^)\n]{0,300}\)"
    r"|\*\*(?P<bold>[^\s*](?:.{0,500}?[^\s*])?)\*\*"
    r"|(?<![\w*])\*(?P<italic>[^\s*](?:[^*\n]{0,500}[^\s*])?)\*(?![\w*])"
    r"|~~(?P<struck>[^\s~](?:[^~\n]{0,500}[^\s~])?)~~"
)

Block = tuple[str, str]
"""What a piece is (`text`, `item`, `quote`, `heading`, `table`, `code`, `blank`) and the Markdown that draws it."""


def safe_markdown(text: str) -> str:
    """Markdown whose every mark is ours: headings are bold lines, pictures and links are words, HTML is text."""
    drawn: list[str] = []
    previous = "blank"
    for kind, markdown in _blocks(visible(text).split("\n")):
        if kind in ("heading", "table", "code") or kind != previous:
            drawn.append("")
        drawn.append(markdown)
        previous = kind
    return "\n".join(drawn).strip("\n")


def _blocks(lines: list[str]) -> Iterator[Block]:
    level, at = -1, 0
    while at < len(lines):
        line = lines[at]
        if fence := _FENCE.match(line):
            end = _fence_end(lines, at=at, fence=fence[1])
            yield "code", _code_block(lines[at + 1 : end])
            at = end + 1
        elif "|" in line and at + 1 < len(lines) and _TABLE_RULE.match(lines[at + 1]):
            end = _table_end(lines, at=at + 2)
            yield "table", _table([lines[at], *lines[at + 2 : end]])
            at = end
        else:
            kind, markdown, level = _line(line, level=level)
            yield kind, markdown
            at += 1


def _line(line: str, *, level: int) -> tuple[str, str, int]:
    """One line outside code and tables, and how deep in a list it leaves us (-1: in none)."""
    if not line.strip():
        return "blank", "", level
    if heading := _HEADING.match(line):
        return "heading", f"**{inline(heading[1].replace('*', ''))}**", -1
    if item := _ITEM.match(line):
        # A level that skips its parent would be read as a code block.
        deeper = min(len(item[1].expandtabs(4)) // 2, level + 1, 5)
        mark = f"{item[3]}." if item[3] else "-"
        return "item", f"{' ' * 4 * deeper}{mark} {inline(item[4])}", deeper
    if quote := _QUOTE.match(line):
        return "quote", f"> {inline(quote[1])}  ", -1
    return "text", f"{inline(line.strip())}  ", -1


def inline(text: str) -> str:
    """One line with its bold, italic, struck and code pieces drawn by our marks and everything else escaped."""
    drawn, at = [], 0
    for match in _INLINE.finditer(text):
        drawn += [_spaced(text[at : match.start()]), _piece(match)]
        at = match.end()
    return "".join([*drawn, _spaced(text[at:])]).strip()


def _piece(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if match["ticks"]:
        return _code_span(match["code"])
    if match["alt"] is not None:
        return escaped(f"[picture not shown: {match['alt']}]")
    if match["words"]:
        return escaped(f"{match['words']} ({match['address']})")
    mark = {"bold": "**", "italic": "*", "struck": "~~"}[str(kind)]
    return f"{mark}{inline(match[str(kind)])}{mark}"


def _spaced(text: str) -> str:
    """Escaped, with the blanks at both ends that separate it from its neighbours."""
    if not text.strip():
        return " " if text else ""
    return " " * text[0].isspace() + escaped(text) + " " * text[-1].isspace()


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)


def _code_span(code: str) -> str:
    ticks = "`" * (_longest_run(code) + 1)
    return f"{ticks} {code} {ticks}"


def _fence_end(lines: list[str], *, at: int, fence: str) -> int:
    """The line that closes the fence, or one past the last where none does."""
    closing = re.compile(rf"^\s*{re.escape(fence[0])}{{{len(fence)},}}\s*$")
    return next((n for n in range(at + 1, len(lines)) if closing.match(lines[n])), len(lines))


def _code_block(lines: list[str]) -> str:
    # Without a language: a fence named "mermaid" would be drawn as a diagram.
    fence = "`" * max(3, _longest_run("\n".join(lines)) + 1)
    return "\n".join([fence, *lines, fence])


def _table_end(lines: list[str], *, at: int) -> int:
    return next((n for n in range(at, len(lines)) if "|" not in lines[n]), len(lines))


def _table(rows: list[str]) -> str:
    cells = [[inline(cell.strip()) for cell in _CELL_BORDER.split(row.strip().strip("|"))] for row in rows]
    width = len(cells[0])
    padded = [(row + [""] * width)[:width] for row in cells]
    return "\n".join("| " + " | ".join(row) + " |" for row in [padded[0], ["---"] * width, *padded[1:]])
