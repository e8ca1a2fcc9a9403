"""Read a tree, judge it, index it: what `zhidu check` and every build do first."""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhidu.handbook.book import Handbook, newest, text_id, walk
from zhidu.judging import tomorrow
from zhidu.judging.report import Result
from zhidu.reading import documents, fence, model
from zhidu.reading.disk.files import below
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.documents import Document, Place
from zhidu.reading.findings import Finding, Severity, order, visible
from zhidu.views.levels import DUTIES, level

if TYPE_CHECKING:
    from zhidu.county.statements import Statement

POLICIES = "policies"
CHECKLISTS = documents.CHECKLISTS
EPOCH = date(1970, 1, 1)
LATEST = 2107  # year: what an archive can be dated ends here
_SECONDS = re.compile(r"[0-9]{1,12}")

_UNFILLED = "issuance/unfilled"  # what a draft may have while it is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A handbook, and all that was found wrong on the way.

    `drafts` are the folders that are not issued yet, `inspections` the files of what the bureau verified, as findings
    call them. `coming` is what will be wrong on a day to come, or once a draft is issued: it does not stop a site of today.
    """

    handbook: Handbook
    result: Result
    drafts: frozenset[str] = frozenset()
    inspections: frozenset[str] = frozenset()
    coming: frozenset[Finding] = frozenset()
    statements: "tuple[Statement, ...]" = ()

    @property
    def unfinished(self) -> frozenset[str]:
        """The inspections that something is wrong with: mostly drafts, which nobody has filled in yet."""
        errors = {f.path for f in self.result.findings if f.severity is Severity.ERROR}
        return self.inspections & errors

    @property
    def published(self) -> Result:
        """What stops a site: what is not finished is left out, and must not stop what is in force."""
        findings = (
            finding
            for finding in self._without(frozenset() if self.handbook.drafts else self.drafts)
            if finding not in self.coming
            and not (finding.code == _UNFILLED and Path(finding.path).parent.name in self.drafts)
        )
        return replace(self.result, findings=tuple(findings))

    def of_release(self, issuance: str) -> Result:
        """What stops the release of the draft *issuance*: everything but what is wrong with other drafts."""
        findings = self._without(self.drafts - {issuance})
        return replace(self.result, findings=tuple(findings))

    def _without(self, drafts: Collection[str]) -> Iterator[Finding]:
        """What was found, but in *drafts* and in what is not finished."""
        unfinished = self.unfinished
        for finding in self.result.findings:
            if Path(finding.path).parent.name not in drafts and finding.path not in unfinished:
                yield finding


def check(
    root: Path,
    paths: Sequence[Path] = (),
    as_of: date | None = None,
    *,
    drafts: bool = False,
    keep: bool = False,
) -> Checked:
    """Check the project at *root*, or only *paths*, which may lie outside it.

    A path may be a project, a `policies/` or `checklists/` folder, a folder of documents, or one file. What is
    not a whole project is judged together with the rest of *root*, in the place of the document with the same
    name; submissions are judged by the policies of *root*.
    What schools state is put aside only with *keep*: it is large.
    Drafts are always judged, as a release would judge them, for each day on which something comes into force; with *drafts* the handbook answers as if they were issued.
    """
    if paths or keep:
        return _check(root, paths, as_of, drafts=drafts, keep=keep)
    day = as_of or _epoch()
    known = _judged(_signature(root.absolute()))
    if (day, drafts) not in known:
        checked = _check(root, (), day, drafts=drafts)
        known[day, drafts] = known[checked.handbook.as_of, drafts] = checked
    return known[day, drafts]


@lru_cache(maxsize=1)
def _judged(_signature: tuple[object, ...]) -> dict[tuple[date | None, bool], Checked]:
    """A whole project by the day it is judged for: once a build, however many parts of it ask."""
    return {}


def _signature(root: Path) -> tuple[object, ...]:
    """What changes when a policy or a checklist under *root* does."""
    state = [
        (folder, name, status.st_mtime_ns, status.st_size, status.st_ino)
        for folder in (POLICIES, CHECKLISTS)
        for name, status in below(root / folder)
    ]
    return (root, *state, Path.cwd())


def _check(
    root: Path,
    paths: Sequence[Path],
    as_of: date | None,
    *,
    drafts: bool,
    keep: bool = False,
) -> Checked:
    places, findings = _tree(root / POLICIES)
    submissions: list[Place] = []
    registers: list[Place] = []
    if not paths:
        registers, submissions, misplaced = documents.discover_checklists(root / CHECKLISTS)
        places += registers
        findings += misplaced + _beside(root / CHECKLISTS)
    else:
        places += documents.registers_in(root / CHECKLISTS)
        places, submissions, more, others = _with_checklists(places, [p.absolute() for p in paths])
        places, findings = _overlaid(places, [*findings, *more], others)
    if submissions and places:
        places += _missing_registers(places, submissions[0])
    targets = {place.shown for place in places} if not paths else _targets(places, paths)
    handbook, found = _policies(places, findings, as_of or _epoch(), drafts=drafts)
    findings += found
    coming = tomorrow.coming(handbook, found)
    issued = handbook if drafts else handbook.without_drafts()
    sound = _sound(findings, handbook)
    stated: tuple[Statement, ...] = ()
    if submissions:
        from zhidu.county import verdicts  # noqa: PLC0415  slow to import, and not always needed

        judged = verdicts.judge(issued, submissions, sound=sound, keep=keep)
        findings += judged.findings
        stated = judged.statements
    for folder in _folders(root, paths):
        from zhidu.county import publishing  # noqa: PLC0415  as slow

        findings += publishing.kept(folder)[1]
    targets |= {place.shown for place in submissions}
    findings += coming
    if paths:
        findings = [finding for finding in findings if _is_target(finding, targets, paths)]
    return Checked(
        handbook=issued,
        drafts=handbook.draft_folders,
        inspections=frozenset(p.shown for p in submissions if p.kind == documents.INSPECTION),
        statements=stated,
        coming=frozenset(coming),
        result=Result(
            findings=tuple(sorted(set(findings), key=order)),
            files=len(targets),
            unread=_unread(handbook, targets),
            asks_nobody=not paths and not registers and level(issued) == DUTIES,
        ),
    )


def _unread(
    handbook: Handbook, targets: Collection[str]
) -> tuple[tuple[str, tuple[str, ...], int], ...]:
    """What of the files *targets* nobody has read: by text its clauses, and of how many."""
    texts = [d for kind in ("policy", "notice") for d in handbook.of(kind)]
    looked_at = {text_id(d): d for d in texts if d.source.path in targets}
    return tuple(
        (name, clauses, sum(not c.clauses for _, _, c in walk(looked_at[name].value.clauses)))
        for name, clauses in handbook.unread.items()
        if name in looked_at
    )


def _beside(folder: Path) -> list[Finding]:
    """What is wrong with what else lies in a `checklists/` folder."""
    from zhidu.judging import beside_submissions  # noqa: PLC0415  the table of patterns is read only where there are checklists

    return beside_submissions.about(folder)


def _policies(
    places: Sequence[Place], findings: Sequence[Finding], day: date | None, *, drafts: bool
) -> tuple[Handbook, list[Finding]]:
    """The handbook of *places*, and what is wrong with them beside the *findings* about where they are."""
    once: dict[Path, Place] = {}
    for place in places:
        once.setdefault(place.path, place)
    places = tuple(once.values())
    from zhidu.judging import rules  # noqa: PLC0415  slow to import, and not always needed

    read = [documents.load(place) for place in places]
    loaded = tuple(document for document, _ in read if document is not None)
    # a file that could not even be placed may be missing
    placed = all(finding.code != "file/place" for finding in findings)
    complete = placed and len(loaded) == len(read)
    unusable = frozenset(
        place.kind
        for place, (document, _) in zip(places, read, strict=True)
        if document is None and place.kind in documents.VOCABULARIES
    )
    handbook = build(loaded, day, complete=complete, drafts=drafts, unusable=unusable)
    return handbook, [finding for _, some in read for finding in some] + rules.apply(handbook)


def _sound(findings: Sequence[Finding], handbook: Handbook) -> bool:
    """Whether schools can be judged by what is in force: faults of a draft do not stand in the way."""
    return not any(
        finding.severity is Severity.ERROR
        and Path(finding.path).parent.name not in handbook.draft_folders
        for finding in findings
    )


def _with_checklists(
    base: list[Place], paths: Sequence[Path]
) -> tuple[list[Place], list[Place], list[Finding], list[Path]]:
    """*base* with the registers of *paths*; the submissions there; what is misplaced; paths left to look at."""
    places, others = list(base), []
    submissions: list[Place] = []
    findings: list[Finding] = []
    for path in paths:
        if path.is_symlink() or not path.is_dir():
            place = documents.place_of(path)
            if place.kind in {documents.CHECKLIST, documents.INSPECTION}:
                submissions.append(place)
            else:
                others.append(path)
            continue
        folder = path / CHECKLISTS if (path / CHECKLISTS).is_dir() else path
        if folder.name == CHECKLISTS:
            registers, found, misplaced = documents.discover_checklists(folder)
            for register in registers:
                places = _placed(places, register)
            submissions += found
            findings += misplaced + _beside(folder)
        elif documents.TERM.match(path.name):
            submissions += documents.submissions_in(path)
        elif path.name == documents.REVIEWS:
            found, misplaced = documents.inspections_in(path)
            submissions += found
            findings += misplaced
        own = folder.name in {CHECKLISTS, documents.REVIEWS} or documents.TERM.match(path.name)
        if (path / POLICIES).is_dir() or not own:
            others.append(path)
    return places, submissions, findings, others


def _folders(root: Path, paths: Sequence[Path]) -> Iterator[Path]:
    """The `checklists/` folders that are judged and from which something was published."""
    for path in paths or (root,):
        for folder in (path / CHECKLISTS, path):
            if folder.name == CHECKLISTS and os.path.lexists(folder / documents.COUNTY):
                yield folder


def _missing_registers(places: list[Place], submission: Place) -> list[Place]:
    """The registers that submissions need and nobody has: they are looked for in vain, and said to be missing."""
    present = {place.kind for place in places}
    folder = submission.path.parent.parent
    folder = folder.parent if submission.kind == documents.INSPECTION else folder
    return [
        Place(path, documents.shown(path), kind, None)
        for stem, kind in documents.REGISTERS.items()
        if kind not in present
        for path in [folder / f"{stem}.yaml"]
    ]


def build(
    loaded: tuple[Document[Any], ...],
    as_of: date | None = None,
    *,
    complete: bool = True,
    drafts: bool = False,
    unusable: frozenset[str] = frozenset(),
) -> Handbook:
    """The handbook of *loaded*, as of a date: the given one, else SOURCE_DATE_EPOCH, else the newest in the data."""
    return Handbook(
        documents=loaded,
        as_of=as_of or _epoch() or newest(loaded, drafts=drafts) or EPOCH,
        complete=complete,
        drafts=drafts,
        unusable=unusable,
    )


def _epoch() -> date | None:
    """The day that SOURCE_DATE_EPOCH names, in seconds; none where it is not set."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return None
    with suppress(ValueError, OverflowError, OSError):
        found = (
            datetime.fromtimestamp(int(value), UTC).date() if _SECONDS.fullmatch(value) else None
        )
        if found is not None and found.year <= LATEST:
            return found
    raise RefusedError(
        f"环境变量 SOURCE_DATE_EPOCH 的值“{visible(value)[:40]}”不对：要写 1970 年以来的秒数，例如 1492214400；"
        "不用它，就删去。"
    )


def _tree(folder: Path) -> tuple[list[Place], list[Finding]]:
    if not folder.is_dir():
        return [], []
    return documents.discover(folder)


def _overlaid(
    base: list[Place], findings: list[Finding], paths: Sequence[Path]
) -> tuple[list[Place], list[Finding]]:
    """*base* with the documents of *paths* in the place of their namesakes."""
    places = list(base)
    for path in paths:
        if path.is_symlink() or not path.is_dir():
            given = [path]
        else:
            folder = path / POLICIES if (path / POLICIES).is_dir() else path
            if (folder / documents.VOCABULARY).is_dir() or folder.name == POLICIES:
                registers = [p for p in places if p.kind in documents.REGISTERS.values()]
                places, more = _tree(folder)
                places += registers
                findings = [*findings, *more]
                continue
            given = sorted(child for child in path.iterdir() if not child.name.startswith("."))
        for place in map(documents.place_of, given):
            folder_inside = place.path.is_dir() and not place.path.is_symlink()
            if place.kind in model.KINDS and not folder_inside:
                places = _placed(places, place)
            else:
                findings = [*findings, documents.misplaced(place.path)]
    return places, findings


def _placed(places: list[Place], new: Place) -> list[Place]:
    """*places* with *new* in it, without the document it stands for."""
    if any(place.path == new.path for place in places):
        return places
    if new.kind in {"policy", "notice"} and new.issuance is None:
        latest = max((place.issuance for place in places if place.issuance), default=None)
        new = Place(new.path, new.shown, new.kind, latest)
    name = _identity(new)
    return [*(place for place in places if _identity(place) != name), new]


def _identity(place: Place) -> tuple[str, str | None, str | None]:
    """What makes two files the same document. For policies the id inside, which costs a look into the file."""
    if place.kind != "policy":
        return place.kind, place.issuance, None
    document, _ = documents.load(place)
    policy = document.value.policy if document else place.path.name
    return place.kind, place.issuance, policy


def _targets(places: Sequence[Place], paths: Sequence[Path]) -> set[str]:
    wanted = {path.absolute() for path in paths}
    ways = ((place.shown, place.path.absolute()) for place in places)
    return {shown for shown, path in ways if not wanted.isdisjoint((path, *path.parents))}


def _is_target(finding: Finding, targets: set[str], paths: Sequence[Path]) -> bool:
    if finding.path in targets or finding.code == fence.CODE:
        return True
    prefixes = [documents.shown(path) for path in paths]
    return any(finding.path == p or finding.path.startswith(f"{p}/") for p in prefixes)
