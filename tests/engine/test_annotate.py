"""`zhidu annotate`: what is read out of words, that nothing is invented, and how it meets files of every kind."""

import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from bench.annotate import Count, Text, cases, count, one_policy
from hypothesis import given, settings
from hypothesis import strategies as st

from zhidu.cli.commands import main
from zhidu.drafting import proposals
from zhidu.drafting.manuscript_lines import Line
from zhidu.drafting.proposals import Proposal, Reading, passages, propose
from zhidu.drafting.proposals.lexicon import lexicon


def read(*lines: str) -> tuple[Proposal, ...]:
    """The duties of a text of one policy."""
    return propose(one_policy(lines))


def quotes(*lines: str) -> list[tuple[str, str]]:
    """What is read, and whether it is demanded, allowed or forbidden."""
    return [(proposal.quote, proposal.modality) for proposal in read(*lines)]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("禁止在阅览室进食、追跑、大声说话。", ["禁止在阅览室进食", "追跑", "大声说话"]),
        ("不得出租和转让。", ["不得出租和转让"]),
        ("不准喧哗、打闹。", ["不准喧哗、打闹"]),
        ("不得私自拆卸仪器或更改设置。", ["不得私自拆卸仪器", "更改设置"]),
        ("严禁制作、复制、传播有害信息。", ["严禁制作、复制、传播有害信息"]),
        ("禁止携带食物、饮料和易燃物品。", ["禁止携带食物、饮料和易燃物品"]),
        ("不准在机房会客，吃饭，休息。", ["不准在机房会客", "吃饭", "休息"]),
        ("不得私自带出、不得涂抹污损。", ["不得私自带出", "不得涂抹污损"]),
        ("播音时不得闲聊、随意更改稿件。", ["播音时不得闲聊", "随意更改稿件"]),
        ("严禁化整为零、规避招标。", ["严禁化整为零", "规避招标"]),
        ("不得与供应商串通、泄露标底。", ["不得与供应商串通", "泄露标底"]),
        ("上班时不准玩游戏、网购、看视频。", ["上班时不准玩游戏", "网购", "看视频"]),
        ("严禁骑车带人、追逐、撒把。", ["严禁骑车带人", "追逐", "撒把"]),
        ("熄灯后不准讲话、走动、玩手机。", ["熄灯后不准讲话", "走动", "玩手机"]),
        ("不准往窗外抛物、泼水。", ["不准往窗外抛物", "泼水"]),
        ("严禁将杀虫剂、洗涤剂与食品混放。", ["严禁将杀虫剂、洗涤剂与食品混放"]),
        ("不准将手机借给或转卖给同学。", ["不准将手机借给或转卖给同学"]),
        ("杜绝使用隔夜饭菜。", ["杜绝使用隔夜饭菜"]),
        ("严禁攀折花木、捅锁孔、捞鱼。", ["严禁攀折花木", "捅锁孔", "捞鱼"]),
        ("不得集体补课、组织考试。", ["不得集体补课", "组织考试"]),
        ("严禁无证驾驶、超速行驶。", ["严禁无证驾驶", "超速行驶"]),
        ("请勿穿高跟鞋、钉鞋。", ["勿穿高跟鞋、钉鞋"]),
        ("禁止宠物、自行车、电动车进入操场。", ["禁止宠物、自行车、电动车进入操场"]),
        ("做到不录音、不外传。", ["做到不录音", "不外传"]),
        ("当班不喝酒、不打盹。", ["当班不喝酒", "不打盹"]),
        ("其他学生不得围观、不得触碰。", ["其他学生不得围观", "不得触碰"]),
        ("不得穿高跟鞋、钉鞋进入场地。", ["不得穿高跟鞋、钉鞋进入场地"]),
        ("值岗期间别看手机。", ["值岗期间别看手机"]),
        ("考试期间一律禁用。", ["考试期间一律禁用"]),
        ("小学一年级不布置书面作业。", ["小学一年级不布置书面作业"]),
        ("闲杂人员一律拒绝入校。", ["闲杂人员一律拒绝入校"]),
        ("严禁超载、超速、疲劳驾驶。", ["严禁超载", "超速", "疲劳驾驶"]),
        ("不得私自串课、并课、停课。", ["不得私自串课", "并课", "停课"]),
        ("不得抄袭、剽窃他人成果。", ["不得抄袭、剽窃他人成果"]),
        ("严禁堆放在走廊、楼梯间和安全出口。", ["严禁堆放在走廊、楼梯间和安全出口"]),
        ("不得停放在门厅、占用消防通道。", ["不得停放在门厅", "占用消防通道"]),
        ("不得凭工作证进出或借阅。", ["不得凭工作证进出或借阅"]),
        ("不得使用变质或不符合标准的原料。", ["不得使用变质或不符合标准的原料"]),
        ("不得私自拆卸设备、安装与工作无关的软件。", ["不得私自拆卸设备", "安装与工作无关的软件"]),
        ("严禁白条抵库、坐收坐支。", ["严禁白条抵库", "坐收坐支"]),
        ("严禁穿皮鞋、带钉鞋入场。", ["严禁穿皮鞋、带钉鞋入场"]),
        ("不乘坐无牌无证、超载车辆。", ["不乘坐无牌无证、超载车辆"]),
        ("课堂上不说与学习无关的话、不睡觉。", ["课堂上不说与学习无关的话", "不睡觉"]),
        ("不准在车间内吸烟、使用手机。", ["不准在车间内吸烟", "使用手机"]),
        ("切忌跳楼、拥挤奔跑。", ["切忌跳楼", "拥挤奔跑"]),
        ("不准参与传销、网络贷款。", ["不准参与传销、网络贷款"]),
        ("不准敲诈勒索、变相体罚。", ["不准敲诈勒索", "变相体罚"]),
        ("就餐不插队，上下楼梯不拥挤。", ["就餐不插队", "上下楼梯不拥挤"]),
        ("集会不讲话，路队不掉队。", ["集会不讲话", "路队不掉队"]),
    ],
)
def test_prohibitions_that_stand_together(clause: str, expected: list[str]) -> None:
    assert quotes(f"一、{clause}") == [(words, "must-not") for words in expected]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("负责账号分配、数据备份及网络监测。", ["负责账号分配", "数据备份", "网络监测"]),
        ("负责网络的规划、建设和管理。", ["负责网络的规划、建设和管理"]),
        ("关闭电源、锁好门窗。", ["关闭电源", "锁好门窗"]),
        ("关窗、断电、锁门。", ["关窗", "断电", "锁门"]),
        ("检查、维护设备。", ["检查、维护设备"]),
        ("妥善保存按时上交。", ["妥善保存", "按时上交"]),
        ("学会并用好管理系统。", ["学会并用好管理系统"]),
        ("坚持“安全第一、预防为主”的方针。", ["坚持“安全第一、预防为主”的方针"]),
        ("将键盘，鼠标，凳子归位后，有序离开。", ["将键盘，鼠标，凳子归位后", "有序离开"]),
        ("填写日志并签名。", ["填写日志并签名"]),
        ("除病号外全部参加，请假须有证明。", ["除病号外全部参加", "请假须有证明"]),
        ("制止学生打闹、攀爬栏杆。", ["制止学生打闹、攀爬栏杆"]),
        ("提前一周将时间、项目和注意事项告知家长。", ["提前一周将时间、项目和注意事项告知家长"]),
        ("储备饮用水、担架等物资。", ["储备饮用水、担架等物资"]),
        ("拉扯球网、踢踏隔板者罚款。", ["拉扯球网、踢踏隔板者罚款"]),
        ("月考统一命题、统一阅卷。", ["月考统一命题、统一阅卷"]),
        ("放学时，照管员清点人数。", ["放学时，照管员清点人数"]),
        ("广播站设站长一名、编辑三名。", ["广播站设站长一名、编辑三名"]),
        ("编辑负责修改，经主任签字后方可播出。", ["编辑负责修改", "经主任签字后方可播出"]),
        ("对残疾学生实行“一人一案”，定期家访。", ["对残疾学生实行“一人一案”", "定期家访"]),
        ("请假一天以内，由班主任批准。", ["由班主任批准"]),
        ("累计旷课满20节，给予处分。", ["累计旷课满20节，给予处分"]),
        ("毕业生离校，由宿管员清点物品。", ["毕业生离校，由宿管员清点物品"]),
        ("对失职人员扣发奖金，犯罪的移送司法。", ["对失职人员扣发奖金", "犯罪的移送司法"]),
        ("经园长批准，有效期不超过3天。", ["经园长批准", "有效期不超过3天"]),
        ("未成年人参加比赛，还须监护人签字。", ["须监护人签字"]),
        ("论文由导师初审、教务处终审。", ["论文由导师初审", "教务处终审"]),
        ("发现破损、松动立即停用。", ["发现破损、松动立即停用"]),
        ("立即停运并联系维修单位。", ["立即停运", "联系维修单位"]),
        ("按班级领取并发放教材。", ["按班级领取并发放教材"]),
        ("学生须佩戴校徽或穿校服。", ["学生须佩戴校徽或穿校服"]),
        ("电梯须有合格标志并经验收后方可使用。", ["电梯须有合格标志", "经验收后方可使用"]),
        (
            "遇停电、停水等情况先报告校长，再通知家长。",
            ["遇停电、停水等情况先报告校长", "通知家长"],
        ),
        ("考核结果与绩效工资、评优评先挂钩。", ["考核结果与绩效工资、评优评先挂钩"]),
        ("开关机要轻，并做好使用记录。", ["开关机要轻", "做好使用记录"]),
        ("管好资产。清查每台设备。", ["清查每台设备"]),
        ("教育学生勤洗手、喝开水、不生食贝类。", ["教育学生勤洗手、喝开水、不生食贝类"]),
        ("准备好教学计划、备课本、作业本等资料。", ["准备好教学计划、备课本、作业本等资料"]),
        ("材料按期上交；未尽事宜另行规定。", ["材料按期上交"]),
        ("如实填写记录，字迹工整。", ["如实填写记录", "字迹工整"]),
        ("发现安全隐患现场督促整改，登记备查。", ["发现安全隐患现场督促整改", "登记备查"]),
        ("空调属学校财产，由总务处管理。", ["由总务处管理"]),
        ("用金属探测器逐人检查。", ["用金属探测器逐人检查"]),
        ("单瓶不大于500毫升、总量不大于五公斤。", ["单瓶不大于500毫升", "总量不大于五公斤"]),
        ("对占用、堵塞通道的行为当场制止。", ["对占用、堵塞通道的行为当场制止"]),
        ("立即停药、通知园长。", ["立即停药", "通知园长"]),
        ("须经宿管员同意并由宿管员陪同。", ["须经宿管员同意", "由宿管员陪同"]),
        ("须先消毒、静置半小时再取。", ["须先消毒", "静置半小时再取"]),
    ],
)
def test_acts_that_stand_together(clause: str, expected: list[str]) -> None:
    assert quotes(f"一、{clause}") == [(words, "must") for words in expected]


@pytest.mark.parametrize(
    "clause",
    [
        "为规范管理，根据有关规定，制定本办法。",
        "本办法所称设备，是指仪器和软件。",
        "图书室是学校的书刊资料中心，是为教学服务的场所。",
        "本办法自印发之日起施行，由教务处负责解释。",
        "未尽事宜，另行规定。",
        "以课堂教学为中心，促进教师成长。",
        "校外租用的房屋，参照本办法管理。",
        "周一至周五18:30—20:30，周六8:00—18:00。",
        "现将《食堂管理制度》印发给你们，请结合实际，认真贯彻执行。",
        "一等奖3名，二等奖5名。",
        "开放项目为田径场、篮球场，体育馆暂不开放。",
        "逾期不报视为放弃。",
        "考核分优秀、合格、不合格三个等次。",
        "书吧具有阅读、休闲、自习等功能。",
        "总评由自评、互评和师评三部分组成，各占20%、30%和50%。",
        "甲方：虚构实验学校",
        "班训：团结奋进。",
        "得分90分以上的为优秀，80分至89分为良好。",
        "双方互不承担违约责任。",
        "专职教师享受班主任同等待遇。",
        "为落实责任，明确分工，双方签订本责任书。",
        "服务范围：教学楼、办公楼及卫生间。",
        "愿每一位同学快乐成长。",
        "学校不承担车辆的保管责任。",
        "开放时间为周一至周五，双休日不开放。",
    ],
)
def test_purposes_definitions_and_closing_words_are_no_duties(clause: str) -> None:
    assert quotes(f"一、{clause}") == []


def test_what_one_clause_after_another_is_headed_with_is_no_duty() -> None:
    assert quotes(
        "一、提高思想认识。各校要重视。",
        "二、开展隐患排查。各班每周检查门窗。",
        "三、强化值守。值班员不得离岗。",
    ) == [("各校要重视", "must"), ("各班每周检查门窗", "must"), ("值班员不得离岗", "must-not")]


def test_a_head_may_ask_for_something_itself() -> None:
    assert quotes("一、报名按以下程序进行：", "（一）教师申请；")[0] == (
        "报名按以下程序进行",
        "must",
    )
    assert quotes("一、下列学生可以免修：", "（一）骨折的；", "（二）患心脏病的。") == [
        ("下列学生可以免修", "may")
    ]


def test_a_motto_that_stands_last_is_no_duty() -> None:
    assert quotes("一、不得攀折花枝。", "二、一花一世界，一叶一菩提。") == [
        ("不得攀折花枝", "must-not")
    ]


def test_a_least_that_may_not_be_gone_below_is_a_prohibition() -> None:
    assert quotes("一、教室温度不得低于16℃，午休不少于一小时。") == [
        ("教室温度不得低于16℃", "must-not"),
        ("午休不少于一小时", "must"),
    ]


def test_what_a_prohibition_stands_over_is_never_demanded() -> None:
    assert quotes("一、不得发布下列信息：泄露秘密的；破坏民族团结的。") == [
        ("泄露秘密的", "must-not"),
        ("破坏民族团结的", "must-not"),
    ]
    assert quotes(
        "一、学生不得有下列行为：", "（一）品尝、嗅闻药品；", "（二）将药品带出实验室。"
    ) == [("品尝、嗅闻药品", "must-not"), ("将药品带出实验室", "must-not")]
    assert quotes("一、学校不得有下列行为：", "（一）扣押证件，收取押金。") == [
        ("扣押证件", "must-not"),
        ("收取押金", "must-not"),
    ]


def test_items_of_a_prohibition_are_whole() -> None:
    """The last character stays, whatever stands where in the head."""
    assert quotes("一、下列食品禁止采购：腐败变质的；无标签的预包装食品。") == [
        ("腐败变质的", "must-not"),
        ("无标签的预包装食品", "must-not"),
    ]


def test_what_nobody_may_make_others_do_is_no_duty_of_theirs() -> None:
    assert quotes("一、教师不得布置作业或要求学生利用手机完成作业。") == [
        ("教师不得布置作业", "must-not"),
        ("要求学生利用手机完成作业", "must-not"),
    ]


@pytest.mark.parametrize(
    ("clause", "kind", "words"),
    [
        ("每天检查门窗。", "daily", "每天"),
        ("每旬盘点一次。", "every-ten-days", "每旬"),
        ("每季度检修设备。", "quarterly", "每季度"),
        ("每半年组织一次演练。", "half-yearly", "每半年"),
        ("每旬清点一次药品。", "every-ten-days", "每旬"),
        ("每季度末上报一次报表。", "quarterly", "每季度末"),
        ("按季节调整作息时间。", None, ""),
        ("每学期至少开展一次演练。", "termly", "每学期"),
        ("每半年检修一次线路。", "half-yearly", "每半年"),
        ("每两周检查一次机房。", "unspecified", "每两周"),
        ("隔周清点一次报刊。", "unspecified", "隔周"),
        ("每两个星期清点一次报刊。", "unspecified", "每两个星期"),
        ("使用完毕后，应整理桌面。", "each-use", "使用完毕后"),
        ("定期备份数据。", "unspecified", "定期"),
        ("遇有火灾，要组织撤离。", "on-event", "遇有火灾"),
        ("发现故障应立即报告教师。", "immediate", "立即"),
        ("烫伤时立即用冷水冲洗。", "immediate", "立即"),
        ("雷雨天气应切断电源。", "on-event", "雷雨天气"),
        ("损坏的3天内补齐。", "on-event", "损坏的"),
        ("不定时抽查。", "unspecified", "不定时"),
        ("参加岗前培训。", None, ""),
    ],
)
def test_times(clause: str, kind: str | None, words: str) -> None:
    (found,) = read(f"一、{clause}")
    assert (found.when.kind if found.when else None, found.when.words if found.when else "") == (
        kind,
        words,
    )


def test_a_length_of_time_is_no_rhythm_and_a_count_no_threshold() -> None:
    (stopped,) = read("一、故意破坏的，停用其账号一周。")
    assert stopped.sanction
    assert stopped.when is not None
    assert stopped.when.kind == "on-event"
    (filled,) = read("一、填写一张登记表。")
    assert filled.threshold is None
    assert filled.records == ("登记表",)


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("完好率保证在95% 以上。", (">=", 95, "%")),
        ("日志保留六0天。", (">=", 60, "day")),
        ("留样时间不少于四十八小时。", (">=", 48, "hour")),
        ("应在10分钟内向校长报告。", ("<=", 10, "minute")),
        ("湿度不高于70%。", ("<=", 70, "%")),
        ("比例不低于总数的百分之二十。", (">=", 20, "%")),
        ("温度不高于零下18度。", ("<=", -18, "degree")),
        ("竣工后五日内，清运渣土。", ("<=", 5, "day")),
        ("票据保管期限为五年。", (">=", 5, "year")),
        ("每人限借2册。", ("<=", 2, "volume")),
        ("至少每90天更换一次密码。", ("<=", 90, "day")),
        ("保额不低于200万元。", (">=", 2_000_000, "yuan")),
        ("驾驶员须年满21周岁。", (">=", 21, "year-of-age")),
        ("于入职之日60日前提交材料。", (">=", 60, "day")),
        ("每人一次只借1本。", ("<=", 1, "volume")),
        ("压力不得超过0.7兆帕。", ("<=", 0.7, "megapascal")),
        ("报送不迟于销毁后10日。", ("<=", 10, "day")),
        ("标准不超过每节40元。", ("<=", 40, "yuan")),
        ("质保金为结算价的3%。", ("=", 3, "%")),
        ("离校前一小时内由组长反馈。", ("<=", 1, "hour")),
        ("接地电阻不大于10欧姆。", ("<=", 10, "ohm")),
        ("学校应组织三人以上的验收小组。", (">=", 3, "person")),
        ("教室照度不低于300勒克斯。", (">=", 300, "lux")),
        ("食堂人员年龄应在60周岁以下。", ("<=", 60, "year-of-age")),
        ("实习生不得超过实习单位在岗职工总数的10%。", ("<=", 10, "%")),
        ("撰写一篇2000字以上的论文。", (">=", 2000, "character")),
        ("单笔支出控制在5000元以下。", ("<=", 5000, "yuan")),
        ("当事人应在五日内照价赔偿。", ("<=", 5, "day")),
        ("责任人须于一周内到后勤处缴纳赔偿金。", ("<=", 1, "week")),
        ("借书人应在30天内购买同版图书赔偿。", ("<=", 30, "day")),
        ("赔偿金额不超过原价的50%。", ("<=", 50, "%")),
        ("责任人承担不超过修复费20%的赔偿。", ("<=", 20, "%")),
        ("班费支出不得超过预算数5%。", ("<=", 5, "%")),
    ],
)
def test_thresholds(clause: str, expected: tuple[str, float, str]) -> None:
    (found,) = read(f"一、{clause}")
    assert found.threshold is not None
    assert (found.threshold.op, found.threshold.value, found.threshold.unit) == expected


@pytest.mark.parametrize(
    "clause",
    [
        "三天以上报校长审批。",
        "五千元以上的设备由专人管理。",
        "未满12周岁不得骑车。",
        "三年内每学期上一节课。",
        "温度控制在14℃至24℃之间。",
        "近三年内有不良记录的不得参与。",
        "消防栓周围一米内不准停车。",
        "5万元以上设备的处置由区财政局审批。",
        "70岁以上老人须有家人陪护。",
        "不满12周岁不得骑车。",
        "获得三次以上好评的班级优先评选先进。",
        "晚归三次以上通知家长。",
        "三年内不安排该校项目。",
        "参加3公里以上拉练的须经校医体检。",
        "年满18周岁参加的须由本人签字。",
        "一年内三次违规的取消评优资格。",
        "一个月内取消评优资格。",
        "赔偿2000元以上的报校长批准。",
    ],
)
def test_a_case_with_an_amount_demands_none(clause: str) -> None:
    assert [proposal.threshold for proposal in read(f"一、{clause}")] == [None]


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("看到通知后及时回复。", "immediate"),
        ("晚上九点以后不得外出。", None),
        ("与清单不符的不予入库。", "on-event"),
        ("接到报修后，信息中心应立即处理。", "immediate"),
        ("每两周活动一次。", "unspecified"),
        ("考核不及格的暂停上岗。", "on-event"),
        ("每月最后一个周五，汇总情况。", "monthly"),
        ("业务发生之日起三十日内报销。", "on-event"),
        ("22时30分前清点人数。", None),
        ("次月5日前完成结算。", "monthly"),
        ("于12月20日17时前提交名单。", "once"),
        ("单次借用超过3天须经分管领导同意。", "on-event"),
        ("能当天修复的当天修复。", "on-event"),
        ("成绩不合格者不予毕业。", "on-event"),
        ("请假3天以内的报年级组批准。", "on-event"),
        ("半天以上三天以内，由班主任批准。", "on-event"),
        ("旷课一节给予警告。", "on-event"),
        ("有事请假要告诉老师。", "on-event"),
        ("雨雪天气在门口铺设防滑垫。", "on-event"),
        ("靠前安排座位。", None),
        ("课间操由体育组组织。", None),
        ("每节课补助30元。", None),
        ("产品符合标准并经甲方验收后使用。", None),
    ],
)
def test_times_of_what_happens(clause: str, kind: str | None) -> None:
    (found,) = read(f"一、{clause}")
    assert (found.when.kind if found.when else None) == kind


def test_who_acts() -> None:
    assert [proposal.roles[0].words for proposal in read("一、教务处负责检查，并及时通报。")] == [
        "教务处",
        "教务处",
    ]
    made = read("一、任课教师要督促值日学生填写记录表。")
    assert [(p.quote, p.roles[0].words) for p in made] == [
        ("任课教师要督促值日学生填写记录表", "任课教师"),
        ("值日学生填写记录表", "值日学生"),
    ]
    (addressed,) = read("虚构县图书管理员职责", "一、爱护图书。")
    assert (addressed.roles[0].words, addressed.roles[0].role, addressed.roles[0].basis) == (
        None,
        "图书管理员",
        "addressee",
    )
    (nobody,) = read("一、爱护图书。")
    assert (nobody.roles[0].words, nobody.roles[0].role) == (None, "unassigned")


def test_approval_before_an_act_is_a_demand() -> None:
    (found,) = read("一、外单位人员使用机房，须经信息中心主任批准后方可进入。")
    assert found.modality == "must"
    assert found.approval == "信息中心主任"
    assert found.roles[0].words == "外单位人员"


def test_clauses_are_known_by_their_printed_numbers() -> None:
    reading = one_policy(
        [
            "虚构校守则",
            "请遵守：",
            "第一条 甲。",
            "（一）乙；",
            "1. 丙；①丁；②戊。",
            "第二条 己。",
            "虚构校",
            "2025年3月1日",
        ]
    )
    assert [(p.id, p.label, p.text) for p in reading.passages] == [
        ("a1-0", None, "请遵守："),
        ("a1-1", "第一条", "甲。"),
        ("a1-1-1", "（一）", "乙；"),
        ("a1-1-1-1", "1.", "丙；"),
        ("a1-1-1-1-1", "①", "丁；"),
        ("a1-1-1-1-2", "②", "戊。"),
        ("a1-2", "第二条", "己。"),
    ]


TEXTS = tuple(cases())


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_every_word_is_in_its_clause(text: Text) -> None:
    found = propose(text.reading, text.roles)
    assert found == propose(text.reading, text.roles)
    holds(text.reading, found)


def holds(reading: Reading, found: tuple[Proposal, ...]) -> None:
    """Every word that is proposed stands in its clause, and none is empty."""
    clauses = {passage.id: passage.text for passage in reading.passages}
    for proposal in found:
        clause = clauses[proposal.clause]
        words = [proposal.quote, proposal.report, proposal.approval, *proposal.records]
        words += [proposal.when.words] if proposal.when else []
        words += [proposal.threshold.words] if proposal.threshold else []
        words += [actor.words for actor in proposal.roles]
        assert [each for each in words if each is not None and each not in clause] == []
        assert "" not in words


@given(
    st.text(
        "，。；：、（）“”《》不得应要须并和及的一1.%天每周由经报教师学生检查关闭\n", max_size=60
    )
)
@settings(max_examples=60, deadline=None)
def test_no_text_brings_words_of_its_own(text: str) -> None:
    lines = [Line(text=line, place=1) for line in f"一、{text}".split("\n") if line]
    for reading in passages(lines)[0]:
        holds(reading, propose(reading))


def test_figures_hold() -> None:
    others, wrong = Count(), list[str]()
    for text in TEXTS:
        count(text, propose(text.reading), others, wrong)
    assert others.found >= 0.97 * others.duties
    assert others.found >= 0.97 * others.proposals
    assert others.modality >= 0.98 * others.found
    assert others.forbidden_found >= 0.98 * others.forbidden
    assert others.when >= 0.95 * others.found
    assert others.actor >= 0.95 * others.found
    assert (others.thresholds_found, others.thresholds_invented) == (others.thresholds, 0)
    assert (others.obliged, others.free_given) == (0, 0)


def test_the_words_of_every_rule_are_there_and_used() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(proposals.__file__).parent.glob("*.py"))
    rules = lexicon().rules
    assert set(re.findall(r'rule\(\s*"(\w+)"', code)) - set(rules) == set()
    assert [name for name in rules if f'"{name}"' not in code] == []


# ---------- the command ----------


def annotated(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["annotate", *arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_bare_text_in_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("制度.txt").write_bytes(
        "机房制度\n一、每天关窗，不得吸烟。\n二、留样不少于48小时。\n".encode("gbk")
    )
    found = annotated(capsys, "制度.txt")
    assert found["policies"] == [
        {
            "title": "机房制度",
            "clauses": [
                {"id": "a1-1", "label": "一、", "text": "每天关窗，不得吸烟。", "proposals": 2},
                {"id": "a1-2", "label": "二、", "text": "留样不少于48小时。", "proposals": 1},
            ],
        }
    ]
    assert found["proposals"][0] == {
        "clause": "a1-1",
        "quote": "每天关窗",
        "modality": "must",
        "when": {"kind": "daily", "words": "每天"},
        "threshold": None,
        "roles": [{"words": None, "role": "unassigned", "basis": "reading"}],
        "report": None,
        "approval": None,
        "sanction": False,
        "records": [],
        "because": "何时：“每天”",
    }
    assert main(["annotate", "制度.txt"]) == 0
    shown = capsys.readouterr().out
    assert "1. 必须  每天关窗\n      谁：没有写　何时：每天（“每天”）" in shown
    assert "数量：不少于 48 小时（“不少于48小时”）" in shown
    assert shown.endswith(
        "读出 3 项职责，0 条没有读出。这是按字面提出的，每一项都要由人定：留、改，还是删。\n"
    )


NOTICE = (
    "虚构县教育局文件",
    "虚教发〔2025〕18号",
    "关于做好校园安全工作的通知",
    "各中小学：",
    "为保障师生安全，现将有关事项通知如下：",
    "一、开展隐患排查",
    "各校每季度排查一次。",
    "严禁超员。",
    "二、严格值班",
    "（一）每日报告情况。",
    "请各校于9月10日前上报名单。",
    "特此通知。",
    "联系人：安全办",
    "附件：自查表",
    "虚构县教育局",
    "2025年8月25日",
)


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_paragraphs_of_a_notice(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Numbered or not; not its letterhead, headings, closing words, nor its list of attachments."""
    path = tmp_path / f"notice.{kind}"
    if kind == "txt":
        path.write_text("\n".join(NOTICE), encoding="utf-8")
    else:
        made = docx.Document()
        for line in NOTICE:
            made.add_paragraph(line)
        made.save(str(path))
    found = annotated(capsys, str(path), "--root", str(tmp_path))
    assert [policy["title"] for policy in found["policies"]] == ["关于做好校园安全工作的通知"]
    assert [
        (each["clause"], each["quote"], each["when"] and each["when"]["kind"], each["roles"][0]["role"])
        for each in found["proposals"]
    ] == [
        ("a1-1", "各校每季度排查一次", "quarterly", "各校"),
        ("a1-1", "严禁超员", None, "各校"),
        ("a1-2-1", "每日报告情况", "daily", "各中小学"),
        ("a1-2-1", "各校于9月10日前上报名单", "once", "各校"),
    ]  # fmt: skip


def test_a_notice_without_numbers_has_a_clause_a_paragraph() -> None:
    made = read(
        "关于加强管理的通知", "各中学：", "现通知如下：", "放假前切断水电。", "不得外借仪器。"
    )
    assert [(each.clause, each.quote, each.roles[0].role) for each in made] == [
        ("a1-2", "放假前切断水电", "各中学"),
        ("a1-3", "不得外借仪器", "各中学"),
    ]


def test_a_notice_of_the_project_is_read_by_its_day(capsys: pytest.CaptureFixture[str]) -> None:
    found = annotated(capsys, "n-2016-09-01")
    assert {each["clause"] for each in found["proposals"]} == {"n-2016-09-01-1", "n-2016-09-01-2"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文稿里没有文字；核对是不是这个文件。\n"),
        (bytes(range(256)), "看不懂这个文件的编码；用记事本另存为，编码选 UTF-8。\n"),
        ("一、爱护图书。\n".encode() * 30_000, "文稿有 12000 段以上；核对是不是这个文件。\n"),
    ],
)
def test_a_file_that_is_no_text_gets_one_sentence(
    tmp_path: Path, content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert main(["annotate", str(path), "--root", str(tmp_path)]) == 2
    assert capsys.readouterr().err == said


def test_what_only_stands_in_brackets_is_no_duty() -> None:
    assert quotes("一、每天关窗。", "（二〇二五年三月一日起施行）") == [("每天关窗", "must")]


def test_what_is_no_sentence_is_not_read() -> None:
    assert read("一、" + "教师和学生、" * 4_000) == ()


def test_nothing_of_that_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", "a1", "--root", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        "没有“a1”这个文件，也没有这个编号的制度或通知。"
        "写文件名（例如 制度.txt），或者编号（制度例如 a1，通知例如 n-2026-09-01）。\n"
    )


def test_a_policy_of_the_project_knows_its_roles(capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(__file__).parent.parent / "cases" / "tree"
    (policy,) = annotated(capsys, "a1", "--root", str(root))["policies"]
    assert policy["clauses"][0]["id"].startswith("a1-")


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("成立社团应具备下列条件：发起人不少于10人。", [("发起人不少于10人", None, None)]),
        (
            "团委自收到申请之日起15日内作出决定。",
            [("团委自收到申请之日起15日内作出决定", "团委", "on-event")],
        ),
        ("园长是第一责任人，后勤主任具体负责饮水。", [("后勤主任具体负责饮水", "后勤主任", None)]),
        (
            "驾驶员发现故障立即停止使用并报告学校。",
            [
                ("驾驶员发现故障立即停止使用", "驾驶员", "immediate"),
                ("报告学校", "驾驶员", "immediate"),
            ],
        ),
        (
            "驾驶员不得有下列行为：课前饮酒；超员。",
            [("课前饮酒", "驾驶员", "each-use"), ("超员", "驾驶员", None)],
        ),
        (
            "指导教师负责制订活动计划、指导活动开展、保障活动安全。",
            [
                ("指导教师负责制订活动计划", "指导教师", None),
                ("指导活动开展", "指导教师", None),
                ("保障活动安全", "指导教师", None),
            ],
        ),
        (
            "校长是第一责任人，每学期至少召开一次会议。",
            [("每学期至少召开一次会议", "校长", "termly")],
        ),
        (
            "值日生每天打扫，剩余垃圾日产日清。",
            [("值日生每天打扫", "值日生", "daily"), ("剩余垃圾日产日清", None, None)],
        ),
        ("学生乘梯应由家长申请。", [("学生乘梯应由家长申请", "家长", None)]),
        ("读者如果需要复印，应登记。", [("应登记", "读者", "on-event")]),
        ("画面偏色时，信息组处理。", [("信息组处理", "信息组", "on-event")]),
        ("各班投影机由班主任负责。", [("各班投影机由班主任负责", "班主任", None)]),
        ("校医签字后班主任方可准假。", [("校医签字后班主任方可准假", "班主任", None)]),
        ("值守人员应当回避。", [("值守人员应当回避", "值守人员", None)]),
        ("安排值守人员休息。", [("安排值守人员休息", None, None)]),
        ("借款人七日内结清。", [("借款人七日内结清", "借款人", None)]),
        ("入住教师应签订协议。", [("入住教师应签订协议", "入住教师", None)]),
        ("承办学校须报送计划。", [("承办学校须报送计划", "承办学校", None)]),
        ("由班主任任组长。", [("由班主任任组长", "班主任", None)]),
        ("资料由教务处长期保存。", [("资料由教务处长期保存", "教务处", None)]),
        ("疏散引导组负责打开出口。", [("疏散引导组负责打开出口", "疏散引导组", None)]),
        (
            "供应商有下列行为之一的，列入黑名单：以次充好的；拒不接受抽检的。",
            [("列入黑名单", None, "on-event")],
        ),
        (
            "监考员与考生有亲属关系的应回避。",
            [("监考员与考生有亲属关系的应回避", "监考员", "on-event")],
        ),
        ("不准暗示考生答案。", [("不准暗示考生答案", None, None)]),
        ("更换保安员须告知甲方。", [("更换保安员须告知甲方", None, None)]),
        ("施工期间学校须设置围挡。", [("施工期间学校须设置围挡", "学校", "each-use")]),
        ("情节严重者给予纪律处分。", [("情节严重者给予纪律处分", None, "on-event")]),
        (
            "合同由总务处整理归档，保存期限不少于15年。",
            [("合同由总务处整理归档", "总务处", None), ("保存期限不少于15年", None, None)],
        ),
        ("考试当天，主考须到岗。", [("考试当天，主考须到岗", "主考", "each-use")]),
        (
            "学校应当成立小组，总人数不少于5人。",
            [("学校应当成立小组", "学校", None), ("总人数不少于5人", None, None)],
        ),
        ("持卡人应保管密码。", [("持卡人应保管密码", "持卡人", None)]),
        ("阅卷教师须签名。", [("阅卷教师须签名", "阅卷教师", None)]),
        ("更换教师须公示。", [("更换教师须公示", None, None)]),
        ("毕业、退学人员须办理手续。", [("毕业、退学人员须办理手续", "毕业、退学人员", None)]),
        ("审计科会同国资处抽查。", [("审计科会同国资处抽查", "审计科", None)]),
        ("学生作业应当场批改。", [("学生作业应当场批改", None, None)]),
        ("教师报酬不低于500元。", [("教师报酬不低于500元", None, None)]),
        ("教职工请假1天由组长审批。", [("教职工请假1天由组长审批", "组长", "on-event")]),
        ("体温异常者送留观室。", [("体温异常者送留观室", None, "on-event")]),
        ("交班人应当面交接。", [("交班人应当面交接", "交班人", None)]),
        ("学生上下车时，必须下车协助。", [("必须下车协助", None, "each-use")]),
        ("服务商接单后须到场。", [("服务商接单后须到场", "服务商", "each-use")]),
        ("提高教师应变能力。", [("提高教师应变能力", None, None)]),
        ("学生发生意外事件，须通知家长。", [("须通知家长", None, "on-event")]),
        (
            "课后关闭电源，不得在教室逗留，废液倒入专用容器。",
            [
                ("课后关闭电源", None, "each-use"),
                ("不得在教室逗留", None, None),
                ("废液倒入专用容器", None, None),
            ],
        ),
        (
            "学生切勿触碰电源。发现开裂，应停止使用。",
            [("学生切勿触碰电源", "学生", None), ("发现开裂，应停止使用", None, "on-event")],
        ),
        (
            "信息中心接到报修后应到场处理。",
            [("信息中心接到报修后应到场处理", "信息中心", "on-event")],
        ),
    ],
)
def test_who_acts_and_when(clause: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    read_ = [
        (each.quote, each.roles[0].words, each.when.kind if each.when else None)
        for each in read(f"一、{clause}")
    ]
    assert read_ == expected


def test_a_post_whose_name_only_ends_like_another_is_a_new_name() -> None:
    """图书管理员 is no 管理员 that the vocabulary knows; 各班主任 is its 班主任."""
    reading = one_policy(["一、图书管理员每天开门，各班主任清点人数。"])
    found = propose(reading, {"管理员": "caretaker", "班主任": "teacher"})
    assert [each.roles[0].role for each in found] == ["图书管理员", "teacher"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_of_a_text_is_obeyed_by_the_terminal(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "a.txt"
    draft.write_text("虚构县机房管理制度\n第一条　管理员每周\x9b31m检查。\n", encoding="utf-8")
    assert main(["annotate", str(draft), "--format", form]) == 0
    told = capsys.readouterr().out
    assert "31m检查" in told
    assert "\x9b" not in told
