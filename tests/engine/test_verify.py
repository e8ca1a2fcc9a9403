"""Is my wall current? The pages that a poster's code opens, now and after a revision."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.yunling import YUNLING

from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.posters import gallery, gallery_page
from zhidu.posters.gallery import Print
from zhidu.posters.sizes import Size
from zhidu.site import articles
from zhidu.site.stubs import stubs
from zhidu.views.on_paper.printed_text import fingerprint, printed
from zhidu.views.on_screen.verification import (
    CURRENT,
    REPLACED,
    WAITING,
    verify_page,
    verify_pages,
)


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """The fictional bureau's policies, and a second issuance that revises the shortest of them."""
    root = tmp_path_factory.mktemp("revised")
    shutil.copytree(YUNLING / "policies", root / "policies")
    old, new = root / "policies" / "2016-09-01", root / "policies" / "2019-09-01"
    new.mkdir()
    notice = (old / "notice.yaml").read_text(encoding="utf-8")
    notice = notice.replace("2016-09-01", "2019-09-01").replace("2016-09-05", "2019-09-02")
    kept, _, rest = notice.partition("attachments:\n")
    line = "attachments:\n  - policy: a9\n    text: 附件9：云岭县录课室设备管理员职责（试行）\n"
    (new / "notice.yaml").write_text(kept + line + rest[rest.index("signoff:") :], encoding="utf-8")
    name = "09-recording-room-manager.yaml"
    text = (old / name).read_text(encoding="utf-8")
    (new / name).write_text(text.replace("每周擦拭设备", "每周擦拭仪器"), encoding="utf-8")
    return check(root).handbook


def test_now_everything_is_current(handbook: Handbook) -> None:
    pages = verify_pages(handbook)
    assert {page.text.policy for page in pages} == set(handbook.current)
    assert {page.state for page in pages} == {CURRENT}


def test_the_texts_of_an_edition(handbook: Handbook) -> None:
    page = verify_page(handbook, "a8", "2016-09-01")
    assert [text.name for text in page.texts] == ["勘误后文本", "原文"]
    assert page.texts[0].hash == printed(handbook.current["a8"]).hash
    assert page.texts[0].about == "改正了 2 处明显的错字，共 2 行与原文不同。"
    rendered = articles.verify(handbook, "a8/2016-09-01")
    for text in page.texts:
        assert f'id="{text.hash}"' in rendered


def test_after_a_revision_the_old_wall_is_told(revised: Handbook) -> None:
    assert [edition.date for edition in revised.editions["a9"]] == ["2016-09-01", "2019-09-01"]
    old, new = (verify_page(revised, "a9", date) for date in ("2016-09-01", "2019-09-01"))
    assert (old.state, new.state) == (REPLACED, CURRENT)
    assert old.newest.href == "verify/a9/2019-09-01/"
    assert not {text.hash for text in old.texts} & {text.hash for text in new.texts}
    assert "已经被<a href=" in articles.verify(revised, "a9/2016-09-01")
    assert verify_page(revised, "a8", "2016-09-01").state == CURRENT


def test_an_edition_that_waits_is_not_to_hang_yet(revised: Handbook) -> None:
    notices = [
        replace(n, value=replace(n.value, effective=date(2020, 3, 1)))
        if n.issuance == "2019-09-01"
        else n
        for n in revised.of("notice")
    ]
    others = [d for d in revised.documents if d.kind != "notice"]
    handbook = replace(revised, documents=(*notices, *others), as_of=date(2019, 12, 1))
    old, new = (verify_page(handbook, "a9", day) for day in ("2016-09-01", "2019-09-01"))
    assert (old.state, old.until) == (CURRENT, "2020年3月1日")
    assert (new.state, new.waits) == (WAITING, "2020年3月1日")
    waits = articles.verify(handbook, "a9/2019-09-01")
    assert "这一版从2020年3月1日起施行，到那天再挂上墙。" in waits
    assert "2020年3月1日起有新的版本，到那天换下来。" in articles.verify(handbook, "a9/2016-09-01")
    assert "verify/a9/2019-09-01/index.md" in dict(stubs(handbook))


def test_the_hash_can_be_computed_by_anybody() -> None:
    """The page says how: lines joined by line feeds, UTF-8, SHA-256, eight digits."""
    assert fingerprint(("甲", "乙")) == "083dc448"


def test_the_gallery_lists_only_files_that_carry_the_text_in_force(handbook: Handbook) -> None:
    def entry(text_hash: str, name: str) -> Print:
        return Print(
            name=name,
            of="a8",
            theme="blue",
            size=Size(600, 900),
            text_hash=text_hash,
            picture=False,
            pocket=False,
            type_pt=35,
            count=80_000,
        )

    prints = (entry(printed(handbook.current["a8"]).hash, "new.pdf"), entry("00000000", "old.pdf"))
    page = gallery_page.poster_page(handbook, "a8", prints)
    found = [d.href for look in page.card.looks for d in look.downloads]
    assert found == ["sheets/new.pdf"]
    assert "old.pdf" not in articles.posters(handbook, prints)
    assert gallery_page.gallery_page(handbook, prints).files == 1


def test_a_damaged_list_of_files_is_an_empty_gallery(tmp_path: Path) -> None:
    assert gallery.read(tmp_path) == ()
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / ".sheets.json").write_text('[{"name": 3}]')
    assert gallery.read(tmp_path) == ()
