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


def reached(importer: str, target: str, rooms: dict[str, set[str]]) -> Iterator[str]:
    """Names of *target* that its rooms do not hand out to *importer*, who stands outside of them."""
    parts = target.split(".")
    for depth in range(2, len(parts)):
        room = ".".join(parts[:depth])
        if room not in rooms:
            return
        if not f"{importer}.".startswith(f"{room}.") and parts[depth] not in rooms[room]:
            yield f"{importer}: {room} does not hand out {parts[depth]}"


def test_nobody_reaches_past_a_door() -> None:
    """From outside a room, only what its `__all__` names is imported: a module, a corner, a function; ten at most."""
    rooms = {f"zhidu.{subject(path.parent)}": doors(path) for path in MODULES if is_door(path)}
    rooms.pop("zhidu.", None)
    assert {room: len(names) for room, names in rooms.items() if not 1 <= len(names) <= 10} == {}
    project = [(f"macros.{path.stem}", path) for path in PACKAGE.parent.glob("*.py")]
    engine = [(f"zhidu.{subject(path).removesuffix('.__init__')}", path) for path in MODULES]
    past = [
        each
        for importer, path in [*engine, *project]
        for target in imports(path)
        for each in reached(importer, target, rooms)
    ]
    assert past == []


def is_door(path: Path) -> bool:
    return path.name == "__init__.py" and path.parent != PACKAGE


def doors(path: Path) -> set[str]:
    """What a room hands out; it says in a docstring what it is for."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), path
    return next(
        set(ast.literal_eval(node.value))
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
    )


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
        r"逊克|班班通|录课室|奇克|县教育体育|县教体|十一项|a[0-9]{1,2}-[0-9]|network-administrator"
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


def test_no_bureau_is_named_outside_its_data_and_its_pages() -> None:
    """A name of this repository's bureau stands in its policies, checklists, pages and settings, and nowhere else."""
    root = PACKAGE.parent.parent
    folders = ("macros", "site_overrides", "schema", ".github", ".ci")
    files = [path for name in folders for path in sorted((root / name).rglob("*"))]
    files += [root / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")]
    files += [root / name for name in ("CHANGELOG.md", "Makefile", "pyproject.toml")]
    read = 0
    for path in files:
        if not path.is_file() or "__pycache__" in path.parts:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # fonts and pictures
            continue
        read += 1
        found = re.search("逊克|奇克|xunke", text, re.IGNORECASE)
        assert found is None, f"{path.relative_to(root)}: {found}"
    assert read > len(MODULES)
