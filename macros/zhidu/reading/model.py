"""What the YAML files hold, as frozen values. Field names are the YAML keys; the schemas say what each means.

A key that is a Python keyword (`as`, `for`) gets a trailing underscore here.
"""

import dataclasses
import keyword
import re
import types
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Self, Union, get_args, get_origin, get_type_hints

from zhidu.reading.records import dataclass

PLACEHOLDER = "（请填写"
"""How a gap begins that a draft leaves to be filled in."""

REASON = "请写明理由"
"""What stands for the reason of a change that nobody has given yet."""

PLACEHOLDERS = re.compile(rf"{PLACEHOLDER}|{REASON}|〔\s*〕")
"""Everything that our own commands, and drafts from reviews, leave to be filled in; no release lets one of them pass."""


class Named(StrEnum):
    """A closed list of the schemas. Each value has its Chinese word beside it, for pages, reports and messages."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """A value that knows its word; who looks one up has none to give."""
        made = str.__new__(cls, value)
        made._value_, made.label = value, label
        return made


class PolicyKind(Named):
    """What sort of document a policy is."""

    REGULATION = "regulation", "制度"
    DUTIES = "duties", "职责"
    CONDUCT = "conduct", "守则"


class Numbering(Named):
    """How the clauses of a policy are numbered in print: 一、 or 第一条 or 1. or 1、."""

    HAN = "han", "一、"
    ARTICLE = "article", "第一条"
    ARABIC = "arabic", "1."
    ARABIC_COMMA = "arabic-comma", "1、"


class Status(Named):
    """Whether an edition is on trial, for the time being, or final."""

    TRIAL = "trial", "试行"
    INTERIM = "interim", "暂行"
    FINAL = "final", "正式"

    @property
    def suffix(self) -> str:
        """What a heading adds to a title: an edition that is not final says so."""
        return "" if self is Status.FINAL else f"（{self.label}）"


class Certainty(Named):
    """How sure an erratum is. Only certain ones change the reading."""

    CERTAIN = "certain", "确定"
    DOUBTFUL = "doubtful", "存疑"


class NoteKind(Named):
    """What an editor's note is about."""

    LAW = "law", "与法律法规的关系"
    READING = "reading", "读法说明"
    REMARK = "remark", "说明"


class Modality(Named):
    """How strongly the text speaks, by its own words."""

    MUST = "must", "必须"
    SHOULD = "should", "应当"
    MAY = "may", "可以"
    MUST_NOT = "must-not", "不得"


class Capacity(Named):
    """In what capacity a role is bound by a duty: the key `as`."""

    RESPONSIBLE = "responsible", "负责"
    PERFORMS = "performs", "执行"
    SUPERVISES = "supervises", "督促指导"
    APPROVES = "approves", "批准"
    ASSISTS = "assists", "协助"
    INFORMED = "informed", "知会"
    FORBIDDEN = "forbidden", "禁止"
    SERVED = "served", "由别人做"
    LIABLE = "liable", "承担后果"

    @property
    def acts(self) -> bool:
        """Whether it is work of one's own."""
        others = (Capacity.INFORMED, Capacity.FORBIDDEN, Capacity.SERVED, Capacity.LIABLE)
        return self not in others

    @property
    def own(self) -> bool:
        """Whether it makes a duty one's own: these are counted."""
        return self.acts or self is Capacity.FORBIDDEN


class Basis(Named):
    """How we know that a role is meant."""

    TEXT = "text", "本条写明"
    ADDRESSEE = "addressee", "文件对象"
    READING = "reading", "编者读法"


class WhenKind(StrEnum):
    """The rhythm a time word states."""

    DAILY = "daily"
    WEEKLY = "weekly"
    EVERY_TEN_DAYS = "every-ten-days"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TERMLY = "termly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    EACH_USE = "each-use"
    ON_EVENT = "on-event"
    IMMEDIATE = "immediate"
    HOLIDAY = "holiday"
    CONTINUOUS = "continuous"
    ONCE = "once"
    UNSPECIFIED = "unspecified"
    ROUTINE = "routine"


PERIODS = (
    WhenKind.DAILY,
    WhenKind.WEEKLY,
    WhenKind.EVERY_TEN_DAYS,
    WhenKind.MONTHLY,
    WhenKind.QUARTERLY,
    WhenKind.TERMLY,
    WhenKind.HALF_YEARLY,
    WhenKind.YEARLY,
)
"""The rhythms that have days, the frequent first: what a text may state, and a school may set where it says only 定期."""


class Operator(Named):
    """How a measured value is compared with a threshold."""

    AT_LEAST = ">=", "不少于"
    AT_MOST = "<=", "不超过"
    EQUAL = "=", "占"


class SanctionKind(Named):
    """What follows from neglect."""

    COMPENSATION = "compensation", "赔偿"
    PENALTY = "penalty", "处罚"
    ACCOUNTABILITY = "accountability", "追究责任"


class IncentiveKind(Named):
    """What follows from merit."""

    REWARD = "reward", "奖励"
    APPRAISAL = "appraisal", "考核"
    CONTEST = "contest", "评比"


class Method(Named):
    """How compliance is checked."""

    INSPECT = "inspect", "查阅资料"
    INTERVIEW = "interview", "访谈"
    MEASURE = "measure", "实测"
    OBSERVE = "observe", "现场查看"


class Amendment(Named):
    """How something of a later edition came about."""

    NEW = "new", "新增"
    REVISED = "revised", "修改"
    EDITORIAL = "editorial", "文字"
    MOVED = "moved", "移动"
    SPLIT = "split", "拆分"
    MERGED = "merged", "合并"
    RESTORED = "restored", "恢复"


class RoleKind(Named):
    """What sort of actor a role is."""

    POST = "post", "岗位"
    BODY = "body", "单位"
    OUTSIDE = "outside", "校外单位"
    EVERYONE = "everyone", "所有人"
    UNASSIGNED = "unassigned", "未指定"


class ReviewKind(StrEnum):
    """What may keep a text from being obeyed."""

    NO_ACTOR = "no-actor"
    NO_RECIPIENT = "no-recipient"
    VAGUE_RECIPIENT = "vague-recipient"
    NO_APPROVER = "no-approver"
    NO_DECIDER = "no-decider"
    UNKNOWN_POST = "unknown-post"
    NO_PERIOD = "no-period"
    NO_VALUE = "no-value"
    IMPOSSIBLE_NUMBER = "impossible-number"
    TWO_PLACES = "two-places"
    TWO_NAMES = "two-names"
    MISSING_DOCUMENT = "missing-document"
    NO_SAMPLE = "no-sample"
    BELOW_LAW = "below-law"
    REMARK = "remark"
    SUGGESTION = "suggestion"
    ERRATUM = "erratum"


class RecordKind(Named):
    """What sort of record a clause demands."""

    FORM = "form", "表"
    REGISTER = "register", "册"
    LEDGER = "ledger", "账"
    LOG = "log", "日志"
    MINUTES = "minutes", "会议记录"
    FILE = "file", "记录"


class Orientation(StrEnum):
    """How a sheet of A4 lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class ColumnKind(StrEnum):
    """What is written into a column of a form."""

    SERIAL = "serial"
    DATE = "date"
    TIME = "time"
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    SIGNATURE = "signature"


class FacilityKind(StrEnum):
    """Whether one counts rooms, or only asks whether it is there."""

    ROOM = "room"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratum:
    """A defect of the published text, noted beside it."""

    quote: str
    reading: str | None
    certainty: Certainty
    note: str | None = None

    @property
    def certain(self) -> bool:
        """Whether the reading is put right by it."""
        return self.certainty is Certainty.CERTAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What the law asks where a policy asks less: the policy's own metric, in the same unit."""

    metric: str
    op: Operator
    value: float
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An editor's remark, never mixed with the text.

    `quote` are the words it is about, none for the whole clause; `asks` are the numbers of a law; `verified` says how
    the citation in `source` was checked.
    """

    kind: NoteKind
    text: str
    source: str | None = None
    quote: str | None = None
    verified: str | None = None
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A role bound by a duty, in which capacity, and how we know.

    `summary` is what this role is told, where it is not what `Duty.summary` says.
    """

    role: str
    as_: Capacity
    basis: Basis
    words: str | None = None
    see: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Words of a deadline that the text speaks of and does not say."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When a duty falls due, in the words of the text."""

    kind: WhenKind
    words: str
    moment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A number the text demands; `value` is None where the text leaves it open."""

    metric: str
    op: Operator
    value: float | None
    unit: str | None
    quote: str
    per: str | None = None
    missing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Whom to tell, and what makes it necessary."""

    to: str | None
    trigger: str | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Whose consent is needed, and for what."""

    by: str | None
    for_: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """What follows from neglect."""

    kind: SanctionKind
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Who is to be trained; nobody where the text does not say."""

    audience: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incentive:
    """Reward, appraisal or contest."""

    kind: IncentiveKind
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a duty applies: where there is a facility, or only to some kinds of schools."""

    facility: str | None = None
    institutions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How one would check a duty, and with what evidence."""

    method: Method
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How a clause, a duty or a whole policy came about, against the edition before: `from` names its origins."""

    change: Amendment
    reason: str
    from_: tuple[str, ...] = ()
    substantive: bool | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeal:
    """A clause that the edition before had and this one has not."""

    clause: str
    reason: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A duty that the edition before had and that the text of this one does not demand any more."""

    duty: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chapter or section: its name as printed, with its number, and the first clause of it."""

    title: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRepeal:
    """A policy that is not in force any more from a notice on."""

    policy: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One actor, one action, found in a clause: the unit of assessment.

    `summary` is said to who acts first; `common` says that it is true of all who act, word for word.
    """

    id: str
    quote: str
    summary: str
    modality: Modality
    roles: tuple[Assignment, ...]
    when: When | None
    assess: Assessment
    common: bool = False
    deadline: Deadline | None = None
    threshold: Threshold | None = None
    records: tuple[str, ...] = ()
    report: Report | None = None
    approval: Approval | None = None
    sanction: Sanction | None = None
    training: Training | None = None
    incentive: Incentive | None = None
    applies_to: Scope | None = None
    history: History | None = None

    def said_to(self, assignment: Assignment) -> str:
        """The line for one of its `roles`: what that role does here, or what is done for it."""
        return assignment.summary or self.summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The smallest numbered unit, word for word: the unit of citation. Lines of `text` are its paragraphs (款).

    `printed` is its number as printed, where it is not what `Policy.numbering` makes of its `label`; without a label
    it is the preamble, or a paragraph of the clause above that follows its sub-clauses. `table` are rows of cells
    below the text. `effective` is its own day of coming into force, where that is later than its edition's.
    """

    id: str
    text: str
    label: str | None = None
    printed: str | None = None
    table: tuple[tuple[str, ...], ...] = ()
    informative: bool = False
    errata: tuple[Erratum, ...] = ()
    notes: tuple[Note, ...] = ()
    clauses: tuple["Clause", ...] = ()
    duties: tuple[Duty, ...] = ()
    effective: date | None = None
    history: History | None = None

    @property
    def words(self) -> str:
        """All that is published of it: the text, and below it the rows of its table."""
        return "\n".join((self.text, *("｜".join(row) for row in self.table)))

    @property
    def reading(self) -> str:
        """The text with its certain errata put right."""
        return self.read(self.text)

    def read(self, words: str) -> str:
        """*words* of it with its certain errata put right."""
        for erratum in self.errata:
            if erratum.certain and erratum.reading is not None:
                words = words.replace(erratum.quote, erratum.reading, 1)
        return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One attachment as one issuance published it."""

    policy: str
    label: str
    title: str
    kind: PolicyKind
    status: Status
    clauses: tuple[Clause, ...]
    heading: tuple[str, ...] = ()
    numbering: Numbering = Numbering.HAN
    addressee: str | None = None
    history: History | None = None
    repealed: tuple[Repeal, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    parts: tuple[Part, ...] = ()
    applies_to: Scope | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctuation:
    """A mark the web page changed, and what it is restored to."""

    published: str
    restored: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A line of the notice's list of attachments."""

    policy: str
    text: str
    errata: tuple[Erratum, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signoff:
    """Who signed, and the date as printed."""

    issuer: str
    date: str
    errata: tuple[Erratum, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One act of publishing."""

    issuance: date
    title: str
    issuer: str
    effective: date
    addressees: str
    punctuation: tuple[Punctuation, ...]
    clauses: tuple[Clause, ...]
    attachments: tuple[Attachment, ...]
    signoff: Signoff
    heading: tuple[str, ...] = ()
    number: str | None = None
    joint: tuple[str, ...] = ()
    published: date | None = None
    effective_note: str | None = None
    draft: bool = False
    repeals: tuple[PolicyRepeal, ...] = ()

    @property
    def issuers(self) -> str:
        """All who issued it, the first one first."""
        return "、".join((self.issuer, *self.joint))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another way the texts write the same thing, and where."""

    name: str
    clause: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What a role was called before the day `until`."""

    name: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A seat in a body, as a clause says: 组长, and whose post it is, where the clause says so."""

    seat: str
    role: str | None = None
    clause: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A role that the holder of another is, represents or heads, and why an editor reads it so."""

    role: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Who acts. `name` is the newest; `former` the names before it; `members` are the seats of a body.

    `represents` are other roles of whoever holds this one. `first` ones
    stand on the home page. `assigned_by` is who names somebody where the texts do not. `repairs` says whether a
    school may make it answerable for putting something right.
    """

    id: str
    name: str
    kind: RoleKind
    about: str | None = None
    aliases: tuple[Alias, ...] = ()
    former: tuple[Former, ...] = ()
    members: tuple[Member, ...] = ()
    represents: tuple[Representation, ...] = ()
    first: bool = False
    assigned_by: str | None = None
    repairs: bool = True

    @property
    def names(self) -> frozenset[str]:
        """Every way the texts may write it."""
        return frozenset(
            {self.name, *(a.name for a in self.aliases), *(f.name for f in self.former)}
        )

    def called(self, day: date) -> str:
        """Its name on *day*."""
        past = sorted(((f.until, f.name) for f in self.former if day < f.until), key=lambda f: f[0])
        return past[0][1] if past else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a form. `width` in mm, or by its kind; columns with the same `group` share a head above theirs."""

    name: str
    kind: ColumnKind
    width: float | None = None
    choices: tuple[str, ...] = ()
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A named space to write in, as wide as the sheet; `height` in mm."""

    name: str
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A blank sheet for a record. The editors propose it: the texts demand records, and do not say what they look like."""

    orientation: Orientation
    head: tuple[str, ...]
    note: str
    boxes: tuple[Box, ...] = ()
    columns: tuple[Column, ...] = ()
    row_height: float | None = None
    sign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A form, register, ledger or log that a clause demands."""

    id: str
    name: str
    kind: RecordKind
    form: Form | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often something was done, in words, and how often it should have been."""

    count: str
    total: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a school counts, in words; `total` where it is a part of something.

    With `each` it counts those who reached the demanded number, each by himself, out of all: an average would hide
    who did not. {demand} in `count` stands for the number.
    """

    count: str
    total: str | None = None
    each: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """What a threshold measures."""

    id: str
    name: str
    unit: str | None
    per: str | None = None
    family: str | None = None
    measure: Measure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of measure."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a metric is counted over. `persons` says that it is one person: everyone has to reach the number."""

    id: str
    name: str
    persons: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """A policy that hangs in a room, and the words by which it governs the room; without words our proposal."""

    policy: str
    clause: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A room or system that policies govern, and what hangs there."""

    id: str
    name: str
    aliases: tuple[Alias, ...] = ()
    posters: tuple[Hanging, ...] = ()
    kind: FacilityKind = FacilityKind.ROOM


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the texts, explained. `synonyms` mean the same; `typed` is what people type, and only helps the search."""

    id: str
    name: str
    definition: str
    variants: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The file roles.yaml."""

    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The file records.yaml."""

    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """The file metrics.yaml."""

    units: tuple[Unit, ...] = ()
    spans: tuple[Span, ...] = ()
    metrics: tuple[Metric, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facilities:
    """The file facilities.yaml."""

    facilities: tuple[Facility, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """How people say what the texts write otherwise; no term of the glossary, only for the search."""

    said: tuple[str, ...]
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtPage:
    """A page of the site that people look for by words, only for the search.

    It is called what is `said`; who has `typed` these words probably looks for it.
    """

    page: str
    name: str
    said: tuple[str, ...]
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The file terms.yaml. `matters`: what people ask a school about, and policies like these mostly do not say."""

    terms: tuple[Term, ...] = ()
    sayings: tuple[Saying, ...] = ()
    pages: tuple[SoughtPage, ...] = ()
    question_words: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How a kind of time is called, and the words by which a text states it."""

    id: WhenKind
    name: str
    words: tuple[str, ...] = ()
    tally: Tally | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmGroup:
    """Kinds of time that pages show together; no kinds means duties without a time word."""

    id: str
    name: str
    kinds: tuple[WhenKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythms:
    """The file rhythms.yaml."""

    rhythms: tuple[Rhythm, ...] = ()
    groups: tuple[RhythmGroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A kind of thing that a review finds: what it is called, what to ask, how to draft the repair."""

    kind: ReviewKind
    name: str
    ask: str
    draft: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words that leave something open. `…` stands for up to twelve characters of one sentence."""

    kind: ReviewKind
    words: tuple[str, ...]
    instead: str | None = None
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SameThing:
    """Names that may mean one thing, where no other vocabulary says so."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordGroup:
    """Words of which a text has at least one."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a duty may be about: its words hold one of each group. Two clauses on one matter are compared."""

    name: str
    groups: tuple[WordGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """The file drafting.yaml."""

    advice: tuple[Advice, ...] = ()
    wordings: tuple[Wording, ...] = ()
    same_things: tuple[SameThing, ...] = ()
    matters: tuple[Matter, ...] = ()
    ordinary_words: tuple[str, ...] = ()
    relative_prefixes: tuple[str, ...] = ()
    document_verbs: tuple[str, ...] = ()
    document_endings: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """A kind of school that policies address."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPoint:
    """A checkpoint as an earlier instrument had it."""

    id: str
    metric: str | None = None
    period: bool = False
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedItem:
    """A question of an earlier instrument."""

    id: str
    points: tuple[AskedPoint, ...]
    facility: str | None = None
    institutions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMetric:
    """What an earlier instrument had counted. `total` says that it was a part of something, `percent` that it came to a percentage."""

    id: str
    total: bool
    percent: bool
    op: Operator
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What schools were asked once: enough to know what of their answers still holds.

    `editions` are the days of the editions by policy.
    """

    digest: str
    editions: Mapping[str, str]
    items: tuple[AskedItem, ...]
    metrics: tuple[AskedMetric, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruments:
    """The file instruments.yaml: instruments that schools have answered."""

    instruments: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Institutions:
    """The file institutions.yaml."""

    institutions: tuple[Institution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school that submits checklists."""

    id: str
    name: str
    institution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schools:
    """The file checklists/schools.yaml."""

    schools: tuple[School, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """Days without school, both ends included, and where that is said."""

    name: str
    from_: date
    to: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workday:
    """A Saturday or Sunday with school (调休), and where that is said."""

    date: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolTerm:
    """A term of the school year; days that nobody has set yet are None.

    `source` says where its first and last day are from. No holidays and no 调休 are an empty list: None means that
    nobody has said.
    """

    id: str
    name: str
    starts: date | None
    ends: date | None
    source: str | None = None
    holidays: tuple[Holiday, ...] | None = None
    workdays: tuple[Workday, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolTerms:
    """The file checklists/terms.yaml."""

    terms: tuple[SchoolTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a word is read: a syllable a character, in the tones of the dictionary."""

    word: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The file vocabulary/readings.yaml: the policies that small readers get with 拼音, and how their words are read."""

    policies: tuple[str, ...]
    words: tuple[Reading, ...]


KINDS: dict[str, type] = {
    "policy": Policy,
    "notice": Notice,
    "roles": Roles,
    "records": Records,
    "metrics": Metrics,
    "facilities": Facilities,
    "terms": Terms,
    "rhythms": Rhythms,
    "drafting": Drafting,
    "institutions": Institutions,
    "instruments": Instruments,
    "readings": Readings,
    "schools": Schools,
    "school-terms": SchoolTerms,
}
"""Every kind of file: the name of its schema, and its class."""


@cache
def fields(kind: type) -> dict[str, Any]:
    """YAML key → type of the dataclass *kind*."""
    hints = get_type_hints(kind)
    return {field.name.removesuffix("_"): hints[field.name] for field in dataclasses.fields(kind)}


def structure(kind: Any, data: Any) -> Any:
    """Build *kind* from data that its schema has already accepted."""
    return _builder(kind)(data)


@cache
def _builder(kind: Any) -> Callable[[Any], Any]:
    """What builds *kind* from its data; what a kind consists of is looked up once."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):  # only ever `X | None`
        one = _builder(get_args(kind)[0])
        return lambda data: None if data is None else one(data)
    if origin is Mapping:
        item = _builder(get_args(kind)[1])
        return lambda data: {key: item(value) for key, value in data.items()}
    if origin is tuple:  # always `tuple[X, ...]`
        item = _builder(get_args(kind)[0])
        return lambda data: tuple(map(item, data))
    if dataclasses.is_dataclass(kind):
        return _of_dataclass(kind)  # type: ignore[arg-type]
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return lambda data: data


_ALIKE = 1024  # values of one word that are made once: nine answers of ten are `{status: met}`


def _of_dataclass(kind: type) -> Callable[[Any], Any]:
    # filled as they occur: kinds hold themselves
    parts: dict[str, tuple[str, Callable[[Any], Any]]] = {}

    of_word = lru_cache(_ALIKE)(lambda key, word: made({key: word}))

    def build(data: Any) -> Any:
        if len(data) == 1 and type(word := next(iter(data.values()))) is str:
            return of_word(*data, word)
        return made(data)

    def made(data: Any) -> Any:
        given = {}
        for key, value in data.items():
            if key not in parts:
                name = f"{key}_" if keyword.iskeyword(key) else key
                parts[key] = name, _builder(fields(kind)[key])
            name, part = parts[key]
            given[name] = part(value)
        return kind(**given)

    return build
