"""How much of a foreign file is taken in; what is above is refused by name and with the limit, never cut off."""

from __future__ import annotations

LARGEST_FILE_BYTES = 200_000_000
"""Of a file as it lies on the disk, and of a packed one when it is unpacked."""
LARGEST_DATASET_FILE_BYTES = 1_000_000
LONGEST_LINE_CHARACTERS = 20_000_000
LONGEST_TEXT_CHARACTERS = 2_000_000
LONGEST_NAME_CHARACTERS = 200
"""Of an item's, a rater's or a tag's name."""
MOST_FIELDS = 256
DEEPEST_NESTING = 64
MOST_VALUES = 100
"""Different values of one criterion; a column with more of them is no scale but free text."""
LARGEST_NUMBER = 2.0**53
SKIPPED_SHOWN = 50
