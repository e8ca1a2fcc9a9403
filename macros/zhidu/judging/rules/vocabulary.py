"""Rules about the vocabularies: unique, used, and resting on the texts."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from zhidu.handbook.book import Handbook
from zhidu.judging.rules.walks import Problem, clauses_of, duties_of, unknown, whole
from zhidu.reading.findings import Pointer, closest
from zhidu.reading.model import Hanging, ReviewKind, RoleKind, SchoolTerm, WhenKind
from zhidu.views.on_paper.sounded import unread

_SATURDAY = 5

_LISTS = (
    ("roles", ("roles",)),
    ("records", ("records",)),
    ("metrics", ("units", "spans", "metrics")),
    ("facilities", ("facilities",)),
    ("terms", ("terms",)),
    ("rhythms", ("rhythms", "groups")),
    ("institutions", ("institutions",)),
    ("schools", ("schools",)),
    ("school-terms", ("terms",)),
)


def unique_entries(handbook: Handbook) -> Iterator[Problem]:
    """词表里的编号和名称都不能重复。"""
    for kind, lists in _LISTS:
        for document in handbook.of(kind):
            for key in lists:
                for field in ("id", "name"):
                    seen: set[str] = set()
                    for index, entry in enumerate(getattr(document.value, key)):
                        value = getattr(entry, field)
                        if value in seen:
                            yield Problem(
                                document=document,
                                pointer=(key, index, field),
                                message=f"“{value}”登记了两次",
                                repair="合成一条，或改成不同的编号和名称",
                            )
                        seen.add(value)


def known_institutions(handbook: Handbook) -> Iterator[Problem]:
    """学校名单里的类别要在 institutions.yaml 里登记过：有的条款只管某几类学校，类别写错，就会漏掉或多出要答的条款。"""
    known = handbook.institutions
    if known is None:
        return
    for document in handbook.of("schools"):
        for index, school in enumerate(document.value.schools):
            if school.institution not in known:
                meant = closest(school.institution, known)
                listed = "、".join(f"{each.id} {each.name}" for each in known.values())
                message = f"没有编号为“{school.institution}”的学校类别"
                repair = (
                    f"是不是“{meant}”（{known[meant].name}）？" if meant else f"只能填：{listed}"
                )
                yield Problem(
                    document=document,
                    pointer=("schools", index, "institution"),
                    message=message,
                    repair=repair,
                )


def used_entries(handbook: Handbook) -> Iterator[Problem]:
    """词表里登记了的岗位、记录、指标、场所，至少要有一项职责用到（场所也可以只用来挂制度）；用不到的删去。"""
    if not whole(handbook):
        return
    for kind, identifiers in _used(handbook).items():
        for document in handbook.of(kind):
            known = {entry.id for entry in getattr(document.value, kind)}
            meant = {closest(identifier, known) for identifier in identifiers - known}  # misspelt
            for index, entry in enumerate(getattr(document.value, kind)):
                if kind == "roles" and entry.kind is RoleKind.UNASSIGNED:
                    continue  # a text that names everybody is a good text
                if entry.id not in identifiers and entry.id not in meant:
                    yield Problem(
                        document=document,
                        pointer=(kind, index, "id"),
                        message=f"“{entry.id}”（{entry.name}）没有一项职责用到",
                        repair="删去，或在用到它的职责里写上",
                    )


def _used(handbook: Handbook) -> dict[str, set[str]]:
    """Every id that a duty mentions, by vocabulary."""
    used: dict[str, set[str]] = {
        "roles": set(),
        "records": set(),
        "metrics": set(),
        "facilities": set(),
    }
    for _, _, _, duty in duties_of(handbook):
        used["roles"].update(assignment.role for assignment in duty.roles)
        if duty.training:
            used["roles"].update(duty.training.audience)
        used["records"].update(duty.records)
        if duty.threshold:
            used["metrics"].add(duty.threshold.metric)
        if duty.applies_to and duty.applies_to.facility:
            used["facilities"].add(duty.applies_to.facility)
    for facility in (handbook.facilities or {}).values():
        if facility.posters:
            used["facilities"].add(facility.id)
    for document in handbook.of("policy"):
        scope = document.value.applies_to
        if scope and scope.facility:
            used["facilities"].add(scope.facility)
    return used


def alias_in_text(handbook: Handbook) -> Iterator[Problem]:
    """别称要真的写在所注明的那一条里，同一条里的一个别称不能归两个对象。"""
    if not whole(handbook):
        return
    texts: dict[str, str] = {}  # of every edition
    for _, _, _, clause in clauses_of(handbook):
        texts[clause.id] = f"{texts.get(clause.id, '')}\n{clause.text}"
    for kind in ("roles", "facilities"):
        for document in handbook.of(kind):
            owners: dict[tuple[str, str], str] = {}
            for index, entry in enumerate(getattr(document.value, kind)):
                for place, alias in enumerate(entry.aliases):
                    pointer = (kind, index, "aliases", place)
                    text = texts.get(alias.clause)
                    if text is None:
                        message, repair = unknown("条款", alias.clause, None, texts)
                        yield Problem(
                            document=document,
                            pointer=(*pointer, "clause"),
                            message=message,
                            repair=repair,
                        )
                    elif alias.name not in text:
                        yield Problem(
                            document=document,
                            pointer=(*pointer, "name"),
                            message=f"{alias.clause} 的原文里没有“{alias.name}”",
                            repair="照抄原文的字，或改成写有它的条款",
                        )
                    owner = owners.setdefault((alias.name, alias.clause), entry.id)
                    if owner != entry.id:
                        yield Problem(
                            document=document,
                            pointer=(*pointer, "name"),
                            message=f"{alias.clause} 的“{alias.name}”已经归 {owner}",
                            repair="一处只归一个，另一处删去",
                        )


def members_in_text(handbook: Handbook) -> Iterator[Problem]:
    """组织由哪些岗位组成，要有原文为据：岗位登记过，原字真的写在所注明的那一条里。

    学校报来的名单按它核对。
    """
    if not whole(handbook):
        return
    texts: dict[str, str] = {}  # of every edition
    for _, _, _, clause in clauses_of(handbook):
        texts[clause.id] = f"{texts.get(clause.id, '')}\n{clause.text}"
    for document in handbook.of("roles"):
        known = set(handbook.roles or {})
        for index, role in enumerate(document.value.roles):
            for place, member in enumerate(role.members):
                found: tuple[str, tuple[str, str]] | None = None
                if member.role is not None and member.role not in known:
                    found = "role", unknown("岗位", member.role, "roles.yaml", known)
                elif member.clause not in texts:
                    found = "clause", unknown("条款", member.clause, None, texts)
                elif member.quote not in texts[member.clause]:
                    found = (
                        "quote",
                        (f"{member.clause} 的原文里没有“{member.quote}”", "照抄原文的字"),
                    )
                if found:
                    yield Problem(
                        document=document,
                        pointer=("roles", index, "members", place, found[0]),
                        message=found[1][0],
                        repair=found[1][1],
                    )


def posters_in_text(handbook: Handbook) -> Iterator[Problem]:
    """场所的 posters 里，制度要有，写了依据的，原字要真的在那一条里。

    原文没有写到这个场所的，clause 和 words 都不写，就是我们的建议；只写一样说不清依据。
    """
    if not whole(handbook):
        return
    texts = {clause.id: clause.text for _, _, _, clause in clauses_of(handbook)}
    policies = {document.value.policy for document in handbook.of("policy")}
    for document in handbook.of("facilities"):
        for index, facility in enumerate(document.value.facilities):
            seen: set[str] = set()
            for place, hanging in enumerate(facility.posters):
                wrong = _wrong_poster(hanging, policies, texts, seen)
                seen.add(hanging.policy)
                if wrong is not None:
                    key, (message, repair) = wrong
                    yield Problem(
                        document=document,
                        pointer=("facilities", index, "posters", place, *([key] if key else [])),
                        message=message,
                        repair=repair,
                    )


def _wrong_poster(
    hanging: Hanging, policies: set[str], texts: dict[str, str], seen: set[str]
) -> tuple[str, tuple[str, str]] | None:
    """The key that is wrong about *hanging*, or none of them, with message and repair."""
    if hanging.policy not in policies:
        return "policy", unknown("制度", hanging.policy, None, policies)
    if hanging.policy in seen:
        return "policy", (f"“{hanging.policy}”在这个场所写了两次", "留一条")
    if (hanging.clause is None) != (hanging.words is None):
        return "", ("依据只写了一半", "clause 和 words 要么都写，要么都不写（都不写就是建议）")
    if hanging.clause is not None and hanging.clause not in texts:
        return "clause", unknown("条款", hanging.clause, None, texts)
    if hanging.clause and hanging.words and hanging.words not in texts[hanging.clause]:
        message = f"{hanging.clause} 的原文里没有“{hanging.words}”"
        return "words", (message, "照抄原文的字，或改成写有它的条款")
    return None


def known_measures(handbook: Handbook) -> Iterator[Problem]:
    """指标的单位和计量范围，要是程序自带的，或者在 metrics.yaml 的 units 和 spans 里登记。"""
    measures = handbook.measures
    if measures is None:
        return
    for document in handbook.of("metrics"):
        units = {unit.id for unit in measures.units}
        spans = {span.id for span in measures.spans}
        for index, metric in enumerate(document.value.metrics):
            for key, what, value, known in (
                ("unit", "单位", metric.unit, units),
                ("per", "计量范围", metric.per, spans),
            ):
                if value is not None and value not in known:
                    message, repair = unknown(what, value, "metrics.yaml", known)
                    yield Problem(
                        document=document,
                        pointer=("metrics", index, key),
                        message=message,
                        repair=repair,
                    )


def counted_persons(handbook: Handbook) -> Iterator[Problem]:
    """要求每个人达到的数（按人计的范围），自查时数达到的人数，不能用平均数：平均数看不出有人没有达到。

    这样的指标写 measure: {each: true, count: …, total: …}，count 里用 {demand} 代表要求的数。
    """
    spans = handbook.measures.spans if handbook.measures else ()
    persons = {span.id for span in spans if span.persons}
    for document in handbook.of("metrics"):
        for index, metric in enumerate(document.value.metrics):
            measure, place = metric.measure, ("metrics", index, "measure")
            if measure is None:
                continue
            if metric.per in persons and not measure.each:
                yield Problem(
                    document=document,
                    pointer=place,
                    message=f"指标 {metric.id} 要求每个人达到，却按合计来数",
                    repair="改为数达到的人数：each: true，count 写“……{demand}的人数”，total 写总人数",
                )
            elif measure.each and not (measure.total and "{demand}" in measure.count):
                yield Problem(
                    document=document,
                    pointer=place,
                    message=f"指标 {metric.id} 逐个数，却没有写"
                    + ("{demand}" if measure.total else "总数（total）"),
                    repair="count 里用 {demand} 代表要求的数，total 写一共有多少",
                )


def terms_in_text(handbook: Handbook) -> Iterator[Problem]:
    """词汇表的每个词（或它的异写）都要在某一条原文里出现；原文没有的词不收，勘误改正的错字不作词条。"""
    if not whole(handbook):
        return
    texts = "\n".join(clause.text for _, _, _, clause in clauses_of(handbook))
    right = "\n".join(clause.reading for _, _, _, clause in clauses_of(handbook))
    for document in handbook.of("terms"):
        for index, term in enumerate(document.value.terms):
            if term.name in texts and term.name not in right:
                yield Problem(
                    document=document,
                    pointer=("terms", index, "name"),
                    message=f"“{term.name}”是原文的错字，勘误已经改正",
                    repair="词条用改正后的字；原来的写法放进 typed，搜得到就行",
                )
            elif not any(word in texts for word in (term.name, *term.variants)):
                yield Problem(
                    document=document,
                    pointer=("terms", index, "name"),
                    message=f"“{term.name}”在各条原文里都没有出现",
                    repair="换成原文的写法，或删去",
                )


def sayings_in_text(handbook: Handbook) -> Iterator[Problem]:
    """平时的说法（sayings）里，means 的每个词都要是条文、制度名称或者岗位、场所、记录的名称里的字样，不然搜不到东西。"""
    if not whole(handbook):
        return
    texts = (words for _, _, _, c in clauses_of(handbook) for words in (c.text, c.reading))
    known = "\n".join((*texts, *handbook.names)).lower()
    for document in handbook.of("terms"):
        for index, saying in enumerate(document.value.sayings):
            for number, word in enumerate(saying.means):
                if word.lower() not in known:
                    yield Problem(
                        document=document,
                        pointer=("sayings", index, "means", number),
                        message=f"“{word}”在条文和各种名称里都没有出现，照它搜不到东西",
                        repair="换成原文的写法，或删去",
                    )


def grouped_rhythms(handbook: Handbook) -> Iterator[Problem]:
    """职责用到的每一类节奏都要登记，登记了的正好归在一个分组里；没有时间词的职责也要有一组（kinds 为空）。"""
    used = {duty.when.kind for _, _, _, duty in duties_of(handbook) if duty.when}
    for document in handbook.of("rhythms"):
        homes = [kind for group in handbook.groups for kind in group.kinds]
        listed = handbook.rhythms or {}
        own = {rhythm.id for rhythm in document.value.rhythms}
        for kind in WhenKind:
            times = homes.count(kind)
            if kind not in {*own, *used, *homes}:
                continue
            if kind not in listed or times != 1:
                message, repair = (
                    ("没有在 rhythms 里登记", "在 rhythms 里补一行")
                    if kind not in listed
                    else ("没有归进任何一组", "写进一个分组的 kinds")
                    if not times
                    else (f"归进了 {times} 组", "只留在一个分组的 kinds 里")
                )
                yield Problem(
                    document=document,
                    pointer=("rhythms" if kind not in listed else "groups",),
                    message=f"“{kind}”{message}",
                    repair=repair,
                    of_key=True,
                )
        rest = sum(not group.kinds for group in handbook.groups)
        if rest != 1:
            yield Problem(
                document=document,
                pointer=("groups",),
                message=f"没有时间词的职责有 {rest} 组，应正好一组",
                repair="只留一组 kinds: []" if rest else "补上一组，写 kinds: []",
                of_key=True,
            )


def advised_reviews(handbook: Handbook) -> Iterator[Problem]:
    """制度体检的一类问题，在 drafting.yaml 的 advice 里最多登记一次：叫什么、问什么、怎样改写；没有登记的，用程序自带的。"""
    for document in handbook.of("drafting"):
        kinds = [advice.kind for advice in document.value.advice]
        for kind in ReviewKind:
            if kinds.count(kind) > 1:
                yield Problem(
                    document=document,
                    pointer=("advice",),
                    message=f"“{kind}”登记了不止一次",
                    repair="只留一条",
                    of_key=True,
                )


def school_days(handbook: Handbook) -> Iterator[Problem]:
    """校历要说得通：学期从前到后，放假在学期里、互不重叠，调休上课的是不放假的星期六或星期日。

    日历和月度工作单照校历排日子；校历有一处对不上，就会有人在放假那天收到提醒。
    """
    for document in handbook.of("school-terms"):
        for index, term in enumerate(document.value.terms):
            for pointer, message, repair in _school_days(term):
                yield Problem(("terms", index, *pointer), message, repair, document=document)


def _school_days(term: SchoolTerm) -> Iterator[tuple[Pointer, str, str]]:
    """What of *term* does not agree: where in it, message and repair."""
    first, last = term.starts or date.min, term.ends or date.max
    if first > last:
        yield ("ends",), "学期的最后一天早于第一天", "核对 starts 和 ends"
        return
    off: set[date] = set()
    yield from _holidays(term, first, last, off)
    seen: set[date] = set()
    for number, workday in enumerate(term.workdays or ()):
        fault = _workday(workday.date, seen, off)
        if fault is None and not first <= workday.date <= last:
            fault = "这一天不在学期里", "核对日期，或者改 starts、ends"
        if fault is not None:
            yield ("workdays", number, "date"), *fault
        seen.add(workday.date)


def _holidays(
    term: SchoolTerm, first: date, last: date, off: set[date]
) -> Iterator[tuple[Pointer, str, str]]:
    """What is wrong with the holidays of *term*; their days join *off*."""
    for number, holiday in enumerate(term.holidays or ()):
        if holiday.from_ > holiday.to:
            yield ("holidays", number, "to"), "放假的最后一天早于第一天", "核对 from 和 to"
            continue
        if holiday.from_ < first or holiday.to > last:
            repair = "只写学期里的；寒假、暑假不用写"
            yield ("holidays", number, "from"), "放假不全在学期里", repair
            continue
        length = (holiday.to - holiday.from_).days + 1
        days = {holiday.from_ + timedelta(days=n) for n in range(length)}
        if days & off:
            yield ("holidays", number, "from"), "与前面的一次放假有重叠", "一天只写在一次放假里"
        off |= days


def _workday(day: date, seen: set[date], off: set[date]) -> tuple[str, str] | None:
    """Why there can be no 调休 on *day*: message and repair."""
    if day.weekday() < _SATURDAY:
        return "调休上课的这一天不是星期六、星期日", "只写要上课的星期六、星期日"
    if day in seen:
        return "这一天写了两次", "删去一行"
    if day in off:
        return "这一天又放假又上课", "核对 holidays 和 workdays"
    return None


def readings(handbook: Handbook) -> Iterator[Problem]:
    """有注音版的制度，标题、条号和每一条的每个字都要有读音；一个字词只写一次，一个字一个音节。

    小读者照着念，少一个字、错一个音，就没有人能发现。
    """
    for document in handbook.of("readings"):
        seen = set()
        for index, each in enumerate(document.value.words):
            count = len(each.reading.split(" "))
            if count != len(each.word):
                message = f"“{each.word}”有 {len(each.word)} 个字，读音有 {count} 个音节"
                repair = "一个字写一个音节，用空格隔开"
                yield Problem(("words", index, "reading"), message, repair, document=document)
            if each.word in seen:
                message = f"“{each.word}”写了两次"
                yield Problem(("words", index, "word"), message, "只留一条", document=document)
            seen.add(each.word)
        for index, policy in enumerate(document.value.policies):
            pointer = ("policies", index)
            if policy not in handbook.known_editions:
                message, repair = f"没有编号为“{policy}”的制度", "核对编号"
                yield Problem(pointer, message, repair, document=document)
            elif missing := [*unread(handbook, policy)]:
                message = f"《{handbook.known_editions[policy][-1].policy.title}》里没有读音的字：{'、'.join(missing)}"
                repair = "在 words 里给每个字写读音；多音字连着词写"
                yield Problem(pointer, message, repair, document=document)


RULES: dict[str, Callable[[Handbook], Iterator[Problem]]] = {
    "vocabulary/unique-entries": unique_entries,
    "vocabulary/known-institutions": known_institutions,
    "vocabulary/used-entries": used_entries,
    "vocabulary/alias-in-text": alias_in_text,
    "vocabulary/members-in-text": members_in_text,
    "vocabulary/posters-in-text": posters_in_text,
    "vocabulary/known-measures": known_measures,
    "vocabulary/counted-persons": counted_persons,
    "vocabulary/terms-in-text": terms_in_text,
    "vocabulary/sayings-in-text": sayings_in_text,
    "vocabulary/grouped-rhythms": grouped_rhythms,
    "vocabulary/advised-reviews": advised_reviews,
    "vocabulary/school-days": school_days,
    "vocabulary/readings": readings,
}
