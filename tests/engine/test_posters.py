"""Printed sheets: one page, the exact size, the exact text, legible, the same bytes, whatever a school is called."""

import csv
import errno
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops
from support.cases import CASES
from support.pdfs import letters, lines, picture, squeezed, taken_apart
from support.yunling import YUNLING

from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook
from zhidu.posters import batch, cards, emblem, glyphs, orders, request, schools, sheets, sizes
from zhidu.posters.batch import LEDGER, Job
from zhidu.posters.errors import CannotPrintError
from zhidu.posters.press import Press
from zhidu.posters.sheets import Dress, Sheet
from zhidu.posters.sizes import Reading, Size
from zhidu.posters.themes import proposed, themes
from zhidu.reading.disk import ownership, user_cache
from zhidu.views.on_paper.printed_text import printed
from zhidu.views.on_screen.role_lines import Bound

KEPT = CASES / "posters"
SITE = "https://zhidu.example"
SCHOOL = "示例县第一中学"
PORTRAIT, LANDSCAPE = Size(600, 900), Size(900, 600)


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


def made(
    handbook: Handbook, policy: str, size: Size = PORTRAIT, theme: str = "red", **more: str
) -> Sheet:
    text = printed(handbook.current[policy])
    return sheets.poster(text, size, theme, dress=Dress(school=SCHOOL), **more)


# ---------------------------------------------------------------- what is on paper


@pytest.mark.parametrize("theme", list(themes()))
def test_every_poster_is_one_exact_page_with_the_exact_text(
    press: Press, handbook: Handbook, theme: str
) -> None:
    for policy, edition in handbook.current.items():
        text = printed(edition)
        pdf, fit = press.pdf(made(handbook, policy, theme=theme, site=SITE))
        found = taken_apart(pdf)
        assert found.pages == 1
        assert found.media == found.trim == (600, 900)
        said = squeezed("".join(text.lines[:-2]))  # title and clauses, in their order
        assert said in found.text, policy
        assert squeezed(SCHOOL) in found.text.partition(said)[0]
        after = found.text.partition(said)[2]
        assert squeezed(text.issuer + text.signed) in after
        assert text.hash in after
        assert len(pdf) <= 150_000
        assert fit.fill <= 1


def test_the_sheet_is_pdf_a_and_pdf_ua_with_its_fonts_inside(
    press: Press, handbook: Handbook
) -> None:
    found = taken_apart(press.pdf(made(handbook, "a8", site=SITE))[0])
    assert re.search(r"pdfaid:part>2<", found.metadata)
    assert re.search(r"pdfaid:conformance>A<", found.metadata)
    assert re.search(r"pdfuaid:part>1<", found.metadata)
    assert found.language.lower().startswith("zh")
    assert found.tagged
    assert found.title == handbook.current["a8"].policy.title + "（试行）"
    assert all(found.fonts.values())
    assert all(
        re.fullmatch(r"/[A-Z]{6}\+Noto(Sans|Serif)SC-(Regular|Bold|Black)(-Identity-H)?", f)
        for f in found.fonts
    ), found.fonts


@pytest.mark.parametrize(
    ("size", "bleed", "media"),
    [
        (Size(210, 297), 0, (210, 297)),
        (Size(297, 420), 3, (303, 426)),
        (Size(1234, 777), 5, (1244, 787)),
        (Size(400, 400), 0, (400, 400)),
        (Size(2400, 900), 0, (2400, 900)),
    ],
)
def test_any_size_and_bleed(
    press: Press, handbook: Handbook, size: Size, bleed: float, media: tuple[int, int]
) -> None:
    for theme in themes():
        text = printed(handbook.current["a2"])
        pdf, _ = press.pdf(sheets.poster(text, size, theme, dress=Dress(bleed=bleed)))
        found = taken_apart(pdf)
        assert found.pages == 1
        assert found.trim == (size.width, size.height)
        assert found.media == found.bleed == media
        assert not found.transparent, theme
        assert squeezed("".join(text.lines[:-2])) in found.text


MM = 6  # pixels a millimetre of the pictures below
CUT = [
    *(
        (theme, size)
        for theme in themes()
        for size in (Size(210, 297), Size(297, 210), Size(420, 594), PORTRAIT)
    )
]


def strips(image: Image.Image, inset: float) -> list[Image.Image]:
    """Of each edge a line of pixels, *inset* mm from it, all lying."""
    at = round(inset * MM)
    width, height = image.size
    return [
        image.crop((0, at, width, at + 1)),
        image.crop((0, height - 1 - at, width, height - at)),
        image.crop((at, 0, at + 1, height)).transpose(Image.Transpose.ROTATE_90),
        image.crop((width - 1 - at, 0, width - at, height)).transpose(Image.Transpose.ROTATE_90),
    ]


def unlike(one: Image.Image, other: Image.Image) -> float:
    """The part of two lines of pixels that is not alike."""
    difference_of = ImageChops.difference(one, other).convert("L")
    return sum(difference_of.histogram()[24:]) / difference_of.width


@pytest.mark.parametrize(("theme", "size"), CUT)
def test_a_cutter_who_misses_the_line_shows_nobody(
    press: Press, handbook: Handbook, theme: str, size: Size
) -> None:
    """What stands at the line goes on to the edge of the bleed: nothing but slanting leaves differs from step to step."""
    text = printed(handbook.current["a2"])
    dress = Dress(school=SCHOOL, bleed=3)
    pdf, _ = press.pdf(sheets.poster(text, size, theme, dress=dress, site=SITE))
    image = picture(pdf, round((size.width + 6) * MM))
    steps = (0, 0.5, 1, 1.5, 2, 2.5, 2.8, 3.2, 3.7)
    for outer, inner in pairwise(steps):
        for one, other in zip(strips(image, outer), strips(image, inner), strict=True):
            assert unlike(one, other) <= 0.06, outer
    for left, bottom, right, top in letters(pdf):
        assert min(left, bottom) >= 6
        assert right <= size.width
        assert top <= size.height


def test_a_text_too_long_for_the_sheet_is_refused(press: Press, handbook: Handbook) -> None:
    sheet = made(handbook, "a2", Size(90, 90))
    long = Sheet(sheet.template, {**sheet.data, "blocks": sheet.data["blocks"] * 3})
    with pytest.raises(CannotPrintError, match="文字太多"):
        press.pdf(long)


@pytest.mark.parametrize(
    "blocks",
    [
        [{"text": "一"}] * 2_001,
        [{"text": "一" * 2_000}] * 126,
        [{"text": "", "rows": [["一"] * 30] * 200}],
    ],
    ids=["paragraphs", "letters", "cells"],
)
def test_what_the_typesetter_would_work_at_for_ever_never_reaches_it(
    press: Press, monkeypatch: pytest.MonkeyPatch, blocks: list[dict[str, object]]
) -> None:
    monkeypatch.setattr(Press, "_compiler", lambda *_: pytest.fail("set"))
    with pytest.raises(CannotPrintError) as refused:
        press.pdf(sheets.Sheet("poster.typ", {"blocks": blocks}))
    assert str(refused.value) == (
        "文字太多，一张放不下，多大的尺寸都不行。请在网页上看，或导出 Word。"
    )


def test_the_same_sheet_is_the_same_bytes_with_or_without_a_kept_fit(
    handbook: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    sheet = made(handbook, "a1", LANDSCAPE, "blue", site=SITE)
    once = Press(anew=True).pdf(sheet)
    remembering = Press()
    assert once == remembering.pdf(sheet) == remembering.pdf(sheet)
    name = user_cache.name_of("fit", sheet.fit_key)
    for content in (b"damaged", b"[]", b'{"size": "x"}', b"{}"):
        user_cache.store(name, content)
        assert remembering.pdf(sheet) == once


def test_the_fit_does_not_depend_on_the_school(handbook: Handbook) -> None:
    text = printed(handbook.current["a8"])
    dresses = (Dress(), Dress(school="校"), Dress(school="长" * 40, bleed=3))
    keys = {sheets.poster(text, PORTRAIT, "red", dress=dress).fit_key for dress in dresses}
    assert len(keys) == 1
    assert len({sheets.poster(text, PORTRAIT, "red", dress=dress).key for dress in dresses}) == 3


@pytest.mark.parametrize("theme", list(themes()))
def test_the_code_leads_to_the_page_that_verifies(
    press: Press, handbook: Handbook, theme: str
) -> None:
    pdf, _ = press.pdf(made(handbook, "a8", theme=theme, site=SITE + "/"))
    found = zxingcpp.read_barcodes(picture(pdf, 1400))
    text = printed(handbook.current["a8"])
    assert [code.text for code in found] == [f"{SITE}/verify/a8/{text.edition}/#{text.hash}"]


def test_without_an_address_none_is_invented(press: Press, handbook: Handbook) -> None:
    pdf, _ = press.pdf(made(handbook, "a8"))
    assert "http" not in taken_apart(pdf).text
    assert zxingcpp.read_barcodes(picture(pdf, 1400)) == []


def test_the_original_is_printed_on_request(handbook: Handbook) -> None:
    edition = handbook.current["a8"]
    reading, original = printed(edition), printed(edition, original=True)
    assert reading.hash != original.hash
    assert "60天" in "".join(reading.lines)
    assert "6O天" in "".join(original.lines)
    assert original.signed == edition.notice.value.signoff.date


# ---------------------------------------------------------------- how it looks


def _channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * _channel(red) + 0.7152 * _channel(green) + 0.0722 * _channel(blue)


@pytest.mark.parametrize("theme", list(themes()))
def test_contrast(theme: str) -> None:
    found = themes()[theme]
    assert found.stands
    for text, ground in found.stands:
        light, dark = sorted(
            (_luminance(found.colours[text]), _luminance(found.colours[ground])), reverse=True
        )
        assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{theme}: {text} on {ground}"


def test_themes_can_be_told_apart_in_grey(press: Press, handbook: Handbook) -> None:
    small = {
        theme: picture(press.pdf(made(handbook, "a8", theme=theme, site=SITE))[0], 240)
        .convert("L")
        .resize((12, 18), Image.Resampling.BOX)
        for theme in themes()
    }
    assert len(small) >= 4
    for one, other in combinations(small, 2):
        histogram = ImageChops.difference(small[one], small[other]).histogram()
        far = sum(histogram[40:]) / sum(histogram)
        assert far > 0.08, f"{one} and {other}: {far:.2f}"


def difference(one: object, other: object) -> int:
    """How far two colours are apart in their farthest channel."""
    assert isinstance(one, tuple)
    assert isinstance(other, tuple)
    return max(abs(int(a) - int(b)) for a, b in zip(one, other, strict=True))


LOOKS = [
    (theme, policy, size)
    for theme in themes()
    for policy in ("a2", "a9", "a8")  # the longest, the shortest, one with a preamble
    for size in (PORTRAIT, LANDSCAPE)
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}-{look[2].name}")
def test_looks_as_it_did(
    press: Press,
    handbook: Handbook,
    look: tuple[str, str, Size],
    pytestconfig: pytest.Config,
) -> None:
    """After a wanted change: `pytest tests/engine/test_posters.py --update`, then look at every picture."""
    theme, policy, size = look
    pdf, _ = press.pdf(made(handbook, policy, size, theme, site=SITE))
    now = picture(pdf, 160)
    path = KEPT / f"{theme}-{policy}-{size.name}.png"
    if pytestconfig.getoption("update"):
        path.parent.mkdir(parents=True, exist_ok=True)
        now.save(path, optimize=True)
    before = Image.open(path).convert("RGB")
    assert now.size == before.size
    one, other = (image.resize((40, 40), Image.Resampling.BOX) for image in (now, before))
    worst = max(
        difference(one.getpixel((x, y)), other.getpixel((x, y)))
        for x in range(40)
        for y in range(40)
    )
    assert worst <= 40, f"{path.name} differs by {worst} of 255 somewhere"


@pytest.mark.parametrize("theme", list(themes()))
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_no_character_stands_alone_on_a_line(
    press: Press, handbook: Handbook, theme: str, size: Size
) -> None:
    for policy in handbook.current:
        pdf, _ = press.pdf(made(handbook, policy, size, theme))
        alone = [line for line in lines(pdf) if re.fullmatch(r"[\u4e00-\u9fff]\W?", line)]
        assert not alone, policy


# ---------------------------------------------------------------- names of schools, emblems


@pytest.mark.parametrize(
    "name",
    [
        "#let x = 1",
        "$ x^2 $",
        '"引号" #panic()',
        "\\ * _ ` @ <标签>",
        "]#[",
        "示例县示例镇示例乡示例村九年一贯制学校暨示例县示例镇示例乡中心幼儿园附属小学分校",
        "A&B 中学 (新区)",
    ],
)
def test_a_name_is_only_ever_text(press: Press, handbook: Handbook, name: str) -> None:
    school, rare = schools.checked_name(name)
    assert not rare
    for theme in themes():
        text = printed(handbook.current["a8"])
        pdf, _ = press.pdf(sheets.poster(text, PORTRAIT, theme, dress=Dress(school=school)))
        found = taken_apart(pdf)
        assert found.pages == 1
        assert squeezed(name) in [squeezed(line) for line in lines(pdf)], theme


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "第一\n中学",
            "学校名称里有不能用的字符（U+000A）：换行、看不见的或改变书写方向的字符。请删掉重新输入。",
        ),
        (
            "第一\u202e中学",
            "学校名称里有不能用的字符（U+202E）：换行、看不见的或改变书写方向的字符。请删掉重新输入。",
        ),
        (
            "第一\u200b中学",
            "学校名称里有不能用的字符（U+200B）：换行、看不见的或改变书写方向的字符。请删掉重新输入。",
        ),
        ("بيت", "学校名称里有从右往左写的文字：ب（U+0628）。海报只排从左往右的文字。"),
        ("校" * 41, "学校名称有 41 个字，最多 40 个。请用规范简称。"),
        (
            "𠮷林小学",
            "海报的字库里没有“𠮷（U+20BB7）”。装上生僻字字库再试：pip install manimgx-fonts-cjk==2026.9.26.post1（20 MB，只需装一次）。",
        ),
    ],
)
def test_a_name_that_cannot_be_printed_is_refused(
    name: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schools, "rare_fonts", lambda: None)
    with pytest.raises(CannotPrintError) as error:
        schools.checked_name(name)
    assert str(error.value) == message


def test_the_fonts_are_the_ones_that_were_made() -> None:
    for line in (glyphs.FOLDER / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((glyphs.FOLDER / name).read_bytes()).hexdigest() == digest, name


def test_the_fonts_cover_gb2312_and_every_text(handbook: Handbook) -> None:
    rows = ((high, low) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    hanzi = "".join(bytes(pair).decode("gb2312", "ignore") for pair in rows)
    assert len(hanzi) == 6763
    assert not glyphs.missing(hanzi)
    for edition in handbook.current.values():
        for original in (False, True):
            assert not glyphs.missing("".join(printed(edition, original=original).lines))


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{}</svg>'


def _png(width: int = 8, height: int = 8) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA", (width, height), (200, 30, 30, 255)).save(buffer, "png")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content", [SVG.format('<circle cx="5" cy="5" r="4" fill="#a00"/>').encode(), _png()]
)
def test_an_emblem_is_printed(
    press: Press, handbook: Handbook, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "emblem"
    path.write_bytes(content)
    text = printed(handbook.current["a8"])
    for theme in themes():
        dress = Dress(school=SCHOOL, emblem=emblem.read(path))
        pdf, _ = press.pdf(sheets.poster(text, PORTRAIT, theme, dress=dress))
        plain, _ = press.pdf(sheets.poster(text, PORTRAIT, theme, dress=Dress(school=SCHOOL)))
        assert ImageChops.difference(picture(pdf, 300), picture(plain, 300)).getbbox() is not None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a", "^校徽只能是 SVG 或 PNG 文件。别的图片请先用“画图”另存为 PNG。$"),
        (b"<svg" + b" " * 1_000_001, "最多 1000 KB"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("").encode(), "DOCTYPE"),
        (SVG.format("<script>1</script>").encode(), "script"),
        (SVG.format("<text>校</text>").encode(), "text"),
        (SVG.format('<use href="http://elsewhere.example/x.svg#a"/>').encode(), "引用了外面的东西"),
        (
            SVG.format('<path d="M0 0" fill="url(file:///etc/passwd)"/>').encode(),
            "引用了外面的东西",
        ),
        (SVG.format('<path onload="x()" d="M0 0"/>').encode(), "引用了外面的东西"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "viewBox"),
        (b"<svg <<", "坏了"),
        (_png()[:-20], "坏了|不完整"),
        (_png()[:40] + b"\0" + _png()[41:], "坏了"),
        (_png(4001, 1), "4001×1 像素"),
    ],
)
def test_an_emblem_that_may_not_be_used(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "emblem"
    path.write_bytes(content)
    with pytest.raises(CannotPrintError, match=said):
        emblem.read(path)


# ---------------------------------------------------------------- sizes, distances, rooms, cards


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("A3", Size(297, 420)),
        ("a4", Size(210, 297)),
        ("600x900", PORTRAIT),
        ("600×900", PORTRAIT),
        ("900 X 600 毫米", LANDSCAPE),
        ("600mmx900mm", PORTRAIT),
    ],
)
def test_sizes(text: str, size: Size) -> None:
    assert sizes.parse(text) == size


@pytest.mark.parametrize(
    "text",
    ["", "A9", "600", "60x90", "9999x9999", "600x900x3", "-600x900", "６００x９００", "600.5x900"],
)
def test_no_sizes(text: str) -> None:
    with pytest.raises(CannotPrintError):
        sizes.parse(text)


def test_distances() -> None:
    """The table of our design rules: 28 pt is read with ease at 1.5 m, 21 pt is the floor there."""
    assert Reading(28.4).ease == 1.5
    assert Reading(21.3).farthest == 1.5
    assert Reading(28.4).advice() == ""
    assert Reading(15).advice() == "字偏小：站在 1.5 米外看不清，最远 1 米。请选大一号的尺寸"


def test_on_600x900_every_policy_is_read_at_a_metre_and_a_half(
    press: Press, handbook: Handbook
) -> None:
    for policy, edition in handbook.current.items():
        _, fit = press.pdf(made(handbook, policy, theme=proposed(edition.policy.kind).id))
        assert Reading(fit.size).ease >= 1.5, policy


@pytest.mark.parametrize("role", ["network-administrator", "homeroom-teacher", "teacher"])
def test_duty_cards_say_every_duty_and_where_it_stands(
    press: Press, handbook: Handbook, role: str
) -> None:
    text = cards.card_text(handbook, role)
    for theme in themes():
        pdf, fit = press.pdf(cards.card(text, sizes.parse("A4"), theme, dress=Dress(school=SCHOOL)))
        found = taken_apart(pdf)
        assert found.pages == fit.pages
        assert fit.size >= 9
        assert fit.left_out == 0
        for name, entries in text.sections:
            assert squeezed(name) in found.text
            for line in entries:
                assert squeezed(line.text) in found.text, line
                assert squeezed(line.citation) in found.text, line


def test_every_duty_of_a_role_is_on_its_card(handbook: Handbook) -> None:
    for role in cards.roles(handbook):
        text = cards.card_text(handbook, role)
        said = {line.text for _, lines in text.sections for line in lines}
        bound = Bound(handbook, role)
        everyones = (*bound.everyone_doing, *bound.everyone_forbidden, *bound.everyone_liable)
        assert {line.text for line in (*bound.own, *bound.served, *everyones)} <= said, role
        assert (text.duties, text.clauses) == (len(bound.own), bound.clauses)


def test_a_pocket_card_has_two_sides_and_counts_what_it_leaves_out(
    press: Press, handbook: Handbook
) -> None:
    for role in cards.roles(handbook):
        text = cards.card_text(handbook, role)
        pdf, fit = press.pdf(cards.pocket(text, "blue", dress=Dress(bleed=3), site=SITE))
        found = taken_apart(pdf)
        assert found.pages == 2
        assert found.trim == (105, 148)
        assert fit.size >= 6.5
        # what is not printed is said, with where it is: also the notes, to which a line may point
        unprinted = len(text.notes) - sum(squeezed(note) in found.text for note in text.notes)
        left = [f"另有{fit.left_out}项"] * bool(fit.left_out) + ["编者注"] * bool(unprinted)
        said = f"{'和'.join(left)}没有印下，见职责牌或扫码"
        assert (said in found.text) == bool(left), role


def test_a_pocket_card_keeps_clear_of_where_it_is_cut(press: Press, handbook: Handbook) -> None:
    """3 mm inside the line nothing begins that a cut a little off would show: the code on its white least of all."""
    text = cards.card_text(handbook, "teacher")
    pdf, _ = press.pdf(cards.pocket(text, "blue", dress=Dress(school=SCHOOL, bleed=3), site=SITE))
    for page in (0, 1):
        image = picture(pdf, 111 * MM, page)
        for inset in (0.5, 2.9, 3.1, 4, 5.8):
            _, bottom, left, right = strips(image, inset)
            assert len(set(bottom.convert("L").tobytes())) == 1, (page, inset)
            assert unlike(left, right) == 0, (page, inset)


def test_a_short_pocket_card_is_read_without_turning_it(press: Press, handbook: Handbook) -> None:
    for role, sides in (("principal", 1), ("recording-room-manager", 2)):
        pdf, fit = press.pdf(cards.pocket(cards.card_text(handbook, role), "blue"))
        assert len(fit.ends) == sides
        assert taken_apart(pdf).pages == 2


def test_no_character_of_a_duty_stands_alone_on_a_line(press: Press, handbook: Handbook) -> None:
    for role in cards.roles(handbook):
        text = cards.card_text(handbook, role)
        for sheet in (cards.pocket(text, "blue"), cards.card(text, Size(210, 297), "blue")):
            said = lines(press.pdf(sheet)[0])
            alone = [s for s in said if re.fullmatch(r"[\u4e00-\u9fff]\s*(附件.*)?", s)]
            assert not alone, role


def test_rooms(handbook: Handbook) -> None:
    found = {room.id: room for room in request.rooms(handbook)}
    assert {
        "computer-room",
        "recording-room",
        "connected-classroom",
        "network-center",
        "office",
    } == set(found)
    assert found["computer-room"].policies == ("a3", "a10", "a11")
    hung = [policy for room in found.values() for policy in room.policies]
    assert sorted(hung) == sorted(handbook.current)
    assert found["office"].by_text == (False, False, False)


# ---------------------------------------------------------------- the command


def run(*arguments: str | Path) -> int:
    return main(["poster", "--root", str(YUNLING), *map(str, arguments)])


def test_one_poster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new" / "a8.pdf"
    assert run("a8", "--size", "600x900", "--school", SCHOOL, "-o", path) == 0
    output, errors = capsys.readouterr()
    assert output.startswith(f"{path}　600×900 毫米，正文 ")
    assert output.endswith(" 米以内看\n")
    assert errors == "提醒：没有网址（mkdocs.yml 的 site_url 或 --site-url），海报上不印二维码。\n"
    assert SCHOOL in taken_apart(path.read_bytes()).text
    assert [p.name for p in path.parent.iterdir()] == ["a8.pdf"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            [],
            "没有写要印什么。写制度的编号（例如 a8）或岗位的编号，或者用 --all、--cards、--room。",
        ),
        (["a80"], "没有“a80”这项制度或岗位。是不是“a8”？"),
        (["a8", "--theme", "rde"], "没有“rde”这个样式。是不是“red”？"),
        (["--room", "computer-rom"], "没有“computer-rom”这个场所。是不是“computer-room”？"),
        (
            ["a8", "--size", "A9"],
            "没有“A9”这种尺寸。可以写 A6、A5、A4、A3、A2、A1，或者宽x高（毫米），例如 600x900。",
        ),
        (
            ["附件88"],
            "没有“附件88”这项制度或岗位。是不是“附件8”？",
        ),
        (
            ["门卫"],
            "没有“门卫”这项制度或岗位。制度写编号（a1、a2、a3、a4、a5、a6、a7、a8、a9、a10、a11）、附件几或标题，岗位写名称。",
        ),
        (
            ["a8", "--size", "60x90cm"],
            "尺寸 60x90cm 是厘米：这里写毫米，每边 90～3000。量的是厘米，就写 600x900。",
        ),
        (
            ["a8", "--size", "60×90"],
            "尺寸 60×90 超出范围：这里写毫米，每边 90～3000。量的是厘米，就写 600x900。",
        ),
        (["a8", "--size", "6x9"], "尺寸 6x9 超出范围：这里写毫米，每边 90～3000。"),
        (
            ["a8", "-o", "a8.docx"],
            "海报印成 PDF，不能印成 .docx 文件。-o 请写 .pdf 文件，或者文件夹。",
        ),
        (["a8", "--bleed", "3cm"], "出血写成 3mm 这样，最多 20mm。"),
        (["a8", "a9", "-o", "x.pdf"], "要印 2 张，-o 请写文件夹，不要写 .pdf 文件。"),
        (
            ["a8", "--site-url", "javascript:x"],
            "网址“javascript:x”不对：要以 http:// 或 https:// 开头，不能有空格。",
        ),
    ],
)
def test_what_the_command_refuses(
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    assert capsys.readouterr().err.splitlines()[-1] == message
    assert list(tmp_path.iterdir()) == []


NAMED = """\
schools:
  - {id: vocational, name: 示例县职业技术学校, kind: vocational}
  - {id: kindergarten, name: 示例镇中心幼儿园}
"""


def test_what_people_read_is_a_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """附件8, a title, a post's name and what a text calls a room name the same as their ids."""
    asked = ("附件8", "a8", "网络管理员", "云岭县录课室设备管理员职责", "--room", "机房")
    assert run(*asked, "--size", "A3", "-o", tmp_path, "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [Path(row["file"]).name for row in rows] == [
        "a6-A3-blue.pdf",
        "a7-A3-blue.pdf",
        "a8-A3-blue.pdf",
        "a9-A3-blue.pdf",
        "network-administrator-A3-blue.pdf",
    ]


def test_nobody_is_told_to_take_a_larger_pocket_card(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "card.pdf"
    assert run("network-administrator", "--size", "pocket", "-o", path) == 0
    out = capsys.readouterr().out
    assert " 米以内看" in out
    assert "大一号" not in out


def test_who_stops_it_is_told_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> list[batch.Done]:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "run", stopped)
    assert run("a8", "-o", tmp_path) == 130
    said = [line for line in capsys.readouterr().err.splitlines() if line]
    assert said[1:] == ["印好的都留着，再运行一次同样的命令就接着印。", "已停止。"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "磁盘满了。腾出地方，再运行同样的命令"),
        (errno.EACCES, "没有权限。换一个文件夹，或者请管理员打开权限"),
        (errno.EROFS, "这个盘只能读，不能写"),
    ],
)
def test_a_disk_that_takes_nothing(
    number: int,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was printed before it stays, and no half file."""
    whole = ownership.part

    @contextmanager
    def part(folder: Path, content: bytes, **how: Any) -> Iterator[Path]:
        second = folder == tmp_path and (tmp_path / "a8-A4-blue.pdf").exists()
        if second and content.startswith(b"%PDF"):
            with whole(folder, content[:100]):
                raise OSError(number, os.strerror(number))
        with whole(folder, content, **how) as path:
            yield path

    monkeypatch.setattr(ownership, "part", part)
    assert run("a8", "a9", "--size", "A4", "-o", tmp_path, "--jobs", "1") == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"读写文件时出错：{said}"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".made", "a8-A4-blue.pdf"]


def test_all_schools(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "schools.yaml"
    listed.write_text(NAMED, encoding="utf-8")
    out = tmp_path / "out"
    arguments = ("a8", "a9", "--schools", listed, "-o", out, "--jobs", "2", "--format", "json")
    assert run(*arguments) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [Path(row["file"]).relative_to(out).as_posix() for row in rows] == [
        "vocational/a8-600x900-blue.pdf",
        "vocational/a9-600x900-blue.pdf",
        "kindergarten/a8-600x900-blue.pdf",
        "kindergarten/a9-600x900-blue.pdf",
    ]
    assert all(row["fresh"] and not row["problem"] for row in rows)
    assert "示例镇中心幼儿园" in taken_apart(Path(rows[2]["file"]).read_bytes()).text
    assert run(*arguments) == 0
    assert not any(row["fresh"] for row in json.loads(capsys.readouterr().out))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("schools: []\n", "里应当有 schools: 和一列学校，每所写 id 和 name。"),
        ("schools:\n  - {id: a}\n", "的第 1 所学校没有写 id 或 name。"),
        (
            "schools:\n  - {id: ../x, name: 某校}\n",
            "的第 1 所学校：id 只能用小写字母、数字和短横线（它是文件夹的名字）。",
        ),
        ("schools:\n  - {id: a, name: 某校}\n  - {id: a, name: 某校}\n", "里 id“a”写了两次。"),
        ("schools: [", ""),
    ],
)
def test_a_list_of_schools_that_cannot_be_used(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "schools.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotPrintError) as error:
        schools.read(path)
    assert message in str(error.value)


def ordered(folder: Path, room: str = "computer-room") -> list[list[str]]:
    """The lines of the order for *room* in *folder*: title, how many to print, what is said of them."""
    table = (folder / f"order-{room}.csv").read_text(encoding="utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(table))
    assert tuple(heading) == orders.HEADINGS
    return [[row[1], row[3], row[5]] for row in rows]


ROOM_SET = [
    "云岭县计算机教室安全管理制度",
    "云岭县计算机教室管理员岗位职责",
    "云岭县学生上机操作守则",
]
EMBLEM = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'
)


def test_an_order_says_what_differs_from_the_one_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = tmp_path / "mark.svg"
    mark.write_text(EMBLEM)
    named = ("--school", SCHOOL)
    for options, copies, said in (
        (named, "1", "新增"),
        (named, "0", "与上次相同，不必重印"),
        ((*named, "--bleed", "3mm"), "0", "与上次相同，不必重印"),  # it is cut off
        ((*named, "--copies", "3"), "2", "与上次相同，加印"),
        (("--school", "示例县第二中学", "--copies", "3"), "3", "校名有改动，重印"),
        (named, "1", "校名有改动，重印"),
        ((*named, "--emblem", mark), "1", "校徽有改动，重印"),
        ((*named, "--emblem", mark, "--site-url", SITE), "1", "二维码的网址有改动，重印"),
    ):
        assert run("--room", "计算机教室", *options, "-o", tmp_path) == 0
        assert ordered(tmp_path) == [[title, copies, said] for title in ROOM_SET], options
        assert f"{said}：{ROOM_SET[0]}，600×900 毫米，{copies} 张\n" in capsys.readouterr().err


def test_an_order_says_which_text_changed_and_what_comes_down(tmp_path: Path) -> None:
    assert run("--room", "computer-room", "--school", SCHOOL, "-o", tmp_path) == 0
    state = json.loads((tmp_path / orders.STATE).read_bytes())
    first, second, third = sorted(state["computer-room"])  # a10, a11, a3
    state["computer-room"][first]["hash"] = "00000000"
    state["computer-room"][third] = "damaged"
    gone = {**state["computer-room"][second], "target": "a99", "title": "旧制度"}
    state["computer-room"]["a99-600x900-red.pdf"] = gone
    (tmp_path / orders.STATE).write_text(json.dumps(state))
    assert run("--room", "computer-room", "--school", SCHOOL, "-o", tmp_path) == 0
    assert ordered(tmp_path) == [
        [ROOM_SET[0], "1", "新增"],
        [ROOM_SET[1], "1", "文字有改动，重印"],
        [ROOM_SET[2], "0", "与上次相同，不必重印"],
        ["旧制度", "0", "不再挂，取下来"],
    ]
    found = taken_apart((tmp_path / "order-computer-room.pdf").read_bytes())
    for words in ("计算机教室上墙制度订单", SCHOOL, "要印 2 种，共 2 张", "文件不带出血", "旧制度"):
        assert squeezed(words) in found.text
    assert "不必装字库。覆膜" in "".join(
        lines((tmp_path / "order-computer-room.pdf").read_bytes())
    )  # and no space between


def test_each_place_has_its_own_order(tmp_path: Path) -> None:
    for room in ("computer-room", "recording-room", "computer-room"):
        assert run("--room", room, "--bleed", "3mm", "-o", tmp_path) == 0
    assert {said for *_, said in ordered(tmp_path)} == {orders.SAME}
    assert {said for *_, said in ordered(tmp_path, "recording-room")} == {orders.NEW}
    found = taken_apart((tmp_path / "order-recording-room.pdf").read_bytes())
    assert squeezed("文件四边各带 3 毫米出血，尺寸是裁好以后的") in found.text


def test_an_order_for_several_schools_names_each_after_the_title(tmp_path: Path) -> None:
    listed = tmp_path / "schools.yaml"
    listed.write_text(
        "# yaml-language-server: $schema=../schema/schools.schema.json\nschools:\n"
        "  - {id: first, name: 示例县第一小学, institution: primary}\n"
        "  - {id: second, name: =示例县第二小学, institution: primary}\n",  # a table would reckon it
        encoding="utf-8",
    )
    out = tmp_path / "out"
    assert run("--room", "computer-room", "--schools", listed, "--size", "A4", "-o", out) == 0
    assert [title for title, *_ in ordered(out)] == [
        f"{title}（{name}小学）" for name in ("示例县第一", "=示例县第二") for title in ROOM_SET
    ]


def test_no_order_where_a_sheet_could_not_be_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--room", "network-center", "--size", "90x90", "-o", tmp_path) == 1
    assert "有海报没有印成，这一次没有写订单。" in capsys.readouterr().err
    assert not list(tmp_path.glob("*order*"))


# ---------------------------------------------------------------- many files


def jobs_of(handbook: Handbook, count: int) -> list[Job]:
    text = printed(handbook.current["a9"])
    return [
        Job(
            f"{n:03}/a9.pdf", sheets.poster(text, PORTRAIT, "red", dress=Dress(school=f"第 {n} 校"))
        )
        for n in range(count)
    ]


def test_workers_make_the_same_bytes(
    handbook: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = jobs_of(handbook, 6)
    for workers, processes_from in (
        (1, 24),
        (2, 24),
        (2, 6),
    ):  # one thread, two threads, two processes
        monkeypatch.setattr(batch, "MANY", processes_from)
        out = tmp_path / f"{workers}-{processes_from}"
        done = batch.run(jobs, out, workers=workers)
        assert [d.name for d in done] == [job.name for job in jobs]
        assert [(out / job.name).read_bytes() for job in jobs] == [
            (tmp_path / "1-24" / job.name).read_bytes() for job in jobs
        ]


def test_only_what_is_missing_or_changed_is_made(handbook: Handbook, tmp_path: Path) -> None:
    jobs = jobs_of(handbook, 4)
    batch.run(jobs, tmp_path)
    (tmp_path / jobs[1].name).unlink()
    lines = (tmp_path / LEDGER).read_text().splitlines()
    (tmp_path / LEDGER).write_text("\n".join([*lines[:3], lines[3][:20]]))  # cut short by a crash
    jobs[0] = Job(jobs[0].name, sheets.poster(printed(handbook.current["a9"]), PORTRAIT, "blue"))
    assert [done.fresh for done in batch.run(jobs, tmp_path)] == [
        True,
        True,
        False,
        True,
    ]


def test_one_sheet_that_cannot_be_printed_does_not_stop_the_others(
    handbook: Handbook, tmp_path: Path
) -> None:
    jobs = jobs_of(handbook, 3)
    broken = {**jobs[1].sheet.data, "school": "\U000e0fff"}
    jobs[1] = Job(jobs[1].name, Sheet("poster.typ", broken))
    done = batch.run(jobs, tmp_path)
    assert [bool(d.problem) for d in done] == [False, True, False]
    assert "字库里没有" in done[1].problem or "排版失败" in done[1].problem
    assert not (tmp_path / jobs[1].name).exists()


def test_a_killed_run_leaves_whole_files_and_no_workers(tmp_path: Path) -> None:
    listed = tmp_path / "schools.yaml"
    entries = "".join(f"  - {{id: s{n}, name: 第{n}校}}\n" for n in range(200))
    listed.write_text(f"schools:\n{entries}", encoding="utf-8")
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "zhidu",
        "poster",
        "a8",
        "--schools",
        str(listed),
        "--jobs",
        "2",
        "-o",
        str(out),
    ]
    running = subprocess.Popen(
        command, cwd=YUNLING, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = (
        time.monotonic() + 300
    )  # a bound against hanging for ever; a busy machine is no failure
    while sum(1 for _ in out.rglob("*.pdf")) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    workers = _children(running.pid)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert workers
    while any(map(_works, workers)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(_works, workers))
    there = list(out.rglob("*.pdf"))
    assert 5 <= len(there) < 200
    for path in there:
        assert taken_apart(path.read_bytes()).pages == 1
    recorded = len((out / LEDGER).read_text().splitlines())  # a worker may be ahead of the ledger
    assert len(there) - 8 <= recorded <= len(there)
    (out / f".zhidu-{running.pid}-01234567.part").write_bytes(b"%PDF")
    finished = subprocess.run(
        [*command, "--format", "json"], cwd=YUNLING, capture_output=True, check=True
    )
    rows = json.loads(finished.stdout)
    assert len(rows) == 200
    assert sum(row["fresh"] for row in rows) == 200 - recorded
    assert not list(out.rglob("*.part"))


def _children(process: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            status = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(status[1]) == process and "spawn_main" in (entry / "cmdline").read_text():
                found.append(int(entry.name))
        except (OSError, IndexError):
            continue
    return found


def _works(process: int) -> bool:
    try:
        os.kill(process, 0)
        return (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[
            0
        ] != "Z"
    except OSError:
        return False
