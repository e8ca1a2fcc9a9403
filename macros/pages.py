"""Write the stubs: thin Markdown files, front matter and one macro call, that MkDocs and Zensical turn into pages.

Only ids from the schemas go into a stub, because a page's source is a template: text there would be run as code.
A file is written only when it changes, so that a watching server rebuilds once and not for ever.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from macros import articles, exports, schemas
from macros.handbook import Handbook

FOLDERS = ("policies", "roles", "notice", "api")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many files there are, were changed, were removed."""

    total: int
    changed: int
    removed: int


def _stub(call: str, source: str = "") -> str:
    lines = ["---", "hide: [navigation]"]
    if source:
        lines.append(f"source: {source}")
    return "\n".join([*lines, "---", "", "{{ " + call + " }}", ""])


def stubs(handbook: Handbook) -> dict[str, str]:
    """Every generated file under `docs/`, by its path."""
    files = {
        "policies/index.md": _stub("policy_index_page()"),
        "roles/index.md": _stub("role_index_page()"),
    }
    files["api/v1/handbook.json"] = exports.as_json(handbook)
    files["api/v1/handbook.schema.json"] = schemas.text("handbook")
    for policy, edition in handbook.current.items():
        source = edition.document.source.path
        path = source[source.find("policies/") :]
        files[f"policies/{policy}.md"] = _stub(f'policy_page("{policy}")', path)
    for document in handbook.notices:
        issuance = document.value.issuance.isoformat()
        files[f"notice/{issuance}.md"] = _stub(f'notice_page("{issuance}")')
    for role in handbook.roles or {}:
        if role in handbook.duties_of:
            files[f"roles/{role}.md"] = _stub(f'role_page("{role}")')
            files[f"roles/{role}/duties.js"] = _lists(handbook, role)
    return files


def _lists(handbook: Handbook, role: str) -> str:
    """The role's lists as a script: a page opened from a folder may load scripts, but may not fetch."""
    name = (handbook.roles or {})[role].name
    data = {"id": role, "name": name, "lists": articles.role_lists(handbook, role)}
    return f"zhidu.role({json.dumps(data, ensure_ascii=True, sort_keys=True)});\n"


def write(handbook: Handbook, docs: Path) -> Written:
    """Bring the generated files under *docs* up to date."""
    files = stubs(handbook)
    changed = removed = 0
    for folder in FOLDERS:
        for old in sorted((docs / folder).rglob("*"), reverse=True):
            if old.is_dir():
                if not any(old.iterdir()):
                    old.rmdir()
            elif old.relative_to(docs).as_posix() not in files:
                old.unlink()
                removed += 1
    for name, content in files.items():
        path = docs / name
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            changed += 1
    return Written(total=len(files), changed=changed, removed=removed)
