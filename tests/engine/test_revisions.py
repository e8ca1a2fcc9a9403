"""A clerk's way from draft to release, step by step, in the small project tests/cases/revisions/county."""

import io
import json
import re
import shlex
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest
import yaml
from docx import Document

from zhidu.cli.commands import main
from zhidu.handbook.book import coming_days
from zhidu.judging.check import check
from zhidu.office.word import docx
from zhidu.site import release
from zhidu.site.articles import ARTICLES, print_sheet
from zhidu.site.build import Outcome
from zhidu.site.stubs import stubs
from zhidu.views.names import cite
from zhidu.views.on_paper.official_document import policy_document
from zhidu.views.on_paper.printed_text import printed

HERE = Path(__file__).parent.parent / "cases/revisions"
CASES = {
    case["file"]: case
    for case in yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))
}


class Way:
    """One case being played: its project, and what each command said."""

    def __init__(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.project = project
        self.capsys = capsys
        self.said: dict[str, tuple[int, str]] = {}

    def play(self, steps: list[Any]) -> None:
        for step in steps:
            if isinstance(step, str):
                self.command(step)
            else:
                ((kind, value),) = step.items()
                getattr(self, kind)(value)

    def command(self, line: str) -> tuple[int, str]:
        _, name, *arguments = shlex.split(line)
        arguments = [
            str(HERE / a.partition("/")[2])
            if a.startswith("revisions/")
            else str(self.project / a)
            if a.endswith(".txt")
            else a
            for a in arguments
        ]
        status = main([name, *arguments, "--root", str(self.project)])
        self.said[name] = (status, "".join(self.capsys.readouterr()))
        return self.said[name]

    def folder(self, day: str) -> Path:
        return self.project / "policies" / day

    def fill(self, day: str) -> None:
        notice = self.folder(day) / "notice.yaml"
        text = notice.read_text(encoding="utf-8")
        notice.write_text(
            re.sub("（请填写[^）]*）", "现将修订后的制度印发。", text), encoding="utf-8"
        )

    def replace(self, wanted: dict[str, Any]) -> None:
        path = self.project / wanted["file"]
        text = path.read_text(encoding="utf-8")
        for old, new in wanted["pairs"]:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def append(self, wanted: dict[str, str]) -> None:
        path = self.project / wanted["file"]
        path.write_text(path.read_text(encoding="utf-8") + wanted["text"], encoding="utf-8")

    def draft(self, wanted: dict[str, str]) -> None:
        (self.project / wanted["name"]).write_text(wanted["text"], encoding="utf-8")

    def informative(self, day: str) -> None:
        for path in self.folder(day).iterdir():
            lines = path.read_text(encoding="utf-8").splitlines()
            found: list[str] = []
            for number, line in enumerate(lines):
                found.append(line)
                begun = re.match(r"( *)(?:- )?text: ", line)
                rest = []
                for later in lines[number + 1 :]:
                    if re.match(r" *- id: ", later) or not later.startswith("    "):
                        break
                    rest.append(later.strip())
                if begun and path.name == "notice.yaml" and "attachments:" in lines[:number]:
                    continue
                if begun and not any(
                    r.startswith(("duties:", "informative:", "clauses:")) for r in rest
                ):
                    found.append(f"{begun[1]}informative: true")
            path.write_text("\n".join(found) + "\n", encoding="utf-8")

    def empty(self, vocabularies: dict[str, str]) -> None:
        for name, content in vocabularies.items():
            path = self.project / f"policies/vocabulary/{name}.yaml"
            first = path.read_text(encoding="utf-8").partition("\n")[0]
            path.write_text(f"{first}\n{content}\n", encoding="utf-8")

    def remove(self, folders: list[str]) -> None:
        for folder in folders:
            rmtree(self.project / folder)


@pytest.fixture
def way(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Way:
    """The county's project; a release that judges and issues, and builds no site."""
    project = tmp_path / "county"
    copytree(HERE / "county", project)

    def built(root: Path, site: Path, as_of: Any, ready: Any = None) -> release.Released:  # noqa: ARG001
        checked = check(root, (), as_of)
        if checked.published.errors:
            return release.Released(outcome=Outcome(result=checked.published))
        outcome = Outcome(result=checked.published, site=site, as_of=checked.handbook.as_of)
        waits = coming_days(checked.handbook)
        return release.Released(outcome=outcome, waits=waits)

    monkeypatch.setattr(release, "_built", built)
    return Way(project, capsys)


def drafted(way: Way) -> dict[str, Any]:
    """The policies of the draft, by id."""
    found = [
        yaml.safe_load(p.read_text(encoding="utf-8"))
        for p in sorted(way.folder("2026-12-01").glob("0*.yaml"))
    ]
    return {policy["policy"]: policy for policy in found}


def refused(way: Way, *words: str) -> None:
    """Both check and release exit 1, and check names the words."""
    assert way.said["check"][0] == 1, way.said
    for word in words:
        assert word in way.said["check"][1]
    if "release" in way.said:
        assert way.said["release"][0] == 1, way.said["release"]
        assert "draft: true" in (way.folder("2026-12-01") / "notice.yaml").read_text(
            encoding="utf-8"
        )


def lost_on_import(way: Way) -> None:
    duties = {d["id"]: d for c in drafted(way)["a1"]["clauses"] for d in c.get("duties", [])}
    assert duties["a1-2-a"]["threshold"]["value"] == 60
    assert duties["a1-2-a"]["threshold"]["quote"] == "不少于总课时的60%"
    assert duties["a1-2-a"]["quote"] == "每学期在实验室上课，应不少于总课时的60%"
    assert duties["a1-2-a"]["summary"] == "每学期在实验室上课不少于总课时的60%"
    assert duties["a1-4-a"]["threshold"] == {
        "metric": "video-days", "op": ">=", "value": 90, "unit": "day", "quote": "九十天",
    }  # fmt: skip
    assert duties["a1-4-a"]["summary"] == "监控录像保存 90 天"
    assert "a1-2-a" in way.said["import"][1]
    refused(way, "请写明理由", "附件2第一条（a2-1）")


def swallowed(way: Way) -> None:
    assert way.said["import"][0] == 0
    assert " 2 条、通知 " in way.said["import"][1]
    (policy,) = drafted(way).values()
    assert policy["policy"] not in {"a1", "a2"}
    assert len(policy["clauses"]) == 2
    assert "repealed" not in policy
    assert "当作新制度" in way.said["import"][1]


def later_day(way: Way) -> None:
    assert way.said["release"][0] == 0, way.said["release"]
    assert "zhidu build --as-of 2027-03-01" in way.said["release"][1]
    now = json.loads(way.said["export"][1])
    assert now["as_of"] <= "2026-12-01"
    assert values(now) == {40.0}
    assert values(json.loads(way.command("zhidu export json --as-of 2027-03-01")[1])) == {60.0}


def values(handbook: dict[str, Any]) -> set[float]:
    return {
        d["threshold"]["value"]
        for d in handbook["duties"]
        if (d.get("threshold") or {}).get("metric") == "lab-share"
    }


def comments_left(way: Way) -> None:
    left = [
        p
        for p in way.folder("2026-12-01").iterdir()
        if re.search("# (体检|学校建议)", p.read_text(encoding="utf-8"))
    ]
    assert way.said["release"][0] == 1 or not left


def waits(way: Way) -> None:
    assert way.said["revise"][0] == 0, way.said["revise"]


def undone(way: Way) -> None:
    waits(way)
    way.fill("2026-12-15")
    assert way.command("zhidu release 2026-12-15")[0] == 0, way.said["release"]
    for day in ("2026-12-15", "2027-03-01", "2028-01-01"):
        handbook = check(way.project, (), None).handbook
        assert handbook.citations
        assert values(json.loads(way.command(f"zhidu export json --as-of {day}")[1])) == {40.0}


def shown(way: Way) -> None:
    assert "门卡" in way.said["diff"][1]


AS_PRINTED = ("第一章　总则", "第一条", "第二章　考场", "第二条", "（一）", "（二）", "第三条")


def in_order(text: str, wanted: Sequence[str]) -> bool:
    return bool(re.search(".*?".join(map(re.escape, wanted)), text, re.DOTALL))


def text_first(way: Way) -> None:
    assert way.said["check"][0] == 0, way.said["check"]
    assert way.said["release"][0] == 0, way.said["release"]
    handbook = check(way.project, (), None).handbook
    pages = {name for name, _ in stubs(handbook) if name.endswith("/index.md")}
    for page in ("when", "thresholds", "records", "prohibitions", "checklist", "county"):
        assert f"{page}/index.md" not in pages
        assert f"{page}/" not in ARTICLES["home_page"](handbook)
    assert {"policies/a1/index.md", "posters/a1/index.md", "search/index.md"} <= pages


def as_printed(way: Way) -> None:
    assert way.said["check"][0] == 0, way.said["check"]
    handbook = check(way.project, (), None).handbook
    edition = handbook.current["a3"]
    page = re.sub("<[^>]*>", "", ARTICLES["policy_page"](handbook, "a3"))
    assert in_order(page, AS_PRINTED)
    assert "一、" not in page
    poster = printed(edition)
    assert in_order("\n".join(poster.lines), AS_PRINTED)
    assert in_order(print_sheet(handbook, "a3"), AS_PRINTED)
    word = Document(io.BytesIO(docx(policy_document(edition))))
    assert [p.text for p in word.paragraphs[2:]] == [
        "第一章　总则",
        "第一条　为规范考试，制定本办法。",
        "第二章　考场",
        "第二条　考场提前一天布置：",
        "（一）桌椅对齐；",
        "（二）黑板擦净。",
        "第三条　考场内不得使用手机。",
    ]
    assert cite(edition.citations["a3-2-1"]) == "附件3第二章第二条（一）"


def new_poster(way: Way) -> None:
    assert "墙上的海报要新挂上墙：附件3" in way.said["impact"][1]


def renamed_role(way: Way) -> None:
    assert "职责牌要重印：实验管理员（原实验员）" in way.said["impact"][1]
    handbook = check(way.project, (), None).handbook
    assert "原名：实验员" in ARTICLES["role_page"](handbook, "lab-keeper")
    before = check(way.project, (), date(2026, 11, 30)).handbook
    assert "原名" not in ARTICLES["role_page"](before, "lab-keeper")


RIGHT: dict[str, Callable[[Way], None]] = {
    "lost-on-import": lost_on_import,
    "lost-by-hand": lambda way: refused(way, "a1-4-a"),
    "swallowed": swallowed,
    "swallowed-without-number": swallowed,
    "later-day": later_day,
    "one-value": lambda way: refused(way, "附件2第一条（a2-1）", "zhidu revise a1 a2"),
    "notice-unfilled": lambda way: refused(way, "policies/2026-12-01/notice.yaml:12:11"),
    "reason-unwritten": lambda way: refused(way, "请写明理由"),
    "breaks-later": lambda way: refused(way, "到 2027-03-01，", "附件2第一条（a2-1）"),
    "comments-left": comments_left,
    "revise-before-force": waits,
    "undo-before-force": undone,
    "diff-of-the-draft": shown,
    "text-first": text_first,
    "as-printed": as_printed,
    "new-poster": new_poster,
    "renamed-role": renamed_role,
    "summary-number": lambda way: refused(way, "a1-2-a"),
    "summary-period": lambda way: refused(way, "a1-1-a"),
    "summary-negation": lambda way: refused(way, "a2-2-b"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_the_clerks_way(name: str, way: Way) -> None:
    way.play(
        [
            s
            for s in CASES[name]["steps"]
            if not (isinstance(s, str) and s.startswith("zhidu build"))
        ]
    )
    RIGHT[name](way)


MORE = yaml.safe_load((HERE / "more.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", MORE, ids=lambda case: case["file"])
def test_what_check_says_is_what_release_does(case: dict[str, Any], way: Way) -> None:
    """Exit statuses and words as `right` has them; a refused draft is one still, a released file has no drafter's notes."""
    way.play(case["steps"])
    right = case["right"]
    wrong: list[Any] = [
        (key, way.said[command][1])
        for key, command in (
            ("said", "check"),
            ("said_release", "release"),
            ("diff", "diff"),
            ("impact", "impact"),
        )
        for words in right.get(key, ())
        if command in way.said and words not in way.said[command][1]
    ]
    wrong += [
        (command, said)
        for command in ("revise", "check", "release")
        if (said := way.said.get(command)) and said[0] != right.get(command, 0)
    ]
    wrong += [
        ("not said", words) for words in right.get("not_said", ()) if words in way.said["check"][1]
    ]
    days = sorted(p for p in (way.project / "policies").iterdir() if p.name[0] == "2")
    texts = "".join(p.read_text(encoding="utf-8") for folder in days for p in folder.iterdir())
    wrong += [("left", words) for words in right.get("gone", ()) if words in texts]
    for day in {*right.get("policies", {}), *right.get("video", {})}:
        book = json.loads(way.command(f"zhidu export json --as-of {day}")[1])
        ids = [policy["id"] for policy in book["policies"]]
        kept = [
            d["threshold"]["value"]
            for d in book["duties"]
            if (d.get("threshold") or {}).get("metric") == "video-days"
        ]
        wrong += [] if right.get("policies", {}).get(day, ids) == ids else [(day, ids)]
        wrong += [] if [right.get("video", {}).get(day, *kept)] == kept else [(day, kept)]
    assert wrong == []
