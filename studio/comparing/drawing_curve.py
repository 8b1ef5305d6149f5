"""Curves of a comparison as SVG text: points with their ranges, joined or not; it estimates nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from studio.comparing.drawing import COLOURS, Drawing, framed

LEFT, TOP, WIDE, HIGH, BELOW = 84, 44, 420, 320, 56


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where a curve stands, and between what it probably lies."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a curve is drawn on: names of both axes, and whether they are shares from 0 to 100 %."""

    title: str
    x_title: str
    y_title: str
    x_shares: bool = True
    y_shares: bool = True
    joined: bool = True
    diagonal: bool = False


def curve_drawing(points: Sequence[Point], *, frame: Frame) -> Drawing:
    """The points with their ranges on named axes."""
    xs = [point.x for point in points]
    ys = [end for point in points for end in (point.y, point.low, point.high) if end is not None]
    x = _Axis(ends=_ends(xs, shares=frame.x_shares), shares=frame.x_shares, start=LEFT, length=WIDE)
    y = _Axis(ends=_ends(ys, shares=frame.y_shares), shares=frame.y_shares, start=TOP + HIGH, length=-HIGH)
    body = [*_axes(x, y, frame), *(_diagonal() if frame.diagonal else ())]
    if frame.joined:
        path = " ".join(f"{x.place(point.x):.1f},{y.place(point.y):.1f}" for point in points)
        body.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[0]}" stroke-width="2"/>')
    body += [mark for point in points for mark in _mark(point, x, y, dot=len(points) <= 60)]
    return framed(body, title=frame.title, width=LEFT + WIDE + 24, height=TOP + HIGH + BELOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """Where numbers stand along one side."""

    ends: tuple[float, float]
    shares: bool
    start: int
    length: int

    def place(self, number: float) -> float:
        low, high = self.ends
        return self.start + self.length * (number - low) / (high - low)

    def ticks(self) -> list[tuple[float, str]]:
        low, high = self.ends
        numbers = [low + part * (high - low) / 4 for part in range(5)]
        return [(self.place(number), self._words(number)) for number in numbers]

    def _words(self, number: float) -> str:
        if self.shares:
            return f"{100 * number:.0f} %"
        return f"{number:,.0f}" if self.ends[1] > 10 else f"{number:.2f}"


def _ends(numbers: Sequence[float], *, shares: bool) -> tuple[float, float]:
    if shares:
        return 0.0, 1.0
    low, high = min(numbers), max(numbers)
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def _axes(x: _Axis, y: _Axis, frame: Frame) -> list[str]:
    bottom, middle = TOP + HIGH, TOP + HIGH // 2
    body = [f'<text class="h" x="8" y="18">{escape(frame.title)}</text>']
    for place, words in x.ticks():
        body.append(f'<text class="q" x="{place:.1f}" y="{bottom + 18}" text-anchor="middle">{words}</text>')
    for place, words in y.ticks():
        body.append(f'<line class="g" x1="{LEFT}" x2="{LEFT + WIDE}" y1="{place:.1f}" y2="{place:.1f}"/>')
        body.append(f'<text class="q" x="{LEFT - 8}" y="{place + 4:.1f}" text-anchor="end">{words}</text>')
    turned = f'transform="rotate(-90 20 {middle})"'
    return [
        *body,
        f'<text class="q" x="{LEFT + WIDE // 2}" y="{bottom + 40}" text-anchor="middle">{escape(frame.x_title)}</text>',
        f'<text class="q" x="20" y="{middle}" text-anchor="middle" {turned}>{escape(frame.y_title)}</text>',
    ]


def _diagonal() -> list[str]:
    ends = f'x1="{LEFT}" y1="{TOP + HIGH}" x2="{LEFT + WIDE}" y2="{TOP}"'
    return [f'<line {ends} stroke="#8888" stroke-dasharray="4 4"/>']


def _mark(point: Point, x: _Axis, y: _Axis, *, dot: bool) -> list[str]:
    across, marks = f"{x.place(point.x):.1f}", list[str]()
    if point.low is not None and point.high is not None:
        ends = f'x1="{across}" x2="{across}" y1="{y.place(point.low):.1f}" y2="{y.place(point.high):.1f}"'
        marks.append(f'<line {ends} stroke="{COLOURS[0]}" stroke-width="2" opacity="0.5"/>')
    if dot:
        marks.append(f'<circle cx="{across}" cy="{y.place(point.y):.1f}" r="4" fill="{COLOURS[0]}"/>')
    return marks
