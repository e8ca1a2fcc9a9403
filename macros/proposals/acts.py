"""A clause → its acts: where each begins and ends, what it depends on, whether it is demanded, allowed or forbidden.

Read from the punctuation inwards: sentences, units between ；, segments between ，, then the parts of a segment. What stands in
“ ”, （ ） and 《 》 is never cut. Every place is an offset in the clause's text, so that a quote is always its words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from macros.proposals import actors, amounts
from macros.proposals.actors import Subject
from macros.proposals.lexicon import lexicon

Span = tuple[int, int]

MUST, MUST_NOT, SHOULD, MAY = "must", "must-not", "should", "may"

LONGEST = 400
"""Characters of an act: what is longer is no sentence of a policy, and is not read."""

_BRACKETS = re.compile(
    "“[^“”\n]{0,200}”|《[^《》\n]{0,100}》|（[^（）\n]{0,300}）|\\([^()\n]{0,300}\\)|‘[^‘’\n]{0,100}’"
)
_HIDDEN = "\u00b7"  # stands for what is never cut, nor looked into
_SENTENCE = re.compile("[^。！？\n]+")
_UNIT = re.compile("[^；;]+")
_SEGMENT = re.compile("[^，,]+")
_CONJUNCTION = re.compile(
    "(?:并且|并(?![列排])|且|同时(?!，)|而且|另外|此外|其中|因此|但是?|以及|从而|进而|然后|随后|再(?!次)|即|还(?!原)|也|其次|首先|最后|请)+"
)
_LISTING = re.compile("(?:下列|以下|如下)")
_DEMANDS = re.compile("(?:做到|即|要求|坚持|必须|须|应|应当|要|主要职责|职责|履行.{0,8}职责|达到)$")
_SHORT_HEADING = 16
_LONGEST_HEAD = 6
_CONSEQUENCE = re.compile("否则|违者|违反者|如有违反|如违反")
_SHOULD = re.compile(
    "应当|应该|(?<![反响适相供效感照对回])应(?!急|用|对(?!.{1,30}(?:进行|加以|给予|给于|予以|做|负|实行))|变|聘|届|付|战|邀|酬|有尽有)"
)
_MUST = re.compile(
    "必须|务必|有义务|有责任|须(?!知)|(?<![主重需简纲概提首摘])要(?!求|点|素|件|害|领|么|道)|(?<![对所如确急])需(?!求|要的|[^，]{0,8}的)要?|一律|方可|方能|才能|才可|始可|始得"
)
_MAY = re.compile(
    "有权|可以|允许(?!后)|准予|(?<![方认许不才始的宁])可(?![靠能行见燃疑观持回逆再移编视供])"
)
_ONLY_THEN = re.compile("方可|方能|才能|才可|始可|始得|后可")
_NOT_AT_START = re.compile(
    "^(?:不(?![^，、]{1,6}的[^，]*(?:要|应|须)|断|仅|但|同|良|少于|低于|超过|多于|高于|定期|合格|足|久|论|管|限|得已|动产|能[^，]*的|小于|大于)|勿|无故|莫)"
)
_CANNOT = re.compile("不能(?=[^，]*的)")
_NO_LIMIT = re.compile("不得(?=少于|低于)")
_PARTS = re.compile("、|和|或者|或|以及|及|与|并(?![列排])")
_OBJECT_LIST = re.compile(
    "^(?:负责|承担|担任|全面负责|协助|做好|搞好|抓好|完成|进行|从事|开展|加强|认真做好|定期进行)"
)
_SINGLE = re.compile(
    "(?:报(?!告|纸|表|名|销|警)|关|锁|开|留|与(?!会)|用|有|涂|戴|写|填|交|打|吃|玩|看|听|穿|带|摆|擦|扫|倒|放|吐|骂|踢|喊|唱|抽|喝|睡|站|踩|爬|拿|取|换|查|做|作好|让|给|把|将|对|向|不|轻|勤|守|乱|盖|讲|抛|敲|踏|翻|攀|丢|投|挂|贴|拔|插|拍|坐|躺|逗|碰|推|点|烧|烤|泼|洒)"
    "(?!户|品|具|电|途|餐|法|水|语|量|人|关|害|毒|线|效|火机|印机|换机|台|通|关|业|言|门|品|椅|面|板|座|线|号|名|纸|销|讲|照|话机|外服|置率|烟|心)"
)
_MODIFIER = re.compile("^(?:超过|含有|具有|属于|影响|危害|妨碍|违反|带有|涉及|有损|有).+的.{1,12}$")
_ACTION_END = re.compile("(?:等)?(?:工作|任务|事项|事宜|活动|服务)?$")
_WEAK_ADVERBS = "安全|规范|统一|重点|文明|合理|科学|集中|分类|正确|具体|全面|深入|相互|互相|共同|安静|特别|先|再|并|都|均|也|还|只|仅|轻|有效|适当"
_QUOTED_ITEM = re.compile("[^，、；]+")
_ONE_THING = re.compile("是否|有无|等(?:处理|处罚|处分|措施|方式|形式)$")
_AND_SO_ON_OF = re.compile("等.{1,12}的")
_AND_SO_ON = re.compile("等.{0,12}的|等[一-龥]{2,8}(?:工作)?$")
_AND_SO_ON_END = re.compile("等(?:工作|任务|事项|活动|服务)?$")
_LATE_VERB = re.compile("提供|提出|进行|给予|给于|予以|加以")
_PREPOSED = re.compile("将|把|对")
_PLACE = re.compile(
    "^在[^，、]{1,12}?(?:房|室|馆|场|楼|园|区)?(?:内|里|中|上|处|旁|周围|期间|时间)|^在[^，、]{1,10}?(?:室|馆|房|场所|校园)(?![内里外])"
)
_TOPIC = re.compile(
    "(?:应当|应|要|须|必须)?(?:达到|达|不少于|不低于|不得少于|不得低于|不超过|不多于|占)"
)
_TOPIC_APPROVED = re.compile(
    "(?:应当|应|要|须|必须|需)?先?(?:经|征得|取得|获得).+(?:批准|同意|许可|允许|审核|审批|签字)"
)
_NOMINAL_TOPIC = re.compile("等[一-龥]{1,6}$|的[一-龥]{1,4}$")
_APPOINTS = re.compile(
    "(?:指定|设立|设置|设|配备|配齐|明确|安排|聘请|聘任|确定|选派|落实)(?:至少)?(?:[一二两三0-9]+[名个位])?(?=[^，]{2,12}$)"
)
_OWN_OBJECT = re.compile("做好|作好|做|填写|办理|上报|报告|通知|追查|保留|留存")
_HEAD_WORD = re.compile(
    "(?:目的|依据|范围|职责|要求|管理|原则|保障|奖惩|附则|时间|对象|定义|分工|纪律|措施)$"
)
_OPEN = re.compile("(?:^|应|要|须|员|师|生)(?:将|把|对)[^将把对]{1,10}$|由.{2,10}对[^对]{1,10}$")
_FORBIDS_SOMEBODY = re.compile("禁止|严禁|不准|不许|不允许")
_BARE_FORBIDDEN = 3
_MIN_OWN = 4
_WITH_PERCENT = re.compile("[0-9０-９]+ ?[%％]")
_INNER_NO = re.compile("(?<=[^，、。；：])(?:不得|严禁|禁止|不准)")
_LATER = re.compile("(?:妥善|按时|然后|随后)(?=[一-龥]{2})")


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


def masked(text: str) -> str:
    """*text* with everything in quotation marks and brackets hidden; lengths stay the same."""
    return _BRACKETS.sub(lambda found: _HIDDEN * len(found[0]), text)


def read(text: str, lead: Lead, *, has_items: bool, addressed: bool) -> Acts:
    """The acts of a clause with the words *text*, under the *lead* of the clause it is an item of."""
    return _Clause(text, lead, has_items=has_items, addressed=addressed).read()


@dataclass(slots=True)
class _State:
    """What carries from one segment of a unit to the next."""

    modality: str | None = None
    words: str = ""
    pending: list[Span] = field(default_factory=list)
    standing: tuple[Span, ...] = ()
    acted: bool = False
    describes: bool = False


class _Clause:
    def __init__(self, text: str, lead: Lead, *, has_items: bool, addressed: bool) -> None:
        self._addressed = addressed
        self._text, self._lead, self._has_items = text, lead, has_items
        self._mask = masked(text)
        self._acts: list[Act] = []
        self._subject: Subject | None = None
        self._units = 0
        self._down = Lead()

    def read(self) -> Acts:
        if self._lead.circumstances:
            return Acts(acts=(), lead=Lead(circumstances=True))
        if self._lead.whole and self._lead.modality and not self._has_items:
            self._wholes([(0, len(self._text))], self._lead.modality, self._lead.words)
            return Acts(acts=tuple(self._acts), lead=self._down)
        for found in _SENTENCE.finditer(self._mask):
            self._sentence(*self._trim(*found.span()))
        return Acts(acts=tuple(self._acts), lead=self._down)

    def _trim(self, start: int, end: int) -> Span:
        while start < end and self._text[start] in " \u3000、，；:：.":
            start += 1
        while end > start and self._text[end - 1] in " \u3000、，；.。":
            end -= 1
        return start, end

    # ---------- sentences ----------

    def _sentence(self, start: int, end: int) -> None:
        sentence = self._mask[start:end]
        if not sentence or lexicon().not_duties.search(self._text[start:end]):
            return
        if self._is_heading(start, end):
            return
        if start == 0 and end < len(self._text) - 1 and end <= _LONGEST_HEAD:
            if _HEAD_WORD.search(sentence) and not is_act(sentence):  # 第一条 目的。为了…
                return
        colon = re.search("[：:]", sentence)
        if colon is None:
            self._split(start, end, _State())
            return
        place = start + colon.start()
        if place == end - 1:
            self._hand_down(start, place)
            return
        self._after_colon(start, place, end)

    def _is_heading(self, start: int, end: int) -> bool:
        """总则, 食品采购: a clause of a few words without any mark, over its items."""
        bare = (
            start == 0
            and end == len(self._text)
            and end <= _SHORT_HEADING
            and not re.search("[：:，、]", self._mask)
        )
        return bare and (
            self._has_items
            or re.fullmatch(
                "(?:总则|附则|罚则|目的|适用范围|定义|其他|职责|要求|管理|奖惩)", self._text
            )
            is not None
        )

    def _hand_down(self, start: int, end: int) -> None:
        """The clause ends in a colon: what it says holds for its items."""
        words = self._mask[start:end]
        if re.search("情形|情况之一", words):
            self._split(start, end, _State())
            self._down = Lead(circumstances=True)
            return
        before = list(_SEGMENT.finditer(self._mask, start, end))
        last = before.pop() if before else None
        state = _State()
        if (
            before
            and last is not None
            and not _LISTING.search(self._mask[start : before[-1].end()])
        ):
            self._split(start, before[-1].end(), state)
        found = last.span() if last is not None else (start, end)
        self._note_subject(*self._trim(*found))
        modality, said = self._modality(self._mask[slice(*found)])
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
        modality, said = self._modality(left)
        if modality == MUST_NOT and (
            _LISTING.search(left) or re.search("(?:行为|信息|活动|内容|事项)$", left)
        ):
            self._note_subject(start, colon)
            mark = next((m for m in "；;，、" if m in self._mask[colon + 1 : end]), "\n")
            items = [
                self._trim(*found.span())
                for found in re.finditer(f"[^{mark}]+", self._mask[colon + 1 : end])
            ]
            self._wholes([(a + colon + 1, b + colon + 1) for a, b in items], MUST_NOT, said)
            return
        state = _State()
        if modality is not None and (_DEMANDS.search(left) or _LISTING.search(left)):
            self._note_subject(*self._trim(start, colon))
            self._split(colon + 1, end, replace_state(state, modality, said))
            return
        named = actors.alone(self._text, start, colon)
        if named is not None:
            self._subject = named
        elif len(left) > _SHORT_HEADING and not _LISTING.search(left) and not _DEMANDS.search(left):
            self._split(start, colon, state)
        self._split(colon + 1, end, _State())

    def _wholes(self, spans: list[Span], modality: str, words: str) -> None:
        """Each of *spans* is one act: the items of a list that a prohibition stands over."""
        self._units += 1
        for span in spans:
            start, end = self._trim(*span)
            start = _after_conjunction(self._mask, start, end)
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
            carried = _State(modality=state.modality, words=state.words)
            segments = [
                self._trim(*found.span())
                for found in _SEGMENT.finditer(self._mask, *self._trim(*unit.span()))
            ]
            segments = [(a, b) for a, b in segments if 1 < b - a <= LONGEST]
            if unit.start() > start and segments and self._changes_topic(*segments[0]):
                self._subject = None
            for number, segment in enumerate(segments):
                self._segment(*segment, carried, last=number == len(segments) - 1)

    def _segment(self, start: int, end: int, state: _State, *, last: bool) -> None:
        bare = _after_conjunction(self._mask, start, end)
        joined = bare > start and self._mask[start] in "并且"
        start = bare
        words = self._mask[start:end]
        if len(words) < 2 or lexicon().purposes.search(words):  # noqa: PLR2004
            return
        if re.match(f"(?:{lexicon().extends})", words) and self._extended(end):
            return
        if self._completes(words) and self._extended(end):
            return
        if self._is_consequence(words):
            self._acts[-1] = replace(self._acts[-1], consequence=(start, end))
            return
        named = actors.alone(self._text, start, end)
        if named is not None:
            self._subject = named
            return
        modality, said = self._modality(words)
        if not last and modality in {None, MAY} and self._is_condition(words):
            if state.acted and state.pending == []:
                state.standing = ()
            state.pending.append((start, end))
            self._note_condition(start, end)
            return
        base = modality is None and lexicon().bases.match(words) and not amounts.threshold(words)
        if not last and base and not state.acted:
            state.pending.append((start, end))
            return
        if (
            modality is None
            and lexicon().copula.match(words)
            and not re.search("负责|担负|承担", words)
        ):
            self._note_subject_before_copula(start, end)
            state.describes = True
            return
        if state.describes and modality is None and not re.search("负责|担负|承担", words):
            return
        self._act(start, end, (modality, said), state, joined=joined)

    def _is_consequence(self, words: str) -> bool:
        """否则，照价赔偿: what follows from neglect belongs to the act before, and so does the rest of its unit."""
        before = self._acts[-1] if self._acts and self._acts[-1].unit == self._units else None
        if before is None:
            return False
        return before.consequence is not None or _CONSEQUENCE.match(words) is not None

    def _completes(self, words: str) -> bool:
        """将键盘，鼠标归位: an act whose verb, or whose question, comes only now."""
        before = self._acts[-1] if self._acts and self._acts[-1].unit == self._units else None
        if before is None:
            return False
        said = self._mask[before.start : before.end]
        if "是否" in words and re.search("检查|查看|核对|核实|清点", said):
            return not is_act(words)
        return (
            _OPEN.search(said) is not None and _any_verb().search(said.rpartition("对")[2]) is None
        )

    def _extended(self, end: int) -> bool:
        """特别是…: the act before goes on."""
        if not self._acts or self._acts[-1].unit != self._units:
            return False
        self._acts[-1] = replace(self._acts[-1], end=end)
        return True

    @staticmethod
    def _is_condition(words: str) -> bool:
        if _approved_first().match(words):
            return True
        if re.search("立即|立刻|马上|及时|第一时间", words) and not re.search("[的者时]$", words):
            return False
        return lexicon().conditions.search(words) is not None and not re.match(
            "及时|立即|定期|随时", words
        )

    def _note_condition(self, start: int, end: int) -> None:
        """班主任如有变动，: a condition may name who acts in what follows."""
        found = (
            actors.subject(self._text, start, end) if self._mask[end - 1] not in "的者" else None
        )
        if found is not None and re.match(
            "如|若|遇|在|凡|因|工作|调|离|上|下|课|发现", self._text[found.end : end]
        ):
            self._subject = found

    def _note_subject(self, start: int, end: int) -> None:
        found = actors.subject(self._text, start, end) or actors.alone(self._text, start, end)
        if found is not None:
            self._subject = found

    def _note_subject_before_copula(self, start: int, end: int) -> None:
        found = re.match(".{2,16}?(?=是|系)", self._text[start:end])
        if found is not None:
            named = actors.alone(self._text, start, start + found.end())
            self._subject = named or self._subject

    # ---------- acts ----------

    def _act(
        self, start: int, end: int, modality: tuple[str | None, str], state: _State, *, joined: bool
    ) -> None:
        own, said = modality
        ahead = _time_ahead(self._mask[start:end])
        if not ahead and (found := _consent().match(self._mask, start, end)):
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
        if subject is None and self._mask.startswith("负责", start):
            subject = self._appointed()
        self._subject = subject or self._subject
        start = self._with_topic(start, ahead, own, state)
        if own is None:
            own, said = self._inherited(start, end, state, fresh=fresh)
        elif own in {MUST, SHOULD}:
            state.modality, state.words = own, said
        if own == MUST_NOT and subject is None:
            found = _FORBIDS_SOMEBODY.search(self._mask, start, end)
            subject = found and actors.subject(self._text, found.end(), end)
            self._subject = subject or self._subject
        if own == MUST_NOT and subject is None and self._has_topic(start + ahead, end):
            self._subject = None
        before = tuple(state.pending) or state.standing
        if state.pending:
            state.standing = tuple(state.pending)
            state.pending = []
        state.acted, state.describes = True, False
        for number, (part, alone) in enumerate(self._parts(start, end, own)):
            modality_of, words_of = own, said
            if number and alone:
                modality_of, words_of = self._modality(self._mask[slice(*part)])
                modality_of = modality_of or own
            self._acts.append(
                Act(
                    start=part[0],
                    end=part[1],
                    modality=modality_of,
                    words=words_of,
                    before=before,
                    subject=self._subject,
                    joined=joined or number > 0,
                    unit=self._units,
                )
            )
        self._made_to_act(start, end, before)

    def _changes_topic(self, start: int, end: int) -> bool:
        """…；厨房烟道每季度清洗: after ； something else stands first, and who sees to it is not said."""
        words = self._mask[_after_conjunction(self._mask, start, end) : end]
        return not (
            _time_ahead(words)
            or is_act(words)
            or _any_verb().match(words)
            or _prohibition().match(words)
            or re.match("应|须|必须|要|可|不|未|对|负责|根据|按|由", words)
            or lexicon().conditions.search(words)
        )

    def _has_topic(self, start: int, end: int) -> bool:
        """室内的器材不得挪用: what is forbidden stands before the prohibition, and whom it binds is not said."""
        found = _prohibition().search(self._mask, start, end)
        ahead = self._mask[start : found.start()] if found else ""
        return len(ahead) > 1 and not is_act(ahead) and not _approved_first().match(ahead)

    def _appointed(self) -> Subject | None:
        """指定一名信息员，负责…: who was appointed is responsible."""
        before = self._acts[-1] if self._acts and self._acts[-1].unit == self._units else None
        found = before and _APPOINTS.search(self._mask, before.start, before.end)
        return actors.alone(self._text, found.end(), before.end) if before and found else None

    def _with_topic(self, start: int, ahead: int, own: str | None, state: _State) -> int:
        """外来人员使用机房，须经批准: a segment that says nothing of its own begins the act that follows it."""
        before = self._acts[-1] if self._acts and self._acts[-1].unit == self._units else None
        if (
            before is None
            or before.words
            or before.joined
            or own is None
            or state.pending
            or start - before.end > 1
            or not (
                _TOPIC.match(self._mask, start + ahead)
                or _TOPIC_APPROVED.match(self._mask, start)
                or (
                    own in {MUST, SHOULD}
                    and _NOMINAL_TOPIC.search(self._mask, before.start, before.end)
                    and _any_verb().match(self._mask, before.start) is None
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
        if state.modality is not None and not fresh:
            return state.modality, state.words
        return self._lead.modality or MUST, self._lead.words

    def _made_to_act(self, start: int, end: int, before: tuple[Span, ...]) -> None:
        """督促学生填写…: whoever is made to act has a duty of his own."""
        found = re.search(f"(?:{lexicon().supervise})", self._mask[start:end])
        if found is None:
            found = re.search("安排(?!专人|专门)", self._mask[start:end])
        if found is None:
            return
        place = start + found.end()
        who = actors.subject(self._text, place, end) if place < end else None
        if who is None or end - who.end < _MIN_OWN:
            return
        if found[0] == "要求" and found.start() == 0 and not self._addressed:
            self._subject = who
            self._acts[-1] = replace(self._acts[-1], subject=who)
            return
        self._acts.append(
            Act(
                start=place,
                end=self._acts[-1].end if self._acts[-1].end > place else end,
                modality=self._acts[-1].modality if self._acts[-1].modality != MUST_NOT else MUST,
                words=self._acts[-1].words,
                before=before,
                subject=who,
                joined=True,
                unit=self._units,
            )
        )

    def _modality(self, words: str) -> tuple[str | None, str]:
        """What the words of an act say, and which of them say it; None where they say nothing."""
        plain = _CANNOT.sub("··", _NO_LIMIT.sub("··", words))
        only_then = _ONLY_THEN.search(words)
        if only_then is None and (found := _prohibition().search(plain)):
            return MUST_NOT, found[0]
        if _NOT_AT_START.match(_without_subject(words)):
            return MUST_NOT, _without_subject(words)[0]
        if only_then is not None:
            return MUST, only_then[0]
        found_all = [
            (found.start(), modality, found[0])
            for modality, pattern in ((SHOULD, _SHOULD), (MUST, _MUST), (MAY, _MAY))
            if (found := pattern.search(words))
        ]
        if not found_all:
            return None, ""
        _, modality, said = min(found_all)
        return modality, said

    # ---------- parts of a segment ----------

    def _parts(self, start: int, end: int, modality: str) -> list[tuple[Span, bool]]:
        """The acts that one segment holds, and whether each speaks for itself."""
        for found in _INNER_NO.finditer(self._mask, start, end):
            ahead = self._mask[start : found.start()]
            if modality == MUST_NOT and _prohibition().search(ahead):
                return [
                    *self._parts(start, found.start(), MUST_NOT),
                    *self._parts(found.start(), end, MUST_NOT),
                ]
            if (
                len(ahead) >= _MIN_OWN
                and is_predicate(_without_subject(ahead))
                and not _approved_first().match(ahead)
                and "的" not in ahead
            ):
                first = self._parts(start, found.start(), MUST)
                return [
                    *first,
                    *((span, True) for span, _ in self._parts(found.start(), end, MUST_NOT)),
                ]
        if modality == MUST_NOT:
            return [(span, False) for span in self._forbidden(start, end)]
        return [(span, False) for span in self._demanded(start, end)]

    def _forbidden(self, start: int, end: int) -> list[Span]:
        words = self._mask[start:end]
        head = _prohibition().search(words)
        offset = start + (head.end() if head else 0)
        if head is None:
            offset = end - len(_without_subject(words)) + 1
        preposed = (
            head is not None
            and head.start() > 1
            and not actors.alone(self._text, start, start + head.start())
        )
        items = self._items(offset, end)
        if len(items) < 2 or _AND_SO_ON_OF.search(self._mask[slice(*items[-1])]):  # noqa: PLR2004
            return [(start, end)]
        texts = [
            _without_place(self._mask[a:b]) if n == 0 else self._mask[a:b]
            for n, (a, b) in enumerate(items)
        ]
        merged = [items[0]]
        kept = [texts[0]]
        for span, text in zip(items[1:], texts[1:], strict=True):
            if is_act(text) and not _MODIFIER.match(text) and not text.startswith(("其他", "其它")):
                merged.append(span)
                kept.append(text)
            else:
                merged[-1] = (merged[-1][0], span[1])
                kept[-1] = self._mask[slice(*merged[-1])]
        bare = [len(_stripped(text)) <= 2 for text in kept]  # noqa: PLR2004
        shared = all(bare[:-1]) and (not bare[-1] and not _adverb_first(kept[-1]))
        if len(merged) < 2 or not is_act(kept[0]):  # noqa: PLR2004
            return [(start, end)]
        if (all(bare) and (len(merged) == 2 or preposed)) or shared:  # noqa: PLR2004
            return [(start, end)]
        return [(start, merged[0][1]), *merged[1:]]

    def _demanded(self, start: int, end: int) -> list[Span]:
        words = self._mask[start:end]
        quoted = re.search("(?:做到|^)(·+)$", words)
        if quoted is not None and self._text[end - 1] == "”":
            inside = (start + quoted.start(1) + 1, end - 1)
            return [found.span() for found in _QUOTED_ITEM.finditer(self._text, *inside)]
        if len(_WITH_PERCENT.findall(self._text[start:end])) > 1:
            return self._items(start, end, marks="、")
        offset = end - len(_without_subject(words))
        modal = min(
            (found.end() for p in (_SHOULD, _MUST) if (found := p.search(words))), default=0
        )
        offset = max(offset, start + modal)
        items = self._items(offset, end)
        if len(items) < 2 or _ONE_THING.search(words):  # noqa: PLR2004
            return self._later([(start, end)])
        listed = (
            len(items) > 2
            and all(
                _own_object(self._mask[a:b].removesuffix("等")) for a, b in items
            )
        )
        if listed or _OBJECT_LIST.match(_adverbless(self._mask[offset:end])):
            split = self._objects(items)
        else:
            split = self._predicates(items)
        return self._later([(start, split[0][1]), *split[1:]])

    def _objects(self, items: list[Span]) -> list[Span]:
        """负责A、B及C: one act an object, where each object is something to do of its own."""
        first, last = self._mask[slice(*items[0])], self._mask[slice(*items[-1])]
        if _AND_SO_ON.search(last) and not _AND_SO_ON_END.search(last):
            return [(items[0][0], items[-1][1])]
        merged = [items[0]]
        for span in items[1:]:
            text, left = self._mask[slice(*span)], self._mask[slice(*merged[-1])]
            scoped = "的" in left and _own_object(_after_last(left, "的")) and "的" not in text
            own = not re.search("完成|方面的", first + text) and (
                _own_object(text) and _ends_in_action(_ACTION_END.sub("", left)) and not scoped
            )
            also = self._mask[merged[-1][1] : span[0]] == "并" and (
                is_act(text) or (len(text) >= _MIN_OWN and _any_verb().match(text))
            )
            if own or also or is_predicate(text):
                merged.append(span)
            else:
                merged[-1] = (merged[-1][0], span[1])
        return merged

    def _predicates(self, items: list[Span]) -> list[Span]:
        """Acts one after another: 切断电源、关好门窗; but not 检查、维护设备, whose object is one."""
        merged = [items[0]]
        bare = _is_bare(self._mask[slice(*items[0])])
        for span in items[1:]:
            text, left = self._mask[slice(*span)], self._mask[slice(*merged[-1])]
            joins = self._mask[merged[-1][1] : span[0]]
            if not bare and _begins_another(left, joins, text):
                merged.append(span)
                bare = _is_bare(text) and not text.startswith("有")
            else:
                merged[-1] = (merged[-1][0], span[1])
                bare = bare and _is_bare(text)
        return merged

    def _later(self, spans: list[Span]) -> list[Span]:
        """妥善保存按时上交, 先启动…再启动…: acts that no mark stands between."""
        found: list[Span] = []
        for start, end in spans:
            first = re.search("先", self._mask[start:end])
            again = re.compile("后?再(?=[一-龥]{2})") if first else _LATER
            place = again.search(self._mask, start + _MIN_OWN, end)
            if place is not None and (first is not None or is_act(self._mask[start:end])):
                found += [(start, place.start()), (place.start() + place[0].startswith("后"), end)]
            else:
                found.append((start, end))
        return found

    def _items(self, start: int, end: int, marks: str | None = None) -> list[Span]:
        """What stands between 、 和 或 及 并."""
        pattern = _PARTS if marks is None else re.compile(marks)
        spans: list[Span] = []
        at = start
        for found in pattern.finditer(self._mask, start, end):
            if not _joins(self._mask, found, end):
                continue
            spans.append((at, found.start()))
            at = found.end()
        spans.append((at, end))
        return [span for span in spans if span[1] > span[0]] or [(start, end)]


def replace_state(state: _State, modality: str | None, words: str) -> _State:
    """*state* under words that hold for all that follows."""
    state.modality, state.words = modality, words
    return state


@cache
def _prohibition() -> re.Pattern[str]:
    return re.compile(f"(?:{lexicon().prohibitions})")


@cache
def _approved_first() -> re.Pattern[str]:
    """未经…同意, 经…批准后: whose consent an act waits for."""
    return re.compile(f"(?:未经|未征得|不经|经|须经|报经|征得).*(?:{lexicon().approve})后?$")


@cache
def _consent() -> re.Pattern[str]:
    """未经…同意, where no mark parts it from who may not act."""
    return re.compile(f"(?:未经|不经|未征得).{{0,16}}?(?:{lexicon().approve})")


@cache
def _compound() -> re.Pattern[str]:
    """注意事项, 管理制度: a verb of two characters before a noun is the noun's."""
    return re.compile(
        f"(?:{lexicon().verbs}|{lexicon().nominal}|[一-龥]{{2}})(?:和[一-龥]{{2}})?(?:{lexicon().nouns})$|(?:{lexicon().verbs}|{lexicon().more_verbs}|{lexicon().nominal})(?:[机器品物室卡证表台柜箱具员件]等?$|[机器]等)"
    )


@cache
def _reliable() -> re.Pattern[str]:
    """Verbs that are no nouns."""
    nominal = set(lexicon().nominal.split("|"))
    words = lexicon()
    verbs = sorted(
        {*words.verbs.split("|"), *words.more_verbs.split("|")} - nominal, key=len, reverse=True
    )
    return re.compile(f"(?:{'|'.join(verbs)})")


@cache
def _nominal_last() -> re.Pattern[str]:
    return re.compile(f"(?:{lexicon().nominal})$")


@cache
def _any_verb() -> re.Pattern[str]:
    return re.compile(f"(?:{lexicon().verbs}|{lexicon().more_verbs}|{lexicon().nominal})")


@cache
def _adverb() -> re.Pattern[str]:
    return re.compile(f"(?:{lexicon().adverbs})")


@cache
def _time() -> re.Pattern[str]:
    words = lexicon()
    patterns = [pattern.pattern for _, pattern in words.times]
    patterns += [pattern.pattern for pattern in words.each_use[:3]]
    return re.compile(f"(?:{'|'.join(patterns)})")


@cache
def _short_time() -> re.Pattern[str]:
    """每周, 课后: times that are words of their own."""
    words = lexicon()
    patterns = [pattern.pattern for _, pattern in words.times]
    patterns += [pattern.pattern for pattern in words.each_use[:2]]
    return re.compile(f"(?:{'|'.join(patterns)})")


def _time_ahead(words: str, pattern: re.Pattern[str] | None = None) -> int:
    """How many characters of time words an act begins with."""
    found = (pattern or _time()).match(words)
    return found.end() if found is not None else 0


def _joins(mask: str, found: re.Match[str], end: int) -> bool:
    """Whether 和 及 与 … join two things here, and are no part of a word: 及时, 与会, 参与."""
    before, after = (
        mask[found.start() - 1 : found.start()],
        mask[found.end() : min(end, found.end() + 1)],
    )
    if before in "并、和或及":
        return False
    if found[0] == "及" and (after == "时" or before in "以涉普"):
        return False
    if found[0] == "和" and (before in "温缓饱平" or after in "谐睦平"):
        return False
    if found[0] == "与" and (before in "参赠给授" or after in "会"):
        return False
    if found[0] == "并" and before in "合归吞":
        return False
    return found.start() > 0 and bool(after)


def _after_conjunction(mask: str, start: int, end: int) -> int:
    found = _CONJUNCTION.match(mask, start, end)
    return found.end() if found is not None and end - found.end() > 1 else start


def _without_subject(words: str) -> str:
    """*words* without the time and the name they begin with."""
    rest = words[_time_ahead(words) :]
    found = actors.subject(rest, 0, len(rest))
    if found is not None and found.start == 0:
        rest = rest[found.end :]
    return rest[_time_ahead(rest) :] or words


def _without_place(words: str) -> str:
    """*words* without 在…内."""
    return _PLACE.sub("", words) or words


def _adverbless(words: str) -> str:
    while (found := _adverb().match(words)) is not None and found.end() < len(words):
        words = words[found.end() :]
    return words


def _after_modal(words: str) -> str:
    return re.sub("^(?:应当|应该|应|必须|须|要|需|务必|负责|能|可以|可|必)", "", words)


def _stripped(words: str) -> str:
    """*words* without adverbs and modal words."""
    return _adverbless(_after_modal(_adverbless(words)))


def _adverb_first(words: str) -> bool:
    return _adverb().match(words) is not None


def is_act(words: str) -> bool:
    """Whether *words* begin as an act does: with a verb that is no noun, or an adverb or a time and what is done."""
    plain = re.sub("^(?:在[^，、]{1,12}?(?:内|里|中|上|处|旁))", "", words)
    if _compound().match(plain):
        return False
    if (ahead := _time_ahead(plain, _short_time())) and len(plain) - ahead > 1:
        return True
    rest = _adverbless(plain)
    if rest != plain:
        sure = not re.match(_WEAK_ADVERBS, plain)
        return sure or _any_verb().match(rest) is not None or _SINGLE.match(rest) is not None
    return _reliable().match(rest) is not None or _SINGLE.match(rest) is not None


def is_predicate(words: str) -> bool:
    """Whether *words* are an act with something it is done to, or done how."""
    return is_act(words) and len(_stripped(words)) >= _MIN_OWN


def _is_bare(words: str) -> bool:
    """Whether *words* are a verb alone."""
    return len(_stripped(_without_subject(words))) <= 2  # noqa: PLR2004


def _own_object(words: str) -> bool:
    """账目管理, 重要文件备份: an action together with what it is done to."""
    own = _ACTION_END.sub("", words)
    if len(own) < _MIN_OWN or not _ends_in_action(own):
        return False
    rest = own
    while found := _nominal_last().search(rest):
        rest = rest[: found.start()].rstrip("的")
    return len(rest.removesuffix("日常").rstrip("的")) > 1


def _begins_another(left: str, joins: str, text: str) -> bool:
    """Whether *text* is an act beside the act *left*, from which *joins* parts it."""
    if not is_act(text) or _MODIFIER.match(text):
        return False
    if text.startswith("有"):
        return "有" in left
    if re.search("的[一-龥]{1,2}$", left) and not _verb_last(left):
        return False
    if re.match(
        "对|为|向|与|从|利用|通过", _stripped(_without_subject(left))
    ) and _LATE_VERB.search(text):
        return False
    own = _stripped(_without_subject(left))
    timed = _time_ahead(text, _short_time()) > 0
    if "并" in joins:
        if timed or _PREPOSED.search(own):
            return True
        if len(own) < _MIN_OWN:
            return False
        return (
            not _verb_last(own)
            or _adverb_first(text)
            or (_SINGLE.match(text) or _OWN_OBJECT.match(text)) is not None
        )
    if len(_stripped(text)) <= 2:  # noqa: PLR2004
        return "、" in joins and _adverb_first(text)
    if "、" in joins:
        return len(own) > 2 or _adverb_first(text) or timed  # noqa: PLR2004
    return len(own) >= _MIN_OWN


def _verb_last(words: str) -> bool:
    return any(_any_verb().fullmatch(words[-length:]) for length in (2, 3))


def _ends_in_action(words: str) -> bool:
    return any(words[-2:] == verb for verb in lexicon().nominal.split("|")) or words.endswith(
        ("联网", "监测", "评定", "工作")
    )


def _after_last(words: str, mark: str) -> str:
    return words.rpartition(mark)[2]


def sentences(text: str) -> Iterator[Span]:
    """Where the sentences of *text* stand."""
    for found in _SENTENCE.finditer(masked(text)):
        yield found.span()
