"""Files → typed documents: find them, read them, judge their shape, build the model. All findings are collected."""

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from zhidu.reading import fence, model, published_addresses, schemas, strict_yaml
from zhidu.reading.findings import (
    Finding,
    Pointer,
    Problem,
    Severity,
    apart,
    discreet,
    file_name,
    is_private,
    private,
    visible,
)
from zhidu.reading.strict_yaml import Source
from zhidu.reading.text import characters

T = TypeVar("T")

VOCABULARY = "vocabulary"
_ISSUANCE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
CHECKLISTS = "checklists"
REGISTERS = {"schools": "schools", "terms": "school-terms"}  # file in `checklists/` → its kind
# folder in `checklists/` of submissions that were accepted, and replaced later
REPLACED = "replaced"
COUNTY = "county"  # folder in `checklists/` of what was published of the county; `county.publishing` reads it
REMOVED = "removed.yaml"  # in `checklists/`: what a person took away from there, and why
BESIDE = frozenset({"README.md", REPLACED, REMOVED, COUNTY})
CHECKLIST = "checklist"  # the kind of a school's submission, which is judged apart
REVIEWS = "reviews"  # the folder in `checklists/` where the bureau writes what it verified
INSPECTION = "inspection"  # the kind of a file there
TERM = re.compile(r"[0-9]{4}-[0-9]{4}-[12]\Z")
_NOT_VOCABULARIES = {"policy", "notice", *REGISTERS.values()}
VOCABULARIES = tuple(kind for kind in model.KINDS if kind not in _NOT_VOCABULARIES)
OPTIONAL = frozenset({"instruments"})  # there from the first release on
# nobody put these there
_SYSTEM_FILE = re.compile(r"\.|~\$|(?:Thumbs\.db|desktop\.ini)\Z", re.IGNORECASE)
_TEMPLATE = ("{{", "{%", "{#", "<")
_OPERATORS = frozenset(model.Operator)  # `<=` is a value of a closed list, and opens no tag

CODES = {
    "file/place": (
        "policies/ 里只放 vocabulary/ 和以印发日期命名的文件夹（例如 2026-09-01/），"
        "文件夹里只放 notice.yaml 和各制度的 .yaml 文件。\n"
        "checklists/ 里只放 schools.yaml、terms.yaml、reviews/ 和以学期命名的文件夹（例如 2026-2027-1/），"
        "文件夹里只放各校的自查表，文件名是学校编号；教育局的核查表放在 reviews/ 里，也按学期分文件夹；收表时换下来的在 replaced/ 里，不再判；"
        "全县结果公布过什么，由 zhidu build 记在 county/ 里。\n"
        "README.md、removed.yaml、换下来的表和注释里也不能有人的姓名、电话；别的文件（隐藏的也算）移走。"
    ),
    "file/published": (
        "policies/published.txt 是发布过的网址，由 zhidu release 追加。只增不减：删去或改动一行，封记就对不上。\n"
        "网址发布出去，就印在了海报上、存在了别人那里，不能再失效。"
    ),
    "file/modeline": (
        "第一行写明这个文件用哪个规定来检查，编辑器据此提示可以填什么。\n"
        "例如：# yaml-language-server: $schema=../../schema/policy.schema.json"
    ),
    "text/forbidden": (
        "文字里不允许出现 <、{{、{%、{#，也不允许看不见的字符和改变书写方向的字符：\n"
        "它们会被网页或模板当成命令，或者让人看到的字与实际的字不同。"
    ),
}


_SUBMISSION = re.compile(
    rb'^(?:school|instrument)[ \t]*:|^[ \t{]*"(?:school|instrument)"[ \t]*:|\bZD[12]\.',
    re.MULTILINE,
)
_SENT_AS = frozenset({".yaml", ".yml", ".json", ".txt"})
_LOOKED_AT = 4096  # bytes


@dataclass(frozen=True, slots=True)
class Document(Generic[T]):
    """A file that was read and has the right shape. `issuance` is the name of its folder."""

    source: Source
    kind: str
    issuance: str | None
    value: T


@dataclass(frozen=True, slots=True)
class Place:
    """A file that should hold a document: where it is, how to call it, what it should be."""

    path: Path
    shown: str
    kind: str
    issuance: str | None


def discover(folder: Path) -> tuple[list[Place], list[Finding]]:
    """All files of a `policies/` folder, in order, and what does not belong there."""
    places: list[Place] = []
    findings: list[Finding] = []
    for entry in entries(folder):
        inside = folder / entry.name
        if entry.name == published_addresses.FILE and entry.is_file(follow_symlinks=False):
            findings += _published(folder)
            continue
        if entry.is_dir(follow_symlinks=False) and (
            entry.name == VOCABULARY or _is_date(entry.name)
        ):
            for file in entries(inside):
                place = place_of(inside / file.name)
                if place.kind in model.KINDS and not file.is_dir(follow_symlinks=False):
                    places.append(place)
                else:
                    findings.append(misplaced(inside / file.name))
        else:
            findings.append(misplaced(inside))
    return places, findings


def _published(folder: Path) -> list[Finding]:
    """What is wrong with the list of published addresses."""
    found = published_addresses.read(folder)
    if found is None or not found.broken:
        return []
    return [
        Finding(
            path=shown(folder / published_addresses.FILE),
            line=found.broken,
            code="file/published",
            message="发布过的网址被改动过，与这一行的封记对不上",
            repair="从 git 里恢复这个文件；它只由 zhidu release 追加，不用手改",
        )
    ]


def discover_checklists(folder: Path) -> tuple[list[Place], list[Place], list[Finding]]:
    """The registers of a `checklists/` folder, the submissions and inspections in it, and what does not belong there."""
    registers: list[Place] = []
    submissions: list[Place] = []
    findings: list[Finding] = []
    for entry in entries(folder) if folder.is_dir() else ():
        inside = folder / entry.name
        if TERM.match(entry.name) and entry.is_dir(follow_symlinks=False):
            submissions += submissions_in(inside)
        elif entry.name == REVIEWS and entry.is_dir(follow_symlinks=False):
            inspections, misplaced_there = inspections_in(inside)
            submissions += inspections
            findings += misplaced_there
        elif (place := place_of(inside)).kind in REGISTERS.values():
            registers.append(place)
        elif entry.name not in BESIDE:
            findings.append(misplaced(inside))
    return registers, submissions, findings


def registers_in(folder: Path) -> list[Place]:
    """The registers of a `checklists/` folder, whatever else lies there."""
    paths = [folder / f"{stem}.yaml" for stem in REGISTERS]
    return [place_of(path) for path in paths if os.path.lexists(path)]


def submissions_in(folder: Path) -> list[Place]:
    """Every file of a term's folder. What is no checklist says so itself when it is read."""
    kind, beginning = _kind_in_term(folder), shown(folder / "x")[:-1]
    return [
        Place(
            folder / entry.name,
            beginning + entry.name
            if file_name(entry.name) == entry.name
            else shown(folder / entry.name),
            kind,
            folder.name,
        )
        for entry in entries(folder)
    ]


def _kind_in_term(folder: Path) -> str:
    return INSPECTION if folder.parent.name == REVIEWS else CHECKLIST


def inspections_in(folder: Path) -> tuple[list[Place], list[Finding]]:
    """Every file in the terms' folders of a `reviews/` folder, and what does not belong there."""
    places: list[Place] = []
    findings: list[Finding] = []
    for entry in entries(folder):
        if TERM.match(entry.name) and entry.is_dir(follow_symlinks=False):
            places += submissions_in(folder / entry.name)
        else:
            findings.append(misplaced(folder / entry.name))
    return places, findings


def _is_date(name: str) -> bool:
    """Whether *name* is a day of the calendar, as issuances are named by."""
    try:
        return bool(_ISSUANCE.match(name) and date.fromisoformat(name))
    except ValueError:
        return False


def place_of(path: Path) -> Place:
    """What the file at *path* should be, by its name and its folder."""
    folder = path.parent.name
    stem = path.name.removesuffix(".yaml")
    if TERM.match(folder):
        return Place(path, shown(path), _kind_in_term(path.parent), folder)
    if folder == CHECKLISTS:
        return Place(path, shown(path), REGISTERS.get(stem, f"{CHECKLISTS}/{stem}"), None)
    if folder == VOCABULARY or (not _ISSUANCE.match(folder) and stem in VOCABULARIES):
        kind = stem if stem in VOCABULARIES else f"{VOCABULARY}/{stem}"
        return Place(path, shown(path), kind, None)
    kind = "notice" if stem == "notice" else "policy"
    return Place(path, shown(path), kind, folder if _ISSUANCE.match(folder) else None)


def is_loose_submission(path: Path) -> bool:
    """Whether *path*, by its name no submission, begins as one does: somebody keeps answers where policies would lie."""
    if path.suffix.lower() not in _SENT_AS or place_of(path).kind not in {"policy", "notice"}:
        return False
    with suppress(OSError):
        if path.is_file():
            with path.open("rb") as file:
                return _SUBMISSION.search(file.read(_LOOKED_AT)) is not None
    return False


def shown(path: Path) -> str:
    """The path as reports print it: short where the reader stands in a parent folder."""
    absolute = os.path.abspath(path)  # noqa: PTH100  `resolve` would name what a link leads to
    folder = _folder(os.path.dirname(absolute), Path.cwd())  # noqa: PTH120  a thousand files, one folder
    text = str(path) if folder is None else f"{folder}{os.path.basename(absolute)}"  # noqa: PTH119
    return _without_names(text, absolute)


def _without_names(text: str, absolute: str) -> str:
    """*text*, the path of *absolute*, without names that people chose below `checklists/`: they may name a person."""
    names = text.split("/")
    if CHECKLISTS not in names[:-1]:
        return text
    depth = len(names) - len(names[: len(names) - names[::-1].index(CHECKLISTS)])
    folder = absolute
    for back in range(1, depth + 1):
        folder, name = os.path.split(folder)
        if file_name(name) != name:
            names[-back] = file_name(name, _number(folder, name))
    return "/".join(names)


def _number(folder: str, name: str) -> int | None:
    """Which one *name* is in *folder*, from 1; None where it is not there."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208  names only
    except OSError:
        return None
    return names.index(name) + 1 if name in names else None


@lru_cache(maxsize=256)
def _folder(absolute: str, here: Path) -> str | None:
    """How the path of a folder begins for who stands in *here*; None where it lies elsewhere."""
    try:
        inside = Path(absolute).resolve().relative_to(here).as_posix()
    except (ValueError, OSError):
        return None
    return "" if inside == "." else f"{inside}/"


def load(place: Place) -> tuple[Document[Any] | None, list[Finding]]:
    """The document at *place*, or none, and everything that is wrong with the file by itself."""
    of_schools = CHECKLISTS in place.shown.split("/")[:-1]
    with register_is_private(place.kind) if of_schools else nullcontext():
        document, findings = fence.fenced(
            lambda: fence.bounded(lambda: _load(place)),
            lambda error: (None, [fence.not_judged(place.shown, error)]),
        )
    return document, [discreet(each) for each in findings] if of_schools else findings


def _load(place: Place) -> tuple[Document[Any] | None, list[Finding]]:
    found, findings = strict_yaml.read(place.path, place.shown)
    if found is None:
        return None, findings
    return structured(found, place.kind, place.issuance, findings)


def register_is_private(kind: str) -> AbstractContextManager[None]:
    """A context in which nothing of a file of *kind* is repeated but the keys and choices that we named ourselves."""
    return private(schemas.words(kind) if kind in {*model.KINDS, "removed"} else ())


def structured(
    found: Source, kind: str, issuance: str | None, findings: list[Finding]
) -> tuple[Document[Any] | None, list[Finding]]:
    """The document that *found* holds, or none, with *findings* and what is wrong with its shape."""
    misshapen = schemas.shape(kind).judge(found.data)
    problems = apart(forbidden_in(found), misshapen)
    findings = [*findings, *schemas.limited(found.placed(problems))]
    if misshapen:
        return None, findings
    if not findings:
        findings = _modeline(found, kind)
    value = model.structure(model.KINDS[kind], found.data)
    found.forget()
    return Document(found, kind, issuance, value), findings


def judge(kind: str, found: Source) -> list[Finding]:
    """What is wrong with *found*, which should be of *kind*, by itself."""
    return found.placed(apart(forbidden_in(found), schemas.shape(kind).judge(found.data)))


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """What people put into *folder*, in order."""
    with os.scandir(folder) as found:
        return sorted(
            (entry for entry in found if not _SYSTEM_FILE.match(entry.name)), key=lambda e: e.name
        )


def misplaced(path: Path) -> Finding:
    """What is said of a file or folder that has no place in `policies/`."""
    message = "这里不该有这个文件或文件夹"
    repair = "移到 vocabulary/ 或以日期命名的文件夹里，或者删掉"
    if path.parent.name in {CHECKLISTS, REVIEWS}:
        what = "核查表" if path.parent.name == REVIEWS else "自查表"
        repair = f"{what}放在以学期命名的文件夹里（例如 2026-2027-1/），别的移走"
    elif _ISSUANCE.match(path.name) and not _is_date(path.name):
        message = f"没有“{path.name}”这一天"
        repair = "文件夹以印发日期命名，写真有的一天，例如 2026-09-01"
    return Finding(path=shown(path), code="file/place", message=message, repair=repair)


def strings(data: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, bool, str]]:
    """Every text in *data*, keys included: its pointer, whether it is a key, the text."""
    if isinstance(data, str):
        yield pointer, False, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield (*pointer, key), True, key
            yield from strings(value, (*pointer, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from strings(value, (*pointer, index))


def forbidden_in(found: Source) -> Iterator[Problem]:
    """No text may hold what Jinja, HTML or a terminal would obey, or what a reader cannot see."""
    return iter(()) if _harmless(found.raw) else forbidden(found.data)


def _harmless(raw: bytes) -> bool:
    """Whether the whole file, read at once, can hold nothing forbidden. Most can; the rest is looked at in parts."""
    text = raw.decode("utf-8")
    if "\\" in text or any(mark in text for mark in _TEMPLATE):
        return False  # an escape may stand for anything
    return text.replace("\n", " ").isprintable()


def forbidden(data: Any) -> Iterator[Problem]:
    """Every text that may not stand there."""
    for pointer, of_key, text in strings(data):
        if text not in _OPERATORS and (fault := _fault(text)):
            yield Problem(pointer, *fault, code="text/forbidden", of_key=of_key)


def _fault(text: str) -> tuple[str, str] | None:
    """Message and repair for the first forbidden thing in *text*."""
    for mark in _TEMPLATE:
        if mark in text:
            repair = "小于号写成“小于”，尖括号用《》" if mark == "<" else "删掉它，改用文字"
            return f"文字里有不允许的字符“{mark}”", repair
    index = characters.first_refused(text)
    if index is None:
        return None
    before = visible(text[max(0, index - 6) : index])
    where = f"“{before}”后面" if before else "文字开头"
    if is_private():
        where = f"第 {index + 1} 个字"
    return f"{where}有看不见的字符（U+{ord(text[index]):04X}）", "删掉这一处，重新输入"


def modeline(kind: str) -> str:
    """The first line of a file of *kind*."""
    up = "../" if kind in REGISTERS.values() else "../../"
    return f"# yaml-language-server: $schema={up}schema/{kind}.schema.json"


def _modeline(found: Source, kind: str) -> list[Finding]:
    first = found.raw.split(b"\n", 1)[0].decode("utf-8").strip()
    if first == modeline(kind):
        return []
    there = first.startswith(modeline(kind).partition("=")[0])
    return [
        Finding(
            path=found.path,
            code="file/modeline",
            message="第一行没有写明用哪个规定检查",
            repair=f"{'第一行改为' if there else '在最前面加一行'}“{modeline(kind)}”",
            severity=Severity.WARNING,
        )
    ]
