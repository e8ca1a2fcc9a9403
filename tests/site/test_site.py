"""The built site as files: every page there, no dead link, nothing from elsewhere, the same bytes each time."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree
from support.html_pages import HtmlPage, pages, target

from zhidu.handbook.book import Handbook
from zhidu.reading import schemas
from zhidu.site import downloads, exports
from zhidu.views.names import form_files

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def found(site: Path) -> dict[str, HtmlPage]:
    return pages(site)


def test_every_policy_role_and_notice_has_its_page(
    found: dict[str, HtmlPage], handbook: Handbook
) -> None:
    expected = {f"/policies/{policy}/" for policy in handbook.current}
    expected |= {f"/roles/{role}/" for role in handbook.duties_of}
    expected |= {f"/notice/{n.value.issuance.isoformat()}/" for n in handbook.notices}
    overviews = ("when", "thresholds", "records", "reports", "prohibitions", "glossary")
    expected |= {f"/{name}/" for name in (*overviews, "policies", "roles", "about", "for-clerks")}
    assert expected <= set(found)


def test_every_clause_has_its_permanent_anchor(
    found: dict[str, HtmlPage], handbook: Handbook
) -> None:
    for identifier, citation in handbook.citations.items():
        page = (
            f"/policies/{citation.edition.policy.policy}/"
            if citation.edition
            else f"/notice/{citation.notice.value.issuance.isoformat()}/"
        )
        assert identifier in found[page].anchors


def test_no_dead_link_or_anchor(found: dict[str, HtmlPage], site: Path) -> None:
    dead = []
    for address, page in found.items():
        for _, link in page.links:
            if urlsplit(link).scheme in {"http", "https", "mailto", "data", "javascript"}:
                continue
            path, anchor = target(address, link)
            file = site / path.lstrip("/")
            file = file / "index.html" if path.endswith("/") else file
            if not file.is_file():
                dead.append((address, link))
            elif anchor and file.suffix == ".html" and not anchor.startswith("__"):
                other = found["/" + file.relative_to(site).as_posix().removesuffix("index.html")]
                if anchor not in other.anchors:
                    dead.append((address, link))
    assert not dead


def test_nothing_comes_from_elsewhere(found: dict[str, HtmlPage]) -> None:
    for address, page in found.items():
        outside = [link for tag, link in page.links if urlsplit(link).netloc]
        assert not outside, address


def test_one_h1_and_no_doubled_anchor(found: dict[str, HtmlPage]) -> None:
    for address, page in found.items():
        assert page.headings.count(1) == 1, address
        doubled = [name for name, count in Counter(page.anchors).items() if count > 1]
        assert not doubled, address


def test_no_generator_is_named(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert 'name="generator"' not in path.read_text(encoding="utf-8"), path


def test_the_api_is_the_export(site: Path, handbook: Handbook) -> None:
    published = (site / "api/v1/handbook.json").read_text(encoding="utf-8")
    assert published == exports.as_json(handbook)
    schema = (site / "api/v1/handbook.schema.json").read_text(encoding="utf-8")
    assert json.loads(schema) == schemas.schema("handbook")


def test_the_plain_texts_are_where_the_list_says(site: Path) -> None:
    index = (site / "llms.txt").read_text(encoding="utf-8")
    paths = re.findall(r"\]\(([^)]+)\)", index)
    assert len(paths) > 11
    assert [path for path in paths if not (site / path).is_file()] == []
    assert not [*site.rglob("*.md.txt"), *site.glob("data/llms.txt")]


def test_portals_and_search_engines_find_the_facts(site: Path, handbook: Handbook) -> None:
    for policy, edition in handbook.current.items():
        page = etree.parse(
            site / f"policies/{policy}/index.html", etree.HTMLParser(encoding="utf-8")
        )
        named = {e.get("name"): e.get("content") for e in page.iterfind("head/meta")}
        notice = edition.notice.value
        assert named["ArticleTitle"] == f"{edition.policy.title}（试行）"
        assert named["ContentSource"] == notice.issuer
        assert named["PubDate"] == str(notice.published)
        assert (named["SiteName"], named["ColumnName"]) == (
            "云岭县教育局制度（演示用，虚构）",
            "制度",
        )
        block = page.find(".//script[@type='application/ld+json']")
        assert json.loads(block.text)["legislationIdentifier"] == policy
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "ArticleTitle" not in home
    assert "ld+json" not in home


def test_no_phone_number_or_identity_number(site: Path) -> None:
    pattern = re.compile(r"(?<![0-9a-f])(?:1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9Xx])(?![0-9a-f])")
    for path in site.rglob("*"):
        if path.suffix in {".html", ".json", ".xml"} or path.name == "duties.js":
            assert not pattern.search(path.read_text(encoding="utf-8")), path


def test_a_policy_page_names_every_clause_that_binds_a_role(
    found: dict[str, HtmlPage], handbook: Handbook
) -> None:
    """The network administrator finds what binds him in other attachments, too."""
    page = found["/roles/network-administrator/"]
    linked = {anchor for _, link in page.links for _, anchor in [target("/roles/x/", link)]}
    duties = handbook.duties_of["network-administrator"]
    clauses = {handbook.duties[duty.id][0].clause.id for duty in duties}
    assert clauses <= linked
    assert {"a1-4-2", "a2-8"} <= clauses
    assert len(clauses) > 20


def digest(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_same_input_same_bytes(project: Path, site: Path, tmp_path: Path) -> None:
    """On another day, in another place, and where a project has its own copy of what comes with the program."""
    copy, again = shutil.copytree(project, tmp_path / "project"), tmp_path / "again"
    for name in ("site_overrides", "macros", "schema"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(
        [sys.executable, "-m", "zhidu", "build", "--site-dir", str(again)],
        cwd=copy,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai"},
        capture_output=True,
    )
    assert digest(site) == digest(again)


def test_what_can_be_downloaded_is_what_the_commands_write(
    found: dict[str, HtmlPage], site: Path, handbook: Handbook
) -> None:
    for path, content in downloads.files(handbook):
        assert (site / path).read_bytes() == content
    for policy, edition in handbook.current.items():
        links = {link for _, link in found[f"/policies/{policy}/"].links}
        assert f"../../documents/{edition.date}/{policy}.docx" in links
    for notice in handbook.notices:
        issuance = notice.value.issuance.isoformat()
        links = {link for _, link in found[f"/notice/{issuance}/"].links}
        assert f"../../documents/{issuance}/notice.docx" in links
    everywhere = {link for _, link in found["/records/"].links}
    for record in (handbook.records or {}).values():
        for file in form_files(handbook, record.id):
            assert f"../{file.path}" in everywhere
    keeper = {link for _, link in found["/roles/recording-room-manager/"].links}
    assert "../../records/recording-room-usage-form.xlsx" in keeper
