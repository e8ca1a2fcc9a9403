"""Submissions for tests: a complete one for any instrument, its mutations, and the verdict as both languages give it."""

import base64
import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, validators
from playwright.sync_api import Page

from zhidu.assessment.form import instrument_data
from zhidu.assessment.instrument import Instrument
from zhidu.assessment.verdict.answer_facts import Context
from zhidu.assessment.verdict.narrowed_schema import shape
from zhidu.assessment.verdict.one_submission import evaluate
from zhidu.handbook.book import Handbook
from zhidu.reading import documents
from zhidu.reading.model import FacilityKind
from zhidu.views import schooltime

ASSETS = Path(__file__).parent.parent.parent / "site_overrides" / "assets"
Place = tuple[str, str]  # code and pointer


def complete(instrument: Instrument, school: str, term: str) -> dict[str, Any]:
    """A submission in which everything is there and met."""
    items: dict[str, Any] = {}
    for item in instrument.items:
        items[item.id] = {"status": "met"}
        if any(point.records for point in item.checkpoints):
            items[item.id]["evidence"] = [{"title": "记录册", "filed": "档案柜"}]
    return {
        "school": school,
        "term": term,
        "edition": instrument.edition,
        "instrument": instrument.digest,
        "filled": "2026-12-20",
        "facilities": {
            name: 2 if kind is FacilityKind.ROOM else 1
            for name, (_, kind) in instrument.facilities.items()
        },
        "metrics": {
            metric.id: {"count": 200}  # enough for the law, too
            if metric.total is None
            else {"count": 120, "total": 120}
            if metric.percent
            else {"count": 6000, "total": 100}
            for metric in instrument.metrics
        },
        "periods": {
            p.id: "monthly" for item in instrument.items for p in item.checkpoints if p.period
        },
        "items": items,
    }


def problem(due: str = "2026-12-30") -> dict[str, Any]:
    """An answer that is not met, with all that belongs to it."""
    return {
        "status": "not-met",
        "problem": "设备旧了",
        "rectification": {
            "measure": "更换",
            "due": due,
            "role": "school",
            "needs_bureau": False,
        },
    }


_PROBLEMS = (
    "二号机房有三台学生机不能开机，报修以后还没有人来修",
    "九月份的上网记录没有保存，服务器硬盘满了",
    "值日教师没有每节课登记使用情况，登记册有空白",
    "没有组织教师参加信息技术培训，只有教研组内的交流",
    "灭火器过期两个月，窗户没有装防护栏",
    "校园网站三个月没有更新新闻，栏目有空的",
    "多媒体教室中控损坏，教师自己带电脑上课",
    "没有制定应急预案，也没有演练记录",
    "学生上机没有固定座位，没有签到表",
    "账号密码写在机柜上，没有定期更换",
    "资源库上传只有三十二份，少十八份",
    "机房钥匙由两个人保管，没有交接记录",
    "录播教室的窗帘破损，隔音不好",
)
_MEASURES = (
    "联系县信息中心更换硬盘并恢复数据",
    "更换灭火器，安装防护栏",
    "每周五由教务处检查登记册",
    "制定预案，十二月组织一次演练",
    "安排专人每周更新网站内容",
    "报修并更换中控主机，先借用备用机",
)
_PLACES = ("教务处档案柜", "网络中心机房三号柜", "总务处", "校长办公室")


def whole_form(instrument: Instrument, base: dict[str, Any]) -> dict[str, Any]:
    """*base* with thirteen problems, each in its own words, and with every record called by its name."""
    chance = random.Random(7)  # noqa: S311  the same each time is the point
    data = copy.deepcopy(base)
    there = [item for item in instrument.items if item.id in data["items"]]
    for item in there:
        names = dict.fromkeys(instrument.records[r] for p in item.checkpoints for r in p.records)
        if names:
            proof = {"title": "、".join(names)[:100], "filed": chance.choice(_PLACES)}
            data["items"][item.id]["evidence"] = [proof]
    for number, item in enumerate(chance.sample(there, len(_PROBLEMS))):
        data["items"][item.id] = {
            "status": chance.choice(("partial", "not-met")),
            "failed": [item.checkpoints[0].id],
            "problem": _PROBLEMS[number],
            "rectification": {
                "measure": _MEASURES[number % len(_MEASURES)]
                + ("" if number < 6 else "，由校办督促"),
                "due": f"2027-01-{number + 2:02}",
                "role": chance.choice(list(instrument.roles)),
                "needs_bureau": number % 4 == 0,
            },
        }
    return data


class Judges:
    """One instrument, judged by Python here and by JavaScript in a page."""

    def __init__(self, handbook: Handbook, context: Context, page: Page) -> None:
        self.context = context
        self._shape = shape(context.instrument)
        self._explainer = _remembering()(
            self._shape.schema, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        self._page = page
        page.goto("about:blank")
        page.add_script_tag(path=ASSETS / "vendor" / "cfworker-json-schema" / "json-schema.js")
        page.add_script_tag(path=ASSETS / "zhidu" / "checklist-rules.js")
        page.add_script_tag(content=instrument_data.script(handbook, context.instrument))
        page.evaluate(  # which the form takes from its page
            """summaries => window.zhiduChecklist.data.instrument.items.forEach(item =>
              item.checkpoints.forEach(point => { point.summary = summaries[point.id]; }))""",
            {p.id: p.summary for item in context.instrument.items for p in item.checkpoints},
        )
        page.add_script_tag(path=ASSETS / "vendor" / "fflate" / "fflate.js")
        page.add_script_tag(content=instrument_data.codes_script())
        page.add_script_tag(content=instrument_data.workbook_script(handbook, context.instrument))
        term = context.term
        page.evaluate(
            """([term, institution]) => {
              const z = window.zhiduChecklist;
              z.context = z.rules.contextOf(z.data, term, institution);
              z.places = (data) => z.rules.judge(z.context, data)
                .map((f) => [f.code, "/" + f.pointer.join("/")]);
            }""",
            [term and schooltime.in_browser.term_data(term), context.institution],
        )

    def python(self, data: Any) -> set[Place]:
        """What Python finds, and where."""
        if self._shape.accepts(data):
            found = [*documents.forbidden(data), *evaluate(self.context, data)]
            return {(each.code, _pointer(each.pointer)) for each in found}
        return {
            (f"shape/{error.validator}", _pointer(tuple(error.absolute_path)))
            for error in self._explainer.iter_errors(data)
        }

    def browser(self, texts: list[str]) -> list[set[Place]]:
        """What the browser finds in each of *texts*, which are JSON."""
        found = self._page.evaluate(
            "(texts) => texts.map((text) => window.zhiduChecklist.places(JSON.parse(text)))", texts
        )
        return [{(code, pointer) for code, pointer in places} for places in found]

    def codes(self, data: Any, most: int) -> list[str]:
        """The text code of *data* as the form writes it."""
        made: list[str] = self._page.evaluate(
            "([data, most]) => window.zhiduChecklist.codes.encode(data, most)", [data, most]
        )
        return made

    def read(self, texts: list[str]) -> list[Any]:
        """What the form reads in each of *texts*: `data`, or which pieces are `lacking`, or nothing."""
        found: list[Any] = self._page.evaluate(
            "(texts) => texts.map((text) => window.zhiduChecklist.codes.readIn(text))", texts
        )
        return found

    def read_files(self, sent: Mapping[str, str | bytes]) -> dict[str, Any]:
        """What the form reads in files with these contents."""
        files = {
            name: base64.b64encode(
                content if isinstance(content, bytes) else content.encode()
            ).decode()
            for name, content in sent.items()
        }
        found: dict[str, Any] = self._page.evaluate(
            """(files) => Object.fromEntries(Object.entries(files).map(([name, text]) => {
                 const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
                 return [name, window.zhiduChecklist.codes.readFile(bytes.buffer)];
               }))""",
            files,
        )
        return found


def _remembering() -> Any:
    """jsonschema's validator for one schema. What it found sound, it does not look at again: of a thousand documents,
    each differs in one place."""
    sound: set[tuple[int, str]] = set()
    every = Draft202012Validator.VALIDATORS["properties"]

    def properties(validator: Any, known: Any, instance: Any, schema: Any) -> Iterator[Any]:
        for name in known if isinstance(instance, dict) else ():
            if name not in instance:
                continue
            seen = (id(known[name]), json.dumps(instance[name]))
            if seen not in sound:
                errors = list(every(validator, {name: known[name]}, instance, schema))
                yield from errors
                if not errors:
                    sound.add(seen)

    extend: Callable[..., Any] = validators.extend
    return extend(Draft202012Validator, {"properties": properties})


def _pointer(pointer: tuple[str | int, ...]) -> str:
    return "/" + "/".join(map(str, pointer))


HOSTILE: tuple[Any, ...] = (
    *(
        "",
        " ",
        "\u3000",
        "met",
        "达标",
        "2026-12-31",
        "2026-02-30",
        "２０２６-12-31",
        "2026-12-31\n",
    ),
    *(
        "a\u2028b",
        "a\u202eb",
        "<b>",
        "{{ 7*7 }}",
        "=1+1",
        "13800138000",
        "a@b.cn",
        "x" * 501,
        "字" * 500,
    ),
    *("\U0001f600" * 500, "\ufeff", "0", "-1", "toString", "__proto__", "constructor"),
    *(0, 1, -1, 2, 1.5, 50, 100, 100.0, 120, 501, 10**7, 1e300, 0.1, True, False, None),
    *(
        [],
        {},
        [""],
        [1],
        [2, 3],
        ["a1-1-a"],
        {"status": "met"},
        {"status": "unknown"},
        {"count": 1},
    ),
    *(
        {"count": 1, "total": 3, "rate": 33.3},
        {"count": 1, "total": 3, "rate": 33.4},
        {"count": 5, "total": 3},
    ),
)


def mutations(base: dict[str, Any], seed: int) -> Iterator[dict[str, Any]]:
    """Endless copies of *base*, each with one to three things changed, taken away or put in."""
    chance = random.Random(seed)  # noqa: S311  the same each time is the point
    while True:
        data = copy.deepcopy(base)
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            _mutate(data, chance)
        yield json.loads(json.dumps(data))


def _mutate(data: dict[str, Any], chance: random.Random) -> None:
    node: Any = data
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = chance.choice(keys)
        if isinstance(node[key], dict | list) and node[key] and chance.random() < 0.85:
            node = node[key]
            continue
        break
    action = chance.random()
    if action < 0.15:
        del node[key]
    elif action < 0.25 and isinstance(node, dict):
        node[chance.choice(["x", "status", "reason", "toString", *keys])] = _value(chance)
    elif action < 0.8 and isinstance(data.get("items"), dict) and data["items"]:
        _answer(data["items"], chance)
    else:
        node[key] = _value(chance)


def _answer(items: dict[str, Any], chance: random.Random) -> None:
    """Another answer to some item: mostly sensible, sometimes not."""
    name = chance.choice(list(items))
    answer: dict[str, Any] = {
        "status": chance.choice(["met", "partial", "not-met", "not-applicable", "unknown"])
    }
    for key, values in (
        ("reason", ["没有开展", ""]),
        ("failed", [[f"{name}-a"], ["a1-1-a"], []]),
        ("rooms", [[1], [1, 2], [3]]),
        ("evidence", [[{"title": "册", "filed": "柜"}]]),
        ("problem", ["设备旧了", "联系13800138000"]),
        ("rectification", [problem(day)["rectification"] for day in _DAYS]),
        ("suggestion", ["写明周期"]),
    ):
        if chance.random() < 0.4:
            answer[key] = copy.deepcopy(chance.choice(values))
    items[name] = answer


_DAYS = ("2026-12-19", "2026-12-20", "2027-01-15", "2027-01-16", "2027-02-30")


def _value(chance: random.Random) -> Any:
    return copy.deepcopy(chance.choice(HOSTILE))
