"""The same requirement in two places, and whether the two agree."""

from collections.abc import Iterator

from macros.handbook import Citation
from macros.model import Duty, ReviewKind
from macros.review.entries import Entry, Reading, pattern
from macros.views.names import actors, cite, role_link, threshold_words

_ALIKE = 0.7  # likeness of two duties' words above which they ask the same
_SHORTEST = 9  # shorter words are too common to mean anything
_NO_TIME = "没有写时间"


def two_places(reading: Reading) -> Iterator[Entry]:
    """同一件事写在两处，以及两处是否一致。

    量同一个指标的、drafting.yaml 的 matters 认作同一件事的、几乎逐字相同的职责，放在一起比较数量、时间和岗位。
    两处迟早会不一致；已经不一致的，学校不知道听哪一处。
    """
    listed: list[set[str]] = []
    for name, duties in _groups(reading):
        clauses = {citation.clause.id for citation, _ in duties}
        documents = {citation.edition.policy.policy for citation, _ in duties if citation.edition}
        if len(documents) > 1 and not any(clauses <= known for known in listed):
            listed.append(clauses)
            yield _entry(reading, name, duties)


def _groups(reading: Reading) -> Iterator[tuple[str, list[tuple[Citation, Duty]]]]:
    """Duties that ask the same, with what they ask."""
    duties = [
        (citation, duty)
        for citation, duty in reading.duties()
        if citation.edition
        and not any(words in duty.quote for words in reading.drafting.boilerplate)
    ]
    for matter in reading.drafting.matters:
        tests = [[pattern(words) for words in group.words] for group in matter.groups]
        yield (
            matter.name,
            [
                pair
                for pair in duties
                if all(any(test.search(pair[1].quote) for test in group) for group in tests)
            ],
        )
    metrics = {duty.threshold.metric for _, duty in duties if duty.threshold}
    for metric in sorted(metrics):
        name = (reading.handbook.metrics or {})[metric].name
        yield name, [p for p in duties if p[1].threshold and p[1].threshold.metric == metric]
    spoken = [(pair, _pairs(pair[1].quote)) for pair in duties]
    spoken = [(pair, pairs) for pair, pairs in spoken if len(pair[1].quote) >= _SHORTEST]
    for index, (pair, pairs) in enumerate(spoken):
        for other, others in spoken[index + 1 :]:
            if _likeness(pairs, others) >= _ALIKE:
                yield pair[1].summary, [pair, other]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared pairs of characters over all pairs, 0 to 1."""
    if min(len(one), len(other)) < _ALIKE * max(len(one), len(other)):
        return 0  # too different in length, whatever they share
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _entry(reading: Reading, name: str, duties: list[tuple[Citation, Duty]]) -> Entry:
    first: dict[str, tuple[Citation, Duty]] = {}
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


def _compared(reading: Reading, duties: list[tuple[Citation, Duty]]) -> str:
    """Where the duties agree and where they do not: number, time, actor."""
    rows: list[tuple[str, list[tuple[str, str, str]]]] = [
        (
            "数量",
            [
                (cite(c), words, words)
                for c, d in duties
                if d.threshold
                for words in [threshold_words(reading.handbook, d.threshold)]
            ],
        ),
        (
            "时间",
            [
                (cite(c), d.when.kind if d.when else "", d.when.words if d.when else _NO_TIME)
                for c, d in duties
            ]
            if any(d.when for _, d in duties)
            else [],
        ),
        ("岗位", [(cite(c), _people(reading, d), _people(reading, d)) for c, d in duties]),
    ]
    said: list[str] = []
    for what, values in rows:
        if not values:
            continue
        if len({value for _, value, _ in values}) == 1:
            said.append(
                f"{what}一致（{'、'.join(dict.fromkeys(words for _, _, words in values))}）"
            )
        else:
            told = "；".join(f"{place}：{words}" for place, _, words in values)
            said.append(f"{what}不一致（{told}）")
    return "，".join(said)
