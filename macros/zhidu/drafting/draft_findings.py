"""What can be said about a draft: stable codes, and why."""

from zhidu.reading.findings import Finding, Severity

CODES = {
    "manuscript/kind": "文稿要是 .docx、.txt 或 .html 文件。别的格式先在 Word 或 WPS 里另存为 .docx。",
    "manuscript/missing": "找不到文稿，或者它不是普通文件（是文件夹、管道或设备）。",
    "manuscript/too-large": "文稿不超过 20 MB（文本文件和网页不超过 5 MB），文稿里的正文不超过 16 MB。图片多的，删去图片再导入。",
    "manuscript/old-word": "这是旧版的 .doc 或 WPS 的 .wps 文件，只是改了扩展名也不行。用 Word 或 WPS 打开，另存为 .docx。",
    "manuscript/password": "文稿加了密码，读不出来。打开后取消密码，另存一份再导入。",
    "manuscript/not-word": "扩展名是 .docx，内容却不是 Word 文档，或者文件坏了。用 Word 或 WPS 打开，另存为 .docx。",
    "manuscript/expands": "压缩包里的内容展开后大得不正常。正常的公文不会这样，来路不明的文件不要打开。",
    "manuscript/macros": "文稿里带有宏（程序）。公文不需要宏；另存为“Word 文档（.docx）”，不选“启用宏的文档”。",
    "manuscript/entities": "文稿里的 XML 带有 DTD 或实体，Word 和 WPS 都不会这样存。用 Word 或 WPS 另存一份。",
    "manuscript/encoding": "文字文件要存成 UTF-8；也认 GBK 和 UTF-16。",
    "manuscript/empty": "文稿里没有读到文字。",
    "manuscript/no-policy": "没有认出一项制度：要有标题，下面有“一、”“第一条”这样编号的条款。",
    "manuscript/no-date": "没有认出落款日期。用 --date 写明印发日期，例如 --date 2026-09-01。",
    "manuscript/revision-marks": "文稿里有修订标记。按“接受全部修订”读入：插入的算，删去的不算。",
    "manuscript/hidden-text": "文稿里有隐藏文字，没有读入。",
    "manuscript/not-read": "图片、文本框、域、特殊符号、页眉页脚一类没有读入，原话列在这里；里面若有条款，改成普通段落再导入。",
    "manuscript/numbering": "条号跳了、重了，或者不从一开始。条号照文稿读入，`zhidu check` 会指出应是几。",
    "manuscript/joined": "没有编号的段落并入了上一条，或算作上一条另起的一款。若它是单独一条，在文稿里补上编号。",
    "manuscript/skipped": "标题之前、落款之后的文字（网页的导航、版头、抄送、联系人）没有读入，原话列在这里。",
    "manuscript/half-width": "文稿里有半角的逗号、分号、冒号、括号，照录了。若是笔误，在文稿里改成全角再导入。",
    "manuscript/lost-fact": (
        "条文改了，这项职责摘引的字不在新条文里了。职责没有带过来，写成注释放在那一条的上面：\n"
        "还要求的，照新的条文改好摘引，去掉井号，移到那一条的 duties 里；要求取消了的，在 dropped 里写明理由。"
    ),
    "manuscript/lost-note": "条文改了，这条勘误或编者注摘引的字不在新条文里了，没有带过来。",
    "manuscript/struck": "画了删除线的字不算条文，没有读入。还要的，去掉删除线。",
    "manuscript/note": "脚注、尾注、批注没有读入，原话列在这里。要保留的，改成普通文字，放进条文里。",
    "manuscript/table": "这张表格不在条款下面，没有读入，各格的字列在这里。里面若有条款，改成普通段落再导入。",
    "manuscript/run-on": "一段里有几条连在一起（一、…。二、…。），按条号分开了。",
    "manuscript/unread": "这一段没有认出是什么，没有读入。是条文就补上编号。",
    "manuscript/gap": "文稿里没有写的，空着（请填写……）；填上以前不能印发。",
    "manuscript/list": "附件目录与认出的附件对不上。",
    "manuscript/status": "标题里有没有“（试行）”“（暂行）”，决定是试行、暂行还是正式。",
    "manuscript/which": (
        "文稿里的制度与现行的一项名称一样，或有些条款一样，可是大多不同：程序不能替您决定是修订还是新制度。\n"
        "是修订，加 --as 和现行制度的编号；是新制度，加 --new。没有说清以前什么也不写，现行的一条也不废止。"
    ),
    "manuscript/new-policy": "名称与现行的一项相近，条款却没有一样的，当作新制度；现行的照旧有效。",
    "manuscript/mended-fact": "条文改了字，这项职责的摘引照新条文改好了，数字照新条文读；概述等请核对。",
    "manuscript/uncertain": "这一条与现行的某一条有些像，又不够像，当作新的一条。若其实是修改，把编号改回去。",
}


def problem(
    code: str, message: str, repair: str, *, path: str, place: int = 0, error: bool = False
) -> Finding:
    """Something about the draft at *path*; `place` counts its paragraphs, 0 is all of it."""
    return Finding(
        path=path,
        line=place,
        column=0,
        code=code,
        message=message,
        repair=repair,
        severity=Severity.ERROR if error else Severity.WARNING,
    )
