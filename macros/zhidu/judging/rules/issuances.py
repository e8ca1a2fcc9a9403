"""Rules about an issuance: its folder, its notice, the policies it publishes."""

from collections.abc import Callable, Iterator
from typing import Any

from zhidu.handbook.book import Handbook
from zhidu.judging.rules.walks import Problem, Spot, names_of
from zhidu.reading.documents import Document, strings
from zhidu.reading.model import PLACEHOLDERS

LONGEST_SHOWN = 20


def folder_date(handbook: Handbook) -> Iterator[Problem]:
    """文件夹的名称就是印发日期，与通知里的 issuance 一致。"""
    for document in handbook.of("notice"):
        date = document.value.issuance.isoformat()
        if document.issuance is not None and document.issuance != date:
            yield Spot(document, ("issuance",)).problem(
                f"印发日期是 {date}，文件夹却叫 {document.issuance}", "改成一致的日期"
            )


def listed_policies(handbook: Handbook) -> Iterator[Problem]:
    """通知的附件目录与文件夹里的制度一一对应：列了的要有文件，有文件的要列。"""
    if not handbook.complete:
        return
    for notice in handbook.of("notice"):
        policies = [d for d in handbook.of("policy") if d.issuance == notice.issuance]
        there = {name for document in policies for name in names_of(document.value)}
        listed = [attachment.policy for attachment in notice.value.attachments]
        for index, policy in enumerate(listed):
            if policy not in there:
                yield Spot(notice, ("attachments", index, "policy")).problem(
                    f"附件目录列了 {policy}，文件夹里没有这个制度的文件",
                    "补上文件，或从目录里删去",
                )
        for document in policies:
            if not names_of(document.value) & set(listed):
                yield Spot(document, ("policy",)).problem(
                    f"通知的附件目录没有列 {document.value.policy}",
                    "在 notice.yaml 的 attachments 里补一行",
                )


def has_notice(handbook: Handbook) -> Iterator[Problem]:
    """每个印发文件夹都要有 notice.yaml：没有通知，制度就没有日期和效力。"""
    if not handbook.complete:
        return
    dated = {document.issuance for document in handbook.of("notice")}
    for document in handbook.of("policy"):
        if document.issuance not in dated:
            dated.add(document.issuance)
            yield Spot(document, ("policy",)).problem(
                f"文件夹 {document.issuance} 里没有 notice.yaml", "补上通知文件"
            )


def heading_lines(handbook: Handbook) -> Iterator[Problem]:
    """标题分行印出时，各行连起来要等于通知的标题，或者制度的名称加“（试行）”。"""
    for document in handbook.of("notice"):
        yield from _broken(document, "标题", document.value.title)
    for document in handbook.of("policy"):
        policy = document.value
        yield from _broken(document, "名称", policy.title + policy.status.suffix)


def _broken(document: Document[Any], what: str, expected: str) -> Iterator[Problem]:
    heading = "".join(document.value.heading)
    if heading and heading != expected:
        yield Spot(document, ("heading",)).problem(
            f"标题各行连起来是“{heading}”，{what}是“{expected}”",
            "照原文分行，不增不减",
            of_key=True,
        )


def unfilled(handbook: Handbook) -> Iterator[Problem]:
    """通知和制度里不能还留着没有填的：“（请填写……）”“请写明理由”“〔　　〕”。草稿也照样查：印发以前要填好。"""
    for kind in ("notice", "policy"):
        for document in handbook.of(kind):
            raw = document.source.raw.decode("utf-8", "replace")
            if "\\" not in raw and not PLACEHOLDERS.search(raw):
                continue  # an escape may stand for anything
            for pointer, of_key, text in strings(document.source.data):
                if not of_key and PLACEHOLDERS.search(text):
                    yield Spot(document, pointer).problem(
                        f"这里还没有填写：“{text[:LONGEST_SHOWN]}”", "填上内容"
                    )


RULES: dict[str, Callable[[Handbook], Iterator[Problem]]] = {
    "issuance/folder-date": folder_date,
    "issuance/listed-policies": listed_policies,
    "issuance/has-notice": has_notice,
    "issuance/unfilled": unfilled,
    "policy/heading-lines": heading_lines,
}
