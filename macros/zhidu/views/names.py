"""How things are called and where they are linked to: citations, times, thresholds, people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from zhidu.handbook.book import Citation, Edition, Handbook
from zhidu.handbook.printed_form import number, paragraph_of, paragraphs, standard
from zhidu.reading.model import (
    Assignment,
    Capacity,
    Clause,
    Duty,
    Metric,
    Numbering,
    Operator,
    RoleKind,
    Span,
    Threshold,
    When,
)
from zhidu.reading.text.numerals import numbers, ordinal

DAMAGED = "原文日期残缺"
"""What is said of a date that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words and where they lead. `href` starts at the site's root, without a leading slash; empty for none."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the site. `path` starts at the site's root; `name` is what it is called once it is saved."""

    text: str
    path: str
    name: str


def document_file(issuance: str, title: str, policy: str = "notice") -> File:
    """A policy, or a notice with all its attachments, as Word."""
    return File(text="Word 公文", path=f"documents/{issuance}/{policy}.docx", name=f"{title}.docx")


def form_files(handbook: Handbook, record: str) -> tuple[File, ...]:
    """A record's blank form, to print and to fill in on a computer; none where it has no form."""
    found = (handbook.records or {})[record]
    if found.form is None:
        return ()
    return tuple(
        File(text=text, path=f"records/{record}.{suffix}", name=f"{found.name}.{suffix}")
        for text, suffix in (("A4 PDF", "pdf"), ("Excel", "xlsx"))
    )


def clause_heading(citation: Citation, words: str = "", *, chapter: bool = True) -> str:
    """What a clause is called in its own document: 第十一条, 第四条（二）, 第三章第十二条第二款, 引言, 第一段.

    Of a clause with several paragraphs it says in which *words* stand. Below the name of its chapter, it is called
    without *chapter*.
    """
    clause, edition = citation.clause, citation.edition
    if edition is None:
        return f"第{ordinal(int(clause.id.rpartition('-')[2]))}段"
    around = (*citation.above, clause)
    called = (
        "引言" if around[0].label is None else _first(edition.policy.numbering, around[0].label)
    )
    if chapter:
        called = edition.chapters.get(around[0].id, "") + called
    for depth, (outer, inner) in enumerate(pairwise(around), 1):
        paragraph = depth == 1 and paragraphs(outer) > 1
        if paragraph or inner.label is None:
            called += f"第{ordinal(paragraph_of(outer, inner))}款"
        if inner.label is not None:
            called += _item(number(edition.policy.numbering, inner, depth), depth)
    lines = [n for n, line in enumerate(clause.text.split("\n"), 1) if words and words in line]
    if len(around) == 1 and len(lines) == 1 and paragraphs(clause) > 1:
        called += f"第{ordinal(lines[0])}款"
    return called


def _first(numbering: Numbering, label: str) -> str:
    """A clause of the first level in the digits that are printed before it: 第一条; 第1条 where that is 1."""
    digits = standard(numbering, label, 0).rstrip(".、")
    return f"第{digits if digits.isdecimal() else label}条"


def _item(printed: str, depth: int) -> str:
    """How what stands in a clause is cited by its printed number: （二）, ③; 第2项 for a bare one."""
    bare = printed.strip("、.．:： \u3000")
    return f"第{bare}{'项' if depth == 1 else '目'}" if bare.isdecimal() else bare


def cite(citation: Citation, words: str = "") -> str:
    """The citation people write: 附件8第十一条; with *words* also the paragraph in which they stand."""
    document = citation.edition.policy.label if citation.edition else "通知"
    return document + clause_heading(citation, words)


def policy_name(edition: Edition | None) -> str:
    """附件8 and the title; 通知 for what stands in no policy."""
    return f"{edition.policy.label} {edition.policy.title}" if edition else "通知"


def policy_link(edition: Edition) -> Link:
    """A policy's label and title, leading to its page."""
    return Link(text=policy_name(edition), href=f"policies/{edition.policy.policy}/")


def edition_href(edition: Edition) -> str:
    """Where an edition stands on the site, current or not."""
    return f"policies/{edition.policy.policy}/editions/{edition.date}/"


def edition_clause_link(citation: Citation) -> Link:
    """The citation, leading to the clause as its edition has it."""
    if citation.edition is None:
        return clause_link(citation)
    return Link(text=cite(citation), href=f"{edition_href(citation.edition)}#{citation.clause.id}")


def clause_href(citation: Citation) -> str:
    """Where a clause stands on the site."""
    if citation.edition is None:
        return f"notice/{citation.notice.value.issuance.isoformat()}/#{citation.clause.id}"
    return f"policies/{citation.edition.policy.policy}/#{citation.clause.id}"


def clause_link(citation: Citation, words: str = "") -> Link:
    """The citation, leading to the clause."""
    return Link(text=cite(citation, words), href=clause_href(citation))


def role_link(handbook: Handbook, role: str) -> Link:
    """A role's name, leading to its page."""
    found = (handbook.roles or {})[role]
    return Link(text=found.name, href=f"roles/{role}/")


def record_link(handbook: Handbook, record: str) -> Link:
    """A record's name, leading to its row on the page of records, where it is still demanded."""
    href = f"records/#{record}" if record in handbook.demanded else ""
    return Link(text=(handbook.records or {})[record].name, href=href)


def is_damaged(clause: Clause, when: When) -> bool:
    """Whether a date is printed so that nobody can say which: its number stands in words that have no reading."""
    return bool(numbers(when.words)) and any(
        erratum.reading is None and when.words in erratum.quote for erratum in clause.errata
    )


def time_words(when: When | None, clause: Clause) -> str:
    """The words of a time, with the event they belong to: 立刻（如发现）; of a damaged date that it is one."""
    if when is None:
        return ""
    if is_damaged(clause, when):
        return f"“{when.words}”（{DAMAGED}）"
    if when.moment and when.moment not in when.words:
        return f"{when.words}（{when.moment}）"
    return when.words


def threshold_words(handbook: Handbook, threshold: Threshold) -> str:
    """A threshold in plain words: 不少于 60 天."""
    if threshold.value is None:
        return threshold.missing or "原文没有写数"
    return number_words(handbook, threshold.op, threshold.value, threshold.unit)


def number_words(handbook: Handbook, operator: Operator, value: float, unit: str | None) -> str:
    """A number that something must reach, in plain words: 不少于 60 天."""
    measures = handbook.measures
    units = {each.id: each.name for each in measures.units} if measures else {}
    name = units.get(unit or "", "")
    space = "" if name == "%" else " "
    return f"{operator.label} {value:g}{space}{name}".rstrip()


def span_of(handbook: Handbook, metric: Metric) -> Span | None:
    """What *metric* is counted over, where it says so."""
    measures = handbook.measures
    return next((s for s in measures.spans if s.id == metric.per), None) if measures else None


def metric_words(handbook: Handbook, threshold: Threshold) -> str:
    """What a threshold measures, and over what it is counted."""
    metric = (handbook.metrics or {})[threshold.metric]
    span = span_of(handbook, metric)
    return f"{metric.name}（{span.name}）" if span else metric.name


def is_unassigned(handbook: Handbook, role: str) -> bool:
    """Whether *role* stands for nobody named."""
    found = (handbook.roles or {}).get(role)
    return found is not None and found.kind is RoleKind.UNASSIGNED


_BOUND = {c for c in Capacity if c.acts} - {Capacity.APPROVES} | {Capacity.FORBIDDEN}


def actors(duty: Duty) -> tuple[Assignment, ...]:
    """Those whom a duty binds: not those who are only told, asked or served, nor those who bear the consequence."""
    return tuple(a for a in duty.roles if a.as_ in _BOUND)


def own_words(handbook: Handbook, duty: Duty) -> tuple[str, ...]:
    """What the duty is for each of those whom it binds and for whom it has words of their own: 学校：要求教师……."""
    return tuple(
        f"{(handbook.roles or {})[a.role].name}：{a.summary}" for a in actors(duty) if a.summary
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumber:
    """What a school has set where the text leaves a number open."""

    value: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSettings:
    """All that one school has set, by duty: rhythms, and numbers."""

    periods: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, OwnNumber] = field(default_factory=dict)

    def number(self, handbook: Handbook, duty: Duty) -> str:
        """The number that the school has set for *duty*, in words; nothing where it set none, or the text has one."""
        own = self.numbers.get(duty.id)
        if own is None or duty.threshold is None or duty.threshold.value is not None:
            return ""
        return number_words(handbook, duty.threshold.op, own.value, own.unit)
