"""The recipe as the fields of a form and back; what the form has no field for stays as the recipe has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from studio.curation.recipe import (
    OVERALL,
    PASSES,
    Balance,
    Characters,
    Choose,
    Condition,
    Hygiene,
    Pairs,
    Recipe,
    Split,
    Values,
)

RATED, GOOD = Condition(source="rating"), Condition(at_least=PASSES)
SPLITS = {
    "none": Split(train=1.0, validation=0.0, test=0.0),
    "test": Split(train=0.8, validation=0.0, test=0.2),
    "three": Split(),
}
NEAR = 0.9
VALUE_OF = "value_of_"
Form = dict[str, Any]


def form_of(recipe: Recipe) -> Form:
    """The fields as they stand for this recipe."""
    return {
        **_condition_fields(recipe.keep),
        **_choose_fields(recipe.choose),
        **_values_fields(recipe.values),
        **_hygiene_fields(recipe.hygiene),
        **_balance_fields(recipe.balance),
        **_pairs_fields(recipe.pairs),
        **_split_fields(recipe.split),
        "messages": recipe.messages,
    }


def recipe_of(form: Mapping[str, Any], *, base: Recipe) -> Recipe:
    """The recipe these fields say; everything they do not speak of is as in the base."""
    return base.model_copy(
        update={
            "keep": _keep(form, base=base),
            "choose": _choose(form, base=base.choose),
            "values": _values(form, base=base.values),
            "hygiene": _hygiene(form, base=base.hygiene),
            "balance": _balance(form, base=base.balance),
            "pairs": _pairs(form, base=base.pairs),
            "split": _split(form, base=base.split),
            "messages": form["messages"],
        }
    )


def further_conditions(keep: Sequence[Condition]) -> list[Condition]:
    """The conditions that the form has no field for."""
    return [one for one in keep if one not in (RATED, GOOD) and not _is_choice_of_values(one)]


def _is_choice_of_values(condition: Condition) -> bool:
    plain = Condition(criterion=condition.criterion, any_of=condition.any_of or ("x",))
    return condition == plain and condition.criterion != OVERALL


def _condition_fields(keep: Sequence[Condition]) -> Form:
    which = "good" if GOOD in keep else "rated" if RATED in keep else "all"
    chosen = {f"{VALUE_OF}{one.criterion}": list(one.any_of) for one in keep if _is_choice_of_values(one)}
    return {"which": which, "rated_too": GOOD in keep and RATED in keep, **chosen}


def _keep(form: Mapping[str, Any], *, base: Recipe) -> tuple[Condition, ...]:
    keep: list[Condition] = [GOOD] if form["which"] == "good" else []
    if form["which"] == "rated" or (form["which"] == "good" and form["rated_too"]):
        keep.append(RATED)
    for name, values in form.items():
        if name.startswith(VALUE_OF) and values:
            keep.append(Condition(criterion=name.removeprefix(VALUE_OF), any_of=tuple(values)))
    return _in_the_order_of(base.keep, [*keep, *further_conditions(base.keep)])


def _in_the_order_of(former: Sequence[Condition], found: Iterable[Condition]) -> tuple[Condition, ...]:
    """So that a recipe that was only looked at stays the same recipe."""
    places = {repr(condition): place for place, condition in enumerate(former)}
    return tuple(sorted(found, key=lambda condition: places.get(repr(condition), len(places))))


def _choose_fields(choose: Choose) -> Form:
    return {
        "prompts": list(choose.prompts),
        "models": list(choose.models),
        "tags": [(name, value) for name, values in choose.tags.items() for value in values],
        "from": choose.created_from,
        "before": choose.created_before,
        "input_most": choose.input_characters.most,
        "output_least": choose.output_characters.least or None,
        "output_most": choose.output_characters.most,
        "languages": list(choose.languages),
        "agree": choose.judges,
    }


def _choose(form: Mapping[str, Any], *, base: Choose) -> Choose:
    tags: dict[str, tuple[str, ...]] = {}
    for name, value in form["tags"]:
        tags[name] = (*tags.get(name, ()), value)
    return Choose(
        prompts=tuple(form["prompts"]),
        models=tuple(form["models"]),
        tags=tags,
        created_from=form["from"],
        created_before=form["before"],
        input_characters=Characters(least=base.input_characters.least, most=form["input_most"]),
        output_characters=Characters(least=form["output_least"] or 0, most=form["output_most"]),
        languages=tuple(form["languages"]),
        judges=form["agree"],
    )


def _values_fields(values: Values) -> Form:
    return {
        "judges": list(values.judges),
        "measure": values.measure,
        "least": values.least_agreement,
        "least_ratings": values.least_ratings,
        "least_judges": values.least_judges,
        "confidence": values.least_confidence,
        "raters": list(values.raters),
        "several": values.several_raters,
    }


def _values(form: Mapping[str, Any], *, base: Values) -> Values:
    changed = {
        "judges": tuple(form["judges"]),
        "measure": form["measure"],
        "least_agreement": float(form["least"]),
        "least_ratings": int(form["least_ratings"]),
        "least_judges": int(form["least_judges"]),
        "least_confidence": form["confidence"],
        "raters": tuple(form["raters"]),
        "several_raters": form["several"],
    }
    return base.model_copy(update=changed)


def _hygiene_fields(hygiene: Hygiene) -> Form:
    return {
        "exact": hygiene.exact_duplicates is not False,
        "near": hygiene.near_duplicates is not None,
        "near_likeness": hygiene.near_duplicates or NEAR,
        "near_of": hygiene.near_duplicates_of,
        "held_out": hygiene.held_out or "",
        "secrets": hygiene.secrets,
        "personal": hygiene.personal,
    }


def _hygiene(form: Mapping[str, Any], *, base: Hygiene) -> Hygiene:
    exact = (base.exact_duplicates or None) if form["exact"] else False
    changed = {
        "exact_duplicates": exact,
        "near_duplicates": float(form["near_likeness"]) if form["near"] else None,
        "near_duplicates_of": form["near_of"],
        "held_out": form["held_out"] or None,
        "secrets": form["secrets"],
        "personal": form["personal"],
    }
    return base.model_copy(update=changed)


def _balance_fields(balance: Balance | None) -> Form:
    return {
        "balance": list(balance.over) if balance else [],
        "balance_criterion": balance.criterion if balance else OVERALL,
        "balance_most": balance.most if balance else 1.0,
    }


def _balance(form: Mapping[str, Any], *, base: Balance | None) -> Balance | None:
    if not form["balance"]:
        return None
    changed = {"over": tuple(form["balance"]), "criterion": form["balance_criterion"], "most": form["balance_most"]}
    return (base or Balance(over=("value",))).model_copy(update=changed)


def _pairs_fields(pairs: Pairs) -> Form:
    return {
        "pair_sources": list(pairs.sources),
        "pair_criterion": pairs.criterion,
        "margin": pairs.least_margin,
        "across": pairs.across_prompts,
        "per_input": pairs.most_per_input,
        "hard": pairs.hard_share is not None,
        "hard_share": 0.5 if pairs.hard_share is None else pairs.hard_share,
        "hard_margin": pairs.hard_margin,
    }


def _pairs(form: Mapping[str, Any], *, base: Pairs) -> Pairs:
    changed = {
        "sources": tuple(form["pair_sources"]),
        "criterion": form["pair_criterion"],
        "least_margin": float(form["margin"]),
        "across_prompts": form["across"],
        "most_per_input": form["per_input"],
        "hard_share": float(form["hard_share"]) if form["hard"] else None,
        "hard_margin": float(form["hard_margin"]),
    }
    return base.model_copy(update=changed)


def _split_fields(split: Split) -> Form:
    same_seed = {name: one.model_copy(update={"seed": split.seed}) for name, one in SPLITS.items()}
    name = next((name for name, one in same_seed.items() if one == split), "own")
    return {
        "split": name,
        "train": round(100 * split.train),
        "validation": round(100 * split.validation),
        "seed": split.seed,
    }


def _split(form: Mapping[str, Any], *, base: Split) -> Split:
    seed = str(form["seed"]).strip() or "1"
    if form["split"] != "own":
        return SPLITS[form["split"]].model_copy(update={"seed": seed})
    if (form["train"], form["validation"]) == (round(100 * base.train), round(100 * base.validation)):
        return base.model_copy(update={"seed": seed})
    train = min(100, form["train"])
    validation = min(100 - train, form["validation"])
    return Split(train=train / 100, validation=validation / 100, test=(100 - train - validation) / 100, seed=seed)
