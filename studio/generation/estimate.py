"""What a generating run will ask and cost, before anybody is asked: for the Generate page and the command line."""

from __future__ import annotations

from collections.abc import Sequence

from studio.generation.input_lane import EXPECTED_TOKENS_AN_INPUT, INPUTS_A_CALL, InputJob
from studio.generation.input_plan import cells
from studio.generation.sample_lane import (
    EXPECTED_OUTPUT_TOKENS,
    SampleJob,
    SampleLane,
    sample_label,
)
from studio.prompting.fence import fresh_nonce
from studio.prompting.input_request import InputWish, input_request
from studio.prompting.token_estimate import estimated_input_tokens, estimated_tokens
from studio.providers.prices import Guess
from studio.records import Input
from studio.runs.outlook import USUAL_IN_FLIGHT, Outlook, mean, outlook
from studio.runs.work import Price
from studio.store.engine import Database
from studio.store.inputs import inputs
from studio.store.runs import usual_seconds
from studio.store.store import OpenReading

TYPICAL_INPUTS = 100
SHORTEST_SHARE = 0.4
LONGEST_TIMES = 3


def sample_estimate(
    job: SampleJob,
    *,
    typical: Sequence[Input],
    calls: int,
    seconds_a_call: float | None = None,
    in_flight: int = USUAL_IN_FLIGHT,
) -> Outlook:
    """What so many answers will take, when the inputs are like the typical ones given."""
    system = estimated_tokens(job.prompt.system)
    around = estimated_tokens(job.prompt.template)
    asked = [around + estimated_tokens(one.text) for one in typical] or [around + EXPECTED_TOKENS_AN_INPUT]
    guess = Guess(
        input_tokens=system + mean(asked),
        cacheable_tokens=system,
        fewest_output_tokens=round(EXPECTED_OUTPUT_TOKENS * SHORTEST_SHARE),
        expected_output_tokens=EXPECTED_OUTPUT_TOKENS,
        most_output_tokens=job.max_output_tokens,
    )
    return outlook(
        label=sample_label(job),
        model=job.model,
        calls=calls,
        guess=guess,
        seconds_a_call=seconds_a_call,
        in_flight=in_flight,
    )


def input_estimate(job: InputJob, *, seconds_a_call: float | None = None, in_flight: int = USUAL_IN_FLIGHT) -> Outlook:
    """What making the inputs of a plan will take."""
    wish = InputWish(
        task=job.plan.task or job.task or "?",
        count=INPUTS_A_CALL,
        seeds=job.plan.seeds[:INPUTS_A_CALL],
        instructions=job.plan.kind,
    )
    request = input_request(wish, model=job.model, nonce=fresh_nonce(), form=job.form)
    expected = EXPECTED_TOKENS_AN_INPUT * INPUTS_A_CALL
    guess = Guess(
        # Room for the inputs that are there already, which are shown so that they are not written again.
        input_tokens=estimated_input_tokens(request) + expected,
        fewest_output_tokens=round(expected * SHORTEST_SHARE),
        expected_output_tokens=expected,
        most_output_tokens=expected * LONGEST_TIMES,
    )
    return outlook(
        label=job.model,
        model=job.model,
        calls=sum(-(-cell.count // INPUTS_A_CALL) for cell in cells(job.plan)),
        guess=guess,
        seconds_a_call=seconds_a_call,
        in_flight=in_flight,
    )


def estimated_inputs(database: Database, job: InputJob, *, local_slots: int) -> Outlook:
    """What making the inputs of a plan will take, with earlier calls of the model looked up in the store."""
    return input_estimate(
        job,
        seconds_a_call=usual_seconds(database, job.model),
        in_flight=local_slots if job.model.startswith("local:") else USUAL_IN_FLIGHT,
    )


def estimated_samples(
    reading: OpenReading, jobs: Sequence[SampleJob], *, price: Price, local_slots: int, more_inputs: int = 0
) -> list[Outlook]:
    """What the missing answers of each prompt with each model will take, those to inputs yet to come included."""
    found = []
    for job in jobs:
        lane = SampleLane(job, reading=reading, price=price)
        with reading() as database:
            typical = inputs(database, job.project, limit=TYPICAL_INPUTS)
            seconds = usual_seconds(database, job.model)
        found.append(
            sample_estimate(
                job,
                typical=typical,
                calls=lane.expected - lane.settled + more_inputs * job.per_input,
                seconds_a_call=seconds,
                in_flight=local_slots if job.model.startswith("local:") else USUAL_IN_FLIGHT,
            )
        )
    return found
