"""The text of a rubric file for a Rubric: a new one, or the old one with nothing touched but what changed."""

from __future__ import annotations

from pydantic import ValidationError

from studio.errors import RubricError
from studio.records import Rubric
from studio.rubric.conversion import Misfit, file_form, rubric_record
from studio.rubric.editing import edited
from studio.rubric.emission import entry, item
from studio.rubric.problems import first_problem, path_in_words
from studio.rubric.reading import parse_rubric, rubric_of_tree
from studio.rubric.shape import RubricInFile
from studio.rubric.source import BYTE_ORDER_MARK, checked_text
from studio.rubric.tree import read_tree

HEADER = "# yaml-language-server: $schema=rubric.schema.json\n"


def new_rubric_text(rubric: Rubric) -> str:
    """A fresh file for the rubric, criteria apart by a blank line."""
    form = file_form(tidy(rubric))
    criteria = form.pop("criteria")
    head = "".join(f"{entry(key, value, column=0)}\n" for key, value in form.items())
    items = "\n".join(f"  {item(criterion, column=2)}\n" for criterion in criteria)
    return checked_text(f"{HEADER}{head}criteria:\n{items}", file=rubric.name)


def write_rubric(rubric: Rubric, *, source: str, file: str = "the rubric") -> str:
    """The source text changed as little as the rubric asks: comments, order, quotes and line ends stay.

    ruamel's own round trip hangs a comment on the part before it, so that removing a criterion takes the next one's
    comment along, and it wraps lines anew; here only the characters of a changed part are replaced.
    """
    wanted = tidy(rubric)
    if _reads_as(source, wanted, file=file):
        return source
    bare = checked_text(source, file=file)
    mark = BYTE_ORDER_MARK if source.startswith(BYTE_ORDER_MARK) else ""
    windows_lines = bare.count("\n") == bare.count("\r\n") > 0
    text = bare.replace("\r\n", "\n") if windows_lines else bare
    tree = read_tree(text, file=file)
    old = rubric_of_tree(tree, text=text, file=file)
    changed = edited(text, tree, old=file_form(old), new=file_form(wanted))
    if not _reads_as(changed, wanted, file=file):
        # A layout that the editor does not know: a right file without its comments beats a wrong one with them.
        changed = new_rubric_text(wanted)
    return mark + (changed.replace("\n", "\r\n") if windows_lines else changed)


def tidy(rubric: Rubric) -> Rubric:
    """The rubric as it will be read back: texts without white space around them; refuses what no file can hold."""
    form = file_form(rubric)
    try:
        return rubric_record(RubricInFile.model_validate(form))
    except ValidationError as error:
        words, _ = first_problem(error, found=form)
    except Misfit as misfit:
        words = f"{path_in_words(misfit.path, found=form)}: {misfit.words}"
    raise RubricError(happened=words, file=rubric.name)


def _reads_as(text: str, rubric: Rubric, *, file: str) -> bool:
    try:
        found = parse_rubric(text, file=file)
    except RubricError:
        return False
    return found == rubric and found.id == rubric.id
