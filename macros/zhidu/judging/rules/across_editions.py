"""Rules across editions: every id keeps its meaning, every change is said, and what is called editorial is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from zhidu.handbook.book import Citation, Edition, Handbook, walk
from zhidu.handbook.duty_facts import Placed, differing, matched
from zhidu.handbook.redline import likeness
from zhidu.judging.rules.walks import Problem, Spot, whole
from zhidu.reading.findings import Severity
from zhidu.reading.model import Amendment, Clause, Duty, History

_NEEDS_ORIGIN = {Amendment.MOVED, Amendment.SPLIT, Amendment.MERGED}
_ANOTHER = 0.3  # below this likeness two texts under one id are another clause's business
_THE_SAME = 0.8  # above it two texts are one clause


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """An edition after the one before it, with all clauses whose ids it may name as origins."""

    old: Edition | None
    new: Edition
    before: Mapping[str, Citation]  # the clauses of `old`
    origins: Mapping[str, Citation]
    ever: Mapping[str, Clause]  # every clause of every earlier edition, as it was last


def _steps(handbook: Handbook) -> Iterator[_Step]:
    """Every edition but the first ones, which come from nothing."""
    for editions in handbook.all_editions.values():
        ever: dict[str, Clause] = {}
        first = editions[0]
        if first.policy.history:
            elsewhere = _elsewhere(handbook, first)
            yield _Step(old=None, new=first, before={}, origins=elsewhere, ever=ever)
        for old, new in pairwise(editions):
            if old.date == new.date:  # the same policy twice: unique-ids says so
                continue
            before = old.citations
            ever |= {name: citation.clause for name, citation in before.items()}
            origins = {**_elsewhere(handbook, new), **before}
            yield _Step(old=old, new=new, before=before, origins=origins, ever=dict(ever))


def _elsewhere(handbook: Handbook, new: Edition) -> dict[str, Citation]:
    """Clauses of other policies as they were before *new*: what may have moved here."""
    found: dict[str, Citation] = {}
    for policy, editions in handbook.all_editions.items():
        if policy != new.policy.policy:
            earlier = [e for e in editions if (e.effective, e.date) < (new.effective, new.date)]
            found |= earlier[-1].citations if earlier else {}
    return found


def _clauses(edition: Edition) -> Iterator[tuple[Spot, Clause]]:
    for pointer, _, clause in walk(edition.policy.clauses):
        yield Spot(edition.document, pointer), clause


def _later(handbook: Handbook) -> Iterator[tuple[_Step, Spot, Clause]]:
    """Every clause of every edition that comes after something."""
    for step in _steps(handbook):
        for spot, clause in _clauses(step.new):
            yield step, spot, clause


def _descents(handbook: Handbook, new: Edition) -> Iterator[tuple[Citation, str]]:
    """Every clause of the issuance of *new* with each id that it says it comes from."""
    for editions in handbook.all_editions.values():
        for edition in editions:
            for citation in edition.citations.values() if edition.date == new.date else ():
                history = citation.clause.history
                for origin in history.from_ if history else ():
                    yield citation, origin


def not_lost(handbook: Handbook) -> Iterator[Problem]:
    """上一版的每一条，本版都要有下落：还在，或写进别条的 history.from，或列在 repealed 里。不能不声不响地少一条。"""
    for step in _steps(handbook):
        if step.old is None:
            continue
        repealed = {repeal.clause for repeal in step.new.policy.repealed}
        taken = {origin for _, origin in _descents(handbook, step.new)}
        for name, citation in step.before.items():
            if name in step.new.citations or name in repealed | taken:
                continue
            if citation.parent and citation.parent.id not in step.new.citations:
                continue  # said of the clause it stands in
            yield Spot(step.new.document, ("clauses",)).problem(
                f"{step.old.date} 版有 {name}，本版没有，也没有写明去向",
                f"确是废止就在 repealed 里写 {name} 和理由；并入或移到别条，就在那一条写 history",
                of_key=True,
            )


def stated_change(handbook: Handbook) -> Iterator[Problem]:
    """与上一版不同的每一条都要写 history：新增 new，修改 revised，只改字句 editorial，移动 moved，拆分 split，合并 merged。

    没有改动的不写。这样读者看得出改了什么、为什么改。
    """
    for step, spot, clause in _later(handbook):
        before = step.before.get(clause.id)
        history = clause.history
        change = history.change if history else None
        if before is None and history is None:
            yield spot.at("id").problem(
                f"{clause.id} 是上一版没有的条款，没有写 history",
                "补上 history: {change: new, reason: 理由}",
            )
        elif before is not None and history is None and before.clause.words != clause.words:
            if _meant(step, clause):  # told by same-clause
                continue
            yield spot.at("text").problem(
                f"{clause.id} 的原文与上一版不同，没有写 history",
                "补上 history: {change: revised, reason: 理由}；只改字句、要求不变的用 editorial",
            )
        elif before is not None and history and change in {Amendment.NEW, Amendment.RESTORED}:
            yield spot.at("history", "change").problem(
                f"{clause.id} 上一版就有，不能写 {change}",
                "改为 revised 或 editorial；确是另一条新的条款，就换一个没有用过的编号",
            )
        elif before is None and change in {Amendment.REVISED, Amendment.EDITORIAL}:
            yield spot.at("history", "change").problem(
                f"{clause.id} 上一版没有，不能写 {change}",
                "新增的写 new；从别条来的写 moved、split 或 merged，并写 from",
            )
        elif (
            before is not None
            and before.clause.words == clause.words
            and change in {Amendment.REVISED, Amendment.EDITORIAL}
        ):
            yield spot.at("history").problem(
                f"{clause.id} 写了 {change}，原文却与上一版一字不差",
                "还没有改就先改 text；不改就删掉 history",
                of_key=True,
            )


def known_origin(handbook: Handbook) -> Iterator[Problem]:
    """history.from 写的、repealed 列的，都要是上一版真有的编号；移动、拆分、合并必须写 from，别的变动不写。"""
    if not handbook.complete:
        return
    known = handbook.all_editions
    for step in _steps(handbook):
        for spot, clause in _clauses(step.new):
            if clause.history:
                place = spot.at("history")
                yield from _origins(step, place, clause.id, clause.history)
        for index, repeal in enumerate(step.new.policy.repealed):
            if repeal.clause not in step.before:
                message = f"上一版没有 {repeal.clause}，无从废止"
            elif repeal.clause in step.new.citations:
                message = f"{repeal.clause} 列为废止，本版却还有这一条"
            else:
                continue
            yield Spot(step.new.document, ("repealed", index, "clause")).problem(
                message, "核对编号，或删掉这一项"
            )
    for editions in known.values():
        for edition in editions:
            history = edition.policy.history
            for index, origin in enumerate(history.from_ if history else ()):
                if origin not in known or origin == edition.policy.policy:
                    yield Spot(edition.document, ("history", "from", index)).problem(
                        f"没有编号为“{origin}”的别的制度可以取代", "核对编号"
                    )
        first = editions[0]
        if first.policy.history is None:
            yield from _first(first)


def _first(first: Edition) -> Iterator[Problem]:
    """A first edition that comes in place of nothing has no past."""
    for spot, clause in _clauses(first):
        if clause.history:
            yield spot.at("history").problem(
                f"{clause.id} 在首版里，没有来历可写",
                "删掉 history；若是取代别的制度，在文件开头也写 history 和 from",
                of_key=True,
            )
    for _ in first.policy.repealed[:1]:
        yield Spot(first.document, ("repealed",)).problem(
            "首版没有上一版的条款可以废止", "删掉 repealed", of_key=True
        )


def _origins(step: _Step, place: Spot, name: str, history: History) -> Iterator[Problem]:
    needed = history.change in _NEEDS_ORIGIN
    if needed and not history.from_:
        yield place.problem(
            f"{name} 写了 {history.change}，没有写来自哪一条",
            "补上 from: [上一版的编号]",
            of_key=True,
        )
    if not needed and history.from_:
        yield place.at("from").problem(
            f"{name} 的变动是 {history.change}，不该写 from",
            "删掉 from；确是从别条来的，change 用 moved、split 或 merged",
            of_key=True,
        )
        return
    for index, origin in enumerate(history.from_):
        if origin not in step.origins:
            yield place.at("from", index).problem(
                f"{name} 来自的 {origin} 在上一版里没有", "核对编号"
            )


def editorial(handbook: Handbook) -> Iterator[Problem]:
    """标为文字变动（editorial，或 substantive: false）的，岗位、语气、时间、数量、记录等要求一样都不能变。

    要求变了就是修改：写 revised，让受影响的人看得到。
    """
    for step, spot, clause in _later(handbook):
        history = clause.history
        if history is None:
            continue
        if history.change is Amendment.EDITORIAL:
            origins = [step.origins[clause.id]] if clause.id in step.origins else []
        elif history.substantive is False:
            origins = [step.origins[o] for o in history.from_ if o in step.origins]
        else:
            continue
        if origins:
            yield from _altered(step, spot, clause, origins, "标为文字变动")


def same_facts(handbook: Handbook) -> Iterator[Problem]:
    """原文与上一版一字不差的条款，读出的职责也要一样。标注有误，就把两个版本一起改。"""
    for step, spot, clause in _later(handbook):
        before = step.before.get(clause.id)
        if before is not None and before.clause.words == clause.words and not clause.history:
            yield from _altered(step, spot, clause, [before], "原文没有改")


def _altered(
    step: _Step, spot: Spot, clause: Clause, origins: list[Citation], why: str
) -> Iterator[Problem]:
    """What the duties of *clause* demand otherwise than those of *origins*."""
    old = [
        placed
        for origin in origins
        for placed in _placed(
            origin.clause, origin.edition.policy.addressee if origin.edition else None
        )
    ]
    new = _placed(clause, step.new.policy.addressee)
    places = {duty.id: spot.at("duties", index) for index, duty in enumerate(clause.duties)}
    descended = {o for d in clause.duties if d.history for o in d.history.from_}
    for change in matched(old, new):
        if change.new is None and change.old is not None:
            lost = change.old.duty.id
            split = clause.history is not None and clause.history.change is Amendment.SPLIT
            if lost not in descended and not split:
                yield spot.at("duties" if clause.duties else "id").problem(
                    f"{clause.id} {why}，却少了职责 {lost}",
                    "改了要求就写 change: revised；没有改，就照上一版补上",
                    of_key=bool(clause.duties),
                )
        elif change.new is not None:
            yield from _demands(
                clause, change.old, change.new, places=places, descended=descended, why=why
            )


def _placed(clause: Clause, addressee: str | None = None) -> list[Placed]:
    """The duties of *clause*, in a policy that speaks to *addressee*."""
    return [Placed(duty=duty, clause=clause, addressee=addressee) for duty in clause.duties]


def _demands(
    clause: Clause,
    old: Placed | None,
    new: Placed,
    *,
    places: Mapping[str, Spot],
    descended: set[str],
    why: str,
) -> Iterator[Problem]:
    """What one duty demands otherwise than before."""
    place = places[new.duty.id]
    if old is None:
        if not (new.duty.history and descended & set(new.duty.history.from_)):
            yield place.at("id").problem(
                f"{clause.id} {why}，却多出职责 {new.duty.id}",
                "要求变了就写 change: revised；由原有职责拆分而来的，在职责里写 history",
            )
    elif found := differing(old, new, symbolic=True):
        names = "、".join(fact.label for fact in found)
        there = len(found) == 1 and getattr(new.duty, found[0].value)
        yield place.at(found[0].value if there else "id").problem(
            f"{clause.id} {why}，{new.duty.id} 的{names}却与上一版不同",
            "改了要求就写 change: revised；没有改，就与上一版写成一样",
        )


def duty_gone(handbook: Handbook) -> Iterator[Problem]:
    """上一版读出的每一项职责，本版都要有下落：改好摘引还在，并进或拆成别的职责，或者列在 dropped 里写明理由。

    改了字、写成说明性条款（informative）、删去职责，都不能让一项要求不声不响地没有了。
    """
    for step in _steps(handbook):
        if step.old is None:
            continue
        yield from _dropped(step)
        dropped = {one.duty for one in step.new.policy.dropped}
        heirs = _heirs(handbook, step.new)
        moved = {_meant(step, clause) for _, clause in _clauses(step.new)}
        addressee = step.old.policy.addressee
        for name, citation in step.before.items():
            here = [*heirs.get(name, ())]
            if name in step.new.citations:
                here.insert(0, step.new.citations[name])
            if not here or not citation.clause.duties or _told_elsewhere(citation, here[0]):
                continue
            if name in moved or (name in step.new.citations and _meant(step, here[0].clause)):
                continue  # under another clause's id: same-clause says so
            new = [placed for heir in here for placed in _placed(heir.clause)]
            for change in matched(_placed(citation.clause, addressee), new):
                if change.new is not None or change.old is None or change.old.duty.id in dropped:
                    continue
                yield _gone(step, here[0], change.old.duty)


def _told_elsewhere(before: Citation, after: Citation) -> bool:
    """Whether the text is the same, or said to mean the same: then same-facts and editorial tell what is missing."""
    history = after.clause.history
    if history is None:
        return before.clause.words == after.clause.words
    return history.change is Amendment.EDITORIAL or history.substantive is False


def _heirs(handbook: Handbook, new: Edition) -> dict[str, list[Citation]]:
    """The clauses of the issuance of *new* by the ids that they say they come from."""
    found: dict[str, list[Citation]] = {}
    for citation, origin in _descents(handbook, new):
        if origin != citation.clause.id:
            found.setdefault(origin, []).append(citation)
    return found


def _gone(step: _Step, after: Citation, duty: Duty) -> Problem:
    """That *duty* is gone, told at the clause *after* where that stands in the edition, else at its clauses."""
    spots = {clause.id: spot.at("id") for spot, clause in _clauses(step.new)}
    spot = spots.get(after.clause.id)
    return (spot or Spot(step.new.document, ("clauses",))).problem(
        f"上一版的职责 {duty.id}（{duty.summary}）本版没有了，也没有写明去向",
        f"还要求的，照新条文补上这项职责；不再要求的，在 dropped 里写 {{duty: {duty.id}, reason: 理由}}",
        of_key=spot is None,
    )


def _dropped(step: _Step) -> Iterator[Problem]:
    """What is called dropped and was not there, or still is."""
    before = {d.id for c in step.before.values() for d in c.clause.duties}
    now = {d.id for _, clause in _clauses(step.new) for d in clause.duties}
    for index, one in enumerate(step.new.policy.dropped):
        if one.duty not in before:
            message = f"上一版没有职责 {one.duty}，无从取消"
        elif one.duty in now:
            message = f"{one.duty} 列在 dropped 里，本版却还有这项职责"
        else:
            continue
        yield Spot(step.new.document, ("dropped", index, "duty")).problem(
            message, "核对编号，或删掉这一项"
        )


def same_clause(handbook: Handbook) -> Iterator[Problem]:
    """编号跟着内容走，不跟着条号走：插进或删去一条以后，后面各条只改 label，不改 id。

    编号一变，原来的链接、海报、自查答案就都指到别的条款去了。
    """
    for step, spot, clause in _later(handbook):
        if meant := _meant(step, clause):
            yield spot.at("id").problem(
                f"{clause.id} 的原文是上一版 {meant} 的",
                f"编号不跟着条号变：这一条仍用 {meant}，只改 label；新的条款用没有用过的编号",
            )


def _meant(step: _Step, clause: Clause) -> str | None:
    """The id that *clause* had before, where it stands under another clause's id without saying why."""
    before = step.before.get(clause.id)
    if before is None or (clause.history and clause.history.from_):
        return None
    if likeness(before.clause.text, clause.text) >= _ANOTHER:
        return None
    others = ((name, likeness(c.clause.text, clause.text)) for name, c in step.before.items())
    name, like = max(others, key=lambda other: other[1])
    return name if like >= _THE_SAME else None


def no_reuse(handbook: Handbook) -> Iterator[Problem]:
    """废止了的编号不能给别的条款再用；只有原样恢复的条款（history 写 restored，一字不改）可以用回原来的编号。"""
    for step in _steps(handbook):
        current = step.before
        for spot, clause in _clauses(step.new):
            history = clause.history
            gone = step.ever.get(clause.id) if clause.id not in current else None
            restored = history is not None and history.change is Amendment.RESTORED
            if gone is not None and not (restored and gone.words == clause.words):
                yield spot.at("id").problem(
                    f"编号 {clause.id} 以前用过，那一条已经不在"
                    + ("，恢复的原文与它不同" if restored else ""),
                    f"换一个没有用过的编号，例如 {_free(step, clause.id)}；"
                    "恢复原来那一条就写 change: restored，原文照旧",
                )
            elif restored and gone is None and clause.id not in current:
                yield spot.at("history", "change").problem(
                    f"{clause.id} 以前没有过，无从恢复", "新增的写 change: new"
                )


def _free(step: _Step, name: str) -> str:
    """An id beside *name* that was never used."""
    owner = name.rpartition("-")[0]
    used = {*step.ever, *step.new.citations}
    last = max(
        (int(n.rpartition("-")[2]) for n in used if n.rpartition("-")[0] == owner), default=0
    )
    return f"{owner}-{last + 1}"


def effective_days(handbook: Handbook) -> Iterator[Problem]:
    """条款自己的施行日期要晚于本次印发的生效日期；由别的制度移来的条款不能单独推迟。"""
    for editions in handbook.all_editions.values():
        for edition in editions:
            for spot, clause in _clauses(edition):
                if clause.effective is None:
                    continue
                foreign = clause.history and any(
                    not origin.startswith(f"{edition.policy.policy}-")
                    for origin in clause.history.from_
                )
                if clause.effective <= edition.effective:
                    message = (
                        f"{clause.id} 的施行日期 {clause.effective} 不晚于"
                        f"本版的生效日期 {edition.effective}"
                    )
                    repair = "删掉 effective：随本版一起施行"
                elif foreign:
                    message = f"{clause.id} 由别的制度移来，不能单独推迟施行"
                    repair = "删掉 effective，或推迟整个通知的生效日期"
                else:
                    continue
                yield spot.at("effective").problem(message, repair)


def overtaken(handbook: Handbook) -> Iterator[Problem]:
    """早印发、晚施行的一版，到施行那天会换下晚印发、先施行的一版。要一直执行后印发的，再印发一次，与那一版同一天施行。"""
    for editions in handbook.all_editions.values():
        for edition in editions:
            days = {e.effective: e for e in editions if e.effective > edition.effective}
            later = [e for e in days.values() if e.date < edition.date]
            if later:
                waiting = later[0]
                yield Spot(edition.notice, ("effective",)).problem(
                    f"{edition.policy.label}的 {waiting.date} 版印发在先，{waiting.effective} 才施行："
                    f"这一版只执行到那天，以后执行 {waiting.date} 版",
                    f"就是这样打算，不用管；要一直执行这一版，把生效日期写成 {waiting.effective}，"
                    "或者印发以后再 zhidu revise 一次，写那一天",
                    severity=Severity.WARNING,
                )


def repeals(handbook: Handbook) -> Iterator[Problem]:
    """通知废止的制度，要是这以前印发过、现在还有效的；同一次印发里不能又废止又印发。"""
    if not whole(handbook):
        return
    gone: dict[str, str] = {}
    order = sorted(handbook.of("notice"), key=lambda n: (n.value.effective, n.value.issuance))
    issued: set[str] = set()
    for notice in order:
        date = notice.value.issuance.isoformat()
        here = {
            policy
            for policy, editions in handbook.all_editions.items()
            if any(edition.date == date for edition in editions)
        }
        for index, repeal in enumerate(notice.value.repeals):
            if repeal.policy in here:
                message = f"{repeal.policy} 在本次印发里有新版，不能同时废止"
            elif repeal.policy not in issued:
                message = f"以前没有印发过 {repeal.policy}，无从废止"
            elif repeal.policy in gone:
                message = f"{repeal.policy} 已由 {gone[repeal.policy]} 的通知废止"
            else:
                gone[repeal.policy] = date
                continue
            yield Spot(notice, ("repeals", index, "policy")).problem(
                message, "核对编号，或删掉这一项"
            )
        for policy in here:
            gone.pop(policy, None)
        issued |= here


RULES: dict[str, Callable[[Handbook], Iterator[Problem]]] = {
    "edition/not-lost": not_lost,
    "edition/stated-change": stated_change,
    "edition/known-origin": known_origin,
    "edition/editorial": editorial,
    "edition/same-facts": same_facts,
    "edition/duty-gone": duty_gone,
    "edition/same-clause": same_clause,
    "edition/no-reuse": no_reuse,
    "edition/effective-days": effective_days,
    "edition/overtaken": overtaken,
    "edition/repeals": repeals,
}
