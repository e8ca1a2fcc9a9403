"""A clause → its acts: where each begins and ends, what it depends on, whether it is demanded, allowed or forbidden.

Read from the punctuation inwards: sentences, units between ；, segments between ，, then the parts of a segment. What stands in
“ ”, （ ） and 《 》 is never cut. Every place is an offset in the clause's text, so that a quote is always its words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from zhidu.drafting.proposals import actors, amounts
from zhidu.drafting.proposals.actors import Subject
from zhidu.drafting.proposals.coordination import Segment, Span
from zhidu.drafting.proposals.lexicon import lexicon, rule
from zhidu.drafting.proposals.modality import MAY, MUST, MUST_NOT, NO_LIMIT, SHOULD, modality_of
from zhidu.drafting.proposals.wording import (
    HIDDEN,
    MIN_OWN,
    after_conjunction,
    any_verb,
    approved_first,
    consent,
    is_act,
    is_predicate,
    masked,
    prohibition,
    short_time,
    time_ahead,
    verb_last,
    without_subject,
)

LONGEST = 400
"""Characters of an act: what is longer is no sentence of a policy, and is not read."""


_SENTENCE = re.compile("[^。！？\n]+")
_UNIT = re.compile("[^；;]+")
_SEGMENT = re.compile("[^，,]+")

_COLON = re.compile("[：:](?![0-9０-９])|(?<![0-9０-９])[：:]")
_SHORT_HEADING = 16
_SHORT_TITLE = 4
_SEVERAL = 3
_SHORT_CASE = 6  # 学生转学，由…; 住校生周末返家，由…


_BARE_FORBIDDEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. `before`: the conditions it stands under, in this unit. `joined`: said in one breath with the act before it."""

    start: int
    end: int
    modality: str
    words: str
    before: tuple[Span, ...] = ()
    subject: Subject | None = None
    joined: bool = False
    consequence: Span | None = None
    unit: int = 0
    apart: bool = False  # it begins with what it is about: the time before it is not its own
    thing: bool = False  # it begins with a thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What a clause hands down to its items: 学生不得有下列行为："""

    modality: str | None = None
    words: str = ""
    subject: str | None = None
    circumstances: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """The acts of a clause, and what it hands down."""

    acts: tuple[Act, ...]
    lead: Lead


def titled(texts: Sequence[str]) -> bool:
    """Whether clauses begin with what they are about: 严格数据采集。统计员要…, one and the next."""
    said = [found for text in texts if (found := rule("title").match(text))]
    return len(said) >= _SEVERAL and 2 * len(said) > len(texts)


def read(text: str, lead: Lead, *, has_items: bool, addressed: bool, title: bool = False) -> Acts:
    """The acts of a clause with the words *text*, under the *lead* of the clause it is an item of; after its *title*."""
    ahead = rule("title").match(text) if title else None
    return _Clause(text, lead, has_items=has_items, addressed=addressed).read(
        ahead.end() if ahead else 0
    )


@dataclass(slots=True)
class _State:
    """What carries from one segment of a unit to the next."""

    modality: str | None = None
    words: str = ""
    pending: list[Span] = field(default_factory=list)
    standing: tuple[Span, ...] = ()
    acted: bool = False
    describes: bool = False
    purpose: bool = False


class _Clause:
    def __init__(self, text: str, lead: Lead, *, has_items: bool, addressed: bool) -> None:
        self._addressed = addressed
        self._text, self._lead, self._has_items = text, lead, has_items
        self._mask = masked(text)
        self._segments = Segment(text, self._mask)
        self._acts: list[Act] = []
        self._subject: Subject | None = None
        self._kept: Subject | None = None
        self._headed: Subject | None = None  # 校长：…。…: whom all that follows is about
        self._units = 0
        self._down = Lead()

    def read(self, begin: int) -> Acts:
        if self._lead.circumstances or rule("says_why").match(self._text):
            return Acts(acts=(), lead=Lead(circumstances=True))
        if self._lead.whole and self._lead.modality and not self._has_items:
            self._wholes([(0, len(self._text))], self._lead.modality, self._lead.words)
            return Acts(acts=tuple(self._acts), lead=self._down)
        for found in _SENTENCE.finditer(self._mask, begin):
            self._kept = None
            if not self._goes_on(*self._trim(*found.span())):
                self._subject = self._headed
            self._sentence(*self._trim(*found.span()))
        return Acts(acts=tuple(self._acts), lead=self._down)

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether a new sentence begins with what whoever was named last is to do."""
        first = next(_SEGMENT.finditer(self._mask, start, end), None)
        words = first[0] if first else ""
        named = self._subject and self._text[self._subject.start : self._subject.end]
        if prohibition().match(words):  # 各校…。严禁…, not 保洁员…。严禁…
            return bool(named) and actors.named_kind(str(named)) == "body"
        does = is_act(words) or re.match("应|须|必须|要|负责", words)
        return bool(does) and lexicon().conditions.search(words) is None

    def _trim(self, start: int, end: int) -> Span:
        while start < end and self._text[start] in " \u3000、，；:：.":
            start += 1
        while end > start and self._text[end - 1] in " \u3000、，；.。":
            end -= 1
        return start, end

    # ---------- sentences ----------

    def _sentence(self, start: int, end: int) -> None:
        sentence = self._mask[start:end]
        first = next(_UNIT.finditer(self._text, start, end), None)
        if first is None or lexicon().not_duties.search(first[0]):
            return
        if self._is_heading(start, end):
            return
        colon = _COLON.search(sentence)
        if colon is None:
            self._split(start, end, _State())
            return
        place = start + colon.start()
        if place == end - 1:
            self._hand_down(start, place)
            return
        self._after_colon(start, place, end)

    def _is_heading(self, start: int, end: int) -> bool:
        """总则, 食品采购: a few words without any mark over their items or paragraphs; 目的。: before a clause's first sentence."""
        words = self._mask[start:end]
        title = (
            end <= _SHORT_TITLE
            and end + 1 < len(self._text)
            and rule("says_how").search(self._mask, start, end) is None
        )
        if start == 0 and title:
            return True
        if start == 0 and end <= _SHORT_HEADING and self._text[end : end + 1] == "\n":
            return not re.search("[：:，、]", words) and modality_of(words)[0] is None
        bare = (
            start == 0
            and end == len(self._text)
            and end <= _SHORT_HEADING
            and not re.search("[：:，、]", self._mask)
        )
        return bare and self._has_items

    def _hand_down(self, start: int, end: int) -> None:
        """The clause ends in a colon: what it says holds for its items."""
        words = self._mask[start:end]
        if rule("any_of").search(words):
            self._split(start, end, _State())
            self._down = Lead(circumstances=True)
            return
        before = list(_SEGMENT.finditer(self._mask, start, end))
        last = before.pop() if before else None
        state = _State()
        if rule("itself").search(words) and modality_of(words)[0] != MUST_NOT:
            self._split(start, end, state)
        elif (
            before
            and last is not None
            and not rule("listing").search(self._mask[start : before[-1].end()])
        ):
            self._split(start, before[-1].end(), state)
        found = last.span() if last is not None else (start, end)
        self._note_subject(*self._trim(*found))
        modality, said = modality_of(self._mask[slice(*found)])
        subject = self._text[self._subject.start : self._subject.end] if self._subject else None
        self._down = Lead(
            modality=modality,
            words=said,
            subject=subject or self._lead.subject,
            whole=modality == MUST_NOT,
        )

    def _after_colon(self, start: int, colon: int, end: int) -> None:
        """A heading before its text, or words that hold for a list after them."""
        left = self._mask[start:colon]
        if rule("any_of").search(left):
            self._split(start, colon, _State())
            return
        modality, said = modality_of(left)
        if modality == MUST_NOT and (
            rule("listing").search(left) or re.search("(?:行为|信息|活动|内容|事项)$", left)
        ):
            self._note_subject(start, colon)
            mark = next((m for m in "；;，、" if m in self._mask[colon + 1 : end]), "\n")
            items = re.compile(f"[^{mark}]+").finditer(self._mask, colon + 1, end)
            self._wholes([found.span() for found in items], MUST_NOT, said)
            return
        ahead = time_ahead(left)
        state = _State(standing=((start, start + ahead),) if ahead else ())
        if modality is not None and (rule("demands").search(left) or rule("listing").search(left)):
            self._note_subject(*self._trim(start, colon))
            state.modality, state.words = modality, said
            self._split(colon + 1, end, state)
            return
        if left.endswith(("宗旨", "目标", "目的", "名称", "性质")):
            return
        if left.endswith(("范围", "对象", "地点", "地址")):  # whom it is for; what follows may ask
            rest = _SEGMENT.match(self._mask, colon + 1, end)
            colon = rest.end() if rest else colon
        whose = rule("whose_duties").search(self._mask, start, colon)
        named = actors.alone(self._text, start, whose.start() if whose else colon)
        if named is not None:
            self._subject = self._headed = named
        elif (
            len(left) > _SHORT_HEADING
            and not rule("listing").search(left)
            and not rule("demands").search(left)
        ):
            self._split(start, colon, state)
        self._split(colon + 1, end, _State(standing=state.standing))

    def _wholes(self, spans: list[Span], modality: str, words: str) -> None:
        """Each of *spans* is one act: the items of a list that a prohibition stands over."""
        said = [found.span() for span in spans for found in _SEGMENT.finditer(self._mask, *span)]
        if all(is_predicate(self._mask[slice(*self._trim(*span))]) for span in said):
            spans = said  # 扣押证件，收取押金: each is forbidden
        for span in spans:
            self._units += 1  # the time of one is not the time of the next
            start, end = self._trim(*span)
            start = after_conjunction(self._mask, start, end)
            if end - start > 1:
                self._acts.append(
                    Act(
                        start=start,
                        end=end,
                        modality=modality,
                        words=words,
                        subject=self._subject,
                        unit=self._units,
                    )
                )

    # ---------- units and segments ----------

    def _split(self, start: int, end: int, state: _State) -> None:
        for unit in _UNIT.finditer(self._mask, start, end):
            self._units += 1
            if lexicon().not_duties.search(self._text[slice(*unit.span())]):
                continue
            carried = _State(modality=state.modality, words=state.words, standing=state.standing)
            segments = [
                self._trim(*found.span())
                for found in _SEGMENT.finditer(self._mask, *self._trim(*unit.span()))
            ]
            segments = [(a, b) for a, b in segments if 1 < b - a <= LONGEST]
            if self._acts and segments and self._speaks_of_a_thing(*segments[0]):
                self._subject = None
            for number, segment in enumerate(segments):
                self._segment(*segment, carried, last=number == len(segments) - 1)

    def _segment(self, start: int, end: int, state: _State, *, last: bool) -> None:
        bare = after_conjunction(self._mask, start, end)
        if bare > start and self._mask[bare - 1] == "请" and self._addressed:
            self._subject = None  # whoever reads it
        joined = bare > start and self._mask[start] in "并且"
        start = bare
        words = self._mask[start:end]
        if self._text[start] in "（(" and not words.strip(HIDDEN):
            return
        if lexicon().purposes.search(words) or (state.purpose and rule("aim").match(words)):
            state.purpose = True
            return
        if not state.pending and self._belongs_to_act_before(start, end):
            return
        failed = not last and rule("who_failed").match(words) is not None
        if not failed and (named := actors.alone(self._text, start, end)) is not None:
            self._subject = named
            return
        modality, said = modality_of(words)
        used = words[-1] != "后" and rule("used").match(self._mask, end) is not None
        if not last and (
            self._is_condition(words, modality, state, used=used) or self._needs(start, end)
        ):
            if state.acted and not state.pending:
                state.standing = ()
            state.pending.append((start, end))
            self._note_condition(start, end)
        elif modality is None and self._describes(start, end, state):
            state.describes = True
        else:
            self._act(start, end, (modality, said), state, joined=joined)

    def _belongs_to_act_before(self, start: int, end: int) -> bool:
        """Whether the segment goes on with the act before it, or says what follows from neglecting it."""
        words = self._mask[start:end]
        goes_on = re.match(f"(?:{lexicon().extends})", words) or self._completes(words)
        if goes_on and self._extended(end):
            return True
        if self._is_consequence(words):
            self._acts[-1] = replace(self._acts[-1], consequence=(start, end))
            return True
        return False

    def _describes(self, start: int, end: int, state: _State) -> bool:
        """图书室是…的场所: what something is demands nothing; nor does what goes on about it."""
        words = self._mask[start:end]
        if re.search("负责(?!人)|担负|承担", words):
            return False
        if lexicon().copula.match(words):
            self._note_subject_before_copula(start, end)
            return True
        acts = (
            time_ahead(words) or lexicon().sanction.search(words) or rule("meets").match(words)
        ) or (
            "组成" in words
            or (not re.search("[建构]成", words) and actors.subject(self._text, start, end))
        )
        return state.describes and not acts  # 校长是第一责任人，每学期…；空调属学校，由总务处管理

    def _is_consequence(self, words: str) -> bool:
        """否则，照价赔偿: what follows from neglect belongs to the act before, and so does the rest of its unit."""
        before = self._acts[-1] if self._acts and self._acts[-1].unit == self._units else None
        if before is None:
            return False
        return before.consequence is not None or rule("consequence").match(words) is not None

    def _completes(self, words: str) -> bool:
        """将键盘，鼠标归位: an act whose verb, or whose question, comes only now."""
        before = self._acts[-1] if self._acts and self._acts[-1].unit == self._units else None
        if before is None:
            return False
        said = self._mask[before.start : before.end]
        if "是否" in words and re.search("检查|查看|核对|核实|清点", said):
            return not is_act(words)
        found = rule("open").search(said) if modality_of(words)[0] is None else None
        return found is not None and any_verb().search(said, found.end(1)) is None

    def _extended(self, end: int) -> bool:
        """特别是…: the act before goes on."""
        if not self._acts or self._acts[-1].unit != self._units:
            return False
        self._acts[-1] = replace(self._acts[-1], end=end)
        return True

    def _needs(self, start: int, end: int) -> bool:
        """各处室需采购物资，应于…; 学生中途退宿，应由…: what comes up, before what then has to be done."""
        found = rule("needs").search(self._mask, start, end)
        if found is not None and rule("ought").match(self._mask, end) is not None:
            return True
        words = self._mask[start:end]
        comes_up = not (
            modality_of(words)[0]
            or (
                is_act(words) and actors.subject(self._text, start + time_ahead(words), end) is None
            )
            or "负责" in words
            or amounts.threshold(words)
        )
        short = _SHORT_CASE + 2 * (actors.subject(self._text, start, end) is not None)
        by = end - start <= short and self._mask.startswith(("，由", "，先"), end)
        by = (by or words.endswith(("事项", "事件"))) and not any_verb().match(
            words, time_ahead(words)
        )
        return comes_up and (by or rule("ought_by").match(self._mask, end) is not None)

    @staticmethod
    def _is_condition(words: str, modality: str | None, state: _State, *, used: bool) -> bool:
        """Whether a segment that is not the last only says when, or after what, another act is due."""
        failed = rule("who_failed").match(words)
        if failed and not is_act(failed[1]) and (modality is None or words[0] == "无"):
            return True
        demands = modality not in {None, MAY} and (
            words[-1] != "的" if modality != MUST_NOT else not rule("case_of_not").match(words)
        )
        allows = "可以" in words and words[-1] not in "的时后前"
        supposes = re.match("[^，]{0,8}(?:如果|假如|倘若|如需|若需)", words) is not None
        if supposes or demands or allows:
            return supposes
        if (approved_first().match(words) and not used) or time_ahead(words, short_time()) == len(
            words
        ):
            return True
        urgent = re.search("立即|立刻|马上|及时|第一时间|当[即场]|随即|先(?=[一-龥]{2})", words)
        if not urgent or re.search("[的者时]$", words):
            found = lexicon().conditions.search(words) or rule("meets").match(
                without_subject(words)
            )
            does = rule("does").match(words)
            if does is not None and (is_act(said := does[1]) or any_verb().match(said)):
                return False
            treated = words[0] == "对" and (
                rule("gives").search(words)
                or lexicon().sanction.search(words)
                or (verb_last(words) and not rule("went_wrong").search(words))
            )
            if found is not None and not treated and not re.match("及时|立即|定期|随时", words):
                return True
        base = modality is None and lexicon().bases.match(words) is not None
        return base and not state.acted and amounts.threshold(words) is None

    def _note_condition(self, start: int, end: int) -> None:
        """班主任如有变动，: a condition may name who acts in what follows."""
        found = actors.subject(self._text, start, end)
        meets = "疑|认为|确认|需|发现|遇|接到|接报|收到"
        if self._mask[end - 1] not in "的者":
            meets += "|如|若|在|凡|因|工作|调|离|上|下|课"
        if found is None or rule("cared_for").match(self._text, found.end):
            return
        does = (
            self._mask.endswith(("时", "后", "前", "事项", "事件"), start, end)
            or rule("bound").match(self._mask, end) is not None
        )
        if does or re.match(meets, self._text[found.end : end]):
            self._subject = found

    def _note_subject(self, start: int, end: int) -> None:
        if whose := rule("whose_duties").search(self._mask, start, end):
            end = whose.start()
        found = actors.subject(self._text, start, end) or actors.alone(self._text, start, end)
        if found is not None:
            self._subject = found

    def _note_subject_before_copula(self, start: int, end: int) -> None:
        found = re.match(".{2,16}?(?=是|系|为)", self._text[start:end])
        if found is not None:
            named = actors.alone(self._text, start, start + found.end())
            self._subject = named or self._subject

    # ---------- acts ----------

    def _act(
        self, start: int, end: int, modality: tuple[str | None, str], state: _State, *, joined: bool
    ) -> None:
        own, said = modality
        if not joined and self._was_brought_in(start, end):
            self._subject = None
        ahead = time_ahead(self._mask[start:end])
        if found := (
            consent().match(self._mask, start + ahead, end)
            or rule("within").match(self._mask, start + ahead, end)
            or rule("that_day").match(self._mask, start + ahead, end)
        ):
            ahead = found.end() - start
        subject = actors.subject(self._text, start, end) or (
            actors.subject(self._text, start + ahead, end) if ahead else None
        )
        fresh = (
            subject is not None
            and subject.start in {start, start + ahead}
            and (
                self._subject is None
                or self._text[subject.start : subject.end]
                != self._text[self._subject.start : self._subject.end]
            )
        )
        thing = subject is None and self._speaks_of_a_thing(start, end)
        subject = subject or self._unnamed(start, end, state.pending)
        earlier = self._subject
        self._subject = subject or self._subject
        start = self._with_topic(start, end, ahead, own, state)
        if own is None:
            own, said = self._inherited(start, end, state, fresh=fresh)
        elif own in {MUST, SHOULD}:
            state.modality, state.words = own, said
        if own == MUST_NOT and subject is None:
            found = rule("forbids_somebody").search(self._mask, start, end)
            subject = found and actors.subject(self._text, found.end(), end, sure=True)
            self._subject = subject or self._subject
        topical = own == MUST_NOT and subject is None and self._has_topic(start + ahead, end)
        if topical:
            self._subject = None
        handed = state.acted and subject is not None and subject.start > start + ahead + 1
        before = tuple(state.pending) or (() if handed else state.standing)
        if state.pending:
            state.standing = tuple(state.pending)
            state.pending = []
        state.acted, state.describes, state.purpose = True, False, False
        for number, (part, alone) in enumerate(self._segments.parts(start, end, own)):
            own_modality, words_of = self._stated(part, own, said, apart=bool(number and alone))
            self._acts.append(
                Act(
                    start=part[0],
                    end=part[1],
                    modality=own_modality,
                    words=words_of,
                    before=before,
                    subject=self._subject,
                    joined=joined or number > 0,
                    unit=self._units,
                    apart=(topical or handed) and not ahead,
                    thing=thing and not ahead,
                )
            )
        self._made_to_act(start, end, before)
        others = own == MUST_NOT and subject and self._mask.startswith(("严禁", "禁止"), start)
        if subject and (
            others or re.search("[非无]|其[他它]", self._text[subject.start : subject.end])
        ):
            self._subject = earlier  # 非值班人员不得入内: what comes next is not his

    def _stated(self, part: Span, own: str, said: str, *, apart: bool) -> tuple[str, str]:
        """The modality of a part of a segment that says *own*, and the words for it."""
        if limit := NO_LIMIT.search(self._mask, *part):
            return MUST_NOT, limit[0]
        alone, words = modality_of(self._mask[slice(*part)]) if apart else (None, "")
        if apart and alone is None:  # 由统计员填报、教务主任初审
            who = actors.within(self._text[slice(*part)])
            self._subject = who and actors.alone(self._text, part[0], part[0] + who.end())
        return (alone, words) if alone else (own, said)

    def _was_brought_in(self, start: int, end: int) -> bool:
        """合同由总务处归档，保存期限…: whoever 由 brings in is not said to do what comes next, unless it goes on with his act."""
        last = self._subject
        if last is None or last.end > start or self._mask.startswith("负责", start):
            return False
        by = re.search("由[^，。；]{0,12}$", self._text[: last.start])
        first = by is not None and self._text[max(by.start() - 1, 0)] in "，。；：、\n由"
        return by is not None and not (first and is_act(self._mask[start:end]))

    def _unnamed(self, start: int, end: int, case: list[Span]) -> Subject | None:
        """Who acts where the act names nobody: whoever was just appointed; nobody where it says who is punished, or counts."""
        of_case = bool(case) and self._mask[case[-1][1] - 1] in "的者"
        ordered = self._mask.startswith("责令", start)
        punished = (
            of_case and not ordered and lexicon().sanction.search(self._mask, start, end)
        ) or self._mask.startswith("第一次", start)
        if punished or rule("not_his").match(self._mask, start, end):
            self._subject = None
        if self._mask.startswith("负责", start):
            return self._appointed()
        goes_on = self._acts and self._acts[-1].unit == self._units
        if self._subject is None and goes_on and is_act(self._mask[start:end]):
            # …，长发束起，按时…: what is done after a thing was spoken of
            self._subject = self._kept
        elif goes_on and not case and self._speaks_of_a_thing(start, end):
            self._kept, self._subject = self._subject, None
        return None

    def _speaks_of_a_thing(self, start: int, end: int) -> bool:
        """值日生每天打扫，垃圾日产日清: a thing stands where who acts would, and who sees to it is not said."""
        measured = actors.MEASURED.match(self._mask, start, end)
        if measured is not None and measured["who_counts"] and is_act(self._mask[start:end]):
            measured = None  # 配备人员不少于2人
        return measured is not None or (
            rule("no_thing").match(self._mask, start, end) is None
            and self._changes_topic(start, end)
        )

    def _changes_topic(self, start: int, end: int) -> bool:
        """…；厨房烟道每季度清洗: after ； something else stands first, and who sees to it is not said."""
        words = self._mask[after_conjunction(self._mask, start, end) : end]
        return not (
            time_ahead(words)
            or is_act(words)
            or (any_verb().match(words) and not rule("paper").match(words))
            or prohibition().match(words)
            or re.match("应|须|必须|要|可|不|未|对|负责|根据|按|由", words)
            or lexicon().conditions.search(words)
        )

    def _has_topic(self, start: int, end: int) -> bool:
        """室内的器材不得挪用: what is forbidden stands before the prohibition, and whom it binds is not said."""
        found = prohibition().search(self._mask, start, end)
        ahead = self._mask[start : found.start()] if found else ""
        where = re.search("(?:时间|期间|时|后|前|内|里|中|上|途)$", ahead)
        return (
            len(ahead) > 1
            and not where
            and not re.match("[非未][^的]*$", ahead)
            and not is_act(ahead)
        )

    def _appointed(self) -> Subject | None:
        """指定一名信息员，负责…: who was appointed is responsible."""
        before = self._acts[-1] if self._acts and self._acts[-1].unit == self._units else None
        found = before and rule("appoints").search(self._mask, before.start, before.end)
        return actors.alone(self._text, found.end(), before.end) if before and found else None

    def _with_topic(self, start: int, end: int, ahead: int, own: str | None, state: _State) -> int:
        """外来人员使用机房，须经批准: a segment that says nothing of its own begins the act that follows it."""
        before = self._acts[-1] if self._acts and self._acts[-1].unit == self._units else None
        if (
            before is None
            or before.words
            or before.joined
            or "负责" in self._mask[before.start : before.end]
            or before.before
            or amounts.threshold(self._text[before.start : before.end]) is not None
            or (own is None and not self._mask.startswith(("由", "经"), start))
            or rule("signs_in").search(self._mask, before.start, before.end)
            or state.pending
            or start - before.end > 1
            or not (
                rule("topic").match(self._mask, start + ahead)
                or (
                    rule("topic_approved").match(self._mask, start)
                    and (
                        approved_first().fullmatch(self._mask[start:end].lstrip("应要须必先"))
                        or not is_act(self._mask[before.start : before.end])
                    )
                )
                or (
                    own in {None, MUST, SHOULD}
                    and (
                        found := rule("nominal_topic").search(self._mask, before.start, before.end)
                    )
                    and not is_act(found[0].lstrip("的"))
                    and any_verb().match(self._mask, before.start) is None
                )
            )
        ):
            return start
        self._acts.pop()
        return before.start

    def _inherited(self, start: int, end: int, state: _State, *, fresh: bool) -> tuple[str, str]:
        """The modality of an act without a word for it: of the act before it, unless somebody else acts."""
        before = self._acts[-1] if self._acts and self._acts[-1].unit == self._units else None
        if (
            before is not None
            and before.modality == MUST_NOT
            and (
                re.match(f"(?:{lexicon().prohibitive_adverbs})", self._mask[start:end])
                or (end - start <= _BARE_FORBIDDEN and not fresh)
            )
        ):
            return MUST_NOT, before.words
        if re.match("[^，]{2,14}的[按由]", self._mask[start:end]):
            return MUST, ""  # 车主应骑走，逾期的按废旧车辆处置
        if state.modality is not None and not fresh:
            return state.modality, state.words
        return self._lead.modality or MUST, self._lead.words

    def _made_to_act(self, start: int, end: int, before: tuple[Span, ...]) -> None:
        """督促学生填写…: whoever is made to act has a duty of his own; where that is forbidden, he has none."""
        if self._acts[-1].modality == MUST_NOT:
            return
        found = re.search(f"(?:{lexicon().supervise})", self._mask[start:end])
        if found is None:
            found = re.search("安排(?!专人|专门)", self._mask[start:end])
        if found is None:
            return
        place = start + found.end()
        who = actors.subject(self._text, place, end) if place < end else None
        if who is None or end - who.end < MIN_OWN:
            return
        if found[0] == "要求" and found.start() == 0 and not self._addressed:
            self._subject = who
            self._acts[-1] = replace(self._acts[-1], subject=who)
            return
        self._acts.append(
            Act(
                start=place,
                end=self._acts[-1].end if self._acts[-1].end > place else end,
                modality=self._acts[-1].modality,
                words=self._acts[-1].words,
                before=before,
                subject=who,
                joined=True,
                unit=self._units,
            )
        )
