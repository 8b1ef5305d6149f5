from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.launcher.serving import Served, studio


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One studio for all tests that only ask it things."""
    with studio(tmp_path_factory.mktemp("workspace")) as running:
        yield running
