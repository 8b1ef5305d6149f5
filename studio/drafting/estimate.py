"""What one question about a rubric will take, before it is asked."""

from __future__ import annotations

from studio.drafting.draft_lane import EXPECTED_REPLY_TOKENS, DraftJob, draft_request
from studio.prompting.token_estimate import estimated_input_tokens
from studio.providers.prices import Guess
from studio.runs.outlook import Outlook, outlook
from studio.store.engine import Database
from studio.store.runs import usual_seconds


def estimated_draft(database: Database, job: DraftJob) -> Outlook:
    """Calls, tokens, cost and time of the one question."""
    request = draft_request(job)
    expected = min(EXPECTED_REPLY_TOKENS, request.max_output_tokens)
    guess = Guess(
        input_tokens=estimated_input_tokens(request),
        fewest_output_tokens=expected // 3,
        expected_output_tokens=expected,
        most_output_tokens=request.max_output_tokens,
    )
    return outlook(
        label=job.model,
        model=job.model,
        calls=1,
        guess=guess,
        seconds_a_call=usual_seconds(database, job.model),
        in_flight=1,
    )
