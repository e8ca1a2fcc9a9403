"""Duties proposed, decided by a clerk in a table, and written: nothing undecided becomes a duty, nothing decided is changed."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from support.beginners import DAY, county
from support.cases import CASES, TREE
from support.clerk import Clerk, rows

from zhidu.cli.commands import main
from zhidu.drafting.canonical import text_of
from zhidu.drafting.decisions import decision_columns as columns
from zhidu.drafting.decisions import placing
from zhidu.judging.check import check
from zhidu.reading import strict_yaml
from zhidu.reading.disk.refused import RefusedError
from zhidu.site import release

TEXT = CASES / "annotate_table" / "library.txt"
NEW = {"班主任": {"算作（选）": "示例教师"}, "教务处": {"算作（选）": "新单位"}}
"""What the clerk says of names: one is another name of a role that is there, one may be, and is none."""
TABLE = "a3.xlsx"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """A bureau with a new policy of twelve clauses, of which nobody has read one; not to be written to."""
    root = tmp_path_factory.mktemp("bureau") / "project"
    shutil.copytree(TREE, root)
    shutil.copy(TEXT, root / "library.txt")
    rhythms = root / "policies" / "vocabulary" / "rhythms.yaml"
    text = rhythms.read_text(encoding="utf-8").replace(
        "groups:", "  - {id: routine, name: 日常, words: [日常]}\ngroups:"
    )
    rhythms.write_text(text.replace("unspecified]}", "unspecified, routine]}"), encoding="utf-8")
    made = Clerk(root)
    assert made.run("import", "library.txt", "--date", "2003-09-01") == 1
    return made


@pytest.fixture
def clerk(imported: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    """A copy of that bureau, and somebody at work there."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(imported.root, tmp_path / "project")
    return Clerk(tmp_path / "project", keys=imported.keys)


def policy(clerk: Clerk) -> Path:
    """The file of the new policy."""
    (path,) = clerk.root.glob("policies/2003-09-01/*-a3.yaml")
    return path


def vocabulary(clerk: Clerk) -> dict[str, str]:
    """The files of the vocabulary."""
    folder = clerk.root / "policies" / "vocabulary"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def unread(clerk: Clerk) -> tuple[str, ...]:
    """The clauses that nobody has decided."""
    return check(clerk.root, drafts=True).handbook.unread.get("a3", ())


def complaints(clerk: Clerk) -> list[str]:
    """What `zhidu check` says of the new policy and the vocabulary; the notice waits for its own words."""
    found = check(clerk.root, drafts=True).result.findings
    return [f"{f.code} {f.message}" for f in found if f.code != "issuance/unfilled"]


def change(clerk: Clerk, how: Callable[[Workbook], None]) -> None:
    """The table, changed as people change tables."""
    path = clerk.root / TABLE
    book = load_workbook(path)
    how(book)
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())


def test_an_import_says_what_comes_next(clerk: Clerk, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert clerk.run("import", "library.txt", "--date", "2003-09-01") == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        "还有 12 条没有读职责（a3 12 条）：网站上有条文，没有当作职责。"
        "下一步：zhidu annotate a3 --workbook a3.xlsx 从原文读出职责，做成一张 Excel 表，由人选留、改、删。"
    )


def test_from_a_text_to_a_green_check(clerk: Clerk, capsys: pytest.CaptureFixture[str]) -> None:
    """The figure that counts: a policy of twelve clauses costs two decisions: names that may be known."""
    assert clerk.run("annotate", "a3", "--workbook", TABLE) == 0
    told = capsys.readouterr().out
    assert (
        "12 条，22 行：22 行有把握，已选“留”，请过目；0 行要您定（红色）；1 个新名称要您选算作什么。"
        in told
    )
    clerk.answer(TABLE, NEW)
    assert clerk.run("annotate", "a3", "--apply", TABLE) == 0
    told, errors = capsys.readouterr()
    assert errors == ""
    assert "写了 12 条：20 项职责，2 条没有职责。" in told
    assert told.splitlines()[-1] == "a3 每一条都定了。运行 zhidu check 再看一遍。"
    assert complaints(clerk) == [
        "record/has-form “图书登记册”没有 form，印不出空表",
    ]
    assert (clerk.decisions, clerk.keys) == (2, 129)


def test_what_is_written_is_our_own_yaml_and_stays_so(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk.run("annotate", "a3", "--workbook", TABLE)
    clerk.answer(TABLE, NEW)
    clerk.run("annotate", "a3", "--apply", TABLE)
    text = policy(clerk).read_text(encoding="utf-8")
    source, _ = strict_yaml.parse(text.encode(), "x")
    assert source is not None
    assert text_of("policy", source.data) == text
    clauses = {clause["id"]: clause for clause in source.data["clauses"]}
    assert clauses["a3-1"]["informative"] is True
    assert clauses["a3-3"]["duties"][1] == {
        "id": "a3-3-b",
        "quote": "每周开放时间不少于20小时",
        "summary": "每周开放时间不少于20小时",
        "modality": "must",
        "roles": [{"role": "unassigned", "as": "responsible", "basis": "reading"}],
        "when": {"kind": "weekly", "words": "每周", "moment": None},
        "threshold": {
            "metric": "kai-fang-shi-jian",
            "op": ">=",
            "value": 20,
            "unit": "hour",
            "quote": "不少于20小时",
        },
        "assess": {"method": "measure", "evidence": "数一数：不少于20小时"},
    }
    assert [d["roles"] for d in clauses["a3-7"]["duties"]] == [
        [{"role": "anyone", "as": "forbidden", "basis": "reading"}]
    ] * 3
    assert [d["summary"] for d in clauses["a3-7"]["duties"]] == [
        "禁止在图书室内进食",
        "不得追跑",
        "不得大声说话",
    ]
    assert clauses["a3-11"]["duties"][0]["approval"]["by"] == "fen-guan-fu-xiao-zhang"
    roles = vocabulary(clerk)["roles.yaml"]
    assert "- {name: 任课教师, clause: a1-5}\n      - {name: 班主任, clause: a3-9}\n" in roles

    before = {path: path.read_bytes() for path in clerk.root.rglob("*.yaml")}
    capsys.readouterr()
    assert clerk.run("annotate", "a3", "--apply", TABLE) == 0
    told = capsys.readouterr().out
    assert "没有要写的。\n以前定过的 12 条没有动：a3-1、" in told
    assert {path: path.read_bytes() for path in clerk.root.rglob("*.yaml")} == before


def test_a_dry_run_writes_nothing(clerk: Clerk, capsys: pytest.CaptureFixture[str]) -> None:
    clerk.run("annotate", "a3", "--workbook", TABLE)
    clerk.answer(TABLE, NEW)
    before = {path: path.read_bytes() for path in clerk.root.rglob("*.yaml")}
    capsys.readouterr()
    assert clerk.run("annotate", "a3", "--apply", TABLE, "--dry-run") == 0
    told = capsys.readouterr().out
    assert told.startswith(
        "只是预演，没有写。\n会写 12 条：20 项职责，2 条没有职责。\n  a3-1：没有职责\n"
    )
    assert {path: path.read_bytes() for path in clerk.root.rglob("*.yaml")} == before


def test_a_name_that_nobody_explained_is_asked_for(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk.run("annotate", "a3", "--workbook", TABLE)
    clerk.answer(TABLE, {**NEW, "图书管理员": {"算作（选）": ""}})
    capsys.readouterr()
    assert clerk.run("annotate", "a3", "--apply", TABLE) == 1
    told, errors = capsys.readouterr()
    assert (
        "a3-3 没有写：\n  “职责”F6：“图书管理员”不在岗位表里。在 “新名称”D3 选它是什么。\n"
        in errors
    )
    assert told.splitlines()[-1] == "a3 还有 4 条没有读职责：a3-2、a3-3、a3-4、a3-10。"
    assert "图书管理员" not in vocabulary(clerk)["roles.yaml"]
    assert complaints(clerk) == []
    assert unread(clerk) == ("a3-2", "a3-3", "a3-4", "a3-10")

    clerk.answer(TABLE, {"图书管理员": {"算作（选）": "新岗位"}})
    assert clerk.run("annotate", "a3", "--apply", TABLE) == 0
    assert complaints(clerk) == ["record/has-form “图书登记册”没有 form，印不出空表"]


def test_a_clause_waits_until_all_of_it_is_decided(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk.run("annotate", "a3", "--workbook", TABLE)
    clerk.answer(TABLE, {**NEW, "追跑": {"决定（选）": ""}, "大声说话": {"决定（选）": "删"}})
    capsys.readouterr()
    assert clerk.run("annotate", "a3", "--apply", TABLE) == 1
    told, errors = capsys.readouterr()
    assert errors == "a3-7 还没有定：还有 1 行没有定（“职责”C16）。\n"
    assert told.splitlines()[-1] == "a3 还有 1 条没有读职责：a3-7。"
    assert unread(clerk) == ("a3-7",)


def test_sorted_copied_and_renamed_sheets_are_read(clerk: Clerk) -> None:
    """Rows upside down on a sheet of another name, its numbers gone, columns moved; the old sheet is still there, too."""
    clerk.run("annotate", "a3", "--workbook", TABLE)
    clerk.answer(TABLE, NEW)

    def upset(book: Workbook) -> None:
        page = book["职责"]
        table = [[cell.value for cell in row] for row in page.iter_rows(min_row=2, max_row=24)]
        copy = book.create_sheet("张三改的", 0)
        head, body = table[0], table[1:]
        order = [9, 2, 1, *(n for n in range(len(head)) if n not in {0, 1, 2, 9})]
        for row in (
            ["本校意见"],
            [head[n] for n in order],
            *([r[n] for n in order] for r in body[::-1]),
        ):
            copy.append(row)

    change(clerk, upset)
    assert clerk.run("annotate", "a3", "--apply", TABLE) == 0
    assert complaints(clerk) == ["record/has-form “图书登记册”没有 form，印不出空表"]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (
            {"学生凭借书证借书": {"摘引（原文的字）": "学生凭学生证借书"}},
            "“职责”D10：摘引“学生凭学生证借书”不在原文里。照原文一字不改地抄。",
        ),
        (
            {"学生凭借书证借书": {"决定（选）": "要"}},
            "“职责”C10：看不懂“要”。选留、改、删里的一个；没有职责的一条，选“没有职责”。",
        ),
        (
            {"学生凭借书证借书": {"决定（选）": "没有职责"}},
            "“职责”C10：a3-5 又写了“没有职责”，又留了职责。只留一样。",
        ),
        (
            {"每次借阅不超过2册": {"何时（选）": ""}},
            "“职责”G11：“何时”和“说何时的字”只写了一样。两样都写；没有写时间的，两样都空着。",
        ),
        (
            {"每次借阅不超过2册": {"数量（原文的字）": "借阅"}},
            "“职责”I11：“借阅”里读不出要多少。连同“不少于”“不超过”一起抄；不是数量要求的，清空这一格。",
        ),
        (
            {"每次借阅不超过2册": {"谁（选，或写新的名称）": "借书人"}},
            "“职责”F11：“借书人”不在岗位表里。是新的，在“新名称”表里加一行，在“算作”里选它是什么。",
        ),
        (
            {"借期不超过15天": {"语气（选）": "尽量"}},
            "“职责”E12：看不懂“尽量”。从这几个里选：必须、应当、可以、不得。",
        ),
        (
            {"每次借阅不超过2册": {"印在职责牌上的一句": "借书有限"}},
            "“职责”D11：a3-5-b 的概括里没有摘引里的“不超过”。把“不超过”写进概括；摘引得太长的，就摘短一些。",
        ),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(
    clerk: Clerk, answers: dict[str, dict[str, str]], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk.run("annotate", "a3", "--workbook", TABLE)
    clerk.answer(TABLE, {**NEW, **answers})
    capsys.readouterr()
    assert clerk.run("annotate", "a3", "--apply", TABLE) == 1
    output, errors = capsys.readouterr()
    assert errors == f"a3-5 没有写：\n  {told}\n"
    assert "写了 11 条" in output, "the other clauses are written"


def test_a_row_of_another_text_is_not_applied(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    """The text was mended after the table had been made: what people read is not what stands there now."""
    clerk.run("annotate", "a3", "--workbook", TABLE)
    clerk.answer(TABLE, NEW)
    path = policy(clerk)
    path.write_text(
        path.read_text(encoding="utf-8").replace("照价赔偿", "加倍赔偿"), encoding="utf-8"
    )
    capsys.readouterr()
    assert clerk.run("annotate", "a3", "--apply", TABLE) == 1
    errors = capsys.readouterr().err
    assert errors.splitlines()[0] == (
        "没有读 “职责”B18：“原文”不是 a3-8 现在的文字。原文改过的，重新做一张表；改错的，照制度改回来。"
    )
    assert "加倍赔偿\n    duties" not in path.read_text(encoding="utf-8")


def test_a_row_that_was_taken_out_is_not_taken_for_dropped(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk.run("annotate", "a3", "--workbook", TABLE)
    clerk.answer(TABLE, NEW)
    change(clerk, lambda book: book["职责"].delete_rows(17))
    capsys.readouterr()
    assert clerk.run("annotate", "a3", "--apply", TABLE) == 1
    assert capsys.readouterr().err == (
        "a3-7 还没有定：表里没有了“大声说话”这一行，不要的请写“删”。\n"
    )


def test_a_table_with_answers_is_never_written_over(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk.run("annotate", "a3", "--workbook", TABLE)
    assert clerk.run("annotate", "a3", "--workbook", TABLE) == 0, "nobody has touched it"
    clerk.answer(TABLE, NEW)
    before = (clerk.root / TABLE).read_bytes()
    capsys.readouterr()
    assert clerk.run("annotate", "a3", "--workbook", TABLE) == 2
    assert "或者生成以后被人改过，没有覆盖" in capsys.readouterr().err
    assert (clerk.root / TABLE).read_bytes() == before


def test_the_table_is_made_for_people(clerk: Clerk) -> None:
    clerk.run("annotate", "a3", "--workbook", TABLE)
    page = load_workbook(clerk.root / TABLE)["职责"]
    assert page.freeze_panes == "D3"
    assert page.auto_filter.ref == "A2:R24"
    assert page.protection.sheet
    assert page["A3"].protection.locked
    assert page["B3"].protection.locked
    assert not page["C3"].protection.locked
    assert page["A1"].value.count("。") == 3
    assert page["B3"].alignment.wrap_text
    assert [row["decision"] for row in rows(clerk.root / TABLE)] == [
        "没有职责",
        *["留"] * 20,
        "没有职责",
    ]


def test_what_is_doubtful_is_left_open_and_says_why(clerk: Clerk) -> None:
    """A few characters, an act that no word of the vocabulary bears out, a clause in which nothing was read."""
    text = "一、勤练，守纪。\n二、每两小时清点图书。\n三、图书室的设施很好。\n四、图书室是师生的书房。\n五、每天开窗。\n"
    (clerk.root / "library.txt").write_text(f"虚构县书库管理制度\n{text}", encoding="utf-8")
    clerk.run("import", "library.txt", "--date", "2003-09-01", "--overwrite", "--new")
    clerk.run("annotate", "a3", "--workbook", TABLE)
    table = rows(clerk.root / TABLE)
    assert [(row["quote"], row["decision"], row["because"].split("。")[0]) for row in table] == [
        ("勤练", "", "请看：摘引很短，可能不是单独的一项"),
        ("守纪", "", "请看：摘引很短，可能不是单独的一项"),
        (
            "每两小时清点图书",
            "",
            "请看：词表里“定期（没有写多久一次）”的用字没有“每两小时”：换一类，或请技术人员补进词表",
        ),
        ("图书室的设施很好", "", "请看：可能只是说明，不是要求"),
        (
            "",
            "",
            "没有读出职责：确实没有，选“没有职责”；有，选“改”，写上摘引和谁，别的空着就照摘引的字补",
        ),
        ("每天开窗", "留", "何时：“每天”"),
    ]


def test_a_draft_is_a_comment_and_no_duty(clerk: Clerk, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the handbook, which pages, posters, forms and exports are made of, nor a check takes it for decided."""
    before = check(clerk.root, drafts=True)
    plain = policy(clerk).read_text(encoding="utf-8")
    capsys.readouterr()
    assert clerk.run("annotate", "a3", "--write") == 0
    told = capsys.readouterr().out
    assert "20 项拟读的职责，作为“# 拟读职责”注释。\n还有 12 条没有定，哪里都不发布。" in told
    written = policy(clerk).read_text(encoding="utf-8")
    assert "  # 拟读职责|   - id: a3-2-a\n" in written
    after = check(clerk.root, drafts=True)
    assert after.handbook.duties == before.handbook.duties
    assert [(f.code, f.message) for f in after.result.findings] == [
        (f.code, f.message) for f in before.result.findings
    ]
    assert len(unread(clerk)) == 12

    assert clerk.run("annotate", "a3", "--write") == 0
    assert policy(clerk).read_text(encoding="utf-8") == written, "the same again"
    clerk.run("annotate", "a3", "--workbook", TABLE)
    clerk.answer(TABLE, NEW)
    assert clerk.run("annotate", "a3", "--apply", TABLE) == 0
    assert "拟读职责" not in policy(clerk).read_text(encoding="utf-8"), (
        "what is decided is no draft"
    )
    assert plain.count("\n") < policy(clerk).read_text(encoding="utf-8").count("\n")


def test_nothing_that_is_published_knows_of_a_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pages, sheets, forms and exports are made of the values of the files, and these are what they were."""
    root = tmp_path / "project"
    shutil.copytree(TREE, root)
    path = root / "policies" / "2001-01-01" / "01-first.yaml"

    def published() -> list[str]:
        told = []
        for form in ("json", "instrument"):
            assert main(["export", form, "--root", str(root)]) == 0
            told.append(capsys.readouterr().out)
        return told

    before, values = published(), [d.value for d in check(root).handbook.documents]
    text = path.read_text(encoding="utf-8")
    duty = {"id": "a1-2-z", "quote": "清洗游泳池", "summary": "每天清洗游泳池", "modality": "must"}
    path.write_text(placing.drafted(text, {"a1-2": [duty]}), encoding="utf-8")
    assert "# 拟读职责|     quote: 清洗游泳池\n" in path.read_text(encoding="utf-8")
    assert not check(root).result.findings
    assert [d.value for d in check(root).handbook.documents] == values
    after = published()
    assert after == before
    assert "游泳池" not in "".join(after)
    assert placing.drafted(path.read_text(encoding="utf-8"), {}) == text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (None, "units: []\nspans: []\nmetrics:\n  - {id: rate, name: 归档率}\n"),
        ("metrics: []\n", "metrics:\n  - {id: rate, name: 归档率}\n"),
        (
            "metrics:\n  - {id: a1, name: 甲}\n# 单位\nunits: []\n",
            "metrics:\n  - {id: a1, name: 甲}\n  - {id: rate, name: 归档率}\n# 单位\nunits: []\n",
        ),
        ("units: []\n", "units: []\nmetrics:\n  - {id: rate, name: 归档率}\n"),
    ],
)
def test_a_vocabulary_grows_by_lines(text: str | None, made: str) -> None:
    found = placing.extended(text, "metrics", "metrics", [{"id": "rate", "name": "归档率"}])
    assert found.partition("schema.json\n")[2] == made if text is None else found == made


def test_a_vocabulary_of_another_style_is_left_alone() -> None:
    with pytest.raises(RefusedError, match="程序加不准，什么都没有写"):
        placing.extended("metrics: [{id: a1}]\n", "metrics", "metrics", [{"id": "rate"}])


def test_a_release_takes_drafts_away(clerk: Clerk) -> None:
    """What was left undecided does not lie beside the text that is issued."""
    clerk.run("annotate", "a3", "--write")
    text = policy(clerk).read_bytes()
    assert release._COMMENT.sub(b"", text).decode() == placing.drafted(text.decode(), {})  # noqa: SLF001


def test_comments_of_people_stay(clerk: Clerk) -> None:
    path = policy(clerk)
    text = path.read_text(encoding="utf-8").replace(
        "  - id: a3-8\n", "  # 问过总务处\n  - id: a3-8\n"
    )
    path.write_text(text, encoding="utf-8")
    clerk.run("annotate", "a3", "--write")
    clerk.run("annotate", "a3", "--workbook", TABLE)
    clerk.answer(TABLE, NEW)
    assert clerk.run("annotate", "a3", "--apply", TABLE) == 0
    assert "  # 问过总务处\n  - id: a3-8\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("annotate", "a3", "--apply", "none.xlsx"), "没有“"),
        (("annotate", "a3", "--workbook", "a3.txt"), "“a3.txt”不对：文件名要以 .xlsx 结尾。"),
        (("annotate", "a3", "--apply", "library.txt"), "library.txt：打不开：这不是 .xlsx 文件"),
        (
            ("annotate", "a33", "--write"),
            "没有“a33”这个文件，也没有这个编号的制度或通知。是不是“a3”？",
        ),
        (
            ("annotate", "library.txt", "--workbook", TABLE),
            "“library.txt”还不在项目里，定了的没有地方写。先导入：zhidu import ",
        ),
        (("annotate", "a3", "--dry-run"), "--dry-run 要同 --apply 或 --write 一起用。"),
        (("annotate", "a3", "--write", "--apply", "x.xlsx"), "一次只用一个。"),
    ],
)
def test_what_cannot_be_done_is_said(
    clerk: Clerk, arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert clerk.run(*arguments) == 2
    assert told in capsys.readouterr().err


def test_a_bare_file_says_how_it_gets_a_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "图书 室.txt").write_bytes(TEXT.read_bytes())
    text = str(tmp_path / "图书 室.txt")
    assert main(["annotate", text, "--workbook", "x.xlsx", "--root", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        "“图书 室.txt”还不在项目里，定了的没有地方写。"
        f"先用它新建一个项目：zhidu init 文件夹 --issuer 发文机关 --from '{text}'。写好以后，照它说的编号再做表。\n"
    )


def test_of_a_row_that_a_person_begins_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing was read, a decision, the words and who: three cells, and the words say the others."""
    monkeypatch.chdir(tmp_path)
    text = "第一条 家长学校有一块白板。家长会每学期召开不少于2次，由德育处记入《家长会记录》。"
    (tmp_path / "a.txt").write_text(f"家长学校制度\n{text}\n", encoding="utf-8")
    command = ["init", "project", "--issuer", "青禾小学", "--date", DAY, "--from", "a.txt"]
    assert main(command) == 0
    clerk = Clerk(tmp_path / "project")
    clerk.run("annotate", "a1", "--workbook", TABLE)

    def begin(book: Workbook) -> None:
        page = book[columns.SHEET]
        for row in page.iter_rows(min_row=3, max_row=2 + len(rows(clerk.root / TABLE))):
            row[2].value = "删"
        place = list(columns.COLUMNS)
        row = page[page.max_row + 1]
        first = page[3]
        for key, words in (("id", "a1-1"), ("text", first[1].value), ("decision", "改"),
                           ("quote", "每学期召开不少于2次"), ("who", "校长")):  # fmt: skip
            row[place.index(key)].value = words

    change(clerk, begin)
    capsys.readouterr()
    assert clerk.run("annotate", "a1", "--apply", TABLE) == 0
    told = capsys.readouterr()
    assert (
        "空着的照摘引的字补上：语气 必须，何时 每学期，说何时的字 每学期，数量 不少于2次，数的是什么 召开，"
        "怎样核查 实测，核查看什么 数一数：不少于2次，校长 是新岗位，召开 是新指标。请核对。\n"
    ) in told.out
    assert told.err == ""
    (duty,) = strict_yaml.parse(next(clerk.root.glob("policies/*/01-a1.yaml")).read_bytes(), "x")[
        0
    ].data["clauses"][0]["duties"]  # type: ignore[union-attr]
    assert duty["when"] == {"kind": "termly", "words": "每学期", "moment": None}
    assert (duty["threshold"]["op"], duty["threshold"]["value"]) == (">=", 2)
    assert duty["assess"]["method"] == "measure"


def test_a_record_is_called_without_the_marks_of_a_title(tmp_path: Path) -> None:
    """《图书借阅登记册》 of the text is the 图书借阅登记册 of the vocabulary, and as a new one has a form of its own."""
    clerk = Clerk(county(tmp_path / "project"))
    clerk.run("annotate", "a1", "--workbook", TABLE)
    (named,) = (row for row in rows(clerk.root / TABLE) if row["records"])
    assert named["records"] == "图书借阅登记册"
    assert columns.listed("《甲》和《乙》，《丙》") == ("《甲》和《乙》", "丙")
    clerk.run("annotate", "a1", "--apply", TABLE)
    records = (clerk.root / "policies" / "vocabulary" / "records.yaml").read_text(encoding="utf-8")
    assert "    name: 图书借阅登记册\n    kind: register\n" in records


NOTICE = "n-2026-09-01"


def test_a_notice_is_decided_as_a_policy_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    clerk = Clerk(county(tmp_path / "project"))
    path = clerk.root / "policies" / "2026-09-01" / "notice.yaml"
    sent, asked = "请遵照执行。", "请每学期末上报开放情况。"
    path.write_text(path.read_text(encoding="utf-8").replace(sent, asked), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    assert clerk.run("annotate", NOTICE, "--write") == 0
    drafted = path.read_text(encoding="utf-8")
    assert "\n  # 拟读职责| " in drafted
    assert placing.drafted(drafted, {}) == before
    assert clerk.run("annotate", NOTICE, "--workbook", "n.xlsx") == 0
    offered = rows(clerk.root / "n.xlsx")
    answers = {
        row["id"]: {"决定（选）": "留" if "上报" in row["quote"] else "删"} for row in offered
    }
    clerk.answer("n.xlsx", answers)
    capsys.readouterr()
    assert clerk.run("annotate", NOTICE, "--apply", "n.xlsx") == 0
    assert (
        capsys.readouterr().out.splitlines()[-1]
        == f"{NOTICE} 每一条都定了。运行 zhidu check 再看一遍。"
    )
    text = path.read_text(encoding="utf-8")
    source, _ = strict_yaml.parse(text.encode(), "")
    assert source is not None
    assert text_of("notice", source.data) == text
    (duty,) = source.data["clauses"][0]["duties"]
    assert (duty["id"], duty["quote"]) == (f"{NOTICE}-1-a", "每学期末上报开放情况")
    assert NOTICE not in check(clerk.root, drafts=True).handbook.unread


@pytest.mark.parametrize(
    ("text", "left_open"),
    [
        ("现将《清河县学校图书馆管理办法》印发给你们，请遵照执行。", False),
        ("经局长办公会同意，现将《示例办法》印发给你们，请结合本校实际，认真贯彻落实。", False),
        ("为加强管理，我局制定了两项制度，现印发给你们。", False),
        ("现将《示例办法》印发给你们，请于5月底前上报名单。", True),
        ("请各校成立领导小组，现将《示例办法》印发给你们，请遵照执行。", True),
    ],
)
def test_the_sentence_that_every_notice_has_is_decided_beforehand(
    text: str, *, left_open: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clerk = Clerk(county(tmp_path / "project"))
    path = clerk.root / "policies" / "2026-09-01" / "notice.yaml"
    usual = "现将《清河县学校图书馆管理办法》印发给你们，请遵照执行。"
    path.write_text(path.read_text(encoding="utf-8").replace(usual, text), encoding="utf-8")
    assert clerk.run("annotate", NOTICE, "--workbook", "n.xlsx") == 0
    decided = [row["decision"] for row in rows(clerk.root / "n.xlsx")]
    assert (decided != ["没有职责"]) == left_open


def test_a_strange_table_is_refused(clerk: Clerk, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    book.active["A1"] = "花名册"
    book.save(clerk.root / TABLE)
    capsys.readouterr()
    assert (
        main(["annotate", "a3", "--apply", str(clerk.root / TABLE), "--root", str(clerk.root)]) == 2
    )
    assert "“a3.xlsx”里没有认出职责的表：表头里要有“决定”“摘引”“原文”。" in capsys.readouterr().err
