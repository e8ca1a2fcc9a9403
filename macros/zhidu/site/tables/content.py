"""Which tables there are, and what stands in them: everything in force on the handbook's day."""

from collections import Counter
from collections.abc import Iterator

from zhidu.handbook.book import Citation, Handbook
from zhidu.handbook.links import LinkKind, links
from zhidu.handbook.metric_history import metric_history
from zhidu.reading.model import (
    Basis,
    Capacity,
    Certainty,
    Erratum,
    Method,
    Modality,
    Named,
    Operator,
    PolicyKind,
    RecordKind,
    RoleKind,
    Status,
    Threshold,
)
from zhidu.site.tables.table_columns import (
    Column,
    Contents,
    Kind,
    Reference,
    Table,
    Value,
    dated,
    flag,
    text,
)
from zhidu.views.names import cite, clause_href, metric_words, threshold_words

_OPERATORS = {operator: operator.name.lower().replace("_", "-") for operator in Operator}
"""Codes of operators: `=` and its like would be formulas, alone in a cell."""

Row = tuple[Value, ...]


def contents(handbook: Handbook) -> Contents:
    """Every table, each after those that it refers to."""
    return Contents(
        tables=(
            _roles(handbook),
            _policies(handbook),
            _clauses(handbook),
            _duties(handbook),
            _assignments(handbook),
            _records(handbook),
            _keeping(handbook),
            _thresholds(handbook),
            _history(handbook),
            _errata(handbook),
            _links(handbook),
        ),
        day=handbook.as_of,
        issuer=handbook.notices[-1].value.issuer if handbook.notices else "",
    )


def _id(about: str) -> Column:
    return text("id", "编号", about, 16)


def _clause(*, required: bool = True) -> Column:
    return Column("clause", "条款编号", "出自哪一条", required=required, to=Reference("clauses"))


def _duty(about: str) -> Column:
    return Column("duty", "职责编号", about, required=True, to=Reference("duties"))


def _ordinal(about: str, title: str = "第几个") -> Column:
    return Column("number", title, about, kind=Kind.INTEGER, required=True, width=8)


def _one_of(name: str, title: str, about: str, kind: type[Named], width: float = 14) -> Column:
    words = {value.value: value.label for value in kind}
    return Column(name, title, about, required=True, words=words, width=width)


_ISSUANCE = dated("issuance", "印发日期", "哪一次印发")
_POLICY = Column(
    "policy",
    "制度编号",
    "哪一项制度；通知正文的段落没有，空着",
    to=Reference("policies"),
    width=10,
)
_CITATION = text("citation", "出处", "人们怎样引用这一条", 20)
_QUOTE = text("quote", "原文", "所据的原字，照录", 40)
_METRIC = text("metric", "指标编号", "数的是什么，指标的永久编号", 26)
_COUNTED = text("name", "指标", "数的是什么", 30)
_DEMAND = (
    Column(
        "op",
        "比较",
        "不少于、不超过还是占",
        required=True,
        words={code: operator.label for operator, code in _OPERATORS.items()},
        width=10,
    ),
    Column("value", "数", "要求的数；原文没有写就空着", kind=Kind.NUMBER, width=8),
    Column("unit", "单位", "单位的编号", width=10),
    Column("per", "按什么算", "按人、按学期……的编号", width=10),
    text("words", "说法", "用一句话说；没有写数的，说缺什么", 24),
)


def _roles(handbook: Handbook) -> Table:
    return Table(
        name="roles",
        title="岗位",
        about="谁来做：制度写到的岗位、单位",
        key=("id",),
        columns=(
            _id("岗位的永久编号"),
            text("name", "名称", "现在的名称", 22),
            _one_of("kind", "类别", "岗位、单位，还是别的", RoleKind, 10),
            Column("aliases", "别的叫法", "原文里的其他叫法，用顿号隔开", width=40),
            Column("assigned_by", "由谁指定", "原文没有写明由谁做时，由谁指定"),
            Column(
                "duties", "职责数", "写到它的职责有几项", kind=Kind.INTEGER, required=True, width=8
            ),
        ),
        rows=tuple(
            (
                role.id,
                role.name,
                role.kind.value,
                "、".join(dict.fromkeys(alias.name for alias in role.aliases)),
                role.assigned_by,
                len(handbook.duties_of.get(role.id, ())),
            )
            for role in (handbook.roles or {}).values()
        ),
    )


def _policies(handbook: Handbook) -> Table:
    rows = []
    for policy, edition in handbook.current.items():
        notice = edition.notice.value
        scope = edition.policy.applies_to
        rows.append(
            (
                policy,
                edition.policy.label,
                edition.policy.title,
                edition.policy.kind.value,
                edition.policy.status.value,
                notice.issuance,
                notice.effective,
                notice.published,
                notice.issuer,
                notice.title,
                edition.policy.addressee,
                scope.facility if scope else None,
                f"policies/{policy}/",
            )
        )
    return Table(
        name="policies",
        title="制度",
        about="现行的制度，各是哪一版",
        key=("id",),
        columns=(
            _id("制度的永久编号"),
            text("label", "附件", "通知的第几个附件", 8),
            text("title", "标题", "制度的标题", 40),
            _one_of("kind", "类别", "制度、职责或守则", PolicyKind, 8),
            _one_of("status", "状态", "试行还是正式", Status, 8),
            _ISSUANCE,
            dated("effective", "生效日期", "自这一天起以这一版为准"),
            dated("published", "公布日期", "在网上公布的日期；不知道就空着", required=False),
            text("issuer", "印发机关", "发布通知的机关", 22),
            text("notice", "通知", "印发它的通知的标题", 40),
            Column(
                "addressee", "写给", "专门写给哪个岗位；没有就空着", to=Reference("roles"), width=22
            ),
            Column("facility", "场所", "只管有这种场所、系统的学校；不限就空着"),
            _page("这项制度在网站上的网址，从首页算起"),
        ),
        rows=tuple(rows),
    )


def _page(about: str) -> Column:
    return text("page", "网页", about, 26)


def _chapter(citation: Citation) -> str | None:
    if citation.edition is None:
        return None
    first = citation.above[0] if citation.above else citation.clause
    return citation.edition.chapters.get(first.id) or None


def _clauses(handbook: Handbook) -> Table:
    return Table(
        name="clauses",
        title="条款",
        about="现行的每一条，逐字照录",
        key=("id",),
        columns=(
            _id("条款的永久编号"),
            _POLICY,
            _ISSUANCE,
            Column("parent", "上级条款", "属于哪一条之下；没有就空着", to=Reference("")),
            Column("label", "序号", "序号的汉字；引言没有", width=8),
            Column("number", "条号", "印出来的条号：一、第一条、（2）", width=10),
            Column("chapter", "章", "在第几章；不分章的没有", width=10),
            _CITATION,
            dated("effective", "生效日期", "这一条自哪天起有效"),
            text("text", "原文", "印发的原文，一字不改", 60),
            text("reading", "改正后", "改正了确定的错字以后的文字；没有错字就与原文一样", 60),
            _page("这一条在网站上的网址，从首页算起"),
        ),
        rows=tuple(
            (
                name,
                citation.policy,
                citation.notice.value.issuance,
                citation.parent.id if citation.parent else None,
                citation.clause.label,
                citation.number or None,
                _chapter(citation),
                cite(citation),
                citation.effective,
                citation.clause.text,
                citation.clause.reading,
                clause_href(citation),
            )
            for name, citation in handbook.citations.items()
        ),
    )


def _duties(handbook: Handbook) -> Table:
    rhythms = handbook.rhythms or {}
    return Table(
        name="duties",
        title="职责",
        about="从条款里读出的每一项职责",
        key=("id",),
        columns=(
            _id("职责的永久编号"),
            _clause(),
            _POLICY,
            _CITATION,
            text("summary", "要点", "编者写的一句话，不是原文", 40),
            _QUOTE,
            _one_of("modality", "程度", "必须、应当、可以还是不得", Modality, 8),
            Column(
                "when",
                "时间",
                "什么时候做；原文没有写就空着",
                words={entry.id.value: entry.name for entry in rhythms.values()},
            ),
            Column("when_words", "时间原字", "所据的原字"),
            Column("moment", "时刻", "课前、下班前这样的时刻"),
            Column("facility", "场所", "只在有这种场所、系统时适用；不限就空着"),
            Column("report_to", "向谁报告", "原文写明了才有", to=Reference("roles")),
            Column("approved_by", "由谁批准", "原文写明了才有", to=Reference("roles")),
            _one_of("method", "查法", "编者建议怎样查", Method, 10),
            text("evidence", "查什么", "编者建议看什么", 40),
        ),
        rows=tuple(
            (
                name,
                citation.clause.id,
                citation.policy,
                cite(citation),
                duty.summary,
                duty.quote,
                duty.modality.value,
                duty.when.kind.value if duty.when else None,
                duty.when.words if duty.when else None,
                duty.when.moment if duty.when else None,
                duty.applies_to.facility if duty.applies_to else None,
                duty.report.to if duty.report else None,
                duty.approval.by if duty.approval else None,
                duty.assess.method.value,
                duty.assess.evidence,
            )
            for name, (citation, duty) in handbook.duties.items()
        ),
    )


def _assignments(handbook: Handbook) -> Table:
    return Table(
        name="assignments",
        title="谁做",
        about="每一项职责涉及哪些岗位，各以什么身份",
        key=("duty", "number"),
        columns=(
            _duty("哪一项职责"),
            _ordinal("这一项里的第几个岗位"),
            _CITATION,
            Column("role", "岗位编号", "哪个岗位", required=True, to=Reference("roles"), width=26),
            text("name", "岗位", "它的名称", 22),
            _one_of("as", "身份", "负责、执行、督促、批准……", Capacity),
            _one_of("basis", "依据", "怎么知道是这个岗位", Basis),
            text("summary", "对它说的话", "编者写给这个岗位的一句话", 40),
        ),
        rows=tuple(
            (
                name,
                number,
                cite(citation),
                assignment.role,
                (handbook.roles or {})[assignment.role].name,
                assignment.as_.value,
                assignment.basis.value,
                duty.said_to(assignment),
            )
            for name, (citation, duty) in handbook.duties.items()
            for number, assignment in enumerate(duty.roles, 1)
        ),
    )


def _records(handbook: Handbook) -> Table:
    return Table(
        name="records",
        title="记录",
        about="要填写、登记、保存的表、册、账、日志",
        key=("id",),
        columns=(
            _id("记录的永久编号"),
            text("name", "名称", "记录的名称", 30),
            _one_of("kind", "类别", "表、册、账……", RecordKind, 10),
            flag("form", "有空表", "网站上有没有空表可以下载"),
        ),
        rows=tuple(
            (record.id, record.name, record.kind.value, record.form is not None)
            for record in (handbook.records or {}).values()
        ),
    )


def _keeping(handbook: Handbook) -> Table:
    return Table(
        name="keeping",
        title="职责与记录",
        about="哪项职责要哪种记录",
        key=("duty", "record"),
        columns=(
            _duty("哪一项职责"),
            _CITATION,
            Column(
                "record", "记录编号", "要哪种记录", required=True, to=Reference("records"), width=26
            ),
            text("name", "记录", "它的名称", 30),
        ),
        rows=tuple(
            (name, cite(citation), record, (handbook.records or {})[record].name)
            for name, (citation, duty) in handbook.duties.items()
            for record in dict.fromkeys(duty.records)
        ),
    )


def _thresholds(handbook: Handbook) -> Table:
    return Table(
        name="thresholds",
        title="数量要求",
        about="条款要求的数；原文没有写数的也列出",
        key=("duty",),
        columns=(
            _duty("哪一项职责"),
            _clause(),
            _CITATION,
            _METRIC,
            _COUNTED,
            *_DEMAND,
            _QUOTE,
        ),
        rows=tuple(
            (
                name,
                citation.clause.id,
                cite(citation),
                found.metric,
                metric_words(handbook, found),
                *_demanded(handbook, found),
                found.quote,
            )
            for name, (citation, duty) in handbook.duties.items()
            if (found := duty.threshold)
        ),
    )


def _demanded(handbook: Handbook, found: Threshold) -> Row:
    value = found.value
    if value is not None and value == int(value):
        value = int(value)  # written without a point
    words = threshold_words(handbook, found)
    return (_OPERATORS[found.op], value, found.unit, found.per, words)


def _history(handbook: Handbook) -> Table:
    return Table(
        name="threshold-history",
        title="数量要求的沿革",
        about="每个指标以前、现在、将来各要求多少，从哪天到哪天",
        key=("metric", "number"),
        columns=(
            _METRIC,
            _ordinal("这个指标的第几个要求，先后为序"),
            _COUNTED,
            dated("since", "自", "从哪天起"),
            dated("until", "至", "到哪天为止；还没有改的空着", required=False),
            flag("coming", "还没有生效", "数据日期那天还没有生效", 10),
            *_DEMAND,
            text("duty", "职责编号", "那时的哪一项职责；已经不在的也列", 16),
            _CITATION,
            _ISSUANCE,
            _QUOTE,
        ),
        rows=tuple(
            (
                metric,
                number,
                metric_words(handbook, demand.threshold),
                demand.since,
                demand.until,
                demand.coming,
                *_demanded(handbook, demand.threshold),
                demand.duty.id,
                cite(demand.citation),
                demand.citation.notice.value.issuance,
                demand.threshold.quote,
            )
            for metric, demands in metric_history(handbook).items()
            for number, demand in enumerate(demands, 1)
        ),
    )


def _errata(handbook: Handbook) -> Table:
    return Table(
        name="errata",
        title="勘误",
        about="原文的差错，记在旁边；原文一字不动",
        key=("issuance", "place", "number"),
        columns=(
            _ISSUANCE,
            text("place", "位置", "在哪里", 20),
            _ordinal("那里的第几处", title="第几处"),
            _clause(required=False),
            text("quote", "原文", "有差错的原字，照录", 30),
            Column("reading", "应为", "应当是什么；说不准就空着", width=30),
            _one_of("certainty", "把握", "只有“确定”的才用来改正", Certainty, 8),
            Column("note", "说明", "为什么", width=40),
        ),
        rows=tuple(_erratum_rows(handbook)),
    )


def _erratum_rows(handbook: Handbook) -> Iterator[Row]:
    def numbered(
        citation: Citation | None, day: Value, place: str, errata: tuple[Erratum, ...]
    ) -> Iterator[Row]:
        for number, erratum in enumerate(errata, 1):
            yield (
                day,
                place,
                number,
                citation.clause.id if citation else None,
                erratum.quote,
                erratum.reading,
                erratum.certainty.value,
                erratum.note,
            )

    for document in handbook.notices:
        notice = document.value
        every = tuple(e for attachment in notice.attachments for e in attachment.errata)
        yield from numbered(None, notice.issuance, "通知附件目录", every)
        yield from numbered(None, notice.issuance, "通知落款", notice.signoff.errata)
    for citation in handbook.citations.values():
        day = citation.notice.value.issuance
        yield from numbered(citation, day, cite(citation), citation.clause.errata)


def _links(handbook: Handbook) -> Table:
    return Table(
        name="links",
        title="条款的联系",
        about="条款与条款、制度、法律的联系，和所据的字",
        key=("clause", "kind", "to", "number"),
        columns=(
            _clause(),
            Column(
                "kind",
                "联系",
                "怎样的联系",
                required=True,
                words={
                    LinkKind.READ_BY: "谁来做据那一条读出",
                    LinkKind.NAMES: "提到那项制度",
                    LinkKind.LAW: "有关的法律",
                    LinkKind.FROM: "由那一条来的",
                },
                width=20,
            ),
            text("to", "到", "条款或制度的编号，或法律的名称", 26),
            _ordinal("同样的联系里的第几个"),
            Column("words", "所据", "所据的原字，或出处；没有就空着", width=40),
        ),
        rows=tuple(_link_rows(handbook)),
    )


def _link_rows(handbook: Handbook) -> Iterator[Row]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for each in links(handbook):
        key = (each.clause, each.kind.value, each.to)
        seen[key] += 1
        yield (*key, seen[key], each.words or None)
