"""The fields of the interchange form, and the names that other people's columns have for them."""

from __future__ import annotations

ITEM_TEXTS = ("input", "output", "output_a", "output_b")
ITEM_FIELDS = ("item_id", *ITEM_TEXTS, "system", "system_a", "system_b", "reference", "subset", "tags", "meta")
RATING_FIELDS = (
    "criterion",
    "scale",
    "rater_id",
    "rater_kind",
    "rater_group",
    "order",
    "run",
    "score",
    "label",
    "value",
    "reason",
    "raw",
    "status",
    "uid",
    "blind",
    "inclusion",
    "rated_at",
)
EITHER_WAY = ("prompt", "model")
"""`prompt` is a prompt's name beside an input, and the input itself where there is no other; `model` likewise."""
IGNORED = ("dataset", "task")
"""Said by the file's place and by the item's outputs."""
EVENT_FIELDS = frozenset(("uid", "rater", "action"))
"""Where these three are, the rows are rating events and keep the store's own fields."""
BY_CRITERION = ("rating.", "verdict.")
"""`rating.tone`, `verdict.tone`: for a table that has a column of values for each criterion."""
PREFIXES = ("tags.", *BY_CRITERION)
FIELDS = (*ITEM_FIELDS, *RATING_FIELDS, *EITHER_WAY, *IGNORED)

# In each line the likeliest name first.
ALIASES: dict[str, tuple[str, ...]] = {
    "item_id": ("item", "id", "sample_id", "example_id", "row_id"),
    "input": (
        *("question", "query", "instruction", "user_input", "user_message", "prompt", "request", "ticket", "message"),
        *("document", "article", "context"),
    ),
    "output": (
        *("response", "answer", "completion", "reply", "model_output", "generated_text", "generation", "prediction"),
        *("summary", "story", "text"),
    ),
    "output_a": ("response_a", "answer_a", "completion_a", "reply_a", "output_1", "response_1", "answer_1"),
    "output_b": ("response_b", "answer_b", "completion_b", "reply_b", "output_2", "response_2", "answer_2"),
    "system": ("model", "model_name", "generator"),
    "system_a": ("model_a", "model_1"),
    "system_b": ("model_b", "model_2"),
    "reference": (
        *("reference_answer", "expected", "expected_output", "ideal", "ideal_answer", "gold", "gold_answer"),
        *("ground_truth", "target"),
    ),
    "criterion": ("metric", "dimension"),
    "value": (
        *("rating", "human_rating", "human_label", "human_score", "grade", "verdict", "preference", "winner"),
        *("preferred",),
    ),
    "rater_id": ("rater", "annotator", "annotator_id", "worker_id", "rated_by", "judge"),
    "reason": ("explanation", "rationale", "critique", "comment", "note"),
}
TAG_NAMES = ("category", "topic", "persona", "difficulty", "language", "intent")
