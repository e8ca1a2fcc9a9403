"""Rules about clauses: their ids, their order, their errata, whether somebody has read them."""

from collections.abc import Callable, Iterator, Mapping
from string import ascii_lowercase

from zhidu.handbook.book import Handbook
from zhidu.handbook.printed_form import parts_before
from zhidu.judging.rules.walks import (
    Problem,
    Spot,
    clauses_of,
    common_owner,
    duties_of,
    errata_of,
    owner_of,
)
from zhidu.reading.findings import Pointer
from zhidu.reading.model import Clause, Duty, Erratum, Numbering, Policy, Role
from zhidu.reading.text.numerals import numbers, ordinal

LONGEST_COMPARED = 60  # comparing takes the product of both lengths


def quote_in_text(handbook: Handbook) -> Iterator[Problem]:
    """每项事实的摘引（quote、words、moment、trigger）都必须能在本条原文里逐字找到。

    没有原字的事实不算事实。摘引的是 text 里的原文，不是勘误之后的读本。
    """
    for spot, clause, duty in duties_of(handbook):
        for place, quote in _quotes(duty):
            if quote is not None and quote not in clause.text:
                yield _not_there(spot.at(*place), clause, quote)
    for spot, clause in clauses_of(handbook):
        for index, note in enumerate(clause.notes):
            if note.quote is not None and note.quote not in clause.text:
                yield _not_there(spot.at("notes", index, "quote"), clause, note.quote)


def _quotes(duty: Duty) -> Iterator[tuple[Pointer, str | None]]:
    """Everything in *duty* that must be words of its clause, with the place it stands in."""
    yield ("quote",), duty.quote
    for index, assignment in enumerate(duty.roles):
        yield ("roles", index, "words"), assignment.words
    if duty.when:
        yield ("when", "words"), duty.when.words
        yield ("when", "moment"), duty.when.moment
    if duty.deadline:
        yield ("deadline", "words"), duty.deadline.words
    if duty.report:
        yield ("report", "trigger"), duty.report.trigger
    for fact in ("threshold", "report", "approval", "sanction", "training", "incentive"):
        if value := getattr(duty, fact):
            yield (fact, "quote"), value.quote


def _not_there(spot: Spot, clause: Clause, quote: str) -> Problem:
    near = _near(quote, clause.text)
    return spot.problem(
        f"{clause.id} 的原文里没有“{quote}”",
        f"原文修订过了，摘引也照新的原文改，例如{near}；新的原文没有这层意思，就删掉这一项"
        if clause.history
        else f"照抄原文的字：{near}；若是 text 被改动了，把它改回去",
    )


def _near(quote: str, text: str) -> str:
    """The stretch of *text* that is most like *quote*: from the first to the last characters they share."""
    import difflib  # noqa: PLC0415  only when something is wrong

    quote = quote[:LONGEST_COMPARED]
    match = difflib.SequenceMatcher(None, quote, text, autojunk=False).find_longest_match()
    if match.size < 2:  # noqa: PLR2004  one character in common says nothing
        return f"“{text[:20]}{'……' if len(text) > 20 else ''}”"  # noqa: PLR2004
    around = max(0, match.b - match.a - len(quote))
    window = text[around : match.b + 2 * len(quote)]
    blocks = difflib.SequenceMatcher(None, quote, window, autojunk=False).get_matching_blocks()[:-1]
    first, last = blocks[0], blocks[-1]
    start = max(0, first.b - first.a)
    end = last.b + last.size + len(quote) - last.a - last.size
    return f"“{window[start:end]}”"


def erratum_once(handbook: Handbook) -> Iterator[Problem]:
    """勘误的摘引在所属的原文里必须恰好出现一次，改正后的样子要与它不同；确定的勘误必须写出应作什么。"""
    for spot, where, text, errata in errata_of(handbook):
        for index, erratum in enumerate(errata):
            place = spot.at(index)
            times = text.count(erratum.quote)
            if times != 1:
                yield place.at("quote").problem(
                    f"{where}里有 {times} 处“{erratum.quote}”，不知道勘误的是哪一处"
                    if times
                    else f"{where}里没有勘误摘引的“{erratum.quote}”",
                    "多引几个字"
                    if times
                    else f"照抄原文的字：{_near(erratum.quote, text)}；修订时已经改好的，删掉这条勘误",
                )
            if erratum.reading == erratum.quote:
                yield place.at("reading").problem(
                    f"勘误“{erratum.quote}”改正后与原文相同", "写出应作什么，或删掉这条勘误"
                )
            if erratum.certain and erratum.reading is None:
                yield place.at("certainty").problem(
                    f"勘误“{erratum.quote}”标为 certain，却没有写应作什么",
                    "写出 reading，或改为 doubtful",
                )


def errata_apart(handbook: Handbook) -> Iterator[Problem]:
    """同一处原文里两条确定的勘误不能摘引同一段字，否则不知道先改哪一处。"""
    for spot, _, text, errata in errata_of(handbook):
        taken: list[tuple[int, int, str]] = []
        for index, erratum in enumerate(errata):
            if not erratum.certain or text.count(erratum.quote) != 1:
                continue
            start = text.find(erratum.quote)
            end = start + len(erratum.quote)
            for other_start, other_end, other in taken:
                if start < other_end and other_start < end:
                    yield spot.at(index, "quote").problem(
                        f"勘误“{erratum.quote}”与勘误“{other}”摘引的字重叠",
                        "合成一条，或各自少引几个字",
                    )
            taken.append((start, end, erratum.quote))


def errata_undo(handbook: Handbook) -> Iterator[Problem]:
    """两条勘误不能互相抵消：一条把甲改成乙，另一条把乙改成甲。名称不一，统一成哪一个由制定机关定，reading 写 null。"""
    seen: dict[tuple[str, str, str], str] = {}
    for spot, clause in clauses_of(handbook):
        path = spot.document.source.path
        for index, erratum in enumerate(clause.errata):
            if erratum.reading is None:
                continue
            _, out, put = changed(erratum.quote, erratum.reading)
            if not out or not put:
                continue
            if (other := seen.get((path, put, out))) is not None:
                yield spot.at("errata", index, "reading").problem(
                    f"这里把“{out}”改成“{put}”，勘误“{other}”又反过来改",
                    "只留一条，写 reading: null，在 note 里写明两处不一",
                )
            seen.setdefault((path, out, put), erratum.quote)


def changed(quote: str, reading: str) -> tuple[int, str, str]:
    """Where in *quote* an erratum begins to change it, the characters it takes out, and those it puts there."""
    shortest = min(len(quote), len(reading))
    start = next((i for i in range(shortest) if quote[i] != reading[i]), shortest)
    end = next(
        (i for i in range(shortest - start) if quote[-1 - i] != reading[-1 - i]), shortest - start
    )
    return start, quote[start : len(quote) - end], reading[start : len(reading) - end]


def doubtful_fact(handbook: Handbook) -> Iterator[Problem]:
    """存疑的勘误不能改动事实：它改的字在时间、数量、报告的起因里，或者换了岗位，就只写疑问，reading 写 null。

    猜出来的字会被当成要求；是什么，由制定机关定。
    """
    roles = handbook.roles or {}
    for spot, clause in clauses_of(handbook):
        facts = [(duty, fact) for duty in clause.duties for fact in _facts(duty, roles)]
        for index, erratum in enumerate(clause.errata):
            if erratum.certain or erratum.reading is None:
                continue
            for duty, (what, words, names) in facts:
                if _alters(clause.text, erratum, words, names):
                    yield spot.at("errata", index, "reading").problem(
                        f"存疑的勘误改动了 {duty.id} 的{what}（“{words}”）",
                        "写 reading: null，疑问写在 note 里；能确定的，certainty 写 certain",
                    )
                    break


def _facts(duty: Duty, roles: Mapping[str, Role]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The words that a duty's facts rest on: what they say, and the names by which a role stays the same."""
    nothing: frozenset[str] = frozenset()
    if duty.when:
        yield "时间", duty.when.words, nothing
        if duty.when.moment:
            yield "时间", duty.when.moment, nothing
    if duty.threshold:
        yield "数量", duty.threshold.quote, nothing
    if duty.report and duty.report.trigger:
        yield "报告的起因", duty.report.trigger, nothing
    for assignment in duty.roles:
        if assignment.words and assignment.role in roles:
            yield "岗位", assignment.words, roles[assignment.role].names


def _alters(text: str, erratum: Erratum, words: str, names: frozenset[str]) -> bool:
    """Whether *erratum* changes *words* of *text* into others than *names*."""
    at, place = text.find(erratum.quote), text.find(words)
    if at < 0 or place < 0 or erratum.reading is None:
        return False
    start, out, put = changed(erratum.quote, erratum.reading)
    start += at
    end = start + len(out)
    inside = (
        start < place + len(words) and place < end if out else place < start < place + len(words)
    )
    if not inside:
        return False
    becomes = text[min(place, start) : start] + put + text[end : max(place + len(words), end)]
    return not any(name in becomes for name in names)


def duty_or_informative(handbook: Handbook) -> Iterator[Problem]:
    """每一条要么读出职责（自己的或分项的），要么写明 informative: true，不能两样都有；上一版读过的，这一版不能漏。

    还没有人读过的不算错误：zhidu check 在末尾报有几条、是哪几条，不会当作职责发布。上一版这一条读过，或者整项都读完了，这一版漏读的就是错误。
    """
    for spot, clause in clauses_of(handbook):
        duties = bool(clause.duties)
        if duties and clause.informative:
            yield spot.at("informative").problem(
                f"{clause.id} 标为说明性条款，却又写了职责", "删掉 informative，或删掉职责"
            )
        elif (spot.document.issuance, clause.id) in handbook.overlooked:
            yield spot.at("id").problem(
                f"{clause.id} 没有职责，也没有标为说明性条款，上一版却读过",
                "补上 duties，或写 informative: true",
            )


def id_form(handbook: Handbook) -> Iterator[Problem]:
    """编号各有其位：条款编号以制度编号开头，分项以所属条款的编号开头，职责以所属条款的编号开头。"""
    for document in handbook.of("notice"):
        # which is right, folder-date asks
        dates = {document.value.issuance.isoformat(), document.issuance}
        owners = [f"n-{date}" for date in sorted(dates - {None})]
        yield from _forms(Spot(document, ("clauses",)), document.value.clauses, owners)
    for document in handbook.of("policy"):
        policy = document.value
        owner = common_owner(policy)
        if owner not in {None, policy.policy}:
            yield Spot(document, ("policy",)).problem(
                f"制度编号是“{policy.policy}”，各条的编号却都以“{owner}-”开头", "改成一致的编号"
            )
            continue
        yield from _forms(Spot(document, ("clauses",)), policy.clauses, [policy.policy])


def _forms(spot: Spot, clauses: tuple[Clause, ...], owners: list[str]) -> Iterator[Problem]:
    """Ids of *clauses*, below any of *owners*. What is below a wrong id may go by the right one."""
    for index, clause in enumerate(clauses):
        here = spot.at(index)
        last = clause.id.rpartition("-")[2]
        names = [clause.id]
        if owner_of(clause.id) not in owners:
            yield here.at("id").problem(
                f"条款编号“{clause.id}”应以“{owners[0]}-”开头",
                _renamed(owners[0], last, {other.id for other in clauses}),
            )
            names.append(f"{owners[0]}-{last}")
        if clause.label is not None:
            names += [f"{owners[0]}-{number:g}" for number in numbers(clause.label)]
        yield from _forms(here.at("clauses"), clause.clauses, names)
        for place, duty in enumerate(clause.duties):
            if owner_of(duty.id) not in names:
                taken = {other.id for other in clause.duties}
                letter = duty.id.rpartition("-")[2]
                yield here.at("duties", place, "id").problem(
                    f"职责编号“{duty.id}”应以“{clause.id}-”开头",
                    _renamed(clause.id, letter, taken, ascii_lowercase),
                )


def _renamed(owner: str, last: str, taken: set[str], others: str = "") -> str:
    """How to rename something to stand under *owner*: as it was, or the first of *others* that is free."""
    free = next((end for end in (last, *others) if f"{owner}-{end}" not in taken), None)
    if free is None:
        return f"改成以“{owner}-”开头、还没有用过的编号"
    return f"改为 {owner}-{free}"


def id_order(handbook: Handbook) -> Iterator[Problem]:
    """职责编号的字母按原文先后递增；条号一、二、三……不跳不重，首版的条款编号与条号一致。

    每一章可以重新从一编起；印作“第几条”的，照印出的条号，可以跳（节选），不能倒。
    """
    first = {policy: editions[0].document for policy, editions in handbook.all_editions.items()}
    for document in handbook.of("policy"):
        is_first = first.get(document.value.policy) is document
        spot = Spot(document, ("clauses",))
        yield from _labels(spot, document.value.clauses, is_first=is_first)
    for spot, clause in clauses_of(handbook):
        last = ""
        for index, duty in enumerate(clause.duties):
            letter = duty.id.rpartition("-")[2]
            if (len(letter), letter) < (len(last), last):  # the same twice is for unique-ids
                yield spot.at("duties", index, "id").problem(
                    f"职责“{duty.id}”的字母没有排在“{last}”之后", "按原文先后编为 a、b、c……"
                )
            last = letter


def _labels(
    spot: Spot,
    clauses: tuple[Clause, ...],
    *,
    is_first: bool,
    below_table: bool = False,
) -> Iterator[Problem]:
    number = 0
    seen: set[str] = set()
    top = len(spot.pointer) == 1
    opened = parts_before(spot.document.value) if top else {}
    gaps = top and spot.document.value.numbering is Numbering.ARTICLE
    ids = {clause.id for clause in clauses}
    for index, clause in enumerate(clauses):
        here = spot.at(index)
        if clause.id in seen:  # pasted twice, which unique-ids tells
            continue
        seen.add(clause.id)
        below = here.at("clauses")
        yield from _labels(below, clause.clauses, is_first=is_first, below_table=bool(clause.table))
        following = clauses[index + 1].label if index + 1 < len(clauses) else None
        if clause.label is None:
            if not below_table and not _may_lack_number(index, top=top, opens=clause.id in opened):
                yield here.at("id").problem(
                    f"{clause.id} 没有条号；只有排在最前的引言和分项、表格后面另起的一款可以没有",
                    f"按顺序补上一行“label: {ordinal(number + 1)}”",
                )
                if following is None or following != ordinal(number + 1):
                    number += 1
            continue
        value = int(max(numbers(clause.label), default=0))
        begins_again = clause.id in opened and value == 1
        number = value if begins_again or (gaps and value > number) else number + 1
        again = bool(opened) and f"{owner_of(clause.id)}-{number}" in ids  # in a later chapter
        if clause.label != ordinal(number):
            yield here.at("label").problem(
                f"{clause.id} 的条号是“{clause.label}”，按顺序应是“{ordinal(number)}”",
                "核对条款的先后和条号",
            )
            if following is None or following != ordinal(number + 1):  # a gap, not a slip
                number = int(max(numbers(clause.label), default=number))
        elif is_first and clause.id.rpartition("-")[2] != str(number) and not again:
            yield here.at("id").problem(
                f"第{clause.label}条的编号是“{clause.id}”，首版应与条号一致",
                f"改为 {owner_of(clause.id)}-{number}",
            )


def part_there(handbook: Handbook) -> Iterator[Problem]:
    """每一章、每一节都写明从哪一条起，那一条是本版的一条（不是分项），章节的先后与条款的先后一致。"""
    for document in handbook.of("policy"):
        places = {clause.id: place for place, clause in enumerate(document.value.clauses)}
        last = 0
        for index, part in enumerate(document.value.parts):
            place = places.get(part.before)
            if place is None or place < last:
                yield Spot(document, ("parts", index, "before")).problem(
                    f"“{part.title}”从 {part.before} 起，"
                    + ("本版没有这一条" if place is None else "排在前一章的前面了"),
                    "写这一章第一条的编号；这一章没有条款了，删掉这一项",
                )
            last = max(last, place or 0)


def _may_lack_number(index: int, *, top: bool, opens: bool) -> bool:
    """Whether a clause is a preamble, of all or of a chapter, or a paragraph after sub-clauses."""
    return not index or opens if top else index > 0


def unique_ids(handbook: Handbook) -> Iterator[Problem]:
    """同一次印发里，制度、条款、职责的编号都不能重复。"""
    seen: dict[tuple[str | None, str], str] = {}
    for document in (*handbook.of("notice"), *handbook.of("policy")):
        if isinstance(document.value, Policy):
            twice = list(_once(seen, Spot(document, ("policy",)), document.value.policy))
            if twice:  # then everything in it is there twice, which need not be said
                yield from twice
                continue
        yield from _once_each(seen, Spot(document, ("clauses",)), document.value.clauses)


def _once_each(
    seen: dict[tuple[str | None, str], str], spot: Spot, clauses: tuple[Clause, ...]
) -> Iterator[Problem]:
    for index, clause in enumerate(clauses):
        here = spot.at(index)
        twice = list(_once(seen, here.at("id"), clause.id))
        if twice:
            yield from twice
            continue
        yield from _once_each(seen, here.at("clauses"), clause.clauses)
        for place, duty in enumerate(clause.duties):
            if owner_of(duty.id) == clause.id:  # else id-form asks for another id anyway
                yield from _once(seen, here.at("duties", place, "id"), duty.id)


def _once(seen: dict[tuple[str | None, str], str], spot: Spot, name: str) -> Iterator[Problem]:
    path = spot.document.source.path
    key = (spot.document.issuance, name)
    if key in seen:
        here = seen[key] == path
        yield spot.problem(
            f"编号“{name}”已经在{'本文件里' if here else f' {seen[key]} 里'}用过",
            "换一个没有用过的编号",
        )
    else:
        seen[key] = path


RULES: dict[str, Callable[[Handbook], Iterator[Problem]]] = {
    "policy/quote-in-text": quote_in_text,
    "policy/erratum-once": erratum_once,
    "policy/errata-apart": errata_apart,
    "policy/errata-undo": errata_undo,
    "policy/doubtful-fact": doubtful_fact,
    "policy/duty-or-informative": duty_or_informative,
    "policy/id-form": id_form,
    "policy/id-order": id_order,
    "policy/part-there": part_there,
    "policy/unique-ids": unique_ids,
}
