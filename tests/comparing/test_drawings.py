"""Maps, matrices and curves as SVG: whole, named, with their words, and safe from the names drawn in them."""

from __future__ import annotations

from xml.etree import ElementTree

from studio.comparing.drawing import Drawing
from studio.comparing.drawing_curve import Frame, Point, curve_drawing
from studio.comparing.drawing_grid import Cell, grid_drawing

HOSTILE = '"><script>alert(1)</script>'
FRAME = Frame(title="Calibration", x_title="The judge's chance", y_title="Rated pass")


def marks(drawing: Drawing, tag: str) -> list[ElementTree.Element]:
    return [element for element in ElementTree.fromstring(drawing.svg).iter() if element.tag.endswith(tag)]


def words(drawing: Drawing) -> str:
    return " ".join(ElementTree.fromstring(drawing.svg).itertext())


def test_a_map_has_a_cell_for_each_number_and_deeper_ones_are_fuller() -> None:
    cells = [
        Cell(down="Kind", across=name, words=f"{depth:.0%}", depth=depth) for name, depth in (("a", 0.5), ("b", 1))
    ]
    drawn = grid_drawing(cells, title="Agreement")
    assert "Kind" in words(drawn) and "50%" in words(drawn)
    shallow, deep = (float(mark.attrib["opacity"]) for mark in marks(drawn, "rect"))
    assert shallow < deep


def test_cells_that_differ_have_another_colour() -> None:
    same, other = (Cell(down="a", across=name, words="3", depth=1.0, differs=name == "b") for name in "ab")
    colours = [mark.attrib["fill"] for mark in marks(grid_drawing([same, other], title="t"), "rect")]
    assert len(set(colours)) == 2


def test_a_curve_has_its_points_ranges_and_the_names_of_its_axes() -> None:
    drawn = curve_drawing([Point(x=0.2, y=0.1, low=0.0, high=0.3), Point(x=0.8, y=0.9)], frame=FRAME)
    assert len(marks(drawn, "circle")) == 2
    assert "The judge's chance" in words(drawn) and "100 %" in words(drawn)
    low, high = marks(drawn, "circle")
    assert float(low.attrib["cy"]) > float(high.attrib["cy"])


def test_one_point_alone_can_be_drawn() -> None:
    frame = Frame(title="t", x_title="Ratings", y_title="Rank correlation", x_shares=False, y_shares=False)
    assert marks(curve_drawing([Point(x=40, y=0.5)], frame=frame), "circle")


def test_names_cannot_break_out() -> None:
    grid = grid_drawing([Cell(down=HOSTILE, across=HOSTILE, words=HOSTILE, depth=1.0)], title=HOSTILE)
    curve = curve_drawing([Point(x=0, y=0)], frame=Frame(title=HOSTILE, x_title=HOSTILE, y_title=HOSTILE))
    assert not marks(grid, "script") and not marks(curve, "script")
