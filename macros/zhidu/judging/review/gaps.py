"""What a text leaves open: who, to whom, with whose consent, how often, how much."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from zhidu.judging.review.entries import (
    BLANK,
    Entry,
    Reading,
    put_right,
    quoted,
    sentence_of,
)
from zhidu.reading.model import Basis, Capacity, Clause, Duty, Modality, ReviewKind, RoleKind
from zhidu.views.names import cite, is_damaged

_ACTING = {c for c in Capacity if c.acts} - {Capacity.APPROVES}


def no_actor(reading: Reading) -> Iterator[Entry]:
    """没有写明谁来做。

    句子没有主语，本条里也没有说是谁，或者只说“专人”：人人都可以说不是自己的事。按别的条推得出的，写明本站怎样理解。
    禁止的事对人人有效，处罚另有一类，都不在此列。
    """
    open_duties = [(c, d) for c, d in reading.duties() if _is_nobodys(reading, d)]
    keyed = groupby(
        open_duties,
        key=lambda pair: (pair[0].clause.id, sentence_of(pair[0].clause.text, pair[1].quote)),
    )
    for (identifier, _), group in keyed:
        duties = [duty for _, duty in group]
        clause = reading.handbook.citations[identifier].clause
        read = _read_as(reading, duties)
        yield Entry(
            kind=ReviewKind.NO_ACTOR,
            clause=identifier,
            words=tuple(duty.quote for duty in duties),
            duties=tuple(duty.id for duty in duties),
            found="没有写明由谁做" + (f"；本站按{read}" if read else ""),
            draft=reading.draft(ReviewKind.NO_ACTOR, clause, duties[0].quote),
        )


def _is_nobodys(reading: Reading, duty: Duty) -> bool:
    if duty.modality is Modality.MUST_NOT or duty.sanction is not None:
        return False
    acting = [a for a in duty.roles if a.as_ in _ACTING]
    roles = reading.handbook.roles or {}
    nobody = [a for a in acting if roles[a.role].kind is RoleKind.UNASSIGNED]
    own = reading.handbook.duties[duty.id][0].clause.id
    guessed = all(a.basis is Basis.READING and not a.words and a.see != own for a in acting)
    return bool(nobody) or guessed


def _read_as(reading: Reading, duties: Sequence[Duty]) -> str:
    """From which clause we take the actors of *duties*, and whom: 附件1第四条理解为“学校”. Nothing where we know none."""
    handbook = reading.handbook
    roles = handbook.roles or {}
    found = dict.fromkeys(
        (a.see, roles[a.role].name)
        for duty in duties
        for a in duty.roles
        if a.as_ in _ACTING and a.see in handbook.citations and a.basis is Basis.READING
    )
    return "、".join(
        f"{cite(handbook.citations[see])}理解为{quoted(name)}" for see, name in found if see
    )


def no_recipient(reading: Reading) -> Iterator[Entry]:
    """要报、要交，却没有写报给谁、交给谁。

    例如“如发现立刻上报”。出了事才去问该报给谁，就耽误了。
    """
    kind, found = ReviewKind.NO_RECIPIENT, "没有写明报给谁、交给谁"
    for citation, duty in reading.duties():
        if duty.report and duty.report.to is None:
            yield reading.of_duty(kind, (citation, duty), duty.report.quote, found)
    for citation in reading.clauses():
        reports = [d.report.quote for d in citation.clause.duties if d.report]
        for entry in reading.of_wordings(kind, citation.clause, found):
            (words,) = entry.words
            told = any(words in quote for quote in reports)
            if not told and not _is_addressed(reading, citation.clause, words):
                yield entry


def _is_addressed(reading: Reading, clause: Clause, words: str) -> bool:
    """Whether a role follows *words*, stands before them after 向, or whether they are no verb here."""
    after = clause.text[clause.text.find(words) + len(words) :]
    before = sentence_of(clause.text, words).partition(words)[0].rpartition("，")[2]
    names = {
        name
        for role in (reading.handbook.roles or {}).values()
        for name in (role.name, *(alias.name for alias in role.aliases))
    }
    return "向" in before or after.startswith((*names, "制度"))


def vague_recipient(reading: Reading) -> Iterator[Entry]:
    """写了报给谁，却说得不具体，例如“相关维护部门”“报告学校”。"""
    kind = ReviewKind.VAGUE_RECIPIENT
    for citation, duty in reading.duties():
        if duty.report is None:
            continue
        for words, _, _ in reading.matches(kind, duty.report.quote):
            found = f"{quoted(words)}没有说具体是谁"
            yield reading.of_duty(kind, (citation, duty), words, found)


def no_approver(reading: Reading) -> Iterator[Entry]:
    """要经同意、批准，却没有写经谁同意、批准，例如“未经允许”。"""
    for citation, duty in reading.duties():
        if duty.approval and duty.approval.by is None:
            kind, words = ReviewKind.NO_APPROVER, duty.approval.quote
            yield reading.of_duty(kind, (citation, duty), words, "没有写明经谁同意")


def no_decider(reading: Reading) -> Iterator[Entry]:
    """赔偿、处罚、追究责任，没有写由谁认定、依据什么规定。"""
    kind = ReviewKind.NO_DECIDER
    seen: set[tuple[str, str]] = set()
    for citation, duty in reading.duties():
        deciding = {Capacity.APPROVES, Capacity.SUPERVISES}
        if duty.sanction is None or any(a.as_ in deciding for a in duty.roles):
            continue
        key = citation.clause.id, duty.sanction.kind
        if key in seen:
            continue
        seen.add(key)
        found = "没有写明由谁认定、依据什么"
        yield reading.of_duty(kind, (citation, duty), duty.sanction.quote, found)


def unknown_post(reading: Reading) -> Iterator[Entry]:
    """只在一处提到、没有自己的职责，也没有说明由谁担任的职务，例如“主管主任”。

    在 roles.yaml 里给岗位写上 about（这是什么人），就不再列出。
    """
    kind = ReviewKind.UNKNOWN_POST
    handbook = reading.handbook
    for role in (handbook.roles or {}).values():
        if role.kind is not RoleKind.POST or role.about or role.id in handbook.addressed:
            continue
        named = (handbook.duties[d.id] for d in handbook.duties_of.get(role.id, ()))
        places = {
            citation.clause.id: (citation, duty, assignment)
            for citation, duty in named
            for assignment in duty.roles
            if assignment.role == role.id
        }
        if len(places) != 1:
            continue
        ((citation, duty, assignment),) = places.values()
        words = assignment.words or role.name
        found = f"{quoted(words)}只在这里提到，没有说明是哪个岗位"
        yield reading.of_duty(kind, (citation, duty), words, found)


def no_period(reading: Reading) -> Iterator[Entry]:
    """说“定期”“经常”，没有说多久一次。

    不写周期，做一次也是定期，检查的人无从判断。含糊的说法登记在 drafting.yaml 里。
    """
    yield from _worded(reading, ReviewKind.NO_PERIOD, "{}没有说多久一次")


def no_value(reading: Reading) -> Iterator[Entry]:
    """要有数、有期限的地方没有写，例如“规定时间”“限期”“一定的”，或者数字残缺看不出是多少。"""
    kind = ReviewKind.NO_VALUE
    listed: set[tuple[str, str]] = set()
    for entry in _worded(reading, kind, "{}没有说明具体要求"):
        listed |= {(entry.clause or "", duty) for duty in entry.duties}
        yield entry
    for citation, duty in reading.duties():
        threshold, key = duty.threshold, (citation.clause.id, duty.id)
        if threshold and threshold.value is None and key not in listed:
            found = threshold.missing or "没有写数"
            yield reading.of_duty(kind, (citation, duty), threshold.quote, found)
    for citation, duty in reading.duties():
        clause, when = citation.clause, duty.when
        if when is not None and is_damaged(clause, when):
            sentence = sentence_of(clause.text, when.words)
            yield Entry(
                kind=kind,
                clause=clause.id,
                words=(when.words,),
                duties=(duty.id,),
                found="时间残缺，看不出是哪一天",
                draft=put_right(sentence.replace(when.words, BLANK, 1), clause),
            )


def _worded(reading: Reading, kind: ReviewKind, found: str) -> Iterator[Entry]:
    """An entry for every wording of *kind* in the clauses that oblige somebody."""
    for citation in reading.clauses():
        if not citation.clause.informative:
            yield from reading.of_wordings(kind, citation.clause, found)
