"""Write the stubs: thin Markdown files, front matter and one macro call, that MkDocs and Zensical turn into pages.

Only ids from the schemas go into a stub, because a page's source is a template: text there would be run as code.
A file is written only when it changes, so that a watching server rebuilds once and not for ever.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from macros import articles, exports, schemas, search
from macros.assessment import payload
from macros.handbook import Handbook
from macros.office import published
from macros.posters import gallery
from macros.posters.gallery import Prints

OVERVIEWS = {
    "when": "",
    "thresholds": "toc",
    "records": "toc",
    "reports": "",
    "prohibitions": "",
    "glossary": "toc",
    "errata": "toc",
    "search": "navigation, toc",
}
"""Pages that cut across the policies, and what the theme hides on each."""

BARE = "navigation, toc"

FOLDERS = (
    "policies",
    "roles",
    "notice",
    "documents",
    "posters",
    "verify",
    "api",
    "checklist",
    *OVERVIEWS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many files there are, were changed, were removed."""

    total: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Call:
    """A macro call with at most one argument, which is an id."""

    macro: str
    identifier: str = ""

    def __str__(self) -> str:
        argument = f'"{self.identifier}"' if self.identifier else ""
        return f"{self.macro}({argument})"

    def article(self, handbook: Handbook, prints: Prints) -> str:
        """What the call will put on the page."""
        found = articles.with_prints(prints)[self.macro]
        return found(handbook, *filter(None, [self.identifier]))


def stubs(
    handbook: Handbook, *, live: bool = False, prints: Prints = ()
) -> Iterator[tuple[str, str | bytes]]:
    """Every generated file under `docs/`, one at a time: its path and its content.

    A live server rebuilds only pages whose source changed: with *live*, a stub carries a digest of its article.
    """

    def stub(call: _Call, source: str = "", hide: str = "navigation") -> str:
        lines = ["---", f"hide: [{hide}]"]
        if source:
            lines.append(f"source: {source}")
        if live:
            article = call.article(handbook, prints).encode()
            lines.append(f"digest: {hashlib.blake2b(article, digest_size=8).hexdigest()}")
        return "\n".join([*lines, "---", "", "{{ " + str(call) + " }}", ""])

    yield "policies/index.md", stub(_Call("policy_index_page"))
    yield "roles/index.md", stub(_Call("role_index_page"))
    yield "posters/index.md", stub(_Call("posters_page"))
    yield "verify/index.md", stub(_Call("verify_index_page"), hide=BARE)
    for name, hide in OVERVIEWS.items():
        # the list of their siblings stands beside them; where there are no headings, nothing stands opposite
        yield f"{name}/index.md", stub(_Call(f"{name}_page"), hide=hide)
    yield "search/data.js", search.script(handbook)
    yield "api/v1/handbook.json", exports.as_json(handbook)
    yield "api/v1/handbook.schema.json", schemas.text("handbook")
    yield "checklist/index.md", stub(_Call("checklist_page"), hide=BARE)
    yield from payload.published(handbook)
    for policy, edition in handbook.current.items():
        source = edition.document.source.path
        path = source[source.find("policies/") :]
        yield f"policies/{policy}/index.md", stub(_Call("policy_page", policy), path)
        yield f"posters/{policy}/index.md", stub(_Call("poster_page", policy))
        yield f"posters/{policy}/print/index.html", articles.print_sheet(handbook, policy)
        for past in handbook.editions[policy]:
            named = f"{policy}/{past.date}"
            yield f"verify/{named}/index.md", stub(_Call("verify_page", named), hide=BARE)
    for document in handbook.notices:
        issuance = document.value.issuance.isoformat()
        yield f"notice/{issuance}/index.md", stub(_Call("notice_page", issuance))
    for role in handbook.roles or {}:
        if role in handbook.duties_of:
            yield f"roles/{role}/index.md", stub(_Call("role_page", role))
            yield f"roles/{role}/duties.js", _lists(handbook, role)
    yield from published.files(handbook)


def _lists(handbook: Handbook, role: str) -> str:
    """The role's lists as a script: a page opened from a folder may load scripts, but may not fetch."""
    name = (handbook.roles or {})[role].name
    data = {"id": role, "name": name, "lists": articles.role_lists(handbook, role)}
    return f"zhidu.role({json.dumps(data, ensure_ascii=True, sort_keys=True)});\n"


def write(handbook: Handbook, docs: Path, *, live: bool = False) -> Written:
    """Bring the generated files under *docs* up to date."""
    names: set[str] = set()
    changed = 0
    prints = gallery.read(docs) if live else ()
    for name, content in stubs(handbook, live=live, prints=prints):
        names.add(name)
        path = docs / name
        data = content if isinstance(content, bytes) else content.encode()
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            changed += 1
    removed = _remove_others(docs, names)
    if live and changed:  # pages written by hand call macros, too, and do not change by themselves
        for path in sorted(docs.glob("*.md")):
            if "{{" in path.read_text(encoding="utf-8"):
                path.touch()
    return Written(total=len(names), changed=changed, removed=removed)


def _remove_others(docs: Path, files: Collection[str]) -> int:
    """Remove generated files that are not among *files*, and folders left empty; how many files that were."""
    removed = 0
    for folder in FOLDERS:
        for old in sorted((docs / folder).rglob("*"), reverse=True):
            if old.is_dir():
                if not any(old.iterdir()):
                    old.rmdir()
            elif old.relative_to(docs).as_posix() not in files:
                old.unlink()
                removed += 1
    return removed
