"""Something that a sender must put right, and where: a cell, a line, or the file as a whole."""

from dataclasses import dataclass

from zhidu.reading.findings import Pointer, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(Problem):
    """A problem where its sender sees it: `place` is 各条结论!E12 or 第 3 行第 5 列, or nothing where the message says enough."""

    pointer: Pointer = ()
    place: str = ""


CODES = {
    "intake/kind": "收 .yaml、.json、文字码和 .xlsx 四种；是哪一种，看内容，不看文件名。",
    "intake/code": "文字码带有校验：少一个字、改一个字都认得出来，不会收下半份。",
    "intake/cut": "网页存出来的文件，少了一截就不收。",
    "intake/folder": "收件文件夹里，一所学校可以有一个文件夹，里面的也收；再往里套几层的不看。",
    "intake/not-plain": "链接、管道、设备不打开：它们可能指到别处，或者一直等下去。",
    "intake/unreadable": "文件打不开，多半是没有读取的权限。",
    "intake/too-large": "自查表只有几十 KB；大得多的，是插了图片，或者放错了文件。",
    "workbook/foreign": "工作簿里有一列看不见的编号，答案靠它对上条款；没有编号的表不收。",
    "workbook/blank": "没有填过的工作簿不逐格列出要填什么。",
    "workbook/merged": "合并的格子里，只有左上角一格有内容，别的几行算没有填。",
    "workbook/row": "每一项只有一行，行靠编号认，不靠位置。",
    "workbook/ids": "答案靠看不见的编号对上条款；编号和看得见的字对不上，字说得清的，按看得见的字来读，提醒一次；说不清的，一项也不收。",
    "workbook/formula": "要填的格子里不能有公式：别的表改了，它也会变。",
    "workbook/day": "日期怎么写都行，但年、月、日都要有，要真有这一天。",
    "workbook/number": "数字写整数，后面带“间”“台”“天”也行，不写百分号；有总数的指标，两个数都要写。",
    "workbook/facility": "每种场所都要填：没有的填 0，或选“没有”。空着不算没有。",
    "workbook/choice": "有下拉的格子，只能填其中一项。",
    "workbook/ordinals": "没做到的几点、有问题的几间，写序号。",
    "workbook/plan": "整改要写全：措施、期限、责任岗位。",
    "workbook/proof": "一份材料有一个名称、一个存放处。",
}
