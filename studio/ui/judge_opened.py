"""One verdict opened whole: what was judged, what was said, what was sent, what came back, what it took."""

from __future__ import annotations

import streamlit as st

from studio.calls import Call
from studio.errors import StudioError
from studio.judging.probabilities import expected_value
from studio.records import PREFERENCE, Criterion, Judge, Project, Scale, Verdict
from studio.store import rubrics, runs
from studio.store.subjects import Subject, subjects_named
from studio.store.verdict_lines import VerdictLine
from studio.ui import formats, opened, state
from studio.ui.cards import verdict_card
from studio.ui.judge_preview import show_request
from studio.ui.messages import show_error
from studio.ui.plain import plain
from studio.ui.told import keep_told
from studio.ui.untrusted import show_untrusted


def opened_verdict(line: VerdictLine, *, judge: Judge, criterion: Criterion, project: Project, hide: bool) -> None:
    """The sample and the verdict first; the request, the reply and the bill folded below."""
    verdict = line.verdict
    with opened.workspace().reading() as database:
        found = subjects_named(database, [verdict.subject], mode=judge.mode)
        call = runs.call_of(database, verdict.call_id) if verdict.call_id else None
    if not found:
        st.caption("This verdict came without its sample." if judge.imported else "This sample is no longer there.")
        return
    _what_was_judged(found[0])
    if hide and verdict.failure is None:
        st.caption(":material/visibility_off: The verdict stays hidden until you have rated this sample.")
        return
    keep_told(project=project.id, subjects=[verdict.subject])
    scale = PREFERENCE if judge.mode == "pairwise" else criterion.scale
    verdict_card(
        judge=judge.name or judge.model,
        value=verdict.value,
        failure=verdict.failure,
        scale=scale,
        explanation=verdict.explanation,
        key="judge_opened",
        note=_remark(verdict, scale=scale),
    )
    if judge.is_jury:
        return
    if call is not None:
        st.caption(plain(_bill(call)))
        if call.message:
            mark = ":orange[:material/error:]" if call.failure is not None else ":material/info:"
            st.caption(f"{mark} {plain(call.message)}")
    with st.expander("What was sent", key="judge_opened_request"):
        _what_was_sent(verdict, subject=found[0], judge=judge, project=project)
    reply = (call.reply if call else "") or verdict.raw
    if reply:
        with st.expander("What came back", key="judge_opened_reply"):
            show_untrusted(reply, key="judge_opened_raw")


def _what_was_judged(subject: Subject) -> None:
    with st.container(border=True, gap="small"):
        show_untrusted(subject.input_text, key="judge_opened_input", label="Input")
        names = ("Output",) if len(subject.outputs) == 1 else ("Output A", "Output B")
        for name, text in zip(names, subject.outputs, strict=True):
            show_untrusted(text, key=f"judge_{name}", label=name, look=state.text_look())


def _remark(verdict: Verdict, *, scale: Scale) -> str:
    words = [f"shown {' then '.join(verdict.order)}"] if verdict.order else []
    words += [f"attempt {verdict.repeat + 1}"] if verdict.repeat else []
    if verdict.probabilities:
        words += [f"{value} {formats.percent(share)}" for value, share in verdict.probabilities.items()]
        mean = expected_value(verdict.probabilities, scale=scale)
        words += [f"{mean:.2f} expected"] if mean is not None else []
    if verdict.mass is not None:
        words += [f"{formats.percent(verdict.mass)} of its probability was on the scale"]
    return ", ".join(words)


def _bill(call: Call) -> str:
    # What came in a batch or a file was answered at a time that nobody measured.
    seconds = [f"{call.seconds:.1f} s"] if call.seconds else []
    words = [call.exact_model or call.model, *seconds, formats.money(call.cost_usd)]
    if call.usage is not None:
        words += [f"{call.usage.input_tokens:,} tokens read", f"{call.usage.output_tokens:,} written"]
        if call.usage.cached_input_tokens:
            words += [f"{call.usage.cached_input_tokens:,} of them from its cache"]
    return " · ".join(words)


def _what_was_sent(verdict: Verdict, *, subject: Subject, judge: Judge, project: Project) -> None:
    workspace = opened.workspace()
    asked = workspace.read(lambda database: rubrics.rubric(database, judge.rubric_id))
    if judge.imported or asked is None:
        st.caption("This verdict was imported: what its judge was sent is not known.")
        return
    job = workspace.judge_job(project, rubric=asked, judge=judge, repeats=verdict.repeat + 1)
    try:
        requests = workspace.exact_request(job, subject, order=verdict.order, repeat=verdict.repeat)
    except StudioError as error:
        show_error(error)
        return
    place = [criterion.id for criterion in asked.criteria].index(verdict.criterion) if len(requests) > 1 else 0
    show_request(requests[place], key="judge_opened_sent")
