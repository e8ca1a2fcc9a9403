"""A project so small that it is built in a second: one policy, two clauses, one duty, and a draft that alters it."""

from pathlib import Path

from zhidu.cli.commands import main

BEGUN, DRAFT = "2026-01-01", "2027-03-01"
_ROLE = "roles:\n  - {id: keeper, name: 示例管理员, kind: post}\n"
_KINDS = """# yaml-language-server: $schema=../../schema/institutions.schema.json
institutions:
  - {id: small, name: 示例学校类别}
"""
_DUTY = """    duties:
      - id: a1-1-a
        quote: 每天打开示例阅览室
        summary: 每天打开阅览室
        modality: must
        roles: [{role: keeper, as: responsible, basis: text, words: 示例管理员}]
        when: {kind: daily, words: 每天, moment: null}
        assess: {method: inspect, evidence: 开放记录}
"""


def write_tiny(folder: Path) -> Path:
    """Write the project to *folder*: what `zhidu init` gives, read for its duties."""
    assert main(["init", str(folder), "--issuer", "演示县教育局"]) == 0
    policies = folder / "policies"
    for name, after, more in (
        ("01-a1.yaml", "离开时锁好门窗。\n", _DUTY),
        ("01-a1.yaml", "大声说话。\n", "    informative: true\n"),
        ("notice.yaml", "没有任何效力。\n", "    informative: true\n"),
    ):
        path = policies / BEGUN / name
        text = path.read_text(encoding="utf-8")
        assert text.count(after) == 1
        path.write_text(text.replace(after, after + more), encoding="utf-8")
    kinds = policies / "vocabulary" / "institutions.yaml"
    kinds.write_text(_KINDS, encoding="utf-8")
    roles = policies / "vocabulary" / "roles.yaml"
    text = roles.read_text(encoding="utf-8")
    roles.write_text(text.replace("roles: []\n", _ROLE), encoding="utf-8")
    assert main(["revise", "a1", "--date", DRAFT, "--root", str(folder)]) == 0
    notice = policies / DRAFT / "notice.yaml"
    text = notice.read_text(encoding="utf-8")
    filled = text.replace("（请填写通知正文：为什么修订，从什么时候起执行）", "现予修订。")
    notice.write_text(filled, encoding="utf-8")
    path = policies / DRAFT / "01-a1.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "大声说话。\n", "吃东西。\n    history: {change: revised, reason: 说得更清楚}\n"
        ),
        encoding="utf-8",
    )
    return folder


def write_built(folder: Path, site: Path) -> Path:
    """The project at *folder*, and its site at *site* from before one of its clauses was altered."""
    write_tiny(folder)
    assert main(["build", "--root", str(folder), "--site-dir", str(site), "--no-posters"]) == 0
    path = folder / "policies" / BEGUN / "01-a1.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("大声说话", "大声喧哗"), encoding="utf-8")
    return folder
