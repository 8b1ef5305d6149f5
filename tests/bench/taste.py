"""How long a taste takes to learn and to speak, and how much memory that needs, in a process of its own."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.bench.figure import Figure

WORDS = [f"word{number}" for number in range(2_000)]
FIGURES = (
    ("taste: 500 ratings on five values", "500", "s", 2.0),
    ("taste: 5,000 ratings on five values", "5000", "s", 15.0),
    ("taste: 10,000 verdicts", "verdicts", "s", 2.0),
    ("taste: memory above an empty Python with scikit-learn", "memory", "MB", 300.0),
)


def figures() -> Iterator[Figure]:
    """Processor seconds, so that other work on the machine does not count."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.taste"], capture_output=True, text=True, check=True, timeout=600
    )
    measured = json.loads(done.stdout)
    for name, key, unit, most in FIGURES:
        yield Figure(name=name, value=measured[key], unit=unit, at_most=most)


def _measure() -> dict[str, float]:
    import resource

    import scipy.sparse  # noqa: F401
    from sklearn.decomposition import TruncatedSVD  # noqa: F401
    from sklearn.linear_model import LogisticRegression  # noqa: F401

    from studio.providers.word_table import embedded_word_table
    from studio.records import ONE_TO_FIVE
    from studio.taste.feature_space import Text
    from studio.taste.taste_model import opinions
    from studio.taste.training import Rated, train

    def answers(count: int) -> list[Rated]:
        draw = random.Random(count)
        made = []
        for number in range(count):
            size = draw.randint(5, 120)
            text = ". ".join(" ".join(draw.choices(WORDS, k=8)) for _ in range(size // 8 + 1))
            value = min(5, max(1, round(size / 24 + draw.gauss(0, 0.7))))
            asked = f"What about {WORDS[number % 900]}?"
            made.append(Rated(subject=f"s{number:06}", group=asked, text=Text(asked, text), values={"q": value}))
        return made

    vectors = embedded_word_table()
    empty = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found: dict[str, float] = {}
    for count in (500, 5_000):
        given = answers(count)
        began = time.process_time()
        trained = train(given, scales={"q": ONE_TO_FIVE}, vectors=vectors)
        found[str(count)] = time.process_time() - began
    texts = [one.text for one in answers(10_000)]
    began = time.process_time()
    opinions(trained.model, texts, vectors=vectors)
    found["verdicts"] = time.process_time() - began
    found["memory"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - empty) / 1024
    return found


if __name__ == "__main__":
    print(json.dumps(_measure()))
