"""The Word drafts of tests/cases/documents, made of what clerks' documents hold."""

import io
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
NS = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_XML = '<?xml version="1.0" encoding="UTF-8"?>'


def packed(body: str, main: str = "word/document.xml", **parts: str) -> bytes:
    """A Word file with *body* and more *parts* beside it, by the kind that its relationship names."""
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_R}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(parts)
    )
    relations = f'{_XML}<Relationships xmlns="{_P}/relationships">'
    files = {
        "_rels/.rels": f'{relations}<Relationship Id="a" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        main: f"{_XML}<w:document {NS}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"{relations}{links}</Relationships>",
        **{f"word/{kind}.xml": _XML + text for kind, text in parts.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def run(text: str, looks: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{looks}</w:rPr>" if looks else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*runs: str, props: str = "") -> str:
    inside = "".join(r if r.startswith("<") else run(r) for r in runs)
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{inside}</w:p>"


def notice(title: str) -> str:
    return "".join(
        para(line)
        for line in (
            f"虚构县教育局关于印发《{title}》的通知", "各学校：", "现将制度印发给你们，请认真落实。",
            "虚构县教育局", "2026年11月5日", "附件", title,
        )
    )  # fmt: skip


def _level(number: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def _auto(text: str, level: int) -> str:
    return para(text, props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')


def cell(text: str) -> str:
    return f"<w:tc>{para(text)}</w:tc>"


_CHINESE = "chineseCountingThousand"
ON_OVER_CHAPTERS = (
    f'<w:numbering {NS}><w:abstractNum w:abstractNumId="3"><w:multiLevelType w:val="multilevel"/>'
    + _level(0, _CHINESE, "第%1章")
    + _level(1, _CHINESE, "第%2条", '<w:lvlRestart w:val="0"/>')
    + _level(2, _CHINESE, "（%3）")
    + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
)
"""A list of Word whose articles go on over its chapters."""
_DELETED = '<w:rPr><w:del w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"/></w:rPr>'

_BOX = (
    "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
    f"{para('征求意见稿')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def _tracked(what: str, text: str) -> str:
    """Words that a revision puts in (`ins`) or takes out (`del`)."""
    inside = run(text).replace("w:t ", "w:delText ").replace("/w:t>", "/w:delText>")
    return f'<w:{what} w:id="9" w:author="x">{inside if what == "del" else run(text)}</w:{what}>'


def list_style(name: str, list_: int, level: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/>'
        "</w:numPr></w:pPr></w:style>"
    )


def _styled(text: str, style: str) -> str:
    return para(text, props=f'<w:pStyle w:val="{style}"/>')


DRAFTS: dict[str, bytes] = {
    "numbered-on.docx": packed(
        notice("虚构县营养餐办法")
        + _auto("总则", 0) + _auto("为保障营养餐安全，制定本办法。", 1) + _auto("本办法适用于供餐学校。", 1)
        + _auto("留样", 0) + _auto("每餐留样，保存四十八小时：", 1) + _auto("主食；", 2) + _auto("菜品。", 2)
        + _auto("留样有记录。", 1),
        numbering=ON_OVER_CHAPTERS,
    ),
    "struck.docx": packed(
        notice("虚构县窗口开放制度") + para("一、窗口每", run("月", "<w:strike/>"), "周开放一次。") + para("二、开放时有人值守。")
    ),
    "notes.docx": packed(
        notice("虚构县体育器材制度")
        + para("一、器材课后归还。", '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + '<w:p><w:commentRangeStart w:id="0"/>' + run("二、器材每学期清点一次。")
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>',
        footnotes=f'<w:footnotes {NS}><w:footnote w:id="2">{para("训练队自留的器材除外。")}</w:footnote></w:footnotes>',
        comments=f'<w:comments {NS}><w:comment w:id="0" w:author="x">{para("请改为每月清点")}</w:comment></w:comments>',
    ),
    "paragraph-mark-deleted.docx": packed(
        notice("虚构县车棚制度") + para("一、车辆按班级", props=_DELETED) + para("停放，上锁。") + para("二、放学后清点。")
    ),
    "pinyin-and-circle.docx": packed(
        notice("虚构县粮库制度") + "<w:p>" + run("一、粮库")
        + "<w:r><w:ruby><w:rt>" + run("dìng") + "</w:rt><w:rubyBase>" + run("定") + "</w:rubyBase></w:ruby></w:r>"
        + run("期通风。") + "</w:p><w:p>" + run("二、贴")
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> EQ \\o\\ac(○,3) </w:instrText></w:r>'
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("号封条。") + "</w:p>"
    ),
    "file-inside.docx": packed(
        notice("虚构县广播制度") + para("一、广播由值日教师负责。") + '<w:altChunk r:id="x"/>' + para("二、设备每月检查。")
    ),
    "capital-part.docx": packed(
        notice("虚构县花房制度") + para("一、花房每天浇水。") + para("二、钥匙由专人保管。"), main="word/Document.xml"
    ),
    "table.docx": packed(
        notice("虚构县晨检制度") + para("一、晨检按下表进行。")
        + f'<w:tbl><w:tr>{cell("项目")}{cell("次数")}</w:tr><w:tr>{cell("体温")}{cell("每天一次")}</w:tr></w:tbl>'
        + para("二、结果当天上报。")
    ),
    "separate-lists.docx": packed(
        para("虚构县社团管理办法")
        + _styled("总则", "Chapter") + _styled("社团由学生发起。", "Article") + _styled("社团每学期登记。", "Article")
        + _styled("活动", "Chapter") + _styled("活动有下列材料：", "Article") + _styled("活动方案；", "Item") + _styled("安全预案。", "Item")
        + _styled("本办法由教育局解释。", "Article"),
        numbering=f"<w:numbering {NS}>"
         f'<w:abstractNum w:abstractNumId="1">{_level(0, _CHINESE, "第%1章")}</w:abstractNum>'
         f'<w:abstractNum w:abstractNumId="2">{_level(0, _CHINESE, "第%1条")}{_level(1, _CHINESE, "（%2）")}</w:abstractNum>'
         '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>',
        styles=f"<w:styles {NS}>" + list_style("Chapter", 1, 0) + list_style("Article", 2, 0) + list_style("Item", 2, 1) + "</w:styles>",
    ),
    "typed-by-hand.docx": packed(
        para(_BOX) + para("　　　　虚构县中小学校") + para("　　　　　食堂管理办法") + para("")
        + para("第一条", "<w:r><w:tab/></w:r>", "食堂由学校", _tracked("del", "对外承包"), _tracked("ins", "自主经营"), "。",
               '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + para("第二条", "<w:r><w:tab/></w:r>", "每周公布１次菜谱。".replace("１", "一"))
        + para("　　第３条　", "陪餐记录保存３个月。"),
        footnotes=f'<w:footnotes {NS}><w:footnote w:id="2">{para("民办学校可以另行规定。")}</w:footnote></w:footnotes>',
    ),
    "layout-table.docx": packed(
        "".join(map(para, ("虚构县教育局关于印发《虚构县晨读制度》的通知", "各学校：", "现将《虚构县晨读制度》印发给你们，请认真执行。")))
        + f'<w:tbl><w:tr>{cell("")}<w:tc>{para("虚构县教育局")}{para("2026年11月5日")}</w:tc></w:tr></w:tbl>'
        + "".join(map(para, ("虚构县晨读制度", "一、晨读由语文教师带领。", "二、每天晨读二十分钟。")))
        + f'<w:tbl><w:tr>{cell("抄送：虚构县人民政府。")}</w:tr><w:tr>{cell("虚构县教育局办公室 2026年11月6日印发")}</w:tr></w:tbl>'
    ),
    "renamed.doc": packed(para("虚构学校花坛管理制度") + para("一、花坛每天浇水。") + para("二、工具用后归还。")),
}  # fmt: skip
