"""Clauses → duties proposed: each act with its words and what they say. A person decides; nothing is invented."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from zhidu.drafting.proposals import actors, acts, amounts, facts, times
from zhidu.drafting.proposals.acts import Act, Acts, Lead
from zhidu.drafting.proposals.amounts import Threshold
from zhidu.drafting.proposals.lexicon import lexicon, rule
from zhidu.drafting.proposals.modality import MUST, MUST_NOT
from zhidu.drafting.proposals.texts import Passage, Reading
from zhidu.drafting.proposals.times import When
from zhidu.drafting.proposals.wording import any_verb, is_act, masked, without_subject
from zhidu.reading.model import PERIODS

UNASSIGNED = "unassigned"
_ASIDE = re.compile("（[^（）]*）$")  # what a long bracket at the end only explains
_LONG_ASIDE = 2.5  # times as long as what it explains
_LONG_BASE = 1.4
_LONG_CASE = 2.0
_SOMEBODY = "专人"  # whom the school has to name
_NO_ROLES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts. `words`: as the clause names it, None where it does not. `role`: an id of the vocabulary, else the name."""

    words: str | None
    role: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A duty proposed. `quote` and all words are substrings of the clause's text; `because` says which words told what."""

    clause: str
    quote: str
    modality: str
    when: When | None
    threshold: Threshold | None
    roles: tuple[Actor, ...]
    report: str | None
    reported: bool
    approval: str | None
    approved: bool
    sanction: bool
    records: tuple[str, ...]
    because: str
    doubtful: bool = False  # no word speaks for it


def propose(reading: Reading, roles: Mapping[str, str] = _NO_ROLES) -> tuple[Proposal, ...]:
    """The duties of a policy. *roles*: id by name and alias, where a vocabulary is at hand."""
    parents = {passage.parent for passage in reading.passages}
    # what stands before is read with more doubt
    numbered = any(passage.label for passage in reading.passages)
    leads: dict[str | None, Lead] = {None: Lead()}
    spoken_to = re.sub("^(?:尊敬|亲爱)的", "", reading.addressee or "")
    addressee = spoken_to or actors.addressee(reading.title)
    beside: dict[str | None, list[str]] = {}
    for passage in reading.passages:
        beside.setdefault(passage.parent, []).extend([passage.text] if passage.label else [])
    titled = {parent for parent, said in beside.items() if acts.titled(said)}
    found: list[Proposal] = []
    for passage in reading.passages:
        lead = leads.get(passage.parent, Lead())
        read = acts.read(
            passage.text,
            lead,
            has_items=passage.id in parents,
            addressed=addressee is not None,
            title=passage.parent in titled,
        )
        leads[passage.id] = _handed_down(passage.text, read, lead)
        made = _Clause(passage, read, lead.subject, addressee, roles).proposals()
        # 优雅始于足下，文明见于细节: a motto that stands last
        even = len(made) > 1 and len({len(each.quote) for each in made}) == 1
        motto = even and passage is reading.passages[-1] and all(each.doubtful for each in made)
        found += (
            made
            if (passage.label or not numbered) and not motto
            else [each for each in made if not each.doubtful or "负责" in each.quote]
        )
    return tuple(found)


def _handed_down(text: str, read: Acts, lead: Lead) -> Lead:
    own = read.lead
    if own != Lead():
        return own
    said = next((act.subject for act in read.acts if act.subject is not None), None)
    return Lead(subject=text[said.start : said.end] if said else lead.subject)


class _Clause:
    """Makes the proposals of one clause."""

    def __init__(
        self,
        passage: Passage,
        read: Acts,
        above: str | None,
        addressee: str | None,
        roles: Mapping[str, str],
    ) -> None:
        self._passage, self._text, self._read = passage, passage.text, read
        self._above, self._addressee, self._roles = above, addressee, roles
        self._last: When | None = None
        self._ended = 0
        self._forbade, self._new = MUST, False

    def proposals(self) -> list[Proposal]:
        """One an act, in the order of the text."""
        found: list[Proposal] = []
        carried: When | None = None
        unit = 0
        for act in self._read.acts:
            if act.unit != unit:
                carried, unit, self._last = None, act.unit, None
            words = self._words(act.start, act.end)
            when, holds = self._when(act, words, carried)
            carried = holds or (
                None if when and when != carried and when.kind in PERIODS else carried
            )
            self._last, self._ended, self._forbade = when, act.end, act.modality
            found.append(self._proposal(act, words, when))
        return found

    def _words(self, start: int, end: int) -> str:
        return self._text[start:end]

    def _when(self, act: Act, words: str, carried: When | None) -> tuple[When | None, When | None]:
        """When the act falls due, and what of it holds for what follows."""
        own = times.own(masked(words))
        if own is not None:  # its words as they are printed, and not as they are hidden
            place = masked(words).find(own.words)
            own = replace(own, words=words[place : place + len(own.words)])
        above = next(
            (w for span in reversed(act.before) if (w := times.under(self._words(*span)))), None
        )
        if own is None:
            return self._borrowed(act, words, above, carried), None
        self._new = False
        if own.kind == "immediate":
            return _at_once(own, words, above, carried), times.event(words)
        ruled = above is not None and (
            above.kind in PERIODS or (above.kind == "on-event" and not self._stands(act))
        )
        if own.kind == "each-use" and above is not None and ruled:
            own = above
        holds = (own.kind == "on-event" and not own.words.endswith("之日起")) or times.carries(
            words, own
        )
        return own, own if holds else None

    def _stands(self, act: Act) -> bool:
        """Whether the condition of an act is that of others before it."""
        return bool(act.before) and act.before[-1][0] < self._ended

    def _borrowed(
        self, act: Act, words: str, above: When | None, carried: When | None
    ) -> When | None:
        """The time of an act that has no time word: of its condition, of the act before it, or none."""
        if self._last is not None and self._last.kind == "immediate" and self._in_one_breath(act):
            return self._last  # 立即停用并报告学校
        if above is not None and not self._stands(act):
            self._new = False
            return above
        self._new = self._anew(act, words, above or carried)
        if rule("lasts").match(words) or self._new:
            return None
        if carried is not None and (times.is_result(words) or act.apart):
            carried = None
        if above is not None or carried is not None:
            return above or carried
        last = self._last if act.joined else None
        if last is None or last.kind == "immediate" or last.words in {"学期", "年度"}:
            return None  # 年度计划 is no rhythm of what is done with it
        return last

    def _anew(self, act: Act, words: str, when: When | None) -> bool:
        """Whether an act, said after others, is not of the time that they have."""
        if when is None or act.joined or (act.modality == self._forbade == MUST_NOT):
            return when is not None and self._new
        lasts = when.kind == "on-event"
        forbids = act.modality == MUST_NOT and act.words != "不"
        return (
            (act.thing and not lasts)
            or when.words == "必要时"
            or (act.modality == MUST_NOT and words.startswith("任何"))
            or (forbids and not lasts and rule("only_a_moment").search(when.words) is not None)
        )

    def _in_one_breath(self, act: Act) -> bool:
        """Whether nothing but 并 or 和 stands between an act and the one before it."""
        if self._text[act.start] in "在于":
            return False  # 立即处置并在一小时内上报
        return act.joined and self._text[self._ended : act.start] in {"并", "和", "、", "并且"}

    def _proposal(self, act: Act, words: str, when: When | None) -> Proposal:
        around = "，".join((*(self._words(*span) for span in act.before), words))
        told = report = facts.report(words) if act.modality != MUST_NOT else None
        approval = facts.approval(around)
        sanction = facts.sanction(self._words(*act.consequence) if act.consequence else words)
        threshold = amounts.threshold(words) or next(
            (
                limit
                for span in act.before
                if self._text[span[1] - 1] == "内"
                and act.start - span[1] == 1
                and (words[0] not in "由经" or re.search("[后起前]", self._words(*span)))
                and (limit := amounts.threshold(self._words(*span)))
            ),
            None,
        )
        records = facts.records(words) if act.modality != MUST_NOT else ()
        told_by = _because(
            act,
            when,
            threshold,
            [
                ("报告", told[1] if told else ""),
                ("批准", approval[1] if approval else ""),
                ("后果", sanction[0] if sanction else ""),
                ("记录", "、".join(records)),
            ],
        )
        done = without_subject(masked(words))
        weak = not told_by and act.subject is None and not (is_act(done) or any_verb().match(done))
        return Proposal(
            clause=self._passage.id,
            quote=self._quote(act),
            modality=act.modality,
            when=when,
            threshold=threshold,
            roles=self._actors(act),
            report=report[0] if report else None,
            reported=report is not None,
            approval=approval[0] if approval else None,
            approved=approval is not None,
            sanction=sanction is not None,
            records=records,
            because=told_by or (_WEAK if weak else "动词开头，没有别的字"),
            doubtful=weak,
        )

    def _quote(self, act: Act) -> str:
        """The act's words; and the condition right before it, where that is no longer than the act or the act is nothing without it."""
        start, end = act.start, act.end
        consequence = facts.sanction(self._words(start, end)) is not None
        for span in reversed(act.before):
            gap = self._text[span[1] : start]
            short = span[1] - span[0] < act.end - act.start
            needed = (
                (
                    self._text[span[1] - 1] in "的者"
                    and span[1] - span[0] <= _LONG_CASE * (act.end - act.start)
                )
                or consequence
                or facts.approval(self._words(*span)) is not None
                or (
                    self._text[span[0]] == "对"
                    and rule("treats").match(self._text, act.start) is not None
                )
                or act.words.endswith(("可", "能", "得"))
                or (
                    _is_base(self._words(*span))
                    and span[1] - span[0] <= _LONG_BASE * (end - act.start)
                )
            )
            if len(gap) > 2 or not (short or needed):  # noqa: PLR2004
                break
            start = span[0]
        words = self._words(start, end)
        aside = _ASIDE.search(words)
        if aside is not None and len(aside[0]) > _LONG_ASIDE * aside.start():
            words = words[: aside.start()]
        return words

    def _actors(self, act: Act) -> tuple[Actor, ...]:
        if act.subject is not None:
            words = self._words(act.subject.start, act.subject.end)
            inside = act.start <= act.subject.start < act.end
            return (
                Actor(words=words, role=self._role(words), basis="text" if inside else "reading"),
            )
        if self._above is not None:
            return (Actor(words=None, role=self._role(self._above), basis="reading"),)
        if self._addressee is not None:
            return (Actor(words=None, role=self._role(self._addressee), basis="addressee"),)
        return (Actor(words=None, role=UNASSIGNED, basis="reading"),)

    def _role(self, words: str) -> str:
        """The id of the vocabulary's role that *words* name, or these words: a new name, for a person to decide."""
        if words.endswith(_SOMEBODY):
            return UNASSIGNED
        if words in self._roles:
            return self._roles[words]
        plain = rule("whose").sub("", words)
        return self._roles.get(plain, words)  # 图书管理员 is no 管理员 that the vocabulary knows


def asks_nothing(text: str) -> bool:
    """Whether a clause only says what for, what is meant, or from when on: sentences of a kind that is no duty anywhere."""
    words = lexicon()
    sentences = [part for part in re.split("[。；\n]", text) if part]
    return all(words.not_duties.search(each) is not None for each in sentences)


def _at_once(own: When, words: str, above: When | None, carried: When | None) -> When:
    """及时 under a stated use or period says that rhythm; under an event it stays 及时."""
    if above is not None:
        return above if above.kind == "each-use" else own
    if carried is not None and carried.kind != "on-event" and times.event(words) is None:
        return carried
    return own


def _is_base(words: str) -> bool:
    return lexicon().bases.match(words) is not None


_WEAK = "没有“要”“应”“不得”一类的字，也不是动词开头"
_TOLD = {"must": "必须", "should": "应当", "may": "可以", "must-not": "不得"}


def _because(
    act: Act, when: When | None, threshold: Threshold | None, others: Sequence[tuple[str, str]]
) -> str:
    """Which words told what, for the person who decides."""
    told = [(_TOLD[act.modality], act.words), ("何时", when.words if when else ""), ("数量", threshold.words if threshold else ""), *others]  # fmt: skip
    found = [f"{name}：“{words}”" for name, words in told if words]
    return "；".join(found)
