"""Asks a model for criteria that would explain how a person rated; the reply is read like any other draft."""

from __future__ import annotations

from collections.abc import Sequence

from studio.calls import Request
from studio.prompting.criteria_draft import CRITERIA_SCHEMA, SYSTEM
from studio.prompting.rated_cases import FENCED_IS_EVIDENCE, RatedCase, case_texts

_ASK = """\
# Her ratings
She rated the outputs above. Find what tells the ones she liked from the ones she did not, with her notes as the best \
hint, and draft at most {count} criteria that would have led a careful stranger to the same ratings. Leave out what \
only one case shows. Reply with the JSON object."""


def criteria_from_ratings_request(
    *, model: str, cases: Sequence[RatedCase], nonce: str, task: str = "", count: int = 5
) -> Request:
    """The request for criteria that explain these ratings and notes."""
    product = f"# The product\n{task}" if task else "# Rated outputs"
    return Request(
        model=model.partition(":")[2],
        system=f"{SYSTEM}\n\n{FENCED_IS_EVIDENCE}",
        user=(product, *case_texts(cases, nonce=nonce), _ASK.format(count=count)),
        schema=CRITERIA_SCHEMA,
        schema_name="criteria",
        max_output_tokens=4096,
    )
