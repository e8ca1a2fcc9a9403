"""Scores line by line, by the published rule, and how far a school's claim is from what the bureau found."""

from dataclasses import dataclass

from zhidu.assessment.instrument import Item
from zhidu.assessment.submission import AnswerStatus
from zhidu.assessment.verdict.answer_facts import POINTS, inapplicable, rate
from zhidu.county.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item in the reckoning: `points` in halves, None where it does not count. `why` says it in words."""

    item: Item
    status: AnswerStatus | None
    points: int | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """A score with its lines. `score` is None where nothing applies."""

    lines: tuple[Line, ...]
    points: int
    applicable: int
    score: float | None

    @property
    def lost(self) -> tuple[Line, ...]:
        """What did not give a whole point."""
        return tuple(line for line in self.lines if line.points != POINTS["met"])

    @property
    def sum(self) -> str:
        """The last line: how the score comes about."""
        if self.score is None:
            return "没有适用的条款，不算分"
        return f"{self.points / 2:g} 分 ÷ 适用 {self.applicable} 项 × 100 = {self.score:g}"


def reckoned(statement: Statement) -> Reckoning:
    """The score of a statement, line by line."""
    lines = tuple(_line(statement, item) for item in statement.context.instrument.items)
    counted = [line.points for line in lines if line.points is not None]
    return Reckoning(
        lines=lines,
        points=sum(counted),
        applicable=len(counted),
        score=rate(counted),
    )


def _line(statement: Statement, item: Item) -> Line:
    context = statement.context
    why = inapplicable(context, statement.data, item)
    if why == "facility":
        name = context.instrument.facilities[item.facility or ""][0]
        return Line(item=item, status=None, points=None, why=f"没有{name}，不算")
    if why:
        return Line(item=item, status=None, points=None, why="不适用于这类学校，不算")
    answer = statement.checklist.items.get(item.id)
    if answer is None:
        return Line(item=item, status=None, points=0, why="没有回答，0 分")
    label = answer.status.label
    if answer.status is AnswerStatus.NOT_APPLICABLE:
        return Line(item=item, status=answer.status, points=None, why=f"{label}，不算")
    points = POINTS.get(answer.status, 0)
    return Line(item=item, status=answer.status, points=points, why=f"{label}，{points / 2:g} 分")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An item that the school and the bureau see differently."""

    item: Item
    claimed: AnswerStatus
    verified: AnswerStatus
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A claim beside what was found, over the items that were looked at. Positive: the school thought better of itself."""

    checked: int
    claimed: float | None
    verified: float | None
    gaps: tuple[Gap, ...]

    @property
    def points(self) -> float | None:
        """The score difference (分差)."""
        if self.claimed is None or self.verified is None:
            return None
        return round(self.claimed - self.verified, 1)


def difference(statement: Statement) -> Difference | None:
    """How far the claim is from what was found; None where nobody has looked: that is no zero."""
    inspection = statement.inspection
    if inspection is None or not inspection.items:
        return None
    looked_at: list[Gap] = []
    for item in statement.items:
        verified = inspection.items.get(item.id)
        if verified is not None:
            answer = statement.checklist.items.get(item.id)
            claimed = answer.status if answer else AnswerStatus.UNKNOWN
            found, note = verified.status.status, verified.note or ""
            looked_at.append(Gap(item=item, claimed=claimed, verified=found, note=note))
    return Difference(
        checked=len(looked_at),
        claimed=_score([each.claimed for each in looked_at]),
        verified=_score([each.verified for each in looked_at]),
        gaps=tuple(each for each in looked_at if each.claimed is not each.verified),
    )


def _score(statuses: list[AnswerStatus]) -> float | None:
    counted = [status for status in statuses if status is not AnswerStatus.NOT_APPLICABLE]
    return rate([POINTS.get(status, 0) for status in counted])
