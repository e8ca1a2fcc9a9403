"""The same requirement in two places, and whether the two agree."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil

from zhidu.assessment.instrument import subject
from zhidu.handbook.book import Citation, Handbook
from zhidu.judging.review.entries import Entry, Reading, pattern
from zhidu.reading.model import Duty, FacilityKind, ReviewKind
from zhidu.views.names import actors, cite, role_link, threshold_words

_ALIKE = 0.7  # likeness of two duties' words above which they ask the same
_SHORTEST = 9  # shorter words are too common to mean anything
_MOST = 40  # duties that one pair of characters may bring together: what more of them share says nothing
_NO_TIME = "没有写时间"
_NOBODY = "没有写"

Pair = tuple[Citation, Duty]


def two_places(reading: Reading) -> Iterator[Entry]:
    """同一件事写在两处，以及两处是否一致。

    量同一个指标的、drafting.yaml 的 matters 认作同一件事的、几乎逐字相同的职责，放在一起比较数量、时间、岗位和报给谁。
    管的是不同场所的，不是同一件事。两处迟早会不一致；已经不一致的，学校不知道听哪一处。
    """
    known: dict[str, list[set[str]]] = {}  # by each duty: only what could lie inside is compared
    for name, duties in _groups(reading):
        asked = {duty.id for _, duty in duties}
        documents = {citation.edition.policy.policy for citation, _ in duties if citation.edition}
        first = duties[0][1].id if duties else ""
        if len(documents) > 1 and not any(asked <= other for other in known.get(first, ())):
            for each in asked:
                known.setdefault(each, []).append(asked)
            yield _entry(reading, name, duties)


def _groups(reading: Reading) -> Iterator[tuple[str, list[Pair]]]:
    """Duties that ask the same, with what they ask."""
    duties = [
        (citation, duty)
        for citation, duty in reading.duties()
        if citation.edition
        and not any(words in duty.quote for words in reading.drafting.boilerplate)
    ]
    rooms = _Rooms(reading.handbook)
    for matter in reading.drafting.matters:
        tests = [[pattern(words) for words in group.words] for group in matter.groups]
        found = [
            pair
            for pair in duties
            if all(any(test.search(pair[1].quote) for test in group) for group in tests)
        ]
        for together in rooms.apart(found):
            yield matter.name, together
    metrics: dict[str, list[Pair]] = {}
    for pair in duties:
        if pair[1].threshold:
            metrics.setdefault(pair[1].threshold.metric, []).append(pair)
    for metric, found in sorted(metrics.items()):
        yield (reading.handbook.metrics or {})[metric].name, found
    for found in _alike(duties):
        for together in rooms.apart(found):
            if len(together) > 1:
                yield together[0][1].summary, together


class _Rooms:
    """Which rooms a duty is about: its own scope, and the rooms that its words name. None for any."""

    def __init__(self, handbook: Handbook) -> None:
        rooms = [f for f in (handbook.facilities or {}).values() if f.kind is FacilityKind.ROOM]
        self._rooms = {room.id for room in rooms}
        names = [(name, r.id) for r in rooms for name in (r.name, *(a.name for a in r.aliases))]
        self._names = sorted(names, key=lambda pair: -len(pair[0]))

    def of(self, pair: Pair) -> frozenset[str]:
        """The rooms of a duty, none where it is not about a room."""
        citation, duty = pair
        whole = citation.edition.policy.applies_to if citation.edition else None
        facility, _ = subject(duty, whole)
        found = {facility} & self._rooms if facility else set[str]()
        words = duty.quote
        for name, room in self._names:
            if name in words:
                found.add(room)
                words = words.replace(name, "　")
        return frozenset(found)

    def apart(self, pairs: list[Pair]) -> list[list[Pair]]:
        """*pairs* room by room; what is about no room in particular belongs to each."""
        of = [self.of(pair) for pair in pairs]
        rooms = dict.fromkeys(room for found in of for room in sorted(found))
        if not rooms:
            return [pairs] if pairs else []
        groups = [
            [pair for pair, found in zip(pairs, of, strict=True) if not found or room in found]
            for room in rooms
        ]
        return list({tuple(id(d) for _, d in group): group for group in groups}.values())


def _alike(duties: Iterable[Pair]) -> Iterator[list[Pair]]:
    """Duties of several clauses in almost the same words, together; in order."""
    spoken = [(p, _pairs(p[1].quote)) for p in duties if len(p[1].quote) >= _SHORTEST]
    of = list(range(len(spoken)))  # which earlier one each belongs to, itself where to none

    def first(number: int) -> int:
        while of[number] != number:
            number = of[number]
        return number

    for one, other in _near([pairs for _, pairs in spoken]):
        (citation, _), (another, _) = spoken[one][0], spoken[other][0]
        if citation.clause is not another.clause:
            earlier, later = sorted((first(one), first(other)))
            of[later] = earlier
    groups: dict[int, list[Pair]] = {}
    for number, (pair, _) in enumerate(spoken):
        groups.setdefault(first(number), []).append(pair)
    yield from (group for group in groups.values() if len(group) > 1)


def _near(sets: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Which of *sets* are alike: the place of an earlier one, and of a later.

    Two sets of which seven tenths are shared have one of their rarest in common: only those are compared, so that ten
    times as many duties take ten times as long, not a hundred. Of more than `_MOST` with one rare pair each is still
    compared with the first, so that copies find their like.
    """
    times = Counter(pair for pairs in sets for pair in pairs)
    index: dict[str, list[int]] = {}
    for number, pairs in enumerate(sets):
        rarest = sorted(pairs, key=lambda pair: (times[pair], pair))
        rarest = rarest[: len(rarest) - ceil(_ALIKE * len(rarest)) + 1]
        for other in dict.fromkeys(o for pair in rarest for o in index.get(pair, ())):
            if _likeness(sets[other], pairs) >= _ALIKE:
                yield other, number
        for pair in rarest:
            if len(known := index.setdefault(pair, [])) < _MOST:
                known.append(number)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared pairs of characters over all pairs, 0 to 1."""
    if min(len(one), len(other)) < _ALIKE * max(len(one), len(other)):
        return 0  # too different in length, whatever they share
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _entry(reading: Reading, name: str, duties: list[Pair]) -> Entry:
    first: dict[str, Pair] = {}
    for citation, duty in duties:
        first.setdefault(citation.clause.id, (citation, duty))
    compared = list(first.values())
    citations = [citation for citation, _ in compared]
    people = {_people(reading, duty) for _, duty in compared}
    rule, _, leader = reading.advice(ReviewKind.TWO_PLACES).draft.partition("；")
    draft = f"{rule}；{leader}" if leader and len(people) > 1 else rule
    return Entry(
        kind=ReviewKind.TWO_PLACES,
        clause=citations[0].clause.id,
        words=(compared[0][1].quote,),
        duties=tuple(duty.id for _, duty in duties),
        also=tuple(citation.clause.id for citation in citations[1:]),
        found=f"{name}：{_compared(reading, compared)}",
        draft=draft.replace("{other}", cite(citations[0])),
    )


def _people(reading: Reading, duty: Duty) -> str:
    names = (role_link(reading.handbook, a.role).text for a in actors(duty))
    return "、".join(dict.fromkeys(names))


def _told(reading: Reading, duty: Duty) -> str:
    to = duty.report.to if duty.report else None
    return role_link(reading.handbook, to).text if to else _NOBODY


_Row = tuple[str, list[tuple[str, str, str]]]


def _compared(reading: Reading, duties: list[Pair]) -> str:
    """Where the duties agree and where they do not: number, time, actor, who is told."""
    said: list[str] = []
    for what, values in _rows(reading, duties):
        if not values:
            continue
        if len({value for _, value, _ in values}) == 1:
            agreed = "、".join(dict.fromkeys(words for _, _, words in values))
            said.append(f"{what}一致（{agreed}）")
        else:
            told = "；".join(f"{place}：{words}" for place, _, words in values)
            said.append(f"{what}不一致（{told}）")
    return "，".join(said)


def _rows(reading: Reading, duties: list[Pair]) -> Iterator[_Row]:
    """What is compared: its name, and for each duty the place, the value and the words for it."""
    numbers: Mapping[str, str] = {
        d.id: threshold_words(reading.handbook, d.threshold) for _, d in duties if d.threshold
    }
    stated = [(cite(c), numbers[d.id], numbers[d.id]) for c, d in duties if d.id in numbers]
    yield "数量", stated if len(stated) > 1 else []
    when = [(d.when.kind, d.when.words) if d.when else ("", _NO_TIME) for _, d in duties]
    times = [(cite(c), *time) for (c, _), time in zip(duties, when, strict=True)]
    yield "时间", times if any(d.when for _, d in duties) else []
    yield "岗位", [(cite(c), _people(reading, d), _people(reading, d)) for c, d in duties]
    reports = [(cite(c), _told(reading, d), _told(reading, d)) for c, d in duties if d.report]
    yield "报给谁", reports if len(reports) > 1 else []
