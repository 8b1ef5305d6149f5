"""Keeps linear algebra on one thread while a taste learns or speaks; its matrices are too small to be shared out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Found = TypeVar("Found")


def one_thread(work: Callable[Given, Found]) -> Callable[Given, Found]:
    """The same work on one thread: on a busy machine threads that wait for each other cost ten times the work."""

    @wraps(work)
    def alone(*given: Given.args, **named: Given.kwargs) -> Found:
        from threadpoolctl import threadpool_limits

        with threadpool_limits(limits=1, user_api="blas"):
            return work(*given, **named)

    return alone
