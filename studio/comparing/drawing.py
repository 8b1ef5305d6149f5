"""Charts of a comparison as SVG text, for files and notebooks; they need no library and read in light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from studio.agreement.figures import Figure

ROW, HEADING, LEFT, PLOT, RIGHT = 22, 26, 240, 420, 190
COLOURS = ("#1c6fb8", "#7a5195", "#0f7b6c", "#b3661e", "#9a4a6b", "#5c6b73")
STYLE = (
    "<style>text{font:12px sans-serif;fill:#31333f}.q{fill:#6b6f7b}.h{font-weight:600}.g{stroke:#8884}"
    "@media(prefers-color-scheme:dark){text{fill:#fafafa}.q{fill:#a3a8b8}}</style>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One measured number in a chart."""

    group: str
    label: str
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart; a notebook shows it by itself."""

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> None:
        """Writes the chart as a file."""
        Path(path).write_text(self.svg, encoding="utf-8")


def interval_drawing(dots: Sequence[Dot], *, title: str, shares: bool) -> Drawing:
    """A dot with its interval for each number, under a heading for each group; what is undefined is said in words."""
    labels = list(dict.fromkeys(dot.label for dot in dots))
    lowest = min([0.0, *(end for dot in dots for end in (dot.figure.value, dot.figure.low) if end is not None)])
    highest = max([1.0, *(end for dot in dots for end in (dot.figure.value, dot.figure.high) if end is not None)])
    axis = _Axis(low=lowest, high=highest, shares=shares)
    lines, top, group = [f'<text class="h" x="8" y="18">{escape(title)}</text>'], HEADING, None
    for dot in dots:
        if dot.group != group:
            group, top = dot.group, top + HEADING
            lines.append(f'<text class="h" x="8" y="{top - 6}">{escape(dot.group)}</text>')
        lines += _row(dot, axis, top=top, colour=COLOURS[labels.index(dot.label) % len(COLOURS)])
        top += ROW
    return framed([*axis.drawn(HEADING + 8, top), *lines], title=title, width=LEFT + PLOT + RIGHT, height=top + 24)


def framed(body: Sequence[str], *, title: str, width: int, height: int) -> Drawing:
    """The marks as a whole drawing of this size, with its name for those who do not see it."""
    named = f'role="img" aria-label="{escape(title, {chr(34): "&quot;"})}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {named} width="{width}" height="{height}">'
    return Drawing(svg=f"{head}{STYLE}{''.join(body)}</svg>\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """Where numbers stand from left to right."""

    low: float
    high: float
    shares: bool

    def place(self, number: float) -> float:
        return LEFT + PLOT * (number - self.low) / (self.high - self.low)

    def words(self, number: float) -> str:
        return f"{100 * number:.0f} %" if self.shares else f"{number:.2f}"

    def drawn(self, top: int, bottom: int) -> list[str]:
        ticks = [self.low + part * (self.high - self.low) / 4 for part in range(5)]
        return [
            f'<line class="g" x1="{self.place(t):.1f}" x2="{self.place(t):.1f}" y1="{top}" y2="{bottom}"/>'
            f'<text class="q" x="{self.place(t):.1f}" y="{bottom + 16}" text-anchor="middle">{self.words(t)}</text>'
            for t in ticks
        ]


def _row(dot: Dot, axis: _Axis, *, top: int, colour: str) -> list[str]:
    middle, figure = top + ROW // 2, dot.figure
    name = f'<text class="q" x="{LEFT - 12}" y="{middle + 4}" text-anchor="end">{escape(dot.label[:36])}</text>'
    if figure.value is None or figure.too_few:
        why = "too few to tell" if figure.value is not None else figure.why or "undefined"
        return [name, f'<text class="q" x="{LEFT + 8}" y="{middle + 4}">{escape(why[:70])} · n = {figure.n:,}</text>']
    low, high = (figure.value if end is None else end for end in (figure.low, figure.high))
    line = f'x1="{axis.place(low):.1f}" x2="{axis.place(high):.1f}" y1="{middle}" y2="{middle}" stroke="{colour}"'
    said = f"{axis.words(figure.value)} [{axis.words(low)} to {axis.words(high)}] · n = {figure.n:,}"
    return [
        name,
        f'<line {line} stroke-width="2" opacity="0.6"/>',
        f'<circle cx="{axis.place(figure.value):.1f}" cy="{middle}" r="5" fill="{colour}"/>',
        f'<text class="q" x="{LEFT + PLOT + 12}" y="{middle + 4}">{escape(said)}</text>',
    ]
