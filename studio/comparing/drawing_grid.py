"""Maps and matrices of a comparison as SVG text: cells with their words, the fuller the deeper; it counts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from studio.comparing.drawing import Drawing, framed

CELL_WIDTH, CELL_HEIGHT, LEFT, TOP = 150, 44, 240, 64
SAME, OTHER = "#1c6fb8", "#c2570c"
LONGEST_NAME = 36
LONGEST_HEADING = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a map."""

    down: str
    across: str
    words: str
    depth: float
    """0 to 1: how deep its colour is."""
    differs: bool = False


def grid_drawing(cells: Sequence[Cell], *, title: str) -> Drawing:
    """The cells in the order in which their names are met; a cell that is not there stays empty."""
    down = list(dict.fromkeys(cell.down for cell in cells))
    across = list(dict.fromkeys(cell.across for cell in cells))
    body = [f'<text class="h" x="8" y="18">{escape(title)}</text>']
    body += [_heading(name, place) for place, name in enumerate(across)]
    body += [_name(name, place) for place, name in enumerate(down)]
    for cell in cells:
        body += _drawn(cell, row=down.index(cell.down), column=across.index(cell.across))
    width, height = LEFT + CELL_WIDTH * len(across) + 8, TOP + CELL_HEIGHT * len(down) + 8
    return framed(body, title=title, width=width, height=height)


def _heading(name: str, place: int) -> str:
    middle = LEFT + CELL_WIDTH * place + CELL_WIDTH // 2
    return f'<text class="q" x="{middle}" y="{TOP - 10}" text-anchor="middle">{escape(name[:LONGEST_HEADING])}</text>'


def _name(name: str, place: int) -> str:
    middle = TOP + CELL_HEIGHT * place + CELL_HEIGHT // 2
    return f'<text class="q" x="{LEFT - 12}" y="{middle + 4}" text-anchor="end">{escape(name[:LONGEST_NAME])}</text>'


def _drawn(cell: Cell, *, row: int, column: int) -> list[str]:
    left, top = LEFT + CELL_WIDTH * column, TOP + CELL_HEIGHT * row
    colour, opacity = OTHER if cell.differs else SAME, 0.06 + 0.54 * min(1.0, max(0.0, cell.depth))
    size = f'width="{CELL_WIDTH - 4}" height="{CELL_HEIGHT - 4}" rx="4"'
    middle = f'x="{left + CELL_WIDTH // 2 - 2}" y="{top + CELL_HEIGHT // 2 + 2}"'
    return [
        f'<rect x="{left}" y="{top}" {size} fill="{colour}" opacity="{opacity:.2f}"/>',
        f'<text {middle} text-anchor="middle">{escape(cell.words)}</text>',
    ]
