"""The shape of the code: which way imports run, where MkDocs and markup may be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent.parent / "macros" / "zhidu"
MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if "shipped" not in path.relative_to(PACKAGE).parts
)


MKDOCS = {"site.build", "site.mkdocs_hooks", "reading.settings"}

MARKUP = re.compile(r"</?[a-z][a-z0-9]*[ >/]|class=|style=", re.IGNORECASE)


def subject(path: Path) -> str:
    """A module's name below the package."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def imports(path: Path) -> Iterator[str]:
    """Everything a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_mkdocs_is_known_where_it_is_started_and_its_settings_read() -> None:
    users = {subject(p) for p in MODULES for name in imports(p) if name.split(".")[0] == "mkdocs"}
    assert users == MKDOCS


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_markup_in_python(path: Path) -> None:
    allowed = {"judging.report"}  # JUnit is XML, and written nowhere else
    if subject(path) in allowed:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not MARKUP.search(node.value), f"line {node.lineno}: {node.value[:60]!r}"


def test_no_policy_content_in_code_or_templates() -> None:
    """Nothing that a bureau would have to replace stands outside its data and its hand-written pages."""
    words = re.compile(
        r"逊克|班班通|录课室|奇克|县教育|十一项|a[0-9]{1,2}-[0-9]|network-administrator"
    )
    examples = {
        "strict_yaml.py",
        "articles.py",
        "stubs.py",
        "exports.py",
        "names.py",
        "documents.py",
    }
    for path in [*MODULES, *sorted((PACKAGE / "templates").rglob("*.j2"))]:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            tree = ast.parse(text)
            docstrings = {
                ast.get_docstring(node, clean=False)
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            }
            text = "\n".join(
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value not in docstrings
            )
        found = words.search(text)
        assert found is None or path.name in examples, f"{path.name}: {found}"
