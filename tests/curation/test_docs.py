"""What the documentation of curating shows can be run: its recipe is read, its formats are all there."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import studio
from studio.curation.formats import FORMATS
from studio.curation.recipe import Balance, Choose, Hygiene, Pairs, Split, Values
from studio.curation.recipe_file import recipe_from_text

DOCS = Path(__file__).resolve().parents[2] / "docs"
CURATING = (DOCS / "curating.md").read_text("utf-8")


def shown_recipe() -> str:
    """The example of a whole recipe."""
    return next(block for block in re.findall(r"```yaml\n(.*?)```", CURATING, re.DOTALL) if "recipe:" in block)


def test_the_shown_recipe_is_one_and_shows_every_choice_there_is() -> None:
    recipe = recipe_from_text(shown_recipe(), file="docs/curating.md")
    assert recipe.title == "Good support replies"
    for part in (Choose, Values, Hygiene, Balance, Pairs, Split):
        missing = [name for name in part.model_fields if f"{name}:" not in shown_recipe()]
        assert not missing, f"{part.__name__} has choices that the example does not show: {missing}"


def test_every_format_is_in_the_table() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", (DOCS / "formats.md").read_text("utf-8"), re.MULTILINE)
    assert listed == [known.name for known in FORMATS]


def test_the_reward_function_takes_what_its_documentation_names() -> None:
    parameters = inspect.signature(studio.reward).parameters
    section = CURATING.split("## A checked judge as a reward")[1].split("\n## ")[0]
    named = {"criterion", "least_agreement", "least_ratings", "unchecked", "cap_usd", "workspace"}
    assert named <= set(parameters)
    assert not [name for name in named if name not in section]
