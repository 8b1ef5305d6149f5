"""The kinds of array that a taste is made of; names and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np

Matrix = np.ndarray[Any, np.dtype[np.float64]]
Integers = np.ndarray[Any, np.dtype[np.int64]]
Marks = np.ndarray[Any, np.dtype[np.uint64]]
Truths = np.ndarray[Any, np.dtype[np.bool_]]
Column = np.ndarray[Any, np.dtype[Any]]
"""A number a text, or a yes or no."""
