"""The words that say how calls are made, for every command that asks models: how many, how fast, how long, how dear."""

from __future__ import annotations

import argparse

from studio.runs.pace import PerMinute


def add_call_words(parser: argparse.ArgumentParser) -> None:
    """How many calls at once and a minute, how long one may take, and what all may cost."""
    parser.add_argument("--concurrency", type=int, metavar="N", help="calls under way at once")
    parser.add_argument("--requests-per-minute", type=one_or_more, metavar="N", help="to each model, at most")
    parser.add_argument("--tokens-per-minute", type=one_or_more, metavar="N", help="to and from each model, at most")
    parser.add_argument("--timeout", type=float, default=120.0, metavar="SECONDS", help="for one call")
    parser.add_argument("--max-cost", type=float, metavar="USD", help="stop each run before this is exceeded")


def per_minute(arguments: argparse.Namespace) -> PerMinute:
    """What was said of requests and tokens a minute."""
    return PerMinute(requests=arguments.requests_per_minute, tokens=arguments.tokens_per_minute)


def one_or_more(said: str) -> int:
    """A whole number from 1 on, for argparse."""
    if not said.isdecimal() or int(said) < 1:
        raise argparse.ArgumentTypeError(f"{said!r} is not a whole number from 1 on")
    return int(said)
