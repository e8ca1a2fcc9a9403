"""Rules about the facts of duties: roles, rhythms, thresholds, and everything they refer to."""

import math
from collections.abc import Callable, Iterator, Mapping

from zhidu.handbook.book import Citation, Handbook
from zhidu.judging.rules.walks import Problem, Spot, clauses_of, duties_of, unknown, whole
from zhidu.reading.findings import Pointer
from zhidu.reading.model import (
    Assignment,
    Basis,
    Capacity,
    Clause,
    Duty,
    Modality,
    NoteKind,
    Operator,
    Policy,
    Role,
    RoleKind,
    Scope,
    Threshold,
)
from zhidu.reading.text.numerals import numbers
from zhidu.views.names import cite

HUNDRED_PERCENT = 100
_COMPARISONS = {Operator.AT_LEAST: "至少", Operator.AT_MOST: "至多", Operator.EQUAL: "等于"}


def known_references(handbook: Handbook) -> Iterator[Problem]:
    """职责里提到的岗位、记录、指标、场所、条款，都必须先在词表里登记，或确有这一条。"""
    clauses = {clause.id for _, clause in clauses_of(handbook)} if whole(handbook) else None
    mentions = [
        (spot, each)
        for spot, _, duty in duties_of(handbook)
        for each in _references(handbook, duty, clauses)
    ]
    for document in handbook.of("policy"):
        mentions += ((Spot(document), each) for each in _of_policy(handbook, document.value))
    for spot, (what, file, known, place, identifier) in mentions:
        if known is not None and identifier not in known:
            yield spot.at(*place).problem(*unknown(what, identifier, file, known))


_Reference = tuple[str, str | None, Mapping[str, object] | set[str] | None, Pointer, str]
"""What an id names, where that is listed, what is listed, where the id stands, the id."""


def _of_policy(handbook: Handbook, policy: Policy) -> Iterator[_Reference]:
    """Every id that a policy mentions as a whole."""
    if policy.addressee:
        yield "岗位", "roles.yaml", handbook.roles, ("addressee",), policy.addressee
    yield from _scope_references(handbook, policy.applies_to)


def _references(handbook: Handbook, duty: Duty, clauses: set[str] | None) -> Iterator[_Reference]:
    """Every id a duty mentions."""
    roles: list[tuple[Pointer, str | None]] = []
    for index, assignment in enumerate(duty.roles):
        roles.append((("roles", index, "role"), assignment.role))
        if assignment.see:
            yield "条款", None, clauses, ("roles", index, "see"), assignment.see
    roles.append((("report", "to"), duty.report.to if duty.report else None))
    roles.append((("approval", "by"), duty.approval.by if duty.approval else None))
    if duty.training:
        roles += [(("training", "audience", i), r) for i, r in enumerate(duty.training.audience)]
    for place, role in roles:
        if role:
            yield "岗位", "roles.yaml", handbook.roles, place, role
    for index, record in enumerate(duty.records):
        yield "记录", "records.yaml", handbook.records, ("records", index), record
    if duty.threshold:
        metric = duty.threshold.metric
        yield "指标", "metrics.yaml", handbook.metrics, ("threshold", "metric"), metric
    yield from _scope_references(handbook, duty.applies_to)


def _scope_references(handbook: Handbook, scope: Scope | None) -> Iterator[_Reference]:
    """Every id that the scope of a policy or a duty mentions."""
    if scope and scope.facility:
        place: Pointer = ("applies_to", "facility")
        yield "场所", "facilities.yaml", handbook.facilities, place, scope.facility
    for index, institution in enumerate(scope.institutions if scope else ()):
        place = ("applies_to", "institutions", index)
        yield "学校类别", "institutions.yaml", handbook.institutions, place, institution


def role_basis(handbook: Handbook) -> Iterator[Problem]:
    """岗位的依据要站得住。

    text：写出本条里的原字（words），而且这个字样是该岗位的名称或登记过的别称；
    addressee：岗位就是整份文件的对象；
    未指定的岗位只能是 reading。
    """
    unnamed: set[str] = set()  # documents that name no addressee: said once, not beside every duty
    for spot, _, duty in duties_of(handbook):
        document = spot.document
        addressee = document.value.addressee if isinstance(document.value, Policy) else None
        # else it is the addressee that is wrong
        known = addressee is None or addressee in (handbook.roles or {})
        for index, assignment in enumerate(duty.roles):
            place = spot.at("roles", index)
            role = (handbook.roles or {}).get(assignment.role)
            if role is None:
                continue
            if assignment.basis is Basis.ADDRESSEE and addressee is None:
                if document.source.path not in unnamed:
                    unnamed.add(document.source.path)
                    yield place.problem(
                        f"{duty.id} 的依据是 addressee，这份文件却没有写对象",
                        "在文件开头补上一行“addressee: 岗位编号”；没有专门的对象就换一种依据",
                    )
            elif complaint := _baseless(role, assignment, addressee if known else assignment.role):
                message, repair = complaint
                yield place.problem(f"{duty.id}：{message}", repair)


def _baseless(role: Role, assignment: Assignment, addressee: str | None) -> tuple[str, str] | None:
    """What is wrong with the basis of *assignment*, and what to do about it."""
    if role.kind is RoleKind.UNASSIGNED and assignment.basis is not Basis.READING:
        return (
            f"“{role.name}”的依据应是 reading",
            "改为 basis: reading；原文写了岗位就换成那个岗位",
        )
    if assignment.basis is Basis.ADDRESSEE and assignment.role != addressee:
        return (
            f"“{role.name}”不是这份文件的对象",
            "原文写了就用 basis: text 并写 words，否则用 reading",
        )
    if assignment.basis is not Basis.TEXT:
        return None
    if assignment.words is None:
        return f"“{role.name}”的依据是 text，却没有写出原字", "补上 words，写本条里的原字"
    if not any(name in assignment.words for name in role.names):
        return (
            f"“{assignment.words}”不是“{role.name}”登记过的写法",
            f"登记过的有：{'、'.join(sorted(role.names))}；确是同一岗位就加进 roles.yaml",
        )
    return None


def prohibition(handbook: Handbook) -> Iterator[Problem]:
    """禁止的事（must-not）要写明禁止谁（as: forbidden），不是禁止的事不能有被禁止的人。"""
    for spot, _, duty in duties_of(handbook):
        forbids = any(assignment.as_ is Capacity.FORBIDDEN for assignment in duty.roles)
        if forbids != (duty.modality is Modality.MUST_NOT):
            yield spot.at("modality" if forbids else "roles").problem(
                f"{duty.id} 的语气是 {duty.modality}，{'却' if forbids else '却没'}有被禁止的岗位",
                "禁止的事：modality 用 must-not，岗位用 as: forbidden；两样要一致",
            )


def stated_rhythm(handbook: Handbook) -> Iterator[Problem]:
    """时间要求的类别要有字为证：rhythms.yaml 列出了每一类的用字，时间词里至少要有其中之一。

    “定期”没有周期，不能标为每月或每学期：那是编出来的。
    """
    for spot, clause, duty in duties_of(handbook):
        rhythms = handbook.rhythms or {}
        rhythm = duty.when and rhythms.get(duty.when.kind)
        if not duty.when or not rhythm or not rhythm.words:
            continue
        said = duty.when.words
        if said not in clause.text:
            continue  # words that are not there are another rule's business
        if not any(word in said for word in rhythm.words):
            fitting = [
                f"“{other.name}”（{kind}）"
                for kind, other in rhythms.items()
                if any(word in said for word in other.words)
            ]
            yield spot.at("when", "kind").problem(
                f"{duty.id} 的时间词“{said}”不能标为“{rhythm.name}”",
                f"这一类的用字是：{'、'.join(rhythm.words)}；请换{'成' if fitting else '一类'}{'或'.join(fitting)}",
            )


def threshold_terms(handbook: Handbook) -> Iterator[Problem]:
    """数量要求的单位和计量范围要与 metrics.yaml 一致，数值要在摘引的字里读得出来，没有数值就不能写数。"""
    for spot, clause, duty in duties_of(handbook):
        threshold = duty.threshold
        metric = threshold and (handbook.metrics or {}).get(threshold.metric)
        if not threshold or not metric:
            continue
        place = spot.at("threshold")
        for key, what, found, expected in (
            ("unit", "单位", threshold.unit, metric.unit),
            ("per", "计量范围", threshold.per, metric.per),
        ):
            if found != expected:
                yield place.at(key).problem(
                    f"{duty.id} {_said(what, found)}，指标 {metric.id} {_said(what, expected)}",
                    f"写成 {key}: {expected or 'null'}"
                    if expected or key == "unit"
                    else f"删去 {key}",
                )
        if not _is_stated(threshold, clause):
            yield place.at("value").problem(
                f"{duty.id} 的数值 {threshold.value:g} 在“{threshold.quote}”里读不出来",
                "核对数值和摘引；原文没有写数就填 null",
            )


def _said(what: str, identifier: str | None) -> str:
    return f"的{what}是 {identifier}" if identifier else f"没有{what}"


_HALF = 0.5


def _is_stated(threshold: Threshold, clause: Clause) -> bool:
    """Whether the value can be read in the quoted words; where it cannot, only `threshold/terms` says so."""
    words = _read(threshold, clause)
    half = threshold.value == _HALF and "半" in words
    return threshold.value is None or half or threshold.value in numbers(words)


def _read(threshold: Threshold, clause: Clause) -> str:
    """The words of a threshold with the clause's errata put right, so that 六0天 reads 六十天."""
    words = threshold.quote
    for erratum in clause.errata:
        if erratum.reading is not None:
            words = words.replace(erratum.quote, erratum.reading)
    return words


def composition(handbook: Handbook) -> Iterator[Problem]:
    """同一个构成（family）的几个“占”，合计必须是 100%。"""
    families: dict[tuple[str, str, str], list[tuple[float, Spot]]] = {}
    for spot, clause, duty in duties_of(handbook):
        threshold = duty.threshold
        metric = threshold and (handbook.metrics or {}).get(threshold.metric)
        if not threshold or not metric or not metric.family or threshold.op is not Operator.EQUAL:
            continue
        family = (spot.document.source.path, clause.id, metric.family)
        value = (threshold.value or 0) if _is_stated(threshold, clause) else math.nan
        families.setdefault(family, []).append((value, spot))
    for (_, clause_id, _), parts in families.items():
        total = sum(value for value, _ in parts)
        if not math.isnan(total) and total != HUNDRED_PERCENT:
            last = parts[-1][1].at("threshold", "value")
            message = f"{clause_id} 的构成合计 {total:g}%，应是 100%"
            yield last.problem(message, "核对各部分的占比，是否漏了一部分")


def one_value(handbook: Handbook) -> Iterator[Problem]:
    """同一个指标在现行各制度里的要求必须一致；两处不同，学校不知道听哪一处。"""
    seen: dict[str, tuple[str, str, Citation]] = {}
    for citation, duty in handbook.duties.values():
        threshold = duty.threshold
        if threshold is None or not _is_stated(threshold, citation.clause):
            continue
        value = "（没有写数）" if threshold.value is None else f" {threshold.value:g}"
        demand = f"{_COMPARISONS[threshold.op]}{value}"
        where, before, first = seen.setdefault(threshold.metric, (duty.id, demand, citation))
        if before != demand:
            for spot, _, other in duties_of(handbook):
                if other is duty:
                    yield spot.at("threshold", "value").problem(
                        f"指标 {threshold.metric} 这里是“{demand}”，{where} 是“{before}”",
                        f"两处应当一致{_together(citation, first)}；确是两件事就用两个指标",
                    )


def _together(drafted: Citation, issued: Citation) -> str:
    """What else to revise, where only one of two places stands in a draft: the other may not be edited."""
    mine, other = drafted.edition, issued.edition
    if mine is None or other is None or not mine.draft or other.draft:
        return ""
    policies = f"{other.policy.policy} {mine.policy.policy}"
    return (
        f"：{cite(issued)}（{issued.clause.id}）说的是同一个数，一并修订，"
        f"重新 zhidu revise {policies} --date {mine.date}"
    )


def scope_agrees(handbook: Handbook) -> Iterator[Problem]:
    """同一条里，有的职责写了只在哪里适用（applies_to），别的也要写：漏写的，没有这个场所的学校也会被问到。

    确实不论有没有都要做的，写 applies_to: {}，表示看过了、不限。整个制度只管一个场所的，不用逐项写。
    """
    for spot, clause in clauses_of(handbook):
        text = spot.document.value
        whole = text.applies_to if isinstance(text, Policy) else None
        stated = next((duty for duty in clause.duties if duty.applies_to), None)
        if stated is None or stated.applies_to is None or whole is not None:
            continue
        for index, duty in enumerate(clause.duties):
            if duty.applies_to is None:
                yield spot.at("duties", index).problem(
                    f"{clause.id} 里 {stated.id} 写了 applies_to，{duty.id} 没有写",
                    "照原文写上同样的 applies_to；确实不论有没有都要做的，写 applies_to: {}",
                )


def law_note(handbook: Handbook) -> Iterator[Problem]:
    """与法律有关的编者注（law）要写明依据的法律（source）和怎样核对过（verified）。

    法律要求的数写在 asks 里：指标要是本条的职责所用的，单位与指标一致。
    """
    for spot, clause in clauses_of(handbook):
        used = {duty.threshold.metric for duty in clause.duties if duty.threshold}
        for index, note in enumerate(clause.notes):
            place = spot.at("notes", index)
            if note.kind is NoteKind.LAW and not (note.source and note.verified):
                lacking = "出处（source）" if not note.source else "怎样核对过（verified）"
                yield place.problem(
                    f"{clause.id} 与法律有关的编者注没有写{lacking}",
                    "补上；条号核对不到的，出处里只写法律名称，不写条号",
                )
            for number, ask in enumerate(note.asks):
                if ask.metric not in used:
                    yield place.at("asks", number, "metric").problem(
                        f"{clause.id} 没有职责用指标“{ask.metric}”，法律的数无从比较",
                        f"本条用的有：{'、'.join(sorted(used)) or '（没有）'}",
                    )
                elif (metric := (handbook.metrics or {}).get(ask.metric)) and (
                    ask.unit != metric.unit
                ):
                    yield place.at("asks", number, "unit").problem(
                        f"法律的数的单位是 {ask.unit}，指标 {metric.id} 的是 {metric.unit}",
                        f"换算成同一个单位，写成 unit: {metric.unit}",
                    )


RULES: dict[str, Callable[[Handbook], Iterator[Problem]]] = {
    "duty/known-references": known_references,
    "duty/role-basis": role_basis,
    "duty/prohibition": prohibition,
    "duty/stated-rhythm": stated_rhythm,
    "duty/scope-agrees": scope_agrees,
    "policy/law-note": law_note,
    "threshold/terms": threshold_terms,
    "threshold/composition": composition,
    "threshold/one-value": one_value,
}
