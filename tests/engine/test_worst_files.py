"""What the worst file of each format takes of the memory, at the caps it meets: bounded, whatever it holds.

Each is read by a program of its own, because the highest memory of a process never goes down again. It tells its own
highest: what the system says of a child begins with what the process had that started it.
"""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.cases import TREE
from support.word import document, docx
from support.workbooks import package

from zhidu.assessment.intake.containers import MOST_FILES
from zhidu.drafting import formats, manuscript_lines
from zhidu.reading.disk import office_parts

MOST = 220  # MB, the program itself among them, which takes about 45
RUN = """
import sys
from pathlib import Path
from zhidu.cli.commands import main
status = main(sys.argv[2:])
(highest,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
Path(sys.argv[1]).write_text(highest.split()[1])
sys.exit(status)
"""
ATTRIBUTES = " ".join(f'a{n}=""' for n in range(40))
BARE = " ".join(f"a{n}" for n in range(40))


def _word(element: str, nodes: int) -> bytes:
    body = element * (office_parts.MAX_NODES // nodes - 100)
    xml = document([]).replace("</w:body>", f"{body}</w:body>")
    return docx([], parts={"word/document.xml": xml})


_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_M = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def raw_xlsx(rows: str) -> bytes:
    """A workbook of one sheet with these *rows*, as no program would write them."""
    way = f'<Relationship Id="r1" Type="{_R}/{{}}" Target="{{}}"/></Relationships>'
    return package(
        {
            "_rels/.rels": _RELATIONS + way.format("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{_M}" xmlns:r="{_R}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _RELATIONS + way.format("worksheet", "sheet1.xml"),
            "xl/sheet1.xml": f'<worksheet xmlns="{_M}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


def _zip(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(MOST_FILES):
            archive.writestr(f"{number}.yaml", content)
    return made.getvalue()


WORST: dict[str, Callable[[], bytes]] = {
    "import attributes.docx": lambda: _word(f"<w:p {ATTRIBUTES}/>", 41),
    "import attributes.html": lambda: f"<p {BARE}>".encode() * (formats.MAX_PLAIN // 160),
    "import blank.txt": lambda: b"\n" * formats.MAX_PLAIN,
    "annotate lines.txt": lambda: (
        "第一条　管理员每天检查机房。\n".encode() * (manuscript_lines.MAX_LINES - 1)
    ),
    "intake attributes.xlsx": lambda: raw_xlsx(f"<row {ATTRIBUTES}/>" * 14_000),
    "intake many.zip": lambda: _zip(b"school: x\n" * 10_000),
    "intake keys.json": lambda: b"{" + b",".join(b'"k%d":1' % n for n in range(70_000)) + b"}",
    "check a1.yaml": lambda: "".join(f"k{n}: 1\n" for n in range(49_000)).encode(),
    "intake pages.pdf": lambda: b"%PDF-1.7\n" + b"1 0 obj <</A[[[[[[ " * 200_000,
}


@pytest.mark.parametrize("name", WORST)
def test_the_worst_file_takes_no_more(tmp_path: Path, name: str) -> None:
    command, _, file = name.partition(" ")
    path = tmp_path / file
    path.write_bytes(WORST[name]())
    words = {
        "import": ["import", str(path), "--date", "2027-09-01", "--dry-run"],
        "annotate": ["annotate", str(path)],
        "intake": ["checklist", "intake", str(path), "--dry-run"],
        "check": ["check", str(path)],
    }[command]
    highest = tmp_path / "highest"
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(highest), *words, "--root", str(TREE)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    said = done.stdout + done.stderr
    assert done.returncode in {0, 1, 2}, said
    assert "没有判完" not in said
    assert int(highest.read_text()) // 1024 < MOST
