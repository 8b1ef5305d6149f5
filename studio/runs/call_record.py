"""What is written down of a call, whatever came of it."""

from __future__ import annotations

from dataclasses import replace

from studio.calls import Call, Failure, Reply


def call_record(outcome: Reply | Failure, *, run_id: int, model: str, subject: str, cost_usd: float | None) -> Call:
    """The call as the store keeps it; of a reply the message says what the model does not take."""
    call = Call(
        run_id=run_id,
        model=model,
        subject=subject,
        reply=outcome.text,
        seconds=outcome.seconds,
        usage=outcome.usage,
        cost_usd=cost_usd,
    )
    if isinstance(outcome, Failure):
        return replace(call, failure=outcome.kind, message=outcome.message)
    left_out = f"Not sent, because this model does not take it: {', '.join(outcome.left_out)}."
    return replace(call, exact_model=outcome.model, message=left_out if outcome.left_out else "")
