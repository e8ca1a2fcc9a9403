"""Canaries: marks in every private text of a county, searched for in everything a build publishes."""

import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pypdfium2
import pytest
import yaml
from support.county import marked, written
from support.fictional import write
from support.yunling import YUNLING

from zhidu.assessment.submission import receipt
from zhidu.county.fictional import demo
from zhidu.county.publishing import publish
from zhidu.county.statements import read
from zhidu.handbook.book import Handbook
from zhidu.judging.check import CHECKLISTS, check

CANARY = "金丝雀"
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True)
class Built:
    """A site and its archive, the marks that must not be there, the receipts of the submissions."""

    site: Path
    marks: tuple[str, ...]
    receipts: tuple[str, ...]


@pytest.fixture(scope="module")
def built(handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("canary")
    private = written(folder, demo(handbook)) / CHECKLISTS
    numbers = count(1)
    marks: list[str] = []
    for path in sorted(private.rglob("fictional-*.yaml")):
        marks += marked(path, lambda: f"{CANARY}{next(numbers)}号")
    for path in sorted((private / "reviews").rglob("*.yaml")):  # the marks changed the submissions
        school = private / path.parent.name / path.name
        text = path.read_text(encoding="utf-8")
        new = receipt(yaml.safe_load(school.read_text(encoding="utf-8")))
        path.write_text(text.replace(yaml.safe_load(text)["receipt"], new), encoding="utf-8")
    project, site = folder / "project", folder / "site"
    # with an address there are feeds
    write(project, YUNLING, "云岭县教育局", site_url="https://example.org/")
    publish(check(project, [private]).handbook, private, asked={"2026-2027-1", "2026-2027-2"})
    command = [sys.executable, "-m", "zhidu", "build", "--offline", "--no-posters"]
    made = subprocess.run(
        [*command, "--site-dir", str(site), "--checklists", str(private)],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert list((site / "feeds").rglob("*.xml"))
    told = read(check(project, [private]).handbook, private)
    assert len(told) == 22
    return Built(site, tuple(marks), tuple(s.receipt for s in told))


def contents(path: Path) -> Iterator[tuple[str, str]]:
    """Everything that can be read in a file, in archives and documents, too."""
    yield from _inside(path.as_posix(), path.read_bytes())


def _inside(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if name.endswith((".zip", ".docx", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.namelist():
                if not entry.endswith((".pdf", ".webp", ".png")):  # the same files lie in the site
                    yield from _inside(f"{name}/{entry}", archive.read(entry))
    elif name.endswith(".pdf"):
        document = pypdfium2.PdfDocument(data)
        yield name, "".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
    else:
        text = data.decode("utf-8", "replace")
        yield name, text
        if "\\u" in text:
            yield name, ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def test_no_private_word_is_published(built: Built) -> None:
    assert len(built.marks) > 1000
    archive = next(built.site.parent.glob("zhidu-offline-*.zip"))
    leaks = []
    looked: Counter[str] = Counter()
    for path in [*sorted(built.site.rglob("*")), archive]:
        for name, text in contents(path) if path.is_file() else ():
            looked[Path(name).suffix] += 1
            if CANARY in text or any(each in text for each in built.receipts):
                leaks.append(name)
    assert leaks == []
    assert {".html", ".json", ".js", ".pdf", ".xml", ".txt"} <= set(looked), looked


def test_the_public_page_counted_them(built: Built) -> None:
    page = (built.site / "county" / "index.html").read_text(encoding="utf-8")
    assert "应交 12 所；公布时已交 11 所" in page
    assert "虚构第" not in page  # as the schools are called
    assert "fictional" not in page


def test_the_search_would_find_a_canary(tmp_path: Path) -> None:
    """In a page, in data written in ASCII, in a document within an archive."""
    page = tmp_path / "page.html"
    page.write_text(f"x{CANARY}", encoding="utf-8")
    data = tmp_path / "data.js"
    data.write_text(ascii(CANARY), encoding="utf-8")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("word/document.xml", CANARY)
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("a/b.docx", inner.getvalue())
    for path in (page, data, outer):
        assert any(CANARY in text for _, text in contents(path)), path
