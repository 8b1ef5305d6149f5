"""The charts of the studio, the only place with altair; they draw numbers made elsewhere and compute none."""

from studio.ui.charts.calibration import CalibrationPoint, calibration_curve
from studio.ui.charts.confusion import confusion_matrix
from studio.ui.charts.curves import CurvePoint, curve_with_band
from studio.ui.charts.heat_map import heat_map
from studio.ui.charts.histogram import Bin, histogram
from studio.ui.charts.intervals import interval_chart
from studio.ui.charts.measured import Measured

__all__ = [
    "Bin",
    "CalibrationPoint",
    "CurvePoint",
    "Measured",
    "calibration_curve",
    "confusion_matrix",
    "curve_with_band",
    "heat_map",
    "histogram",
    "interval_chart",
]
