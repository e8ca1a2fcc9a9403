"""Rules about the vocabularies: unique, used, and resting on the texts."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from zhidu.handbook.book import Handbook
from zhidu.judging.rules.walks import (
    Problem,
    Spot,
    clauses_of,
    duties_of,
    entries_of,
    unknown,
    whole,
)
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
                            yield Spot(document, (key, index, field)).problem(
                                f"“{value}”登记了两次", "合成一条，或改成不同的编号和名称"
                            )
                        seen.add(value)


def known_institutions(handbook: Handbook) -> Iterator[Problem]:
    """学校名单里的类别要在 institutions.yaml 里登记过：有的条款只管某几类学校，类别写错，就会漏掉或多出要答的条款。"""
    known = handbook.institutions
    if known is None:
        return
    for spot, school in entries_of(handbook, "schools"):
        if school.institution not in known:
            meant = closest(school.institution, known)
            listed = "、".join(f"{each.id} {each.name}" for each in known.values())
            none = "一类也没有写：先写 policies/vocabulary/institutions.yaml，样子在 checklists/README.md 里"
            repair = f"只能填：{listed}" if known else none
            yield spot.at("institution").problem(
                f"没有编号为“{school.institution}”的学校类别",
                f"是不是“{meant}”（{known[meant].name}）？" if meant else repair,
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
                    yield Spot(document, (kind, index, "id")).problem(
                        f"“{entry.id}”（{entry.name}）没有一项职责用到",
                        "删去，或在用到它的职责里写上",
                    )


def _used(handbook: Handbook) -> dict[str, set[str]]:
    """Every id that a duty mentions, by vocabulary."""
    kinds = ("roles", "records", "metrics", "facilities")
    used: dict[str, set[str]] = {kind: set() for kind in kinds}
    for _, _, duty in duties_of(handbook):
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


def _texts(handbook: Handbook) -> dict[str, str]:
    """What every clause says, by its id: in all editions."""
    texts: dict[str, str] = {}
    for _, clause in clauses_of(handbook):
        texts[clause.id] = f"{texts.get(clause.id, '')}\n{clause.text}"
    return texts


def alias_in_text(handbook: Handbook) -> Iterator[Problem]:
    """别称要真的写在所注明的那一条里，同一条里的一个别称不能归两个对象。"""
    if not whole(handbook):
        return
    texts = _texts(handbook)
    for kind in ("roles", "facilities"):
        owners: dict[tuple[str, str], str] = {}
        for spot, entry in entries_of(handbook, kind):
            for place, alias in enumerate(entry.aliases):
                here = spot.at("aliases", place)
                text = texts.get(alias.clause)
                if text is None:
                    yield here.at("clause").problem(*unknown("条款", alias.clause, None, texts))
                elif alias.name not in text:
                    yield here.at("name").problem(
                        f"{alias.clause} 的原文里没有“{alias.name}”",
                        "照抄原文的字，或改成写有它的条款",
                    )
                owner = owners.setdefault((alias.name, alias.clause), entry.id)
                if owner != entry.id:
                    yield here.at("name").problem(
                        f"{alias.clause} 的“{alias.name}”已经归 {owner}",
                        "一处只归一个，另一处删去",
                    )


def members_in_text(handbook: Handbook) -> Iterator[Problem]:
    """组织由哪些岗位组成，要有原文为据：岗位登记过，原字真的写在所注明的那一条里。

    学校报来的名单按它核对。
    """
    if not whole(handbook):
        return
    texts = _texts(handbook)
    known = set(handbook.roles or {})
    for spot, role in entries_of(handbook, "roles"):
        for place, member in enumerate(role.members):
            here = spot.at("members", place)
            if member.role is not None and member.role not in known:
                wrong = unknown("岗位", member.role, "roles.yaml", known)
                yield here.at("role").problem(*wrong)
            elif member.clause not in texts:
                yield here.at("clause").problem(*unknown("条款", member.clause, None, texts))
            elif member.quote not in texts[member.clause]:
                message = f"{member.clause} 的原文里没有“{member.quote}”"
                yield here.at("quote").problem(message, "照抄原文的字")


def posters_in_text(handbook: Handbook) -> Iterator[Problem]:
    """场所的 posters 里，制度要有，写了依据的，原字要真的在那一条里。

    原文没有写到这个场所的，clause 和 words 都不写，就是我们的建议；只写一样说不清依据。
    """
    if not whole(handbook):
        return
    texts = {clause.id: clause.text for _, clause in clauses_of(handbook)}
    policies = {document.value.policy for document in handbook.of("policy")}
    for spot, facility in entries_of(handbook, "facilities"):
        seen: set[str] = set()
        for place, hanging in enumerate(facility.posters):
            yield from _wrong_poster(spot.at("posters", place), hanging, policies, texts, seen)
            seen.add(hanging.policy)


def _wrong_poster(
    spot: Spot, hanging: Hanging, policies: set[str], texts: dict[str, str], seen: set[str]
) -> Iterator[Problem]:
    """The one thing that is wrong about *hanging*, if any."""
    if hanging.policy not in policies:
        yield spot.at("policy").problem(*unknown("制度", hanging.policy, None, policies))
    elif hanging.policy in seen:
        yield spot.at("policy").problem(f"“{hanging.policy}”在这个场所写了两次", "留一条")
    elif (hanging.clause is None) != (hanging.words is None):
        repair = "clause 和 words 要么都写，要么都不写（都不写就是建议）"
        yield spot.problem("依据只写了一半", repair)
    elif hanging.clause is not None and hanging.clause not in texts:
        yield spot.at("clause").problem(*unknown("条款", hanging.clause, None, texts))
    elif hanging.clause and hanging.words and hanging.words not in texts[hanging.clause]:
        message = f"{hanging.clause} 的原文里没有“{hanging.words}”"
        yield spot.at("words").problem(message, "照抄原文的字，或改成写有它的条款")


def known_measures(handbook: Handbook) -> Iterator[Problem]:
    """指标的单位和计量范围，要是程序自带的，或者在 metrics.yaml 的 units 和 spans 里登记。"""
    measures = handbook.measures
    if measures is None:
        return
    units = {unit.id for unit in measures.units}
    spans = {span.id for span in measures.spans}
    for spot, metric in entries_of(handbook, "metrics"):
        for key, what, value, known in (
            ("unit", "单位", metric.unit, units),
            ("per", "计量范围", metric.per, spans),
        ):
            if value is not None and value not in known:
                yield spot.at(key).problem(*unknown(what, value, "metrics.yaml", known))


def counted_persons(handbook: Handbook) -> Iterator[Problem]:
    """要求每个人达到的数（按人计的范围），自查时数达到的人数，不能用平均数：平均数看不出有人没有达到。

    这样的指标写 measure: {each: true, count: …, total: …}，count 里用 {demand} 代表要求的数。
    """
    spans = handbook.measures.spans if handbook.measures else ()
    persons = {span.id for span in spans if span.persons}
    for spot, metric in entries_of(handbook, "metrics"):
        measure, place = metric.measure, spot.at("measure")
        if measure is None:
            continue
        if metric.per in persons and not measure.each:
            yield place.problem(
                f"指标 {metric.id} 要求每个人达到，却按合计来数",
                "改为数达到的人数：each: true，count 写“……{demand}的人数”，total 写总人数",
            )
        elif measure.each and not (measure.total and "{demand}" in measure.count):
            yield place.problem(
                f"指标 {metric.id} 逐个数，却没有写"
                + ("{demand}" if measure.total else "总数（total）"),
                "count 里用 {demand} 代表要求的数，total 写一共有多少",
            )


def terms_in_text(handbook: Handbook) -> Iterator[Problem]:
    """词汇表的每个词（或它的异写）都要在某一条原文里出现；原文没有的词不收，勘误改正的错字不作词条。"""
    if not whole(handbook):
        return
    texts = "\n".join(clause.text for _, clause in clauses_of(handbook))
    right = "\n".join(clause.reading for _, clause in clauses_of(handbook))
    for spot, term in entries_of(handbook, "terms"):
        if term.name in texts and term.name not in right:
            yield spot.at("name").problem(
                f"“{term.name}”是原文的错字，勘误已经改正",
                "词条用改正后的字；原来的写法放进 typed，搜得到就行",
            )
        elif not any(word in texts for word in (term.name, *term.variants)):
            yield spot.at("name").problem(
                f"“{term.name}”在各条原文里都没有出现", "换成原文的写法，或删去"
            )


def sayings_in_text(handbook: Handbook) -> Iterator[Problem]:
    """平时的说法（sayings）里，means 的每个词都要是条文、制度名称或者岗位、场所、记录的名称里的字样，不然搜不到东西。"""
    if not whole(handbook):
        return
    texts = (words for _, c in clauses_of(handbook) for words in (c.text, c.reading))
    known = "\n".join((*texts, *handbook.names)).lower()
    for spot, saying in entries_of(handbook, "terms", "sayings"):
        for number, word in enumerate(saying.means):
            if word.lower() not in known:
                yield spot.at("means", number).problem(
                    f"“{word}”在条文和各种名称里都没有出现，照它搜不到东西",
                    "换成原文的写法，或删去",
                )


def grouped_rhythms(handbook: Handbook) -> Iterator[Problem]:
    """职责用到的每一类节奏都要登记，登记了的正好归在一个分组里；没有时间词的职责也要有一组（kinds 为空）。"""
    used = {duty.when.kind for _, _, duty in duties_of(handbook) if duty.when}
    for document in handbook.of("rhythms"):
        homes = [kind for group in handbook.groups for kind in group.kinds]
        listed = handbook.rhythms or {}
        own = {rhythm.id for rhythm in document.value.rhythms}
        for kind in WhenKind:
            times = homes.count(kind)
            if kind not in {*own, *used, *homes}:
                continue
            key = "groups"
            if kind not in listed:
                key, message, repair = "rhythms", "没有在 rhythms 里登记", "在 rhythms 里补一行"
            elif not times:
                message, repair = "没有归进任何一组", "写进一个分组的 kinds"
            elif times > 1:
                message, repair = f"归进了 {times} 组", "只留在一个分组的 kinds 里"
            else:
                continue
            yield Spot(document, (key,)).problem(f"“{kind}”{message}", repair, of_key=True)
        rest = sum(not group.kinds for group in handbook.groups)
        if rest != 1:
            yield Spot(document, ("groups",)).problem(
                f"没有时间词的职责有 {rest} 组，应正好一组",
                "只留一组 kinds: []" if rest else "补上一组，写 kinds: []",
                of_key=True,
            )


def advised_reviews(handbook: Handbook) -> Iterator[Problem]:
    """制度体检的一类问题，在 drafting.yaml 的 advice 里最多登记一次：叫什么、问什么、怎样改写；没有登记的，用程序自带的。"""
    for document in handbook.of("drafting"):
        kinds = [advice.kind for advice in document.value.advice]
        for kind in ReviewKind:
            if kinds.count(kind) > 1:
                yield Spot(document, ("advice",)).problem(
                    f"“{kind}”登记了不止一次", "只留一条", of_key=True
                )


def school_days(handbook: Handbook) -> Iterator[Problem]:
    """校历要说得通：学期从前到后，放假在学期里、互不重叠，调休上课的是不放假的星期六或星期日。

    日历和月度工作单照校历排日子；校历有一处对不上，就会有人在放假那天收到提醒。
    """
    for spot, term in entries_of(handbook, "school-terms", "terms"):
        for pointer, message, repair in _school_days(term):
            yield spot.at(*pointer).problem(message, repair)


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
    seen = set()
    for spot, each in entries_of(handbook, "readings", "words"):
        count = len(each.reading.split(" "))
        if count != len(each.word):
            message = f"“{each.word}”有 {len(each.word)} 个字，读音有 {count} 个音节"
            yield spot.at("reading").problem(message, "一个字写一个音节，用空格隔开")
        if each.word in seen:
            yield spot.at("word").problem(f"“{each.word}”写了两次", "只留一条")
        seen.add(each.word)
    for spot, policy in entries_of(handbook, "readings", "policies"):
        if policy not in handbook.known_editions:
            yield spot.problem(*unknown("制度", policy, None, ()))
        elif missing := [*unread(handbook, policy)]:
            title = handbook.known_editions[policy][-1].policy.title
            message = f"《{title}》里没有读音的字：{'、'.join(missing)}"
            yield spot.problem(message, "在 words 里给每个字写读音；多音字连着词写")


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
