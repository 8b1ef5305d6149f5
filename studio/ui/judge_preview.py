"""What a judge is sent for one sample, word for word, before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.calls import Request
from studio.errors import StudioError
from studio.judging.estimate import typical_subjects
from studio.judging.judge_job import JudgeJob, calls_of
from studio.prompting.judge_request import expected_output_tokens, judge_prompts
from studio.prompting.token_estimate import estimated_input_tokens
from studio.records import Usage
from studio.ui import formats, opened
from studio.ui.messages import show_error
from studio.ui.model_choice import model_words
from studio.ui.untrusted import show_untrusted
from studio.ui.visible import visible


def preview(jobs: list[JudgeJob]) -> None:
    """One judge and one sample to choose from, and the request made of them."""
    left, right = st.columns(2, gap="large", vertical_alignment="bottom")
    names = {place: job.judge.name or model_words(job.judge.model) for place, job in enumerate(jobs)}
    place = left.selectbox(
        "Judge", options=list(names), format_func=lambda place: visible(names[place]), key="judge_preview_judge"
    )
    job = jobs[place]
    shown = opened.workspace().read(lambda database: typical_subjects(database, job))
    if not shown:
        st.caption("There is no sample to show it with.")
        return
    with right:
        number = st.pagination(len(shown), key="judge_preview_sample", max_visible_pages=5)
    try:
        requests = opened.workspace().exact_request(job, shown[number - 1], order=calls_of(job)[0][0])
    except StudioError as error:
        show_error(error)
        return
    st.caption(_price_words(job, requests))
    for count, request in enumerate(requests, start=1):
        show_request(request, key=f"judge_preview_{count}", title=f"Call {count} of {len(requests)}")


def _price_words(job: JudgeJob, requests: Sequence[Request]) -> str:
    """What a thousand such samples would take; of a model without a known price, its tokens."""
    read = sum(estimated_input_tokens(request) for request in requests)
    written = sum(expected_output_tokens(prompt) for prompt in judge_prompts(rubric=job.rubric, judge=job.judge))
    orders = len(calls_of(job))
    usage = Usage(input_tokens=read * orders, output_tokens=written * orders)
    usd = opened.workspace().price_usd(job.judge.model, usage)
    cost = (
        "price unknown" if usd is None else "no cost" if usd == 0 else f"{formats.money(usd * 1000)} for 1,000 samples"
    )
    tokens = f"About {usage.input_tokens:,} tokens to read and {usage.output_tokens:,} to write for a sample"
    return f"{tokens}: {cost}."


def show_request(request: Request, *, key: str, title: str = "") -> None:
    """A request as the model gets it: what stands first and stays the same, then what belongs to the sample."""
    tokens = formats.counted(estimated_input_tokens(request), "token")
    st.caption(f"{title + ' · ' if title else ''}about {tokens}{_limits(request)}")
    with st.container(border=True, height=420):
        if request.system:
            show_untrusted(request.system, key=f"{key}_system", label="Instructions, the same for every sample")
        for place, part in enumerate(request.user):
            show_untrusted(part, key=f"{key}_user_{place}", label="Then" if place == 0 else None)


def _limits(request: Request) -> str:
    words = ["a JSON reply of a fixed form"] if request.schema is not None else []
    words += ["one letter"] if request.max_output_tokens == 1 else []
    words += [f"temperature {request.temperature:g}"] if request.temperature is not None else []
    words += [f"effort {request.effort}"] if request.effort else []
    words += [f"probabilities of {request.top_logprobs} tokens"] if request.top_logprobs else []
    words += [f"at most {request.max_output_tokens:,} tokens in reply"] if request.max_output_tokens > 1 else []
    return "".join(f" · {word}" for word in words)
