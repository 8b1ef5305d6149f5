"""Whether a judge that costs money beats the small model of her own taste on the same samples; it runs no judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.agreement.comparison import compare_judges
from studio.agreement.figures import TOO_FEW
from studio.comparing.heard import scale_of
from studio.comparing.judge_comparison import JudgeComparison
from studio.own_judges.kinds import own_kind
from studio.records import Judge


def beaten_by_taste(
    shown: Sequence[JudgeComparison], *, groups: Mapping[str, str]
) -> list[tuple[JudgeComparison, float, float]]:
    """Judges that are not clearly nearer to her than her taste, each with both shares of agreement, taste's last.

    On the samples both judged: the paired difference of agreement, its 95 % interval by input; clearly nearer means
    that the interval lies above zero. Nothing is said below twenty shared ratings.
    """
    tastes = {(one.criterion.id, one.judge.mode): one for one in shown if own_kind(one.judge.model) == "taste"}
    found = []
    for one in shown:
        taste = tastes.get((one.criterion.id, one.judge.mode))
        if taste is not None and _is_asked(one.judge) and (shares := _not_better(one, taste, groups=groups)):
            found.append((one, *shares))
    return found


def _is_asked(judge: Judge) -> bool:
    return own_kind(judge.model) is None and not judge.settings.members


def _not_better(
    one: JudgeComparison, taste: JudgeComparison, *, groups: Mapping[str, str]
) -> tuple[float, float] | None:
    said, mine = {row[0]: row[2] for row in one.rows}, {row[0]: row[2] for row in taste.rows}
    both = [row for row in taste.rows if row[0] in said]
    if len(both) < TOO_FEW:
        return None
    scale = scale_of(one.criterion, one.judge)
    difference = compare_judges(
        [row[1] for row in both],
        [mine[row[0]] for row in both],
        [said[row[0]] for row in both],
        values=scale.values,
        level=scale.level,
        groups=[groups.get(row[0], row[0]) for row in both],
    ).differences["accuracy"]
    if difference.value is None or (difference.low is not None and difference.low > 0):
        return None
    share = sum(row[1] == mine[row[0]] for row in both) / len(both)
    return share + difference.value, share
