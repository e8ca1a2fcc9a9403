"""Write the stubs: thin Markdown files, front matter and one macro call, that MkDocs and Zensical turn into pages.

Only ids from the schemas go into a stub, because a page's source is a template: text there would be run as code.
A file is written only when it changes, so that a watching server rebuilds once and not for ever.
"""

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from zhidu.assessment.form import instrument_data
from zhidu.county.publishing import NOTHING_PUBLISHED, County
from zhidu.handbook.book import Edition, Handbook
from zhidu.handbook.impact import revised
from zhidu.posters import gallery
from zhidu.posters.gallery import Prints
from zhidu.reading import schemas
from zhidu.reading.disk import file_marks, ownership
from zhidu.reading.disk.files import below
from zhidu.reading.disk.refused import RefusedError
from zhidu.site import articles, calendars, downloads, exports, feeds, search_data, twins
from zhidu.site.own_process import streamed
from zhidu.views.levels import SCHOOLS, absent
from zhidu.views.on_paper.sounded import sounded_policies
from zhidu.views.on_screen import revisions, roles

OVERVIEWS = {
    "when": "",
    "thresholds": "toc",
    "records": "toc",
    "reports": "",
    "prohibitions": "",
    "sanctions": "",
    "glossary": "toc",
    "errata": "toc",
    "review": "",
    "search": "navigation, toc",
    "revisions": "toc",
}
"""Pages that cut across the policies, and what the theme hides on each."""

BARE = "navigation, toc"

_IN_MEMORY = 16_000_000
"""Bytes of fresh files that wait in memory; more wait in a temporary file."""

FOLDERS = (
    "policies",
    "roles",
    "notice",
    "documents",
    "posters",
    "verify",
    "api",
    "feeds",
    "checklist",
    "county",
    "data",
    *OVERVIEWS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many files there are, were changed, were removed."""

    total: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the site's configuration says of it, and what was published of its county.

    Without an address nothing is made that needs one.
    """

    url: str = ""
    name: str = ""
    county: County = NOTHING_PUBLISHED


NOWHERE = Site()


def stubs(
    handbook: Handbook, site: Site = NOWHERE, *, live: bool = False, prints: Prints = ()
) -> Iterator[tuple[str, str | bytes]]:
    """Every generated file under `docs/`, one at a time: its path and its content. A page that would be empty is none."""
    missing = absent(handbook)
    for name, content in _stubs(handbook, site, live=live, prints=prints):
        if name.partition("/")[0] not in missing:
            yield name, content
    if not missing & set(SCHOOLS):
        yield from instrument_data.published(handbook)


def _stubs(
    handbook: Handbook, site: Site, *, live: bool, prints: Prints
) -> Iterator[tuple[str, str | bytes]]:
    """What `stubs` gives, but for the data of the form.

    A live server rebuilds only pages whose source changed: with *live*, a stub carries a digest of its article.
    """

    def stub(
        macro: str, *about: str, origin: str = "", hide: str = "navigation", feed: str = ""
    ) -> str:
        """A page that calls *macro*; *about* are ids and dates."""
        lines = ["---", f"hide: [{hide}]"]
        if origin:
            lines.append(f"source: {origin}")
        if feed and site.url:
            lines.append(f"feed: feeds/{feed}.xml")
        if handbook.drafts:
            lines.append("draft: true")
        if live:
            article = articles.with_prints(prints)[macro](handbook, *about).encode()
            lines.append(f"digest: {hashlib.blake2b(article, digest_size=8).hexdigest()}")
        call = f"{macro}({', '.join(map(json.dumps, about))})"
        return "\n".join([*lines, "---", "", "{{ " + call + " }}", ""])

    def overview(name: str, hide: str, feed: str = "") -> Iterator[tuple[str, str]]:
        if name not in absent(handbook):
            macro = "role_index_page" if name == "roles" else f"{name}_page"
            yield f"{name}/index.md", stub(macro, hide=hide, feed=feed)

    yield "policies/index.md", stub("policy_index_page")
    yield from overview("roles", "navigation")
    yield "posters/index.md", stub("posters_page")
    yield "verify/index.md", stub("verify_index_page", hide=BARE)
    for name, hide in OVERVIEWS.items():
        # the list of their siblings stands beside them; where there are no headings, nothing stands opposite
        feed = "all" if name == "revisions" else ""
        yield from overview(name, hide, feed)
    yield from streamed(partial(_of_everything, handbook))
    yield "api/v1/handbook.schema.json", schemas.published("handbook")
    yield from overview("checklist", BARE)
    yield from overview("county", BARE)
    yield "api/v1/county.json", exports.county_json(site.county)
    yield "api/v1/county.schema.json", schemas.published("county")
    yield "data/index.md", stub("data_page", hide=BARE)
    yield from twins.files(handbook, site.name)
    yield "api/v1/versions.json", exports.versions_json(handbook)
    yield "api/v1/versions.schema.json", schemas.published("versions")
    if site.url and not handbook.drafts:
        yield from feeds.feeds(handbook, site.url, site.name)
    for policy, editions in handbook.known_editions.items():
        shown = handbook.current.get(policy) or editions[-1]
        page = stub("policy_page", policy, origin=_source(shown), feed=f"policies/{policy}")
        yield f"policies/{policy}/index.md", page
        if policy in handbook.current:
            yield f"posters/{policy}/index.md", stub("poster_page", policy)
            yield f"posters/{policy}/print/index.html", articles.print_sheet(handbook, policy)
        elif policy in handbook.ended:  # there was a poster: its addresses now say that it is void
            yield f"posters/{policy}/index.md", stub("void_poster_page", policy, "../../")
            void = stub("void_poster_page", policy, "../../../")
            yield f"posters/{policy}/print/index.md", void
        for edition in editions:
            page = stub("edition_page", policy, edition.date, origin=_source(edition))
            yield f"policies/{policy}/editions/{edition.date}/index.md", page
        for each in editions:
            named = f"{policy}/{each.date}"
            yield f"verify/{named}/index.md", stub("verify_page", named, hide=BARE)
    yield from (
        (f"policies/{policy}/pinyin/index.md", stub("pinyin_page", policy, hide=BARE))
        for policy in sounded_policies(handbook)
    )
    for document in handbook.issued:
        issuance = document.value.issuance.isoformat()
        yield f"notice/{issuance}/index.md", stub("notice_page", issuance)
    for issuance in revised(handbook):
        yield f"revisions/{issuance}/index.md", stub("revision_page", issuance, hide="")
        for policy in revisions.revised_policies(handbook, issuance):
            page = stub("redline_page", issuance, policy)
            yield f"revisions/{issuance}/{policy}/index.md", page
    for role in handbook.roles or {}:
        if role in handbook.ever_bound:
            page = stub("role_page", role, feed=f"roles/{role}")
            yield f"roles/{role}/index.md", page
            yield f"roles/{role}/duties.js", _lists(handbook, role)
    yield from calendars.files(handbook)
    yield from downloads.files(handbook)


def _of_everything(handbook: Handbook) -> Iterator[tuple[str, bytes]]:
    """What tells all that there is in one text: of many policies these are the largest files, and larger yet as texts."""
    yield "search/data.js", search_data.script(handbook).encode()
    yield "search/answers.js", search_data.answers_script(handbook).encode()
    yield "api/v1/handbook.json", exports.as_json_bytes(handbook)


def _source(edition: Edition) -> str:
    """The edition's file, as the project knows it."""
    path = edition.document.source.path
    return path[path.find("policies/") :]


def _lists(handbook: Handbook, role: str) -> str:
    """The role's lists as a script: a page opened from a folder may load scripts, but may not fetch."""
    name = (handbook.roles or {})[role].name
    data = {
        "id": role,
        "name": name,
        "own": roles.own_duties(handbook, role),
        "lists": articles.role_lists(handbook, role),
    }
    return f"zhidu.role({json.dumps(data, ensure_ascii=True, sort_keys=True)});\n"


def write(handbook: Handbook, docs: Path, site: Site = NOWHERE, *, live: bool = False) -> Written:
    """Bring the generated files under *docs* up to date. Where somebody else's file is in the way, nothing is written."""
    if not handbook.notices:
        raise RefusedError(
            f"到 {handbook.as_of} 为止还没有一份已经施行的通知，没有可以做成网页的。"
        )
    prints = gallery.read(docs) if live else ()
    ledger = Ledger(docs)
    names: set[str] = set()
    with _Waiting() as fresh:
        for name, content in stubs(handbook, site, live=live, prints=prints):
            names.add(name)
            data = content if isinstance(content, bytes) else content.encode()
            if ledger.must_be_written(name, data):
                fresh.add(name, data)
        ledger.note(fresh.digests)
        for name, data in fresh.contents():
            ownership.put(docs / name, data, over=True)
    removed = _remove_others(docs, names, ledger)
    ledger.settle(names)
    # pages written by hand call macros, too, and do not change by themselves
    if live and fresh.digests:
        for path in sorted(docs.glob("*.md")):
            if "{{" in path.read_text(encoding="utf-8"):
                path.touch()
    return Written(total=len(names), changed=len(fresh.digests), removed=removed)


class _Waiting:
    """Files that are written once it is known that none of them is in somebody's way: in memory as far as they are few.

    All together they are several times what they were made of, which is in memory, too.
    """

    def __init__(self) -> None:
        self.digests: dict[str, str] = {}
        self._sizes: list[int] = []
        self._room = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  closed by `with`

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._room.close()

    def add(self, name: str, data: bytes) -> None:
        """One more file."""
        self.digests[name] = _digest(data)
        self._sizes.append(len(data))
        self._room.write(data)

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """The files, one at a time."""
        self._room.seek(0)
        for name, size in zip(self.digests, self._sizes, strict=True):
            yield name, self._room.read(size)


class Ledger:
    """What we wrote under `docs/`: path → digests of what may stand there.

    It is told before a file is written, so that whatever a killed run left is known to be ours; afterwards only what
    stands there is left in it.
    """

    FILE = "policies/.generated.json"

    def __init__(self, docs: Path) -> None:
        self._docs = docs
        self._path = docs / self.FILE
        ownership.within(docs, self._path.parent)
        self._known: dict[str, list[str]] = {}
        with suppress(FileNotFoundError, NotADirectoryError):
            raw = ownership.bytes_of(self._path)
            if not _is_ledger(raw):
                raise RefusedError(f"{self._path} 不是本程序写的，没有动。请把它移走，再运行一次。")
            self._known = json.loads(raw)["generated"]

    def ours(self, name: str) -> Callable[[bytes], bool]:
        """Whether bytes that stand at *name* are ours: noted here, or told by their mark."""
        return lambda raw: _digest(raw) in self._known.get(name, ()) or file_marks.ours(name, raw)

    def must_be_written(self, name: str, data: bytes) -> bool:
        """Whether *data* has to be written at *name*. Refused where what stands there is not ours."""
        path = self._docs / name
        if not os.path.lexists(path):
            ownership.within(self._docs, path.parent)
            return True
        ownership.within(self._docs, path.parent)
        ownership.look(path, data, ours=self.ours(name))
        if ownership.bytes_of(path) == data:
            self._known.setdefault(name, []).append(_digest(data))
            return False
        return True

    def note(self, digests: Mapping[str, str]) -> None:
        """Note what is going to be written."""
        if digests:
            for name, digest in digests.items():
                self._known.setdefault(name, []).append(digest)
            self._write()

    def settle(self, names: Collection[str]) -> None:
        """Keep of each of the files *names* what was noted last."""
        self._known = {name: self._known[name][-1:] for name in sorted(names)}
        self._write()

    def _write(self) -> None:
        content = json.dumps({"generated": self._known}, indent=0).encode()
        ownership.put(self._path, content, ours=_is_ledger)


def _digest(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def _is_ledger(raw: bytes) -> bool:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    known = found.get("generated") if isinstance(found, dict) else None
    return isinstance(known, dict) and all(
        isinstance(sums, list) and all(isinstance(each, str) for each in sums)
        for sums in known.values()
    )


def _remove_others(docs: Path, files: Collection[str], ledger: Ledger) -> int:
    """Remove generated files that are not among *files*, and folders left empty; how many files that were."""
    removed = 0
    for folder in FOLDERS:
        ownership.sweep(docs / folder)
        for inside, state in reversed([*below(docs / folder)]):
            name = f"{folder}/{inside}"
            if stat.S_ISDIR(state.st_mode):
                ownership.sweep(docs / name)
                with suppress(OSError):  # there is something in it
                    (docs / name).rmdir()
            elif name not in files and name != ledger.FILE:
                removed += ownership.remove(docs / name, ours=ledger.ours(name))
    return removed
