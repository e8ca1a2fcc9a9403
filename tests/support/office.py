"""Office files opened again, and what a reader of their pages sees."""

import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2
from docx import Document
from docx.document import Document as WordDocument

_BROUGHT = re.compile("NotoSansCJK|NotoSerifCJK|DejaVu")
_PAGE_NUMBER = re.compile(r"—\s*([0-9]+)\s*—\s*\Z")


def word(data: bytes) -> WordDocument:
    """A Word file."""
    return Document(io.BytesIO(data))


def lines(document: WordDocument) -> list[str]:
    """Every line of words in *document*, as they were typed; a title may take several."""
    return [line for paragraph in document.paragraphs for line in paragraph.text.split("\n")]


def parts(data: bytes) -> dict[str, bytes]:
    """What is in the zip file around an Office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pages(pdf: bytes) -> Iterator[str]:
    """The words on each page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield page.get_textpage().get_text_bounded()
    finally:
        document.close()


def numbered(page: str) -> tuple[str, int | None]:
    """A page's words without its number — 1 —, and that number."""
    found = _PAGE_NUMBER.search(page.strip())
    return (page.strip()[: found.start()], int(found[1])) if found else (page, None)


def squeezed(text: str) -> str:
    """*text* without white space: where lines break depends on the fonts."""
    return re.sub(r"\s", "", text)


def _fonts() -> str:
    """The fonts that installing LibreOffice brings and no others: where lines break depends on what else a machine has."""
    listed = subprocess.run(
        ["fc-list", *("--format", "%{file}\n"), ":"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    folders = {Path(file).parent for file in listed if _BROUGHT.search(file)}
    assert folders, "run tests/tools/install-libreoffice.sh"
    told = "".join(f"<dir>{folder}</dir>" for folder in sorted(folders))
    return f'<?xml version="1.0"?><fontconfig>{told}<cachedir prefix="xdg">zhidu-fonts</cachedir></fontconfig>'


def converted(files: Iterable[Path], kind: str, folder: Path) -> None:
    """*files* opened by LibreOffice and saved as *kind* in *folder*. Each call has a profile of its own."""
    assert shutil.which("soffice"), "run tests/tools/install-libreoffice.sh"
    with tempfile.TemporaryDirectory() as profile:
        fonts = Path(profile) / "fonts.conf"
        fonts.write_text(_fonts(), encoding="utf-8")
        done = subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(folder),
                *map(str, files),
            ],
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout
    assert "rror" not in done.stdout, done.stdout
