"""A folder of what schools sent → accepted submissions, and a letter for each sender.

Nothing in the folder is changed or taken away; letters stand in a folder of their own in it. Doing it again does nothing
new. Whatever is wrong with one file stops no other.
"""

import stat
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from zhidu.assessment.intake import letters
from zhidu.assessment.intake.fault import Fault
from zhidu.assessment.intake.letters import Fate, Outcome
from zhidu.assessment.intake.merging import together, told
from zhidu.assessment.intake.recognition import MAX_FILE, Desk, Statement
from zhidu.assessment.intake.store import Kept, Store
from zhidu.assessment.submission import canonical
from zhidu.assessment.verdict.one_submission import Bench
from zhidu.reading import fence
from zhidu.reading.disk import files, locks, ownership
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.documents import entries
from zhidu.reading.findings import visible

LETTERS = "回复"
_DEEPEST = 3  # folders in folders: a district, a school, what it sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to go through an inbox."""

    term: str | None = None
    replace: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file. One that was asked for by name is taken even where another took its place before."""

    path: Path
    named: bool
    shown: str
    fault: Fault | None = None  # why it is not opened

    @property
    def letters(self) -> Path:
        return self.path.parent / LETTERS


def take(
    paths: Iterable[Path], bench: Bench, folder: Path, options: Options
) -> Iterator[list[Outcome]]:
    """What becomes of each file at *paths*, folders or files; accepted ones go to *folder*."""
    store = Store(folder)
    lock = locks.locked(folder / locks.NAME, "收表（zhidu checklist intake）")
    with nullcontext() if options.dry_run else lock:
        if not options.dry_run:
            store.sweep()
        desk = Desk(bench)
        read = [(each, _read(desk, each)) for each in _sent(paths)]
        fates = _Clerk(desk, store, options).decided(read)
        for each, statements in read:
            outcomes = [fates[id(statement)] for statement in statements]
            if not options.dry_run and (untold := _untold(bench, each, outcomes)):
                outcomes = [replace(outcome, untold=untold) for outcome in outcomes]
            yield outcomes


def _sent(paths: Iterable[Path]) -> Iterator[_Sent]:
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            yield from _within(path, "", 0)
        else:
            yield _Sent(path, named=True, shown=path.name)


def _within(folder: Path, shown: str, depth: int) -> Iterator[_Sent]:
    """What lies in *folder*, and in the folders of senders in it. Letters stand beside what they answer."""
    for entry in entries(folder):
        if entry.name == LETTERS:
            continue
        path, name = folder / entry.name, f"{shown}{entry.name}"
        if not entry.is_dir(follow_symlinks=False):
            yield _Sent(path, named=False, shown=name)
        elif depth == _DEEPEST:
            yield _Sent(path, named=False, shown=name, fault=_TOO_DEEP)
        else:
            try:
                inside = list(_within(path, f"{name}/", depth + 1))
            except OSError:
                inside = [_Sent(path, named=False, shown=name, fault=_UNREADABLE)]
            yield from inside or [_Sent(path, named=False, shown=name, fault=_NOTHING)]


def _read(desk: Desk, each: _Sent) -> list[Statement]:
    """What is in a file. An error of ours is an answer, too: no file may stop the others."""
    if each.fault is not None:
        return [Statement(faults=(each.fault,))]
    path = each.path
    return fence.fenced(
        lambda: (
            [Statement(faults=(raw,))]
            if isinstance(raw := _bytes_of(path), Fault)
            else fence.bounded(lambda: desk.read(raw, path.name))
        ),
        lambda error: [Statement(faults=(_ours(error),))],
    )


def _ours(error: Exception) -> Fault:
    """What is said where we failed."""
    return Fault(fence.told(error), fence.REPAIR, code=fence.CODE)


def _bytes_of(path: Path) -> bytes | Fault:
    """The bytes of a plain file under the size limit."""
    try:
        return files.plain(path, MAX_FILE)
    except files.NotPlainError as error:
        return _FOLDER if stat.S_ISDIR(error.mode) else _NOT_PLAIN
    except files.TooLargeError as error:
        return Fault(
            f"文件有 {error.size / 1_000_000:.0f} MB，超过 4 MB",
            "删去插进去的图片再交；自查表不收附件",
            code="intake/too-large",
        )
    except OSError:
        return _UNREADABLE


_FOLDER = Fault("这是文件夹，没有看里面", "把要收的文件直接放在收件文件夹里", code="intake/folder")
_TOO_DEEP = replace(_FOLDER, message=f"文件夹套了 {_DEEPEST} 层以上，没有看里面")
_NOTHING = replace(_FOLDER, message="文件夹是空的，里面没有交来的文件")
_NOT_PLAIN = Fault(
    "不是普通文件（是链接、管道或设备），没有打开", "换成文件本身", code="intake/not-plain"
)
_UNREADABLE = Fault("打不开这个文件", "核对文件还在不在、能不能读", code="intake/unreadable")


# ---------- what becomes of them ----------

_Key = tuple[str, str]
_Candidates = list[tuple[_Sent, Statement]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """Why, in words for the school; and what the clerk can do, which is no business of the school's."""

    why: str = ""
    todo: str = ""


@dataclass(frozen=True, slots=True)
class _Clerk:
    """Who decides what becomes of what was read."""

    desk: Desk
    store: Store
    options: Options

    def decided(self, read: list[tuple[_Sent, list[Statement]]]) -> dict[int, Outcome]:
        """The outcome of each statement. Of one school's for one term at most one is accepted."""
        outcomes: dict[int, Outcome] = {}
        rivals: dict[_Key, _Candidates] = {}
        parts: dict[_Key, _Candidates] = {}
        for each, statements in read:
            for statement in statements:
                term = (statement.data or {}).get("term")
                if (
                    self.options.term is not None
                    and isinstance(term, str)
                    and term != self.options.term
                ):
                    said = _Said(todo=f"这次只收 {self.options.term}")
                    outcomes[id(statement)] = _outcome(each, statement, Fate.ELSEWHERE, said)
                elif not statement.sound or statement.data is None:
                    outcomes[id(statement)] = _outcome(each, statement, Fate.RETURNED)
                    if key := _key(statement):
                        parts.setdefault(key, []).append((each, statement))
                else:
                    key = (statement.data["school"], statement.data["term"])
                    rivals.setdefault(key, []).append((each, statement))
        alone = {key: candidates for key, candidates in parts.items() if key not in rivals}
        for act, some in ((self._of_one_school, rivals), (self._put_together, alone)):
            for key, given in sorted(some.items(), key=lambda pair: pair[0]):
                outcomes |= fence.fenced(partial(act, key, given), partial(_failed, given))
        return outcomes

    def _put_together(self, key: _Key, candidates: _Candidates) -> dict[int, Outcome]:
        """What becomes of submissions that several people of a school filled in, a part each."""
        datas = {statement.receipt: statement.data or {} for _, statement in candidates}
        found = together(list(datas.values())) if len(datas) > 1 else None
        if found is None:
            return {}
        names = "、".join(dict.fromkeys(visible(each.shown) for each, _ in candidates))
        if found.apart:
            differ = f"交来 {len(datas)} 份，{self._differing(candidates)}"
            said = _Said(
                why=f"{differ}请商量好，改成一样的再交；只有一份填了的地方，会合在一起。",
                todo=f"{differ}请学校商量好再交。",
            )
            return {id(s): _outcome(each, s, Fate.HELD, said) for each, s in candidates}
        whole = self.desk.judged(found.data)
        note = f"交来的 {len(datas)} 份合在一起：{names}。"
        if not whole.sound:
            said = _Said(why=f"{note}还差下面这些。")
            return {id(s): _outcome(each, whole, Fate.RETURNED, said) for each, s in candidates}
        ((_, _, fate, said),) = self._settled(key, [(candidates[0][0], whole)])
        said = replace(said, why=said.why or note)
        return {id(s): _outcome(each, whole, fate, said) for each, s in candidates}

    def _differing(self, candidates: _Candidates) -> str:
        """Where submissions of one school say different things, and what each says there."""
        files = [(visible(each.shown), statement.data or {}) for each, statement in candidates]
        found = together([data for _, data in files])
        if found is None or not found.apart:
            return ""
        instrument = self.desk.bench.judge_of(found.data).instrument
        return f"有 {len(found.apart)} 处说得不一样：{told(found, instrument, files)}。"

    def _of_one_school(self, key: _Key, candidates: _Candidates) -> dict[int, Outcome]:
        return {
            id(statement): _outcome(each, statement, fate, said)
            for each, statement, fate, said in self._settled(key, candidates)
        }

    def _settled(
        self, key: _Key, candidates: list[tuple[_Sent, Statement]]
    ) -> Iterator[tuple[_Sent, Statement, Fate, _Said]]:
        try:
            kept = self.store.kept(*key)
        except files.NotPlainError:
            where = self.store.place(*key)
            said = _Said(
                why="教育局存放的地方出了问题，不是您的问题，请等教育局处理。",
                todo=f"{where} 是一个链接或文件夹，没有动它。请把它移走，再收一次。",
            )
            yield from ((each, statement, Fate.HELD, said) for each, statement in candidates)
            return
        fresh: dict[str, list[tuple[_Sent, Statement]]] = {}
        for each, statement in candidates:
            number = statement.receipt
            if kept is not None and number == kept.receipt:
                yield each, statement, Fate.SAME, _Said()
            elif not each.named and self.store.was_replaced(*key, number):
                yield each, statement, Fate.OLD, _Said(why="后来又收了一份，替换了它。")
            else:
                fresh.setdefault(number, []).append((each, statement))
        if not fresh:
            return
        fate, said = self._fate(key, fresh, kept)
        for same in fresh.values():
            for each, statement in same:
                yield each, statement, fate, said

    def _fate(
        self, key: _Key, fresh: dict[str, list[tuple[_Sent, Statement]]], kept: Kept | None
    ) -> tuple[Fate, _Said]:
        """What becomes of submissions that are not known yet."""
        if len(fresh) > 1:
            listed = "、".join(
                f"{visible(each.shown)}（{number}）"
                for number, same in fresh.items()
                for each, _ in same[:1]
            )
            found = f"这个学期交来 {len(fresh)} 份不同的：{listed}。"
            differ = self._differing([same for same, *_ in fresh.values()])
            return Fate.HELD, _Said(
                why=f"{found}{differ}不知道以哪一份为准，都没有收。请告诉教育局留哪一份。",
                todo=f"{found}{differ}问清楚要哪一份，把别的移走，再收一次。",
            )
        if kept is not None and not self.options.replace:
            found = f"以前收过另一份（回执号 {kept.receipt}），没有换。"
            return Fate.HELD, _Said(
                why=f"{found}要以这一份为准，请告诉教育局。",
                todo=f"{found}学校要以这一份为准的，加 --replace 再收一次。",
            )
        ((_, statement), *_rest) = next(iter(fresh.values()))
        data = statement.data or {}
        if not self.options.dry_run:
            items = self.desk.bench.judge_of(data).instrument.items
            order = {item.id: place for place, item in enumerate(items)}
            content = canonical(data, order).encode()
            try:
                there = self.store.accept(*key, content, over=kept)
            except RefusedError as error:
                return Fate.HELD, _Said(
                    why="教育局存放的地方出了问题，不是您的问题，请等教育局处理。",
                    todo=f"{error}处理以后再收一次。",
                )
            if not there:
                now = self.store.kept(*key)
                if now is not None and now.receipt in fresh:  # somebody else took in the same
                    return Fate.SAME, _Said()
                return Fate.HELD, _Said(
                    why="教育局正在收另一份，请等教育局答复。",
                    todo="正在收的时候，别人收了另一份。请再收一次。",
                )
        return (Fate.ACCEPTED if kept is None else Fate.REPLACED), _Said()


def _key(statement: Statement) -> _Key | None:
    """School and term of a submission that is not sound, where it names them."""
    school, term = ((statement.data or {}).get(name) for name in ("school", "term"))
    return (school, term) if isinstance(school, str) and isinstance(term, str) else None


def _failed(candidates: list[tuple[_Sent, Statement]], error: Exception) -> dict[int, Outcome]:
    """What becomes of one school's where the disk, or we, failed: nothing was taken in."""
    if isinstance(error, OSError):
        said = _Said(
            why="教育局存放的地方出了问题，不是您的问题，请等教育局处理。",
            todo="没能存盘：磁盘满了、没有权限，或者有别的东西占着地方。处理以后再收一次。",
        )
        return {id(s): _outcome(each, s, Fate.HELD, said) for each, s in candidates}
    fault = _ours(error)
    return {
        id(s): _outcome(each, replace(s, faults=(fault, *s.faults)), Fate.RETURNED)
        for each, s in candidates
    }


def _outcome(each: _Sent, statement: Statement, fate: Fate, said: _Said | None = None) -> Outcome:
    said = said or _Said()
    within = f"（{statement.within}）" if statement.within else ""
    return Outcome(
        file=each.shown + within, statement=statement, fate=fate, why=said.why, todo=said.todo
    )


def _untold(bench: Bench, each: _Sent, outcomes: list[Outcome]) -> str:
    """Why the letter could not be written, or nothing: what stands in the way of one stops no other."""

    def why(error: Exception) -> str:
        if isinstance(error, RefusedError):
            return str(error)
        if not isinstance(error, OSError):
            return f"{fence.told(error)}。{fence.REPAIR}。"
        if not error.errno:
            return f"{error.strerror}（{visible(str(each.letters))}）"
        return f"“{LETTERS}”里写不进去（{visible(str(each.letters))}）：磁盘满了、没有权限，或者有同名的文件、文件夹占着地方"

    def tell() -> str:
        _tell(bench, each, outcomes)
        return ""

    return fence.fenced(tell, why)


def _tell(bench: Bench, each: _Sent, outcomes: list[Outcome]) -> None:
    """Write the letter, and take away an earlier one that says something else."""
    told = [outcome for outcome in outcomes if outcome.fate is not Fate.ELSEWHERE]
    if not told:
        return
    worst = max((outcome.fate for outcome in told), key=list(Fate).index)
    name = letters.file_name(each.path.name, worst)
    folder = each.letters
    if folder.is_symlink():
        raise RefusedError(f"“{LETTERS}”是一个链接，没有往里写（{folder}）。请把它移走。")
    ownership.within(folder.parent, folder)
    ownership.put(folder / name, letters.letter(bench, told))
    for other in letters.other_names(each.path.name):
        if other != name:
            ownership.remove(folder / other)
