"""A model and a tokenizer of a few thousand numbers, made here: trainers run on them without any download."""

from __future__ import annotations

from typing import Any

TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
SPECIAL = ["<|pad|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]


def tokenizer() -> Any:
    """One token a byte, with a chat template."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {sign: place for place, sign in enumerate([*SPECIAL, *letters])}
    plain = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    plain.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    plain.decoder = decoders.ByteLevel()
    made = PreTrainedTokenizerFast(tokenizer_object=plain, pad_token="<|pad|>", eos_token="<|end|>")
    made.add_special_tokens({"additional_special_tokens": SPECIAL[2:]})
    made.chat_template = TEMPLATE
    return made


def configuration(**changes: Any) -> Any:
    """The smallest Llama that runs."""
    from transformers import LlamaConfig

    sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    ends = {"pad_token_id": 0, "eos_token_id": 1, "bos_token_id": 1}
    return LlamaConfig(vocab_size=300, max_position_embeddings=4096, **sizes, **ends, **changes)


def model() -> Any:
    """One that writes."""
    from transformers import LlamaForCausalLM

    return LlamaForCausalLM(configuration())


def reward_model() -> Any:
    """One that gives a number."""
    from transformers import LlamaForSequenceClassification

    return LlamaForSequenceClassification(configuration(num_labels=1))
